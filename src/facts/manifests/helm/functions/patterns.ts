import { asReplacement } from '../../../../documents/pattern.ts'
import { hiddenBecause, type Val } from '../value.ts'
import { type Call, type Libraries, plain, textArg } from './calling.ts'
import { wholeNumber } from './numbers.ts'

type Pattern = ReturnType<NonNullable<Libraries['re2']>['RE2JS']['compile']>

/** A function by Go's regular expressions, which RE2 reads as they do. */
const matching = (index: number, make: (pattern: Pattern, args: readonly string[]) => Val): Call =>
  plain((args, { libraries }) => {
    const written = textArg(args[index])
    const hidden = hiddenBecause(`what the pattern ${written.slice(0, 60)} finds`)
    if (!libraries.re2) return hidden
    try {
      return make(
        libraries.re2.RE2JS.compile(written),
        args.map((arg) => (typeof arg === 'string' ? arg : String(wholeNumber(arg as Val)))),
      ) as never
    } catch {
      return hidden
    }
  })

const found = (pattern: Pattern, text: string): string[] => {
  const matcher = pattern.matcher(text)
  const all: string[] = []
  while (all.length < 10_000 && matcher.find()) all.push(matcher.group() ?? '')
  return all
}

/** `$1x` is the group `1x` in Go, `${1}` the first. */
const replaced = (pattern: Pattern, text: string, written: string): string => {
  const matcher = pattern.matcher(text)
  let made = ''
  let at = 0
  while (matcher.find()) {
    const group = (name: string) => (/^\d+$/.test(name) ? (matcher.group(Number(name)) ?? '') : '')
    made += text.slice(at, matcher.start())
    made += written.replace(/\$(?:\$|\{(\w+)\}|(\w+))/g, (whole, braced?: string, plainName?: string) =>
      whole === '$$' ? '$' : group(braced ?? plainName ?? ''),
    )
    at = matcher.end()
  }
  return made + text.slice(at)
}

/** What sprig makes of patterns. */
export const patterns: Readonly<Record<string, Call>> = {
  regexMatch: matching(0, (pattern, [, text]) => pattern.matcher(text as string).find()),
  regexFind: matching(0, (pattern, [, text]) => found(pattern, text as string)[0] ?? ''),
  regexFindAll: matching(0, (pattern, [, text, count]) => {
    const all = found(pattern, text as string)
    return Number(count) < 0 ? all : all.slice(0, Number(count))
  }),
  regexReplaceAll: matching(0, (pattern, [, text, written]) => replaced(pattern, text as string, written as string)),
  regexReplaceAllLiteral: matching(0, (pattern, [, text, written]) =>
    replaced(pattern, text as string, asReplacement(written as string)),
  ),
  regexSplit: matching(0, (pattern, [, text, count]) => {
    const parts: string[] = []
    const matcher = pattern.matcher(text as string)
    let at = 0
    while (matcher.find() && (Number(count) < 0 || parts.length < Number(count) - 1)) {
      parts.push((text as string).slice(at, matcher.start()))
      at = matcher.end()
    }
    return [...parts, (text as string).slice(at)]
  }),
}
