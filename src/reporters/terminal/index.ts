import type { Assessment, Conclusion, RequirementVerdict } from '../../assessment/assessment.ts'
import type { Rule } from '../../rules/rule.ts'
import { isWithoutGit } from '../../sources/source.ts'
import { goneWords } from '../baseline.ts'
import { plain } from '../harmless.ts'
import { type NextStep, nextSteps } from '../next-steps.ts'
import type { Reporter, ReportInput } from '../reporter.ts'
import { requirementsInScope, touchedLine } from '../scope.ts'
import { locate } from '../source-context.ts'
import { blockLines, type Told } from './block.ts'
import { blocksOf, isOpen } from './blocks.ts'
import { acceptedLines, noteLines, noticeLines, remarkLines, unreadableLines } from './notices.ts'
import { scorecardLines } from './scorecard.ts'
import { aside, counted, heading, labelled, makeStyle, paragraph, type Style } from './style.ts'
import { notApplicableLines, passLines, unknownLines } from './unknowns.ts'

/** Answers that are proposed. */
const STEPS = 5

/** The report for a person at a terminal. Ends with a line end; no line ends with a space. */
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
  if (assessment.scope.touched && !options.verbose) return touchedParts(input, style)
  return [
    headLines(assessment, style),
    ...findingParts(input, style),
    noteLines(input, style),
    acceptedLines(input, style),
    remarkLines(input, style),
    unreadableLines(input, style),
    options.verbose ? passLines(input, style) : [],
    unknownLines(input, style),
    options.verbose ? notApplicableLines(input, style) : [],
    scorecardLines(assessment, style),
    noticeLines(input, style),
    nextLines(assessment, style),
    [
      ...summaryLines(assessment, style),
      ...gateLines(input, style),
      ...aside('assay explain <id> tells why a requirement matters and how to meet it', style),
    ],
  ]
}

/** What somebody who commits wants to know: what fails, and how far this looked. The rest is for the gate. */
function touchedParts(input: ReportInput, style: Style): string[][] {
  return [
    ...findingParts(input, style),
    noteLines(input, style),
    remarkLines(input, style),
    unreadableLines(input, style),
    noticeLines(input, style),
    [...summaryLines(input.assessment, style), ...gateLines(input, style)],
  ]
}

function findingParts(input: ReportInput, style: Style): string[][] {
  const rules = new Map<string, Rule>(input.rules.map((rule) => [rule.id, rule]))
  const told: Told = { requirement: '', place: '', fix: '', paths: new Map() }
  return blocksOf(input.assessment).map((block) => blockLines(block, rules.get(block.requirement), told, input, style))
}

/** One line for each finding, `place: severity: message [requirement]`: for eyes and for grep. */
function quietParts(input: ReportInput, style: Style): string[][] {
  const lines = blocksOf(input.assessment).flatMap(({ findings }) =>
    findings.map(({ first, others, requirements }) => {
      const more = others.length ? ` (${others.length + 1} places)` : ''
      return `${locate(first.place, input.textOf)}: ${first.severity}: ${first.message}${more} [${requirements.join(', ')}]`
    }),
  )
  // Whoever asks for little must still learn why the exit code is 2.
  const unusable = input.assessment.notices.filter(isWithoutGit).map(({ message }) => message)
  const problems = [...input.assessment.problems, ...unusable].map((problem) => plain(`problem: ${problem}`))
  return [
    lines.map(plain),
    remarkLines(input, style),
    unreadableLines(input, style),
    problems,
    [...summaryLines(input.assessment, style), ...gateLines(input, style)],
  ]
}

function headLines({ repository, forge, scope, asOf, tool }: Assessment, style: Style): string[] {
  const commit = repository.commit ? ` at ${repository.commit.slice(0, 10)}` : ''
  return [
    ...aside(`Assay ${tool.version}, profile ${scope.profile}, as of ${asOf}`, style),
    ...aside(`${repository.name}${commit}, ${counted(repository.files, 'file')}`, style),
    ...(forge ? aside(`settings of ${forge.host}/${forge.repository}, read at ${forge.readAt}`, style) : []),
  ]
}

function nextLines(assessment: Assessment, style: Style): string[] {
  const steps = nextSteps(assessment).slice(0, STEPS)
  if (!steps.length) return []
  return [
    ...heading('NEXT', 'what would settle most of the unknowns', style, style.paint.bold),
    ...steps.flatMap((step, i) => labelled(settlesLabel(step, steps[i - 1]), step.settle.text, 2, style)),
  ]
}

/** "settles 12"; what settles the very same as the one before is needed beside it, and settles nothing more. */
function settlesLabel({ requirements }: NextStep, before: NextStep | undefined): string {
  const same = before?.requirements.join() === requirements.join()
  return same ? 'and'.padStart(10) : `settles ${String(requirements.length).padStart(2)}`
}

function summaryLines(assessment: Assessment, style: Style): string[] {
  const touched = touchedLine(assessment)
  if (touched !== undefined) return touchedSummary(assessment, touched, style)
  const own = new Set(assessment.own)
  const members = requirementsInScope(assessment)
  const standard = members.filter((member) => !own.has(member))
  const mine = members.filter((member) => own.has(member))
  const words = mine.length ? `${tally(standard)}; own rules: ${tally(mine)}` : tally(standard)
  const paint = members.some((member) => member.verdict === 'fail') ? style.paint.red : style.paint.green
  const level =
    assessment.level === undefined ? '' : `; level: ${assessment.level === 'none' ? 'none yet' : assessment.level}`
  const { baseline } = assessment
  const debt = baseline ? `; to the baseline: ${baseline.new} new, ${baseline.known} known, ${goneWords(baseline)}` : ''
  return paragraph(words + level + debt, 0, style).map((line) => paint.bold(line))
}

/** What the exit code says, last: whoever is held looks there. */
function gateLines({ options: { gate } }: ReportInput, style: Style): string[] {
  if (!gate) return []
  const paint = gate.code === 0 ? style.paint.green : style.paint.red
  return paragraph(`Gate: ${gate.words}`, 0, style).map((line) => paint(line))
}

function touchedSummary(assessment: Assessment, touched: string, style: Style): string[] {
  const members = requirementsInScope(assessment)
  const open = new Set(assessment.results.filter(isOpen).map(({ requirement }) => requirement))
  const fails = members.filter(({ id, verdict }) => verdict === 'fail' && open.has(id)).length
  const paint = fails ? style.paint.red : style.paint.green
  const words = fails ? `${counted(fails, 'requirement')} ${fails === 1 ? 'fails' : 'fail'}; ${touched}` : touched
  const { baseline } = assessment
  const debt = baseline ? `; to the baseline: ${baseline.new} new, ${baseline.known} known` : ''
  return paragraph(words + debt, 0, style).map((line) => paint.bold(line))
}

/** "2 pass, 28 fail, 89 unknown, 2 not applicable". */
function tally(members: readonly RequirementVerdict[]): string {
  const count = (verdict: Conclusion) => members.filter((member) => member.verdict === verdict).length
  const waived = count('waived') ? `${count('waived')} waived, ` : ''
  return `${count('pass')} pass, ${count('fail')} fail, ${waived}${count('unknown')} unknown, ${count('not-applicable')} not applicable`
}
