import { asReplacement, escaped } from '../../../../documents/pattern.ts'
import type { TextChange } from '../../model.ts'

/** Scripts longer than this are programs, which nobody writes to put a tag into a manifest. */
const longest = 2000

/** What stands for a value that only the run knows: what is in it ends no part of a script. */
const template = /\$\{\{.*?\}\}|\{\{.*?\}\}|\$\((?:[^()]|\([^()]*\))*\)|\$\{[^}]*\}/g

/** A template that was taken out, by its number. */
const held = /\u0001(\d+)\u0002/g

/**
 * The substitutions of a sed script that each line is put through (`s|image: .*|image: shop:1|g; s/a/b/`), as patterns and
 * replacements of JavaScript. Those with addresses, and patterns beyond a small subset that costs little on any line, are
 * left out.
 * @param isExtended whether the patterns are extended regular expressions (`-E`)
 */
export function sedChanges(script: string, isExtended: boolean): readonly TextChange[] {
  if (script.length > longest) return []
  const kept: string[] = []
  // a template is taken in one piece: its text may hold what parts the script
  let rest = script.replace(template, (text) => `\u0001${kept.push(text) - 1}\u0002`)
  const whole = (text: string) => text.replace(held, (_, index: string) => kept[Number(index)] as string)
  const wholeIn = (text: string) =>
    text.replace(held, (_, index: string) => asReplacement(kept[Number(index)] as string))
  const found: TextChange[] = []
  for (;;) {
    const head = /^[\s;]*s([^\s\\\w])/.exec(rest)
    const mark = head?.[1]
    if (!head || mark === undefined) return found
    const [pattern, replacement, after] = partsOf(rest.slice(head[0].length), mark)
    if (after === undefined) return found
    const flags = /^[gIipw\d]*/.exec(after)?.[0] ?? ''
    rest = after.slice(flags.length)
    const converted = patternOf(pattern as string, isExtended, whole)
    if (converted !== undefined)
      found.push({ pattern: converted, replacement: replacementOf(replacement as string, wholeIn) })
    if (!/^\s*[;\n]/.test(rest)) return found
  }
}

/** `a/b/g` as `a`, `b` and `g`; an escaped mark is the mark itself. */
function partsOf(text: string, mark: string): readonly string[] {
  const parts: string[] = []
  let part = ''
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] as string
    if (letter === '\\' && text[at + 1] === mark) part += text[++at] as string
    else if (letter === '\\') part += letter + (text[++at] ?? '')
    else if (letter === mark) {
      parts.push(part)
      part = ''
      if (parts.length === 2) return [...parts, text.slice(at + 1)]
    } else part += letter
  }
  return parts
}

/** At most so many parts of a pattern may repeat: more can be slow on a line that does not match. */
const mostRepeats = 3

const classes: Readonly<Record<string, string>> = {
  '[[:space:]]': '\\s',
  '[[:blank:]]': '[ \\t]',
  '[[:digit:]]': '\\d',
  '[[:alnum:]]': '[A-Za-z0-9]',
}

/** The pieces of both kinds of expression (POSIX 2017, "Regular Expressions"), each in its own group. */
const piece =
  /(\u0001\d+\u0002)|(\[\[:\w+:\]\]|\[\^?[^[\]\\]+\])|\\([(){}+?|])|\\([sSwWdb])|\\(.)|([(){}+?|])|([.*^$])|([^\\])/g

function patternOf(text: string, isExtended: boolean, whole: (text: string) => string): string | undefined {
  let made = ''
  let repeats = 0
  for (const [, kept, group, marked, known, other, bare, sign, letter] of text.matchAll(piece)) {
    const operator = sign ?? (isExtended ? bare : marked)
    if (operator !== undefined) {
      // groups that repeat, alternatives and counts are beyond the subset
      if (/[{}|]/.test(operator) || (/[+?*]/.test(operator) && made.endsWith(')'))) return undefined
      if (/[+*]/.test(operator)) repeats++
      made += operator
    } else if (group) {
      const inner = group.startsWith('[[') ? classes[group] : group
      if (inner === undefined) return undefined
      made += inner
    } else if (known) made += `\\${known}`
    else made += escaped(kept ? whole(kept) : (marked ?? bare ?? other ?? letter ?? ''))
  }
  return repeats <= mostRepeats && isValid(made) ? made : undefined
}

function isValid(pattern: string): boolean {
  try {
    new RegExp(pattern)
    return true
  } catch {
    return false
  }
}

/** What stands in a replacement (`\1`, `&`, an escaped letter), as JavaScript writes it. */
function replacementOf(text: string, whole: (text: string) => string): string {
  const written = asReplacement(text).replace(/\\(\d)|\\(.)|&/g, (found: string, group?: string, letter?: string) => {
    if (group !== undefined) return group === '0' ? '$&' : `$${group}`
    if (letter === 'n') return '\n'
    return found === '&' ? '$&' : (letter as string)
  })
  return whole(written)
}
