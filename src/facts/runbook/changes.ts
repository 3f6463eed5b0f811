import type { Settings } from '../../config/settings.ts'
import type { EnvironmentClass } from '../../config/vocabulary.ts'
import type { Block, Heading, MarkdownDocument } from '../../documents/markdown.ts'
import type { Place } from '../../documents/place.ts'
import { writesData } from '../change/sql.ts'
import type { Way } from '../change/vocabulary.ts'
import { waysOfText } from '../change/ways.ts'
import { isHidden, type Seen } from '../hidden.ts'
import { environmentOf, inEach, isAtProduction, shorten, targetOf } from './changed-environment.ts'
import { judgeCommand } from './changing.ts'
import { commandsIn, placeholdersJoined, type ShownCommand, splitCommand } from './commands.ts'
import { consoleCalls, namesConsole } from './consoles.ts'
import { blocksBelow, openingsIn } from './openings.ts'
import { plainCommandsIn } from './plain-commands.ts'
import { Sessions, type TypedThere } from './session.ts'
import { toldAgainst, toldCommand, toldStatement } from './statement.ts'
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
const forbids =
  /\b(do not|don['’]t|never|must not|should not|shouldn['’]t|avoid|instead of|no longer|deprecated|not allowed|forbidden)\b/i
/* "The pipeline runs …" tells what a machine does, and so does "…, builds all applications, and then runs:". */
const described =
  /\b(pipelines?|workflows?|jobs?|ci(\/cd)?|circleci|jenkins|github actions?|argo ?cd|flux|automation|scripts?|cron|it|this)\b( \w+){0,3} (runs?|executes?|does|calls?|performs?|invokes?|applies|uses|will (run|execute|apply|call|do))\b|\bautomatically\b|\b(under the hood|behind the scenes|equivalent to|similar to|output|example of|looks like)\b|\b(runs|executes|calls|performs|invokes|applies|issues)\s*:?\s*$/i
/* "`job-deploy.yml` (`workflow_call`) — restores the build, then …": what follows is what the pipeline does. */
const ofPipeline =
  /^\s*(\.?[\w./-]*(workflow|pipeline|gitlab-ci|\bjob\b|\bci\b|\bcd\b)[\w./-]*\.ya?ml|[\w./-]*Jenkinsfile[\w.-]*)\s*(\([^)]*\)\s*)?(—|–|-|:)\s/i
const imperative =
  /(^|[.:;,(]\s*|\b(and|then|by|to|please|can|must|should|or|you)\s+)(re-?)?(run|running|execute|executing|use|using|type|enter|issue|apply|update|restart|restage|redeploy|deploy|scale|set|create|delete|remove|map|unmap|bind|unbind|add|change|edit|patch|roll|rollback|trigger|call|invoke|do|start|stop|push|promote)\b/i
const byHand =
  /\b(log ?in(to)?|log on|ssh|sign in|connect|shell)\b[^.]{0,30}\b(in ?to|to|on|into)\b[^.]{0,30}\b(servers?|clusters?|box|hosts?|machines?|instances?|database|console)\b[^.]{0,40}\band\b[^.]{0,40}\b(change|edit|restart|update|delete|put|set|replace|deploy|install|copy|stop|start|modify|remove|pull|roll)\b/i

/* "Manually enter the value in the parameter store": a setting that no file holds. */
const inConsole =
  /\bmanually (?:enter|add|set|update|change|edit|create|delete|remove|replace|put|upload|rotate|populate)\b[^.]{0,60}\b(?:in|into|to|via|using|through|from|on) (?:the |an? )?(?:(?:aws|ssm|azure|gcp|google|cloud|systems manager|web|management|admin) )*(?:parameter store|secrets? ?manager|key ?vaults?|console|portal)\b/i

/* "Updating Key Vault secrets is a manual process": it is said that a person does it, and not by which command. */
const saidManual =
  /\b(?:updating|changing|rotating|renewing|adding|setting|editing|replacing|removing) (?:[^.!?:]{0,60} )?(?:secrets?|key ?vaults?|credentials|settings?|configuration|(?:environment )?variables?|parameters?|certificates?|dns(?: records?)?|feature flags?)(?: [^.!?:]{0,40})? (?:is|are) (?:still |currently |always )?(?:(?:a|an) (?:entirely |fully )?manual (?:process|step|task|procedure|operation)|done (?:manually|by hand))\b/i

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
      const alone = (inRunbook && isAlone(block)) || showsPlainly(block)
      const commands = () => commandsIn(block).map((one) => ({ ...one, runs: runs(one.text) }))
      const own =
        block.kind === 'code' || alone
          ? inCode(block, commands, before, console, within)
          : inProse(block, commands, inRunbook)
      const opened = isBarred(before)
        ? []
        : openedIn(block, document.blocks.slice(index + 1, index + 1 + blocksBelow), alone, own)
      const told = isBarred(before) ? own : [...withTyped(there, own), ...opened]
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
  return changes.filter(
    (change) =>
      !isHidden(change.environment) || !changes.some((o) => o.chapter === change.chapter && !isHidden(o.environment)),
  )
}

interface Told {
  readonly command: ShownCommand
  readonly sure: boolean
  readonly ways: readonly Way[]
  /** it is typed where the chapter has logged in: whatever the document is, a person changes another machine */
  readonly loggedIn?: true
  /** what is done there cannot be told */
  readonly open?: true
  /** it counts whatever its environment is */
  readonly anywhere?: true
}

/** What is said below a command of what a reader fills in: "Where `<domain>` is example.com for production". */
const explanationOf = (next: Block | undefined): readonly Block[] =>
  next?.kind === 'paragraph' && /^where\b/i.test(next.text) ? [next] : []

/** What is typed where the chapter has logged in stands before what the words of the commands tell by themselves. */
function withTyped(there: readonly TypedThere[], own: readonly Told[]): readonly Told[] {
  const at = ({ command }: { command: ShownCommand }) => command.place.start
  const typed = there.map((one): Told => {
    const same = own.find((told) => at(told) === at(one))
    const ways = [...new Set([...one.ways, ...(same?.ways ?? [])])]
    return { command: one.command, ways, sure: true, loggedIn: true }
  })
  return [...typed, ...own.filter((told) => !there.some((one) => at(one) === at(told)))]
}

/**
 * The shells, consoles and clients that a block has a person open, whatever is done there, and what prose lets a person run
 * against a database as they like.
 * @param alone whether the block is a command and nothing else
 * @param own what it surely changes, which says more
 */
function openedIn(block: Block, after: readonly Block[], alone: boolean, own: readonly Told[]): readonly Told[] {
  const text = block.text.slice(0, 4000).replace(/\s+/g, ' ')
  const prose = block.kind !== 'code' && !alone
  if (prose && (block.kind === 'table' || block.kind === 'html' || forbids.test(text) || ofPipeline.test(text)))
    return []
  const against = prose ? toldAgainst(text) : undefined
  if (against && !described.test(sentenceWith(text, against)))
    return [{ ...inWords(against, block, ['database'], false), open: true, anywhere: true }]
  const known = new Set(own.flatMap(({ ways }) => ways))
  return openingsIn(block, after).flatMap(({ command, ways }) => {
    const lead = prose ? sentenceWith(text, command.text) : ''
    const unknown = ways.filter((way) => !known.has(way))
    if (unknown.length === 0 || (prose && (described.test(lead) || !imperative.test(lead)))) return []
    return [{ command, sure: false, ways: unknown, open: true as const }]
  })
}

/** Whether the sentence above a block of code forbids it, or tells of what a machine does. */
function isBarred(before: Block | undefined): boolean {
  const lead = before ? lastSentence(before.text) : ''
  return forbids.test(lead) || described.test(lead)
}

/** Whether a paragraph or an item of a list is a command and nothing else, as a block of code would be. */
const isAlone = ({ kind, code, text }: Block) =>
  (kind === 'item' || kind === 'paragraph') && code.length === 1 && code[0]?.text.trim() === text.trim()

/** Whether a paragraph shows commands on lines of their own, and does not speak against them. */
const showsPlainly = (block: Block) =>
  plainCommandsIn(block).length > 0 && !forbids.test(block.text) && !described.test(block.text)

/**
 * The instructions of a block: the first command in it that changes something, each that does so in another way, and each
 * that does so somewhere else (`-n shop-test`, then `-n shop-prod`).
 */
function inCode(
  block: Block,
  commands: () => readonly ShownCommand[],
  before: Block | undefined,
  console: boolean,
  loggedIn: boolean,
): readonly Told[] {
  if (isBarred(before)) return []
  const typed = block.kind === 'code' ? consoleCalls(block, console, loggedIn) : []
  if (typed.length) return typed.map((call) => ({ ...call, sure: true }))
  const told = commands().map((command) => ({
    command,
    change: judgeCommand(command.runs ?? command.text, command.language),
  }))
  const first = told.find(({ change }) => change === 'yes') ?? told.find(({ change }) => change === 'weak')
  if (!first) return []
  // what follows `ssh host` is typed there
  const there = told.findIndex(({ command }) => /^(\$ )?ssh\s+[^-\s]\S*$/.test(command.text))
  const seen = new Set<string>()
  return told.flatMap(({ command, change }, i) => {
    if (change === 'no') return []
    const all = typedWays(command, there >= 0 && i > there)
    const target = targetOf(splitCommand(command.text).flat())
    const isNewTarget = target !== undefined && !seen.has(`in ${target}`)
    const ways = isNewTarget ? all : all.filter((way) => !seen.has(way))
    for (const way of all) seen.add(way)
    seen.add(`in ${target}`)
    return command === first.command || ways.length || isNewTarget ? [{ command, sure: change === 'yes', ways }] : []
  })
}

/** The ways of a command that a person types; what restarts a server's services is typed in a shell there. */
function typedWays({ text: typed, runs: text = typed, language }: ShownCommand, there = false): readonly Way[] {
  if (language === 'sql') return writesData(text) ? ['database'] : []
  const ways = waysOfText(placeholdersJoined(text)).flatMap(({ way, changes }) => (changes === 'open' ? [] : [way]))
  const onServer = there || /^(\$ )?(sudo\s+)?(systemctl|service|supervisorctl|vi|vim|nano)\s/.test(text)
  return onServer && !ways.includes('ssh') ? ['ssh', ...ways] : ways
}

function inProse(block: Block, commands: () => readonly ShownCommand[], inRunbook: boolean): readonly Told[] {
  const text = block.text.slice(0, 4000).replace(/\s+/g, ' ')
  if (block.kind === 'table' || block.kind === 'html' || forbids.test(text) || ofPipeline.test(text)) return []
  const told = commands().flatMap((command) => {
    const change = judgeCommand(command.runs ?? command.text)
    const lead = sentenceWith(text, command.text)
    return change === 'no' || described.test(lead) || !imperative.test(lead)
      ? []
      : [{ command, sure: change === 'yes', ways: typedWays(command) }]
  })
  if (told.length) return told.slice(0, 1)
  const statement = toldStatement(text)
  if (statement && !described.test(sentenceWith(text, statement)))
    return [inWords(statement, block, ['database'], false)]
  const command = toldCommand(text)
  if (command && !described.test(sentenceWith(text, command)))
    return [
      inWords(
        command,
        block,
        waysOfText(command).map(({ way }) => way),
        true,
      ),
    ]
  const clicked = inRunbook ? inConsole.exec(text) : null
  if (clicked && !described.test(sentenceWith(text, clicked[0])))
    return [inWords(clicked[0], block, ['configuration'], true)]
  const manual = saidManual.exec(text)
  if (manual) return [inWords(manual[0], block, ['configuration'], true)]
  const sentence = inRunbook ? byHand.exec(text) : null
  if (!sentence) return []
  return [inWords(sentence[0], block, waysOfSentence(sentence[0]), true)]
}

/** An instruction that shows no command. */
const inWords = (text: string, { place }: Block, ways: readonly Way[], sure: boolean): Told => ({
  command: { text, place, language: '' },
  sure,
  ways,
})

/** "Log in to the server and …": a shell there, its database, or a console. */
function waysOfSentence(text: string): readonly Way[] {
  if (/\b(database|db)\b/i.test(text)) return ['database']
  return /\bconsole\b/i.test(text) ? ['configuration'] : ['ssh']
}

/** The sentence in which a command stands, up to the command. */
function sentenceWith(text: string, command: string): string {
  const at = text.indexOf(command)
  const before = at < 0 ? text : text.slice(0, at)
  return lastSentence(before) || lastSentence(text)
}

const lastSentence = (text: string) =>
  text
    .trim()
    .split(/(?<=[.!?])\s+/)
    .at(-1) ?? ''
