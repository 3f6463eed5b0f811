import type { Expression } from '../../../../documents/groovy/index.ts'
import { evaluate, type Frame } from './evaluate.ts'
import { type Asking, nothing, open, type Value } from './values.ts'

type New = Extract<Expression, { kind: 'new' }>

/** Classes of Java and Groovy, of which nothing runs that is looked for. */
const ofTheLanguage =
  /^(String|StringBuilder|Date|File|URL|java\..*|groovy\..*|Random|ArrayList|HashMap|LinkedHashMap|Exception|Integer)$/

/** What `new` makes of a class: an object of fields, something of the language, or what cannot be followed. */
export function made(node: New, frame: Frame, asking: Asking): Value {
  const own = ofOwnClass(node, frame, asking)
  if (own) return own
  return ofTheLanguage.test(node.type) ? open() : { kind: 'foreign', name: node.type }
}

/**
 * `new Target(name: 'prod', url: '…')` of a class of the file that is nothing but fields: Groovy sets those that are named
 * ("Named parameters" of constructors in its documentation). A class that does something stays unknown.
 */
function ofOwnClass({ type, args }: New, frame: Frame, asking: Asking): Value | undefined {
  const own = frame.module.script.statements.find((statement) => statement.kind === 'class' && statement.name === type)
  if (own?.kind !== 'class') return undefined
  // constructors, which the parser leaves out, may set anything
  const { start, end } = own.body.span
  if (frame.module.text.content.slice(start, end).includes(`${type}(`)) return undefined
  const fields = new Map<string, Expression | undefined>()
  for (const statement of own.body.statements) {
    if (statement.kind !== 'declaration') return undefined
    for (const name of statement.names) fields.set(name, statement.value)
  }
  const entries = new Map<string, Value>()
  for (const [name, value] of fields) entries.set(name, value ? evaluate(value, frame, asking) : nothing)
  for (const { name, value } of args) {
    if (name === undefined || !fields.has(name)) return undefined
    entries.set(name, evaluate(value, frame, asking))
  }
  return { kind: 'map', entries }
}
