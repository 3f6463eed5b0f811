import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import type { Manifest } from '../dialect/manifests.ts'
import { namesEnvironment, tellsEnvironment } from '../dialect/words.ts'
import type { Input, Trigger } from '../model.ts'
import type { Choice, Reading } from './dialect.ts'
import { submissions } from './sensors.ts'
import { idOf, templateNamed } from './templates.ts'

/** A workflow as it is started. */
export interface Start {
  readonly file: string
  readonly name: string
  readonly place: Place
  readonly triggers: readonly Trigger[]
  /** its own spec, and that of the template that it refers to */
  readonly spec: DataNode | undefined
  readonly base: DataNode | undefined
  /** what an event fills in */
  readonly filled: ReadonlyMap<string, string>
  /** a template that is no way in where another workflow uses it */
  readonly template?: Manifest
}

/** All ways in: workflows of files (by hand), of CronWorkflows, of Sensors, and templates that nothing else uses. */
export function allStarts(reading: Reading): Start[] {
  const { manifests } = reading
  const none: ReadonlyMap<string, string> = new Map()
  const starts: Start[] = []
  for (const { node, file, name, place } of manifests.ofKind('Workflow')) {
    const spec = node.get('spec')
    const base = baseOf(spec, reading)
    starts.push({ file, name, place, triggers: [byHand(place, spec, base)], spec, base, filled: none })
  }
  for (const { node, file, name, place } of manifests.ofKind('CronWorkflow')) {
    const spec = node.at('spec', 'workflowSpec')
    const at = node.at('spec', 'schedule') ?? node.at('spec', 'schedules')
    const triggers: Trigger[] = [{ kind: 'schedule', event: 'cron', place: at?.place ?? place }]
    starts.push({ file, name, place, triggers, spec, base: baseOf(spec, reading), filled: none })
  }
  for (const { run, triggers, name, filled } of submissions(reading)) {
    const spec = run.get('spec')
    starts.push({ file: run.file, name, place: run.place, triggers, spec, base: baseOf(spec, reading), filled })
  }
  for (const template of manifests.ofKind('WorkflowTemplate', 'ClusterWorkflowTemplate')) {
    const { node, file, name, place } = template
    const spec = node.get('spec')
    if (!spec?.get('entrypoint')) continue
    const outside: Trigger = { ...byHand(place, spec, undefined), kind: 'external', event: 'outside' }
    starts.push({ file, name, place, triggers: [outside], spec, base: undefined, filled: none, template })
  }
  return starts
}

function baseOf(spec: DataNode | undefined, reading: Reading): DataNode | undefined {
  const ref = spec?.get('workflowTemplateRef')
  const name = ref?.get('name')?.text
  if (!ref || name === undefined) return undefined
  const found = templateNamed(name, ref.file, ref.get('clusterScope')?.value === true, reading)
  if (found) reading.used.add(idOf(found))
  return found?.node.get('spec')
}

function byHand(place: Place, spec: DataNode | undefined, base: DataNode | undefined): Trigger {
  const inputs = choicesOf(spec, base).map(
    ({ name, options, fallback }): Input => ({
      name,
      options,
      type: 'choice',
      ...(fallback !== undefined && { default: fallback }),
    }),
  )
  return { kind: 'manual', event: 'submit', place, inputs }
}

/** Parameters with an `enum`, of a workflow and of the template behind it, as the one who starts it sees them. */
export function choicesOf(spec: DataNode | undefined, base: DataNode | undefined): Choice[] {
  const given = new Set(
    (spec && base ? spec.at('arguments', 'parameters')?.asList : [])?.flatMap((one) =>
      one.get('value') ? (one.get('name')?.text ?? []) : [],
    ) ?? [],
  )
  return [base, spec].flatMap((one) =>
    (one?.at('arguments', 'parameters')?.asList ?? []).flatMap((parameter) => {
      const name = parameter.get('name')?.text
      const options = (parameter.get('enum')?.asList ?? []).flatMap((item) => item.text ?? [])
      if (name === undefined || options.length < 2 || given.has(name)) return []
      return [{ name, options, fallback: (parameter.get('value') ?? parameter.get('default'))?.text }]
    }),
  )
}

/** The choice that tells where a run deploys: its jobs are read once for each option. */
export function environmentChoice(choices: readonly Choice[]): Choice | undefined {
  const telling = choices.filter(({ options }) => options.length <= 16 && options.some(tellsEnvironment))
  return telling.find(({ name }) => namesEnvironment(name)) ?? telling[0]
}
