import type { EnvironmentClass } from '../../config/vocabulary.ts'
import type { Place } from '../../documents/place.ts'
import type { Hidden } from '../hidden.ts'

/** That somebody has access to one environment, as one system says. */
export interface Grant {
  /** in words: role bindings, IAM of Google Cloud, assay.yaml … */
  readonly system: string
  /** what it is about besides the environment: the namespace without its word for one; empty where there is no such thing */
  readonly about: string
  readonly environment: EnvironmentClass
  /** as it is named */
  readonly name: string
  /** groups or people; hidden where that is not seen. Programs are none. */
  readonly who: string | Hidden
  readonly place: Place
}
