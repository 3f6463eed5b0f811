import { type Literal, literalAt } from './literal.ts'
import type { Name } from './name-at.ts'
import type { Form } from './pair.ts'

/** A variable of the environment: what stands where it is not set is in use. */
export const isOfEnvironment = ({ text }: Name) => /(?:^|\.)[A-Z][A-Z\d]*(?:_[A-Z\d]+)+$/.test(text)

/** `os.environ.get('`, `env("`, `ENV.fetch('`: what takes a variable and its default. */
const getter = /(?:env\w{0,12}|environ(?:ment)?\.get|fetch|config|getOrDefault)\s?\(\s{0,4}["']$/i

/** Whether the name is a variable that is asked for, so that the next argument is its default. */
export const isDefaultOf = (content: string, name: Name) =>
  isOfEnvironment(name) && getter.test(content.slice(Math.max(0, name.start - 40), name.start))

/** Behind the name in `ENV.fetch("DB_PASSWORD") { "…" }`: where Ruby's default begins; undefined where none does. */
export function blockDefault(content: string, name: Name, at: number): number | undefined {
  if (!isDefaultOf(content, name)) return undefined
  const open = /^\)\s{0,4}(?:\{|do\s)\s{0,8}(?=["'])/.exec(content.slice(at, at + 24))
  return open === null ? undefined : at + open[0].length
}

/** `add_argument('--password', default='…')`: the default of an option among the arguments behind its name. */
export function optionDefault(
  content: string,
  name: Name,
  at: number,
  form: Form,
): { readonly literal: Literal; readonly loose: boolean } | undefined {
  if (form !== 'code' || name.dashes === 0 || name.closing === '') return undefined
  const match = /^[^()\n]{0,120}(?:\n[^()\n]{0,120}){0,4}?\bdefault\s?[=:]\s?(?=["'])/.exec(content.slice(at, at + 400))
  const literal = match === null ? undefined : literalAt(content, at + match[0].length, true)
  return literal === undefined ? undefined : { literal, loose: true }
}

/** `Server=db;Uid=sa;` before `Pwd=…`: a setting of a connection, though it stands in a string. */
const connection =
  /["';\s](?:user(?:\s?(?:id|name))?|uid|server|data source|host|dbname|database)\s?=\s?[^;"'\n=]{1,60}[;\s]\s?$/i

/** Whether the name is a later setting of a connection string. */
export const isOfConnection = (content: string, name: Name) =>
  connection.test(content.slice(Math.max(0, name.start - 100), name.start))
