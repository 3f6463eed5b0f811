import type { Checkout } from './checkout.ts'
import { git } from './git.ts'
import { nothingTold, surelyNoTags } from './refs.ts'
import { remember } from './remember.ts'
import type { Commit, History, Tag } from './source.ts'

export interface HistoryOptions {
  /** the commit that is judged; HEAD where left out */
  readonly commit?: string
  /** answers {@link History.isIgnored} where there is no work tree to ask about */
  readonly isIgnored?: History['isIgnored']
}

/** What to do where a name is no commit of a whole clone. */
export const spelling = 'is it spelt right, and fetched (`git fetch --all --tags`)?'

/** git's knowledge about a folder (real path). Each question is asked when it comes up, and once. */
export function openHistory(folder: string, checkout: Checkout, options: HistoryOptions = {}): History {
  const head = options.commit ?? checkout.head
  let tags: Promise<readonly Tag[] | undefined> | undefined
  const changes = new Map<string, Promise<Commit | undefined>>()
  const commits = new Map<string, Promise<boolean | undefined>>()
  return {
    head,
    defaultBranch: checkout.defaultBranch,
    shallow: checkout.shallow,
    inside: checkout.prefix !== '',
    origin: checkout.origin,
    originName: checkout.originName,
    tags() {
      tags ??= checkout.prefix ? Promise.resolve(undefined) : readTags(folder, checkout)
      return tags
    },
    lastChange: (paths) =>
      remember(changes, JSON.stringify(paths), () => readLastChange(folder, checkout, head, paths)),
    before: (date) => openBefore(folder, checkout, head, date),
    hasCommit: (id) => remember(commits, id, () => readHasCommit(folder, checkout, id)),
    isIgnored: options.isIgnored ?? ((paths) => readIgnored(folder, paths)),
  }
}

const tagFormat = [
  'refname:strip=2',
  'objecttype',
  'objectname',
  '*objecttype',
  '*objectname',
  'creatordate:iso-strict',
]
  .map((field) => `%(${field})`)
  .join('%00')

/** A shallow clone or one without tags that shows none may have some: that is not at hand, not none. */
async function readTags(folder: string, checkout: Checkout): Promise<readonly Tag[] | undefined> {
  const answer = surelyNoTags(folder)
    ? nothingTold
    : await git(folder, ['for-each-ref', `--format=${tagFormat}`, 'refs/tags'])
  if (answer.code !== 0) return undefined
  const tags: Tag[] = []
  for (const line of answer.stdout.toString().split('\n')) {
    const [name, type, id, peeledType, peeledId, date] = line.split('\0')
    if (!name || !date) continue
    let commit = type === 'commit' ? id : peeledType === 'commit' ? peeledId : undefined
    if (peeledType === 'tag') commit = await resolveCommit(folder, `refs/tags/${name}`)
    if (commit) tags.push({ name, commit, date: rfc3339(date) })
  }
  if (!tags.length && (checkout.shallow || checkout.tagless)) return undefined
  return tags.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Older versions of git write UTC as +00:00, newer ones as Z. */
const rfc3339 = (date: string) => date.replace(/\+00:00$/, 'Z')

/** The full id of the commit that a revision names, annotated tags peeled; undefined where it names none. */
export async function resolveCommit(folder: string, revision: string): Promise<string | undefined> {
  if (revision.startsWith('-') || !revision) return undefined
  // `:/text` finds a commit by its message; anything appended would become a part of the text
  const peel = revision.startsWith(':/') ? '' : '^{commit}'
  const answer = await git(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}${peel}`])
  const id = answer.stdout.toString().trim().split('\n').at(-1)
  return answer.code === 0 && /^[0-9a-f]{40,64}$/.test(id ?? '') ? id : undefined
}

/** Arguments of one call: well below the 32,767 characters of a command line on Windows. */
const argumentRoom = 20_000

async function readLastChange(folder: string, checkout: Checkout, head: string | undefined, paths: readonly string[]) {
  if (!head) return undefined
  let newest: { time: number; commit: Commit } | undefined
  for (const some of portions(paths)) {
    const format = '--format=%H%x00%P%x00%ct%x00%aI%x00%s'
    const answer = await git(folder, ['log', '-1', '--no-show-signature', '--no-mailmap', format, head, '--', ...some])
    if (answer.code !== 0) return undefined
    const [id, parents, time, date, subject] = answer.stdout.toString().replace(/\n$/, '').split('\0')
    if (!id || !date) continue
    // where a shallow clone is cut off, its last commit seems to have brought every file
    if (checkout.shallow && !parents) return undefined
    if (newest && newest.time >= Number(time)) continue
    newest = { time: Number(time), commit: { id, date: rfc3339(date), subject: subject ?? '' } }
  }
  return newest?.commit
}

/** Dates are those of the committer: they follow each other where those of authors need not. */
async function openBefore(folder: string, checkout: Checkout, head: string | undefined, date: string) {
  if (!head || checkout.shallow || !/^[\dT:.Z+-]+$/.test(date)) return undefined
  const answer = await git(folder, ['rev-list', '-1', `--before=${date}`, head, '--'])
  const id = answer.stdout.toString().trim()
  if (answer.code !== 0 || !/^[0-9a-f]{40,64}$/.test(id)) return undefined
  const { openRevision } = await import('./revision.ts')
  return openRevision(folder, id)
}

function* portions(paths: readonly string[]): Generator<string[]> {
  let portion: string[] = []
  let room = argumentRoom
  for (const path of paths) {
    room -= path.length + 3
    if (room < 0 && portion.length) {
      yield portion
      portion = []
      room = argumentRoom - path.length
    }
    portion.push(path)
  }
  if (portion.length) yield portion
}

async function readHasCommit(folder: string, checkout: Checkout, id: string): Promise<boolean | undefined> {
  if (!/^[0-9a-f]{7,64}$/i.test(id)) return false
  const found = await resolveCommit(folder, id)
  if (found?.startsWith(id.toLowerCase())) return true
  return checkout.shallow ? undefined : false
}

/** The user's own ignore file does not count: the answer is about the repository, the same on every machine. */
const withoutOwnIgnores = ['core.excludesFile=/dev/null']

/**
 * Asks the work tree's .gitignore files; paths are relative to the folder. git gives up at a path that it cannot judge
 * (behind a link, say): then the halves are asked, so that only that path goes without an answer.
 */
export async function readIgnored(
  folder: string,
  paths: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<ReadonlySet<string>> {
  if (!paths.length) return new Set()
  const answer = await git(folder, ['check-ignore', '-z', '--stdin', '--no-index'], {
    // a leading ./ keeps a name from being taken for a pattern; the command knows no literal ones
    input: paths.map((path) => `./${path}\0`).join(''),
    config: withoutOwnIgnores,
    environment: { ...environment, GIT_LITERAL_PATHSPECS: '0' },
  })
  if (answer.code !== 0 && answer.code !== 1) {
    if (paths.length === 1 || answer.missing) return new Set()
    const middle = paths.length >> 1
    const halves = [paths.slice(0, middle), paths.slice(middle)]
    const found = await Promise.all(halves.map((half) => readIgnored(folder, half, environment)))
    return new Set(found.flatMap((half) => [...half]))
  }
  const lines = answer.stdout.toString().split('\0').filter(Boolean)
  return new Set(lines.map((line) => line.slice(2)))
}
