import type { DataNode } from '../../documents/tree.ts'

/** What a route asks of the labels of an alert (prometheus.io/docs/alerting/latest/configuration, "matcher"). */
export interface Matcher {
  readonly label: string
  readonly op: '=' | '!=' | '=~' | '!~'
  readonly value: string
}

const operators = /^\s*"?([\w.]+)"?\s*(=~|!~|!=|=)\s*(.*?)\s*$/s

/**
 * The matchers of a route: `matchers` as texts or as objects of the operator, `object_matchers` of Grafana, and `match` and
 * `match_re` of older ones.
 */
export function matchersOf(route: DataNode): readonly Matcher[] {
  const found: Matcher[] = []
  for (const [key, op] of [
    ['match', '='],
    ['match_re', '=~'],
  ] as const) {
    for (const { key: label, value } of route.get(key)?.entries ?? [])
      found.push({ label, op, value: value.text ?? '' })
  }
  for (const item of route.get('matchers')?.asList ?? []) {
    if (item.kind === 'map') {
      const label = item.get('name')?.text ?? ''
      const isPattern = item.get('regex')?.text === 'true'
      const op = (item.get('matchType')?.text ?? (isPattern ? '=~' : '=')) as Matcher['op']
      found.push({ label, op, value: item.get('value')?.text ?? '' })
    } else found.push(...ofText(item.text ?? ''))
  }
  // Grafana's: ["severity", "=", "critical"]
  for (const { items } of route.get('object_matchers')?.items ?? []) {
    const [label = '', op = '', value = ''] = items.map(({ text }) => text ?? '')
    if (/^(=|!=|=~|!~)$/.test(op)) found.push({ label, op: op as Matcher['op'], value })
  }
  return found
}

/** `severity="critical"`, `severity =~ "critical|page"`, `{a="b", c!="d"}` */
function ofText(text: string): readonly Matcher[] {
  const inner = text.trim().replace(/^\{([\s\S]*)\}$/, '$1')
  return inner.split(/,(?=\s*"?[\w.]+"?\s*[=!])/).flatMap((part) => {
    const [, label, op, value] = operators.exec(part) ?? []
    if (label === undefined || op === undefined) return []
    return [{ label, op: op as Matcher['op'], value: (value ?? '').replace(/^(["'])([\s\S]*)\1$/, '$2') }]
  })
}

const severityLabels = /^(alert_?)?(severity|priority|level|criticality)$/i
const environmentLabels = /^(env|environment|stage|tier|deployment_environment)$/i

/** Whether a label says how bad an alert is. */
export const isSeverity = ({ label }: Matcher) => severityLabels.test(label)

/** The words that a matcher accepts or refuses, where it is written in words. */
export const wordsOf = ({ op, value }: Matcher): readonly string[] =>
  op === '=' || op === '!=' ? [value] : value.replace(/^\^?\(?|\)?\$?$/g, '').split('|')

/** Whether an alert of production with this severity, and any other labels, meets a matcher; undefined: it may. */
export function meets(matcher: Matcher, severity: string): boolean | undefined {
  const { op, label } = matcher
  const positive = op === '=' || op === '=~'
  if (isSeverity(matcher)) {
    const holds = wordsOf(matcher).some((word) => covers(word, severity))
    return holds === positive
  }
  if (environmentLabels.test(label)) {
    const words = wordsOf(matcher)
    if (words.some((word) => /prod|prd|live|\.[*+]/i.test(word))) return positive
    return words.every((word) => /stag|dev|test|qa|uat|int|sandbox|preview/i.test(word)) ? !positive : undefined
  }
  // most alerts are not the one that is taken out by its name
  if (label === 'alertname' && !positive) return true
  return op === '=~' && /^\.[*+]$/.test(matcher.value) ? true : undefined
}

/** Whether a word of a pattern is this one; anything that is more than `.*` is taken as it stands. */
function covers(word: string, severity: string): boolean {
  if (!word.includes('.*') && !word.includes('.+')) return word === severity
  const [start = '', end = ''] = word.split(/\.[*+]/)
  return severity.startsWith(start) && severity.endsWith(end)
}
