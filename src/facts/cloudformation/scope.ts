import type { DataNode } from '../../documents/tree.ts'
import { Hidden, type Seen } from '../hidden.ts'
import type { Value } from '../infrastructure/value.ts'
import type { Template } from './template.ts'

/** One way in which a template is deployed: with the parameters of one environment. */
export interface Scope {
  readonly template: Template
  /** what parameters are given; defaults hold for the others */
  readonly given: ReadonlyMap<string, Value>
  /** something gives parameters that cannot be told from here: no default is certain */
  readonly open: Hidden | undefined
  /** what stands before the names of resources: `Child.` in a nested stack */
  readonly prefix: string
  /** the answers of conditions; undefined while one is being asked: one that asks for itself is refused */
  readonly asked: Map<string, Seen<boolean> | undefined>
  /** steps of computing that are left, over all templates */
  readonly left: { steps: number }
}

/** What a parameter is: given, its default, or not known from here. */
export function parameter(name: string, { template, given, open }: Scope): Value | undefined {
  const declared = template.parameters.get(name)
  if (!declared) return undefined
  const type = declared.get('Type')?.text ?? 'String'
  if (declared.get('NoEcho')?.text === 'true') return unknown(`the secret parameter ${name}`, template.file)
  const value = given.get(name) ?? (open ? undefined : scalar(declared.get('Default')))
  if (value === undefined) return unknown(`the parameter ${name} of ${template.file}`, template.file)
  if (/^AWS::SSM::/.test(type)) return unknown(`what Parameter Store holds for ${name}`, template.file)
  if (typeof value !== 'string') return value
  if (/List/.test(type)) return value.split(',').map((part) => part.trim())
  return value
}

const scalar = (node: DataNode | undefined): Value | undefined =>
  node?.kind === 'list' ? node.items.map((item) => item.text ?? '').join(',') : node?.text

/** What cannot be told of a template, and where it would be seen. */
export const unknown = (what: string, file: string): Hidden =>
  new Hidden(what, {
    kind: 'file',
    text: `give the parameters of ${file} in a file beside it, one for each environment, or in the pipeline`,
  })
