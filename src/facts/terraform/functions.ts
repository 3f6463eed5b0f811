import type { HclCall, HclExpression } from '../../documents/hcl/index.ts'
import { Hidden, isHidden } from '../hidden.ts'
import { Composed, hiddenIn, isList, Missing, OfFile, type Value } from '../infrastructure/value.ts'
import { collections } from './functions/collections.ts'
import { conversions } from './functions/conversions.ts'
import type { Computed } from './functions/form.ts'
import { numbers } from './functions/numbers.ts'
import { texts } from './functions/texts.ts'

/**
 * The functions that are computed (developer.hashicorp.com/terraform/language/functions): those that hang on nothing but
 * their arguments and are common. Any other is hidden by its name.
 */
const functions: Readonly<Record<string, Computed>> = { ...texts, ...collections, ...conversions, ...numbers }

/** What a call comes to; hidden where an argument is that decides. */
export function call(expression: HclCall, evaluate: (each: HclExpression) => Value): Value {
  const name = expression.name.replace(/^core::/, '')
  if (name === 'try') return firstThatHolds(expression, evaluate)
  if (name === 'can') {
    const value = evaluate(expression.args[0] as HclExpression)
    return value instanceof Missing ? false : isHidden(value) ? value : true
  }
  const args = expression.args.map(evaluate)
  const last = args.at(-1)
  if (expression.spread && last !== undefined) {
    if (isHidden(last)) return last
    if (isList(last)) args.splice(-1, 1, ...last)
  }
  const known = Object.hasOwn(functions, name) ? functions[name] : undefined
  if (!known) return unread(name, args)
  const hidden = known.lenient ? undefined : args.find((arg) => (known.deep ? hiddenIn(arg) : isHidden(arg)))
  if (hidden !== undefined) return passed(name, isHidden(hidden) ? hidden : (hiddenIn(hidden) as Hidden))
  try {
    const value = known.compute(args)
    return value === undefined ? unread(name, []) : value
  } catch (error) {
    // a text or a list that is longer than there may be any
    if (error instanceof RangeError) return unread(name, [])
    throw error
  }
}

/** `try(a, b)`: the first that Terraform does not refuse; whether it refuses one that is hidden cannot be told. */
function firstThatHolds({ args }: HclCall, evaluate: (each: HclExpression) => Value): Value {
  for (const arg of args) {
    const value = evaluate(arg)
    if (!(value instanceof Missing)) return value
  }
  return new Missing('anything that `try` could take')
}

/** What is made of a file's text is another text, but for white space. */
function passed(name: string, hidden: Hidden): Hidden {
  if (!(hidden instanceof OfFile) || name === 'trimspace' || name === 'chomp') return hidden
  return new Hidden(hidden.what, hidden.settle)
}

/** Functions that give the text of a file, with or without values put in. */
const ofFiles = new Set(['file', 'templatefile'])

/** `jsonencode` and the like of what is partly hidden, `sha256`, `file`, functions of providers. */
function unread(name: string, args: readonly Value[]): Value {
  if (ofFiles.has(name) && typeof args[0] === 'string') return new OfFile(args[0])
  const parts = args.map(hiddenIn).filter((one) => one !== undefined)
  const [first] = parts
  const what = new Hidden(`what the function ${name} comes to`, {
    kind: 'file',
    text: `write out what the function ${name} comes to`,
  })
  return first ? new Composed(first, parts) : what
}
