import type { Place } from '../../documents/place.ts'
import type { Seen } from '../hidden.ts'

/** A health endpoint as something here declares it. */
export interface Declared {
  readonly by: 'probe' | 'health check' | 'API description' | 'code' | 'framework'
  readonly segments: Seen<readonly string[]>
  /** it is the whole path at which the service answers; else something may stand before it */
  readonly rooted: boolean
  /** its words are said of nothing but health */
  readonly sure: boolean
  /** a workload or a folder of code */
  readonly service: string
  /** whether it is reached from outside, where that is told beside it */
  readonly reachable?: Seen<boolean>
  readonly place: Place
}

/** A path that is written like one of health where nothing tells whether an endpoint answers there. */
export interface Mention {
  readonly segments: readonly string[]
  readonly place: Place
}
