/**
 * Where something stands: plain data, made at no cost. Offsets count UTF-16 units of the decoded text (without its
 * byte-order mark); lines and columns are derived by the text when a reporter asks.
 */
export interface Place {
  readonly file: string
  /** Left out: the file as a whole. */
  readonly start?: number
  readonly end?: number
  /**
   * For what is no file: the name of a setting ("environment production on github.com/example/shop"). With a file and
   * offsets: these are where the setting is asked for.
   */
  readonly setting?: string
  /** What stands here is a secret: it is covered wherever its line is shown, and its line is hashed nowhere. */
  readonly secret?: true
}

/** Whether a place is in a file, so that its line can be shown: not a setting alone, not the repository as a whole. */
export function isInFile({ file, setting, start }: Place): boolean {
  return file !== '' && (setting === undefined || start !== undefined)
}

/** A stretch of a text: start inclusive, end exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** 1-based line and column, as people and SARIF count. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** Sorts places by file, then by offset. */
export function comparePlaces(a: Place | undefined, b: Place | undefined): number {
  if (!a || !b) return Number(Boolean(a)) - Number(Boolean(b))
  return compareText(a.file, b.file) || (a.start ?? -1) - (b.start ?? -1) || (a.end ?? -1) - (b.end ?? -1)
}

/** Orders by code units: the same on every machine and locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
