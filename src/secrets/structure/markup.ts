import type { Literal } from './literal.ts'
import type { Name } from './name-at.ts'

const MOST = 1600

/**
 * Values in XML: `<password>…</password>`, `<entry key="password">…</entry>`, `<property name="password"><value>…`,
 * `<key>API_KEY</key><string>…</string>` of property lists. Attributes are read like any `name="…"`.
 */
export function elementOf(content: string, name: Name): Literal | undefined {
  const before = content[name.start - 1]
  if (
    before === '<' ||
    (before === ':' && /<[\w.-]{1,40}:$/.test(content.slice(Math.max(0, name.start - 42), name.start)))
  ) {
    return textAfter(content, name.end, /^(?:\s[^<>]{0,300})?>/)
  }
  if (before === '>')
    return textAfter(content, name.end, /^<\/(?:key>\s{0,80}<string|([\w-]{0,20})name>\s{0,200}<\1value)>/)
  if (
    name.closing === '' ||
    !/\b(?:name|key|property)\s{0,4}=\s{0,4}["']$/.test(content.slice(Math.max(0, name.start - 24), name.start))
  ) {
    return undefined
  }
  return textAfter(
    content,
    name.end + name.closing.length,
    /^[^<>]{0,300}(?<!\/)>\s{0,200}(?:<(?:value|string|data)\b[^<>]{0,80}>)?/,
  )
}

/**
 * Whether a value is an attribute by which a document of Office keeps people from changing it by mistake: anybody takes it off,
 * and it opens nothing (ECMA-376 part 1, sheetProtection, workbookProtection, documentProtection).
 */
export const ofProtection = (content: string, start: number): boolean =>
  /<(?:\w{1,8}:)?(?:sheetProtection|workbookProtection|protectedRange|fileSharing|documentProtection|modifyVerifier)\b[^<>]*$/.test(
    content.slice(Math.max(0, start - MOST), start),
  )

function textAfter(content: string, at: number, tag: RegExp): Literal | undefined {
  const text = content.slice(at, at + MOST)
  const open = tag.exec(text)
  if (open === null) return undefined
  const cdata = text.startsWith('<![CDATA[', open[0].length) ? 9 : 0
  const from = open[0].length + cdata
  const to = text.indexOf(cdata > 0 ? ']]>' : '<', from)
  if (to < 0) return undefined
  const written = text.slice(from, to)
  const value = written.trim()
  if (value === '') return undefined
  const start = at + from + written.indexOf(value)
  return { value: unescapedXml(value), start, end: start + value.length, after: at + to, quoted: true, composed: false }
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Character references of XML undone. */
function unescapedXml(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_, entity: string) => entities[entity] as string)
}
