import type { Place } from '../../../documents/place.ts'
import { Text } from '../../../documents/text.ts'
import { DataNode, type Entry } from '../../../documents/tree.ts'
import { parseYaml } from '../../../documents/yaml.ts'
import type { Hidden } from '../../hidden.ts'
import { OpenMap, Unseen } from '../unseen.ts'
import { readable } from './hole-lines.ts'
import type { Holes } from './holes.ts'
import { type Merged, mergedWorlds } from './merged.ts'
import type { Rendered } from './render.ts'
import { placeIn, TextMaker, type Traced } from './traced.ts'
import { hiddenBecause } from './value.ts'

/** What a template makes: its objects, or why they cannot be told. */
export type Made = { readonly objects: readonly Merged[]; readonly hidden?: undefined } | { readonly hidden: Hidden }

/** The objects of a rendered template, each part of them with the place in the template or values that wrote it. */
export async function objectsOf({ file, texts, condition, hidden }: Rendered, holes: Holes): Promise<Made> {
  if (hidden) return { hidden }
  const worlds: DataNode[][] = []
  for (const text of texts) {
    const objects: DataNode[] = []
    for (const piece of documentsOf(text)) {
      const clear = readable(piece)
      const { documents, problem } = await parseYaml(new Text(file, clear.value as string))
      if (problem) return { hidden: hiddenBecause(`what ${file} writes (${problem.message})`, file) }
      for (const document of documents) {
        const object = new Mapping(clear, file, holes).node(document)
        if (object instanceof Unseen) return { hidden: object.hidden }
        if (object.kind === 'map') objects.push(object)
      }
    }
    worlds.push(objects)
  }
  const merged = mergedWorlds(worlds)
  return { objects: condition ? merged.map((one) => ({ ...one, condition: one.condition ?? condition })) : merged }
}

/** The documents of a rendered text, which Helm parts wherever a line begins with three dashes (pkg/releaseutil/manifest.go). */
function documentsOf(text: Traced): Traced[] {
  const content = text.value as string
  const found: Traced[] = []
  let at = 0
  const cut = (end: number) => {
    const piece = new TextMaker()
    piece.addSlice(text, at, end)
    if (piece.length > 0) found.push(piece.made())
  }
  for (const line of content.matchAll(/^---[ \t\r]*/gm)) {
    cut(line.index)
    at = line.index + line[0].length
  }
  cut(content.length)
  return found
}

/** Brings the nodes of a rendered text back to the places that wrote them. */
class Mapping {
  readonly #known = new Map<DataNode, DataNode>()

  constructor(
    readonly text: Traced,
    readonly file: string,
    readonly holes: Holes,
  ) {}

  node(node: DataNode): DataNode {
    const known = this.#known.get(node)
    if (known) return known
    const made = this.#made(node)
    this.#known.set(node, made)
    return made
  }

  #made(node: DataNode): DataNode {
    const place = this.#place(node.span)
    const at = { start: place.start ?? 0, end: place.end ?? 0 }
    if (node.kind === 'scalar') {
      const { value, tag, source } = node
      const hidden = typeof value === 'string' ? this.holes.in(value) : undefined
      const offset = typeof value === 'string' ? this.#offsets(node, place) : undefined
      if (!hidden) return new DataNode('scalar', place.file, at, value, [], [], tag, source, offset)
      const unshown = this.holes.unshown(value as string)
      return new Unseen(hidden, place, this.holes.shown(value as string), offset && ((sign) => offset(unshown(sign))))
    }
    if (node.kind === 'list')
      return new DataNode(
        'list',
        place.file,
        at,
        null,
        node.items.map((item) => this.node(item)),
        [],
        node.tag,
        '',
      )
    let open: Hidden | undefined
    const entries: Entry[] = []
    for (const { key, keySpan, value } of node.entries) {
      const hidden = this.holes.in(key)
      if (hidden) {
        open ??= hidden
        continue
      }
      const keyPlace = this.#place(keySpan)
      const span = keyPlace.file === place.file ? { start: keyPlace.start ?? 0, end: keyPlace.end ?? 0 } : at
      entries.push({ key, keySpan: span, value: this.node(value) })
    }
    if (!open) return new DataNode('map', place.file, at, null, [], entries, node.tag, '')
    return entries.length === 0 ? new Unseen(open, place) : new OpenMap(open, place, entries)
  }

  /** Where the signs of a text of several lines stand, of those that one file writes; the others stand where it begins. */
  #offsets(node: DataNode, { file, start = 0 }: Place): ((index: number) => number) | undefined {
    if (typeof node.value !== 'string' || !node.value.includes('\n')) return undefined
    return (index) => {
      const at = node.offsetOf(index)
      const place = this.#place({ start: at, end: at + 1 })
      return place.file === file ? (place.start ?? start) : start
    }
  }

  #place({ start, end }: { start: number; end: number }): Place {
    return (
      placeIn(this.text, start, end) ??
      placeIn(this.text, Math.max(0, start - 1), end) ?? { file: this.file, start: 0, end: 0 }
    )
  }
}
