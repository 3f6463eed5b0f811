import { dirname } from '../../documents/path.ts'
import { Hidden } from '../hidden.ts'
import type { Building, UnreadText } from '../manifests/as-built.ts'
import { numbered } from '../numbered.ts'
import { unnamed } from '../pipeline/environment.ts'
import type { RollbackCheck, RollbackTrigger } from '../schema/operation.ts'
import type { Workload } from '../schema/workload.ts'
import { analysesOf, checksOfAnalysis } from './argo.ts'
import { hiddenCheck } from './check.ts'
import { checksOfCanary } from './flagger.ts'
import { type RolloutObject, type RolloutObjects, rolloutObjects } from './objects.ts'

/** The rollouts of Argo Rollouts with an analysis, and the canaries of Flagger, in each environment that they run in. */
export async function analysedRollouts(building: Building, workloads: readonly Workload[]): Promise<RollbackTrigger[]> {
  const all = await rolloutObjects(building)
  const found = all.objects.flatMap((object) => {
    if (object.kind !== 'Rollout' && object.kind !== 'Canary') return []
    const { analyses, hidden } =
      object.kind === 'Rollout' ? analysesOf(object.node) : { analyses: [], hidden: undefined }
    // one without an analysis goes back for nothing that is measured, and is no subject
    if (object.kind === 'Rollout' && analyses.length === 0 && !hidden) return []
    const open = object.condition ?? hidden
    const doubt = open ? [hiddenCheck(object.name, open.what, object.node.place)] : []
    return placesOf(object, workloads).map((where) => {
      // what may not be there at all looks at nothing for certain
      const checks = object.condition ? [] : checksIn(object, analyses, where.environmentName, all)
      return triggerOf(object, where, [...checks, ...doubt])
    })
  })
  return numbered([...found, ...all.unread.map(ofText)])
}

type Where = Pick<RollbackTrigger, 'environment' | 'environmentName' | 'environmentClass'>

/** Where it is built for; else where its workload is known to run. */
function placesOf(object: RolloutObject, workloads: readonly Workload[]): readonly Where[] {
  const target = object.node.at('spec', 'targetRef')
  const name = target?.get('name')?.text ?? object.name
  const kind = target?.get('kind')?.text ?? object.kind
  const { environment: own } = object
  const same = workloads.filter((one) => one.kind === kind && one.name === name && one.environmentClass !== '')
  const near = same.filter(({ file }) => file === object.file || dirname(file) === dirname(object.file))
  const places = new Map(near.map((one) => [one.environmentName, whereOf(one)]))
  if (places.size > 0 && (!own || object.by === 'file')) return [...places.values()]
  return [environmentIn(own, object)]
}

const environmentIn = (own: RolloutObject['environment'], { file, name }: { file: string; name: string }): Where => ({
  environment: own?.class ?? unnamed(file, name),
  environmentName: own?.name ?? '',
  environmentClass: own?.class ?? '',
})

const whereOf = ({ environment, environmentName, environmentClass }: Where): Where => ({
  environment,
  environmentName,
  environmentClass,
})

function checksIn(
  object: RolloutObject,
  analyses: readonly RolloutObject['node'][],
  environment: string,
  { objects }: RolloutObjects,
): readonly RollbackCheck[] {
  const template = (kind: RolloutObject['kind']) => (name: string) =>
    nearest(objects, kind, name, object, environment)?.node
  return object.kind === 'Canary'
    ? checksOfCanary(object.node, template('MetricTemplate'))
    : analyses.flatMap((analysis) =>
        checksOfAnalysis(analysis, (name, ofCluster) =>
          template(ofCluster ? 'ClusterAnalysisTemplate' : 'AnalysisTemplate')(name),
        ),
      )
}

/** The template of a name: what is built together with the rollout first, of others the one beside it, none of another environment. */
function nearest(
  objects: readonly RolloutObject[],
  kind: RolloutObject['kind'],
  name: string,
  rollout: RolloutObject,
  environment: string,
): RolloutObject | undefined {
  const all = objects.filter((one) => one.kind === kind && one.name === name)
  const together = all.filter(
    (one) => one.source === rollout.source && one.environment?.name === rollout.environment?.name,
  )
  const named = together.length > 0 ? together : all.filter(({ by }) => by !== 'chart')
  const fitting = named.filter((one) => {
    const own = one.environment?.name
    return named.length === 1 || !environment || own === undefined || own === environment
  })
  const beside = fitting.filter((one) => dirname(one.file) === dirname(rollout.file))
  const chosen = beside.length > 0 ? beside : fitting
  return chosen.length === 1 && !chosen[0]?.condition ? chosen[0] : undefined
}

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

/** What a text writes that nobody can tell. */
function ofText({ file, place, environment }: UnreadText): RollbackTrigger {
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
    ...environmentIn(environment, { file, name: file }),
    file,
    place,
  } as RollbackTrigger
}
