import { type Hidden, isHidden } from '../../hidden.ts'
import { quoted } from './functions/texts.ts'
import { bare, floatText, kindOf, shown, type Val } from './value.ts'

/** Go's `fmt.Sprintf`, as far as templates use it; a verb that is not known here gives undefined. */
export function sprintf(format: string, args: readonly Val[], hole: (hidden: Hidden) => string): string | undefined {
  let next = 0
  let isUnknown = false
  const made = format.replace(
    /%([-+# 0]*)(\d+|\*)?(?:\.(\d+|\*))?([a-zA-Z%])/g,
    (whole, flags: string, width: string | undefined, digits: string | undefined, verb: string) => {
      if (verb === '%') return '%'
      if (width === '*' || digits === '*') {
        isUnknown = true
        return ''
      }
      if (next >= args.length) return `%!${verb}(MISSING)`
      const value = bare(args[next++] as Val)
      if (isHidden(value)) return hole(value)
      const text = formatted(verb, value, digits === undefined ? undefined : Number(digits), flags, hole)
      if (text === undefined) {
        isUnknown = true
        return whole
      }
      return padded(text, Number(width ?? 0), flags)
    },
  )
  if (isUnknown || /%[^a-zA-Z%\d\-+# .!]/.test(format)) return undefined
  const rest = args.slice(next)
  if (rest.length === 0) return made
  return `${made}%!(EXTRA ${rest.map((one) => `${typeName(bare(one))}=${shown(one, hole)}`).join(', ')})`
}

function padded(text: string, width: number, flags: string): string {
  if (text.length >= width || width > 1000) return text
  if (flags.includes('-')) return text.padEnd(width)
  if (!flags.includes('0')) return text.padStart(width)
  return /^[-+]/.test(text) ? text[0] + text.slice(1).padStart(width - 1, '0') : text.padStart(width, '0')
}

type Plain = Exclude<ReturnType<typeof bare>, Hidden>

function formatted(
  verb: string,
  value: Plain,
  digits: number | undefined,
  flags: string,
  hole: (hidden: Hidden) => string,
): string | undefined {
  const refused = `%!${verb}(${typeName(value)}${value === null ? '' : `=${shown(value, hole)}`})`
  switch (verb) {
    case 'v':
      return flags.includes('#') || flags.includes('+') ? undefined : shown(value, hole)
    case 's':
      if (typeof value === 'string') return digits === undefined ? value : [...value].slice(0, digits).join('')
      if (value !== null && typeof value === 'object') return undefined
      return value === null ? '%!s(<nil>)' : refused
    case 'q':
      return typeof value === 'string'
        ? quoted(value)
        : typeof value === 'object' && value !== null
          ? undefined
          : refused
    case 'd':
      if (typeof value === 'bigint') return flags.includes('+') && value >= 0n ? `+${value}` : String(value)
      return value === null ? '%!d(<nil>)' : typeof value === 'object' ? undefined : refused
    case 't':
      return typeof value === 'boolean'
        ? String(value)
        : value !== null && typeof value === 'object'
          ? undefined
          : refused
    case 'f':
      if (typeof value === 'number') return value.toFixed(digits ?? 6)
      return value !== null && typeof value === 'object' ? undefined : refused
    case 'g':
      return typeof value === 'number' && digits === undefined ? floatText(value) : undefined
    case 'x':
      if (typeof value === 'bigint') return value.toString(16)
      return typeof value === 'string' ? Buffer.from(value).toString('hex') : undefined
    case 'T':
      return typeName(value)
    default:
      return undefined
  }
}

const typeName = (value: ReturnType<typeof bare>): string => {
  if (isHidden(value)) return 'string'
  return { slice: '[]interface {}', map: 'map[string]interface {}', invalid: '<nil>' }[kindOf(value)] ?? kindOf(value)
}
