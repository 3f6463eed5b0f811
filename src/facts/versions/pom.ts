import type { Text } from '../../documents/text.ts'
import { type Manifest, resolved } from './manifest.ts'

/**
 * The version of a Maven project: `<project><version>`, else its parent's, with a property of the same file filled in.
 * Undefined where the file gives none.
 */
export function readPom(text: Text | undefined): Manifest | undefined {
  if (!text) return undefined
  const values = leaves(text.content.slice(0, 2_000_000))
  const found = values.get('project/version') ?? values.get('project/parent/version')
  if (!found) return undefined
  const value = found.text.replace(/^\$\{([\w.-]+)\}$/, (whole, name) => {
    return values.get(`project/properties/${name}`)?.text ?? whole
  })
  const place = { file: text.file, start: found.start, end: found.start + found.text.length }
  const name = values.get('project/artifactId')?.text ?? ''
  return { ...resolved(value, place), ecosystem: 'maven', name, private: false }
}

/** The text of each element without children, by its path; the first of a path wins. */
function leaves(content: string): ReadonlyMap<string, { readonly text: string; readonly start: number }> {
  const found = new Map<string, { text: string; start: number }>()
  const path: string[] = []
  let after = 0
  for (const match of content.matchAll(
    /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\/([\w:.-]+)\s*>|<([\w:.-]+)(?:\s[^<>]*?)?(\/?)>/g,
  )) {
    if (match[2] !== undefined) {
      if (match[3] !== '/') path.push(match[2])
      after = match.index + match[0].length
    } else if (match[1] !== undefined) {
      const key = path.join('/')
      const inside = content.slice(after, match.index)
      const text = inside.trim()
      if (after && text && !found.has(key)) found.set(key, { text, start: after + inside.indexOf(text) })
      path.pop()
      after = 0
    }
    if (path.length > 100) break
  }
  return found
}
