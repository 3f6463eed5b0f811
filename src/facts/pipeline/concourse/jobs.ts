import type { DataNode } from '../../../documents/tree.ts'
import { freeId } from '../dialect/named.ts'
import type { Reading } from '../dialect/reading.ts'
import type { Condition, Job, Need, Trigger, TriggerKind } from '../model.ts'
import { type Get, type Plan, readPlan } from './plan.ts'
import type { Resource, Resources } from './resources.ts'

/** A job with its plan. */
interface Read {
  readonly name: string
  readonly node: DataNode
  readonly plan: Plan
}

/** The jobs of a pipeline, and what starts the first of them. */
export interface Jobs {
  readonly jobs: readonly Job[]
  readonly triggers: readonly Trigger[]
}

/** The event of a job that nothing starts but a person. */
const byHand = 'by hand'

/**
 * The jobs of a pipeline (concourse-ci.org/docs/jobs): one waits for the jobs that its versions must have passed, and for a
 * person where no `get` of it has `trigger: true`.
 */
export async function jobsOf(root: DataNode, resources: Resources, reading: Reading): Promise<Jobs> {
  const read: Read[] = []
  for (const node of root.get('jobs')?.items ?? []) {
    const name = node.get('name')?.text
    if (name === undefined) continue
    read.push({ name, node, plan: await readPlan(node, resources, reading) })
  }
  const ids = new Set<string>()
  const byName = new Map(read.map((one) => [one.name, one]))
  const events = eventsOf(byName, reading)
  const all = new Set([...events.values()].flatMap((some) => [...some]))
  return {
    jobs: read.map((one) => jobOf(one, byName, events.get(one.name) ?? new Set(), all, ids)),
    triggers: [...all].map((event) => triggerOf(event, resources.get(event), read)),
  }
}

function jobOf(
  { name, node, plan }: Read,
  byName: ReadonlyMap<string, Read>,
  events: ReadonlySet<string>,
  all: ReadonlySet<string>,
  ids: Set<string>,
): Job {
  const place = node.get('name')?.place ?? node.place
  const id = freeId(name, ids)
  const needs = plan.gets.flatMap(({ passed }) =>
    passed.flatMap((item): readonly Need[] =>
      byName.has(item.text ?? '') ? [{ job: item.text ?? '', place: item.place, requires: 'success' }] : [],
    ),
  )
  const condition: Condition | undefined =
    events.size === all.size
      ? undefined
      : { text: `started by ${[...events].join(', ')}`, place, holds: ({ trigger }) => events.has(trigger.event ?? '') }
  const waits = needs.length > 0 && !plan.gets.some(({ trigger }) => trigger)
  return {
    id,
    key: name,
    name,
    place,
    via: [],
    needs: [...new Map(needs.map((need) => [need.job, need])).values()],
    ...(condition && { condition }),
    ...(waits && { approval: { place, how: 'a start by hand' } }),
    steps: plan.steps.map((step, index) => ({ ...step, id: `${id}/${index}` })),
    allowFailure: false,
  }
}

/** Which events come to a job: its own, or those of the jobs that its versions have passed. */
function eventsOf(byName: ReadonlyMap<string, Read>, reading: Reading): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, ReadonlySet<string>>()
  const visit = (read: Read, way: readonly string[]): ReadonlySet<string> => {
    const known = found.get(read.name)
    if (known) return known
    const passed = read.plan.gets.flatMap((get) => get.passed)
    const events = new Set<string>()
    for (const item of passed) {
      const other = byName.get(item.text ?? '')
      const circle = other && [...way, read.name].indexOf(other.name)
      if (!other) say(reading, item, `no job is called ${item.text ?? ''}`)
      else if (circle !== undefined && circle >= 0) {
        const names = [...[...way, read.name].slice(circle), other.name].join(' → ')
        say(reading, item, `jobs wait for one another in a circle: ${names}`)
      } else for (const event of visit(other, [...way, read.name])) events.add(event)
    }
    const starts = read.plan.gets.filter((get: Get) => get.trigger && get.passed.length === 0)
    if (passed.length === 0) for (const { resource } of starts) events.add(resource)
    if (events.size === 0) events.add(byHand)
    found.set(read.name, events)
    return events
  }
  for (const read of byName.values()) visit(read, [])
  return found
}

function say(reading: Reading, { place }: DataNode, message: string): void {
  reading.problems.push({ place, message, unreadable: false })
}

function triggerOf(event: string, resource: Resource | undefined, read: readonly Read[]): Trigger {
  const gets = read.flatMap(({ plan }) => plan.gets).filter((get) => get.resource === event && get.trigger)
  const place = gets[0]?.node.place ?? read[0]?.node.place ?? { file: '' }
  const kind = event === byHand ? 'manual' : kindOf(resource)
  const branch = (kind === 'tag' ? resource?.source?.get('tag_filter') : resource?.source?.get('branch'))?.text
  const limited = (kind === 'push' || kind === 'tag') && branch !== undefined && /^[\w./*-]+$/.test(branch)
  return { kind, event, place, ...(limited && { branches: [branch] }) }
}

/** What a new version of a resource is; that of another repository's is an event from outside. */
function kindOf(resource: Resource | undefined): TriggerKind {
  if (resource === undefined) return 'external'
  if (/pull-request|merge-request|^github-pr/.test(resource.type)) return 'pull-request'
  if (resource.type === 'time' || /cron/.test(resource.type)) return 'schedule'
  if (resource.type !== 'git' || resource.own === false) return 'external'
  return resource.source?.entry('tag_filter') ? 'tag' : 'push'
}
