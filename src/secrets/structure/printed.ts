import type { Found } from './find.ts'
import { bareLiteral } from './literal.ts'
import { WRITTEN_LOGIN } from './logins.ts'
import type { Name } from './name-at.ts'
import { breakAfter, lineEnd, lineStart } from './text.ts'

const MOST_LINES = 8

/** Names behind which {@link printedLogins} looks. */
export const printedNames = /^(?:credentials?|logins?)$/i

/** A line that prints: `console.log(`, `echo`, `puts`, `System.out.println(`, `$this->command->info(`. */
const prints =
  /^\s*(?:(?:await|return)\s+)?(?:console\.\w+|print(?:f|ln)?|echo|puts|system\.out\.print\w*|(?:fmt|logger|logging|log|cmd|output)\.\w+|\$this->(?:command->)?\w+|self\.stdout\.write|write-(?:host|output)|io\.puts)\b/i

/** An address with a password behind it: `root@shop.io / …`. */
const login =
  /(?<user>[\w.+-]{1,40}@[\w-]{1,40}(?:\.[\w-]{1,20}){1,4})\s{0,20}(?:[/|:,-]|\()\s{0,4}(?:pass(?:word)?:?\s{0,4})?(?<value>[^\s"'`/|\\)]{5,40})/d

/** Logins that a program prints where it has made users: on the line that speaks of credentials, and on those that follow it. */
export function* printedLogins(content: string, name: Name): Generator<Found> {
  let from = lineStart(content, name.start)
  for (let lines = 0; lines <= MOST_LINES; lines++) {
    const line = content.slice(from, lineEnd(content, from, 400))
    if (!prints.test(line)) return
    const match = login.exec(line)
    const [start] = match?.indices?.groups?.value ?? []
    if (start !== undefined)
      yield {
        name: WRITTEN_LOGIN,
        literal: bareLiteral(match?.groups?.value ?? '', from + start),
        beside: true,
        loose: true,
      }
    from = breakAfter(content, from, 1000) + 1
    if (from === 0) return
  }
}
