import type { Place } from '../../../documents/place.ts'
import { type Reading, spend } from '../dialect/reading.ts'
import type { Need } from '../model.ts'

/** A job that stands for an item of a pipeline, or for one of several that it was split into. */
export interface Target {
  readonly id: string
  /** the same for the jobs that one step was split into: one of them runs in a start */
  readonly group: string | undefined
  /** It has a condition: left out, it holds up nothing. */
  readonly skippable: boolean
}

/** What runs at once: a step, or all steps of a parallel group. */
export type Layer = readonly Target[]

/**
 * What the next item waits for: all of the layer before. Where that may be left out as a whole, those before it too,
 * back to one of which something surely runs.
 */
export function needsAfter(layers: readonly Layer[], place: Place, reading: Reading): Need[] {
  const needs: Need[] = []
  for (let at = layers.length - 1; at >= 0; at--) {
    const layer = layers[at] as Layer
    for (const target of layer) {
      if (!spend(reading, place)) return needs
      needs.push(needOf(target, layer, place))
    }
    if (layer.some((target) => !target.skippable)) break
  }
  return needs
}

function needOf({ id, group, skippable }: Target, layer: Layer, place: Place): Need {
  const split = group !== undefined && layer.filter((other) => other.group === group).length > 1
  return {
    job: id,
    place,
    requires: 'success',
    ...(split && { group }),
    ...(skippable && { evenIfSkipped: true }),
  }
}

/** `final` runs at the end, whatever became of the others. */
export function completionNeeds(layers: readonly Layer[], place: Place, reading: Reading): Need[] {
  const all = layers.flat().filter(() => spend(reading, place))
  return all.map(({ id }) => ({ job: id, place, requires: 'completion' }))
}
