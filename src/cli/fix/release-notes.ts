import { releaseSections } from '../../config/vocabulary.ts'
import type { Heading, MarkdownDocument } from '../../documents/markdown.ts'
import type { Release } from '../../facts/schema/document.ts'
import { type Broken, failing, type Mend, type Mender } from './mend.ts'

type Section = (typeof releaseSections)[number]

/*
 * What the sections beside it tell may be None by itself, where all that the notes tell stands in such sections. That
 * nothing breaks, that no issue is known and that nothing is to be done for the upgrade are statements on which people act:
 * only a person makes them.
 */
const stated: ReadonlySet<Section> = new Set(['Breaking Changes', 'Known Issues', 'Upgrade Notes'])

/** The sections of the newest release's notes that are missing or bear another name. */
export const mender: Mender = {
  ids: ['release-notes.*'],
  async propose(broken) {
    const mends: Mend[] = []
    for (const release of broken.observed.releases) {
      if (!release.newest) continue
      const document = await broken.repository.markdown(release.file)
      const chapter = document && chapterOf(release, document)
      if (document && chapter) mends.push(...mendsOf(release, document, chapter, broken))
    }
    return mends
  },
}

/** Where the notes of a release stand: its heading, the headings of its sections, and its end. */
interface Chapter {
  readonly sections: readonly Heading[]
  readonly level: number
  readonly end: number
  /** something is told outside of the sections that the standard knows: a fix may be among it */
  readonly isLoose: boolean
}

/** Undefined where the sections are no headings of `#`: what is written in another form is left to people. */
function chapterOf(release: Release, document: MarkdownDocument): Chapter | undefined {
  const { headings, text } = document
  const own = headings.find(({ place }) => place.start === release.place.start)
  if (!own || !isHash(own, document)) return undefined
  const next = headings.find((one) => one.index > own.index && one.level <= own.level)
  const sections = release.sections.map(({ place }) => headings.find((one) => one.place.start === place.start))
  if (sections.some((one) => !one || !isHash(one, document))) return undefined
  const level = sections[0]?.level ?? own.level + 1
  if (level > 6) return undefined
  const end = next ? aboveAnchor(text.content, next.place.start ?? 0) : endOf(text.content)
  const lead = text.content.slice(own.place.end, sections[0]?.place.start ?? end)
  const isLoose = !sections.length || release.sections.some(({ standsFor }) => !standsFor) || tells(lead)
  return { sections: sections as Heading[], level, end, isLoose }
}

const anchor = /^ {0,3}<a\b[^>]*>\s*<\/a>\s*$/

/** Whether lines hold more than anchors and the targets of links. */
const tells = (lines: string) =>
  lines.split('\n').some((line) => /\S/.test(line) && !anchor.test(line) && !/^ {0,3}\[[^\]]+\]:/.test(line))

/** What links go to stands above its heading: `<a id="1.3.0"></a>` belongs to what follows. */
function aboveAnchor(content: string, start: number): number {
  let at = start
  for (let line = start; line > 0; ) {
    const from = content.lastIndexOf('\n', line - 2) + 1
    const written = content.slice(from, line)
    if (anchor.test(written)) at = from
    else if (written.trim()) break
    line = from
  }
  return at
}

const isHash = ({ place }: Heading, { text }: MarkdownDocument) =>
  /^ {0,3}#/.test(text.line(text.position(place.start ?? 0).line))

/** The end of the text without the links that notes keep below it: `[1.2.0]: https://…`. */
function endOf(content: string): number {
  let end = content.length
  while (end > 0) {
    const start = content.lastIndexOf('\n', end - 2) + 1
    if (!/^\s*$|^ {0,3}\[[^\]]+\]:/.test(content.slice(start, end))) break
    end = start
  }
  // blank lines alone are no reason to stand before them
  return content.slice(end).trim() === '' ? content.length : end
}

function mendsOf(release: Release, document: MarkdownDocument, chapter: Chapter, broken: Broken): Mend[] {
  const mends: Mend[] = []
  // what goes before the same heading becomes one edit, in the order of the standard
  const inserted = new Map<number, { sections: Section[]; id: string }>()
  for (const section of releaseSections) {
    const id = `release-notes.${section.toLowerCase().replace(' ', '-')}`
    const here = failing(broken, id).some(({ place }) => place.file === release.file)
    if (!here || release.sections.some(({ name }) => name === section)) continue
    const near = release.sections.findIndex(({ standsFor }) => standsFor === section)
    const found = release.sections[near]
    const renamed = found && rename(found.name, section, chapter.sections[near], document)
    if (renamed) {
      const isTold = found.content === 'text' || found.content === 'none'
      const what = `rename "${found.name}" to "${section}"`
      mends.push({ id, what, edit: renamed, ...(isTold ? {} : { left: toBeSaid([section]) }) })
    }
    if (near >= 0) continue
    const at = before(section, release, chapter)
    inserted.set(at, { sections: [...(inserted.get(at)?.sections ?? []), section], id: inserted.get(at)?.id ?? id })
  }
  for (const [at, { sections, id }] of inserted) mends.push(insertion(id, sections, at, chapter, document))
  return mends
}

/** The heading before which a section belongs; the end of the chapter where all others come first. */
function before(section: Section, release: Release, { sections, end }: Chapter): number {
  const rank = (name: string) => (releaseSections as readonly string[]).indexOf(name)
  const index = release.sections.findIndex(({ standsFor }) => rank(standsFor) > rank(section))
  return sections[index]?.place.start ?? end
}

function rename(name: string, section: Section, heading: Heading | undefined, { text }: MarkdownDocument) {
  const start = heading?.place.start ?? 0
  const { line, column } = text.position(start)
  const inLine = text.line(line).indexOf(name, column - 1)
  if (!name || inLine < 0) return undefined
  const at = start + inLine - (column - 1)
  return { file: text.file, start: at, end: at + name.length, text: section }
}

/** What a person still has to do, for whom a section without content is none. */
const toBeSaid = (sections: readonly Section[]) =>
  `say what there is, or None, in ${sections.join(', ')}: until then ${sections.length === 1 ? 'it fails' : 'they fail'}`

function insertion(
  id: string,
  sections: readonly Section[],
  at: number,
  { level, isLoose }: Chapter,
  { text }: MarkdownDocument,
): Mend {
  const isOpen = (name: Section) => isLoose || stated.has(name)
  const lines = sections.map((name) => `${'#'.repeat(level)} ${name}\n\n- ${isOpen(name) ? 'TODO' : 'None'}\n`)
  const above = text.content.slice(0, at).replaceAll('\r', '')
  const lead = above.endsWith('\n\n') || above === '' ? '' : above.endsWith('\n') ? '\n' : '\n\n'
  const tail = at < text.content.length && !/^\r?\n/.test(text.content.slice(at)) ? '\n' : ''
  const open = sections.filter(isOpen)
  return {
    id,
    what: `add ${sections.map((name) => (isOpen(name) ? name : `${name} (None)`)).join(', ')}`,
    edit: { file: text.file, start: at, end: at, text: lead + lines.join('\n') + tail },
    ...(open.length ? { left: toBeSaid(open) } : {}),
  }
}
