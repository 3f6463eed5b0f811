import type { Block, MarkdownDocument } from '../../documents/markdown.ts'
import { isComment } from '../prose/read.ts'
import type { Unit } from './units.ts'

const inTitle =
  /\b(?:obsolete|deprecated|outdated|out[- ]of[- ]date|superseded|do not use|wip|work in progress|ideas?|post-?mortem|retrospective|meeting|requirements)\b|\b(?:proposal|draft)\b\W*$|^\W*(?:proposal|draft)\b|\b(?:in|of|until) (?:19|20)\d\d\b|[([](?:planned|proposed|todo|tbd|not (?:yet )?(?:implemented|working|in use)|does not (?:yet )?work)\b/i
/* A form of such a document by its title; "Deploy the stack template" speaks of a template of another kind. */
const form =
  /\b(?:rollback|run-?book|plan|checklist|procedure|guide|playbook|process|instructions) template\b\W*$|^\W*template\b *[:–—-]|[([]template[)\]]|^plantilla (?:de|para)\b|^(?:vorlage für|sjabloon voor|szablon)(?!\p{L})|-vorlage$|(?:手順書?|計画書?)の?テンプレート$|(?:方案|计划|手册|流程)模板$/iu
/** Placeholders that a title is to be filled in with; `<br>` and the like are marks. */
const blank =
  /<(?:your[-_ ]?)?(?:services?|apps?|applications?|names?|projects?|components?|systems?|products?|teams?|environments?|env|versions?)(?:[-_ ]name)?>|\{\{[^}]*\}\}/i
/** What a text says of itself before it comes to the matter. */
const ofItself =
  /\bthis (?:document|runbook|page|guide|procedure|process|file|chapter|section) (?:is|has been|was) (?:only |now |an? |the )*(?:draft|proposal|deprecated|obsolete|outdated|out[- ]of[- ]date|superseded|archived|template|no longer\b|not (?:yet )?(?:approved|in use|valid|followed))|\bdo not (?:use|follow) this\b/i
/** The word alone at the head of a text: `> **OBSOLETE**: see the wiki`, `Status: superseded by …`, `Outdated since we moved`. */
const marked =
  /^\W*(?:\[!\w+\]\W*|(?:note|important|warning|attention|caution)\W+)?(?:status\W*)?(draft|deprecated|obsolete|outdated|out[- ]of[- ]date|superseded|archived|wip|work in progress|proposal)\b(?:\W*$|[\s*_\])]*(?:[:.,!;–—-]|\b(?:by|since|as|in|for|and|because|document|runbook|page|guide|version)\b))/i
/** A file that is called after the environment below production that it is for: `dev-deployment.md`, `deploy-local.md`. */
const below =
  /(?:^|\/)(?:local|dev|development|staging|test)[-_.](?:deploy\w*|release|rollback|run-?book)\.\w+$|(?:^|[/_.-])(?:deploy\w*|rollback|run-?book)[-_.](?:local(?:ly)?|dev|development|staging|test)\.\w+$/i
/** What a document says of itself as a whole, above its chapters or in the title of one that others stand under. */
const ofTheWhole =
  /\bthis (?:whole |entire )?(?:document|runbook|page|guide|file|handbook|wiki|procedure|process) (?:is|has been|was) (?:only |now |badly |very |an? |the )*(?:draft|deprecated|obsolete|outdated|out[- ]of[- ]date|superseded|archived|no longer\b|not (?:yet )?(?:approved|in use|valid|followed))|\b(?:these|the) (?:instructions|steps|procedures)(?: below| here)? are (?:now |badly |very |all )*(?:deprecated|obsolete|outdated|out[- ]of[- ]date|superseded|no longer (?:valid|used|followed|in use|supported))|\bdo not (?:use|follow) (?:this (?:document|runbook|page|guide|file|procedure|process)|these (?:instructions|steps))\b/i
const aboveInTitle = /\b(?:obsolete|deprecated|outdated|out[- ]of[- ]date|superseded|do not use)\b/i
/** The file's own name: a form, or what is kept beside what holds. */
const named = /[-_.](?:draft|template|wip)\.\w+$|(?:^|\/)(?:drafts?|legacy|back-?ups?)\//i

/**
 * Whether a text says of itself that it does not hold, or its name does: a draft, a form that is to be filled in, what
 * happened once, and what is out of date.
 */
export function isRetired(unit: Unit): boolean {
  const { document, heading, title } = unit
  const { file, content } = document.text
  if (inTitle.test(title) || form.test(title) || named.test(file)) return true
  if (below.test(file) && !/\bprod(?:uction)?\b/i.test(content)) return true
  const head = heading ?? document.headings[0]
  const { start, end } = head?.place ?? {}
  if (start !== undefined && blank.test(content.slice(start, end))) return true
  const own = heading ? opening(unit.blocks, document) : aboveAll(document)
  return own.map(headOf).some((text) => ofItself.test(text) || marked.test(text)) || isOfRetired(unit)
}

/** As much of a block as a reader takes in before the matter begins. */
const headOf = ({ text }: Block): string => text.slice(0, 600)

/** Whether a unit stands in a document, or under a heading, that does not hold. */
function isOfRetired({ document, heading }: Unit): boolean {
  const { headings } = document
  let level = heading?.level ?? 0
  for (const one of headings.filter(({ index }) => heading && index < heading.index).reverse()) {
    if (one.level >= level) continue
    level = one.level
    if (aboveInTitle.test(one.title)) return true
  }
  // what is drafted or in work may hold as far as it goes, where only one chapter of it is asked for
  return aboveAll(document)
    .map(headOf)
    .some((text) => {
      const word = marked.exec(text)?.[1]
      return ofTheWhole.test(text) || (word !== undefined && !/^(?:wip|work|proposal)/i.test(word))
    })
}

/** What stands above a document's title, and between that and its first chapter. */
function aboveAll(document: MarkdownDocument): readonly Block[] {
  const { blocks } = document
  const title = Math.max(
    blocks.findIndex(({ kind }) => kind === 'heading'),
    0,
  )
  return [blocks.slice(0, title), blocks.slice(title)].flatMap((part) => opening(part, document))
}

/** What stands between a title and the first chapter, as far as two blocks go. */
function opening(blocks: readonly Block[], document: MarkdownDocument): readonly Block[] {
  const own = blocks[0]?.kind === 'heading' ? blocks.slice(1) : blocks
  const next = own.findIndex(({ kind }) => kind === 'heading')
  return own
    .slice(0, next < 0 ? undefined : next)
    .filter((block) => block.kind !== 'code' && !isComment(document, block))
    .slice(0, 2)
}
