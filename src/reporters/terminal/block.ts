import type { Result } from '../../assessment/assessment.ts'
import type { Rule } from '../../rules/rule.ts'
import { columns, shorten, wrap } from '../columns.ts'
import { plain } from '../harmless.ts'
import type { ReportInput } from '../reporter.ts'
import { excerptOf, locate } from '../source-context.ts'
import type { Block, Finding } from './blocks.ts'
import { moreLines } from './more.ts'
import { pathKey, pathLines } from './path.ts'
import { firstParagraph, proseLines } from './prose.ts'
import { labelled, paragraph, type Style } from './style.ts'

/** Columns of one message; what is longer (a whole script in one line) is cut unless everything is asked for. */
const MESSAGE = 400
/** Further places of a finding that are named. */
const PLACES = 4

/** What the blocks so far have told, so that nothing is told twice in a row. */
export interface Told {
  /** the requirement of the block before */
  requirement: string
  place: string
  fix: string
  /** path → the requirement whose block drew it */
  readonly paths: Map<string, string>
}

/** One requirement's failures: the first with its source line, the others as a list; with `verbose` all in full. */
export function blockLines(
  block: Block,
  rule: Rule | undefined,
  told: Told,
  input: ReportInput,
  style: Style,
): string[] {
  const { verbose } = input.options
  const [first, ...others] = block.findings as [Finding, ...Finding[]]
  const lines = headLines(block, rule, style)
  for (const finding of verbose ? block.findings : [first]) {
    if (finding !== first) lines.push('')
    lines.push(...findingLines(finding, block.requirement, told, input, style))
  }
  if (!verbose) lines.push(...moreLines(others, input, style))
  if (rule && verbose) lines.push(...proseLines('why', rule.why, style), ...proseLines('fix', rule.fix, style))
  else if (rule) {
    const fix = firstParagraph(rule.fix)
    lines.push(...labelled('fix', fix === told.fix ? 'as above' : fix, 2, style))
    told.fix = fix
  }
  told.place = locate(first.first.place, input.textOf)
  told.requirement = block.requirement
  return lines
}

function headLines({ requirement, severity, also }: Block, rule: Rule | undefined, style: Style): string[] {
  const paint = severity === 'error' ? style.paint.red : style.paint.yellow
  return [
    `${paint.bold('FAIL')}  ${style.paint.bold(plain(requirement))}  ${style.paint.dim(severity)}`,
    ...wrap(plain(rule?.title ?? ''), style.width - 2).map((line) => `  ${line}`),
    ...(also.length ? labelled('and', also.join(', '), 2, style) : []),
  ]
}

function findingLines(finding: Finding, id: string, told: Told, input: ReportInput, style: Style): string[] {
  const { first, others } = finding
  const { verbose } = input.options
  return [
    ...placeLines(first, told, input, style),
    ...paragraph(verbose ? first.message : shorten(first.message, MESSAGE), 2, style),
    ...placesLines(first, others, input, style),
    ...tracedLines(first, id, told, input, style),
    ...(verbose ? first.evidence.flatMap((evidence) => labelled('saw', evidence, 2, style)) : []),
    // by this it can be waived
    ...(verbose ? labelled('finding', first.fingerprint.slice(0, 16), 2, style) : []),
  ]
}

function placeLines({ place }: Result, told: Told, input: ReportInput, style: Style): string[] {
  const at = locate(place, input.textOf)
  const shown = `  ${style.paint.cyan(plain(at))}`
  if (place.start !== undefined && at === told.place) return [`${shown}  ${style.paint.dim('as above')}`]
  const excerpt = excerptOf(place, input.textOf, style.width - 11)
  if (!excerpt) return [shown]
  const { number, before, marked, after } = excerpt
  const gutter = style.paint.dim('|')
  const blank = ' '.repeat(columns(before))
  return [
    shown,
    `  ${style.paint.dim(String(number).padStart(5))} ${gutter} ${(before + marked + after).trimEnd()}`,
    `  ${' '.repeat(5)} ${gutter} ${blank}${style.paint.red('^'.repeat(Math.max(1, columns(marked))))}`,
  ]
}

/** The other places of one finding; where another message holds there, it is told with everything else. */
function placesLines(first: Result, others: readonly Result[], input: ReportInput, style: Style): string[] {
  const { verbose } = input.options
  const here = locate(first.place, input.textOf)
  const shown = others.map((other) => {
    const at = locate(other.place, input.textOf)
    return verbose && other.message !== first.message ? `${at}: ${other.message}` : at
  })
  const places = [...new Set(shown)].filter((at) => at !== here)
  const listed = verbose ? places : places.slice(0, places.length === PLACES + 1 ? PLACES + 1 : PLACES)
  const rest = places.length > listed.length ? [`… and ${places.length - listed.length} more places`] : []
  return [...listed, ...rest].flatMap((at, i) => labelled(i === 0 ? 'also at' : '       ', at, 2, style))
}

function tracedLines({ trace }: Result, id: string, told: Told, input: ReportInput, style: Style): string[] {
  if (trace.length < 2) return []
  const key = pathKey(trace)
  const drawn = told.paths.get(key)
  if (drawn === undefined) {
    told.paths.set(key, id)
    return pathLines(trace, input, style)
  }
  const where = drawn === id || drawn === told.requirement ? 'as above' : `as for ${drawn}`
  return labelled('path', where, 2, style)
}
