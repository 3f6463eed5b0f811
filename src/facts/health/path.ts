/*
 * Paths of endpoints by which people and machines ask a service whether it is well. A path is kept as its segments in
 * small letters; a segment that a variable fills is `*`.
 */

/** Words that are said of nothing else, in whatever part of a path. */
const sure =
  /^_{0,2}(?:health|healthz|healthcheckz?|healthchecks|health[-_.]checks?|health[-_]?(?:status|ready|live|endpoint)|livez|readyz|startupz|liveness|readiness|liveness[-_]?(?:probe|check)|readiness[-_]?(?:probe|check))$/

/** Words that are said of other things, too: an order has a status, and a stream is live. */
const likely = /^_{0,2}(?:ready|live|alive|ping|status|statusz|heartbeat|up)$/

/** What stands before such a word where the whole service is meant. */
const neutral =
  /^(?:\*|api|apis|v\d+(?:\.\d+)?|rest|internal|private|public|management|manage|admin|actuator|system|monitor(?:ing)?|ops|_|__|-|~|q|services?|app)$/

/** What may follow it: a part of the health, or how much is told of it. */
const part =
  /^(?:live|liveness|livez|ready|readiness|readyz|started|startup|check|status|details?|detailed|full|deep|simple|basic|all|ping|db|database|z|self|group|system|services?|app)$/

/** The segments of a path as it is written in a route, a probe or an address without its host. */
export function segmentsOf(path: string): readonly string[] {
  return path
    .replace(/^\^/, '')
    .replace(/(?:\\?\/)?\??\$$/, '')
    .replace(/[?#].*$/, '')
    .toLowerCase()
    .split('/')
    .map((segment) => (/[${}<>*:()]/.test(segment) ? '*' : segment.replace(/\.json$/, '')))
    .filter((segment) => segment !== '')
}

/** How surely a path is one of health. */
export function healthOf(segments: readonly string[]): 'sure' | 'likely' | undefined {
  // one of a thing of which there are many is none of the service
  const last = segments.length - 1
  if (segments.slice(1).includes('*')) return undefined
  const at = segments.findIndex((segment) => sure.test(segment))
  if (at >= 0 && segments.slice(at + 1).every((segment) => part.test(segment) || sure.test(segment))) return 'sure'
  if (last >= 0 && likely.test(segments[last] as string) && segments.slice(0, last).every((one) => neutral.test(one)))
    return 'likely'
  return undefined
}

/** How a path is written in sentences. */
export const written = (segments: readonly string[]): string => `/${segments.join('/')}`

/** Whether a path ends with all of another one: what stands before it leads to the service. */
export function endsWith(longer: readonly string[], shorter: readonly string[]): boolean {
  const from = longer.length - shorter.length
  return from >= 0 && shorter.every((segment, i) => segment === longer[from + i])
}

/** Whether one path holds the other, at its end or its beginning: the two may be one, or tell the same. */
export function mayBeOne(a: readonly string[], b: readonly string[]): boolean {
  const [longer, shorter] = a.length >= b.length ? [a, b] : [b, a]
  if (shorter.length === 0) return longer.length === 0
  for (let from = 0; from + shorter.length <= longer.length; from++) {
    if (shorter.every((segment, i) => segment === longer[from + i] || segment === '*')) return true
  }
  return false
}
