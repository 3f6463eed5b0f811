import type { Place } from '../../documents/place.ts'
import { Hidden } from '../hidden.ts'
import { conditionsOf } from '../monitoring/condition.ts'
import { parsePromql } from '../monitoring/promql.ts'
import type { RollbackCheck } from '../schema/operation.ts'
import { hiddenCheck } from './check.ts'
import type { Comparison } from './condition.ts'

/** A metric of an analysis: where it is asked for, and from where on the version goes back. */
export interface Measured {
  readonly name: string
  readonly system: string
  readonly query: string
  /** undefined: compared in a way that cannot be told */
  readonly triggers: readonly Comparison[] | undefined
  readonly place: Place
}

/** What a metric of an analysis watches; those that hold nothing against a bound watch nothing. */
export function checksOf(measured: Measured): readonly RollbackCheck[] {
  const { name, system, triggers, place } = measured
  const query = filledIn(measured.query)
  if (system === 'prometheus') {
    const parsed = parsePromql(query)
    if (!('query' in parsed)) return [hiddenCheck(name, `what ${name} measures (its PromQL breaks)`, place)]
    // a query that compares by itself returns something else than what it measures
    const compares = parsed.query.kind === 'binary' && /^([<>]=?|[!=]=)$/.test(parsed.query.op)
    const open = triggers === undefined || compares
    const all = open ? [{ op: '>', value: 0 } as const] : triggers
    return all.flatMap(({ op, value }) =>
      conditionsOf({ kind: 'binary', op, left: parsed.query, right: { kind: 'number', value } }).map((found) =>
        named(
          {
            name,
            signal: found.signal,
            statistic: found.statistic,
            measure: open ? boundHidden(name, place) : found.measure,
            bound: open ? boundHidden(name, place) : found.bound,
            place,
          } as RollbackCheck,
          query,
        ),
      ),
    )
  }
  return [hiddenCheck(name, `what ${name} measures (${system})`, place)]
}

const boundHidden = (name: string, { file }: Place) =>
  new Hidden(`from where on ${name} takes the version back`, {
    kind: 'file',
    text: `compare the result of ${name} in ${file} with one number`,
  })

/** What nothing but its name tells of may be what the name says. */
function named(check: RollbackCheck, query: string): RollbackCheck {
  if (check.signal !== 'other') return check
  if (!/err|fail|success|5xx|avail|latenc|duration|p9\d|slow|response|time/i.test(`${check.name} ${query}`))
    return check
  return hiddenCheck(check.name, `what ${check.name} measures`, check.place)
}

/** Placeholders that only its time or its service fills in: a query reads the same with any of them. */
function filledIn(query: string): string {
  return query
    .replace(/\[\s*\{\{[^}]*\}\}\s*\]/g, '[5m]')
    .replace(/\{\{\s*(?:args\.)?([\w.-]+)[^}]*\}\}/g, (_, name: string) => name)
    .replace(/\$\{?([A-Za-z_]\w*)\}?/g, (_, name: string) => name)
}
