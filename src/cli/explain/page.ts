import type { Result } from '../../assessment/assessment.ts'
import { acceptedBy } from '../../reporters/accepted.ts'
import { columns } from '../../reporters/columns.ts'
import { plain } from '../../reporters/harmless.ts'
import type { ReportInput } from '../../reporters/reporter.ts'
import { excerptOf, locate } from '../../reporters/source-context.ts'
import { pathLines } from '../../reporters/terminal/path.ts'
import { labelled, makeStyle, paragraph, type Style } from '../../reporters/terminal/style.ts'

/** One result as a page for a person: what it says, where, by which values, on which path, and whether anybody accepts it. */
export function findingPage(result: Result, input: ReportInput): string {
  const style = makeStyle(input.options.color, input.options.width)
  const { verdict, requirement, severity, subject } = result
  const head = `${verdict.toUpperCase()}  ${plain(requirement)}${verdict === 'fail' ? `  ${severity}` : ''}`
  const about = [subject.kind, subject.id].filter(Boolean).join(' ')
  return `${[
    style.paint.bold(head),
    ...paragraph(result.message, 2, style),
    ...placeLines(result, input, style),
    ...(about ? labelled('of', about, 2, style) : []),
    ...result.evidence.flatMap((one) => labelled('saw', one, 2, style)),
    ...(result.trace.length > 1 ? pathLines(result.trace, input, style) : []),
    ...(result.hidden ? labelled('hidden', result.hidden.what, 2, style) : []),
    ...settles(result, style),
    ...labelled('state', state(result, input), 2, style),
    ...labelled('finding', result.fingerprint.slice(0, 16), 2, style),
  ].join('\n')}\n`
}

function placeLines({ place }: Result, input: ReportInput, style: Style): string[] {
  const at = `  ${style.paint.cyan(plain(locate(place, input.textOf)))}`
  const excerpt = excerptOf(place, input.textOf, style.width - 11)
  if (!excerpt) return [at]
  const { number, before, marked, after } = excerpt
  const gutter = style.paint.dim('|')
  return [
    at,
    `  ${style.paint.dim(String(number).padStart(5))} ${gutter} ${(before + marked + after).trimEnd()}`,
    `  ${' '.repeat(5)} ${gutter} ${' '.repeat(columns(before))}${style.paint.red('^'.repeat(Math.max(1, columns(marked))))}`,
  ]
}

function settles({ settle, hidden }: Result, style: Style): string[] {
  const text = settle ?? hidden?.settle.text
  return text === undefined ? [] : labelled('settled by', text, 2, style)
}

/** Whether anybody accepts it: new, known, waived; and of what is no fail, that there is nothing to accept. */
function state(result: Result, input: ReportInput): string {
  const { verdict, counts, baselineState } = result
  if (verdict === 'unknown') return 'unknown: it could not be judged, and is no fail'
  if (verdict !== 'fail') return `${verdict}: there is nothing to mend`
  const note = counts ? '' : '; it is shown, and decides nothing'
  const by =
    baselineState === 'new' ? `not in ${input.assessment.baseline?.file ?? 'the baseline'}` : 'nothing accepts it'
  return acceptedBy(result, input) ?? `new: ${by}${note}`
}
