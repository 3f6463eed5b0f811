import type { Assessment, Fraction, RequirementVerdict } from '../../assessment/assessment.ts'
import type { Verdict } from '../../rules/rule.ts'
import { labelled, pad, type Style } from './style.ts'

const verdicts: readonly Verdict[] = ['pass', 'fail', 'unknown', 'not-applicable']

/** The counts by section, then level, share and coverage with what they are made of. */
export function scorecardLines(assessment: Assessment, style: Style): string[] {
  const sections = new Map<string, RequirementVerdict[]>()
  for (const requirement of assessment.requirements) {
    const members = sections.get(requirement.section)
    if (members) members.push(requirement)
    else sections.set(requirement.section, [requirement])
  }
  if (assessment.own.length) sections.set('own rules', [...assessment.own])
  const isJudged = ([, members]: readonly [string, readonly RequirementVerdict[]]) => members.some((m) => m.judged)
  const judged = [...sections].filter(isJudged)
  const unjudged = [...sections].filter((section) => !isJudged(section))
  const width = Math.max(8, ...judged.map(([name]) => name.length))
  const lines = [
    `${style.paint.bold(pad('SCORECARD', width + 2))}  pass  fail  unknown  n/a`,
    ...judged.map(([name, members]) => sectionLine(name, members, width, style)),
    ...unjudgedLine(unjudged, width, style),
    sectionLine('all', [...sections.values()].flat(), width, style),
  ]
  return [...lines, ...standingLines(assessment, style)]
}

/** Sections that no rule of this version judges, as one line: open, and said to be. */
function unjudgedLine(
  sections: readonly [string, readonly RequirementVerdict[]][],
  width: number,
  style: Style,
): string[] {
  const count = sections.reduce((sum, [, members]) => sum + members.length, 0)
  if (!count) return []
  const name = pad(`${sections.length} more`, width)
  const dots = style.paint.dim('   ·     ·')
  return [
    `  ${name}  ${dots}  ${style.paint.yellow(String(count).padStart(7))}${style.paint.dim('    ·  sections that this version does not judge')}`,
  ]
}

function sectionLine(name: string, members: readonly RequirementVerdict[], width: number, style: Style): string {
  const [pass, fail, unknown, none] = verdicts.map((v) => members.filter((m) => m.verdict === v).length) as [
    number,
    number,
    number,
    number,
  ]
  const cell = (n: number, to: number, paint: (text: string) => string) => {
    const text = String(n || '·').padStart(to)
    return n ? paint(text) : style.paint.dim(text)
  }
  const cells = [
    cell(pass, 4, style.paint.green),
    cell(fail, 4, style.paint.red),
    cell(unknown, 7, style.paint.yellow),
    cell(none, 3, style.paint.dim),
  ].join('  ')
  return `  ${pad(name, width)}  ${cells}  ${bar(pass, fail, unknown, style)}`.trimEnd()
}

/** A bar of at most 16 cells: what passes, what fails, what is open. Shapes differ, so it reads without colour. */
function bar(pass: number, fail: number, unknown: number, style: Style): string {
  const all = pass + fail + unknown
  if (!all || style.width < 76) return ''
  const cells = Math.min(16, all)
  const filled = Math.round((pass / all) * cells)
  const failed = Math.min(cells - filled, Math.round((fail / all) * cells))
  return (
    style.paint.green('#'.repeat(filled)) +
    style.paint.red('x'.repeat(failed)) +
    style.paint.dim('.'.repeat(cells - filled - failed))
  )
}

function standingLines(assessment: Assessment, style: Style): string[] {
  const { scope } = assessment
  if (scope.kind === 'partial' || !assessment.levels) {
    return ['', ...labelled('Scope', `partial run (${scope.only.join(', ')}): no level and no share`, 2, style)]
  }
  const lines = ['']
  for (const standing of assessment.levels) {
    const state = standing.reached ? style.paint.green('reached') : style.paint.red('not reached')
    const why = standing.reached
      ? ''
      : `  failed by ${standing.failedBy.length}, still open by ${standing.openBy.length}`
    lines.push(`  ${pad(standing.level, 8)} ${state}  ${fraction(standing.met)} met${style.paint.dim(why)}`)
  }
  if (assessment.share && assessment.coverage) {
    lines.push(
      '',
      `  Share     ${fraction(assessment.share)} of what applies passes; an unknown costs as much as a fail`,
    )
    lines.push(`  Coverage  ${fraction(assessment.coverage)} of what applies is judged`)
  }
  if (assessment.notJudged) {
    lines.push(`  ${assessment.notJudged} requirements are not judged by this version, and count as unknown`)
  }
  return lines
}

/** "12 of 88 (13.6 %)". */
export function fraction({ numerator, denominator }: Fraction): string {
  if (!denominator) return `${numerator} of 0`
  return `${numerator} of ${denominator} (${((100 * numerator) / denominator).toFixed(1)} %)`
}
