import type { Call } from './call.ts'
import type { Context } from './shell-state.ts'

/** Programs that hold files against sums. */
export const checksumPrograms: ReadonlySet<string> = new Set([
  'sha1sum',
  'sha224sum',
  'sha256sum',
  'sha384sum',
  'sha512sum',
  'shasum',
  'md5sum',
  'b2sum',
])

const digest = '[0-9a-fA-F]{32,128}'

/**
 * Whether the sum that a file is held against stands in the script itself, as a literal or a variable that is set to one
 * there (`echo "5ddf…  tool" | sha1sum -c -`): a tool that the script downloads, and whose version is pinned so. What a
 * pipeline builds has another sum each time, so this verifies no artifact.
 */
export function pinsDownload(call: Call, context: Context): boolean {
  const { text } = context.source
  const { start, end } = call.node.span
  const before = text.slice(Math.max(0, start - 2000), start).replace(/\\\r?\n/g, '  ')
  const line = before.slice(before.lastIndexOf('\n') + 1).replace(/^.*(&&|;|\|\|)/, '') + text.slice(start, end)
  if (new RegExp(`\\b${digest}\\b`).test(line)) return true
  return [...line.matchAll(/\$\{?(\w+)/g)].some(([, name]) => new RegExp(`\\b${name}=["']?${digest}\\b`).test(text))
}
