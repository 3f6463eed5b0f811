import type { Block, Heading, MarkdownDocument } from '../../documents/markdown.ts'
import { basename } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import { isComment, ownBlocks } from '../prose/read.ts'
import type { ReleaseSection } from '../schema/document.ts'
import { isUnreleased, parseReleaseHeading, type ReleaseHeading } from './heading.ts'
import { judgeContent, nameSection } from './sections.ts'

/** A release as its notes tell of it, before tags and neighbours are compared. */
export interface ToldRelease {
  readonly file: string
  readonly title: string
  readonly heading: ReleaseHeading
  readonly sections: readonly ReleaseSection[]
  /** nothing stands below its heading but other headings, or what is to be filled in */
  readonly empty: boolean
  readonly place: Place
}

/** All releases that a document tells of, in its order, with their sections. */
export function releasesOf(document: MarkdownDocument): readonly ToldRelease[] {
  const read = document.headings.map((heading) => ({ heading, told: parseReleaseHeading(heading.title) }))
  const heads = new Map(releaseHeadings(read).map(({ heading, told }) => [heading, told]))
  const releases: ToldRelease[] = []
  // from the last heading up, so that the end of each release is known when its heading comes
  const { headings } = document
  let end = document.blocks.length
  let next = end
  let inside: Heading[] = []
  for (let i = headings.length - 1; i >= 0; i--) {
    const heading = headings[i] as Heading
    const told = heads.get(heading)
    if (told) {
      // a heading above its own level ends it, though it is no release ("# Older releases")
      const over = inside.findIndex((other) => other.level <= heading.level)
      const own = over < 0 ? inside : inside.slice(0, over)
      const until = inside[over]?.index ?? end
      const sections = sectionsOf(document, heading, until, own)
      // its sections may stand on its own level, and its day in a heading below
      const empty = isEmpty(document, document.blocks.slice(heading.index + 1, next))
      const { title, place } = heading
      releases.push({ file: document.text.file, title, heading: told, sections, empty, place })
    }
    if (told || isUnreleased(heading.title)) next = heading.index
    if (told || read[i]?.told?.plain || isUnreleased(heading.title)) {
      end = heading.index
      inside = []
    } else inside.unshift(heading)
  }
  return releases.reverse()
}

/**
 * The one release that a file tells of, where each has its own: by its first heading that names a version, else by the
 * file's name.
 */
export function releaseOf(document: MarkdownDocument, byName: ReleaseHeading | undefined): ToldRelease | undefined {
  const file = document.text.file
  for (const heading of document.headings) {
    const told = parseReleaseHeading(heading.title)
    if (!told) continue
    const inside = document.headings.filter((other) => other.index > heading.index)
    const sections = sectionsOf(document, heading, document.blocks.length, inside)
    const empty = isEmpty(document, document.blocks.slice(heading.index + 1))
    return { file, title: heading.title, heading: told, sections, empty, place: heading.place }
  }
  if (!byName) return undefined
  const first = document.headings[0]
  // the file's name tells the version, and its heading (if any) does not
  const heading = { ...byName, saysRelease: first !== undefined && /^release\b/i.test(first.title) }
  const sections = sectionsOf(document, undefined, document.blocks.length, document.headings)
  const name = basename(file).replace(/\.\w+$/, '')
  const place = first?.place ?? document.blocks[0]?.place ?? { file }
  return { file, title: first?.title ?? name, heading, sections, empty: isEmpty(document, document.blocks), place }
}

/**
 * Headings of releases. Where some name only the version ("1.2.3 (2024-01-02)"), those with other words before it are
 * sections; a heading below that of another release is a section too, unless it names a version by itself.
 */
function releaseHeadings(
  read: readonly { readonly heading: Heading; readonly told: ReleaseHeading | undefined }[],
): { heading: Heading; told: ReleaseHeading }[] {
  const all = read.flatMap(({ heading, told }) => (told ? [{ heading, told }] : []))
  const plain = all.filter(({ told }) => told.plain)
  const like = plain.length ? plain : all
  const levels = like.map(({ heading }) => heading.level)
  const level = Math.min(...levels)
  // a day below a version ("## 1.2.0" / "### 2024-01-02") stands under a release of its own
  return like.filter(
    ({ heading, told }) => heading.level === level || (told.version !== '' && heading.level <= level + 1),
  )
}

function sectionsOf(
  document: MarkdownDocument,
  from: Heading | undefined,
  end: number,
  inside: readonly Heading[],
): ReleaseSection[] {
  const start = from?.index ?? -1
  const level = Math.min(...inside.map((heading) => heading.level))
  const sections = inside
    // deeper headings are content of their section, unless they bear a section's own name
    .filter((heading) => heading.level === level || nameSection(heading.title).standsFor !== '')
    .map((heading) => ({
      ...nameSection(heading.title),
      content: contentOf(document, document.blocks.slice(heading.index + 1, sectionEnd(inside, heading, end))),
      place: heading.place,
    }))
  return [...sections, ...namedParagraphs(document, start, end)].sort(
    (a, b) => (a.place.start ?? 0) - (b.place.start ?? 0),
  )
}

function sectionEnd(inside: readonly Heading[], from: Heading, end: number): number {
  const next = inside.find(
    (other) => other.index > from.index && (other.level <= from.level || nameSection(other.title).standsFor),
  )
  return next?.index ?? end
}

/** Sections that a paragraph names ("**Bug Fixes**", "New features:") where no heading does. */
function namedParagraphs(document: MarkdownDocument, start: number, end: number): ReleaseSection[] {
  const sections: ReleaseSection[] = []
  for (let i = start + 1; i < end; i++) {
    const block = document.blocks[i] as Block
    if (block.kind !== 'paragraph' || withoutTags(block.text).length > 60) continue
    const marked = withoutTags(document.text.slice(block.span))
    if (!/^(\*\*|__).*(\*\*|__):?$/.test(marked) && !/:$/.test(marked)) continue
    const named = nameSection(withoutTags(block.text))
    if (!named.standsFor) continue
    const following: Block[] = []
    for (const next of ownBlocks(document, i)) {
      if (next.kind === 'paragraph' && nameSection(next.text).standsFor) break
      following.push(next)
    }
    sections.push({ ...named, content: contentOf(document, following), place: block.place })
  }
  return sections
}

/** Without the tags of GitBook, Jekyll and their like, which Markdown takes for text: `{% column %}`. */
const withoutTags = (text: string) => text.replace(/\{%.{0,200}?%\}/g, '').trim()

/**
 * Whether some blocks of a document say nothing: there are only headings, comments, and what is to be filled in.
 * @param blocks those that are asked for; all of the document's where none are given
 */
export function isEmpty(document: MarkdownDocument, blocks: readonly Block[] = document.blocks): boolean {
  const content = contentOf(document, blocks)
  return content === 'empty' || content === 'placeholder'
}

function contentOf(document: MarkdownDocument, blocks: readonly Block[]): ReleaseSection['content'] {
  const told = blocks.filter((block) => block.kind !== 'heading' && !isComment(document, block))
  const texts = told.map((block) =>
    block.text.trim() === '' ? withoutStruck(document.text.slice(block.span)) : block.text,
  )
  return judgeContent(
    texts.map((text, i) => (isOnlyMark(text) && told[i]?.kind === 'item' ? '' : text)),
    told.map((block) => document.text.slice(block.span)),
  )
}

/** What is struck out is not said. */
const withoutStruck = (text: string) => text.replace(/~~[^~]*~~/g, '')

/** An item without text ("-") says nothing, unlike a dash that is written as a text. */
const isOnlyMark = (text: string) => /^[-*+]?$/.test(text.trim())
