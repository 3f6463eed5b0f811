import { dirname, joinPath } from '../../../../documents/path.ts'
import { Hidden, type Seen } from '../../../hidden.ts'
import type { Repository, RepositoryFile } from '../../../repository.ts'
import type { SmokeTest } from '../../../schema/pipeline.ts'
import { takesNext } from '../../commands/special/request-words.ts'
import type { Act } from '../../model.ts'
import { leftOutByConfig } from './by-config.ts'
import { type Choice, choiceOf, isChosen, isPlainChoice } from './chosen.ts'
import { runningIn } from './left-out.ts'

type Category = SmokeTest['categories'] extends Seen<readonly (infer C)[]> ? C : never

/** What a smoke test covers. */
export interface Coverage {
  readonly categories: readonly Category[]
  /** It has tests whose names tell neither health nor a login, nor other systems: they may be of what matters most. */
  readonly others: boolean
}

/** Words that tell what a smoke test covers: in its command, in the names of its files, in titles and tags of its tests. */
const signs: readonly (readonly [Category, RegExp])[] = [
  [
    'health',
    /\b(health|healthz|healthcheck|readyz?|readiness|livez?|liveness|ping|status|heartbeat|up and running|home ?page|landing page)\b/,
  ],
  [
    'authentication',
    /\b(log ?in|log ?s? in|logged in|sign ?in|sign(s|ed) in|o?auth2?|authentication|authenticates?|sso)\b/,
  ],
  [
    'core-features',
    // things stand in order, and a style sheet can be critical
    /\b(checkout|(?<!\b(?:in|sort|sorting|display|reverse|alphabetical|correct|right|chronological) )orders?(?! (?:of|by)\b)|critical(?! (?:css|styles?|alerts?|errors?|issues?)\b)|core(?! web vitals\b)|journeys?|happy path|purchase|payment flow|end to end|can (search|book|buy|pay|apply|submit|create|publish|place|complete))\b/,
  ],
  [
    'integrations',
    // a kind of tests is called so too, and its folder; a provider may be one of the people that a service is for
    /\b(external(?! (?:\w+ )?(?:links?|urls?|pages?|sites?|fonts?|styles?|scripts?|images?)\b)|third party|partner (?:apis?|systems?|services?|integrations?)|(?<!\b(?:tests?|specs?|cypress|run) )integrations?(?! (?:tests?|specs?|suites?)\b)|upstreams?|(?:external|payment|identity|authentication|e?mail|sms|maps?|login) providers?|webhooks?)\b/,
  ],
  [
    'data-access',
    // the word alone is a tag, or the name of a file of tests
    /\b(data ?base|db|read ?write|crud|persist(s|ed|ence)?|saved?|stored?|data access|(reads?|writes?|loads?|fetch(es)?|quer(y|ies)|returns?|creates?|updates?|deletes?|inserts?) (\w+ )?data|data (is|are|was|can be) (read|written|loaded|returned|fetched)|data(?= (spec|test|cy)\b))\b|(^|\n) ?data ?(\n|$)/,
  ],
]

/** What a test goes without is not what it covers: "the start page answers without a login". */
const without =
  /\b(without|no|not|never)( (a|any|being|having|needing|requiring|required))? (log ?in|logged in|log ?s? in|sign(ed|ing|s)? ?in|auth\w*|sso)\b/g

/** No more is read of the tests than this. */
export const mostFiles = 40
const mostCharacters = 200_000

/**
 * What a smoke test covers, by the words of its command, and by names, titles and tags of the test files and folders
 * that it runs. Hidden where neither tells and the test code is not visible.
 * @param names of the step and the job around it: where the address that is asked tells nothing, one that speaks of health
 *   does (a step `Healthcheck` that asks `/api/v1/info`)
 */
export async function coverageOf(
  act: Act,
  repository: Repository,
  names: readonly string[] = [],
): Promise<Seen<Coverage>> {
  const found = new Set<Category>()
  let others = false
  const words = wordsOf(act)
  for (const word of words) if (!wholeAddress.test(word)) for (const category of inRequest(word)) found.add(category)
  // who sends something has more done than a page shown
  if (isRequest(act)) {
    if (found.size === 0 && !sends(act) && names.some((name) => new Set(inWords(name)).has('health')))
      found.add('health')
    const unseen = found.size === 0 ? words.find((word) => wholeAddress.test(word)) : undefined
    if (unseen !== undefined && !sends(act)) return addressUnseen(unseen)
    return { categories: sorted(found), others: sends(act) && !found.has('authentication') }
  }
  const byConfig = await leftOutByConfig(act, repository)
  const chosen = choiceOf(act)
  const choice = { ...chosen, not: [...chosen.not, ...byConfig.not] }
  const named = words.filter((word) => !choice.leftOut.includes(word) && (word !== act.text || !choice.leftOut.length))
  for (const word of named) for (const category of inWords(pathsIn(word))) found.add(category)
  const files = testFiles(act, repository).filter(({ path }) => !byConfig.isIgnored(path))
  let read = 0
  let isTold = false
  for (const file of files.slice(0, mostFiles)) {
    const text = await repository.text(file.path)
    if (!text) {
      for (const category of inWords(file.path)) found.add(category)
      continue
    }
    read++
    const written = text.content.slice(0, mostCharacters)
    isTold ||= titlesIn(written, titles) !== ''
    const told = toldIn(file.path, written, choice)
    for (const category of told.categories) found.add(category)
    others ||= told.others
    for (const category of await toldByProcessor(file.path, text.content, repository)) found.add(category)
  }
  // the name of a suite tells what it is for, and not what else its tests do
  const isSuite = read === 0 && act.kinds.includes('integration-test')
  // nor is anything told of tests that have no titles in a spelling that is known
  if (!isSuite && (found.size > 0 || isTold)) return { categories: sorted(found), others }
  const script = /\.\w+$/.test(act.tool)
  return new Hidden(`what the tests cover that ${act.tool} runs`, {
    kind: 'file',
    text: script
      ? `let the name of ${act.tool}, or of the job's step that runs it, say what it covers (smoke-login, smoke-health)`
      : `name the files of the smoke tests in the command that runs them (${act.tool})`,
  })
}

/** Where a scenario of Artillery names a function of its processor that it runs. */
const runsFunction = /["']?\b(?:function|(?:before|after)(?:Scenario|Request))["']?\s*:/

/** What the functions ask for that a scenario of Artillery runs around its requests (artillery.io, "processor"). */
async function toldByProcessor(path: string, scenario: string, repository: Repository): Promise<readonly Category[]> {
  const [, name] =
    (/\.(?:ya?ml|json)$/.test(path) &&
      runsFunction.test(scenario) &&
      /^\s*["']?processor["']?\s*:\s*["']?([\w./-]+)/m.exec(scenario)) ||
    []
  const processor = name === undefined ? undefined : joinPath(dirname(path), name)
  const text = processor !== undefined && repository.has(processor) ? await repository.text(processor) : undefined
  return text ? [...inWords(titlesIn(text.content.slice(0, mostCharacters), titles))] : []
}

/**
 * What the tests of a file cover that run. The name of the file tells it too, but for what those of its tests cover that do
 * not run, and where none of them does.
 */
function toldIn(path: string, written: string, choice: Choice): Coverage {
  const { content, leftOut } = runningIn(path, written)
  const isRun = (at: number) => !isPlainChoice(choice) || isChosen(content, at, choice)
  const running = titlesIn(content, [...titles, tags], isRun)
  const categories = new Set(inWords(running))
  const isPassedOver = (at: number) => !isRun(at)
  const notRun = new Set(inWords(`${titlesIn(leftOut, titles)}\n${titlesIn(content, titles, isPassedOver)}`))
  if (running !== '' || notRun.size === 0)
    for (const category of inWords(path)) if (!notRun.has(category)) categories.add(category)
  const others = titlesIn(content, testTitles, isRun)
    .split('\n')
    .some((title) => title !== '' && [...inWords(title)].every((category) => category === 'data-access'))
  return { categories: [...categories], others }
}

/**
 * The words of an act that can tell what it covers. Those of an opaque container's start are settings, mounts and secrets
 * of the tests, and name none of them.
 */
function wordsOf(act: Act): readonly string[] {
  if (isRequest(act)) return asked(act)
  if (/^(docker|podman|nerdctl)( run)?$/.test(act.tool)) return []
  return [act.text, ...act.words, ...Object.values(act.inputs ?? {})]
}

/** curl and its like: the address tells all. */
export function isRequest(act: Act): boolean {
  return /^(curl|wget|https?|httpie|xh|hurl|Invoke-(WebRequest|RestMethod)|iwr|irm)\b/i.test(act.tool)
}

/** The words of a request but what it sends along, and where it keeps what comes back. */
export const asked = ({ tool, words }: Pick<Act, 'tool' | 'words'>) =>
  words.filter(
    (word, i) =>
      !takesNext(tool, words[i - 1] ?? '') && !/^--(data[\w-]*|json|header|form[\w-]*|post-data)=/.test(word),
  )

const sends = ({ words }: Act) =>
  words.some((word) => /^(-d|-F|--(data[\w-]*|json|form|post-data|body-data))(=|$)/.test(word))

/** An address that is wholly in a variable or told by a command: `$URL`, `${{ steps.deploy.outputs.url }}`, `$(…)`. */
const wholeAddress = /^(?:\$\w+|\$\{\w+\}|\$\{\{[^{}]*\}\}|\$\([\s\S]*\))$/

const addressUnseen = (word: string) =>
  new Hidden(`the address that a smoke test asks for (${word.startsWith('$(') ? 'a command tells it' : word})`, {
    kind: 'file',
    text: 'write the path that the smoke test asks for behind the address',
  })

const healthPath =
  /\/_{0,2}(health[\w-]*|healthz|ready|readyz|live|livez|ping|status|version|heartbeat|actuator\/health)\b/i

/** An address: a health endpoint, the bare root (is it up?), or a telling path. */
function* inRequest(word: string): Generator<Category> {
  for (const match of word.matchAll(/(?:https?:\/\/|\$\{?\{?)[^\s'"]+/g)) {
    const path = match[0].replace(/^https?:\/\/[^/]*/, '')
    if (healthPath.test(path) || path === '' || path === '/') yield 'health'
    else yield* inWords(path)
  }
}

function* inWords(text: string): Generator<Category> {
  const plain = text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z\n]+/g, ' ')
    .replace(without, ' ')
  for (const [category, pattern] of signs) if (pattern.test(plain)) yield category
}

/** Only words that can name tests: paths, tags and filters; not the options of the tool. */
function pathsIn(word: string): string {
  // What stands for a value (`${{ secrets.TEAMS_WEBHOOK_URL }}`) names a setting, not a test.
  const written = word.replace(/\$\{\{.*?\}\}|\$\{[^}]*\}|\$\w+/g, ' ')
  return /[/@.]|spec|test/i.test(written) && !/^https?:/.test(written) ? written : ''
}

/** Titles of single tests, in the spellings of the common tools. */
const testTitles = [
  /\b(?:test|it|scenario|specify)(?:\.\w+)*\s*\(?\s*(['"`])([^\n]{0,200}?)\1/g,
  /\bdef\s+test_?(\w+)()/g,
  /\bfunc(?:tion)?\s+[Tt]est_?(\w+)()/g,
  /\bfun\s+`([^`\n]{1,200})`()/g,
  /^\s*(?:Scenario(?: Outline)?|Example):(.*)$()/gm,
  // lists of named scenarios and requests in YAML: Artillery, Venom, Tavern, StepCI
  /^\s*-\s+(?:name|test_name)\s*:\s*["']?([^"'\n]{1,200})()/gm,
]

/** These, with titles of groups and addresses. */
const titles = [
  ...testTitles,
  /\b(?:describe|context|feature)(?:\.\w+)*\s*\(?\s*(['"`])([^\n]{0,200}?)\1/g,
  /^\s*Feature:(.*)$()/gm,
  /"name"\s*:\s*"([^"\n]{0,200})"()/g,
  /\b(?:ur[il]|get|post|request|goto|visit)\s*\(\s*['"`]([^'"`\n]{0,200})['"`]()/g,
]

/** A package may be called so, too: a tag alone tells of no test. */
const tags = /(?<![\w.])@([\w-]+)()/g

function titlesIn(content: string, patterns: readonly RegExp[], isWanted = (_at: number) => true): string {
  const found: string[] = []
  for (const pattern of patterns) {
    for (const match of content.matchAll(pattern)) {
      if (isWanted(match.index + match[0].length)) found.push(match[2] || (match[1] as string))
    }
  }
  return found.join('\n')
}

const testCode =
  /\.(m?[jt]sx?|c[jt]s|py|rb|java|kt|cs|go|php|feature|json|ya?ml|hurl|sh|bats|robot|http|exs?|scala|groovy)$/

/** The files that an act names: as a path, a folder, or by its place when it stands in a script of its own. */
export function testFiles(act: Act, repository: Repository): RepositoryFile[] {
  const found = new Map<string, RepositoryFile>()
  const words = [...act.words, ...Object.values(act.inputs ?? {}).flatMap((value) => value.split(/[\s,]+/))]
  for (const suite of suitesOf(act)) words.push(joinPath(act.directory ?? '', suite) ?? suite)
  for (const word of words) {
    const path = word
      .replace(/^--?[\w-]+=/, '')
      .replace(/^\.\//, '')
      .replace(/\/\*.*$/, '')
      .replace(/::.*$|:\d+$/, '')
    if (!/^[\w@][\w@./ -]*$/.test(path) || path.length < 3) continue
    for (const base of basesOf(act)) {
      const full = base === '' ? path.replace(/\/$/, '') : `${base}/${path.replace(/\/$/, '')}`
      const file = repository.file(full)
      if (file && testCode.test(full) && !/(^|\/)package\.json$/.test(full)) found.set(full, file)
      else if (!file && /^[\w@]/.test(path) && path !== '.') {
        for (const one of repository.under(full)) if (testCode.test(one.path)) found.set(one.path, one)
      }
      if (found.size > mostFiles) return [...found.values()]
    }
  }
  return [...found.values()]
}

/** Where Gradle keeps the sources of a suite of tests that has a task of its name. */
const suitesOf = ({ tool }: Act) => (/^gradle (.+)$/.exec(tool)?.[1]?.split(', ') ?? []).map((task) => `src/${task}`)

/** Folders that a relative path may start from: the root, and those of the scripts passed through. */
function basesOf(act: Act): string[] {
  const folders = [act.place, ...act.via].map(({ file }) => (file.includes('/') ? file.replace(/\/[^/]*$/, '') : ''))
  return [...new Set(['', ...folders.filter((folder) => !folder.startsWith('.github'))])]
}

function sorted(found: ReadonlySet<Category>): readonly Category[] {
  return signs.map(([category]) => category).filter((category) => found.has(category))
}
