import type { Simple } from '../../../../documents/shell/index.ts'
import type { Call } from '../call.ts'
import { namesWritten } from './assigned.ts'
import { pathFrom } from './paths.ts'
import { renderWord } from './render.ts'
import type { Context, Finder, Shell } from './state.ts'

/** Operators of redirects that write into a file. */
export const intoFile = /^(>|>>|&>|&>>|>\|)$/

/** The file that a command's output goes to, as the shell expands its name. */
export function outputOf(
  { redirects }: Pick<Simple, 'redirects'>,
  shell: Shell,
  { source }: Context,
): string | undefined {
  const redirect = redirects.find(({ operator }) => intoFile.test(operator))
  return redirect && renderWord(redirect.target, shell, source)
}

/** The file that a command writes: `tee` the one that it is told, any other the one that its output goes to. */
export function writtenBy(node: Simple, { words }: Call, shell: Shell, context: Context): string | undefined {
  const [program, ...rest] = words
  return program === 'tee' ? rest.find((word) => !word.startsWith('-')) : outputOf(node, shell, context)
}

/** Notes the files that a command makes, so that a script which appears on the way is not called missing. */
export function noteWritten(
  node: Simple,
  call: Call | undefined,
  shell: Shell,
  context: Context,
  finder: Finder,
): void {
  const document = node.redirects.find((one) => one.document)?.document
  for (const redirect of node.redirects) {
    if (!intoFile.test(redirect.operator)) continue
    const path = pathFrom(renderWord(redirect.target, shell, context.source), shell)
    if (path === undefined) continue
    // `cat > x.sh <<'EOF'`: its content is known
    const { text, placeOf } = context.source
    const written =
      document?.quoted && call?.words[0] === 'cat' && call.words.length === 1
        ? {
            text: text.slice(document.span.start, document.span.end),
            file: undefined,
            placeOf: (start: number, end: number) => placeOf(document.span.start + start, document.span.start + end),
          }
        : undefined
    const names = namesWritten(call, document, context)
    const before = redirect.operator === '>>' ? finder.assigned.get(path) : []
    const known = before ?? (finder.written.has(path) || finder.repository.has(path) ? undefined : [])
    if (names && known) finder.assigned.set(path, [...known, ...names])
    else finder.assigned.delete(path)
    finder.written.set(path, written)
  }
  if (call) noteMade(call, shell, finder)
}

function noteMade(call: Call, shell: Shell, finder: Finder): void {
  const [program, ...words] = call.words
  const note = (word: string | undefined) => {
    const path = word === undefined ? undefined : pathFrom(word, shell)
    if (path === undefined) return
    finder.written.set(path, undefined)
    finder.assigned.delete(path)
  }
  switch (program) {
    case 'curl':
      for (const [i, word] of words.entries()) {
        if (word === '-o' || word === '--output') note(words[i + 1])
        else if (/^-[a-zA-Z]*o$/.test(word)) note(words[i + 1])
        else if (/^-\w*O/.test(word) || word === '--remote-name')
          note(words.find((one) => /^https?:/.test(one))?.replace(/^.*\//, ''))
      }
      break
    case 'wget': {
      const at = words.findIndex((word) => word === '-O' || /^-[a-z]*O$/.test(word))
      note(at >= 0 ? words[at + 1] : words.find((word) => /^https?:/.test(word))?.replace(/^.*\//, ''))
      break
    }
    case 'cp':
    case 'mv':
    case 'ln':
    case 'install': {
      note(words.at(-1))
      const folder = words.at(-1)
      for (const word of words.slice(0, -1)) note(`${folder}/${word.replace(/^.*\//, '')}`)
      break
    }
    case 'touch':
    case 'tee':
      for (const word of words) note(word)
      break
    case 'tar':
    case 'unzip':
    case 'git':
    case 'gh':
    case 'aws':
    case 'gsutil':
      if (program !== 'git' || words.includes('clone') || words.includes('submodule')) finder.unpacked = true
      break
    default:
  }
}
