import type { Settings } from '../../config/settings.ts'
import type { EnvironmentClass } from '../../config/vocabulary.ts'
import type { Block, Heading, MarkdownDocument } from '../../documents/markdown.ts'
import type { Place } from '../../documents/place.ts'
import type { Way } from '../change/vocabulary.ts'
import { isHidden, type Seen } from '../hidden.ts'
import { environmentOf, inEach, isAtProduction, namedBy, shorten } from './changed-environment.ts'
import { commandsIn, type ShownCommand } from './commands.ts'
import { namesConsole } from './consoles.ts'
import { blocksBelow } from './openings.ts'
import { Sessions } from './session.ts'
import { toldStatement } from './statement.ts'
import { isAlone, toldIn } from './told.ts'
import type { Unit } from './units.ts'
import { ReaderVariables } from './variables.ts'

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
  'prerequisites?|pre-requisites?|install(ation|ing)?|set(ting)? ?up (your|the)? ?(tools|cli|machine|laptop|access)?|tear ?down|clean(ing)? ?up'
const harmlessChapter = new RegExp(String.raw`\b(${looking}|${preparing})\b`, 'i')
const lookingChapter = new RegExp(String.raw`\b(${looking})\b`, 'i')
const productionName = /\b(prod|production|prd|live)\b/i

/**
 * The instructions in a document to change a running system by hand. Inside a runbook all of them, also those whose
 * environment is not named; elsewhere only those that name production, so that tutorials stay quiet, and those that run
 * statements of a correction made once, wherever that is.
 * @param inProduction asked whether the document lies in a folder of production, where nothing else tells
 * @param isCorrection asked whether a command runs statements of a correction that the document tells of
 * @param runs what a command runs, where a script of the package is called
 */
export function changesIn(
  document: MarkdownDocument,
  units: readonly Unit[],
  settings: Settings,
  inProduction: () => boolean,
  isCorrection: (command: string) => boolean = () => false,
  runs: (command: string) => string = (command) => command,
): readonly ToldChange[] {
  const changes: ToldChange[] = []
  const operating = new Set(units.flatMap((unit) => unit.blocks))
  const stack: Heading[] = []
  let headingIndex = 0
  let before: Block | undefined
  let prose: Block[] = []
  let console = false
  const sessions = new Sessions()
  const set = new ReaderVariables()
  const named = (command: ShownCommand) => namedBy(command, settings)
  document.blocks.forEach((block, index) => {
    if (block.kind === 'heading') {
      const heading = document.headings[headingIndex++]
      if (heading) {
        while (stack.length && (stack.at(-1) as Heading).level >= heading.level) stack.pop()
        stack.push(heading)
        console ||= namesConsole(heading.title)
      }
      prose = []
      before = undefined
      return
    }
    const inRunbook = operating.has(block)
    // once a document has spoken of a console, its code is for there
    console ||= namesConsole(block.kind === 'code' ? '' : block.text.slice(0, 4000))
    const chapter = stack.at(-1)?.title ?? ''
    const titles = stack.map(({ title }) => title)
    // what is typed on another machine prepares none of one's own
    const within = sessions.isOpen(stack)
    const harmlessTitle = within && inRunbook ? lookingChapter : harmlessChapter
    const harmless = titles.some((title) => harmlessTitle.test(title) && !productionName.test(title))
    const looks = titles.some((title) => lookingChapter.test(title) && !productionName.test(title))
    const there = sessions.typedIn(block, stack)
    if (block.kind === 'code') set.read(commandsIn(block))
    const explained = explanationOf(document.blocks[index + 1])
    // what is set up in production itself is no preparation of one's own machine
    const inItself = harmless && !looks && commandsIn(block).some(({ text }) => isAtProduction(text, settings))
    if (!harmless || inItself) {
      const after = document.blocks.slice(index + 1, index + 1 + blocksBelow)
      const told = toldIn(block, { before, after, inRunbook, console, loggedIn: within, there, runs, named })
      for (const { command, sure, ways, loggedIn, open = false, anywhere } of told) {
        const earlier = document.blocks.slice(0, index)
        const around = { prose: [...prose, block, ...explained], earlier, titles, set, settings, inProduction }
        const environment = environmentOf(command, around)
        if (inItself && !isAtProduction(command.text, settings)) continue
        const production = environment === 'production'
        const wherever = () => command.language === '' && toldStatement(command.text) && inEach([...prose, block])
        const counts = () => ((inRunbook || loggedIn) && sure) || wherever() || isCorrection(command.text)
        if (!production && !anywhere && (open || !counts())) continue
        changes.push({ command: shorten(command.text), chapter, ways, environment, open, place: command.place })
      }
    }
    if (block.kind !== 'code') {
      // one command after another hangs on the sentence above them
      if (!isAlone(block)) before = block
      prose.push(block)
    } else if (document.blocks[index + 1]?.kind !== 'code') before = undefined
  })
  // "log in to the cluster and …" above a block that says what to type is one instruction
  const isNamed = ({ environment }: ToldChange) => !isHidden(environment)
  const chapters = new Set(changes.filter(isNamed).map(({ chapter }) => chapter))
  return changes.filter((change) => isNamed(change) || !chapters.has(change.chapter))
}

/** What is said below a command of what a reader fills in: "Where `<domain>` is example.com for production". */
const explanationOf = (next: Block | undefined): readonly Block[] =>
  next?.kind === 'paragraph' && /^where\b/i.test(next.text) ? [next] : []
