import type { Settings } from '../../config/settings.ts'
import type { EnvironmentClass } from '../../config/vocabulary.ts'
import type { Block } from '../../documents/markdown.ts'
import { optionValue } from '../change/words.ts'
import { environmentOfPath } from '../environments.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { classify } from '../pipeline/environment.ts'
import { type ShownCommand, splitCommand } from './commands.ts'
import { fillsInProduction } from './placeholders.ts'
import { makesException, speaksOfEach } from './statement.ts'
import type { ReaderVariables } from './variables.ts'

/** What a document says around a command. */
export interface Around {
  readonly prose: readonly Block[]
  /** all of the document that stands before it */
  readonly earlier: readonly Block[]
  readonly titles: readonly string[]
  /** what the reader has been told to set */
  readonly set: ReaderVariables
  readonly settings: Settings
  readonly inProduction: () => boolean
}

/**
 * What a command changes: by its own words, else by the variables that the reader has set for it, else by the folder that its
 * block has gone to, else by the chapter's headings, else by what the chapter says before it, else by a folder of production
 * that the document lies in. Hosts and addresses do not tell (verdicts.md, "Environments by name").
 */
export function environmentOf(command: ShownCommand, around: Around): Seen<EnvironmentClass> {
  const { prose, earlier, titles, set, settings, inProduction } = around
  const words = allWordsOf(command, settings)
  const target = targetOf(words)
  const app = target ?? appOfCloudFoundry(words)
  const named = app === undefined ? undefined : classify(app, settings)
  if (named !== undefined && !isHidden(named)) return named
  // a program or a verb (`kubectl apply`) names nothing
  const own =
    decided(classesOf(words.slice(1), settings)) ??
    decided(classesOf(splitCommand(set.of(command.text)).flat(), settings))
  if (own) return own
  const given = givenToScript(command.text, settings)
  if (given) return given
  if (fillsInProduction(command.text, prose, earlier)) return 'production'
  const entered = command.folder === undefined ? undefined : environmentOfPath(command.folder, settings)
  if (entered) return entered.class
  const titled = decided(classesOf(titles.flatMap(environmentWords), settings))
  if (titled) return titled
  if (prose.slice(-4).some((block) => saysProduction(block) || namesAsCode(block)) || inProduction())
    return 'production'
  const what = `which environment "${shorten(command.text, 40)}" changes`
  return new Hidden(what, { kind: 'file', text: `name the environment in ${command.place.file}` }, 'unknown')
}

/** The environment that a command names by its own words: `cdk deploy Prod`. */
export const namedBy = (command: ShownCommand, settings: Settings): EnvironmentClass | undefined =>
  decided(classesOf(allWordsOf(command, settings).slice(1), settings))

/** The words of a command and, where it is given no environment, of what it runs. */
function allWordsOf(command: ShownCommand, settings: Settings): readonly string[] {
  const typed = wordsOf(command.text)
  // what a script names stands behind what it is given (`./move.sh shop dev`)
  const isGiven = classesOf(typed.slice(1), settings).size > 0
  return isGiven || command.runs === undefined ? typed : [...typed, ';', ...wordsOf(command.runs)]
}

/** What the names of environments in one place tell: production where it is among them, else the only one. */
function decided(classes: ReadonlySet<EnvironmentClass>): EnvironmentClass | undefined {
  const [only, ...more] = classes
  return classes.has('production') ? 'production' : more.length === 0 ? only : undefined
}

/** What may be given, in the notation of a synopsis: `[local|dev|prod]`; one's own machine among it, it names nothing. */
const synopsis = /[[<{(][\w-]+(?:\s*\|\s*[\w-]+)+[\]>})]/g

/** Whether what may be given to a command, one's own machine among it, is production as well: it need not be meant. */
export const mayBeProduction = (text: string): boolean =>
  (text.match(synopsis) ?? []).some((choice) => /\blocal/i.test(choice) && /\b(?:prod|production|live)\b/i.test(choice))

/** A script by its path, which alone says what its arguments mean: `./ops/deploy.sh test` is given an environment. */
const scriptPath = /^(?:\.{0,2}\/)?(?:[\w.-]+\/)*[\w.-]+\.(?:sh|bash|ps1|py|rb|cmd|bat)$/

/**
 * The environment that a script is given as its only argument, where the
 * same word could be a verb of another program: `deploy.sh test`.
 */
function givenToScript(text: string, settings: Settings): EnvironmentClass | undefined {
  const commands = splitCommand(text)
  const [words = []] = commands
  const from = /^(?:bash|sh|pwsh|python3?|ruby|sudo)$/.test(words[0] ?? '') ? 1 : 0
  const [script = '', argument = '', ...more] = words.slice(from)
  if (commands.length !== 1 || more.length > 0 || !scriptPath.test(script)) return undefined
  if (!/^(?:test|live|review|int|stage)$/i.test(argument)) return undefined
  const found = classify(argument, settings)
  return isHidden(found) ? undefined : found
}

/** The program, and the words behind it that may name an environment: no addresses. */
const wordsOf = (text: string): readonly string[] =>
  splitCommand(text.replace(synopsis, (choice) => (/\blocal(?:host)?\b/i.test(choice) ? '' : choice)))
    .flat()
    .filter((word, i) => i === 0 || !/:\/\/|\.[a-z]{2,}(\/|$)|@/.test(word))

const inEnvironment =
  /\b(in|on|to|into|for|of|at) (the |our )?[`"']?(prod|production)\b|\b(prod|production) (environment|namespace|space|project|cluster|servers?|database|db|account|app|application|instance|system)\b|\b(en|de|in|em|i) (la |der |di )?(prod|production|producción|produção|produzione|produktion|produksjon|produktie)(?![\p{L}])/iu

/** Whether what stands before a command says that it is for each environment. */
export const inEach = (prose: readonly Block[]): boolean =>
  prose.slice(-6).some(({ text }) => speaksOfEach(text) && !makesException(text))

/** What a package is made for, and in which of its modes it is started, wherever that is: "Build for production". */
const madeFor =
  /\b(build|built|builds|building|compil\w+|bundl\w+|optimi[sz]\w+|minif\w+|transpil\w+|ready)\b[^.!?\n]{0,40}? for (the )?production\b|\bstart(s|ing)? (the |a )?production server\b/gi

const saysProduction = ({ text }: Block) =>
  text
    .slice(0, 4000)
    .replace(madeFor, '')
    .split(/(?<=[.!?])\s+/)
    .some((sentence) => inEnvironment.test(sentence) && !makesException(sentence))

/** `dev`, `test` and `prod` as code: names of environments. */
const namesAsCode = (block: Block) =>
  !makesException(block.text) && block.code.some(({ text }) => /^(prod|production)$/i.test(text.trim()))

/** Where a command says that it changes something: its namespace, context, app or environment, else its account in a cloud. */
export const targetOf = (words: readonly string[]): string | undefined =>
  optionValue(words, '-n', '--namespace', '--context', '--kube-context', '--app', '-a', '--environment') ??
  optionValue(words, '--project', '--profile', '--subscription')

/** Whether a command says itself that it changes production (`-n shop-prod`). */
export function isAtProduction(text: string, settings: Settings): boolean {
  const target = targetOf(splitCommand(text).flat())
  return target !== undefined && classify(target, settings) === 'production'
}

/** `cf run-task shop-sandbox --command "yarn migrate:prod"`: the app is what is changed. */
const appOfCloudFoundry = (words: readonly string[]): string | undefined =>
  words[0] === 'cf' ? words.slice(2).find((word) => !word.startsWith('-')) : undefined

/**
 * The words of a title that name environments; "Non-production" names none. Only their own names count: "test" there is a
 * verb.
 */
const environmentWords = (title: string) =>
  title.match(/\bpre-?prod(uction)?\b|(?<!\b(?:non|not)[- ]?)\b(prod|production)\b|\b(staging|uat|dev|sandbox)\b/gi) ??
  []

function classesOf(words: readonly string[], settings: Settings): ReadonlySet<EnvironmentClass> {
  const classes = new Set<EnvironmentClass>()
  words.forEach((word) => {
    // `<stage>` stands for any of them
    if (/^<?(test|live|review|int|stage)>?$/i.test(word)) return
    // a value may follow its key (`ENV=prod`)
    const value = word.replace(/^-+[\w-]+=|^[A-Z_]+=/, '')
    const found = classify(value, settings)
    if (!isHidden(found)) classes.add(found)
  })
  return classes
}

/** A text as one line, cut where it is long. */
export function shorten(text: string, length = 160): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > length ? `${line.slice(0, length - 1)}…` : line
}
