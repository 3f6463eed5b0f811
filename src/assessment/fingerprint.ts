import { createHash } from 'node:crypto'
import type { Place } from '../documents/place.ts'
import type { Text } from '../documents/text.ts'

/** What makes a finding the same one tomorrow. */
export interface Identity {
  readonly requirement: string
  readonly test: string
  readonly subject: { readonly kind: string; readonly id: string }
  readonly place: Place
}

/**
 * Gives each finding a fingerprint of 32 hexadecimal digits: SHA-256 over the requirement, the test, the subject and the
 * line on which the finding stands, without its indentation and its number. It survives lines inserted above; another
 * value on the line, or another file, is another finding. Findings that are alike in all of this are told apart by their
 * order. `textOf` gives a file's text, undefined where it has none.
 */
export function fingerprints(
  findings: readonly Identity[],
  textOf: (file: string) => Text | undefined,
): readonly string[] {
  const seen = new Map<string, number>()
  return findings.map(({ requirement, test, subject, place }) => {
    const line = place.setting ?? lineAt(place, textOf(place.file))
    const key = JSON.stringify([requirement, test, subject.kind, subject.id, place.file, line])
    const nth = seen.get(key) ?? 0
    seen.set(key, nth + 1)
    return hash(nth ? `${key}${nth}` : key).slice(0, 32)
  })
}

function lineAt(place: Place, text: Text | undefined): string {
  if (place.start === undefined || !text) return ''
  return text.line(text.position(place.start).line).trim()
}

/** SHA-256 of a text as 64 hexadecimal digits. */
export function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
