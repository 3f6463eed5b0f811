import type { Redirect } from '../../../../documents/shell/index.ts'
import type { Call } from '../call.ts'
import type { Context } from './state.ts'

/** A value that is one word or one quoted text; a program behind it would run. */
const oneValue = /^(?:"[^"`]*"|'[^']*'|[^\s;&|<>`"'()\\]*)$/

/**
 * The variables that a file of settings sets (`echo "TAG=$TAG" >> build.env`, `cat > .env <<EOF`), where what a command
 * writes is nothing but assignments: whoever sources such a file runs nothing. Undefined for any other text.
 */
export function namesWritten(
  call: Call | undefined,
  document: Redirect['document'],
  { source }: Context,
): readonly string[] | undefined {
  const [program, ...words] = call?.words ?? []
  if (program === 'cat' && words.length === 0 && document)
    return namesIn(source.text.slice(document.span.start, document.span.end))
  if (program !== 'echo' || words.some((word) => word.includes('\\'))) return undefined
  // in single quotes a substitution is written as it stands, and runs where the file is sourced
  const literal = call?.node.words.some(({ span }) => source.text.slice(span.start, span.end).includes("'"))
  if (literal && words.some((word) => word.includes('$('))) return undefined
  return namesIn(words.filter((word) => !/^-[neE]+$/.test(word)).join(' '))
}

function namesIn(text: string): readonly string[] | undefined {
  const lines = text.split('\n').map((line) => line.trim())
  const names: string[] = []
  for (const line of lines.filter((one) => one && !one.startsWith('#'))) {
    const [, name, value = ''] = /^(?:export\s+)?([A-Za-z_]\w*)=(.*)$/.exec(line) ?? []
    if (name === undefined || !oneValue.test(value.replace(/\$\([^()`]*\)/g, '_'))) return undefined
    names.push(name)
  }
  return names.length ? names : undefined
}
