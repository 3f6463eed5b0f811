import type { Place } from '../../documents/place.ts'

/** What a command names as what is to run. */
export interface Named {
  /** as written; where only a tag is set, `tagOnly` is true and this is the tag */
  readonly reference: string
  readonly tagOnly: boolean
  /** what it wins over: the values file of a chart, or the manifest of the same image */
  readonly overrides: 'values' | 'image'
  /** where in a chart's values it is set, in lower case: `image` for `image.tag`; undefined where the key does not tell */
  readonly path?: string
  /** the last word of that key (`tag`), which a template that takes it up must say */
  readonly key?: string
  /** the name under which manifests hold it, where that differs */
  readonly alias?: string
  /** the one container that it is put into; undefined where the command does not tell, or means all of them */
  readonly container?: string
  /** the manifest that it is put into before that is applied (`kubectl set image --local -f`) */
  readonly into?: string
  /** what that manifest has there until then, where it is that alone which is changed (`sed`) */
  readonly replaces?: string
  /** where it stands in a file that the command names */
  readonly place?: Place
}
