import type { DataNode } from '../../documents/tree.ts'
import { collector } from '../collector.ts'
import { Hidden, type Seen } from '../hidden.ts'
import type { Repository } from '../repository.ts'
import type { EmergencyDeployment } from '../schema/record.ts'

const day = 24 * 3600 * 1000

/** Records of emergency deployments: those below .assay/records that say `change: emergency` (schemas/deployment-record.json). */
export default collector({
  yields: ['emergencyDeployments'],
  reads: 'records of deployments below .assay/records, in YAML or JSON',
  touches: { path: /(^|\/)\.assay\/records\/.*\.(ya?ml|json)$/ },
  async collect({ repository }) {
    const found: EmergencyDeployment[] = []
    const records = repository.under('.assay/records').filter(({ path }) => /\.(ya?ml|json)$/.test(path))
    if (records.length === 0) return { emergencyDeployments: [] }
    const now = (await repository.history?.lastChange(['.']))?.date
    for (const { path } of records) {
      repository.claim(path, 'emergencyDeployments')
      for (const [index, record] of (await documentsOf(path, repository)).entries()) {
        if (record.get('change')?.text !== 'emergency') continue
        found.push(asFact(record, index ? `${path}#${index + 1}` : path, now))
      }
    }
    return { emergencyDeployments: found }
  },
})

async function documentsOf(path: string, repository: Repository): Promise<readonly DataNode[]> {
  if (!path.endsWith('.json')) return (await repository.yaml(path)) ?? []
  const root = await repository.json(path)
  return root ? [root] : []
}

function asFact(record: DataNode, id: string, now: string | undefined): EmergencyDeployment {
  const finished = record.get('finished')?.text ?? ''
  const link = record.at('write-up', 'url')?.text ?? ''
  const written = record.at('write-up', 'date')?.text ?? ''
  return {
    id,
    file: record.file,
    environment: record.get('environment')?.text ?? '',
    finished: finished.slice(0, 10),
    approvers: (record.get('approvals')?.items ?? [])
      .map((one) => one.get('by')?.text ?? '')
      .filter(Boolean)
      .join(', '),
    writeUp: link,
    days: daysBetween(finished, link ? written : (now ?? ''), id),
    place: {
      file: record.file,
      ...(record.place.start !== undefined && { start: record.place.start, end: record.place.start + 1 }),
    },
  }
}

/** Whole days from the end of a deployment to its write-up, or to the newest commit where it is not written yet. */
function daysBetween(from: string, to: string, id: string): Seen<number> {
  const days = (Date.parse(to) - Date.parse(from)) / day
  if (Number.isFinite(days)) return Math.max(0, Math.floor(days))
  return new Hidden(`how long after the emergency deployment in ${id} it was written up`, {
    kind: 'file',
    text: `write \`finished\` and the date of the write-up into ${id}`,
  })
}
