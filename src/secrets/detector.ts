import type { Stretch } from './pattern/stretch.ts'

/**
 * One kind of secret, as `src/secrets/detectors/<group>/<id>.yaml` says it (schemas/detector.json); docs/detectors.md lists
 * all of them. Data only: what a vendor's format needs beyond a pattern is a check of ./checks by its name.
 */
export interface Detector {
  /** vendor-kind, kebab case; the file's name */
  readonly id: string
  /** "GitHub personal access token" */
  readonly title: string
  readonly vendor: string
  /**
   * At least one of these occurs, whatever its case, in or right before every match (within 80 characters): ASCII, lower
   * case, 3 letters or more, as rare as possible.
   */
  readonly keywords: readonly string[]
  /**
   * Linear (RE2 syntax: no look-around, no back-reference), no leading or trailing `.*`; bounded repeats. `(?i)` in front
   * for any case. The group named `secret` is the value; without it the whole match is.
   */
  readonly pattern: string
  /** What may not stand directly before and after the secret; default word: `[A-Za-z0-9_]`; token: also `- . / + =`; base64: also `+ /`. */
  readonly boundary?: 'word' | 'token' | 'base64' | 'none'
  /** Shannon bits per character that the secret has at least. */
  readonly entropy?: number
  /** Classes of which the secret holds at least one character each. */
  readonly holds?: readonly CharacterClass[]
  /** Name of a structural check in ./checks that the secret passes, else it is none. */
  readonly check?: string
  /** A form that kinds of several vendors have: where another detector finds the same value, that one tells what it is. */
  readonly general?: boolean
  /** Lookalikes: a secret that one of these patterns matches is none (vendors' published examples are here). */
  readonly allow?: readonly string[]
  /** Paths (globs) that the detector is for; left out: all. */
  readonly files?: readonly string[]
  /** error: a credential; warning: one that can do little; note: may be none. Publishable keys get no detector. */
  readonly severity: 'error' | 'warning' | 'note'
  /** How and where to revoke and rotate, one or two sentences. */
  readonly revoke: string
  /** The vendor's page on the format. */
  readonly references: readonly string[]
  readonly examples: Examples
}

/** What a secret may have to hold. */
export type CharacterClass = 'digit' | 'upper' | 'lower' | 'symbol'

/**
 * Texts that must and must not match: a text, or one in a named file for a detector with `files`. `{base62:36}` `{hex:32}`
 * `{upper36:16}` `{base64:40}` `{base64url:43}` `{digit:10}` `{uuid}` `{pick:a|b}` are filled with seeded random characters
 * when a test runs, `{crc:github}` with what a check demands of the token so far (`completions` of ./checks): nothing in our
 * repository looks like a secret.
 */
export interface Examples {
  readonly match: readonly Example[]
  readonly other: readonly Example[]
}

/** A text of a file, whose name matters only where the detector asks for it. */
export type Example = string | { readonly file: string; readonly text: string }

/** A detector as it is packed: without what only people and tests read, with what is known of its pattern. */
export interface PackedDetector extends Omit<Detector, 'examples' | 'references'> {
  /** The most characters that a match can have. */
  readonly longest: number
  /** Where the keywords stand in every match, from its beginning; left out: anywhere in it, or before. */
  readonly anchors?: Readonly<Record<string, readonly number[]>>
  /** What stands side by side in every match; left out: nothing long. */
  readonly stretch?: Stretch
}
