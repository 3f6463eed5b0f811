import type { Assessment, Result } from '../../assessment/assessment.ts'
import { nextSteps } from '../next-steps.ts'
import type { Reporter, ReportInput } from '../reporter.ts'
import { locate } from '../source-context.ts'
import { findingLines, findingsOf } from './findings.ts'
import { scorecardLines } from './scorecard.ts'
import { counted, labelled, makeStyle, paragraph, plain, type Style } from './style.ts'
import { notApplicableLines, passLines, unknownLines } from './unknowns.ts'

/** The report for a person at a terminal. Ends with a line end. */
const terminal: Reporter = (input) => {
  const style = makeStyle(input.options.color, input.options.width)
  const parts = input.options.quiet ? quietParts(input, style) : fullParts(input, style)
  return `${parts
    .filter((part) => part.length)
    .map((part) => part.join('\n'))
    .join('\n\n')}\n`
}

export default terminal

function fullParts(input: ReportInput, style: Style): string[][] {
  const { assessment, options } = input
  const rules = new Map(input.rules.map((rule) => [rule.id, rule]))
  const findings = findingsOf(assessment.results)
  return [
    [headLine(assessment, style)],
    ...findings.map((finding, i) =>
      findingLines(finding, findings[i - 1], rules.get(finding.first.requirement), input, style),
    ),
    noteLines(assessment.results, input, style),
    unreadableLines(input, style),
    options.verbose ? passLines(assessment, style) : [],
    unknownLines(assessment, options.verbose, style),
    options.verbose ? notApplicableLines(assessment, style) : [],
    scorecardLines(assessment, style),
    noticeLines(input, style),
    nextLines(assessment, style),
    [summary(assessment, style)],
  ]
}

function quietParts(input: ReportInput, style: Style): string[][] {
  const lines = findingsOf(input.assessment.results).map(
    ({ first }) => `${locate(first.place, input.textOf)}: ${first.severity}: ${first.message} [${first.requirement}]`,
  )
  return [lines.map(plain), unreadableLines(input, style), [summary(input.assessment, style)]]
}

function headLine(assessment: Assessment, style: Style): string {
  const { repository, scope, asOf, tool } = assessment
  const commit = repository.commit ? ` at ${repository.commit.slice(0, 10)}` : ''
  return style.paint.dim(
    plain(
      `Assay ${tool.version}  ${repository.name}${commit}  ${counted(repository.files, 'file')}  ${scope.profile}  ${asOf}`,
    ),
  )
}

/** Failures that decide nothing (older releases, say): counted, and told in one line each when asked. */
function noteLines(results: readonly Result[], input: ReportInput, style: Style): string[] {
  const notes = results.filter((result) => result.verdict === 'fail' && !result.counts)
  if (!notes.length) return []
  if (!input.options.verbose) {
    return [style.paint.dim(`${counted(notes.length, 'note')} that decide nothing; --verbose shows them`)]
  }
  return [
    style.paint.bold(`NOTES  ${notes.length}`),
    ...notes.flatMap((note) =>
      paragraph(`${locate(note.place, input.textOf)}: ${note.message} [${note.requirement}]`, 2, style),
    ),
  ]
}

function unreadableLines(input: ReportInput, style: Style): string[] {
  const lost = input.assessment.unreadable.filter((file) => file.claimed)
  if (!lost.length) return []
  return [
    style.paint.red.bold(`UNREADABLE  ${counted(lost.length, 'file')} that evidence was to come from (exit code 2)`),
    ...lost.flatMap((file) => paragraph(`${locate(file.place, input.textOf)}: ${file.message}`, 2, style)),
  ]
}

function noticeLines(input: ReportInput, style: Style): string[] {
  const { notices, skipped, unreadable, problems } = input.assessment
  const broken = unreadable.filter((file) => !file.claimed)
  const lines = [
    ...notices.flatMap((notice) => labelled('note', notice.message, 0, style)),
    ...problems.flatMap((problem) => labelled('note', problem, 0, style)),
  ]
  const excluded = skipped.filter((entry) => entry.reason === 'excluded')
  const passed = skipped.filter((entry) => entry.reason !== 'excluded')
  if (excluded.length)
    lines.push(`${style.paint.dim('note')} ${counted(excluded.length, 'file')} left out by assay.yaml`)
  const shown = input.options.verbose ? passed : passed.slice(0, 5)
  for (const entry of shown) lines.push(...labelled('skipped', `${entry.path}: ${entry.detail}`, 0, style))
  if (passed.length > shown.length)
    lines.push(style.paint.dim(`… and ${passed.length - shown.length} more skipped; --verbose lists them`))
  if (input.options.verbose) {
    for (const file of broken)
      lines.push(...labelled('broken', `${locate(file.place, input.textOf)}: ${file.message}`, 0, style))
  } else if (broken.length) {
    lines.push(
      style.paint.dim(`${counted(broken.length, 'file')} that no rule needs could not be parsed; --verbose lists them`),
    )
  }
  return lines
}

function nextLines(assessment: Assessment, style: Style): string[] {
  const steps = nextSteps(assessment)
  if (!steps.length) return []
  return [
    style.paint.bold('NEXT  what would settle most of the unknowns'),
    ...steps
      .slice(0, 5)
      .flatMap((step) =>
        labelled(`settles ${String(step.requirements.length).padStart(2)}`, step.settle.text, 2, style),
      ),
  ]
}

function summary(assessment: Assessment, style: Style): string {
  const count = (verdict: string) => assessment.requirements.filter((r) => r.verdict === verdict).length
  const own = assessment.own.length ? `, and ${counted(assessment.own.length, 'own rule')}` : ''
  const level = assessment.level ? `  level: ${assessment.level === 'none' ? 'none yet' : assessment.level}` : ''
  const failed = count('fail')
  const words = `${count('pass')} pass, ${failed} fail, ${count('unknown')} unknown, ${count('not-applicable')} not applicable${own}`
  const paint = failed ? style.paint.red : style.paint.green
  return `${paint.bold(words)}${level}\n${style.paint.dim('assay explain <id> tells why a requirement matters and how to meet it')}`
}
