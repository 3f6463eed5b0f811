import type { Call, Expression } from '../../../../documents/groovy/index.ts'
import { holdsEnvironment, tellsEnvironment } from '../../dialect/words.ts'
import type { Run } from '../../model.ts'
import { asking, type Context, frameOf } from '../context.ts'
import { argsOf, literal } from '../values/args.ts'
import { evaluate } from '../values/evaluate.ts'
import { textOf } from '../values/values.ts'

/**
 * The environment that another job is started for: of the values of its `parameters:`, the one whose name says that it
 * holds one, else the only one that tells one. A parameter is a call or a map with the class
 * (jenkins.io/doc/pipeline/steps/pipeline-build-step).
 */
export function environmentGiven(node: Call, context: Context, run: Run | undefined): string | undefined {
  const told = parametersOf(node, context, run).filter(
    ({ value }) => /^[\w-]{2,24}$/.test(value) && tellsEnvironment(value),
  )
  const named = told.filter(({ name }) => holdsEnvironment(name) || /^inventory$/i.test(name))
  const values = new Set((named.length ? named : told).map(({ value }) => value))
  return values.size === 1 ? [...values][0] : undefined
}

/** The `parameters:` that another job is started with, as far as their values are known. */
export function parametersOf(node: Call, context: Context, run: Run | undefined): { name: string; value: string }[] {
  const list = argsOf(node).named.get('parameters')
  if (list?.kind !== 'list') return []
  return list.items.flatMap((item) => {
    const { name, value } = fieldsOf(item)
    const text = value && textOf(evaluate(value, frameOf(context), asking(context, run)))
    return text === undefined ? [] : [{ name: literal(name) ?? '', value: text }]
  })
}

/** `string(name: 'ENV', value: env)`, `[$class: 'StringParameterValue', name: 'ENV', value: env]` */
function fieldsOf(item: Expression): { name: Expression | undefined; value: Expression | undefined } {
  if (item.kind === 'call') {
    const { named } = argsOf(item)
    return { name: named.get('name'), value: named.get('value') }
  }
  const entry = (key: string) =>
    item.kind === 'map' ? item.entries.find((one) => literal(one.key) === key)?.value : undefined
  return { name: entry('name'), value: entry('value') }
}
