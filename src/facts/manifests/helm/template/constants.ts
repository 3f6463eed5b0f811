import type { Token } from './lexer.ts'

/** The value of a constant of Go's template language; undefined for what is none. */
export function constantOf({ kind, text }: Token): string | number | bigint | undefined {
  switch (kind) {
    case 'string':
      return text.startsWith('`') ? text.slice(1, -1).replaceAll('\r', '') : unquoted(text.slice(1, -1))
    case 'char':
      return BigInt(unquoted(text.slice(1, -1))?.codePointAt(0) ?? 0)
    case 'number':
      return numberOf(text.replaceAll('_', ''))
    default:
      return undefined
  }
}

function numberOf(text: string): number | bigint | undefined {
  if (/^[+-]?0[xXbBoO]/.test(text)) {
    const value = BigInt(text.replace(/^[+-]/, ''))
    return text.startsWith('-') ? -value : value
  }
  if (/^[+-]?0\d+$/.test(text)) return BigInt(Number.parseInt(text, 8))
  if (/^[+-]?\d+$/.test(text)) return BigInt(text)
  const value = Number(text)
  return Number.isNaN(value) ? undefined : value
}

const escapes: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

/** The escapes of Go's texts (go.dev/ref/spec#String_literals). */
function unquoted(text: string): string {
  return text.replace(/\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3})|(.))/g, (...found) => {
    const [, x, u, long, octal, sign] = found as (string | undefined)[]
    const code = x ?? u ?? long
    if (code !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff))
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8))
    return escapes[sign as string] ?? (sign as string)
  })
}
