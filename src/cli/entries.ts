import { existsSync, readFileSync } from 'node:fs'
import { decode } from '../documents/decode.ts'
import { UsageError } from './errors.ts'
import { allLevels, type Judged, judgeOpened } from './judge.ts'
import type { Opened } from './open.ts'
import { writeWithFolder } from './output.ts'
import { startProgress } from './progress.ts'

/** An entry that is to be written. */
export interface NewEntry {
  /** the key of the list that it goes into: `waivers` */
  readonly list: string
  /** in the order in which they are written */
  readonly fields: Readonly<Record<string, string | readonly string[]>>
  /** said above it, for who reads the file */
  readonly comment: string
  /** the keys by whose values an entry is the same one */
  readonly identity: readonly string[]
  /** whether the same entry is written over; without, it is an error */
  readonly replace: boolean
}

/** A file's content with an entry in it, and what to know of it. */
export interface Written {
  readonly content: string
  /** the entry that was replaced stood here */
  readonly replaced: number | undefined
}

/**
 * Adds an entry to a file of entries, as text: what people wrote in it, comments included, stays. Throws a
 * {@link UsageError} where the file has the same entry already, or is no such file.
 */
export async function withEntry(content: string, file: string, entry: NewEntry): Promise<Written> {
  const { isMap, isSeq, LineCounter, parseDocument } = await import('yaml')
  const lines = new LineCounter()
  const document = parseDocument(content, { lineCounter: lines })
  const [broken] = document.errors
  if (broken) throw new UsageError(`${file}: ${broken.message.split('\n')[0]}; mend it first`)
  if (document.contents === null) document.contents = document.createNode({}) as never
  const found = document.get(entry.list)
  if (!isMap(document.contents) || (found !== undefined && found !== null && !isSeq(found))) {
    throw new UsageError(`${file} is no file of ${entry.list}; mend it first`)
  }
  const node = document.createNode(entry.fields)
  node.commentBefore = ` ${entry.comment.replace(/\s+/g, ' ')}`
  const list = isSeq(found) ? found : document.createNode([])
  if (list !== found) document.set(entry.list, list)
  list.flow = false
  const identity = (of: unknown) =>
    JSON.stringify(entry.identity.map((key) => (of as Record<string, unknown>)[key] ?? null))
  const same = list.items.findIndex((item) => isMap(item) && identity(item.toJSON()) === identity(entry.fields))
  let replaced: number | undefined
  if (same >= 0) {
    const former = list.items[same] as { range?: [number, number, number]; commentBefore?: string }
    const [start = 0] = former.range ?? []
    replaced = lines.linePos(start).line
    if (!entry.replace) {
      throw new UsageError(
        `${file}:${replaced} has an entry for this already; change it, or write it anew with --replace`,
      )
    }
    // what is said above it stays; of the first one the parser takes that for a comment on the list
    node.commentBefore = former.commentBefore ?? (same === 0 && list.commentBefore ? null : node.commentBefore)
    list.items[same] = node
  } else list.items.push(node)
  return { content: document.toString({ lineWidth: 0, flowCollectionPadding: false }), replaced }
}

/** The content of a file on disk; an empty text where there is none. */
export function contentOf(path: string): string {
  return existsSync(path) ? decode(readFileSync(path)).content : ''
}

/**
 * The repository judged as a whole, for an entry of a file of entries. Throws a {@link UsageError} where a check could not
 * use the file: the entry would be added to what is broken.
 */
export async function judgedForEntry(opened: Opened, file: string, asOf: string): Promise<Judged> {
  const progress = startProgress(process.stderr, false)
  const judged = await judgeOpened(opened, allLevels(asOf), progress).finally(() => progress.end())
  const broken = judged.assessment.remarks.find(({ unusable, place }) => unusable && place.file === file)
  if (!broken) return judged
  const { start } = broken.place
  const text = start === undefined ? undefined : judged.textOf(file)
  const at = text && start !== undefined ? `:${text.position(start).line}` : ''
  throw new UsageError(`${file}${at}: ${broken.message}; nothing was written`)
}

/** Writes the file whole or not at all; the folder above it is made. */
export async function saveEntries(path: string, content: string): Promise<void> {
  await writeWithFolder(path, content)
}
