import { senseOf } from '../names/sense.ts'
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

/** A field of a form that is read: `passwordController.text`, `txtPassword.getText`, `passwordInput.value`. */
export const fieldNames =
  /^(.*?)(?:_?(?:controller|field|text_?box|box|edit_?text|input|ref))?(?:\.current)?\.(?:text|value|getText)$/i

/** Methods of a name that compare it. */
export const equalsNames = /^(.+)\.(?:equals(?:IgnoreCase)?|contentEquals)$/

const comparison =
  /^(?:\(\))?(?:\.(?:toString|trim|strip)\(\)){0,3}\s{0,2}(?:\.(?:equals(?:IgnoreCase)?|contentEquals)\(|={2,3})\s{0,2}["']([^"'\s\\]{3,60})["']/

/** Another field is compared with a literal: the user. */
const otherField =
  /(?:user|login|mail|name|id)\w{0,20}[\w.]{0,20}(?:\(\)){0,2}\s?(?:\.equals\w{0,10}\(|={2,3})\s?["'][^"'\s]{2,60}["']/i

/**
 * What a form asks for is compared with a literal: `passwordController.text == "…"`, `field.getText().equals("…")`,
 * `password.equals("…")`.
 */
export function comparedField(content: string, name: Name): Found | undefined {
  if (name.closing !== '') return undefined
  const called = equalsNames.exec(name.text)?.[1]
  const base = called ?? fieldNames.exec(name.text)?.[1] ?? ''
  const sense = base === '' ? undefined : senseOf(base)
  if (sense?.kind !== 'password' || sense.strength < 2) return undefined
  const match = (called === undefined ? comparison : /^\(\s{0,2}["']([^"'\s\\]{3,60})["']/).exec(
    content.slice(name.end, name.end + 140),
  )
  if (match === null) return undefined
  const value = match[1] as string
  const literal = bareLiteral(value, name.end + match[0].length - value.length - 1)
  const beside = otherField.test(content.slice(Math.max(0, name.start - 160), name.start))
  return { name: base, literal: { ...literal, quoted: true }, loose: true, compared: true, beside }
}
