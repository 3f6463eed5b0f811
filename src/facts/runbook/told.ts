import type { Block } from '../../documents/markdown.ts'
import { writesData } from '../change/sql.ts'
import type { Way } from '../change/vocabulary.ts'
import { waysOfText } from '../change/ways.ts'
import { targetOf } from './changed-environment.ts'
import { judgeCommand } from './changing.ts'
import { toldToClick } from './clicked.ts'
import { commandsIn, placeholdersJoined, type ShownCommand, splitCommand } from './commands.ts'
import { consoleCalls } from './consoles.ts'
import { openingsIn } from './openings.ts'
import { plainCommandsIn } from './plain-commands.ts'
import type { TypedThere } from './session.ts'
import { mendsData, toldAgainst, toldCommand, toldInPod, toldStatement } from './statement.ts'

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

const onlyIntroduces = /^[\s*_]*(?:(?:for )?example|e\.?g\.?|i\.?e\.?|such as|with|via|using)[\s:,*_]*$/i

/** What a block tells a person to do to a running system. */
export interface Told {
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

/** What a document has said and shown when it comes to a block. */
export interface Surroundings {
  /** the words that the block hangs on */
  readonly before: Block | undefined
  /** what its chapter says before it */
  readonly prose: readonly Block[]
  /** the next blocks below it */
  readonly after: readonly Block[]
  readonly inRunbook: boolean
  /** it has spoken of a console of the program */
  readonly console: boolean
  /** the chapter has logged in to another machine */
  readonly loggedIn: boolean
  /** what of the block is typed there */
  readonly there: readonly TypedThere[]
  /** what a command runs, where a script of the package is called */
  readonly runs: (command: string) => string
  /** the environment that the words of a command name */
  readonly named: (command: ShownCommand) => string | undefined
}

/** What a block tells a person to do: its commands and words, and the shells and clients that it opens. */
export function toldIn(block: Block, around: Surroundings): readonly Told[] {
  const { before, there, runs } = around
  const alone = (around.inRunbook && isAlone(block)) || showsPlainly(block)
  const commands = () => commandsIn(block).map((one) => ({ ...one, runs: runs(one.text) }))
  const isCode = block.kind === 'code' || alone
  if (isCode && isBarred(before)) return []
  const own = isCode ? inCode(block, commands, around) : inProse(block, commands, around)
  return isBarred(before) ? own : [...withTyped(there, own), ...openedIn(block, around, alone, own)]
}

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
 * @param around the sentence above may say that data is corrected there
 * @param alone whether the block is a command and nothing else
 * @param own what it surely changes, which says more
 */
function openedIn(block: Block, around: Surroundings, alone: boolean, own: readonly Told[]): readonly Told[] {
  const text = block.text.slice(0, 4000).replace(/\s+/g, ' ')
  const prose = block.kind !== 'code' && !alone
  if (prose && (block.kind === 'table' || block.kind === 'html' || forbids.test(text) || ofPipeline.test(text)))
    return []
  const against = prose ? toldAgainst(text) : undefined
  if (against && !described.test(sentenceWith(text, against)))
    return [{ ...inWords(against, block, ['database'], false), open: true, anywhere: true }]
  const pod = prose ? toldInPod(text) : undefined
  if (pod && !described.test(sentenceWith(text, pod)))
    return [{ ...inWords(pod, block, ['ssh'], false), open: true, anywhere: true }]
  const known = new Set(own.flatMap(({ ways }) => ways))
  const mended = !prose && mendsData(around.before ? lastSentence(around.before.text) : '')
  return openingsIn(block, around.after).flatMap(({ command, ways }): Told[] => {
    const lead = prose ? sentenceWith(text, command.text) : ''
    const unknown = ways.filter((way) => !known.has(way))
    if (unknown.length === 0 || (prose && (described.test(lead) || !imperative.test(lead)))) return []
    if (mended && unknown.includes('database')) return [{ command, sure: true, ways: unknown }]
    return [{ command, sure: false, ways: unknown, open: true as const }]
  })
}

/** Whether the sentence above a block of code forbids it, or tells of what a machine does. */
function isBarred(before: Block | undefined): boolean {
  const lead = before ? lastSentence(before.text) : ''
  return forbids.test(lead) || described.test(lead)
}

/** Whether a paragraph or an item of a list is a command and nothing else, as a block of code would be. */
export const isAlone = ({ kind, code, text }: Block) =>
  (kind === 'item' || kind === 'paragraph') && code.length === 1 && code[0]?.text.trim() === text.trim()

/** Whether a paragraph shows commands on lines of their own, and does not speak against them. */
const showsPlainly = (block: Block) =>
  plainCommandsIn(block).length > 0 && !forbids.test(block.text) && !described.test(block.text)

/**
 * The instructions of a block: the first command in it that changes something, each that does so in another way, and each
 * that does so somewhere else (`-n shop-test`, then `-n shop-prod`; `cdk deploy Dev`, then `cdk deploy Prod`).
 */
function inCode(
  block: Block,
  commands: () => readonly ShownCommand[],
  { console, loggedIn, named }: Surroundings,
): readonly Told[] {
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
    const target = targetOf(splitCommand(command.text).flat()) ?? named(command)
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

function inProse(
  block: Block,
  commands: () => readonly ShownCommand[],
  { before, inRunbook, prose }: Surroundings,
): readonly Told[] {
  const text = block.text.slice(0, 4000).replace(/\s+/g, ' ')
  if (block.kind === 'table' || block.kind === 'html' || forbids.test(text) || ofPipeline.test(text)) return []
  const told = commands().flatMap((command) => {
    const change = judgeCommand(command.runs ?? command.text)
    const own = sentenceWith(text, command.text)
    // "Patch the claim", and in the line below it "example: `kubectl patch …`"
    const lead = before && onlyIntroduces.test(own) ? lastSentence(before.text) : own
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
  const clicked = (inRunbook ? inConsole.exec(text)?.[0] : undefined) ?? toldToClick(block, prose)
  if (clicked && !described.test(sentenceWith(text, clicked)))
    return [inWords(clicked.replace(/["'“”‘’`*_]/g, ''), block, ['configuration'], true)]
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
