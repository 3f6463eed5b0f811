import type { DataNode } from '../../../documents/tree.ts'
import { namesEnvironment } from '../dialect/words.ts'

/** What may be written with these is said about code: nothing that runs, that is published or that is deployed. */
const aboutCode = new Set(['pull-requests', 'issues', 'checks', 'statuses', 'security-events', 'discussions'])

/** Inputs by which something that runs could be reached without a secret. */
const reaches = /url|uri|host|server|webhook|endpoint|cluster|namespace|account|role|region|deploy|target|runner|ssh/i

/**
 * Whether a call of a workflow that is not here can only look at code: its rights are written and none of them lets it
 * write past what is said about code or show its identity to others (`id-token`), no secret is handed on to it, and
 * nothing that it is told leads to something that runs. Rights that are not written are the repository's own, which may
 * be any.
 */
export function mayOnlyLook(job: DataNode, root: DataNode): boolean {
  const rights = job.get('permissions') ?? root.get('permissions')
  if (!rights || job.get('secrets') || !onlyAboutCode(rights)) return false
  return (job.get('with')?.entries ?? []).every(
    ({ key, value }) => !namesEnvironment(key) && !reaches.test(key) && !/:\/\//.test(value.text ?? ''),
  )
}

function onlyAboutCode(rights: DataNode): boolean {
  if (rights.kind !== 'map') return rights.text === 'read-all'
  return rights.entries.every(
    ({ key, value }) =>
      value.text === 'read' || value.text === 'none' || (value.text === 'write' && aboutCode.has(key)),
  )
}
