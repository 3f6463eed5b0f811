import type { ClosureNode } from '../../../../documents/groovy/index.ts'
import { holdsEnvironment, namesEnvironment, tellsEnvironment } from '../../dialect/words.ts'
import { asking, type Context, frameOf } from '../context.ts'
import { performIn } from '../steps/perform.ts'
import { bind } from '../values/evaluate.ts'
import { type Binding, Scope } from '../values/scope.ts'
import { textOf } from '../values/values.ts'

/** `environment { A = 'x' }`: variables of what stands around it. */
export async function withEnvironment(closure: ClosureNode | undefined, context: Context): Promise<Context> {
  if (!closure) return context
  const environment = new Scope(context.environment)
  const inner: Context = { ...context, environment }
  const names: string[] = []
  for (const statement of closure.body.statements) {
    if (statement.kind !== 'expression' || statement.expression.kind !== 'assignment') continue
    const { target, value } = statement.expression
    const name = target.kind === 'name' || target.kind === 'property' ? target.name : ''
    if (!name) continue
    await performIn(value, { ...inner, group: { continueOnError: false, step: undefined, job: undefined } })
    environment.declare(name, bind(value, frameOf(inner), asking(context)))
    names.push(name)
  }
  return { ...inner, environmentName: environmentBinding(inner, names) ?? context.environmentName }
}

/** The variable or parameter that holds the environment: the first that is called so and is one in some run. */
export function environmentBinding(context: Context, names?: readonly string[]): Binding | undefined {
  const parameters = [...context.machine.parameters.keys()]
  const all = names ?? parameters
  for (const fits of [holdsEnvironment, namesEnvironment]) {
    for (const name of all) {
      if (!fits(name)) continue
      const binding = names ? context.environment.get(name) : context.machine.parameters.get(name)
      if (binding && tellsSomewhere(binding, context)) return binding
    }
  }
  return undefined
}

function tellsSomewhere(binding: Binding, context: Context): boolean {
  return [undefined, ...context.runs].some((run) => {
    const value = textOf(binding.ask(asking(context, run)))
    return value !== undefined && value.length < 40 && !/[/.:]/.test(value) && tellsEnvironment(value)
  })
}
