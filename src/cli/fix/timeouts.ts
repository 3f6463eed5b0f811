import type { Result } from '../../assessment/assessment.ts'
import type { DataNode } from '../../documents/tree.ts'
import type { Broken, Mend, Mender } from './mend.ts'

/** The requirements that ask for a bound, and the longest in minutes that is proposed for them. */
const bounds: Readonly<Record<string, number>> = { 'rollback.time': 10, 'smoke-sla.time': 5 }

/** A job of GitHub Actions without any `timeout-minutes`, where a rule asks for a bound. */
export const mender: Mender = {
  ids: Object.keys(bounds),
  async propose(broken) {
    const mends = new Map<string, Mend>()
    for (const result of broken.results) {
      const bound = bounds[result.requirement]
      if (bound === undefined || !/^\.github\/workflows\/[^/]+\.ya?ml$/.test(result.place.file)) continue
      const mend = await bounded(result, bound, broken)
      if (!mend) continue
      const key = `${mend.edit.file}:${mend.edit.start}`
      // two rules may ask for one job: the shorter bound serves both
      if (!mends.has(key) || (mends.get(key) as Mend).id === 'rollback.time') mends.set(key, mend)
    }
    return [...mends.values()]
  },
}

async function bounded(result: Result, longest: number, { repository, settings }: Broken): Promise<Mend | undefined> {
  const { file, start = -1 } = result.place
  const text = await repository.text(file)
  const [workflow] = (await repository.yaml(file)) ?? []
  const entry = workflow?.get('jobs')?.entries.find(({ value: { span } }) => span.start <= start && start < span.end)
  const runner = entry?.value.entry('runs-on')
  if (!text || !entry || !runner || isBounded(entry.value)) return undefined
  const { content } = text
  const line = content.lastIndexOf('\n', runner.keySpan.start) + 1
  const indent = content.slice(line, runner.keySpan.start)
  // a job in braces has no line of its own for it; what spans lines ends elsewhere
  if (indent.trim() !== '' || content.slice(line, runner.value.span.end).includes('\n')) return undefined
  const parameter = settings.parameters[result.requirement]?.minutes
  const minutes = Math.max(1, Math.min(longest, typeof parameter === 'number' ? parameter - 1 : longest))
  return {
    id: result.requirement,
    what: `the job ${entry.key} ends after ${minutes} minutes at the latest; see that it never needs longer`,
    edit: { file, start: line, end: line, text: `${indent}timeout-minutes: ${minutes}\n` },
  }
}

/** A bound on the job or on any of its steps was somebody's decision. */
function isBounded(job: DataNode): boolean {
  const steps = job.get('steps')?.items ?? []
  return [job, ...steps].some((node) => node.get('timeout-minutes') !== undefined)
}
