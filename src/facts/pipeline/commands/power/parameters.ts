import type { Shell } from '../shell/state.ts'
import { quotedEnd } from './statements.ts'
import { bracketEnd } from './words.ts'

interface Parameter {
  readonly name: string
  /** the default, where it is literal */
  readonly value: string | undefined
  readonly isSwitch: boolean
}

/** The parameters of a `param ( … )` block, or of the brackets behind a function's name, in their order. */
export function parametersOf(text: string): readonly Parameter[] {
  const at = /(?:^|\bparam\b)[^(]*\(/i.exec(text)
  if (!at || !/^\s*(\[CmdletBinding[^\]]*\]\s*)?(param\b|\()/i.test(text)) return []
  const from = at.index + at[0].length
  const inside = text.slice(from, bracketEnd(text, from - 1) - 1)
  return partsOf(inside).flatMap((part) => {
    const plain = withoutBrackets(part)
    const found = /\$(\w+)\s*(?:=\s*([\s\S]*))?$/.exec(plain)
    if (!found) return []
    const literal = /^(?:(["'])([^"'$]*)\1|([\w.-]+))\s*$/.exec(found[2] ?? '')
    return [
      {
        name: (found[1] as string).toLowerCase(),
        value: literal ? (literal[2] ?? literal[3]) : undefined,
        isSwitch: /\[switch\]/i.test(part),
      },
    ]
  })
}

/**
 * Gives a script or function what it is called with: `-Name value`, `-Name:value`, and the rest by position. What is left
 * out has its default.
 */
export function bindParameters(text: string, args: readonly string[], shell: Shell): void {
  const parameters = parametersOf(text)
  const given = new Map<string, string>()
  const rest: string[] = []
  for (let i = 0; i < args.length; i++) {
    const named = /^-([A-Za-z]\w*)(?::(.*))?$/.exec(args[i] as string)
    if (!named) {
      rest.push(args[i] as string)
      continue
    }
    const wanted = (named[1] as string).toLowerCase()
    const parameter = parameters.find(({ name }) => name === wanted) ?? only(parameters, wanted)
    const next = args[i + 1]
    const takes = named[2] === undefined && !parameter?.isSwitch && next !== undefined && !/^-[A-Za-z]/.test(next)
    if (parameter) given.set(parameter.name, named[2] ?? (takes ? (next as string) : 'true'))
    if (takes) i++
  }
  for (const { name, value } of parameters) {
    if (!given.has(name) && rest.length) given.set(name, rest.shift() as string)
    shell.variables.set(name, given.get(name) ?? value ?? null)
  }
}

/** Names can be shortened as long as only one begins so. */
function only(parameters: readonly Parameter[], start: string): Parameter | undefined {
  const found = parameters.filter(({ name }) => name.startsWith(start))
  return found.length === 1 ? found[0] : undefined
}

function partsOf(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let i = 0; i < text.length; i++) {
    const past = quotedEnd(text, i)
    if (past > i) i = past - 1
    else if (/[([{]/.test(text[i] as string)) depth++
    else if (/[)\]}]/.test(text[i] as string)) depth--
    else if (text[i] === ',' && depth === 0) {
      parts.push(text.slice(from, i))
      from = i + 1
    }
  }
  parts.push(text.slice(from))
  return parts
}

/** Without attributes and types: `[Parameter(Mandatory)][string]$Name`. */
function withoutBrackets(part: string): string {
  let rest = part.trimStart()
  while (rest.startsWith('[')) rest = rest.slice(bracketEnd(rest, 0)).trimStart()
  return rest
}
