import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'

/** One `uses:` as written: an action (`owner/repo@ref`), an image (`docker://…`), a path (`./…`) or a called workflow. */
export interface Use {
  readonly uses: string
  readonly node: DataNode
  readonly place: Place
}

/**
 * All `uses:` of a workflow (jobs and steps) or of an action's metadata (`runs.steps`, `runs.image`), in the order of the
 * file. Anything else yields nothing; nothing is resolved.
 */
export function* usesOf(root: DataNode): Iterable<Use> {
  const runs = root.get('runs')
  const image = runs?.get('image')
  if (image?.text?.startsWith('docker://')) yield { uses: image.text, node: image, place: image.place }
  for (const step of stepsIn(runs?.get('steps'))) yield* usesHere(step)
  for (const job of root.get('jobs')?.entries ?? []) {
    yield* usesHere(job.value)
    for (const step of stepsIn(job.value.get('steps'))) yield* usesHere(step)
  }
}

/** The steps of a list; those of a group (`parallel:`, since June 2026) are taken as steps in order. */
export function* stepsIn(list: DataNode | undefined): Generator<DataNode> {
  if (list?.kind !== 'list') return
  for (const item of list.items) {
    const group = item.get('parallel')
    if (group?.kind === 'list') yield* group.items
    else if (group?.get('steps')?.kind === 'list') yield* group.get('steps')?.items ?? []
    else yield item
  }
}

function* usesHere(node: DataNode): Generator<Use> {
  const uses = node.get('uses')
  if (uses?.text) yield { uses: uses.text, node: uses, place: uses.place }
}
