import type { Span } from '../place.ts'

/** A comment of a file, its marks included. */
export interface Comment extends Span {
  /** the scalar of another language that it is a comment in: it speaks of what stands in there, and of nothing else */
  readonly within?: Span
}
