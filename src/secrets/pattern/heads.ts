import type { Node } from './parse.ts'

/** How many beginnings are written out, and how far. */
const mostHeads = 64
const longestHead = 64

interface Head {
  readonly text: string
  /** what comes next can still be written out */
  readonly open: boolean
}

/**
 * Where the keywords stand in every match of a pattern, counted from its beginning: `https?://hooks\.` has `hooks` at 7 and
 * at 8. With this a pattern is tried where it can match and nowhere else. Undefined where a match may begin otherwise: then
 * it is looked for around the keyword.
 */
export function anchorsOf(
  tree: Node,
  keywords: readonly string[],
): Readonly<Record<string, readonly number[]>> | undefined {
  const anchors = new Map<string, Set<number>>()
  const longestFirst = keywords.toSorted((a, b) => b.length - a.length)
  for (const { text } of extend([{ text: '', open: true }], tree)) {
    const keyword = longestFirst.find((word) => text.includes(word))
    if (keyword === undefined) return undefined
    anchors.set(keyword, (anchors.get(keyword) ?? new Set()).add(text.indexOf(keyword)))
  }
  return Object.fromEntries([...anchors].map(([keyword, offsets]) => [keyword, [...offsets].sort((a, b) => a - b)]))
}

/** The beginnings of what matches what was before and then this node, in lower case. */
function extend(heads: readonly Head[], node: Node): readonly Head[] {
  if (node.kind === 'empty') return heads
  if (node.kind === 'sequence') return node.parts.reduce<readonly Head[]>(extend, heads)
  if (node.kind === 'choice')
    return bounded(
      heads,
      node.parts.flatMap((part) => extend(heads, part)),
    )
  if (node.kind === 'repeat') {
    let all = heads
    for (let turn = 0; turn < Math.min(node.min, longestHead); turn++) all = extend(all, node.part)
    if (node.max === node.min) return all
    return node.max === node.min + 1 ? bounded(all, [...all, ...extend(all, node.part)]) : closed(all)
  }
  const characters = new Set<string>()
  for (let code = 0; code < node.set.length; code++)
    if (node.set[code]) characters.add(code < 128 ? String.fromCharCode(code).toLowerCase() : 'any other')
  if (characters.size > 4 || characters.has('any other')) return closed(heads)
  const next = heads.flatMap((head) =>
    head.open && head.text.length < longestHead
      ? [...characters].map((character) => ({ text: head.text + character, open: true }))
      : [{ ...head, open: false }],
  )
  return bounded(heads, next)
}

/** The longer beginnings, or the shorter ones where they are too many to write out. */
function bounded(before: readonly Head[], after: readonly Head[]): readonly Head[] {
  const distinct = [...new Map(after.map((head) => [`${head.open} ${head.text}`, head])).values()]
  return distinct.length > mostHeads ? closed(before) : distinct
}

const closed = (heads: readonly Head[]): readonly Head[] => heads.map(({ text }) => ({ text, open: false }))
