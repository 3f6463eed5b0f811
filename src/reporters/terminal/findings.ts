import type { Result } from '../../assessment/assessment.ts'
import type { TraceStop } from '../../facts/schema/form.ts'
import type { Rule, Severity } from '../../rules/rule.ts'
import type { ReportInput } from '../reporter.ts'
import { excerptOf, locate } from '../source-context.ts'
import { columns, labelled, pad, paragraph, plain, type Style, wrap } from './style.ts'

/** Failures that share one cause: the first tells it, the others are named. */
export interface Finding {
  readonly first: Result
  readonly others: readonly Result[]
}

const weight: Record<Severity, number> = { error: 0, warning: 1, note: 2 }

/** Failures that count, gathered by cause, the gravest first. */
export function findingsOf(results: readonly Result[]): Finding[] {
  const byCause = new Map<string, Result[]>()
  for (const result of results) {
    if (result.verdict !== 'fail' || !result.counts) continue
    const group = byCause.get(result.cause)
    if (group) group.push(result)
    else byCause.set(result.cause, [result])
  }
  const findings = [...byCause.values()].map((group) => {
    const [first, ...others] = group.toSorted((a, b) => weight[a.severity] - weight[b.severity])
    return { first: first as Result, others }
  })
  return findings.sort((a, b) => weight[a.first.severity] - weight[b.first.severity])
}

/** One finding as a block of lines; a path that the finding before it has shown is not drawn again. */
export function findingLines(
  finding: Finding,
  before: Finding | undefined,
  rule: Rule | undefined,
  input: ReportInput,
  style: Style,
): string[] {
  const { first, others } = finding
  const lines = headLines(first, rule, style)
  const also = [...new Set(others.map((other) => other.requirement))].filter((id) => id !== first.requirement)
  if (also.length) lines.push(...labelled('and', also.join(', '), 2, style))
  lines.push(...placeLines(first, input, style))
  lines.push(...paragraph(first.message, 2, style))
  lines.push(...otherPlaces(first, others, input, style))
  if (first.trace.length > 1) {
    const path = traceLines(first.trace, input, style)
    const told = before ? traceLines(before.first.trace, input, style) : []
    lines.push(...(path.join() === told.join() ? labelled('path', 'as above', 2, style) : path))
  }
  if (input.options.verbose) {
    for (const evidence of first.evidence) lines.push(...labelled('saw', evidence, 2, style))
    lines.push(...fullText('why', rule?.why, style), ...fullText('fix', rule?.fix, style))
  } else if (rule) lines.push(...labelled('fix', firstParagraph(rule.fix), 2, style))
  return lines
}

function headLines(result: Result, rule: Rule | undefined, style: Style): string[] {
  const sign = result.severity === 'error' ? style.paint.red.bold('FAIL') : style.paint.yellow.bold('FAIL')
  const title = wrap(plain(rule?.title ?? result.requirement), style.width - 6)
  const word = ` ${result.severity}`
  const head = `${sign}  ${style.paint.bold(result.requirement)}${style.paint.dim(word)}`
  return [head, ...title.map((line) => `  ${line}`)]
}

function placeLines(result: Result, input: ReportInput, style: Style): string[] {
  const lines = [`  ${style.paint.cyan(plain(locate(result.place, input.textOf)))}`]
  const excerpt = excerptOf(result.place, input.textOf, style.width - 12)
  if (!excerpt) return lines
  const number = String(excerpt.number).padStart(5)
  const before = plain(excerpt.line.slice(0, excerpt.start))
  const marked = plain(excerpt.line.slice(excerpt.start, excerpt.end)).trimEnd()
  const gutter = style.paint.dim('|')
  lines.push(
    `  ${style.paint.dim(number)} ${gutter} ${before}${marked}${plain(excerpt.line.slice(excerpt.end))}`.trimEnd(),
  )
  lines.push(
    `  ${' '.repeat(5)} ${gutter} ${' '.repeat(columns(before))}${style.paint.red('^'.repeat(Math.max(1, columns(marked))))}`,
  )
  return lines
}

function otherPlaces(first: Result, others: readonly Result[], input: ReportInput, style: Style): string[] {
  const here = locate(first.place, input.textOf)
  const places = [...new Set(others.map((other) => locate(other.place, input.textOf)))].filter((at) => at !== here)
  if (!places.length) return []
  const shown = input.options.verbose ? places : places.slice(0, 4)
  const more = places.length > shown.length ? [`… and ${places.length - shown.length} more`] : []
  return [...shown, ...more].flatMap((at, i) => labelled(i === 0 ? 'also at' : '       ', at, 2, style))
}

/** The way from the trigger to the deployment, as steps of a stair, each with its place at the right. */
function traceLines(trace: readonly TraceStop[], input: ReportInput, style: Style): string[] {
  return trace.map((stop, i) => {
    const stair = i === 0 ? '' : `${'  '.repeat(Math.min(i - 1, 6))}└ `
    const at = plain(locate(stop.place, input.textOf))
    const room = Math.max(12, style.width - 9 - stair.length - columns(at))
    const label = i === 0 ? 'path' : '    '
    return `  ${style.paint.dim(label)} ${stair}${pad(shorten(plain(stop.text), room), room)}  ${style.paint.dim(at)}`
  })
}

function shorten(text: string, to: number): string {
  return columns(text) <= to ? text : `${text.slice(0, Math.max(1, to - 1)).trimEnd()}…`
}

function firstParagraph(text: string): string {
  const [first = ''] = text.trim().split(/\n\s*\n/)
  return first.replace(/\s+/g, ' ').replace(/:$/, '').trim()
}

function fullText(label: string, text: string | undefined, style: Style): string[] {
  if (!text) return []
  return text
    .trimEnd()
    .split('\n')
    .map((line, i) => `  ${style.paint.dim(i === 0 ? label : ' '.repeat(label.length))} ${line}`.trimEnd())
}
