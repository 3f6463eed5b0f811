import type { Settings } from '../../../config/settings.ts'
import { environmentOfName, type NamedEnvironment } from '../../environments.ts'
import { isHidden } from '../../hidden.ts'
import { childOf, type Node } from '../../infrastructure/node.ts'
import { type InfrastructureResource, jsonIn, nested, textIn } from '../../infrastructure/resource.ts'
import { Composed, isList, isMap, textOf, type Value } from '../../infrastructure/value.ts'
import { holdsEnvironment } from '../dialect/words.ts'
import { classOfJobName } from '../environment.ts'

export type Variables = Readonly<Record<string, string>>

/** A text with variables for what is hidden in it; undefined where nothing of it is known. */
export function openText(value: Value | undefined): string | undefined {
  if (value instanceof Composed) return value.open
  return value === undefined || isHidden(value) ? undefined : textOf(value)
}

/** The variables of a project that are written out; those of Parameter Store and secrets are not known. */
export function variablesOf(project: InfrastructureResource): Variables {
  const blocks = nested(project, 'environment.environment_variable')
  if (isHidden(blocks)) return {}
  return Object.fromEntries(
    blocks.flatMap((block): (readonly [string, string])[] => {
      const [name, value, type] = ['name', 'value', 'type'].map((key) => textIn(block, key))
      const isPlain = type === undefined || type === 'PLAINTEXT'
      return typeof name === 'string' && typeof value === 'string' && isPlain ? [[name, value]] : []
    }),
  )
}

/** The variables that an action gives to its build: JSON in its configuration. Values of other actions are not known. */
export function givenVariables(action: Node): Variables {
  const configuration = childOf(action, 'configuration')
  const list = configuration && jsonIn(configuration, 'EnvironmentVariables')
  if (list === undefined || !isList(list)) return {}
  return Object.fromEntries(
    list.flatMap((item): (readonly [string, string])[] => {
      if (!isMap(item)) return []
      const { name, value, type } = item
      const isPlain = (type === undefined || type === 'PLAINTEXT') && typeof value === 'string'
      return typeof name === 'string' && isPlain && !value.includes('#{') ? [[name, value]] : []
    }),
  )
}

/** The environment that variables or parameters name: `ENVIRONMENT`, `Stage`. */
export function environmentIn(values: Variables, settings: Settings): NamedEnvironment | undefined {
  for (const [name, value] of Object.entries(values)) {
    const found = holdsEnvironment(name) ? environmentOfName(value, settings, true) : undefined
    if (found) return found
  }
  return undefined
}

/** The environment that infrastructure code is applied for. */
export function whereApplied({ environment, environmentName }: InfrastructureResource): NamedEnvironment | undefined {
  return isHidden(environment) ? undefined : { name: environmentName || environment, class: environment }
}

/** The first of some names of things that are done, or done with, that tells an environment. */
export function environmentNamed(
  names: readonly (string | undefined)[],
  settings: Settings,
): NamedEnvironment | undefined {
  for (const name of names) {
    const found = name ? classOfJobName(name, settings) : undefined
    if (found) return { name: found, class: found }
  }
  return undefined
}
