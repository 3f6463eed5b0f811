import type { Result } from '../../assessment/assessment.ts'
import { stateOf } from '../../assessment/state.ts'
import { columns } from '../../reporters/columns.ts'
import { plain } from '../../reporters/harmless.ts'
import type { Reporter, ReportInput } from '../../reporters/reporter.ts'
import { excerptOf, locate } from '../../reporters/source-context.ts'
import { counted, heading, labelled, makeStyle, paragraph, type Style } from '../../reporters/terminal/style.ts'
import { isWithoutGit } from '../../sources/source.ts'

/** What `assay secrets` tells a person: each secret with its line, covered, and how to revoke it. */
export const secretsReport: Reporter = (input) => {
  const { options, assessment } = input
  const style = makeStyle(options.color, options.width)
  const fails = assessment.results.filter(({ verdict }) => verdict === 'fail')
  const found = fails.filter((one) => one.counts && stateOf(one) === 'open')
  const perhaps = fails.filter((one) => !one.counts)
  const accepted = fails.length - found.length - perhaps.length
  const unsearched = assessment.results.filter(({ verdict, counts }) => verdict === 'unknown' && counts)
  // whoever asks for little must still learn why the exit code is 2, and that nothing was left out
  const problems = [...assessment.problems, ...assessment.notices.filter(isWithoutGit).map(({ message }) => message)]
  const told = problems.flatMap((problem) => labelled('problem', problem, 0, style))
  const parts = options.quiet
    ? [
        [...found, ...unsearched].map((one) =>
          plain(`${locate(one.place, input.textOf)}: ${one.severity}: ${one.message}`),
        ),
        told,
      ]
    : [
        part('SECRETS', counted(found.length, 'secret'), found, input, style),
        part(
          'PERHAPS',
          `${counted(perhaps.length, 'value')} that may be secrets, or that count for less`,
          perhaps,
          input,
          style,
        ),
        notSearched(unsearched, style),
        told,
      ]
  const tail = [
    counted(found.length, 'secret'),
    ...(accepted ? [`${accepted} accepted`] : []),
    ...(perhaps.length ? [`${perhaps.length} perhaps`] : []),
    `${counted(assessment.repository.files, 'file')} searched`,
    ...(unsearched.length ? ['some could not be'] : []),
  ].join(', ')
  const paint = found.length ? style.paint.red : style.paint.green
  return `${[...parts, paragraph(tail, 0, style).map((line) => paint.bold(line))]
    .filter((lines) => lines.length)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

function part(word: string, text: string, results: readonly Result[], input: ReportInput, style: Style): string[] {
  if (!results.length) return []
  const paint = word === 'SECRETS' ? style.paint.red : style.paint.yellow
  const blocks = results.flatMap((result) => ['', ...block(result, input, style)])
  return [...heading(word, text, style, (line) => paint.bold(line)), ...blocks]
}

function block({ place, message, severity, fingerprint }: Result, input: ReportInput, style: Style): string[] {
  const lines = [`  ${style.paint.cyan(plain(locate(place, input.textOf)))}  ${style.paint.dim(severity)}`]
  const excerpt = excerptOf(place, input.textOf, style.width - 11)
  if (excerpt) {
    const { number, before, marked, after } = excerpt
    const gutter = style.paint.dim('|')
    lines.push(
      `  ${style.paint.dim(String(number).padStart(5))} ${gutter} ${(before + marked + after).trimEnd()}`,
      `  ${' '.repeat(5)} ${gutter} ${' '.repeat(columns(before))}${style.paint.red('^'.repeat(Math.max(1, columns(marked))))}`,
    )
  }
  lines.push(...paragraph(message, 2, style))
  if (input.options.verbose) lines.push(...labelled('finding', fingerprint.slice(0, 16), 2, style))
  return lines
}

function notSearched(results: readonly Result[], style: Style): string[] {
  if (!results.length) return []
  return [
    ...heading('OPEN', 'what could not be searched', style, style.paint.yellow.bold),
    ...results.flatMap(({ message, settle }) => [
      ...paragraph(message, 2, style),
      ...(settle ? labelled('settle', settle, 2, style) : []),
    ]),
  ]
}
