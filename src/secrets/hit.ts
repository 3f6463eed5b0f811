/**
 * A secret that was found. The value itself never leaves src/secrets, and is never put into a message, error, log or fact:
 * nothing here tells more of it than 16 bits and its length.
 */
export interface Hit {
  /** A detector's id, or a kind that values/ finds: `named-value`, `url-password`, `authorization` … */
  readonly detector: string
  /** Where the value stands in the text, in UTF-16 units; an encoded one: the encoded text. */
  readonly start: number
  readonly end: number
  /** `uncertain` becomes a note, and never a fail. */
  readonly certainty: Certainty
  /** The name or key path beside it; '' where none is. */
  readonly key: string
  /** 4 hexadecimal digits of the value's SHA-256: 16 bits, stable and too short to guess from. */
  readonly print: string
  /** How many characters the value has. */
  readonly length: number
  /** "holds the checksum of GitHub's tokens", "a literal beside the name db_password" */
  readonly why: string
  /** What the value was written in, outermost first: ['base64'] and such. */
  readonly through: readonly string[]
}

/** How sure it is that a hit is a secret. */
export type Certainty = 'certain' | 'likely' | 'uncertain'
