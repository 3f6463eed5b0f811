import type { Assessment, Conclusion, Fraction, RequirementVerdict } from '../../assessment/assessment.ts'
import { groupBy } from '../../documents/group.ts'
import { columns, pad } from '../columns.ts'
import { outOf, percentOf } from '../fraction.ts'
import { plain } from '../harmless.ts'
import { requirementsInScope, touchedLine } from '../scope.ts'
import { counted, labelled, type Style } from './style.ts'

const conclusions: readonly Conclusion[] = ['pass', 'fail', 'waived', 'unknown', 'not-applicable']

/** The counts by section, those of the user's own rules apart; then levels, share and coverage. */
export function scorecardLines(assessment: Assessment, style: Style): string[] {
  const mine = new Set(assessment.own)
  const members = requirementsInScope(assessment)
  const standard = members.filter((member) => !mine.has(member))
  const own = members.filter((member) => mine.has(member))
  const sections = groupBy(standard, ({ section }) => section)
  const isJudged = ([, some]: readonly [string, readonly RequirementVerdict[]]) => some.some((one) => one.judged)
  const judged = [...sections].filter(isJudged)
  const others = [...sections].filter((section) => !isJudged(section))
  const waived = members.some((member) => member.verdict === 'waived')
  const width = Math.max(9, ...judged.map(([name]) => columns(plain(name))))
  return [
    `${style.paint.bold(pad('SCORECARD', width + 2))}  ${style.paint.dim(`pass  fail  ${waived ? 'waived  ' : ''}unknown  n/a`)}`,
    ...judged.map(([name, some]) => sectionLine(name, some, width, waived, style)),
    ...othersLine(others, width, waived, style),
    ...(sections.size > 1 ? [sectionLine('all', standard, width, waived, style)] : []),
    ...(own.length ? [sectionLine('own rules', own, width, waived, style)] : []),
    ...standingLines(assessment, style),
  ]
}

/** Sections that no rule of this version judges, as one line: open, and said to be. */
function othersLine(
  sections: readonly [string, readonly RequirementVerdict[]][],
  width: number,
  waived: boolean,
  style: Style,
): string[] {
  const count = sections.reduce((sum, [, members]) => sum + members.length, 0)
  if (!count) return []
  const name = pad(`${sections.length} more`, width)
  const unknown = style.paint.yellow(String(count).padStart(7))
  const words = style.width < 66 ? '' : '  not judged yet'
  return [
    `  ${name}  ${style.paint.dim(`   ·     ·${waived ? '       ·' : ''}`)}  ${unknown}  ${style.paint.dim(`  ·${words}`)}`,
  ]
}

/** The counts of one section; the column of waived ones stands only where something is waived. */
function sectionLine(
  name: string,
  members: readonly RequirementVerdict[],
  width: number,
  hasWaived: boolean,
  style: Style,
): string {
  const [pass = 0, fail = 0, waived = 0, unknown = 0, none = 0] = conclusions.map(
    (verdict) => members.filter((member) => member.verdict === verdict).length,
  )
  const { green, red, yellow, cyan, dim } = style.paint
  const cell = (n: number, to: number, paint: (text: string) => string) =>
    (n ? paint : dim)(String(n || '·').padStart(to))
  const cells = [
    cell(pass, 4, green),
    cell(fail, 4, red),
    ...(hasWaived ? [cell(waived, 6, cyan)] : []),
    cell(unknown, 7, yellow),
    cell(none, 3, dim),
  ].join('  ')
  return `  ${pad(plain(name), width)}  ${cells}  ${bar(pass, fail, waived + unknown, style)}`.trimEnd()
}

/** A bar of at most 16 cells: what passes, what fails, what is waived or open. Shapes differ, so it reads without colour. */
function bar(pass: number, fail: number, open: number, style: Style): string {
  const all = pass + fail + open
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
  const { scope, levels, share, coverage, notJudged } = assessment
  if (scope.kind === 'partial' || !levels) {
    const limits = [...scope.only, ...(scope.touched ? [touchedLine(assessment)] : [])]
    const which = limits.length ? ` (${limits.join(', ')})` : ''
    return ['', ...labelled('Scope', `a partial run${which}: no level and no share`, 2, style)]
  }
  const lines = ['', `${style.paint.bold('LEVEL')}${style.paint.dim(`${' '.repeat(26)}met  failed  open`)}`]
  for (const { level, reached, met, attested, declared, failedBy, openBy } of levels) {
    const state = reached ? style.paint.green('reached    ') : style.paint.red('not reached')
    const cell = (n: number, to: number) => (n ? String(n).padStart(to) : style.paint.dim('·'.padStart(to)))
    const figures = `${outOf(met).padStart(11)}  ${cell(failedBy.length, 6)}  ${cell(openBy.length, 4)}`
    const words = [attested ? `${attested} attested` : '', declared ? `${declared} declared` : ''].filter(Boolean)
    const apart = words.length && style.width >= 76 ? style.paint.dim(`  of met: ${words.join(', ')}`) : ''
    lines.push(`  ${pad(level, 6)}  ${state}  ${figures}${apart}`)
  }
  lines.push('')
  if (share) {
    const meaning = 'of what applies passes; an unknown costs as much as a fail'
    lines.push(...labelled('Share   ', `${percent(share)} ${meaning}`, 2, style))
  }
  if (coverage) lines.push(...labelled('Coverage', `${percent(coverage)} of what applies is judged`, 2, style))
  lines.push(...gradeLines(assessment, style))
  if (notJudged) {
    const words = `${counted(notJudged, 'requirement')} of the standard not judged by this version, counted as unknown`
    lines.push(...labelled('Open    ', words, 2, style))
  }
  const waived = requirementsInScope(assessment).filter((requirement) => requirement.verdict === 'waived').length
  if (waived) lines.push(...labelled('Waived  ', `${counted(waived, 'requirement')} by exceptions, not met`, 2, style))
  return lines
}

/** Passes that rest on somebody's word are told apart from those that were seen. */
function gradeLines(assessment: Assessment, style: Style): string[] {
  const passes = requirementsInScope(assessment).filter((requirement) => requirement.verdict === 'pass')
  const grades = (['recorded', 'declared', 'attested'] as const).flatMap((grade) => {
    const count = passes.filter((requirement) => requirement.grade === grade).length
    return count ? [`${count} ${grade}`] : []
  })
  if (!grades.length) return []
  return labelled(
    'Evidence',
    `of ${counted(passes.length, 'pass', 'passes')}: ${grades.join(', ')}, the rest observed`,
    2,
    style,
  )
}

/** "12 of 88 (13.6 %)". */
export function percent(part: Fraction): string {
  const share = percentOf(part)
  return share === undefined ? outOf(part) : `${outOf(part)} (${share})`
}
