import type { Settings } from '../../config/settings.ts'
import { dirname } from '../../documents/path.ts'
import { environmentOfPath } from '../environments.ts'
import { Hidden } from '../hidden.ts'
import { environmentOfManifest } from '../manifests/as-built.ts'
import { unnamed } from '../pipeline/environment.ts'
import type { RollbackCheck, RollbackTrigger } from '../schema/operation.ts'
import type { Workload } from '../schema/workload.ts'
import { analysesOf, checksOfAnalysis } from './argo.ts'
import { hiddenCheck } from './check.ts'
import { checksOfCanary } from './flagger.ts'
import { type Reading, type RolloutObject, type RolloutObjects, rolloutObjects } from './objects.ts'

/** The rollouts of Argo Rollouts with an analysis, and the canaries of Flagger, in each environment that they run in. */
export async function analysedRollouts(reading: Reading, workloads: readonly Workload[]): Promise<RollbackTrigger[]> {
  const { settings } = reading
  const all = await rolloutObjects(reading)
  const found = all.objects.flatMap((object) => {
    if (object.kind !== 'Rollout' && object.kind !== 'Canary') return []
    const { analyses, hidden } =
      object.kind === 'Rollout' ? analysesOf(object.node) : { analyses: [], hidden: undefined }
    // one without an analysis goes back for nothing that is measured, and is no subject
    if (object.kind === 'Rollout' && analyses.length === 0 && !hidden) return []
    const open = object.condition ?? hidden
    const doubt = open ? [hiddenCheck(object.name, open.what, object.node.place)] : []
    return placesOf(object, workloads, settings).map((where) => {
      // what may not be there at all looks at nothing for certain
      const checks = object.condition ? [] : checksIn(object, analyses, where.environmentName, all, settings)
      return triggerOf(object, where, [...checks, ...doubt])
    })
  })
  return uniqueIds([...found, ...all.templates.map(({ file }) => ofTemplate(file, all, settings))])
}

type Where = Pick<RollbackTrigger, 'environment' | 'environmentName' | 'environmentClass'>

/** Where the workload is known to run; else what the manifest itself says. */
function placesOf(object: RolloutObject, workloads: readonly Workload[], settings: Settings): readonly Where[] {
  const named = object.chart?.environment
  if (named) return [{ environment: named.class, environmentName: named.name, environmentClass: named.class }]
  const target = object.node.at('spec', 'targetRef')
  const name = target?.get('name')?.text ?? object.name
  const kind = target?.get('kind')?.text ?? object.kind
  const same = workloads.filter((one) => one.kind === kind && one.name === name && one.environmentClass !== '')
  const near = same.filter(({ file }) => file === object.file || dirname(file) === dirname(object.file))
  const places = new Map(near.map((one) => [one.environmentName, whereOf(one)]))
  if (places.size > 0) return [...places.values()]
  const own = environmentOfManifest(object, settings)
  return [
    {
      environment: own?.class ?? unnamed(object.file, object.name),
      environmentName: own?.name ?? '',
      environmentClass: own?.class ?? '',
    },
  ]
}

const whereOf = ({ environment, environmentName, environmentClass }: Where): Where => ({
  environment,
  environmentName,
  environmentClass,
})

function checksIn(
  object: RolloutObject,
  analyses: readonly RolloutObject['node'][],
  environment: string,
  all: RolloutObjects,
  settings: Settings,
): readonly RollbackCheck[] {
  const used: RolloutObject[] = [object]
  const template = (kind: RolloutObject['kind']) => (name: string) => {
    const found = nearest(all.objects, kind, name, object, environment, settings)
    if (found) used.push(found)
    return found?.node
  }
  const checks =
    object.kind === 'Canary'
      ? checksOfCanary(object.node, template('MetricTemplate'))
      : analyses.flatMap((analysis) =>
          checksOfAnalysis(analysis, (name, ofCluster) =>
            template(ofCluster ? 'ClusterAnalysisTemplate' : 'AnalysisTemplate')(name),
          ),
        )
  const patch = all.changed.find(
    ({ kind, name, folder }) =>
      used.some((one) => one.kind === kind && (name === undefined || name === one.name)) &&
      (!environment || [undefined, environment].includes(environmentOfPath(folder, settings)?.name)),
  )
  if (!patch) return checks
  return [
    ...checks,
    hiddenCheck(`what ${patch.file} changes`, `what ${patch.file} changes of the analysis`, object.node.place),
  ]
}

/** The template of a name: of several the one beside the rollout, never one of another environment. */
function nearest(
  objects: readonly RolloutObject[],
  kind: RolloutObject['kind'],
  name: string,
  rollout: RolloutObject,
  environment: string,
  settings: Settings,
): RolloutObject | undefined {
  const all = objects.filter((one) => one.kind === kind && one.name === name)
  // a chart's own, with the values of the same environment, comes first
  const own = all.filter((one) => isOfSameRelease(one, rollout))
  const named = own.length > 0 ? own : all.filter((one) => !one.chart)
  const fitting = named.filter((one) => {
    const own = environmentOfManifest(one, settings)?.name
    return named.length === 1 || !environment || own === undefined || own === environment
  })
  const beside = fitting.filter((one) => dirname(one.file) === dirname(rollout.file))
  const chosen = beside.length > 0 ? beside : fitting
  return chosen.length === 1 && !chosen[0]?.condition ? chosen[0] : undefined
}

const isOfSameRelease = (one: RolloutObject, other: RolloutObject) =>
  one.chart !== undefined &&
  one.chart.folder === other.chart?.folder &&
  one.chart.environment?.name === other.chart.environment?.name

function triggerOf(object: RolloutObject, where: Where, checks: readonly RollbackCheck[]): RollbackTrigger {
  const spec = object.node.get('spec')
  const at = spec?.get('analysis') ?? spec?.get('canaryAnalysis') ?? spec?.get('strategy')
  const name = `${object.kind} ${object.name}`
  return {
    id: `${name} ${where.environmentName} ${object.file}`,
    name,
    controller: object.kind === 'Canary' ? 'flagger' : 'argo-rollouts',
    checks: [...checks],
    watches: [...new Set(checks.map((check) => check.name))].join(', '),
    ...where,
    file: object.file,
    place: at ? headOf(object, at) : (object.node.at('metadata', 'name')?.place ?? object.node.place),
  }
}

/** The key rather than all that stands below it. */
function headOf({ node }: RolloutObject, at: RolloutObject['node']) {
  const spec = node.get('spec')
  const entry = spec?.entries.find(({ value }) => value === at)
  return entry ? { file: node.file, start: entry.keySpan.start, end: entry.keySpan.end } : at.place
}

/** A chart's template makes it when it is rendered. */
function ofTemplate(file: string, { templates }: RolloutObjects, settings: Settings): RollbackTrigger {
  const place = templates.find((one) => one.file === file) ?? { file }
  const own = environmentOfPath(dirname(file), settings)
  const hidden = new Hidden(`the analysis that the template ${file} makes`, {
    kind: 'file',
    text: `keep the analysis of ${file} in a manifest that is no template`,
  })
  const check = { name: file, signal: hidden, statistic: hidden, measure: hidden, bound: hidden, place }
  return {
    id: file,
    name: `the template ${file}`,
    controller: 'argo-rollouts',
    checks: [check as RollbackCheck],
    watches: '',
    environment: own?.class ?? unnamed(file, file),
    environmentName: own?.name ?? '',
    environmentClass: own?.class ?? '',
    file,
    place,
  } as RollbackTrigger
}

function uniqueIds(triggers: readonly RollbackTrigger[]): RollbackTrigger[] {
  const taken = new Map<string, number>()
  return triggers.map((trigger) => {
    const times = (taken.get(trigger.id) ?? 0) + 1
    taken.set(trigger.id, times)
    return times === 1 ? trigger : { ...trigger, id: `${trigger.id} ${times}` }
  })
}
