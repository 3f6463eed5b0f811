import type { DataNode } from '../../../documents/tree.ts'
import type { Bound, Frame } from './frame.ts'
import { textOf } from './template.ts'

/** One leg of a matrix: the values of its parameters, and what they add to the job's name. */
export interface Leg {
  readonly values: ReadonlyMap<string, Bound>
  readonly suffix: string
}

/** CircleCI allows 128; beyond these nothing is told apart. */
const mostLegs = 128

/**
 * The legs of `matrix:` (circleci.com/docs/configuration-reference, "matrix"): all combinations of its parameters without
 * the excluded ones. Without a matrix, one leg without values.
 */
export function legsOf(matrix: DataNode | undefined, frame: Frame): readonly Leg[] {
  const whole: readonly Leg[] = [{ values: new Map(), suffix: '' }]
  const parameters = matrix?.get('parameters')
  if (!matrix || parameters?.kind !== 'map') return whole
  let legs: ReadonlyMap<string, Bound>[] = [new Map()]
  for (const { key, value } of parameters.entries) {
    const items = listOf(value, frame)
    if (!items.length || legs.length * items.length > mostLegs) return whole
    legs = legs.flatMap((leg) => items.map((item) => new Map([...leg, [key, item]])))
  }
  const excluded = matrix.get('exclude')?.asList ?? []
  const kept = legs.filter((leg) => !excluded.some((pattern) => isExcluded(leg, pattern, frame)))
  return kept.map((values) => ({ values, suffix: [...values.values()].map(written).join('-') }))
}

/** A list, or a parameter that holds one. */
function listOf(node: DataNode, frame: Frame): Bound[] {
  const name = /^\s*<<\s*(?:parameters\.)?([\w-]+)\s*>>\s*$/.exec(node.kind === 'scalar' ? (node.text ?? '') : '')?.[1]
  const bound = name === undefined ? undefined : frame.parameters.get(name)
  if (bound) return bound.node.asList.map((item) => ({ node: item, frame: bound.frame }))
  return node.asList.map((item) => ({ node: item, frame }))
}

const written = ({ node, frame }: Bound): string => textOf(node, frame)

function isExcluded(leg: ReadonlyMap<string, Bound>, pattern: DataNode, frame: Frame): boolean {
  return (
    pattern.entries.length > 0 &&
    pattern.entries.every(({ key, value }) => {
      const bound = leg.get(key)
      return bound !== undefined && written(bound) === textOf(value, frame)
    })
  )
}
