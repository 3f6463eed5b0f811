import { hash as digestOf } from 'node:crypto'
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
 * Gives each finding a fingerprint of 32 hexadecimal digits: SHA-256 over its content print and its file. It survives
 * lines inserted above; another value on the line, or another file, is another finding. Findings that are alike in all
 * of this are told apart by their order. `textOf` gives a file's text, undefined where it has none.
 */
export function fingerprints(
  findings: readonly Identity[],
  textOf: (file: string) => Text | undefined,
): readonly string[] {
  const seen = new Map<string, number>()
  const prints = contentPrints(findings, textOf)
  return findings.map(({ place }, i) => {
    const key = `${prints[i]} ${place.file}`
    const nth = seen.get(key) ?? 0
    seen.set(key, nth + 1)
    return hash(nth ? `${key} ${nth}` : key).slice(0, 32)
  })
}

/**
 * What a finding is, wherever its file lies and however many are alike: 32 hexadecimal digits of SHA-256 over the
 * requirement, the test, the subject and the line on which the finding stands, without its indentation and its number.
 * A file that is renamed keeps the content prints of its findings.
 */
export function contentPrints(
  findings: readonly Identity[],
  textOf: (file: string) => Text | undefined,
): readonly string[] {
  return findings.map(({ requirement, test, subject, place }) => {
    const line = place.setting ?? lineAt(place, textOf(place.file))
    const id = place.file ? withoutPlace(subject.id, place.file) : subject.id
    return hash(JSON.stringify([requirement, test, subject.kind, id, line])).slice(0, 32)
  })
}

/** The name of a subject without its file and the offset in it, by which facts tell their members apart. */
function withoutPlace(id: string, file: string): string {
  return id
    .split(file)
    .map((part, i) => (i ? part.replace(/^:\d+(?=[:@]|$)/, '') : part))
    .join('\0')
}

/** The line that a finding stands on; nothing for one that speaks of its whole file, whose first line says nothing. */
function lineAt({ start, end = start }: Place, text: Text | undefined): string {
  if (start === undefined || !text) return ''
  const line = text.line(text.position(start).line)
  const isWhole = start === 0 && (end === 0 || (end as number) > line.length + 1)
  return isWhole ? '' : line.trim()
}

/** SHA-256 of a text as 64 hexadecimal digits. */
export function hash(text: string): string {
  return digestOf('sha256', text, 'hex')
}
