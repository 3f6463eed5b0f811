import type { Call } from '../call.ts'
import { repositoryPath } from '../shell/paths.ts'
import type { Shell } from '../shell/state.ts'
import type { Follow } from './index.ts'
import { byNameAlone, quoteAll, runTarget } from './text.ts'
import { expandBraces, type ToxCommand, toxConfig } from './tox-config.ts'

/** What a call of tox asks for. */
interface Asked {
  readonly names: readonly string[]
  readonly factors: readonly string[]
  readonly folder: string | undefined
  readonly file: string | undefined
  /** what stands behind `--` */
  readonly rest: readonly string[] | undefined
}

/** `tox -e lint -- -x`: the commands of the environments that it names, else of all usual ones. */
export const tox: Follow = async (call, shell, context, finder) => {
  if (call.words.some((word, i) => runsNothing.test(word) || (i === 1 && ofNothing.test(word)))) return true
  const asked = askedFor(call, shell)
  const config = asked.folder === undefined ? undefined : await toxConfig(asked.folder, asked.file, finder.repository)
  if (!config) {
    for (const name of asked.names) byNameAlone(/^py\d*/.test(name) ? 'test' : name, call, shell, context, finder)
    return asked.names.length > 0
  }
  finder.repository.claim(config.file)
  const usual = config.usual.filter(
    (name) => !asked.factors.length || name.split('-').some((factor) => asked.factors.includes(factor)),
  )
  const names = asked.names.length && !asked.names.includes('ALL') ? asked.names : usual.length ? usual : ['py']
  const done = new Set<string>()
  for (const name of names) {
    for (const command of config.commandsOf(name)) {
      const { text, ignored } = lineFor(command, name, asked.rest) ?? {}
      const key = `tox ${config.file} ${name} ${command.place.file} ${'start' in command.place ? command.place.start : ''}`
      if (!text || done.has(`${key.replace(` ${name} `, ' ')} ${text}`)) continue
      done.add(`${key.replace(` ${name} `, ' ')} ${text}`)
      const source = {
        text: ignored || config.ignoresOutcome(name) ? `${text} || true` : text,
        file: undefined,
        placeOf: () => command.place,
      }
      await runTarget({ key, name, source, directory: asked.folder }, call, shell, context, finder)
    }
  }
  return true
}

const runsNothing = /^(-l|--listenvs|-a|--listenvs-all|--version|--showconfig|--notest|-h|--help)$/
const ofNothing = /^(list|l|config|c|devenv|d|depends|de|quickstart|q|legacy)$/

function askedFor(call: Call, shell: Shell): Asked {
  const names: string[] = []
  const factors: string[] = []
  let folder = shell.directory
  let file: string | undefined
  const { words } = call
  const dashes = words.indexOf('--')
  for (let i = 1; i < (dashes < 0 ? words.length : dashes); i++) {
    const word = words[i] as string
    if (word === '-e') names.push(...expandBraces(words[++i] ?? ''))
    else if (/^-e./.test(word)) names.push(...expandBraces(word.slice(2)))
    else if (word === '-f') factors.push(...(words[++i] ?? '').split(/[\s,]+/))
    else if (word === '-c' || word === '--conf') {
      const value = words[++i] ?? ''
      file = /[^/]*\.(ini|toml|cfg)$/.exec(value)?.[0]
      folder = repositoryPath(file ? value.slice(0, -file.length) || '.' : value, folder)
    }
  }
  const chosen = call.environment.TOXENV ?? call.environment.TOX_ENV ?? shell.variables.get('TOXENV')
  if (!names.length && chosen && !chosen.includes('$')) names.push(...expandBraces(chosen))
  return { names, factors, folder, file, rest: dashes < 0 ? undefined : words.slice(dashes + 1) }
}

/** A line as it runs for an environment; undefined where it is for others. A `-` in front ignores its failure. */
function lineFor(
  { text: written }: ToxCommand,
  name: string,
  rest: readonly string[] | undefined,
): { readonly text: string; readonly ignored: boolean } | undefined {
  const conditional = /^(!?[\w.{},!-]+(?:\s*,\s*!?[\w.{}-]+)*):\s+(?=\S)/.exec(written)
  if (conditional && !factorsHold(conditional[1] ?? '', name)) return undefined
  const own = written.slice(conditional?.[0].length ?? 0)
  const ignored = /^-\s+/.exec(own)?.[0] ?? ''
  return { text: substituted(own.slice(ignored.length), name, rest), ignored: ignored !== '' }
}

/** What tox puts in for braces (tox.wiki, "Substitutions"), as far as a command's meaning hangs on it. */
function substituted(text: string, name: string, rest: readonly string[] | undefined): string {
  return text
    .replace(/\{posargs(?::((?:[^{}]|\{[^{}]*\})*))?\}/g, (_all, usual: string | undefined) =>
      rest?.length ? quoteAll(rest) : (usual ?? ''),
    )
    .replace(/\{env:\w+(?::([^{}]*))?\}/g, (_all, usual: string | undefined) => usual ?? '')
    .replace(/\{(?:toxinidir|tox_root)\}/g, '.')
    .replace(/\{(?:envpython|env_python)\}/g, 'python')
    .replace(/\{(?:envname|env_name)\}/g, name)
    .replace(/\{\/\}/g, '/')
    .trim()
}

/**
 * Whether a line is for an environment: `tests: pytest`, `py{39,310}-lint: …`, `!lint: …` hold where it has all the
 * factors of one of the alternatives, the parts of its name between dashes (tox.wiki, "Conditional settings").
 */
function factorsHold(condition: string, name: string): boolean {
  const factors = new Set([name, ...name.split('-')])
  return expandBraces(condition).some((one) =>
    one.split('-').every((part) => (part.startsWith('!') ? !factors.has(part.slice(1)) : factors.has(part))),
  )
}
