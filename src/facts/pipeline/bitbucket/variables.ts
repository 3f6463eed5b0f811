import type { DataNode } from '../../../documents/tree.ts'
import { namesEnvironment, tellsEnvironment } from '../dialect/words.ts'
import type { Input } from '../model.ts'

/** The list of variables of a custom pipeline: its first item, or beside an `import`. */
export function variablesOf(pipeline: DataNode): DataNode | undefined {
  if (pipeline.kind === 'map') return pipeline.get('variables')
  return pipeline.items.find((item) => item.get('variables') !== undefined)?.get('variables')
}

/** What is asked for when a custom pipeline is started by hand. */
export function readVariables(list: DataNode | undefined): Input[] {
  return (list?.asList ?? []).flatMap((item) => {
    const name = item.get('name')?.text
    if (name === undefined) return []
    const options = item.get('allowed-values')?.asList.flatMap((value) => value.text ?? [])
    const fallback = item.get('default')?.text
    return [
      {
        name,
        type: 'string',
        ...(options?.length && { options }),
        ...(fallback !== undefined && { default: fallback }),
      },
    ]
  })
}

/**
 * The variables as a script finds them: an expression that the shell's conditions resolve in each run
 * (commands/run-values.ts).
 */
export function inputValues(inputs: readonly Input[]): Record<string, string> {
  return Object.fromEntries(inputs.map(({ name }) => [name, `\${{ inputs.${name} }}`]))
}

/** More environments than this are not read one by one. */
const mostEnvironments = 12

/** The variable of a start that names the environment in what a step runs, if any: with the choices that it offers. */
export function environmentVariable(text: string, inputs: readonly Input[]): Input | undefined {
  return inputs.find(({ name, options }) => {
    if (!options?.length || options.length > mostEnvironments) return false
    if (!namesEnvironment(name) && !options.every(tellsEnvironment)) return false
    return new RegExp(`\\$\\{?${name.replace(/\W/g, '\\$&')}(?![\\w])`).test(text)
  })
}
