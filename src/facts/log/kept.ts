import type { Place } from '../../documents/place.ts'
import type { NamedEnvironment } from '../environments.ts'
import type { Seen } from '../hidden.ts'
import type { LogKind } from '../schema/operation.ts'

/** How long some logs are kept, as one place says. */
export interface Kept {
  readonly kind: LogKind
  /** 0: for ever */
  readonly days: Seen<number>
  readonly place: Place
  /** what of the store this is about, in brackets behind its name; empty for all that no other says */
  readonly of: string
  /** the environment that it names itself */
  readonly environment?: NamedEnvironment | undefined
}
