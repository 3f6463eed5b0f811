import { didYouMean, nearest } from '../config/nearest.ts'

/** More that match tell nothing. */
const SHOWN = 3

/**
 * What a name that no requirement has may mean, as the end of the sentence that refuses it: the id that it misspells, ids
 * with its words (`metrics.p99`: metrics.latency-p99), or where the requirements of its section are listed. Empty where
 * nothing is near.
 */
export function nearIds(name: string, ids: readonly string[]): string {
  const [section = '', ...rest] = name.split('.')
  const own = ids.filter((id) => id.startsWith(`${section}.`))
  if (own.length && (rest.length === 0 || rest.join('.') === '*'))
    return `; "${section}" is a section: ${listed(section)}`
  const last = rest.join('.') || section
  const misspelt = own.length ? nearest(last, own.map(lastOf)) : undefined
  const slip = misspelt !== undefined && Math.abs(misspelt.length - last.length) <= 1
  if (slip && !startsOne(last, own)) return meant([`${section}.${misspelt}`])
  const alike = (own.length ? own : ids).filter((id) => hasWords(lastOf(id), last))
  if (alike.length && alike.length <= SHOWN) return meant(alike)
  if (misspelt !== undefined) return meant([`${section}.${misspelt}`])
  if (own.length) return `; ${listed(section)}`
  return didYouMean(name, ids)
}

const listed = (section: string) => `assay rules --only '${section}.*' lists its requirements`

const lastOf = (id: string) => id.slice(id.indexOf('.') + 1)

/** Whether an id begins as it was written: that is no slip of the keys. */
const startsOne = (last: string, ids: readonly string[]) => ids.some((id) => lastOf(id).startsWith(last))

/** Whether each word that was written begins one of the name. */
function hasWords(name: string, written: string): boolean {
  const words = name.split('-')
  return written
    .toLowerCase()
    .split(/[-_. ]+/)
    .every((one) => one.length > 1 && words.some((word) => word.startsWith(one)))
}

/** `; did you mean "a" or "b"?` */
function meant(ids: readonly string[]): string {
  const quoted = ids.map((id) => `"${id}"`)
  const last = quoted.pop()
  return `; did you mean ${quoted.length ? `${quoted.join(', ')} or ` : ''}${last}?`
}
