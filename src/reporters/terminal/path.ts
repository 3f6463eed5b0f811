import type { TraceStop } from '../../facts/schema/form.ts'
import { columns, pad, shorten } from '../columns.ts'
import { plain } from '../harmless.ts'
import type { ReportInput } from '../reporter.ts'
import { locate } from '../source-context.ts'
import type { Style } from './style.ts'

/** Columns that the text of a stop needs to say anything. */
const LEAST = 24

/** The way from the trigger to the deployment as steps of a stair; at the right where each is, the file told once. */
export function pathLines(trace: readonly TraceStop[], input: ReportInput, style: Style): string[] {
  let file = ''
  return trace.flatMap((stop, i) => {
    const stair = `${i === 0 ? 'path ' : `     ${'  '.repeat(Math.min(i - 1, 6))}└ `}`
    const at = plain(whereOf(stop, file, input))
    file = stop.place.setting === undefined ? stop.place.file : ''
    const left = `  ${i === 0 ? style.paint.dim(stair) : stair}`
    const used = 2 + columns(stair)
    const room = style.width - used - columns(at) - 2
    const text = plain(stop.text)
    if (room >= Math.min(LEAST, columns(text))) {
      return [`${left}${pad(shorten(text, room), room)}  ${style.paint.dim(at)}`]
    }
    const below = pad('', Math.max(used, style.width - columns(at)))
    return [`${left}${shorten(text, style.width - used)}`, `${below}${style.paint.dim(at)}`]
  })
}

/** `file:line`, or `:line` where the stop before it stands in the same file. */
function whereOf({ place }: TraceStop, before: string, { textOf }: ReportInput): string {
  const text = place.start === undefined || place.setting !== undefined ? undefined : textOf(place.file)
  if (!text || place.start === undefined) return locate(place, textOf)
  const line = `:${text.position(place.start).line}`
  return place.file === before ? line : `${place.file}${line}`
}

/** Equal for paths that are drawn alike. */
export function pathKey(trace: readonly TraceStop[]): string {
  return JSON.stringify(trace.map(({ place, text }) => [place.file, place.start, place.setting, text]))
}
