import type { XmlElement as Parsed } from '@rgrove/parse-xml'
import { continued, maximumDepth, type Note, type Problem, tooDeep } from './note.ts'
import type { Place, Span } from './place.ts'
import type { Text } from './text.ts'

export interface XmlElement {
  /** with its prefix, as written: `xs:element` */
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** the elements directly in it */
  readonly children: readonly XmlElement[]
  /** its own text and CDATA without that of its children, trimmed */
  readonly text: string
  /** from its `<` to the end of its end tag */
  readonly span: Span
  /** its name in the start tag */
  readonly place: Place
}

export interface XmlResult {
  /** the root; undefined where there is a problem */
  readonly document?: XmlElement
  /** always empty: XML has no lenient readers */
  readonly notes: readonly Note[]
  readonly problem?: Problem
}

/**
 * XML 1.0 without validation. Entities that a DTD declares are left as written, so they can neither expand nor load
 * anything. Never rejects.
 */
export async function parseXml(text: Text): Promise<XmlResult> {
  const library = await import('@rgrove/parse-xml')
  try {
    const { root } = library.parseXml(text.content, { includeOffsets: true, ignoreUndefinedEntities: true })
    if (!root)
      return { notes: [], problem: { message: 'not valid XML: there is no element', span: { start: 0, end: 0 } } }
    return { document: convert(root, text), notes: [] }
  } catch (error) {
    return { notes: [], problem: problemOf(error) }
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof RangeError) return { message: tooDeep, span: { start: 0, end: 0 } }
  // The library's message goes on with an excerpt of the file.
  const [first = ''] = (error as Error).message.split(' (line ')
  const at = (error as { pos?: number }).pos ?? 0
  return { message: `not valid XML: ${continued(first)}`, span: { start: at, end: at } }
}

interface Growing extends XmlElement {
  readonly children: XmlElement[]
  text: string
}

function convert(root: Parsed, text: Text): XmlElement {
  const top = element(root, text)
  const stack = [{ from: root, to: top, depth: 1 }]
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (next.depth > maximumDepth) throw new RangeError(tooDeep)
    for (const child of next.from.children) {
      if (child.type === 'text' || child.type === 'cdata') next.to.text += (child as { text: string }).text
      if (child.type !== 'element') continue
      const made = element(child as Parsed, text)
      next.to.children.push(made)
      stack.push({ from: child as Parsed, to: made, depth: next.depth + 1 })
    }
    next.to.text = next.to.text.trim()
  }
  return top
}

function element({ name, attributes, start, end }: Parsed, text: Text): Growing {
  const place = { file: text.file, start: start + 1, end: start + 1 + name.length }
  // The library gives no end for what ends with the file, if there are characters beyond the basic plane.
  return { name, attributes, children: [], text: '', span: { start, end: Math.min(end, text.content.length) }, place }
}
