import type { Span } from './place.ts'

/** Something that was read leniently: what a strict reader would have refused, and where. One sentence for people. */
export interface Note {
  readonly message: string
  readonly span: Span
}

/** Why a document could not be read. One sentence for people, without the file's name; `span` says where it broke. */
export interface Problem {
  readonly message: string
  readonly span: Span
}

/**
 * How deep maps and lists may nest. A fixed figure, so that the verdict does not hang on the size of a machine's stack;
 * what people write stays under 50, Kubernetes and go-yaml stop at 10,000.
 */
export const maximumDepth = 500

/** What is said of data that is nested too deeply to be read. */
export const tooDeep = `nested too deeply: maps and lists may stand in one another ${maximumDepth} times`

/** A library's message, to stand behind a colon: on one line, with a small first letter unless it is an abbreviation. */
export function continued(message: string): string {
  const line = message.replace(/\s+/g, ' ').trim()
  return /^[A-Z][a-z ]/.test(line) ? line.charAt(0).toLowerCase() + line.slice(1) : line
}
