import { join } from 'node:path'
import { rootFolder } from './disk.ts'
import { type MadeUp, madeUpForge } from './forge/made-up.ts'
import { insideReader } from './inside.ts'
import { lazily } from './lazily.ts'
import { defaultLimits } from './paths.ts'
import { type Commit, type History, type Source, SourceError, type Tag } from './source.ts'
import { walk } from './walk.ts'

/** The file of a fixture that makes up what git would say; it is not part of the files. */
const fixtureFile = 'fixture.yaml'

/**
 * Opens the folder of a rule's fixture: its plain files, without git and without ignoring, and a history made up by
 * `fixture.yaml`: `{history: {head, defaultBranch, shallow, origin, tags: [{name, date, commit}] | null, lastChange:
 * {<path>: <date>}, ignored: [<path>], before: [<path>]}}`, each key optional (`before`: the files that were there at any earlier time, as they
 * are now); what a forge would tell: `{forge: {environments: [{name,
 * approvals, …}], branches: [{name, rules: {reviews, checks, …}}], …}}` (forge/made-up.ts); and what looks like a secret, in
 * parts that do not: with `{compose: {TOKEN: [<part>, <part>]}}` the files say the parts joined where they say `@TOKEN@`.
 * `tags: null` says that they are not at hand. Without the key `history` there is no git. Throws a {@link SourceError}
 * where the folder or its fixture.yaml cannot be used.
 */
export async function openFixture(path: string): Promise<Source> {
  const root = rootFolder(path)
  const { history, forge, compose } = await madeUp(root, path)
  const list = lazily(async () => {
    const found = walk(root, { passOver: [], stopAtRepositories: false }, defaultLimits)
    return { ...found, files: found.files.filter((file) => file.path !== fixtureFile), notices: [] }
  })
  const readInside = insideReader(root, defaultLimits)
  const read = async (file: string) => {
    const bytes = readInside(file)
    return compose ? composed(bytes, compose) : bytes
  }
  const source: Source = { kind: 'directory', list, read, ...(history && { history }), ...(forge && { forge }) }
  return history?.earlier
    ? { ...source, history: { ...history, before: async () => earlier(source, history.earlier) } }
    : source
}

/** The files that `before` lists. */
function earlier(source: Source, paths: readonly string[] = []): Source {
  const list = async () => {
    const now = await source.list()
    return { ...now, files: now.files.filter(({ path }) => paths.includes(path)) }
  }
  return { kind: source.kind, read: source.read, list }
}

/** A made-up history, with the files of earlier times where `before` says which. */
interface MadeUpHistory extends History {
  readonly earlier?: readonly string[]
}

interface MadeUpSource extends Pick<Source, 'forge'> {
  readonly history?: MadeUpHistory
  readonly compose?: ReadonlyMap<string, string>
}

const allowed = ['head', 'defaultBranch', 'shallow', 'origin', 'tags', 'lastChange', 'ignored', 'before']

async function madeUp(root: string, path: string): Promise<MadeUpSource> {
  const { readFile } = await import('node:fs/promises')
  const content = await readFile(join(root, fixtureFile), 'utf8').catch(() => undefined)
  if (content === undefined) return {}
  const fail = (why: string) => new SourceError(`${path}/${fixtureFile}: ${why}`)
  const { parse } = await import('yaml')
  let data: unknown
  try {
    // every scalar as it is written: a commit's id of digits alone is no number
    data = parse(content, { schema: 'failsafe' })
  } catch (error) {
    throw fail((error as Error).message.split('\n', 1)[0] as string)
  }
  const top = isNothing(data) ? {} : data
  if (!isRecord(top)) throw fail('is not a map')
  // `expect` is for who runs the rule (src/rules/fixtures.ts)
  for (const key of Object.keys(top)) {
    if (!['history', 'forge', 'compose', 'expect'].includes(key)) {
      throw fail(`"${key}" is not known; there are history, forge, compose and expect`)
    }
  }
  // numbers and flags are meant as such there
  const forge = top.forge === undefined ? {} : { forge: madeUpForge((parse(content) as { forge: MadeUp }).forge ?? {}) }
  const made = { ...forge, ...(top.compose === undefined ? {} : { compose: parts(top.compose, fail) }) }
  if (top.history === undefined) return made
  const said = isNothing(top.history) ? {} : top.history
  if (!isRecord(said)) throw fail('history is not a map')
  for (const key of Object.keys(said)) {
    if (!allowed.includes(key)) throw fail(`history.${key} is not known; there are ${allowed.join(', ')}`)
  }
  return { history: historyOf(said, fail), ...made }
}

/** What stands for each `@NAME@` of the files. */
function parts(said: unknown, fail: (why: string) => SourceError): ReadonlyMap<string, string> {
  if (!isRecord(said)) throw fail('compose is not a map of names and lists of parts')
  return new Map(
    Object.entries(said).map(([name, list]) => {
      if (!Array.isArray(list)) throw fail(`compose.${name} is not a list of parts`)
      return [`@${name}@`, list.join('')]
    }),
  )
}

function composed(bytes: Uint8Array, compose: ReadonlyMap<string, string>): Uint8Array {
  let text = Buffer.from(bytes).toString('latin1')
  for (const [name, value] of compose) text = text.replaceAll(name, () => value)
  return Buffer.from(text, 'latin1')
}

function historyOf(said: Record<string, unknown>, fail: (why: string) => SourceError): MadeUpHistory {
  const text = (key: string) => (isNothing(said[key]) ? undefined : String(said[key]))
  const head = text('head') ?? '0123456789abcdef0123456789abcdef01234567'
  const tags = tagsOf(said.tags, head, fail)
  const changes = isNothing(said.lastChange) ? {} : said.lastChange
  if (!isRecord(changes)) throw fail('history.lastChange is not a map of paths and dates')
  const ignored = isNothing(said.ignored) ? [] : said.ignored
  if (!Array.isArray(ignored)) throw fail('history.ignored is not a list of paths')
  const before = said.before === undefined ? undefined : isNothing(said.before) ? [] : said.before
  if (before !== undefined && !Array.isArray(before)) throw fail('history.before is not a list of paths')
  const ids = [head, ...(tags ?? []).map((tag) => tag.commit)]
  return {
    head,
    defaultBranch: text('defaultBranch'),
    shallow: said.shallow === 'true',
    origin: text('origin'),
    tags: async () => tags,
    lastChange: async (paths) => newest(changes, paths, head),
    hasCommit: async (id) =>
      ids.some((one) => one.startsWith(id.toLowerCase())) || (said.shallow === 'true' ? undefined : false),
    isIgnored: async (paths) => new Set(paths.filter((path) => ignored.includes(path))),
    ...(before && { earlier: before.map(String) }),
  }
}

function tagsOf(said: unknown, head: string, fail: (why: string) => SourceError): readonly Tag[] | undefined {
  if (said === undefined) return []
  if (isNothing(said)) return undefined
  if (!Array.isArray(said)) throw fail('history.tags is not a list')
  const tags = said.map((tag: unknown): Tag => {
    if (!isRecord(tag) || tag.name === undefined) throw fail('each of history.tags has a name')
    return { name: String(tag.name), commit: String(tag.commit ?? head), date: dateOf(tag.date) }
  })
  return tags.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** A day alone is its midnight in UTC. */
function dateOf(said: unknown): string {
  const text = isNothing(said) ? '2000-01-01' : String(said)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text
}

/** A path's own date, or that of a folder above it. */
function newest(changes: Record<string, unknown>, paths: readonly string[], head: string): Commit | undefined {
  const dates = paths
    .flatMap((path) => Object.entries(changes).filter(([key]) => key === path || path.startsWith(`${key}/`)))
    .map(([, date]) => dateOf(date))
    .sort()
  const date = dates.at(-1)
  return date === undefined ? undefined : { id: head, date, subject: 'made up by fixture.yaml' }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An absent value, or one of YAML's ways to write null. */
function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === '~' || value === 'null'
}
