import type { Assessment, Conclusion, Fraction } from '../assessment/assessment.ts'
import { groupBy } from '../documents/group.ts'
import { maskForms } from '../documents/mask.ts'
import { goneWords } from './baseline.ts'
import { type Finding, findingsOf } from './findings.ts'
import { outOf, percentOf } from './fraction.ts'
import { plain } from './harmless.ts'
import { nextSteps } from './next-steps.ts'
import type { Reporter, ReportInput } from './reporter.ts'
import { requirementsInScope } from './scope.ts'
import { locate } from './source-context.ts'
import { titleOf, withoutVerdict } from './without-verdict.ts'

/** Findings that are listed, what is said of several places in one row; of more, the gravest. */
const LISTED = 200
/** Answers that are proposed. */
const STEPS = 5

const conclusions: readonly Conclusion[] = ['pass', 'fail', 'waived', 'unknown', 'not-applicable']
const signs: Readonly<Record<Finding['severity'], string>> = { error: '🔴', warning: '🟠', note: '🔵' }

/**
 * Markdown for people who read it on a forge (GitHub's and GitLab's flavour): a job summary, a comment, a page of a wiki.
 * Text of the repository is escaped: it makes no link, no mention and no HTML.
 */
const markdown: Reporter = (input) => {
  const { assessment } = input
  const findings = findingsOf(assessment)
  const parts = [
    headPart(assessment),
    openPart(
      findings.filter(({ state }) => state === 'open'),
      input,
    ),
    waivedPart(
      findings.filter(({ state }) => state === 'waived'),
      input,
    ),
    attestedPart(assessment),
    sectionsPart(assessment),
    nextPart(assessment),
    lostPart(input),
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

export default markdown

/** Text as Markdown that means nothing but itself. */
export function escapeMarkdown(text: string): string {
  // a mask sees no token whose signs are escaped
  return maskForms(plain(text))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_[\]|~#]/g, '\\$&')
    .replaceAll('@', '&#64;')
    .replace(/\b(https?|www)(?=[:.])/g, '$1&#8203;')
}

function headPart(assessment: Assessment): string {
  const { repository, tool, scope, asOf, level, share, coverage, baseline } = assessment
  const members = requirementsInScope(assessment)
  const tally = conclusions
    .map((one) => [one, members.filter(({ verdict }) => verdict === one).length] as const)
    .filter(([one, count]) => count || one === 'pass' || one === 'fail')
  const facts = [
    level === undefined ? 'a partial run: no level and no share' : `level **${level === 'none' ? 'none yet' : level}**`,
    ...(share ? [`${percent(share)} of what applies passes`] : []),
    ...(coverage ? [`${percent(coverage)} is judged`] : []),
    ...(baseline ? [`to the baseline: **${baseline.new} new**, ${baseline.known} known, ${goneWords(baseline)}`] : []),
  ]
  const commit = repository.commit ? ` at ${escapeMarkdown(repository.commit.slice(0, 10))}` : ''
  return [
    `## Assay: ${escapeMarkdown(repository.name)}${commit}`,
    '',
    `${tally.map(([one, count]) => `${count} ${one}`).join(' · ')} — ${facts.join(' · ')}`,
    '',
    `<sub>Assay ${tool.version}, profile ${scope.profile}, as of ${asOf}</sub>`,
  ].join('\n')
}

function openPart(open: readonly Finding[], input: ReportInput): string {
  if (!open.length) return '### Findings\n\nNothing that counts fails.'
  const alike = groupBy(open, ({ severity, id, message }) => [severity, id, message].join('\0'))
  const listed = [...alike.values()].slice(0, LISTED)
  const rows = listed.map(([finding, ...others]) => {
    const { severity, id, message, place } = finding as Finding
    const more = others.length ? ` and ${others.length} more` : ''
    return `| ${signs[severity]} ${severity} | ${escapeMarkdown(id)} | ${escapeMarkdown(locate(place, input.textOf))}${more} | ${escapeMarkdown(message)} |`
  })
  const rest = open.length - listed.flat().length
  return [
    `### Findings (${open.length})`,
    '',
    '| severity | requirement | where | what |',
    '|---|---|---|---|',
    ...rows,
    ...(rest > 0 ? ['', `… and ${rest} more, less grave; the JSON and SARIF reports have all.`] : []),
  ].join('\n')
}

function waivedPart(waived: readonly Finding[], input: ReportInput): string {
  if (!waived.length) return ''
  const rows = waived.map(({ id, place, suppression }) => {
    const { reason = '', owner = '', approver = '', ticket = '', expires = '' } = suppression ?? {}
    const cells = [id, locate(place, input.textOf), reason, owner, approver, ticket, expires]
    return `| ${cells.map(escapeMarkdown).join(' | ')} |`
  })
  const head = ['| requirement | where | reason | owner | approver | ticket | until |', '|---|---|---|---|---|---|---|']
  return [`### Waived (${waived.length})`, '', ...head, ...rows].join('\n')
}

function attestedPart(assessment: Assessment): string {
  const attested = requirementsInScope(assessment).filter(({ attestation }) => attestation)
  if (!attested.length) return ''
  const rows = attested.map(({ id, attestation }) => {
    const { statement = '', evidence = '', by = '', role = '', expires = '' } = attestation ?? {}
    return `| ${[id, statement, evidence, `${by} (${role})`, expires].map(escapeMarkdown).join(' | ')} |`
  })
  const head = ['| requirement | statement | evidence | by | until |', '|---|---|---|---|---|']
  return [`### Attested (${attested.length})`, '', ...head, ...rows].join('\n')
}

function sectionsPart(assessment: Assessment): string {
  const sections = groupBy(requirementsInScope(assessment), ({ section }) => section)
  const rows = [...sections].map(([name, members]) => {
    const cells = conclusions.map((one) => members.filter(({ verdict }) => verdict === one).length || '·')
    return `| ${escapeMarkdown(name)} | ${cells.join(' | ')} |`
  })
  const head = ['| section | pass | fail | waived | unknown | n/a |', '|---|--:|--:|--:|--:|--:|']
  return ['<details><summary>Scorecard by section</summary>', '', ...head, ...rows, '', '</details>'].join('\n')
}

function nextPart(assessment: Assessment): string {
  const steps = nextSteps(assessment).slice(0, STEPS)
  if (!steps.length) return ''
  const lines = steps.map(
    ({ settle, requirements }) => `- ${escapeMarkdown(settle.text)} (settles ${requirements.length})`,
  )
  return ['### What would settle most of the unknowns', '', ...lines].join('\n')
}

/** Why the exit code is 2: whoever reads a verdict must know that it is not whole. */
function lostPart({ assessment, textOf }: ReportInput): string {
  const why = withoutVerdict(assessment, textOf)
  return why.lines.length
    ? [`### ${titleOf(why)}`, '', ...why.lines.map((line) => `- ${escapeMarkdown(line)}`)].join('\n')
    : ''
}

/** "13.6 % (12 of 88)". */
function percent(part: Fraction): string {
  const share = percentOf(part)
  return share === undefined ? 'nothing' : `${share} (${outOf(part)})`
}
