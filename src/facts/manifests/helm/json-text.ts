import { type Hidden, isHidden } from '../../hidden.ts'
import { bare, isDict, isList, plainDigits, sortedKeys, type Val } from './value.ts'

/** A value as Go's encoding/json writes it, keys in order. */
export function toJson(value: Val, hole: (hidden: Hidden) => string, escapesMarkup: boolean): string {
  const given = bare(value)
  if (isHidden(given)) return `"${hole(given)}"`
  if (isList(given)) return `[${given.map((item) => toJson(item, hole, escapesMarkup)).join(',')}]`
  if (isDict(given)) {
    const entries = sortedKeys(given).map(
      (key) => `${text(key, escapesMarkup)}:${toJson(given.get(key) as Val, hole, escapesMarkup)}`,
    )
    return `{${entries.join(',')}}`
  }
  if (typeof given === 'string') return text(given, escapesMarkup)
  if (typeof given === 'number')
    return Math.abs(given) < 1e21 && (Math.abs(given) >= 1e-6 || given === 0) ? plainDigits(given) : String(given)
  return given === null || typeof given === 'object' ? 'null' : String(given)
}

function text(value: string, escapesMarkup: boolean): string {
  const written = JSON.stringify(value).replace(/[\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16)}`)
  const common = written.replace(/\\b|\\f/g, (sign) => (sign === '\\b' ? '\\u0008' : '\\u000c'))
  return escapesMarkup ? common.replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`) : common
}

/** The same with each entry on a line of its own. */
export function prettyJson(json: string): string {
  let depth = 0
  let made = ''
  for (let i = 0; i < json.length; i++) {
    const sign = json[i] as string
    if (sign === '"') {
      const end = /"(?:[^"\\]|\\.)*"/y
      end.lastIndex = i
      const found = end.exec(json)?.[0] ?? sign
      made += found
      i += found.length - 1
    } else if ((sign === '{' || sign === '[') && !'}]'.includes(json[i + 1] as string))
      made += `${sign}\n${'  '.repeat(++depth)}`
    else if ((sign === '}' || sign === ']') && !'{['.includes(json[i - 1] as string))
      made += `\n${'  '.repeat(--depth)}${sign}`
    else if (sign === ',') made += `,\n${'  '.repeat(depth)}`
    else made += sign === ':' ? ': ' : sign
  }
  return made
}
