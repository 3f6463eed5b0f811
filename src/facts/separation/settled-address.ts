import type { Place } from '../../documents/place.ts'
import type { Seen } from '../hidden.ts'
import type { HardCoding } from '../schema/separation.ts'
import type { Verdict } from './judge.ts'

/** A setting that names a host. */
export interface Setting {
  /** of the file that it stands in */
  readonly path: string
  /** its name there */
  readonly key: string
  readonly host: string
  /** only what holds where nothing else is given */
  readonly fallback: boolean
}

/**
 * The address of one environment that a setting holds, which code never names.
 * @param sure whether it is what runs, or what would settle that
 */
export const settledAddress = (
  { path, key, host, fallback }: Setting,
  { what, of }: Verdict,
  sure: Seen<boolean>,
  place: Place,
): HardCoding =>
  // all facts carry a component, which collecting adds
  ({ id: `${path} ${key} ${host}`, file: path, what, host, fallback, name: key, of, sure, place }) as HardCoding
