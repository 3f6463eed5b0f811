import type { DataNode } from '../../../documents/tree.ts'
import { openName } from '../dialect/open-text.ts'
import type { Trigger } from '../model.ts'
import { byName, type Reading } from './dialect.ts'

/** A workflow that a Sensor submits, and the events that make it do so. */
export interface Submission {
  /** the Workflow as the Sensor writes it */
  readonly run: DataNode
  readonly triggers: readonly Trigger[]
  readonly name: string
  /** parameters that the event fills in, by their position in `spec.arguments.parameters` or their name */
  readonly filled: ReadonlyMap<string, string>
}

/** What the Sensors of Argo Events submit: workflows in `argoWorkflow` and `k8s` triggers. */
export function submissions(reading: Reading): Submission[] {
  return reading.manifests.ofKind('Sensor').flatMap((sensor) => {
    const spec = sensor.node.get('spec')
    const dependencies = byName(spec?.get('dependencies'))
    return (spec?.get('triggers')?.asList ?? []).flatMap((trigger) => {
      const template = trigger.get('template')
      const action = template?.get('argoWorkflow') ?? template?.get('k8s')
      const run = action?.at('source', 'resource')
      if (!action || run?.get('kind')?.text !== 'Workflow') return []
      const wanted = dependenciesOf(template, dependencies)
      const triggers = wanted.flatMap((dependency) => triggersOf(dependency, reading))
      const outside: Trigger = { kind: 'external', event: 'sensor', place: sensor.place }
      const name = template?.get('name')?.text ?? sensor.name
      return [
        { run, name, triggers: triggers.length ? triggers : [outside], filled: filledBy(action.get('parameters')) },
      ]
    })
  })
}

/** The dependencies that a trigger names in `conditions`; without them, all. */
function dependenciesOf(template: DataNode | undefined, all: ReadonlyMap<string, DataNode>): readonly DataNode[] {
  const named = template?.get('conditions')?.text?.match(/[\w-]+/g)
  return named ? named.flatMap((name) => all.get(name) ?? []) : [...all.values()]
}

/** `dest: spec.arguments.parameters.0.value` with the key of the event that goes there. */
function filledBy(list: DataNode | undefined): ReadonlyMap<string, string> {
  const filled = new Map<string, string>()
  for (const one of list?.asList ?? []) {
    const at = /^spec\.arguments\.parameters\.(\d+|#\(name==.*\))\.value$/.exec(one.get('dest')?.text ?? '')?.[1]
    const key = one.at('src', 'dataKey')?.text ?? one.at('src', 'dataTemplate')?.text ?? 'event'
    if (at !== undefined) filled.set(/name==["']?([\w-]+)/.exec(at)?.[1] ?? at, openName(key))
  }
  return filled
}

/** What a dependency waits for: a push, a request, a schedule, as its source and filters tell. */
function triggersOf(dependency: DataNode, reading: Reading): Trigger[] {
  const place = (dependency.get('name') ?? dependency).place
  const source = reading.manifests.find(['EventSource'], dependency.get('eventSourceName')?.text ?? '', dependency.file)
  const spec = source?.node.get('spec')
  const event = dependency.get('eventName')?.text ?? ''
  const kind = spec?.entries.find(({ value }) => value.get(event))?.key
  const definition = kind === undefined ? undefined : spec?.at(kind, event)
  if (kind === 'calendar') return [{ kind: 'schedule', event: 'calendar', place }]
  const refs = refsOf(dependency.get('filters'))
  const events = (definition?.get('events')?.asList ?? []).map((item) => item.text?.toLowerCase() ?? '')
  const pushes = events.some((word) => /^(push|pushevents|repo:push|\*)$/.test(word))
  const requests = events.some((word) => /^(pull_request|mergerequestsevents|pullrequest:\w+)$/.test(word))
  const found: Trigger[] = []
  if (pushes || refs.branches.length || refs.tags.length) {
    const any = !refs.branches.length && !refs.tags.length
    if (any || refs.branches.length)
      found.push({ kind: 'push', event: 'push', place, ...(refs.branches.length && { branches: refs.branches }) })
    if (any || refs.tags.length)
      found.push({ kind: 'tag', event: 'push', place, ...(refs.tags.length && { branches: refs.tags }) })
  }
  if (requests) found.push({ kind: 'pull-request', event: 'pull_request', place })
  return found.length ? found : [{ kind: 'external', event: 'sensor', place }]
}

/** Branches and tags that filters on the data let through. */
function refsOf(filters: DataNode | undefined): { branches: string[]; tags: string[] } {
  const texts: string[] = []
  for (const one of filters?.get('data')?.asList ?? []) {
    const comparator = one.get('comparator')?.text ?? '='
    if (/(^|\.)(ref|branch|push\.changes\.0\.new\.name)$/.test(one.get('path')?.text ?? '') && comparator === '=') {
      texts.push(...(one.get('value')?.asList ?? []).map((item) => item.text ?? ''))
    }
  }
  for (const one of filters?.get('exprs')?.asList ?? []) {
    for (const match of (one.get('expr')?.text ?? '').matchAll(/(?:ref|branch)\w*\s*==\s*["']([^"']+)["']/gi))
      texts.push(match[1] as string)
  }
  const isTag = (text: string) => /^\^?refs\/tags\//.test(text)
  const plain = (text: string) =>
    text
      .replace(/^\^|\$$/g, '')
      .replace(/^refs\/(heads|tags)\//, '')
      .replace(/\.\*/g, '**')
  return { branches: texts.filter((text) => !isTag(text)).map(plain), tags: texts.filter(isTag).map(plain) }
}
