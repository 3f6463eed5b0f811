import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { both } from '../dialect/conditions.ts'
import { freeId } from '../dialect/named.ts'
import { type Reading, spend } from '../dialect/reading.ts'
import type { Condition, Job, Need } from '../model.ts'
import { conditionOf } from './conditions.ts'
import { type JobSource, stepsOfJob } from './phases.ts'

/** Keys whose list makes one job for each of its values: all of them do the same elsewhere, and are read as one. */
const matrixKeys =
  'node_js python rvm ruby jdk go php rust scala elixir otp_release compiler os arch dotnet perl r ghc crystal d dart'.split(
    ' ',
  )

/** A job of the file before its needs are known. */
interface Entry {
  /** undefined for the job that the keys of the file make */
  readonly node: DataNode | undefined
  readonly stage: string
  readonly place: Place
}

/**
 * The jobs in the order of their stages (docs.travis-ci.com, "Build stages"): a stage begins when all before it have
 * succeeded; one whose jobs are all left out is passed over.
 */
export async function jobsOf(root: DataNode, reading: Reading): Promise<Job[]> {
  const include = (root.get('jobs') ?? root.get('matrix'))?.get('include')
  const entries = entriesOf(root, include)
  const order = orderOf(root, entries)
  const jobs: Job[] = []
  const taken = new Set<string>()
  const done: Job[] = []
  for (const stage of order) {
    const now: Job[] = []
    for (const entry of entries.filter((one) => one.stage === stage)) {
      if (!spend(reading, entry.place)) return jobs
      now.push(await jobOf(root, entry, needsOn(done, entry.place, reading), taken, reading))
    }
    jobs.push(...now)
    done.push(...now)
  }
  return jobs
}

/** The jobs of `include`; before them that of the file itself, where its keys make several jobs or nothing is included. */
function entriesOf(root: DataNode, include: DataNode | undefined): Entry[] {
  const script = root.get('script') ? root.keyPlace('script') : root.headPlace
  const own: Entry = { node: undefined, stage: 'test', place: script }
  const items = include?.items ?? []
  const expands =
    matrixKeys.some((key) => (root.get(key)?.items.length ?? 0) > 1) ||
    ['env', 'matrix', 'jobs'].some((key) => (root.get('env')?.get(key)?.items.length ?? 0) > 1)
  const found: Entry[] = items.length === 0 || expands ? [own] : []
  let stage = 'test'
  for (const node of items) {
    if (node.kind !== 'map') continue
    stage = node.get('stage')?.text?.trim() ?? node.get('stage')?.get('name')?.text ?? stage
    const key = ['stage', 'name', 'script'].find((one) => node.get(one))
    found.push({ node, stage, place: key ? node.keyPlace(key) : node.place })
  }
  return found
}

/** Stages as `stages` lists them, then as the jobs come. */
function orderOf(root: DataNode, entries: readonly Entry[]): string[] {
  const listed = root.get('stages')?.asList.flatMap((item) => item.text ?? item.get('name')?.text ?? []) ?? []
  return [...new Set([...listed, ...entries.map((entry) => entry.stage)])]
}

async function jobOf(
  root: DataNode,
  { node, stage, place }: Entry,
  needs: readonly Need[],
  taken: Set<string>,
  reading: Reading,
): Promise<Job> {
  const key = node?.get('name')?.text ?? stage
  const id = freeId(key, taken)
  const source: JobSource = { get: (name) => node?.get(name) ?? root.get(name) }
  const condition = both(
    ifOf(root),
    ifOf(root.get('stages')?.items.find((item) => item.get('name')?.text === stage)),
    ifOf(node),
  )
  return {
    id,
    key,
    name: key,
    place,
    via: [],
    needs,
    ...(condition && { condition }),
    allowFailure: isAllowed(root, node),
    steps: await stepsOfJob(source, { reading, job: id, title: key, variables: variablesOf(root, node) }),
  }
}

function ifOf(node: DataNode | undefined): Condition | undefined {
  const given = node?.get('if')
  return given?.text === undefined ? undefined : conditionOf(given.text, given.place)
}

function needsOn(done: readonly Job[], place: Place, reading: Reading): Need[] {
  return done
    .filter(() => spend(reading, place))
    .map((job) => ({ job: job.id, place, requires: 'success', evenIfSkipped: true }))
}

/** `allow_failures`: a job that agrees with all keys of one of them. */
function isAllowed(root: DataNode, node: DataNode | undefined): boolean {
  const allowed = (root.get('jobs') ?? root.get('matrix'))?.get('allow_failures')?.asList ?? []
  return allowed.some(
    (one) =>
      one.entries.length > 0 &&
      one.entries.every(({ key, value }) => {
        const own = node?.get(key) ?? (node ? root.get(key) : undefined)
        return own?.text !== undefined && own.text === value.text
      }),
  )
}

/** `env` as far as it is one set of plain values: `A=1 B=2`, `global`, a map. */
function variablesOf(root: DataNode, node: DataNode | undefined): Record<string, string> {
  const found: Record<string, string> = { CI: 'true', TRAVIS_BUILD_DIR: '.' }
  for (const given of [root.get('env'), root.get('env')?.get('global'), node?.get('env')]) {
    const lines =
      given?.kind === 'list' && given === root.get('env') && given.items.length > 1 ? [] : (given?.asList ?? [])
    for (const line of lines) {
      for (const match of (line.text ?? '').matchAll(/(?:^|\s)(\w+)=("[^"]*"|'[^']*'|\S*)/g)) {
        found[match[1] as string] = (match[2] ?? '').replace(/^["']|["']$/g, '')
      }
      for (const { key, value } of line.entries)
        if (value.text !== undefined && /^\w+$/.test(key)) found[key] = value.text
    }
  }
  return found
}
