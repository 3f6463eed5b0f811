import type { Place } from '../../../documents/place.ts'
import { Hidden, type Seen } from '../../hidden.ts'

/** A stage of a delivery pipeline, whatever language it is written in. */
export interface Stage {
  /** the target, which names the environment */
  readonly target: Seen<string>
  readonly place: Place
  /** the target wants an approval of its own */
  readonly asks: Seen<boolean>
  /** the rollout is verified */
  readonly verifies: Seen<boolean>
  /** jobs of its own run before or after the rollout */
  readonly hooks: boolean
}

/** A delivery pipeline with its stages, in their order. */
export interface Delivery {
  readonly name: string
  /** what a release may call it */
  readonly names: readonly Seen<string>[]
  readonly file: string
  readonly place: Place
  readonly stages: readonly Stage[]
  /** an automation promotes releases from stage to stage */
  readonly promotes: Seen<boolean>
}

/** What cannot be told of a target. */
export const targetElsewhere = (name: string, file: string): Hidden =>
  new Hidden(`whether the target ${name} asks for an approval`, {
    kind: 'file',
    text: `define the target ${name} beside the delivery pipeline in ${file}`,
  })
