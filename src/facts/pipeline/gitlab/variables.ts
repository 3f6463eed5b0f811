import type { DataNode } from '../../../documents/tree.ts'
import type { Input, Run } from '../model.ts'
import { type Known, text, unset } from './expression.ts'
import { type Home, type Mark, predefined } from './start.ts'

/** Variables that files set, by name, as they are written. */
export type Variables = ReadonlyMap<string, string>

/** What is known where a condition or a script stands. */
export interface Scope {
  readonly home: Home
  readonly variables: Variables
  /** CI_PIPELINE_SOURCE, where it is not the run's own */
  readonly source?: string
}

/** `variables:` of one level on top of those above it. A variable is a text, or a map with `value`. */
export function withVariables(above: Variables, node: DataNode | undefined): Variables {
  if (node?.kind !== 'map' || node.entries.length === 0) return above
  const all = new Map(above)
  for (const { key, value } of node.entries) {
    const written = value.kind === 'map' ? value.get('value') : value
    if (written?.kind === 'scalar') all.set(key, written.text ?? '')
  }
  return all
}

/** Longer values are no longer filled in: variables can double each other. */
const longest = 10_000

/** A text with the variables that are known put in; the others stay as `${NAME}`. */
export function expanded(written: string, variables: Variables, within: readonly string[] = []): string {
  if (!written.includes('$') || within.length > 20) return written
  return written.replace(/\$\$|\$\{(\w+)\}|\$(\w+)/g, (whole, braced?: string, bare?: string) => {
    const name = braced ?? bare
    if (name === undefined) return whole
    const value = within.includes(name) ? undefined : variables.get(name)
    if (value === undefined) return `\${${name}}`
    const inner = expanded(value, variables, [...within, name])
    return inner.length > longest ? `\${${name}}` : inner
  })
}

/** All variables with each other filled in. */
export function allExpanded(variables: Variables): Record<string, string> {
  return Object.fromEntries([...variables].map(([name, value]) => [name, expanded(value, variables, [name])]))
}

/** Whether a text still holds a variable. */
export function isOpen(value: string): boolean {
  return /\$\{?\w/.test(value)
}

/** Switches that are off unless somebody sets them: what they switch is judged by its default. */
const offByDefault = /(^|_)(DISABLED?|SKIP|SKIPPED|NO_DEPLOY|DRY_RUN)(_|$)/

/** What a variable is in a run. */
export function valueIn(name: string, run: Run, scope: Scope, mark: Mark): Known {
  const own = predefined(name, run, scope.home, mark, scope.source)
  if (own !== false) return own
  const given = run.inputs[name]
  if (given !== undefined) return text(given)
  const written = scope.variables.get(name)
  const { kind } = run.trigger
  if (written !== undefined) {
    // A schedule or another pipeline is there to set variables.
    if (kind === 'schedule' || kind === 'external') return undefined
    const value = expanded(written, scope.variables, [name])
    return isOpen(value) ? undefined : text(value)
  }
  return offByDefault.test(name) ? unset : undefined
}

/** Variables that a person is asked for at the start: those with a description or options, and the pipeline's inputs. */
export function inputsOfPipeline(variables: DataNode | undefined, asked: DataNode | undefined): Input[] {
  const described = (variables?.entries ?? []).filter(({ value }) => value.get('description') || value.get('options'))
  return [...described, ...(asked?.entries ?? [])].map(({ key, value }) => {
    const options = value.get('options')?.asList.flatMap((item) => item.text ?? [])
    const fallback = (value.get('value') ?? value.get('default'))?.text
    const type = value.get('type')?.text ?? (options ? 'choice' : 'string')
    return { name: key, type, ...(options && { options }), ...(fallback !== undefined && { default: fallback }) }
  })
}
