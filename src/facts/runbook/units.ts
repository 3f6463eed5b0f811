import type { Block, Heading, MarkdownDocument } from '../../documents/markdown.ts'
import { basename, dirname } from '../../documents/path.ts'
import { cleanTitle, parseReleaseHeading } from '../notes/heading.ts'
import { judgeContent } from '../notes/sections.ts'
import { isComment } from '../prose/read.ts'
import { isOfPlans } from '../prose/settled.ts'
import { countCommands } from './commands.ts'
import { commentedIn } from './commented.ts'
import { isGenerated } from './generated.ts'
import { headingOf, ledChapters } from './led.ts'
import {
  isBesideSystem,
  isForDevelopers,
  isOfUpkeep,
  isOtherDeployment,
  namesBoth,
  type Topic,
  tellsDeployments,
  topicOf,
} from './topic.ts'

/** A document, or a chapter of one, that tells people how to operate the system. */
export interface Unit {
  readonly document: MarkdownDocument
  /** undefined: the whole document */
  readonly heading: Heading | undefined
  readonly title: string
  readonly topic: Topic
  readonly blocks: readonly Block[]
  readonly headings: readonly Heading[]
  readonly declared: boolean
  /** a chapter of a document that is no runbook itself, such as a README, or no more than a paragraph of one */
  readonly chapter: boolean
  /** a document whose opening says that it tells how deployments work, and whose title does not */
  readonly opening?: true
}

/**
 * The runbooks in a document: the whole of it where its title or file name says so, and its chapters that do. A chapter
 * on rollback or deployment inside a wider runbook is one of its own.
 * @param declared what assay.yaml says that the document is
 */
export function unitsOf(document: MarkdownDocument, declared: Topic | undefined): readonly Unit[] {
  const title = titleOf(document)
  const titled = declared ? [declared] : topicsOf(topicOfDocument(document, title), title, document.headings.slice(1))
  const opening = titled.length === 0 && opensOnDeployments(document, title)
  const topics: readonly Topic[] = opening ? ['operations'] : titled
  const [topic] = topics
  const units = topics.map((one): Unit => {
    const { blocks, headings } = document
    return {
      document,
      heading: undefined,
      title,
      topic: one,
      blocks,
      headings,
      declared: declared !== undefined,
      chapter: false,
      ...(opening && { opening: true }),
    }
  })
  for (const heading of document.headings) {
    const own = topicOf(cleanTitle(heading.title))
    if (!own || (topic && heading === document.headings[0])) continue
    if (own === 'deployment' && above(heading, document).some(({ title }) => isForDevelopers(title))) continue
    if (own === 'deployment' && isBelowAnother(heading, document)) continue
    // a version of an interface is released by moving code about
    if (own === 'deployment' && /\bversioning\b/i.test(`${title} ${nameOf(document.text.file)}`)) continue
    const around = units.filter((unit) => contains(unit, heading)).map((unit) => unit.topic)
    if (around.includes(own) || (around.length && (own === 'operations' || own === 'incident'))) continue
    if (around.includes('rollback')) continue
    // "Rollback" in a guide to a migration takes the migration back, and in one to a rotation of keys the rotation
    if (own === 'rollback' && !around.length && otherMatter.test(`${title} ${heading.title}`)) continue
    if (own === 'rollback' && isOfUpkeep(heading.title, titlesAbove(heading, document, title))) continue
    const blocks = document.under(heading)
    if (isGenerated(blocks)) continue
    const headings = document.sections(heading)
    for (const one of topicsOf(own, heading.title, headings)) {
      units.push({
        document,
        heading,
        title: heading.title,
        topic: one,
        blocks,
        headings,
        declared: false,
        chapter: !around.length,
      })
    }
  }
  units.push(...ledUnits(document, title, units))
  units.push(...commentedUnits(document, title, units))
  return units
    .filter(({ heading }) => !heading || ![heading, ...above(heading, document)].some(({ title }) => isOfPlans(title)))
    .map(withoutPlans)
    .filter(saysSomething)
}

/** What is planned for one day is told nobody to do. */
function withoutPlans(unit: Unit): Unit {
  const { document, blocks } = unit
  const planned = new Set(
    document.headings.filter(({ title }) => isOfPlans(title)).flatMap((heading) => document.under(heading)),
  )
  return planned.size === 0 ? unit : { ...unit, blocks: blocks.filter((block) => !planned.has(block)) }
}

/**
 * What a text is about by its title: one thing, but for one that names deployment and rollback. A rollback that has a
 * chapter of its own in it is told there.
 */
function topicsOf(topic: Topic | undefined, title: string, inside: readonly Heading[]): readonly Topic[] {
  if (topic !== 'rollback' || !namesBoth(title)) return topic ? [topic] : []
  return inside.some((heading) => topicOf(cleanTitle(heading.title)) === 'rollback')
    ? ['deployment']
    : ['deployment', 'rollback']
}

/** Chapters that bold words lead stand for one where no heading around them is about the same. */
function ledUnits(document: MarkdownDocument, title: string, units: readonly Unit[]): readonly Unit[] {
  return ledChapters(document).flatMap((chapter) => {
    const own = topicOf(cleanTitle(chapter.title))
    // an item on deployment is one step of what its list tells
    if (own !== 'rollback' && (own !== 'deployment' || chapter.item)) return []
    const first = document.blocks[chapter.start] as Block
    const around = units.filter(({ blocks }) => blocks.includes(first)).map(({ topic }) => topic)
    if (around.includes(own) || around.includes('rollback')) return []
    if (own === 'rollback' && !around.length && otherMatter.test(`${title} ${chapter.title}`)) return []
    if (own === 'rollback' && isOfUpkeep(chapter.title, titlesAbove(headingOf(chapter), document, title))) return []
    const blocks = document.blocks.slice(chapter.start, chapter.end)
    return [
      {
        document,
        heading: headingOf(chapter),
        title: chapter.title,
        topic: own,
        // the words that lead are its title, and no text of it
        blocks: [{ ...first, text: chapter.rest }, ...blocks.slice(1)],
        headings: [],
        declared: false,
        // a paragraph is not the whole of a runbook, whatever it stands in
        chapter: true,
      },
    ]
  })
}

/** How a version is taken back, where no more than a comment above the commands says so. */
function commentedUnits(document: MarkdownDocument, title: string, units: readonly Unit[]): readonly Unit[] {
  if (units.some(({ topic }) => topic === 'rollback')) return []
  return commentedIn(document).flatMap(({ heading, block }): Unit[] => {
    if (topicOf(heading.title) !== 'rollback') return []
    const titles = titlesAbove(heading, document, title)
    if (titles.some((one) => otherMatter.test(one) || isForDevelopers(one) || isOtherDeployment(one))) return []
    if (isOfUpkeep(heading.title, titles)) return []
    return [
      {
        document,
        heading,
        title: heading.title,
        topic: 'rollback',
        blocks: [block],
        headings: [],
        declared: false,
        chapter: true,
      },
    ]
  })
}

const otherMatter = /\b(migrat\w*|upgrad\w*|terraform|database|schema)\b/i

/** The title of a document, and those of the headings that one stands under. */
const titlesAbove = (heading: Heading, document: MarkdownDocument, title: string): readonly string[] => [
  title,
  ...above(heading, document).map((one) => one.title),
]

/** The headings that one stands under, the nearest first. */
export function above({ level, index }: Heading, { headings }: MarkdownDocument): readonly Heading[] {
  const found: Heading[] = []
  for (const one of [...headings].reverse()) {
    if (one.index < index && one.level < (found.at(-1)?.level ?? level)) found.push(one)
  }
  return found
}

/** Whether a chapter without a word of production is part of one on a deployment beside that of the system. */
const isBelowAnother = (heading: Heading, document: MarkdownDocument): boolean =>
  !/\bprod(uction)?\b/i.test(heading.title) && above(heading, document).some(({ title }) => isBesideSystem(title))

const contains = (unit: Unit, heading: Heading) => !unit.heading || unit.headings.includes(heading)

/**
 * Whether the first paragraph of a document says that it tells how deployments work: "This is the reference for how
 * deployments to Cloud Run work". Whether it is the runbook cannot be told from that.
 */
function opensOnDeployments({ text, headings, blocks }: MarkdownDocument, title: string): boolean {
  if (dirname(text.file) === '' && /^readme\b/i.test(basename(text.file))) return false
  if (headings.length > 0 && isOtherDeployment(title)) return false
  const first = blocks.find(({ kind }) => kind === 'paragraph')
  return first !== undefined && tellsDeployments(first.text)
}

/** The first heading, else the name of the file. */
function titleOf(document: MarkdownDocument): string {
  const first = document.headings[0]
  return first && first.level <= 2 ? first.title : nameOf(document.text.file)
}

/** A file's name in words; a README goes by the name of its folder. */
function nameOf(path: string): string {
  const folder = dirname(path)
  const name = basename(path)
  const stem = name.replace(/\..*$/, '')
  return (/^(readme|index|_index)$/i.test(stem) ? basename(folder) : stem).replace(/[-_]+/g, ' ')
}

function topicOfDocument(document: MarkdownDocument, title: string): Topic | undefined {
  const path = document.text.file
  const folder = dirname(path)
  const name = basename(path)
  // the first heading of a README at the root is the name of a product; its chapters tell
  if (folder === '' && /^readme\b/i.test(name)) return undefined
  if (isOfReleases(document, title)) return undefined
  // a title stands for the document only where it is the one heading of its level
  const alone = document.headings.filter((heading) => heading.level === document.headings[0]?.level).length === 1
  if (isOtherDeployment(title)) return undefined
  const byTitle = alone ? topicOf(cleanTitle(title)) : undefined
  const inFolder = folder.split('/').some((segment) => /^(run-?_?books?|playbooks?)$/i.test(segment))
  return byTitle ?? topicOf(nameOf(path)) ?? (inFolder && !/\bansible\b/i.test(folder) ? 'operations' : undefined)
}

/** `RELEASE.md` may tell how to release, or what has changed in each: its title says so, or most of its headings are releases. */
function isOfReleases({ headings }: MarkdownDocument, title: string): boolean {
  if (/\brelease[- ]?notes\b|\bchange[- ]?logs?\b/i.test(title)) return true
  const releases = headings.filter((heading) => parseReleaseHeading(heading.title)?.version)
  return releases.length >= 2 && releases.length * 2 > headings.length
}

/** Whether it tells anything: a deployment chapter needs steps or commands, since the word alone means many things. */
function saysSomething(unit: Unit): boolean {
  const told = unit.blocks.filter((block) => block.kind !== 'heading' && !isComment(unit.document, block))
  const content = judgeContent(told.map((block) => block.text))
  if (content !== 'text') return false
  if (unit.topic !== 'deployment' || unit.declared) return true
  const items = told.filter((block) => block.kind === 'item').length
  return items >= 2 || countCommands(told) > 0
}
