import type { Place } from '../../../documents/place.ts'
import type { Seen } from '../../hidden.ts'
import { isHidden } from '../../hidden.ts'
import type { Node } from '../../infrastructure/node.ts'
import { attribute, nested, numberIn, textIn } from '../../infrastructure/resource.ts'

/** An action of a stage (docs.aws.amazon.com/codepipeline/latest/userguide/action-reference). */
export interface Action {
  readonly name: string
  /** Source, Build, Test, Deploy, Approval, Invoke, Compute */
  readonly category: string
  readonly provider: string
  /** actions of one number run beside one another */
  readonly order: number
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly node: Node
  readonly place: Place
}

/** A stage with its actions, in the order in which they run. */
export interface Stage {
  readonly name: string
  readonly actions: readonly Action[]
  /** it goes back to what ran before when it fails */
  readonly goesBack: boolean
  readonly place: Place
}

/** The text of an attribute; what is hidden, or none, is the other text. */
export function shown(node: Node, path: string, otherwise: string): string {
  const text = textIn(node, path)
  return typeof text === 'string' && text !== '' ? text : otherwise
}

/** A stage as it is written; its actions are hidden where nobody can tell which there are. */
export function stageOf(node: Node, index: number): Seen<Stage> {
  const name = shown(node, 'name', `stage ${index + 1}`)
  const actions = nested(node, 'action')
  if (isHidden(actions)) return actions
  const read = actions.map((action, i) => actionOf(action, `${name} ${i + 1}`))
  return {
    name,
    actions: read.sort((a, b) => a.order - b.order),
    goesBack: /^rollback$/i.test(shown(node, 'on_failure.result', '')),
    place: placeOf(node, 'name'),
  }
}

function actionOf(node: Node, otherwise: string): Action {
  const order = numberIn(node, 'run_order')
  return {
    name: shown(node, 'name', otherwise),
    category: shown(node, 'category', ''),
    provider: shown(node, 'provider', ''),
    order: typeof order === 'number' ? order : 1,
    inputs: artifacts(node, 'input_artifacts'),
    outputs: artifacts(node, 'output_artifacts'),
    node,
    place: placeOf(node, 'name'),
  }
}

const placeOf = (node: Node, path: string) => {
  const { value, place } = attribute(node, path)
  return value === undefined ? node.place : place
}

/** Artifacts are names in Terraform, and objects with a name in CloudFormation. */
function artifacts(node: Node, path: string): readonly string[] {
  const { value } = attribute(node, path)
  if (!Array.isArray(value)) return []
  return value.flatMap((item) => {
    const name = typeof item === 'object' && item !== null && 'Name' in item ? item.Name : item
    return typeof name === 'string' ? [name] : []
  })
}
