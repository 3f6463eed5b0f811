import type { DataNode } from '../../documents/tree.ts'
import type { Hidden } from '../hidden.ts'
import { hiddenItem, hiddenOf } from '../manifests/unseen.ts'
import type { RollbackCheck } from '../schema/operation.ts'
import { hiddenCheck } from './check.ts'
import { triggersOf } from './condition.ts'
import { checksOf } from './query.ts'

/** Finds an AnalysisTemplate (or ClusterAnalysisTemplate) by its name; undefined where it is not here. */
export type Templates = (name: string, ofCluster: boolean) => DataNode | undefined

/**
 * The analyses of a Rollout, which take it back when they fail (argo-rollouts.readthedocs.io/en/stable/features/analysis);
 * and what hides whether there are others.
 */
export function analysesOf(rollout: DataNode): {
  readonly analyses: readonly DataNode[]
  readonly hidden: Hidden | undefined
} {
  const strategy = rollout.at('spec', 'strategy')
  const canary = strategy?.get('canary')
  const blueGreen = strategy?.get('blueGreen')
  const steps = canary?.get('steps')
  const experiments = (steps?.items ?? []).map((step) => step.get('experiment')?.get('analyses'))
  const found = [
    canary?.get('analysis'),
    ...(steps?.items ?? []).map((step) => step.get('analysis')),
    ...experiments.flatMap((list) => list?.items ?? []),
    blueGreen?.get('prePromotionAnalysis'),
    blueGreen?.get('postPromotionAnalysis'),
  ]
  const hidden = [strategy, steps, ...experiments, ...found].map(hiddenOf).find((one) => one !== undefined)
  return { analyses: found.filter((node): node is DataNode => node?.kind === 'map'), hidden }
}

/** What the analyses of a Rollout look at. */
export function checksOfAnalysis(analysis: DataNode, templates: Templates): readonly RollbackCheck[] {
  const dry = namesIn(analysis.get('dryRun'))
  const read = (reference: DataNode, above: readonly string[]): readonly RollbackCheck[] => {
    const name = reference.get('templateName')?.text
    const open = hiddenOf(reference.get('templateName'))
    if (open) return [hiddenCheck('an analysis', open.what, reference.place)]
    if (name === undefined || above.includes(name) || above.length > 5) return []
    const template = templates(name, reference.get('clusterScope')?.text === 'true')
    if (!template) return [hiddenCheck(name, `the analysis template ${name}`, reference.place)]
    const spec = template.get('spec')
    const dryHere = new Set([...dry, ...namesIn(spec?.get('dryRun'))])
    const given = argumentsOf(spec?.get('args'), analysis.get('args'))
    const unseen = hiddenItem(spec?.get('metrics')) ?? hiddenOf(spec?.get('dryRun'))
    if (unseen) return [hiddenCheck(name, unseen.what, reference.place)]
    const own = (spec?.get('metrics')?.items ?? []).filter((metric) => !isDry(metric, dryHere))
    const nested = (spec?.get('templates')?.items ?? []).flatMap((one) => read(one, [...above, name]))
    return [...own.flatMap((metric) => checksOfMetric(metric, given)), ...nested]
  }
  const open = hiddenItem(analysis.get('templates')) ?? hiddenOf(analysis.get('dryRun'))
  if (open) return [hiddenCheck('an analysis', open.what, analysis.place)]
  // the oldest form names one template in the analysis itself
  const references = [...(analysis.get('templates')?.items ?? []), ...(analysis.get('templateName') ? [analysis] : [])]
  return references.flatMap((reference) => read(reference, []))
}

const namesIn = (dryRun: DataNode | undefined) =>
  new Set((dryRun?.items ?? []).flatMap((item) => item.get('metricName')?.text ?? []))

/** A metric that is only tried, or that may fail as often as it is measured, takes nothing back. */
function isDry(metric: DataNode, dry: ReadonlySet<string>): boolean {
  if (dry.has(metric.get('name')?.text ?? '') || dry.has('.*')) return true
  const limit = metric.get('failureLimit')?.text ?? ''
  const count = metric.get('count')?.text ?? ''
  return /^-\d+$/.test(limit) || (/^\d+$/.test(limit) && /^\d+$/.test(count) && Number(limit) >= Number(count))
}

/** Arguments with a value that stands here: what the Rollout gives wins over the template's own. */
function argumentsOf(...lists: readonly (DataNode | undefined)[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const item of lists.flatMap((list) => list?.items ?? [])) {
    const name = item.get('name')?.text
    const value = item.get('value')?.text
    if (name === undefined) continue
    if (value !== undefined) found.set(name, value)
    else if (item.get('valueFrom')) found.delete(name)
  }
  return found
}

function checksOfMetric(metric: DataNode, given: ReadonlyMap<string, string>): readonly RollbackCheck[] {
  const name = metric.get('name')?.text ?? 'a metric'
  const provider = metric.get('provider')
  const system = provider?.entries[0]?.key ?? ''
  const success = metric.get('successCondition')
  const failure = metric.get('failureCondition')
  const place = (failure ?? success ?? metric).place
  const open = [provider, success, failure, provider?.at(system, 'query'), metric.get('failureLimit')]
    .map(hiddenOf)
    .find((one) => one !== undefined)
  if (open) return [hiddenCheck(name, open.what, place)]
  const filled = (text: string) =>
    text.replace(/\{\{\s*args\.([\w.-]+)\s*\}\}/g, (whole, key: string) => given.get(key) ?? whole)
  // without a condition whatever Prometheus answers is a success
  if (system === 'prometheus' && !success && !failure) return []
  const query = filled(provider?.at(system, 'query')?.text ?? '')
  const triggers = triggersOf(success?.text && filled(success.text), failure?.text && filled(failure.text))
  return checksOf({ name, system, query, triggers, place })
}
