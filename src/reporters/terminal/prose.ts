import { wrap } from '../columns.ts'
import { plain } from '../harmless.ts'
import type { Style } from './style.ts'

/** The first paragraph of a rule's text on one line, without the colon that leads to an example. */
export function firstParagraph(text: string): string {
  const [first = ''] = text.trim().split(/\n\s*\n/)
  const line = first.replace(/\s+/g, ' ').trim()
  // the title of the example that follows ("… of failed requests. Argo Rollouts:") says nothing without it
  return line
    .replace(/(?<=[.!?]) (?:\S+ ){0,2}\S+:$/, '')
    .replace(/:$/, '')
    .trim()
}

/** A rule's text in full: prose is wrapped, lists keep their lines, code stays as it is. */
export function proseLines(label: string, text: string, style: Style): string[] {
  const indent = 3 + label.length
  const width = style.width - indent
  let fenced = false
  const lines = join(text.trim().split('\n')).flatMap((line) => {
    const fence = /^\s*(```|~~~)/.test(line)
    if (fence) fenced = !fenced
    const shown = line.replace(/^[\t ]+/, (blank) => blank.replaceAll('\t', '    ')).trimEnd()
    if (fence || fenced || /^ {4}/.test(shown)) return [plain(shown)]
    const lead = /^ *([-*] |\d+[.)] )?/.exec(shown)?.[0] ?? ''
    const [first = '', ...rest] = wrap(plain(shown.slice(lead.length)), width - lead.length)
    return [lead + first, ...rest.map((more) => ' '.repeat(lead.length) + more)]
  })
  return lines.map((line, i) => `  ${i === 0 ? style.paint.dim(label) : ' '.repeat(label.length)} ${line}`.trimEnd())
}

/** Lines of one paragraph become one line, so that it is wrapped anew. */
function join(lines: readonly string[]): string[] {
  const joined: string[] = []
  let fenced = false
  for (const line of lines) {
    const fence = /^\s*(```|~~~)/.test(line)
    const before = joined.at(-1)
    const goesOn =
      before !== undefined && before.trim() !== '' && !/^\s*(```|~~~)/.test(before) && !/^ {4}/.test(before)
    const starts = fence || fenced || line.trim() === '' || /^ {4}|^\s*([-*] |\d+[.)] |#|\|)/.test(line)
    if (goesOn && !starts) joined[joined.length - 1] = `${before.trimEnd()} ${line.trim()}`
    else joined.push(line)
    if (fence) fenced = !fenced
  }
  return joined
}
