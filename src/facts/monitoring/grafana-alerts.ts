import type { Place } from '../../documents/place.ts'
import { type DataNode, walk } from '../../documents/tree.ts'
import { at, bodyOf, mapsAt, textAt } from '../dashboard/body.ts'
import { Hidden } from '../hidden.ts'
import { isList, type Value } from '../infrastructure/value.ts'
import { signalOfLines } from '../log/kind.ts'
import type { Alert } from '../schema/operation.ts'
import { conditionsIn } from './condition.ts'
import { hiddenMetricOf, noMetric } from './metric-fields.ts'

/*
 * Alerts that Grafana raises itself: provisioning files (grafana.com/docs/grafana/latest/alerting/set-up/
 * provision-alerting-resources/file-provisioning) and `grafana_rule_group` of Terraform. A rule has queries by letters, and
 * expressions over these; the letter of its condition decides.
 */

/** A rule as either form writes it. */
export interface GrafanaRule {
  readonly name: string
  /** the letter that decides */
  readonly condition: string
  /** what stands behind each letter */
  readonly models: ReadonlyMap<string, Value>
  readonly severity: string
}

type Where = Pick<Alert, 'environment' | 'environmentName' | 'environmentClass' | 'file'> & { readonly place: Place }

/** A cheap look before anything is parsed. */
export const mayHoldGrafanaRules = (text: string) => /\bdatasourceUid\b/.test(text) && /\bcondition\b/.test(text)

/** The rules in a tree: maps with a title, a condition and data. Those that are paused raise nothing. */
export function* grafanaRulesIn(document: DataNode): Generator<{ rule: GrafanaRule; place: Place }> {
  for (const node of walk(document)) {
    const title = node.get('title')
    const condition = node.get('condition')?.text
    const data = node.get('data')
    if (title?.text === undefined || condition === undefined || data?.kind !== 'list') continue
    if (node.get('isPaused')?.value === true) continue
    const parts = mapsAt(bodyOf(data, new WeakMap()))
    const models = new Map(parts.map((part) => [textAt(part, 'refId'), at(part, 'model') ?? null]))
    const severity = node.at('labels', 'severity')?.text ?? ''
    yield { rule: { name: title.text, condition, models, severity }, place: title.place }
  }
}

/** What a rule raises. */
export function alertsOfGrafana(rule: GrafanaRule, id: string, where: Where): readonly Alert[] {
  const common = {
    ...noMetric,
    id,
    name: rule.name,
    system: 'grafana',
    reaches: new Hidden('whom Grafana tells', {
      kind: 'file',
      text: 'keep the contact points and notification policies of Grafana in this repository',
    }),
    severity: rule.severity,
    ...where,
  }
  const expression = expressionOf(rule.models, rule.condition, new Map())
  if (
    expression !== undefined &&
    /^[\s(]*(sum|count|avg|rate|count_over_time|\w+)?[^{]*\(\s*\{|\|[=~]/.test(expression)
  )
    return [{ ...common, signal: signalOfLines(expression) } as unknown as Alert]
  const conditions = expression === undefined ? undefined : conditionsIn(expression)
  if (conditions) return conditions.map((condition) => ({ ...common, ...condition }) as unknown as Alert)
  const hidden = new Hidden(`what ${rule.name} watches`, {
    kind: 'version',
    text: `a later version of Assay reads the query of ${rule.name}`,
  })
  return [{ ...common, signal: hidden, ...hiddenMetricOf(hidden) } as unknown as Alert]
}

const comparisons: Readonly<Record<string, string>> = { gt: '>', lt: '<', gte: '>=', lte: '<=', eq: '==', ne: '!=' }

/**
 * What stands behind a letter, written as one expression; undefined where it is more than a query and a comparison.
 * @param known what is found so far; a letter that leads to itself finds nothing there
 */
function expressionOf(
  models: GrafanaRule['models'],
  letter: string,
  known: Map<string, string | undefined>,
): string | undefined {
  if (known.has(letter)) return known.get(letter)
  known.set(letter, undefined)
  const found = written(models.get(letter), (one) => expressionOf(models, one, known))
  known.set(letter, found)
  return found
}

function written(model: Value | undefined, inner: (letter: string) => string | undefined): string | undefined {
  const query = textAt(model, 'expr')
  if (query) return `(${query})`
  const expression = textAt(model, 'expression')
  const evaluator = at(model, 'conditions', '0', 'evaluator')
  switch (textAt(model, 'type')) {
    case 'reduce':
    case 'resample':
      return inner(letterOf(expression))
    case 'threshold':
      return compared(inner(letterOf(expression)), evaluator)
    case 'classic_conditions':
      if (mapsAt(model, 'conditions').length !== 1) return undefined
      return compared(inner(textAt(model, 'conditions', '0', 'query', 'params', '0')), evaluator)
    case 'math':
      return computed(expression, inner)
    default:
      return undefined
  }
}

const letterOf = (text: string) => text.replace(/^\$\{?|\}$/g, '')

function compared(left: string | undefined, evaluator: Value | undefined): string | undefined {
  const sign = comparisons[textAt(evaluator, 'type')]
  const params = at(evaluator, 'params')
  const limit = params !== undefined && isList(params) ? params[0] : undefined
  return left === undefined || sign === undefined || typeof limit !== 'number'
    ? undefined
    : `(${left} ${sign} ${limit})`
}

/** `$A / $B > 0.5`: the letters written out. */
function computed(text: string, inner: (letter: string) => string | undefined): string | undefined {
  let known = true
  const filled = text.replace(/\$\{?(\w+)\}?/g, (_, letter: string) => {
    const found = inner(letter)
    known &&= found !== undefined
    return found ?? ''
  })
  return known && filled.length < 20_000 ? `(${filled.replaceAll('&&', ' and ').replaceAll('||', ' or ')})` : undefined
}
