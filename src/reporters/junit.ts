import type { RequirementVerdict } from '../assessment/assessment.ts'
import { groupBy } from '../documents/group.ts'
import { type Finding, findingsOf } from './findings.ts'
import { plain } from './harmless.ts'
import { locationOf } from './location.ts'
import type { Reporter, ReportInput } from './reporter.ts'
import { requirementsInScope } from './scope.ts'
import { locate } from './source-context.ts'

/** A test case: a requirement, or a remark. */
interface Case {
  readonly suite: string
  readonly name: string
  readonly findings: readonly Finding[]
  /** why it is neither passed nor failed */
  readonly skipped: string | undefined
}

/**
 * JUnit XML (testmoapp/junitxml; Jenkins, GitLab, Azure and CircleCI read it): a suite for each section of the standard,
 * a case for each requirement. A case fails by its open findings. Skipped is what is waived, known in the baseline,
 * unknown or not applicable: none of these is a pass. No times: the same input gives the same bytes.
 */
const junit: Reporter = (input) => {
  const cases = casesOf(input)
  const suites = groupBy(cases, ({ suite }) => suite)
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="assay" ${counts(cases)}>`,
    ...[...suites].flatMap(([name, members]) => [
      `  <testsuite name="${xml(name)}" ${counts(members)}>`,
      ...members.flatMap((member) => caseLines(member, input)),
      '  </testsuite>',
    ]),
    '</testsuites>',
  ].join('\n')}\n`
}

export default junit

function casesOf({ assessment }: ReportInput): Case[] {
  const byId = groupBy(findingsOf(assessment), ({ id }) => id)
  const requirements = requirementsInScope(assessment).map((requirement) =>
    caseOf(requirement, byId.get(requirement.id) ?? []),
  )
  const ids = new Set(assessment.remarks.map(({ code }) => `assay.${code}`))
  const remarks = [...ids].map((id) => ({
    suite: 'exceptions',
    name: id,
    findings: byId.get(id) ?? [],
    skipped: undefined,
  }))
  return [...requirements, ...remarks]
}

function caseOf(requirement: RequirementVerdict, all: readonly Finding[]): Case {
  const { id, section, verdict, reason } = requirement
  const findings = all.filter(({ state }) => state === 'open')
  const known = verdict === 'fail' && findings.length === 0
  const skipped = known
    ? `known in the baseline: ${reason}`
    : verdict === 'pass' || verdict === 'fail'
      ? undefined
      : `${verdict}: ${reason}`
  return {
    suite: section || id.split('.')[0] || 'assay',
    name: id,
    findings: verdict === 'fail' ? findings : [],
    skipped,
  }
}

function caseLines({ suite, name, findings, skipped }: Case, input: ReportInput): string[] {
  const [first] = findings
  const at = first && locationOf(first.place, input)
  const where = at?.own ? ` file="${xml(at.file)}" line="${at.line}"` : ''
  const head = `    <testcase name="${xml(name)}" classname="assay.${xml(suite)}"${where}`
  if (skipped !== undefined) return [`${head}>`, `      <skipped message="${xml(skipped)}"/>`, '    </testcase>']
  if (!first) return [`${head}/>`]
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : ''
  const text = findings.map(({ place, message }) => `${locate(place, input.textOf)}: ${message}`)
  return [
    `${head}>`,
    `      <failure message="${xml(first.message + more)}" type="${first.severity}">${text.map(xml).join('\n')}</failure>`,
    '    </testcase>',
  ]
}

function counts(cases: readonly Case[]): string {
  const failures = cases.filter(({ findings }) => findings.length).length
  const skipped = cases.filter((one) => one.skipped !== undefined).length
  return `tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}"`
}

/** XML 1.0 text on one line: {@link plain} has made all characters visible that XML cannot hold. */
function xml(text: string): string {
  return plain(text)
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
