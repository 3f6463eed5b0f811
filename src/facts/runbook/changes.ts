import type { Settings } from '../../config/settings.ts'
import type { EnvironmentClass } from '../../config/vocabulary.ts'
import type { Block, MarkdownDocument } from '../../documents/markdown.ts'
import type { Place } from '../../documents/place.ts'
import type { Way } from '../change/vocabulary.ts'
import { isHidden, type Seen } from '../hidden.ts'
import { environmentOf, inEach, isAtProduction, mayBeProduction, namedBy, shorten } from './changed-environment.ts'
import { commandsIn, type ShownCommand } from './commands.ts'
import { writesElsewhere } from './elsewhere.ts'
import { blocksBelow } from './openings.ts'
import { Reading } from './reading.ts'
import { namesWhatRuns, setsAnInstalled, toldStatement } from './statement.ts'
import { toldIn } from './told.ts'
import { topicOf } from './topic.ts'
import type { Unit } from './units.ts'

/** An instruction to change a running system by hand, as a document gives it. */
export interface ToldChange {
  readonly command: string
  readonly chapter: string
  readonly ways: readonly Way[]
  readonly environment: Seen<EnvironmentClass>
  /** it goes into the running system, and nothing tells what is done there */
  readonly open: boolean
  readonly place: Place
}

/* Chapters whose commands look, try or serve the writer's own machine; and those that prepare it, or seem to. */
const looking = String.raw`local(ly|host)?|development|dev|diagnos\w*|debug\w*|investigat\w*|inspect\w*|troubleshoot\w*|monitoring|logs?|read-only|tests?|testing|getting started|quick ?start|tutorial|examples?|demo|sandbox|minikube|preview|review apps?|history|faq|background|ephemeral`
const preparing =
  'prerequisites?|pre-requisites?|(?<!post[- ]?)install(ation|ing)?|set(ting)? ?up (your|the)? ?(tools|cli|machine|laptop|access)?|tear ?down|clean(ing)? ?up'
const harmlessChapter = new RegExp(String.raw`\b(${looking}|${preparing})\b`, 'i')
const lookingChapter = new RegExp(String.raw`\b(${looking})\b`, 'i')
const productionName = /\b(prod|production|prd|live)\b/i

/** What is known of a document besides its text. */
export interface Known {
  readonly settings: Settings
  /** asked whether the document lies in a folder of production, where nothing else tells */
  readonly inProduction: () => boolean
  /** asked whether a command runs statements of a correction that the document tells of */
  readonly isCorrection: (command: string) => boolean
  /** what a command runs, where a script of the package is called */
  readonly runs: (command: string) => string
}

/**
 * The instructions in a document to change a running system by hand. Inside a runbook all of them, also those whose
 * environment is not named; elsewhere only those that name production, so that tutorials stay quiet, those that set what
 * already runs, which no tutorial has, those that write to a database elsewhere, and those that run statements of a
 * correction made once, wherever that is.
 * @param units the runbooks that the document holds
 */
export function changesIn(document: MarkdownDocument, units: readonly Unit[], known: Known): readonly ToldChange[] {
  const operating = new Set(units.flatMap((unit) => unit.blocks))
  const reading = new Reading(document)
  const changes = document.blocks.flatMap((block) => {
    reading.open(block)
    const found = block.kind === 'heading' ? [] : changesOf(block, operating.has(block), reading, known)
    reading.close(block)
    return found
  })
  // "log in to the cluster and …" above a block that says what to type is one instruction
  const isNamed = ({ environment }: ToldChange) => !isHidden(environment)
  const chapters = new Set(changes.filter(isNamed).map(({ chapter }) => chapter))
  return changes.filter((change) => isNamed(change) || !chapters.has(change.chapter))
}

/** What one block has a person change. */
function changesOf(block: Block, inRunbook: boolean, reading: Reading, known: Known): readonly ToldChange[] {
  const { before, console, loggedIn, there, titles, set } = reading
  const { settings, inProduction, isCorrection, runs } = known
  const itself = setUpIn(block, inRunbook && loggedIn, titles, settings)
  if (itself === 'own machine') return []
  const named = (command: ShownCommand) => namedBy(command, settings)
  const told = toldIn(block, {
    before,
    prose: reading.prose,
    after: reading.below(blocksBelow),
    inRunbook,
    console,
    loggedIn,
    there,
    runs,
    named,
  })
  return told.flatMap(({ command, sure, ways, loggedIn, open = false, anywhere }): ToldChange[] => {
    if (itself === 'production' && !isAtProduction(command.text, settings)) return []
    const prose = [...reading.prose, block]
    const around = { prose: [...prose, ...explanationOf(reading.below(1)[0])], earlier: reading.earlier }
    const environment = environmentOf(command, { ...around, titles, set, settings, inProduction })
    const wherever = () => command.language === '' && toldStatement(command.text) && inEach(prose)
    const setsWhatRuns = () => sure && (namesWhatRuns(command.text) || setsAnInstalled(command.text))
    const writesThere = () => sure && ways.includes('database') && writesElsewhere(command)
    const counts = () =>
      ((inRunbook || loggedIn) && sure) || wherever() || isCorrection(command.text) || setsWhatRuns() || writesThere()
    const offered = mayBeProduction(command.text)
    if (environment !== 'production' && !anywhere && !offered && (open || !counts())) return []
    const chapter = titles.at(-1) ?? ''
    return [{ command: shorten(command.text), chapter, ways, environment, open, place: command.place }]
  })
}

/**
 * What the chapters of a block prepare, where they only look, try or prepare: the writer's own machine, or production itself
 * where a command names it. Undefined where they do neither.
 * @param elsewhere it is typed on another machine, and prepares none of one's own
 */
function setUpIn(block: Block, elsewhere: boolean, titles: readonly string[], settings: Settings) {
  const own = titles.slice(Math.max(deploysBelowDevelopment(titles), operatesBelowSetUp(titles)))
  const speaksOf = (chapter: RegExp) => own.some((title) => chapter.test(title) && !productionName.test(title))
  if (!speaksOf(elsewhere ? lookingChapter : harmlessChapter)) return undefined
  const setsElsewhere = (command: ShownCommand) => writesElsewhere(command) || setsAnInstalled(command.text)
  if (!speaksOf(lookingChapter) && commandsIn(block).some(setsElsewhere)) return undefined
  const atProduction = commandsIn(block).some(({ text }) => isAtProduction(text, settings))
  return atProduction && !speaksOf(lookingChapter) ? 'production' : 'own machine'
}

/**
 * Where the titles begin that say what a chapter is for: "Deploying" below "Development" tells how the product that is
 * developed is deployed.
 */
function deploysBelowDevelopment(titles: readonly string[]): number {
  const above = titles.findLastIndex((title) => /^(development|developing|developers?)$/i.test(title.trim()))
  return titles.slice(above + 1).some((title) => topicOf(title) === 'deployment') ? above + 1 : 0
}

/* What is done to a system once it is installed, as a chapter of a guide to its installation calls it. */
const operating =
  /\b(post[- ]?install\w*|operations?|operating|operate|maintenance|maintaining|upgrad(?:e|es|ing)|updat(?:e|es|ing)|day[- ]?(?:2|two)|scaling)\b/i

/** Where the titles begin that say what is done to what is installed; one that looks or tries stays what it is. */
function operatesBelowSetUp(titles: readonly string[]): number {
  if (titles.some((title) => lookingChapter.test(title))) return 0
  return Math.max(
    titles.findLastIndex((title) => operating.test(title) && !/\binstall(?:ing)?\b/i.test(title)),
    0,
  )
}

/** What is said below a command of what a reader fills in: "Where `<domain>` is example.com for production". */
const explanationOf = (next: Block | undefined): readonly Block[] =>
  next?.kind === 'paragraph' && /^where\b/i.test(next.text) ? [next] : []
