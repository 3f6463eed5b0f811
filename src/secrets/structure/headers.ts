import type { Found } from './find.ts'
import { bareLiteral } from './literal.ts'
import { matchAt } from './text.ts'

/**
 * Credentials in headers, wherever they are written: `Authorization: Basic …`, `"Authorization": "Bearer …"`,
 * `-H 'Authorization: token …'`, `Bearer …` alone in a string. `at` is where the word begins, `end` where it ends.
 */
export function headerAt(content: string, word: string, end: number): Found | undefined {
  if (/^bearer$/i.test(word))
    return credential(matchAt(/[ \t]{1,4}([A-Za-z0-9\-._~+/]{16,1000}={0,2})/y, content, end), end, 'Bearer')
  if (!/^(?:proxy-|x-)?authori[sz]ation$|^(?:http_)?authorization$|^auth_?header$/i.test(word)) return undefined
  const found = matchAt(
    /(?:\\?["'])?\]?[ \t]{0,8}(?:[:=,]|=>)[ \t]{0,8}(?:[bfru]?\\?["'`])?(Basic|Bearer|Token|ApiKey|Bot|GenieKey|Key|SSWS|Splunk|OAuth|PRIVATE-TOKEN)[ \t:=]{1,4}(?:api_key=|token=|key=)?([A-Za-z0-9][A-Za-z0-9\-._~+/|:]{5,1000}={0,2})/iy,
    content,
    end,
  )
  return found === null ? undefined : credential([found[0], found[2] as string], end, found[1] as string)
}

function credential(match: ArrayLike<string> | null, end: number, scheme: string): Found | undefined {
  if (match === null) return undefined
  const value = match[1] as string
  // a parameter of what a server answers: `WWW-Authenticate: Bearer resource_metadata="…"`
  if (/^[a-z_]+=$/.test(value)) return undefined
  const start = end + (match[0] as string).lastIndexOf(value)
  const literal = bareLiteral(value, start)
  const basic = /^basic$/i.test(scheme)
  return { name: 'Authorization', literal, source: 'authorization', ...(basic && { encoded: 'base64' as const }) }
}
