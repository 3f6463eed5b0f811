import type { DataNode } from '../../../documents/tree.ts'
import type { Manifest } from '../dialect/manifests.ts'
import type { Trigger } from '../model.ts'
import { evaluate, type Known, parseCel, textsIn } from './cel.ts'
import type { Reading } from './dialect.ts'
import { branchesNamed, type ForgeEvent, otherBranch, triggersOf } from './events.ts'
import { givenParams, innerParams, noParams, type Params, type Value } from './params.ts'

/** One way in which a TriggerTemplate is used. */
export interface TemplateUse {
  /** the parameters that bindings hand over */
  readonly params: Params
  readonly triggers: readonly Trigger[]
  /** the name of the trigger or listener */
  readonly name: string
}

/** A trigger of a listener, or an object of its own. */
interface Entry {
  readonly node: DataNode
  readonly name: string
  readonly listener: string
}

/** All ways in which listeners and triggers use templates, by the template. What a CronJob calls starts by schedule too. */
export async function templateUses(reading: Reading): Promise<ReadonlyMap<Manifest, readonly TemplateUse[]>> {
  const uses = new Map<Manifest, TemplateUse[]>()
  for (const { node, name, listener } of entriesOf(reading)) {
    const template = node.get('template')
    const ref = (template?.get('ref') ?? template?.get('name'))?.text
    const found = ref === undefined ? undefined : reading.manifests.find(['TriggerTemplate'], ref, node.file)
    if (!found) continue
    const params = innerParams(found.node.at('spec', 'params'), boundParams(node.get('bindings'), reading))
    const triggers = [...(await eventsOf(node.get('interceptors'), node)), ...schedulesOf(listener, reading)]
    uses.set(found, [...(uses.get(found) ?? []), { params, triggers, name: name || listener }])
  }
  return uses
}

function* entriesOf({ manifests }: Reading): Generator<Entry> {
  const taken = new Set<Manifest>()
  for (const listener of manifests.ofKind('EventListener')) {
    for (const node of listener.node.at('spec', 'triggers')?.asList ?? []) {
      const ref = node.get('triggerRef')?.text
      const trigger = ref === undefined ? undefined : manifests.find(['Trigger'], ref, node.file)
      if (trigger) taken.add(trigger)
      const spec = trigger ? trigger.node.get('spec') : node
      if (spec) yield { node: spec, name: trigger?.name ?? node.get('name')?.text ?? '', listener: listener.name }
    }
  }
  // a listener may choose triggers by label or namespace
  const listeners = manifests.ofKind('EventListener')
  const all = listeners.length === 1 ? (listeners[0]?.name ?? '') : ''
  for (const trigger of manifests.ofKind('Trigger')) {
    const spec = trigger.node.get('spec')
    if (!taken.has(trigger) && spec) yield { node: spec, name: trigger.name, listener: all }
  }
}

function boundParams(bindings: DataNode | undefined, { manifests }: Reading): Params {
  const given = new Map<string, Value>()
  for (const one of bindings?.asList ?? []) {
    const ref = one.get('ref')?.text
    if (ref !== undefined) {
      const binding = manifests.find(['TriggerBinding', 'ClusterTriggerBinding'], ref, one.file)
      for (const [name, value] of givenParams(binding?.node.at('spec', 'params'), noParams)) given.set(name, value)
    }
    for (const [name, value] of givenParams(one.at('spec', 'params'), noParams)) given.set(name, value)
    // `{name, value}` beside references: a map is read as a list of one
    if (one.get('value')) for (const [name, value] of givenParams(one, noParams)) given.set(name, value)
  }
  return given
}

interface Filters {
  /** the forge's own words for events that are let through */
  readonly events: readonly string[]
  readonly expressions: readonly string[]
}

/** What starts a trigger, by its interceptors; an event from outside where they do not tell. */
async function eventsOf(interceptors: DataNode | undefined, node: DataNode): Promise<readonly Trigger[]> {
  const { events, expressions } = filtersOf(interceptors)
  const place = (interceptors ?? node.get('name') ?? node).place
  const trees = await Promise.all(expressions.map(parseCel))
  const parsed = trees.filter((tree) => tree !== undefined)
  const texts = parsed.flatMap(textsIn)
  const speaks =
    events.length > 0 ||
    texts.some(({ text }) => /push|pull_request|refs\/heads|merge/i.test(text)) ||
    expressions.some((text) => /body\.ref\b|\.base\.ref\b/.test(text))
  if (!speaks) return [{ kind: 'external', event: 'webhook', place }]
  const named = branchesNamed(texts)
  const starts = (event: ForgeEvent): boolean | undefined => {
    if (events.length && !events.some((word) => isEvent(word, event.kind))) return false
    const answers = parsed.map((tree) =>
      evaluate(tree, {
        lookUp: (path) => valueIn(event, path),
        call: (name, of, args) => called(name, of, args, event),
      }),
    )
    return answers.includes(false) ? false : answers.every((answer) => answer === true) ? true : undefined
  }
  const found = triggersOf(starts, named, place)
  return found.length ? found : [{ kind: 'external', event: 'webhook', place }]
}

/** Both forms of interceptors: `github: {eventTypes}` and `ref: {name: github}, params: [{name: eventTypes, …}]`. */
function filtersOf(interceptors: DataNode | undefined): Filters {
  const events: string[] = []
  const expressions: string[] = []
  for (const one of interceptors?.asList ?? []) {
    const param = (name: string) =>
      one
        .get('params')
        ?.asList.find((item) => item.get('name')?.text === name)
        ?.get('value')
    for (const forge of ['github', 'gitlab', 'bitbucket']) {
      for (const item of one.at(forge, 'eventTypes')?.asList ?? []) events.push(item.text ?? '')
    }
    for (const item of param('eventTypes')?.asList ?? []) events.push(item.text ?? '')
    const filter = (one.at('cel', 'filter') ?? param('filter'))?.text
    if (filter !== undefined) expressions.push(filter)
  }
  return { events: events.filter(Boolean), expressions }
}

/** The words of GitHub, GitLab and Bitbucket for their events. */
function isEvent(word: string, kind: ForgeEvent['kind']): boolean {
  const lower = word.toLowerCase()
  if (kind === 'tag') return /^(push|tag push hook|repo:(push|refs_changed)|create|release)$/.test(lower)
  if (kind === 'push') return /^(push|push hook|repo:(push|refs_changed)|pr:merged|pullrequest:fulfilled)$/.test(lower)
  return /^(pull_request|merge request hook|pr:(opened|from_ref_updated|modified)|pullrequest:(created|updated)|issue_comment|note hook)$/.test(
    lower,
  )
}

function valueIn({ kind, branch = otherBranch }: ForgeEvent, path: string): Known {
  const ref = kind === 'tag' ? 'refs/tags/some-tag' : `refs/heads/${branch}`
  switch (path) {
    case 'body.ref':
      return kind === 'pull-request' ? '' : ref
    case 'body.pull_request.base.ref':
    case 'body.object_attributes.target_branch':
      return kind === 'tag' ? '' : branch
    // a merge is a push to the branch merged into
    case 'body.pull_request.merged':
      return kind === 'push'
    case 'body.action':
      return kind === 'push' ? 'closed' : undefined
    case 'body.deleted':
      return false
    default:
      return undefined
  }
}

/** `header.match("X-GitHub-Event", "push")`, `header.canonical("X-GitHub-Event")`. */
function called(name: string, receiver: string, args: readonly Known[], event: ForgeEvent): Known {
  if (receiver !== 'header' || !/event/i.test(String(args[0]))) return undefined
  if (name === 'match' && typeof args[1] === 'string') return isEvent(args[1], event.kind)
  return undefined
}

/** CronJobs that send a request to a listener's service (`el-<name>`). */
function schedulesOf(listener: string, { manifests }: Reading): readonly Trigger[] {
  if (!listener) return []
  return manifests
    .ofKind('CronJob')
    .filter(({ node }) => mentions(node, (text) => text.includes(`el-${listener}`)))
    .map(({ node, place }) => ({ kind: 'schedule', event: 'cron', place: node.at('spec', 'schedule')?.place ?? place }))
}

/** Whether a text of an object says something. */
export function mentions(node: DataNode, says: (text: string) => boolean, depth = 0): boolean {
  if (depth > 50) return false
  if (node.kind === 'scalar') return says(node.text ?? '')
  return (
    node.items.some((item) => mentions(item, says, depth + 1)) ||
    node.entries.some(({ value }) => mentions(value, says, depth + 1))
  )
}
