import type { Change, Comparison } from '../../assessment/compare.ts'
import { plain } from '../harmless.ts'
import { labelled, makeStyle, paragraph, type Style } from '../terminal/style.ts'
import { type Alike, alike, byLevel, fixedWords, originWords, standing, summary, turn, unjudgedWords } from './words.ts'

/** Lines of findings. */
const LISTED = 30

/** A comparison for a person at a terminal: what is worse first, then what is better, then the findings. */
export function diffTerminal(comparison: Comparison, color: boolean, width: number): string {
  const style = makeStyle(color, width)
  const { changes, found, fixed, unjudged, remarks } = comparison
  const { red, green, yellow } = style.paint
  const part = (title: string, lines: readonly string[]) =>
    lines.length ? [style.paint.bold(title), ...lines, ''] : []
  const of = (way: Change['way'], paint: Style['paint']) =>
    byLevel(changes.filter((change) => change.way === way)).flatMap((change) => changeLines(change, paint, style))
  return `${[
    ...part('WORSE', of('worse', red)),
    ...part('BETTER', of('better', green)),
    ...part('OTHER', of('other', yellow)),
    ...part('NEW FINDINGS', findingLines(alike(found), style)),
    ...(fixed.length ? [...paragraph(fixedWords(fixed), 0, style), ''] : []),
    ...(unjudged.length ? [...paragraph(unjudgedWords(unjudged.length), 0, style), ''] : []),
    ...remarks.flatMap((remark) => labelled('note', remark, 0, style)),
    plain(standing(comparison).join(', ')),
    style.paint.bold(summary(comparison)),
  ].join('\n')}\n`
}

function changeLines(change: Change, paint: Style['paint'], style: Style): string[] {
  return [
    `  ${paint(turn(change).padEnd(18))}  ${plain(change.id)}  ${style.paint.dim(change.level)}`,
    ...labelled('why', change.reason, 4, style),
    ...labelled('by ', originWords[change.origin], 4, style),
  ]
}

function findingLines(found: readonly Alike[], style: Style): string[] {
  const rest = found.slice(LISTED).reduce((sum, { count }) => sum + count, 0)
  return [
    ...found
      .slice(0, LISTED)
      .flatMap((one) => labelled('+', `${one.where}: ${one.message} [${one.requirement}]`, 2, style)),
    ...(rest ? [`  … and ${rest} more; --format json has all`] : []),
  ]
}
