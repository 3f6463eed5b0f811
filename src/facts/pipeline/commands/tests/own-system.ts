import { joinPath } from '../../../../documents/path.ts'
import type { Repository } from '../../../repository.ts'
import type { Call } from '../call.ts'
import type { Finder, Shell } from '../shell/state.ts'
import { outside, ownMachine } from './hosts.ts'

const endings = ['ts', 'js', 'mts', 'mjs', 'cts', 'cjs', 'json']
const configurations: readonly (readonly [runner: RegExp, files: readonly string[]])[] = [
  [/\bplaywright\b/, endings.map((ending) => `playwright.config.${ending}`)],
  [/\bcypress\b/, [...endings.map((ending) => `cypress.config.${ending}`), 'cypress.json']],
]

/**
 * The configuration of a runner of tests in a browser: the file that `--config` names, else the one of its own name.
 * @param tool `playwright test`, `cypress run`
 * @returns the file's path; undefined where none is here
 */
export function configurationOf(
  tool: string,
  words: readonly string[],
  directory: string | undefined,
  repository: Repository,
): string | undefined {
  const own = configurations.find(([runner]) => runner.test(tool))?.[1]
  if (own === undefined || directory === undefined) return undefined
  const option = /^--config(?:-file)?=(.+)$/
  const at = words.findIndex((word) => /^(?:-c|-C|--config|--config-file)$/.test(word))
  const given = at < 0 ? words.map((word) => option.exec(word)?.[1]).find(Boolean) : words[at + 1]
  // Cypress takes settings there as well: `--config baseUrl=https://…`
  const names = given === undefined || given.includes('=') ? own : [given]
  return names.map((name) => joinPath(directory, name)).find((one) => one !== undefined && repository.has(one))
}

/** A variable that may tell where the system is; others say in which way the tests run. */
const tellsWhere = /UR[IL]|HOST|DOMAIN|ENDPOINT|TARGET|ADDRESS|BASE|STAGE|(?<!^NODE_|^)ENV(IRONMENT)?$|^ENVIRONMENT$/i

/** Whether tests ask a system on their own machine; `open` where something else may give another address. */
export type OwnMachine = 'yes' | 'open' | 'no'

/** More files of tests than this are not looked at. */
const mostTests = 60

/**
 * Whether a runner of tests in a browser asks a system on its own machine: one that its configuration starts (`webServer`:
 * playwright.dev/docs/test-webserver) or whose address it gives (`baseURL`, `baseUrl`: docs.cypress.io, "Configuration"). Such
 * tests say nothing of what was deployed, whatever they are called.
 * @returns `open` where a variable, or what the configuration imports, may give another address
 */
export async function asksOwnMachine(
  tool: string,
  args: readonly string[],
  { environment }: Call,
  shell: Shell,
  { repository }: Finder,
): Promise<OwnMachine> {
  const path = configurationOf(tool, args, shell.directory, repository)
  const code = path === undefined ? '' : withoutComments((await repository.text(path))?.content ?? '')
  const isHere = ownMachine.test(code) || /\bwebServer["']?\s*:/.test(code)
  if (!isHere || outside.test(code) || args.some((arg) => outside.test(arg))) return 'no'
  const names = [...code.matchAll(/process\.env(?:\.|\[\s*["'`])(\w+)/g)].map(([, name = '']) => name)
  const telling = names.filter((name) => tellsWhere.test(name))
  const value = (name: string) => (name in environment ? environment[name] : shell.variables.get(name))
  const told = [...telling, 'CYPRESS_BASE_URL', 'CYPRESS_baseUrl'].map(value).filter((one) => one !== undefined)
  if (told.some((one) => one === null || !ownMachine.test(one))) return 'no'
  if (telling.length > 0 || !isLiteral(code)) return 'open'
  return (await asksOthers(shell.directory ?? '', repository)) ? 'no' : 'yes'
}

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')

/** Each address is written where it stands, and is not chosen between. */
const isLiteral = (code: string): boolean =>
  [...code.matchAll(/\bbase_?ur[li]["']?\s*:\s*([^\n]*)/gi)].every(([, value = '']) =>
    /^(["'`])[^"'`$]*\1(?!\s*[+.])/.test(value),
  ) && !/\bwebServer\s*:\s*[\w.!(][^\n{[]*\?/.test(code)

/** Whether a file of tests names a system elsewhere itself. */
async function asksOthers(directory: string, repository: Repository): Promise<boolean> {
  const files = repository.under(directory).filter(({ path }) => /\.(spec|test|cy|e2e)\.[cm]?[jt]sx?$/.test(path))
  if (files.length > mostTests) return true
  for (const { path } of files) if (outside.test((await repository.text(path))?.content ?? '')) return true
  return false
}
