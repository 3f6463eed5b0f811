import type { Signal } from '../schema/operation.ts'
import { signalOfName } from './metric-names.ts'
import { callsIn, type Matcher, type Query, selectorsIn } from './promql.ts'

/** What a query is about: by the labels that choose what failed, else by the names of its metrics. */
export function signalOf(query: Query): Signal {
  const selectors = selectorsIn(query)
  const names = selectors.map(({ metric }) => metric)
  const failing = selectors.some(({ labels }) => labels.some(isFailureLabel))
  const divides = hasOp(query, '/')
  const good = selectors.filter(({ labels }) => labels.some(isSuccessLabel))
  // what went well tells of errors only beside all that came; alone it counts traffic
  const labelled = failing || ((divides || hasOp(query, '-')) && good.length > 0 && good.length < selectors.length)
  const counted = names.some((name) =>
    /request|http|grpc|rpc|response|server|transaction|probe_http|envoy|istio|nginx|traefik/i.test(name),
  )
  const timed = selectors.some(
    ({ metric, labels }) =>
      /_sum$/.test(metric) || (/_bucket$/.test(metric) && labels.some(({ name }) => name === 'le')),
  )
  if (labelled && counted && !timed && !callsIn(query).some(({ name }) => name.startsWith('histogram_')))
    return 'error-rate'
  if (timed && divides) return 'latency'
  const signals = names.map(signalOfName)
  if (signals.includes('error-rate')) return 'error-rate'
  return signals.find((one) => one !== 'other') ?? 'other'
}

const outcome =
  /^(envoy_)?(status|code|status_?code|http_?(response_)?status(_?code)?|response_?code(_class)?|status_class|classification|outcome|result|grpc_code|grpc_status|exception)$/i
const failures = /(^|[|(])\^?\(?(\[4[-,]?)?5|error|fail|5xx|Internal|Unavailable/i
const isSuccess = (value: string) => /^\^?\(?(2|\[12|2xx|success|ok)/i.test(value)
const isPositive = ({ op }: Matcher) => op === '=' || op === '=~'

/** A label that chooses what failed: by its name, or by leaving out what went well. */
const isFailureLabel = (label: Matcher) =>
  outcome.test(label.name) &&
  (isPositive(label) ? failures.test(label.value) : !failures.test(label.value) && /^\^?\(?[^4[]/.test(label.value))

/** A label that chooses what went well: by its name, or by leaving out what failed. */
export const isSuccessLabel = (label: Matcher) =>
  outcome.test(label.name) && (isPositive(label) ? isSuccess(label.value) : failures.test(label.value))

/** Whether an operator stands anywhere in a query. */
export function hasOp(query: Query, op: string): boolean {
  if (query.kind === 'binary') return query.op === op || hasOp(query.left, op) || hasOp(query.right, op)
  return query.kind === 'call' && query.args.some((arg) => hasOp(arg, op))
}
