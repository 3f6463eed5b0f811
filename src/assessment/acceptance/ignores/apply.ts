import { didYouMean } from '../../../config/nearest.ts'
import type { Policy } from '../../../config/policy.ts'
import type { Text } from '../../../documents/text.ts'
import type { Remark, Result } from '../../assessment.ts'
import type { Acceptance } from '../acceptance.ts'
import { type Ignore, ignoresOf } from './ignore.ts'
import { type Trusted, trustedIn } from './trusted.ts'

/** What comments are applied with. */
export interface Surroundings {
  readonly policy: Policy
  /** the ids of all requirements */
  readonly ids: readonly string[]
  /** whether this run would have found the fails of a requirement */
  readonly covers: (id: string) => boolean
  /** whether a file is the repository's own: what others wrote, and examples, are nobody's mistake here */
  readonly isOwn: (file: string) => boolean
  /** a revision that is trusted more than the files: only comments that it has in the same file cover anything */
  readonly trusted?: Trusted
}

/** A comment with the text it stands in, and the ids in it that exist. */
interface Asked {
  readonly ignore: Ignore
  readonly text: Text
  readonly ids: readonly string[]
}

/**
 * Covers fails by comments beside them, in the files that were read. Only one that names the requirement and gives a
 * reason covers anything; what is wrong, unused or forbidden is a remark.
 */
export async function ignoreAcceptance(texts: readonly Text[], surroundings: Surroundings): Promise<Acceptance> {
  const { policy, ids, isOwn, trusted } = surroundings
  const asked: Asked[] = []
  const untrusted: Asked[] = []
  const remarks: Remark[] = []
  for (const text of texts) {
    const isTrusted = trusted ? await trustedIn(text.file, trusted) : () => true
    for (const ignore of await ignoresOf(text)) {
      const wrong = policy.inlineIgnores === 'forbid' ? [forbidden(ignore)] : objectionsTo(ignore, ids)
      if (isOwn(text.file)) remarks.push(...wrong)
      const known = ignore.ids.filter((id) => ids.includes(id))
      if (policy.inlineIgnores === 'forbid' || !ignore.reason || !known.length) continue
      ;(isTrusted(ignore) ? asked : untrusted).push({ ignore, text, ids: known })
    }
  }
  return {
    apply(results) {
      const byFinding = new Map<string, Asked[]>()
      for (const one of asked) {
        for (const id of one.ids) {
          const key = `${one.text.file}:${id}`
          const group = byFinding.get(key)
          if (group) group.push(one)
          else byFinding.set(key, [one])
        }
      }
      const used = new Set<string>()
      const covered = results.map((result) => {
        const { place, requirement } = result
        return cover(result, byFinding.get(`${place.file}:${requirement}`) ?? [], used)
      })
      const unused = asked.flatMap((one) => unusedOf(one, used, surroundings))
      const brought = untrusted.map((one) => broughtAlong(one, covered, trusted?.revision ?? ''))
      return { results: covered, attestations: new Map(), remarks: [...remarks, ...unused, ...brought] }
    },
  }
}

function broughtAlong({ ignore, text, ids }: Asked, results: readonly Result[], revision: string): Remark {
  const would = ids.filter((id) =>
    results.some(
      (one) =>
        one.verdict === 'fail' &&
        !one.suppression &&
        one.requirement === id &&
        one.place.file === text.file &&
        speaksOf(ignore, one, text),
    ),
  )
  const effect = would.length ? `it would cover a fail of ${would.join(', ')}` : 'it would cover nothing'
  return {
    code: 'policy-changed',
    severity: would.length ? 'warning' : 'note',
    message: `this comment is not in ${text.file} of ${revision}, which is trusted, so it does not count here; ${effect}`,
    place: ignore.place,
  }
}

function cover(result: Result, asked: readonly Asked[], used: Set<string>): Result {
  if (result.verdict !== 'fail') return result
  const own = asked.filter(
    ({ ignore, text, ids }) => ids.includes(result.requirement) && speaksOf(ignore, result, text),
  )
  for (const { ignore } of own) used.add(keyOf(ignore, result.requirement))
  const [first] = own
  if (!first || result.suppression) return result
  return { ...result, suppression: { kind: 'inSource', place: first.ignore.place, reason: first.ignore.reason } }
}

/** Whether a finding stands where a comment speaks of; one on a whole file stands on its first line. */
function speaksOf({ lines, within }: Ignore, { place }: Result, text: Text): boolean {
  const { start = 0 } = place
  if (within && !(start > within.start && start < within.end)) return false
  const { line } = text.position(start)
  return line >= lines.from && line <= lines.to
}

const keyOf = ({ place }: Ignore, id: string) => `${place.file}:${place.start}:${id}`

function unusedOf({ ignore, text, ids }: Asked, used: Set<string>, { covers, isOwn }: Surroundings): readonly Remark[] {
  if (!isOwn(text.file)) return []
  return ids
    .filter((id) => covers(id) && !used.has(keyOf(ignore, id)))
    .map((id) => ({
      code: 'ignore-unused',
      severity: 'warning',
      message: `nothing of ${id} fails here; delete this comment, or set it on the line of the finding or directly above`,
      place: ignore.place,
    }))
}

function objectionsTo({ ids: named, reason, place }: Ignore, ids: readonly string[]): readonly Remark[] {
  const error = (code: string, message: string): Remark => ({ code, severity: 'error', message, place })
  return [
    ...(named.length ? [] : [error('ignore-malformed', 'it names no requirement; write: assay-ignore <id>: <reason>')]),
    ...(reason || !named.length
      ? []
      : [
          error(
            'ignore-without-reason',
            `it gives no reason, so it covers nothing; write: assay-ignore ${named[0]}: <reason>`,
          ),
        ]),
    ...named
      .filter((id) => !ids.includes(id))
      .map((id) => error('ignore-unknown-requirement', `no requirement is called "${id}"${didYouMean(id, ids)}`)),
  ]
}

function forbidden({ place }: Ignore): Remark {
  return {
    code: 'ignore-forbidden',
    severity: 'error',
    message: 'the policy allows no exceptions by comments, so it covers nothing; delete it',
    place,
  }
}
