import { daysBetween } from '../../../config/days.ts'
import { didYouMean } from '../../../config/nearest.ts'
import type { Text } from '../../../documents/text.ts'
import type { Attestation, Conclusion, Remark, Result } from '../../assessment.ts'
import { conclude } from '../../requirement.ts'
import type { Acceptance } from '../acceptance.ts'
import { readStatements, type Statement } from './statement.ts'

/** By what statements are held against. */
export interface Grounds {
  /** the day for which is judged, YYYY-MM-DD */
  readonly asOf: string
  /** the ids of all requirements */
  readonly ids: readonly string[]
  /** whether this run judges a requirement */
  readonly covers: (id: string) => boolean
  /** what assay.yaml says does not concern this repository */
  readonly isExcluded: (id: string) => boolean
  /** whether a file is in the repository */
  readonly exists: (file: string) => boolean
}

/** Days before its end in which a statement is announced. */
const SOON = 14

/**
 * The statements of a file. Only one that is right in every field and in force settles anything, and only an unknown;
 * what is wrong, over, contradicted or not needed is a remark.
 */
export async function attestationAcceptance(text: Text, grounds: Grounds): Promise<Acceptance> {
  const { statements, remarks } = await readStatements(text)
  const inForce = new Map<string, Attestation>()
  const told: Remark[] = [...remarks]
  for (const statement of statements) {
    const wrong = objectionsTo(statement, grounds, inForce)
    told.push(...wrong)
    if (!wrong.length) inForce.set(statement.requirement, statement.attestation)
  }
  return {
    apply(results) {
      const looked = [...inForce].filter(([id]) => grounds.covers(id))
      const groups = new Map<string, Result[]>(looked.map(([id]) => [id, []]))
      for (const result of results) if (result.counts) groups.get(result.requirement)?.push(result)
      const ends = looked.flatMap(([id, attestation]) => {
        const verdict = grounds.isExcluded(id) ? 'not-applicable' : conclude(groups.get(id) ?? [])
        // no result at all: no rule judges it
        const isOpen = verdict === 'unknown' || (!groups.get(id)?.length && !grounds.isExcluded(id))
        return isOpen ? endOf(id, attestation, grounds.asOf) : notNeeded(id, attestation, verdict)
      })
      return { results, attestations: inForce, remarks: [...told, ...ends] }
    },
  }
}

/** Why a statement settles nothing; none where it holds. */
function objectionsTo(
  { requirement, attestation }: Statement,
  { asOf, ids, exists }: Grounds,
  others: ReadonlyMap<string, Attestation>,
): readonly Remark[] {
  const { place, date, expires, evidence, by } = attestation
  const found: Remark[] = []
  const tell = (how: string, message: string, severity: Remark['severity'] = 'error') =>
    found.push({ code: `attestation-${how}`, severity, message, place })
  if (!ids.includes(requirement)) {
    const near = didYouMean(requirement, ids) || '; a statement is on one requirement, `assay rules` lists them'
    tell('unknown-requirement', `no requirement is called "${requirement}"${near}`)
  }
  if (!isLink(evidence) && !exists(evidence.replace(/^\.\//, ''))) {
    tell('without-evidence', `"${evidence}" is no URL and no file of this repository; name what the statement rests on`)
  }
  if (date > asOf) tell('from-the-future', `it was made on ${date}, after the day of this run (${asOf})`)
  if (expires < date) tell('malformed', `it ends on ${expires}, before it was made (${date})`)
  else if (expires < asOf) {
    const mend = `${by} or somebody else states it anew, or it is open`
    tell('expired', `this statement on ${requirement} ended on ${expires}, so it settles nothing: ${mend}`, 'warning')
  }
  if (!found.length && others.has(requirement)) {
    tell('twice', `there is a statement on ${requirement} already, which holds; delete one of the two`, 'warning')
  }
  return found
}

/** `https://…`, and what else names its scheme. */
const isLink = (text: string) => /^[a-z][a-z0-9+.-]*:\/\/[^\s/]/i.test(text)

/** A statement on what is judged without it: it changes nothing, and whoever reads it should know. */
function notNeeded(id: string, { place }: Attestation, verdict: Conclusion): readonly Remark[] {
  if (verdict === 'fail') {
    const message = `${id} fails by what was observed, and a statement hides nothing; mend it, or have it waived`
    return [{ code: 'attestation-contradicted', severity: 'warning', message, place }]
  }
  const why = {
    pass: 'passes by what was observed',
    waived: 'is waived',
    'not-applicable': 'does not apply',
    unknown: '',
  }
  const message = `${id} ${why[verdict]}, so this statement is not needed`
  return [{ code: 'attestation-not-needed', severity: 'note', message, place }]
}

function endOf(id: string, { place, expires }: Attestation, asOf: string): readonly Remark[] {
  const left = daysBetween(asOf, expires)
  if (left > SOON) return []
  const when = left === 0 ? 'today is its last day' : `it ends in ${left} day${left === 1 ? '' : 's'}, after ${expires}`
  const message = `this statement on ${id}: ${when}; then the requirement is open again`
  return [{ code: 'attestation-expiring', severity: 'warning', message, place }]
}
