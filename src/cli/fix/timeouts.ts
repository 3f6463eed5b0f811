import type { Result } from '../../assessment/assessment.ts'
import type { DataNode, Entry } from '../../documents/tree.ts'
import type { Broken, Mend, Mender } from './mend.ts'

/** The requirements that ask for a bound, and the longest in minutes that is proposed for them. */
const bounds: Readonly<Record<string, number>> = { 'rollback.time': 10, 'smoke-sla.time': 5 }

/** What may take longer than the bound that is asked for something else. */
const long: ReadonlySet<string> = new Set([
  'deploy',
  'apply',
  'migrate',
  'build',
  'package',
  'publish',
  'unit-test',
  'integration-test',
  'security-scan',
  'image-scan',
])

/**
 * A job of GitHub Actions without any `timeout-minutes`, where a rule asks for a bound. A job that does more (deploys,
 * builds) needs its time for that: there the step is bounded, and one that does both is left to people.
 */
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

async function bounded(result: Result, longest: number, broken: Broken): Promise<Mend | undefined> {
  const { repository, settings } = broken
  const { file, start = -1 } = result.place
  const text = await repository.text(file)
  const [workflow] = (await repository.yaml(file)) ?? []
  const job = workflow?.get('jobs')?.entries.find(({ value }) => holds(value, start))
  if (!text || !job || isBounded(job.value)) return undefined
  const step = job.value.get('steps')?.items.find((one) => holds(one, start))
  const whole = !doesMore(job.value, broken)
  if (!whole && (!step || doesMore(step, broken))) return undefined
  const at = whole
    ? beforeKey(job.value.entry('runs-on'), text.content)
    : step && beforeKey(step.entries[1], text.content)
  if (!at) return undefined
  const parameter = settings.parameters[result.requirement]?.minutes
  const minutes = Math.max(1, Math.min(longest, typeof parameter === 'number' ? parameter - 1 : longest))
  const name = step?.get('name')?.text
  const part = name ? `the step "${name}"` : 'a step'
  const what = whole ? `the job ${job.key} ends` : `${part} of the job ${job.key} ends`
  return {
    id: result.requirement,
    what: `${what} after ${minutes} minutes at the latest; see that it never needs longer`,
    edit: { file, start: at.line, end: at.line, text: `${at.indent}timeout-minutes: ${minutes}\n` },
  }
}

const holds = ({ span }: DataNode, offset: number) => span.start <= offset && offset < span.end

/** Whether a part of a workflow does more than check what is deployed, or go back: that may need its time. */
function doesMore({ file, span }: DataNode, { observed }: Broken): boolean {
  return observed.steps.some(({ place, kinds }) => {
    const at = place.start ?? -1
    const isThere = place.file === file && span.start <= at && at < span.end
    return isThere && !kinds.includes('rollback') && kinds.some((kind) => long.has(kind))
  })
}

/** The line of a key that begins its line: another key can stand before it. Undefined in braces, and behind a dash. */
function beforeKey(entry: Entry | undefined, content: string): { line: number; indent: string } | undefined {
  if (!entry) return undefined
  const line = content.lastIndexOf('\n', entry.keySpan.start) + 1
  const indent = content.slice(line, entry.keySpan.start)
  return indent.trim() === '' ? { line, indent } : undefined
}

/** A bound on the job or on any of its steps was somebody's decision. */
function isBounded(job: DataNode): boolean {
  const steps = job.get('steps')?.items ?? []
  return [job, ...steps].some((node) => node.get('timeout-minutes') !== undefined)
}
