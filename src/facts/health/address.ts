import { segmentsOf } from './path.ts'

/** An address that is asked for: where it goes, as written, and its path. */
export interface Address {
  /** scheme and host, or the variable that holds them; empty where only a path is written */
  readonly host: string
  readonly segments: readonly string[]
}

const variable = String.raw`(?:\$\{\{[^{}]*\}\}|\$\{[^{}]*\}|\{\{[^{}]*\}\}|\{[^{}]*\}|\$\([^()]*\)|\$[A-Za-z_]\w*|<[\w.]+>)`
const host = String.raw`(?:[\w.*%@-]|${variable})+(?::(?:\d+|${variable}))?`
const whole = new RegExp(
  String.raw`^(?<host>https?(?:-get)?://${host}|${variable}|(?:localhost|\d+\.\d+\.\d+\.\d+|[\w-]+(?:\.[\w-]+)+)(?::(?:\d+|${variable}))?|)(?<path>/[^\s]*)?$`,
)
const onlyVariable = new RegExp(`^${variable}+$`)
const endsInVariables = new RegExp(String.raw`^https?://.*[\w.-]${variable}$|${variable}{2}$`)

/**
 * Reads an address: `https://shop.example.org/health`, `$URL/health`, `/health`. Undefined where it is none, and `unseen`
 * where a variable may hold a path.
 */
export function addressOf(word: string): Address | 'unseen' | undefined {
  const text = word.trim().replace(/\$\{\{.*?\}\}/g, '${OPEN}')
  if (onlyVariable.test(text)) return 'unseen'
  const parts = whole.exec(text)?.groups
  if (!parts || (!parts.host && !parts.path)) return undefined
  const bare = parts.host ?? ''
  // a name with a dot may be a file as well
  if (!parts.path && /^[A-Za-z]/.test(bare) && !/^https?(?:-get)?:/.test(bare)) return undefined
  // what stands behind a host without a slash may be a port, a part of its name, or a path
  if (!parts.path && endsInVariables.test(bare)) return 'unseen'
  if (/\$\{?\w*(?:PATH|ENDPOINT|ROUTE|URI)\w*\}?$/i.test(bare) && parts.path) return 'unseen'
  return { host: bare.replace(/-get(?=:)/, ''), segments: segmentsOf(parts.path ?? '') }
}
