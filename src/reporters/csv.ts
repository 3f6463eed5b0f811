import type { RequirementVerdict, Result } from '../assessment/assessment.ts'
import { stateOf } from '../assessment/state.ts'
import { groupBy } from '../documents/group.ts'
import { plain } from './harmless.ts'
import { locationOf } from './location.ts'
import type { Reporter, ReportInput } from './reporter.ts'
import { requirementsInScope } from './scope.ts'

const head = [
  'requirement',
  'section',
  'level',
  'the standard asks',
  'verdict',
  'grade',
  'reason',
  'finding',
  'severity',
  'file',
  'line',
  'subject',
  'environment',
  'component',
  'evidence',
  'state',
  'waived because',
  'owner',
  'approver',
  'ticket',
  'expires',
  'attested by',
  'attested until',
  'fingerprint',
]

/**
 * A table for auditors (RFC 4180): a line for each requirement that was asked for, and one for each of its failures.
 * What a spreadsheet would run as a formula is made text.
 */
const csv: Reporter = (input) => {
  const { assessment } = input
  const failures = groupBy(assessment.results.filter(isFailure), ({ requirement }) => requirement)
  const rows = requirementsInScope(assessment).flatMap((requirement) =>
    rowsOf(requirement, failures.get(requirement.id) ?? [], input),
  )
  return [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

export default csv

function rowsOf(requirement: RequirementVerdict, failures: readonly Result[], input: ReportInput): string[][] {
  return failures.length
    ? failures.map((result) => row(requirement, result, input))
    : [row(requirement, undefined, input)]
}

const isFailure = ({ verdict, counts }: Result) => verdict === 'fail' && counts

function row(requirement: RequirementVerdict, result: Result | undefined, input: ReportInput): string[] {
  const { id, section, level, row: asks, verdict, grade, reason, attestation } = requirement
  const at = result && locationOf(result.place, input)
  const { suppression } = result ?? {}
  return [
    id,
    section,
    level,
    asks,
    verdict,
    grade,
    reason,
    result?.message ?? '',
    result?.severity ?? '',
    result?.place.setting ?? (at?.own ? at.file : ''),
    at?.own ? String(at.line) : '',
    result?.subject.id ?? '',
    result?.subject.environment ?? '',
    result?.subject.component ?? '',
    result?.evidence.join('; ') ?? '',
    result ? stateOf(result) : '',
    suppression?.reason ?? '',
    suppression?.owner ?? '',
    suppression?.approver ?? '',
    suppression?.ticket ?? '',
    suppression?.expires ?? '',
    attestation ? `${attestation.by} (${attestation.role})` : '',
    attestation?.expires ?? '',
    result?.fingerprint ?? '',
  ]
}

/** A quoted cell. A leading `=`, `+`, `-`, `@` would be a formula in a spreadsheet (OWASP, CSV injection). */
function cell(text: string): string {
  const line = plain(text)
  const harmless = /^[=+\-@]/.test(line) ? `'${line}` : line
  return /[",\r\n]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
