import type { Found } from './find.ts'
import { bareLiteral } from './literal.ts'
import { WRITTEN_LOGIN } from './logins.ts'
import type { Name } from './name-at.ts'
import { lineEnd, lineStart } from './text.ts'

/** What a page says of how to get in. */
export const hintNames = /pass(?:word|wd)?|login|log[ -]in|credentials?/i

/** `Login: root / …`, `Demo credentials (root@host / …)`: a user and a password with a slash between them. */
const slashed =
  /(?:login|log[ -]in|credentials?|accounts?|demo|admin|user(?:name)?s?|password)[ \w]{0,20}[:(-] ?(?<user>[A-Za-z][\w.@+-]{1,40}) ?\/ ?(?<value>[^\s/:|)<]{4,40})/dgi

/** `Username: root, password: …` */
const told =
  /(?:user(?:[ _]?(?:name|id))?|login|e-?mail)(?: id)? ?[:=] ?(?<user>[^\s,;|]{2,40})[ ,;|·•–-]{1,6}(?:and )?pass(?:word|wd|code)? ?[:=] ?(?<value>[^\s,;|)<]{3,40})/dgi

/**
 * Logins that a page tells the people who look at it: in one line of text with tags (HTML, JSX, templates). Only what looks
 * like a password, or stands beside an address or a user that is called the same.
 */
export function* hintsAt(content: string, name: Name): Generator<Found> {
  if (!hintNames.test(name.text)) return
  const start = lineStart(content, name.start)
  const line = content.slice(start, lineEnd(content, name.start, 400))
  if (!/<\/?[A-Za-z]/.test(line)) return
  const { text, places } = shown(line)
  for (const pattern of [slashed, told]) {
    for (const { groups, indices } of text.matchAll(pattern)) {
      const { user = '', value = '' } = groups ?? {}
      const [from] = indices?.groups?.value ?? [0]
      if (!/[\d!@#$%^&*]/.test(value) && value !== user && !user.includes('@')) continue
      if (/^[{$]|[{}]$/.test(value)) continue
      const literal = bareLiteral(value, start + (places[from] as number))
      yield { name: WRITTEN_LOGIN, literal, loose: true, beside: true }
    }
  }
}

/** A line without its tags, spaces as one, and where each of its characters stands. */
function shown(line: string): { readonly text: string; readonly places: readonly number[] } {
  const places: number[] = []
  let text = ''
  let tag = false
  for (let at = 0; at < line.length; at++) {
    const character = line[at] as string
    if (character === '<' && /[A-Za-z/!]/.test(line[at + 1] ?? '')) tag = true
    const blank = tag || character === ' ' || character === '\t'
    if (!blank || (text !== '' && !text.endsWith(' '))) {
      text += blank ? ' ' : character
      places.push(at)
    }
    if (character === '>') tag = false
  }
  return { text, places }
}
