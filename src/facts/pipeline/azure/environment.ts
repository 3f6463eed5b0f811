import { Hidden, type Seen } from '../../hidden.ts'
import { holdsEnvironment, tellsEnvironment } from '../dialect/words.ts'
import type { Condition, EnvironmentUse, Run } from '../model.ts'
import { expandEntries, fieldOf, remembered } from './expand.ts'
import { settled, textIn, variableIn } from './resolve.ts'
import type { Bound, Scope } from './scope.ts'
import { gap, textOf } from './values.ts'

/** A job as it runs for one of the environments that it may be for. */
export interface EnvironmentCase {
  /** what tells this use from the others; empty where there is only one */
  readonly label: string
  readonly runs: readonly Run[]
  /** holds only in the runs that are for this environment */
  readonly condition: Condition | undefined
}

const only = (runs: readonly Run[]): readonly EnvironmentCase[] => [{ label: '', runs, condition: undefined }]

/** The nodes that name the environment: `environment: x`, `environment: {name: x}`. */
export function environmentNames(job: Bound): readonly Bound[] {
  return fieldOf(job, 'environment').flatMap((bound) => (bound.node.kind === 'map' ? fieldOf(bound, 'name') : [bound]))
}

/** The uses of a job by what its `environment:` comes to in each run. */
export function declaredCases(names: readonly Bound[], runs: readonly Run[], scope: Scope): readonly EnvironmentCase[] {
  const placed = names.map((bound) => ({ ...bound, scope: { ...bound.scope, variables: scope.variables } }))
  return partition(runs, (run) => textIn(placed, run), names[0] as Bound)
}

/**
 * The uses of a job without `environment:` whose steps asked for a parameter or variable that names one, and that
 * differs between the runs.
 * @param touched what reading the job asked for
 */
export function impliedCases(
  touched: ReadonlySet<string>,
  runs: readonly Run[],
  job: Bound,
  scope: Scope,
): readonly EnvironmentCase[] {
  const named = [...touched].filter((name) => holdsEnvironment(name.replace(/^\$\((.*)\)$/, '$1')))
  for (const name of named) {
    const variable = /^\$\((.*)\)$/.exec(name)?.[1]
    const ask = (run: Run) =>
      variable === undefined ? startValue(name, run) : textOf(variableIn(scope, variable, run))
    const values = new Set(runs.map(ask))
    const telling = [...values].filter((value) => value !== undefined && tellsEnvironment(value))
    if (values.size > 1 && telling.length > 0) return partition(runs, ask, job)
  }
  return only(runs)
}

function startValue(name: string, run: Run): string | undefined {
  const input = run.trigger.inputs?.find((one) => one.name === name)
  return run.inputs[name] ?? (input ? undefined : '')
}

function partition(runs: readonly Run[], ask: (run: Run) => string | undefined, at: Bound): readonly EnvironmentCase[] {
  const key = remembered((run) => {
    const value = ask(run) ?? ''
    return value.includes(gap) && value !== gap ? value.replaceAll(gap, '*') : value
  })
  const values = [...new Set(runs.map(key))]
  if (values.length < 2) return only(runs)
  return values.map((value) => ({
    label: value === gap ? 'another environment' : value,
    runs: runs.filter((run) => key(run) === value),
    condition: {
      text: `the environment is ${value === gap ? 'another one' : value || 'none'}`,
      place: at.node.place,
      branches: at.scope.reading.branches,
      holds: (run) => key(run) === value || (key(run).includes(gap) ? undefined : false),
    },
  }))
}

/** `environment:` of a deployment job. Its checks (approvals, branch control) live in the service. */
export function environmentUse(
  names: readonly Bound[],
  runs: readonly Run[],
  scope: Scope,
): EnvironmentUse | undefined {
  const placed = names.map((bound) => ({ ...bound, scope: { ...bound.scope, variables: scope.variables } }))
  const last = placed.at(-1)
  if (!last) return undefined
  const texts = new Set(runs.map((run) => textIn(placed, run) ?? ''))
  const [text] = [...texts]
  if (texts.size === 1 && text === '') return undefined
  return {
    name: seen(texts.size === 1 ? (text as string) : gap, last),
    place: last.node.place,
    gate: true,
    recorded: true,
  }
}

function seen(text: string, at: Bound): Seen<string> {
  if (!text.includes(gap)) return withoutResource(text)
  const pattern = text.replaceAll(gap, '*')
  if (pattern.length > 1 && tellsEnvironment(pattern.replaceAll('*', ' '))) return withoutResource(pattern)
  const source = at.node.text?.trim() ?? ''
  return new Hidden(
    `the environment named by ${source}`,
    {
      kind: 'file',
      text: `name the environment in ${at.node.file} where it can be read, or give its parameter the environments as \`values\``,
    },
    'unknown',
  )
}

/** `production.web-vm`: the environment, and the resource in it. */
function withoutResource(name: string): string {
  return name.split('.')[0] as string
}

/**
 * The environment that a template here is given by a parameter, for its jobs that name none (`env: dev` beside
 * `Deploy${{ parameters.env }}`, in which no word is `dev`). It is no environment of the service: nobody can hold it there.
 */
export function passedEnvironment(job: Bound): EnvironmentUse | undefined {
  const { scope } = job
  const place = scope.via.at(-1)
  if (!place) return undefined
  for (const [name, meaning] of scope.parameters) {
    if (!holdsEnvironment(name) || meaning.kind !== 'bound') continue
    const text = settled((run) => textIn(meaning.bounds, run), scope.runs)
    if (text && !text.includes(gap)) return { name: text, place, gate: false, recorded: false }
  }
  return undefined
}

/** The environment that a template elsewhere is given by a parameter; it records a deployment only if it takes it so. */
export function givenEnvironment(item: Bound): EnvironmentUse | undefined {
  for (const bound of fieldOf(item, 'parameters')) {
    for (const { key, value } of expandEntries(bound)) {
      if (!holdsEnvironment(key) || value.node.kind !== 'scalar') continue
      const text = settled((run) => textIn([value], run), item.scope.runs)
      if (text) return { name: text, place: value.node.place, gate: true, recorded: false }
    }
  }
  return undefined
}
