import { basename, dirname, join } from '../../../documents/path.ts'
import { pathPattern } from '../../../documents/pattern.ts'
import type { Simple } from '../../../documents/shell/index.ts'
import type { Repository } from '../../repository.ts'
import { type KnownOpener, known } from '../known/table.ts'
import { type Call, callOf, emit } from './call.ts'
import { fetches, isSettingsFile } from './settings-file.ts'
import { pathFrom } from './shell/paths.ts'
import type { Context, Finder, Shell } from './shell/state.ts'
import { writtenBy } from './shell/written.ts'

/*
 * Files of the checkout that were locked, or come out of a store of secrets: what is kept from all who read the repository lies
 * open there from then on, and an image that is built of it may take it in.
 */

interface Opener {
  readonly words: readonly string[]
  readonly entry: KnownOpener
}

const byProgram = new Map<string, Opener[]>()
for (const [name, entry] of Object.entries(known.openers)) {
  const [program = '', ...words] = name.split(' ')
  byProgram.set(program, [...(byProgram.get(program) ?? []), { words, entry }])
}
for (const list of byProgram.values()) list.sort((a, b) => b.words.length - a.words.length)

/** More files than that under one lock tell nothing more. */
const most = 20

/** Records which files of the checkout a command leaves open: `sops -d app.enc.yaml > app.yaml`, `git-crypt unlock`. */
export async function noteOpened(
  node: Simple,
  call: Call,
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<void> {
  if (context.remote) return
  const words = withoutSudo(call.words)
  const own = openerOf(words)
  const piped = (context.pipe?.before ?? []).some((one) => one.kind === 'simple' && printsOpen(one, shell, context))
  if (!own && !piped) return
  const printed = (own?.prints || piped) && (writtenBy(node, call, shell, context) ?? context.into)
  const named = own ? filesNamed(own, words) : []
  // as settings these are noted already
  const isNoted = (word: string) => isSettingsFile(word) && (word === printed || fetches(call.words))
  const written = [...named, ...(printed ? [printed] : [])].filter((word) => !isNoted(word))
  const paths = written.flatMap((word) => pathFrom(word, shell) ?? [])
  const inside = own ? await openedInPlace(own, finder.repository) : []
  for (const path of new Set([...paths, ...inside]))
    emit(finder, shell, context, call, {
      kinds: [],
      tool: words[0] ?? '',
      settings: { path, secrets: [], ...(isSettingsFile(path) ? { isOfRunner: true } : { isOpened: true }) },
    })
}

const withoutSudo = (words: readonly string[]): readonly string[] =>
  words[0] === 'sudo' ? words.slice(words.findIndex((word, i) => i > 0 && !word.startsWith('-'))) : words

/** What the table says of a command, where its flags say that it opens something. */
function openerOf([program = '', ...words]: readonly string[]): KnownOpener | undefined {
  const found = byProgram.get(basename(program))?.find((one) => one.words.every((word) => words.includes(word)))?.entry
  if (!found || (found.if && !words.some((word) => isFlag(word, found.if ?? [])))) return undefined
  return words.some((word) => found.unless?.includes(word)) ? undefined : found
}

/**
 * `--output`, `--output=x`, and short flags that stand together: `-di`. A program without long flags has words behind one
 * dash: the `-days` and `-md` of openssl hold no `-d`.
 */
const isFlag = (word: string, flags: readonly string[]): boolean => {
  const standTogether = flags.some((flag) => flag.startsWith('--'))
  return flags.some(
    (flag) =>
      word === flag ||
      word.startsWith(`${flag}=`) ||
      (standTogether && /^-\w$/.test(flag) && isAmong(flag.charAt(1), word)),
  )
}

const isAmong = (letter: string, word: string): boolean => /^-[a-z]{2,4}$/.test(word) && word.includes(letter)

const printsOpen = (node: Simple, shell: Shell, { source }: Context): boolean =>
  openerOf(withoutSudo(callOf(node, shell, source).words))?.prints === true

/** The files that a command is told to write, or that it opens where they lie. */
function filesNamed({ file = [], taking = [], inPlace }: KnownOpener, words: readonly string[]): readonly string[] {
  const told = words.flatMap((word, i) => {
    if (file.includes(words[i - 1] ?? '')) return word
    const joined = file.find((flag) => word.startsWith(`${flag}=`))
    return joined === undefined ? [] : word.slice(joined.length + 1)
  })
  const here = inPlace === 'always' ? told.length === 0 : inPlace && words.some((word) => isFlag(word, inPlace))
  if (!here) return told.filter((word) => word !== '-')
  // only what looks like a file: the words of the command itself are none
  return words.filter(
    (word, i) => i > 0 && !word.startsWith('-') && /[./]/.test(word) && !taking.includes(words[i - 1] ?? ''),
  )
}

/** The files of the repository that a command opens all at once. */
async function openedInPlace({ beside, filter }: KnownOpener, repository: Repository): Promise<readonly string[]> {
  const all = repository.files.map(({ path }) => path)
  if (beside !== undefined)
    return all.flatMap((path) => (path.endsWith(beside) ? path.slice(0, -beside.length) : [])).slice(0, most)
  if (filter === undefined) return []
  const locked = await filtered(filter, repository)
  return all.filter((path) => locked.some((pattern) => pattern.test(path))).slice(0, most)
}

/** What the attributes of git give a filter to (git-scm.com, "gitattributes"): a name without a folder is one at any depth. */
async function filtered(filter: string, repository: Repository): Promise<readonly RegExp[]> {
  const files = repository.files.filter(({ path }) => basename(path) === '.gitattributes')
  const found: RegExp[] = []
  for (const { path } of files) {
    for (const line of ((await repository.text(path))?.content ?? '').split('\n')) {
      const [pattern = '', ...attributes] = line.trim().split(/\s+/)
      if (pattern === '' || pattern.startsWith('#') || !attributes.includes(`filter=${filter}`)) continue
      const below = pattern.includes('/') ? pattern.replace(/^\//, '') : `**/${pattern}`
      found.push(pathPattern(join(dirname(path), below)))
    }
  }
  return found
}
