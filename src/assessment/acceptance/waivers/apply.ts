import { daysBetween } from '../../../config/days.ts'
import type { Settings } from '../../../config/settings.ts'
import type { Text } from '../../../documents/text.ts'
import { glob } from '../../../rules/functions.ts'
import type { Remark, Result, Suppression } from '../../assessment.ts'
import type { Acceptance } from '../acceptance.ts'
import { objectionsTo, type Terms } from './holds.ts'
import { scopeOf } from './scope.ts'
import { readWaivers, type Waiver } from './waiver.ts'

/** What waivers are applied with. */
export interface Circumstances extends Terms {
  readonly settings: Settings
  /** whether this run would have found the fails of a requirement: a waiver for another is not unused */
  readonly covers: (id: string) => boolean
}

/** Days before its end in which a waiver is announced. */
const SOON = 14

/** A waiver that is right but for its end, with what it speaks of. */
interface Scoped {
  readonly waiver: Waiver
  readonly isOver: boolean
  readonly speaksOf: (result: Result) => boolean
}

/**
 * Covers fails by the waivers of a file. Only a waiver that is right in every field and in force covers anything; what
 * is wrong, over, unused or ends soon is a remark, and a fail whose waiver is over says so.
 */
export async function waiverAcceptance(text: Text, circumstances: Circumstances): Promise<Acceptance> {
  const { waivers, remarks } = await readWaivers(text)
  const scoped: Scoped[] = []
  const objections: Remark[] = []
  for (const waiver of waivers) {
    const wrong = objectionsTo(waiver, circumstances)
    objections.push(...wrong)
    if (wrong.length) continue
    const isOver = waiver.expires < circumstances.asOf
    scoped.push({ waiver, isOver, speaksOf: await scopeOf(waiver, circumstances.settings) })
  }
  return {
    apply(results) {
      const used = new Map<Waiver, number>()
      const covered = results.map((result) => cover(result, scoped, used))
      const ends = scoped.flatMap((one) => remarkOn(one, used.get(one.waiver) ?? 0, results, circumstances))
      return { results: covered, attestations: new Map(), remarks: [...remarks, ...objections, ...ends] }
    },
  }
}

/** A result with its exception, or with the word that it had one. Nothing but a fail is changed. */
function cover(result: Result, scoped: readonly Scoped[], used: Map<Waiver, number>): Result {
  if (result.verdict !== 'fail') return result
  const own = scoped.filter(({ speaksOf }) => speaksOf(result))
  for (const { waiver } of own) used.set(waiver, (used.get(waiver) ?? 0) + 1)
  const holding = own.find(({ isOver }) => !isOver)
  if (holding) return result.suppression ? result : { ...result, suppression: suppressionOf(holding.waiver) }
  const [over] = own
  if (!over) return result
  const { expires, place } = over.waiver
  return { ...result, message: `${result.message} (its waiver ended on ${expires})`, lapsed: place }
}

function suppressionOf({ place, reason, owner, approver, ticket, created, expires }: Waiver): Suppression {
  return { kind: 'external', place, reason, owner, approver, ticket, created, expires }
}

/** What is worth knowing of a waiver that is right: that it is over, covers nothing, or ends soon. */
function remarkOn(
  { waiver, isOver }: Scoped,
  used: number,
  results: readonly Result[],
  { asOf, ids, covers }: Circumstances,
): readonly Remark[] {
  const { requirement, expires, owner, ticket, place } = waiver
  const warn = (how: string, message: string): Remark => ({
    code: `waiver-${how}`,
    severity: 'warning',
    message,
    place,
  })
  const known = ids.filter((id) => glob(id, requirement))
  const isUnused = used === 0 && known.some(covers)
  if (isOver) {
    const after = used
      ? `what it covered is a fail again (${used}); ${owner} mends it (${ticket}), or has it renewed`
      : isUnused
        ? 'and nothing fails that it covered; delete it'
        : 'delete it, or have it renewed'
    return [warn('expired', `this waiver for ${requirement} ended on ${expires}: ${after}`)]
  }
  if (isUnused) {
    const open = results.find(({ requirement: id, verdict }) => verdict === 'unknown' && glob(id, requirement))
    const why = open
      ? `${open.requirement} is unknown, and a waiver covers fails only; an attestation can settle it`
      : 'what it excepted is mended, or its scope is wrong; delete it or mend its scope'
    return [warn('unused', `this waiver for ${requirement} covers nothing: ${why}`)]
  }
  const left = daysBetween(asOf, expires)
  if (left > SOON) return []
  const when = left === 0 ? 'today is its last day' : `it ends in ${left} day${left === 1 ? '' : 's'}, after ${expires}`
  return [warn('expiring', `this waiver for ${requirement}: ${when}; then what it covers fails again (${ticket})`)]
}
