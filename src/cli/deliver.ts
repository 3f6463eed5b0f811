import type { Format } from '../reporters/index.ts'
import type { Reporter } from '../reporters/reporter.ts'
import { timed } from '../sources/timing.ts'
import { exitCode, type Gate } from './gate.ts'
import { gateWords } from './gate-words.ts'
import type { Judged } from './judge.ts'
import { print, reportWidth, type Target, wantsColor, writeWhole } from './output.ts'
import { tell } from './tell.ts'

/** What a command line says of the gate and the reports; left out: the defaults of docs/cli.md. */
export interface Delivery extends Partial<Gate> {
  readonly quiet?: boolean
  readonly verbose?: boolean
  readonly color?: boolean
}

/**
 * Writes the reports of what was judged, and sets and gives the exit code.
 * @param load what makes the report of a format
 */
export async function deliver(
  judged: Judged,
  targets: readonly Target<Format>[],
  options: Delivery,
  load: (format: Format) => Promise<Reporter>,
): Promise<number> {
  const { failOn = 'error', strict = false, exitZero = false, quiet = false, verbose = false } = options
  const gate: Gate = { failOn, strict, exitZero }
  const code = exitCode(judged.assessment, gate)
  const words = gateWords(judged.assessment, gate, judged.textOf)
  // set before anything is written: a reader that closes the pipe early does not change the verdict
  process.exitCode = code
  // files first: what goes to stdout may end with its reader
  for (const { format, file } of [...targets].sort((a, b) => Number(!a.file) - Number(!b.file))) {
    const report = await load(format)
    const color = file === undefined && wantsColor(options.color ?? true, process.env, process.stdout.isTTY)
    const width = file === undefined ? reportWidth(process.stdout.columns) : 80
    const content = timed(`report ${format}`, () =>
      report({ ...judged, options: { color, width, quiet, verbose, gate: words } }),
    )
    if (file === undefined) await print(content)
    else await writeWhole(file, content)
  }
  // in a report for programs nobody reads why it is no verdict
  if (code === 2 && !targets.some(({ format, file }) => format === 'terminal' && !file)) tell(words?.words ?? '')
  return code
}
