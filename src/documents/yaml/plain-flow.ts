import { DataNode, type Entry } from '../tree.ts'
import { isBreak, merging, nothing, readScalar, refuse, signs } from './plain-scalar.ts'

const comma = 44
const closingBracket = 93
const closingBrace = 125
const deepest = 20

/** `[…]` or `{…}` on one line, with plain scalars and such in quotes; an empty member, or a pair in a list, is refused. */
export function readFlow(file: string, content: string, start: number, depth: number): DataNode {
  if (depth > deepest) refuse()
  const isMap = content.charCodeAt(start) === signs.brace
  const closing = isMap ? closingBrace : closingBracket
  const items: DataNode[] = []
  const entries: Entry[] = []
  const keys = new Set<string>(merging)
  let at = skip(content, start + 1)
  while (content.charCodeAt(at) !== closing) {
    if (items.length + entries.length > 0) {
      if (content.charCodeAt(at) !== comma) refuse()
      at = skip(content, at + 1)
    }
    if (isMap) entries.push(pair(file, content, at, keys, depth))
    else items.push(member(file, content, at, depth))
    at = skip(content, (isMap ? entries.at(-1)?.value : items.at(-1))?.span.end as number)
  }
  const span = { start, end: at + 1 }
  return isMap
    ? new DataNode('map', file, span, null, nothing, entries, '', '')
    : new DataNode('list', file, span, null, items, nothing, '', '')
}

function member(file: string, content: string, at: number, depth: number): DataNode {
  const sign = content.charCodeAt(at)
  const isFlow = sign === signs.bracket || sign === signs.brace
  return isFlow ? readFlow(file, content, at, depth + 1) : readScalar(file, content, at, true)
}

function pair(file: string, content: string, at: number, keys: Set<string>, depth: number): Entry {
  const written = readScalar(file, content, at, true)
  const key = typeof written.value === 'string' ? written.value : written.source
  if (keys.size === keys.add(key).size) refuse()
  const colon = skip(content, written.span.end)
  if (content.charCodeAt(colon) !== signs.colon || content.charCodeAt(colon + 1) !== signs.space) refuse()
  return { key, keySpan: written.span, value: member(file, content, skip(content, colon + 1), depth) }
}

/** Behind spaces; a line end is left to the library. */
function skip(content: string, from: number): number {
  let at = from
  while (content.charCodeAt(at) === signs.space) at++
  if (isBreak(content.charCodeAt(at))) refuse()
  return at
}
