import type { Kind } from '../../../config/vocabulary.ts'
import { remembered } from '../../../documents/remembered.ts'

/*
 * What names tell: of scripts, make targets, package scripts and arguments. A name counts less than what is really run:
 * it decides between kinds of tests, and speaks where the commands inside cannot be told.
 */

/** The words of a name, in lower case: `run-smokeTests.sh` → run, smoke, tests. The same few names stand at every step. */
export const wordsOfName: (name: string) => readonly string[] = remembered((name) =>
  name
    .replace(/^.*\//, '')
    .replace(/\.(sh|bash|py|rb|js|ts|mjs|cjs|pl|ps1|php)$/, '')
    .replace(/End(?:2|To)End/g, ' e2e ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .flatMap((word) => compounds.find(([pattern]) => pattern.test(word))?.[1] ?? word),
)

/**
 * Tests in languages that write words as one, or another word for them (Norwegian, Danish, Swedish, German, Dutch; French,
 * Spanish, Portuguese, Italian).
 */
const compounds: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(unit|enhets|einheiten|modul|eenheids)tests?(er)?$/, ['unit', 'test']],
  [
    /^(integrasjons|integrations|integration|integratie|verdikjede|systems?|ende(til|zu)ende|akzeptanz|akseptanse)tests?(er)?$/,
    ['integration', 'test'],
  ],
  [/^(enhet|einheit)s?$/, ['unit']],
  [/^(unitaires?|unitari[ao]s?|unitari)$/, ['unit']],
  [/^(pruebas?|testes|provas?)$/, ['test']],
  [/^(integra(cion|cao|zione)|integrasjon)$/, ['integration']],
]

const testWords: readonly (readonly [RegExp, Kind])[] = [
  // a sanity test is another word for it
  [/^(smoke|smoketests?|healthcheck|sanity|sanitytests?)$/, 'smoke-test'],
  [
    /^(e2e|end2end|integration|integrations|functional|acceptance|contract|pact|system|browser|regression|journeys?|uat|integ|inttests?|itests?)$/,
    'integration-test',
  ],
  [/^(unit|units)$/, 'unit-test'],
]

/** The kind of test that words speak of: smoke before integration before unit; undefined where they tell none. */
export function kindOfTest(words: readonly string[]): Kind | undefined {
  for (const [pattern, kind] of testWords) if (words.some((word) => pattern.test(word))) return kind
  return words.includes('end') && words.includes('to') ? 'integration-test' : undefined
}

/** Flags whose value says what is left out, not what is run. */
const leavingOut =
  /^--?(LE|label-exclude|ignore|ignore-glob|deselect|exclude|exclude-tag|exclude-dir|grep-invert|skip|testPathIgnorePatterns|not)\b/

/** The words of a test runner's arguments, without what is left out. */
export function wordsOfArguments(args: readonly string[]): string[] {
  const found: string[] = []
  const inverted = args.includes('--invert')
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string
    // mocha's --invert turns its --grep round (mochajs.org, "Command-line usage")
    if (leavingOut.test(arg) || (inverted && /^(-g|-f|--grep|--fgrep)(=|$)/.test(arg))) {
      if (!arg.includes('=')) i++
      continue
    }
    // -m "not integration", -m "not (smoke or e2e)", --tag ~smoke, -t ~type:system, -k 'not e2e'
    const kept = arg.replace(
      /\bnot\s+(?:\([^()]*\)|@?\w+)|\w+!(?:~|=)[\w.]+|(?<!\w)~\s*@?\w+(?::\w+)?|(?<=[=,\s]|^)[!-]@?\w+:\w+/g,
      ' ',
    )
    if (/^\$[{(]/.test(kept)) continue
    found.push(...wordsOfPath(kept))
  }
  return found
}

function wordsOfPath(text: string): string[] {
  return text
    .replace(/E2E(?![a-z])|End(?:2|To)End/g, ' e2e ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
}

/** Flags whose value chooses among the tests. */
const choosing =
  /^(-m|-k|-t|-g|--filter|--tags?|--grep|--suite|--test-suite|--group|--project|--testsuite|--test-?[pP]ath-?[pP]atterns?)$/

/** Flags of test runners that take no value. */
const switches = /^(-[vsxqlr]+|--(verbose|quiet|exitfirst|trace|stale))$/

/** What the arguments choose among the tests by: the values of flags that do, and plain words, which are paths. */
function choices(args: readonly string[]): { readonly filters: readonly string[]; readonly paths: readonly string[] } {
  const filters: string[] = []
  const paths: string[] = []
  for (const [i, arg] of args.entries()) {
    const before = args[i - 1] ?? ''
    const [flag = '', value = ''] = /^(--?[\w-]+)=(.*)$/s.exec(arg)?.slice(1) ?? []
    if (flag ? choosing.test(flag) && value : choosing.test(before) && !arg.startsWith('-')) filters.push(value || arg)
    else if (!arg.startsWith('-') && (!before.startsWith('-') || switches.test(before))) paths.push(arg)
  }
  return { filters, paths }
}

/** Whether paths or filters among the arguments say which kind of test runs, and so that others do not. */
export function choosesTests(args: readonly string[]): boolean {
  const { filters, paths } = choices(args)
  return kindOfTest(wordsOfArguments([...filters, ...paths])) !== undefined
}

/** A path below a folder of unit tests, whatever else its name says: `tests/unit/test_system.py`. */
const belowUnit = /(^|\/)units?([-_.]?tests?)?\//i

/** The kinds of test that the arguments name: all alternatives of a filter (`integration or unit`), all paths. */
function kindsOfArguments(args: readonly string[], tells: (word: string) => boolean): readonly Kind[] {
  const kindOf = (texts: readonly string[]) => kindOfTest(wordsOfArguments(texts).filter(tells))
  const first = kindOf(args)
  if (first === undefined || first === 'smoke-test') return first ? [first] : []
  const { filters, paths } = choices(args)
  const told = (texts: readonly string[]) =>
    texts.flatMap((text) => (belowUnit.test(text) ? 'unit-test' : (kindOf([text]) ?? [])))
  // a filter chooses among what the paths hold
  const byFilter = told(filters.flatMap((text) => text.replace(/\bnot\s+\([^()]*\)/g, '').split(/\s+or\s+|[,|]/i)))
  const kinds = byFilter.length ? byFilter : told(paths)
  return kinds.length ? [...new Set(kinds)] : [first]
}

/** Words with which a name says that it is only on the way to something. */
const around =
  /^(pre|prepare|setup|install|build|stop|clean|cleanup|config|configure|wait|generate|gen|keygen|seed|seeds|destroy|teardown|undeploy|delete|remove|list|show|get|print|doc|docs|template|init|create|local|dev|watch|report|results|upload|download|check|plan|dry|diff|version|env|vars)$/

const telling: readonly (readonly [RegExp, Kind])[] = [
  [/^(rollback|rollbacks)$/, 'rollback'],
  [/^(smoke|smoketests?)$/, 'smoke-test'],
  [/^(e2e|acceptance)$/, 'integration-test'],
  [/^(deploy|deploys|rollout|promote)$/, 'deploy'],
  [/^(lint|linters?)$/, 'lint'],
  [/^(migrate|migrations)$/, 'migrate'],
  [/^(notify|notifications?)$/, 'notify'],
]

/**
 * Whether a script is told to take away what it deploys else: `deploy.sh tear_down`, `deploy.py --destroy`. Options such as
 * `--delete` may as well leave nothing else where it deploys (`aws s3 sync --delete`).
 * @param args what it is given
 */
export const takesAway = (args: readonly string[]): boolean =>
  args.some(
    (arg, i) =>
      /^(-{0,2}(destroy|tear[-_]?down|undeploy|uninstall)|delete|remove|down)$/i.test(arg) &&
      !/^(false|no|0)$/i.test(args[i + 1] ?? ''),
  )

/** Whether a file is called as frameworks call tests: `test_notify.py`, `migrate.spec.ts`. */
const isTestFile = (name: string): boolean =>
  /(^|\/)test_[^/]*\.(py|rb|php)$|[._](test|spec)\.(py|rb|[cm]?[jt]s|php)$/.test(name)

/**
 * The kinds that a script's or target's name speaks of; empty where it tells none. That something is a test does not say
 * which kind of.
 */
export function kindsOfName(name: string): readonly Kind[] {
  const words = wordsOfName(name)
  // what it tests is no part of what it does
  if (isTestFile(name)) return testOf(words)
  if (words.some((word) => around.test(word))) return words.every(isNoErrand) ? testsOnThisMachine(words) : []
  // what people are told of is no part of what it does: notify-audited-deploy
  if (/^(notify|announce)$/.test(words[0] ?? '')) return ['notify']
  for (const [pattern, kind] of telling) if (words.some((word) => pattern.test(word))) return [kind]
  if (words.includes('roll') && words.includes('back')) return ['rollback']
  if (words.some((word) => /^tests?$|^specs?$|^testing$/.test(word))) return testOf(words)
  return []
}

const isNoErrand = (word: string) => word === 'local' || !around.test(word)

/** `test-unit-local`: the place says nothing against it, unless what runs elsewhere should be tested. */
const testsOnThisMachine = (words: readonly string[]): readonly Kind[] =>
  words.some((word) => /^tests?$|^specs?$/.test(word)) ? testOf(words).filter((kind) => kind !== 'smoke-test') : []

function testOf(words: readonly string[]): readonly Kind[] {
  const kind = kindOfTest(words)
  return kind ? [kind] : []
}

/**
 * What people call the step of a runner whose arguments, folder and names on the way tell nothing (`Integration tests` that
 * run `pytest tests/`): it counts least, and only for tests of more than one unit.
 */
export function withTitle(kinds: readonly Kind[], title: string): readonly Kind[] {
  if (!kinds.includes('unit-test') || kinds.includes('integration-test')) return kinds
  const words = wordsOfName(title.replaceAll('/', ' '))
  const says = words.some((word) => /^(integrations?|e2e|acceptance|functional)$/.test(word))
  if (!says || !words.some((word) => /^(tests?|specs?)$/.test(word)) || words.some((word) => without.test(word)))
    return kinds
  return [...kinds.filter((kind) => kind !== 'unit-test' || words.includes('unit')), 'integration-test']
}

/** `unit tests without integration`, `skip e2e tests`: what is named is left out. */
const without = /^(no|non|not|without|skip|skips|except|excluding|before|after|prepare|setup)$/

/** Whether a name says that something is a test, and neither which kind of nor that it is only on the way to one. */
export function isBareTest(name: string): boolean {
  const words = wordsOfName(name)
  if (kindOfTest(words)) return false
  return (
    isTestFile(name) ||
    (words.some((word) => /^tests?$|^specs?$/.test(word)) && !words.some((word) => around.test(word)))
  )
}

/** A script or target that is called `build`, or `build:` and for whom: `build.py`, `build:prod`. */
export function isBuild(name: string): boolean {
  return /^(build|compile)([:_-](prod|production|ci|release|all|app|dist))?(\.\w+)?$/.test(name.replace(/^.*\//, ''))
}

/** The kinds that the folders of a script speak of: `tests/integration/src/main.js`. */
export function kindsOfFolder(path: string): readonly Kind[] {
  const folders = path.split('/').slice(0, -1)
  if (!folders.some((folder) => /^(tests?|e2e|smoke|integration|acceptance)$/i.test(folder))) return []
  const told = kindOfTest(folders.flatMap(wordsOfName))
  return told ? [told] : []
}

/**
 * Runners that load the tests of single parts into a browser: with them it tells where they run, not what they test
 * (https://vitest.dev/guide/browser/, https://karma-runner.github.io, https://modern-web.dev/docs/test-runner/overview/).
 */
const runsInBrowsers = /^(vitest|karma|wtr|web-test-runner|ember|qunit|jest|mocha)\b/

/**
 * The kinds of a test runner by what it is told to run: its arguments first, then the names on the way, the innermost
 * first; the table's own kinds where none tells.
 * @param tool the runner, as the table calls it
 */
export function testKinds(
  kinds: readonly Kind[],
  args: readonly string[],
  names: readonly string[],
  tool = '',
): readonly Kind[] {
  const tells = runsInBrowsers.test(tool) ? (word: string) => word !== 'browser' : () => true
  const byArguments = kindsOfArguments(args, tells)
  const byName = [...names]
    .reverse()
    .map((name) => kindOfTest(wordsOfName(name).filter(tells)))
    .find(Boolean)
  const own = kinds.filter((kind) => kind === 'unit-test' || kind === 'integration-test')
  // Nothing makes unit tests of a browser's.
  const told = (byArguments.length ? byArguments : byName ? [byName] : []).filter(
    (kind) => kind !== 'unit-test' || own.includes('unit-test'),
  )
  if (!told.length || own.length === 0) return kinds
  return [...kinds.filter((kind) => kind !== 'unit-test' && kind !== 'integration-test'), ...told]
}
