import type { Found } from './find.ts'
import { bareLiteral } from './literal.ts'
import type { Name } from './name-at.ts'

/** The user is compared in the same way. */
const user = /["'][^"'\s]{2,40}["']\s?(?:\.equals\w{0,10}\(|={2,3})\s?[\w.$>-]{0,20}(?:user|login|mail)/i

/** `"…".equals(password)`, `"…" == secret`: the literal stands before the name with which it is compared. */
export function* comparedBefore(content: string, name: Name): Generator<Found> {
  if (name.closing !== '') return
  const head = content.slice(Math.max(0, name.start - 120), name.start)
  const match =
    /["']([^"'\s\\]{4,60})["']\s{0,4}(?:\.equals(?:IgnoreCase)?\(\s{0,4}|={2,3}\s{0,4})[\w.$>-]{0,30}$/.exec(head)
  if (match === null) return
  const value = match[1] as string
  const literal = bareLiteral(value, name.start - head.length + match.index + 1)
  const beside = user.test(content.slice(Math.max(0, name.start - 200), name.start + 200))
  yield { name: name.text, literal: { ...literal, quoted: true }, loose: true, compared: true, beside }
}
