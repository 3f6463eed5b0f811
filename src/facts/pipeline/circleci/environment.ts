import type { DataNode } from '../../../documents/tree.ts'
import { holdsEnvironment, tellsEnvironment } from '../dialect/words.ts'
import type { EnvironmentUse, Step } from '../model.ts'
import type { Bound } from './frame.ts'
import type { Executor } from './shell.ts'
import { settled, soleExpression, textOf } from './template.ts'

/** An environment's name with the node that tells it. */
export interface NamedEnvironment {
  readonly name: string
  readonly node: DataNode
}

/** Nothing but a name: no path, no list, nothing to be put in. */
const plain = /^[\w][\w.-]*$/

/** The parameter that holds nothing but an environment (`env`, `environment`, `stage`), where its value is known. */
export function environmentIn(parameters: ReadonlyMap<string, Bound>): NamedEnvironment | undefined {
  for (const [name, { node, frame }] of parameters) {
    if (!holdsEnvironment(name)) continue
    const value = settled(node, frame)
    if (value !== undefined && plain.test(value)) return { name: value, node }
  }
  return undefined
}

/**
 * As {@link environmentIn}, where a default that nobody chose tells less than the name of the job: `deploy-staging` that
 * uses a command whose `environment` is `development` by default deploys to staging.
 */
export function environmentGiven(parameters: ReadonlyMap<string, Bound>, job: string): NamedEnvironment | undefined {
  const chosen = new Map([...parameters].filter(([, bound]) => isChosen(bound)))
  return environmentIn(chosen) ?? (tellsEnvironment(job) ? undefined : environmentIn(parameters))
}

/** Whether somebody wrote a value down, also where it is handed on from one definition to the next. */
function isChosen({ node, frame, isDefault }: Bound, steps = 8): boolean {
  if (isDefault) return false
  const name = soleExpression(node.text ?? '')?.replace(/^parameters\./, '')
  const next = name === undefined ? undefined : frame.parameters.get(name)
  return !next || steps <= 0 || isChosen(next, steps - 1)
}

/** Parameters of an orb's job that mostly bear the environment in their value: a namespace, a cluster, a stack. */
const telling =
  /(^|[-_])(namespace|cluster|stack|space|workspace|account|app|application|service|site|target|values|file|profile|bucket|project)s?($|[-_])/i

/** As {@link environmentIn}, for a job that cannot be seen: any parameter whose value speaks of an environment. */
export function environmentOfHidden(parameters: ReadonlyMap<string, Bound>): NamedEnvironment | undefined {
  for (const [name, { node, frame }] of parameters) {
    if (!telling.test(name)) continue
    const value = settled(node, frame)
    if (value !== undefined && tellsEnvironment(value)) return { name: value, node }
  }
  return undefined
}

/** A variable of the job or its executor that holds nothing but an environment (`ENVIRONMENT: staging`). */
export function environmentOfVariables({ environments }: Executor): NamedEnvironment | undefined {
  for (const [map, frame] of [...environments].reverse()) {
    for (const { key, value } of map.entries) {
      const name = holdsEnvironment(key) ? settled(value, frame) : undefined
      if (name !== undefined && plain.test(name)) return { name, node: value }
    }
  }
  return undefined
}

/**
 * The context of a job whose name and commands tell no environment: contexts hold the credentials of one. Undefined
 * where none tells it, or several do.
 */
export function environmentOfContext(
  node: DataNode | undefined,
  parameters: Bound['frame'],
  job: string,
  steps: readonly Step[],
): NamedEnvironment | undefined {
  if (tellsEnvironment(job)) return undefined
  if (steps.some((step) => step.acts.some((act) => act.environment && tellsEnvironment(act.environment))))
    return undefined
  const found = (node?.asList ?? []).filter((item) => tellsEnvironment(textOf(item, parameters)))
  const [only] = found
  return only && found.length === 1 ? { name: textOf(only, parameters), node: only } : undefined
}

/** In the form of the graph: CircleCI knows no environments, so its settings hold no reviewers of one. */
export function asUse(named: NamedEnvironment | undefined): EnvironmentUse | undefined {
  return named && { name: named.name, place: named.node.place, gate: false, recorded: false }
}
