import { stateOf } from '../../assessment/state.ts'
import { groupBy } from '../../documents/group.ts'
import type { Notice, Skipped } from '../../sources/source.ts'
import { acceptedBy } from '../accepted.ts'
import type { ReportInput } from '../reporter.ts'
import { locate } from '../source-context.ts'
import { aside, counted, heading, labelled, paragraph, type Style } from './style.ts'

/** How a notice on a place begins: `file:line:column: `. */
const PLACE = /^[^\n]*?:\d+:\d+: /

/** Lines on skipped files that are shown without `--verbose`. */
const SKIPPED = 5

/** Failures that decide nothing (older releases, say): counted, and told in one line each when asked. */
export function noteLines({ assessment, options, textOf }: ReportInput, style: Style): string[] {
  const notes = assessment.results.filter((result) => result.verdict === 'fail' && !result.counts)
  if (!notes.length) return []
  if (!options.verbose) {
    const words = notes.length === 1 ? '1 note decides nothing' : `${notes.length} notes decide nothing`
    return aside(`${words}; --verbose shows ${notes.length === 1 ? 'it' : 'them'}`, style)
  }
  return [
    ...heading('NOTES', `${notes.length}, which decide nothing`, style, style.paint.bold),
    ...notes.flatMap(({ place, message, requirement }) =>
      paragraph(`${locate(place, textOf)}: ${message} [${requirement}]`, 2, style),
    ),
  ]
}

/** Failures that the baseline or an exception covers: counted, and with `verbose` told, with who answers for each. */
export function acceptedLines(input: ReportInput, style: Style): string[] {
  const { assessment, options, textOf } = input
  const accepted = assessment.results.filter((one) => one.verdict === 'fail' && one.counts && stateOf(one) !== 'open')
  if (!accepted.length) return []
  const what = `${counted(accepted.length, 'finding')} that the baseline or an exception covers`
  if (!options.verbose) return aside(`${what}; --verbose shows ${accepted.length === 1 ? 'it' : 'them'}`, style)
  return [
    ...heading('ACCEPTED', what, style, style.paint.bold),
    ...accepted.flatMap((result) => [
      ...paragraph(`${locate(result.place, textOf)}: ${result.message} [${result.requirement}]`, 2, style),
      ...labelled('finding', `${result.fingerprint.slice(0, 16)}, ${acceptedBy(result, input)}`, 4, style),
    ]),
  ]
}

/** What is wrong or worth knowing in waivers, ignores, attestations, the baseline and the policy. */
export function remarkLines({ assessment, textOf }: ReportInput, style: Style): string[] {
  const { remarks } = assessment
  if (!remarks.length) return []
  return [
    ...heading(
      'EXCEPTIONS',
      `${counted(remarks.length, 'remark')} on what was written about verdicts`,
      style,
      style.paint.bold,
    ),
    ...remarks.flatMap(({ severity, message, place, code }) =>
      paragraph(`${locate(place, textOf)}: ${severity}: ${message} [${code}]`, 2, style),
    ),
  ]
}

/** Evidence that could not be read, which makes the exit code 2. */
export function unreadableLines({ assessment, textOf }: ReportInput, style: Style): string[] {
  const lost = assessment.unreadable.filter((file) => file.claimed)
  if (!lost.length) return []
  const what = `${counted(lost.length, 'file')} that evidence was to come from (exit code 2)`
  return [
    ...heading('UNREADABLE', what, style, style.paint.red.bold),
    ...lost.flatMap(({ place, message }) => paragraph(`${locate(place, textOf)}: ${message}`, 2, style)),
  ]
}

/** What must be said of the run itself: the checkout, rules that failed, files that were passed over. */
export function noticeLines({ assessment, options, textOf }: ReportInput, style: Style): string[] {
  const { notices, skipped, unreadable, problems } = assessment
  const dim = (text: string) => aside(text, style)
  const excluded = skipped.filter((entry) => entry.reason === 'excluded')
  const passed = skipped.filter((entry) => entry.reason !== 'excluded')
  const shown = options.verbose ? [...excluded, ...passed] : passed.slice(0, SKIPPED)
  const broken = unreadable.filter((file) => !file.claimed)
  return [
    ...problems.flatMap((problem) => labelled('problem', problem, 0, style)),
    ...(options.verbose ? notices : gathered(notices)).flatMap(({ message }) => labelled('note', message, 0, style)),
    ...(excluded.length && !options.verbose
      ? dim(`${counted(excluded.length, 'path')} left out by assay.yaml; --verbose lists them`)
      : []),
    ...shown.flatMap((entry) => labelled('skipped', `${entry.path}: ${entry.detail}`, 0, style)),
    ...restLine(passed, options.verbose, dim),
    ...(options.verbose
      ? broken.flatMap(({ place, message }) => labelled('broken', `${locate(place, textOf)}: ${message}`, 0, style))
      : broken.length
        ? dim(`${counted(broken.length, 'file')} that no rule needs could not be parsed; --verbose lists them`)
        : []),
  ]
}

/** What is said of several places in the same words, once: the first place, and how many more there are. */
function gathered(notices: readonly Notice[]): readonly Pick<Notice, 'message'>[] {
  const alike = groupBy(notices, ({ message }) => message.replace(PLACE, ''))
  return [...alike.values()].map(([first, ...others]) => {
    const { message } = first as Notice
    return { message: others.length ? `${message} (and ${others.length} more such; --verbose lists them)` : message }
  })
}

function restLine(passed: readonly Skipped[], verbose: boolean, dim: (text: string) => string[]): string[] {
  if (verbose || passed.length <= SKIPPED) return []
  return dim(`… and ${passed.length - SKIPPED} more skipped; --verbose lists them`)
}
