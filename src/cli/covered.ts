import type { Assessment } from '../assessment/assessment.ts'
import type { Span } from '../documents/place.ts'
import { Text } from '../documents/text.ts'

/**
 * The texts of files for reports, with every secret that was found covered by as many stars: whatever shows a line or
 * hashes one has none, also where it speaks of something else.
 */
export function coveredTexts(
  { results }: Pick<Assessment, 'results'>,
  textOf: (file: string) => Text | undefined,
): (file: string) => Text | undefined {
  const secrets = new Map<string, Span[]>()
  for (const { place } of results) {
    const { file, start, end = start, secret } = place
    if (!secret || start === undefined || end === undefined) continue
    secrets.set(file, [...(secrets.get(file) ?? []), { start, end }])
  }
  if (secrets.size === 0) return textOf
  const covered = new Map<string, Text | undefined>()
  return (file) => {
    const spans = secrets.get(file)
    if (!spans) return textOf(file)
    if (!covered.has(file)) covered.set(file, cover(textOf(file), spans))
    return covered.get(file)
  }
}

/** A text of the same length and the same lines. */
function cover(text: Text | undefined, spans: readonly Span[]): Text | undefined {
  if (!text) return undefined
  const parts: string[] = []
  let at = 0
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    if (end <= at) continue
    const from = Math.max(at, start)
    parts.push(text.content.slice(at, from), text.content.slice(from, end).replace(/[^\r\n]/g, '*'))
    at = end
  }
  return new Text(text.file, parts.join('') + text.content.slice(at))
}
