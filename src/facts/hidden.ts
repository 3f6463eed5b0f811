/**
 * What would make a hidden value visible. The kind says who can do it, so that reports can gather the few answers that
 * settle the most.
 */
export interface Settle {
  /** `answer`: a line in assay.yaml · `permission`: forge settings · `clone`: more history or files · `version`: a later Assay · `file`: mend or add a file */
  readonly kind: 'answer' | 'permission' | 'clone' | 'version' | 'file'
  /** An imperative sentence: "say in assay.yaml: environments: {demo: staging}". Equal texts are one question. */
  readonly text: string
}

/**
 * A value that cannot be seen from here. Reading one in a rule makes the answer `unknown` unless the answer does not
 * depend on it; the reason and what would settle it travel along.
 */
export class Hidden {
  constructor(
    /** What is hidden, as a noun phrase: "the reviewers of the environment production". */
    readonly what: string,
    readonly settle: Settle,
    /** How `assay facts` prints it: `hidden`, `unknown`, `forge`. */
    readonly as: string = 'hidden',
  ) {}
}

/** A value or the knowledge that it cannot be seen. */
export type Seen<T> = T | Hidden

/** Whether a value cannot be seen from here. */
export function isHidden(value: unknown): value is Hidden {
  return value instanceof Hidden
}

/** Three-valued and: false wins over hidden, hidden over true. */
export function and(...values: readonly Seen<boolean>[]): Seen<boolean> {
  let hidden: Hidden | undefined
  for (const value of values) {
    if (value === false) return false
    if (isHidden(value)) hidden ??= value
  }
  return hidden ?? true
}

/** Three-valued or: true wins over hidden, hidden over false. */
export function or(...values: readonly Seen<boolean>[]): Seen<boolean> {
  let hidden: Hidden | undefined
  for (const value of values) {
    if (value === true) return true
    if (isHidden(value)) hidden ??= value
  }
  return hidden ?? false
}
