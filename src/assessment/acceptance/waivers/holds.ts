import { daysBetween } from '../../../config/days.ts'
import { didYouMean } from '../../../config/nearest.ts'
import type { Policy } from '../../../config/policy.ts'
import type { Place } from '../../../documents/place.ts'
import { glob } from '../../../rules/functions.ts'
import type { Remark } from '../../assessment.ts'
import type { Waiver } from './waiver.ts'

/** By what waivers are held against. */
export interface Terms {
  /** the day for which is judged, YYYY-MM-DD */
  readonly asOf: string
  readonly policy: Policy
  /** the ids of all requirements, those of the user's own rules included */
  readonly ids: readonly string[]
}

/** Why a waiver covers nothing; none where it holds. An end that is past is no mistake, and is told apart. */
export function objectionsTo(waiver: Waiver, { asOf, policy, ids }: Terms): readonly Remark[] {
  const { requirement, owner, approver, created, expires, place } = waiver
  const found: Remark[] = []
  const tell = (how: string, message: string) => found.push(error(`waiver-${how}`, message, place))
  if (policy.localWaivers === 'forbid') {
    tell('forbidden', `the policy allows no waivers of the repository: ${requirement} stays as it is judged`)
  }
  if (!ids.some((id) => glob(id, requirement))) {
    tell(
      'unknown-requirement',
      `no requirement is called "${requirement}"${didYouMean(requirement, ids) || '; `assay rules` lists them'}`,
    )
  }
  if (created > asOf) tell('from-the-future', `it was created on ${created}, after the day of this run (${asOf})`)
  if (expires < created) tell('malformed', `it ends on ${expires}, before it was created (${created})`)
  const days = daysBetween(created, expires)
  if (policy.maxWaiverDays !== undefined && days > policy.maxWaiverDays) {
    tell('too-long', `it holds for ${days} days; the policy allows ${policy.maxWaiverDays}`)
  }
  if (policy.selfApproval === 'forbid' && samePerson(owner, approver)) {
    tell('self-approved', `${owner} approved it for themselves, which the policy forbids; let somebody else approve it`)
  }
  return found
}

/** Whether two names are one person's, however they are spelt: case, blanks and a leading @ do not tell people apart. */
export function samePerson(one: string, other: string): boolean {
  const plain = (name: string) => name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim().replace(/^@/, '')
  return plain(one) === plain(other)
}

/** A finding on something that people wrote. */
export function error(code: string, message: string, place: Place): Remark {
  return { code, severity: 'error', message, place }
}
