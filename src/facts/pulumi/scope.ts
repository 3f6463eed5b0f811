import type { DataNode } from '../../documents/tree.ts'
import { Hidden } from '../hidden.ts'
import { Missing, type Value } from '../infrastructure/value.ts'
import type { Project } from './project.ts'

/** A program in one of its stacks. */
export interface Scope {
  readonly project: Project
  readonly program: DataNode
  readonly stack: string | undefined
  /** names of configuration that pipelines set; `*` for any */
  readonly set: ReadonlySet<string>
  /** what variables came to; undefined while one is being asked: one that asks for itself is refused */
  readonly asked: Map<string, Value | undefined>
  /** steps of computing that are left, over all projects */
  readonly left: { steps: number }
}

/** What cannot be told of a program, and where it would be seen. */
export const unknown = (what: string, { project }: Scope): Hidden =>
  new Hidden(what, { kind: 'file', text: `write it out in ${project.file}, or in the files of its stacks` })

/** What configures a name: a written node, a value that is not known from here, or undefined where nothing is configured. */
export function configured(name: string, scope: Scope): { node: DataNode } | { hidden: Hidden } | undefined {
  const { project, program, stack, set } = scope
  const own = [name, `${project.name}:${name}`]
  const declared = own
    .flatMap((key) => [program, project.root].map((root) => root.at('config', key) ?? root.at('configuration', key)))
    .find((node) => node !== undefined)
  const file = stack === undefined ? undefined : project.stacks.get(stack)
  const given = own.map((key) => file?.at('config', key)).find((node) => node !== undefined)
  if (!declared && !given) return undefined
  if (set.has('*') || own.some((key) => set.has(key)))
    return { hidden: unknown(`the configuration ${name}, which a pipeline sets`, scope) }
  if (given)
    return given.get('secure')
      ? { hidden: unknown(`the configuration ${name}, which is encrypted`, scope) }
      : { node: given }
  // an environment of ESC, a file that is not here, and what somebody sets by hand win over a default
  const asMap = declared?.kind === 'map' ? declared : undefined
  const value = asMap ? (asMap.get('value') ?? asMap.get('default')) : declared
  if (value && file && !file.get('environment')) return { node: value }
  return { hidden: unknown(`the configuration ${name} of the stack ${stack ?? 'that is deployed'}`, scope) }
}

/** What refers to nothing that the program has. */
export const nothing = (name: string) => new Missing(`${name}, which the program does not have`)
