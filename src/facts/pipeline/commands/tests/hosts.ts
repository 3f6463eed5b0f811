import type { Kind } from '../../../../config/vocabulary.ts'
import type { KnownCommand } from '../../known/command.ts'
import { kindOfTest, wordsOfArguments } from '../names.ts'
import { pathFrom } from '../shell/paths.ts'
import type { Finder, Shell } from '../shell/state.ts'

/*
 * Which kind of test something is, by what it does: a name alone makes no unit test of what drives a whole system, and no
 * smoke test of what asks nobody.
 */

/** What a test may be whose name says no more than that it is one. */
export const eitherTest: readonly Kind[] = ['unit-test', 'integration-test']

/** What a test may be that asks a system elsewhere: before a deployment it is another one, after it the one deployed. */
export const remoteTest: readonly Kind[] = ['integration-test', 'smoke-test']

/** Whether a test asks a host: `open` where what it imports, or is given by a fixture, does. */
export type Asks = 'yes' | 'no' | 'open'

/** An address that is neither of this machine, nor of a container beside it, nor kept for examples (RFC 2606) and schemas. */
export const outside: RegExp =
  /(?:https?|wss?):\/\/(?!localhost|127\.|0\.0\.0\.0|\[::1\]|testserver|[a-z][\w-]*[:/'"`]|[\w.-]*example\.(?:com|org)|www\.w3\.org)[\w$({%]/i

/** The address is given from without: a variable, an argument, a fixture. */
const given =
  /\b(?:environ|getenv|process\.env|ENV\[|ENV\.fetch|argv|argparse|__ENV)\b[^\n]*(?:URL|HOST|ENDPOINT|DOMAIN|ADDRESS|BASE)|\bbase_?url\b/i

/** An address of the machine on which the tests run. */
export const ownMachine: RegExp = /\b(?:localhost|127\.0\.0\.1|0\.0\.0\.0)\b|\[::1\]/

/** The program under test is asked inside the process, or on this machine. */
const inside =
  /localhost|127\.0\.0\.1|0\.0\.0\.0|TestClient\(|test_client\(|supertest\(app|request\(app|testserver|MockMvc|[AW]SGITransport|django\.test/

const speaks =
  /\b(?:requests|httpx|aiohttp|urllib\d?|urlopen|http\.client|fetch|axios|got|supertest|needle|superagent|goto|visit|socket|grpc|Faraday|HTTParty|RestClient|curl_\w+|curl|Guzzle\w*|websockets?|mqtt|paho|selenium|boto3|psycopg\d?|redis|subprocess|execSync|spawn)\b|Net::HTTP|net\/http/

/** What may speak, by a fixture or an object from elsewhere. */
const maySpeak = /client|session|driver|browser|page|request|api|http|url|host|server|connect/i

/** Whether the text of a test asks a host that is neither this machine nor the program in its own process. */
export function asksHost(text: string): Asks {
  const code = text.replace(/^\s*(?:#|\/\/|\*).*$/gm, '')
  const addressed = outside.test(code) || given.test(code)
  const talks = speaks.test(code)
  if (addressed && !inside.test(code)) return talks || given.test(code) ? 'yes' : 'open'
  if (!addressed && inside.test(code)) return 'no'
  return addressed || talks || maySpeak.test(code) ? 'open' : 'no'
}

const frameworks =
  /^\s*(?:import|from)\s+(?:unittest|pytest|nose)\b|\brequire\(['"](?:node:test|node:assert|assert|tape|ava|mocha|chai)\b|\bfrom\s+['"](?:node:test|node:assert|vitest|ava|tape|chai|@jest\/globals)['"]|^\s*require\s+['"](?:minitest|test\/unit|rspec)/m

/**
 * The kind of a test script that is run by itself, by its text: a test framework and nothing that is spoken with makes
 * unit tests. Empty where that cannot be told.
 */
export function kindsOfTestText(text: string): readonly Kind[] {
  return frameworks.test(text) && asksHost(text) === 'no' && !speaks.test(text) ? ['unit-test'] : []
}

/** Runners whose tests are code that can be looked at; what browsers and load generators ask stands in their settings. */
const readable = /^(pytest|py\.test|unittest|jest|vitest|mocha|ava|rspec|phpunit|node)$/

/**
 * What the files say that a runner of tests is given by name as smoke tests.
 * @returns undefined where none of them is at hand, or what is told does not come from a file's name
 */
export async function smokeOfFiles(
  found: KnownCommand,
  program: string,
  args: readonly string[],
  shell: Shell,
  finder: Finder,
): Promise<{ readonly kinds: readonly Kind[]; readonly couldBe: readonly Kind[] } | undefined> {
  if (!readable.test(program)) return undefined
  const paths = args.filter((arg) => !arg.startsWith('-') && kindOfTest(wordsOfArguments([arg])) === 'smoke-test')
  const files = paths.flatMap((arg) => {
    const path = pathFrom(arg.replace(/::.*$/, ''), shell)
    if (path === undefined) return []
    return finder.repository.has(path) ? [path] : finder.repository.under(path).map((file) => file.path)
  })
  const code = files
    .filter((path) => /\.(py|[cm]?[jt]sx?|rb|php)$/.test(path) && !/__init__\.py$/.test(path))
    .slice(0, 20)
  const texts = await Promise.all(code.map((path) => finder.repository.text(path)))
  const answers = texts.flatMap((text) => (text ? [asksHost(text.content)] : []))
  if (answers.length === 0) return undefined
  if (answers.includes('yes')) return { kinds: ['smoke-test'], couldBe: [] }
  if (answers.every((answer) => answer === 'no')) return { kinds: found.kinds, couldBe: [] }
  return { kinds: [], couldBe: ['smoke-test', ...found.kinds] }
}

/** A folder of tests: `integration-tests`, `e2e`. */
const folderOfTests =
  /^(\d+[-_.])?(e2e|([\w.-]*[-_.])?(e2e|integration|acceptance|functional|system|contract)[-_.]?(tests?|specs?))$/i

/** A folder that may be one: beside `01-unit` or inside `tests` it is. */
const mayBeFolder = /^(\d+[-_.])?(integration|acceptance|functional|system|contract)s?$/i

/**
 * What the folder says in which a runner of tests is started, where neither its arguments nor a name on the way tells.
 * @returns the kinds, or which they could be; undefined where the folder tells nothing
 */
export function kindsOfTestFolder(
  kinds: readonly Kind[],
  directory: string | undefined,
): { readonly kinds: readonly Kind[]; readonly couldBe: readonly Kind[] } | undefined {
  if (!kinds.includes('unit-test')) return undefined
  const folders = (directory ?? '').split('/')
  const others = kinds.filter((kind) => kind !== 'unit-test' && kind !== 'integration-test')
  const certain = folders.some(
    (folder, i) =>
      folderOfTests.test(folder) || (mayBeFolder.test(folder) && /^(tests?|specs?)$/i.test(folders[i - 1] ?? '')),
  )
  if (certain) return { kinds: [...others, 'integration-test'], couldBe: [] }
  return folders.some((folder) => mayBeFolder.test(folder)) ? { kinds: others, couldBe: eitherTest } : undefined
}
