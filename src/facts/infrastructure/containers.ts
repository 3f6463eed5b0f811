import type { Place } from '../../documents/place.ts'
import { cannotFail } from '../health/idle-check.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { blocksOf, childOf, type Node } from './node.ts'
import { attribute, type InfrastructureResource, jsonIn, textIn } from './resource.ts'
import { isList, type Value } from './value.ts'

/** A container of a task definition of ECS. */
export interface TaskContainer {
  readonly name: string
  readonly image: Seen<string> | undefined
  /** its end is the end of the task */
  readonly essential: Seen<boolean>
  /** it has a health check */
  readonly watched: Seen<boolean>
  readonly place: Place
}

/** The containers of a task definition: JSON that Terraform writes, or what stands in CloudFormation. */
export function containersOf(definition: InfrastructureResource): Seen<readonly TaskContainer[]> {
  const { place } = attribute(definition, 'container_definitions')
  const items =
    definition.node.kind === 'foreign' ? blocksOf(definition.node, 'container_definitions') : inJson(definition)
  if (isHidden(items)) return items
  return items.flatMap((item): TaskContainer[] => {
    const essential = attribute(item, 'essential').value
    const check = childOf(item, 'healthCheck')
    const test = check && attribute(check, 'command').value
    const name = textIn(item, 'name')
    return [
      {
        name: typeof name === 'string' ? name : 'a container',
        image: textIn(item, 'image'),
        essential: isHidden(essential) ? essential : essential !== false && essential !== 'false',
        watched: isHidden(test) ? test : check?.kind === 'value' && isHidden(check.value) ? check.value : isCheck(test),
        place: childOf(item, 'image')?.place ?? place,
      },
    ]
  })
}

/** `["NONE"]` switches the check off, and a command that always ends well checks nothing. */
const isCheck = (command: unknown) =>
  command !== undefined &&
  command !== null &&
  !(Array.isArray(command) && (command.length === 0 || command[0] === 'NONE' || cannotFail(command.map(String))))

function inJson(definition: InfrastructureResource): readonly Node[] | Hidden {
  const { place } = attribute(definition, 'container_definitions')
  const value = jsonIn(definition, 'container_definitions')
  if (isHidden(value)) return value
  if (!isList(value ?? null)) {
    return new Hidden(`the containers of ${definition.address}`, {
      kind: 'file',
      text: 'write container_definitions with jsonencode',
    })
  }
  return (value as readonly Value[]).map((item) => ({ kind: 'value', value: item, place }))
}
