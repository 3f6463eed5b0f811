import { posix } from 'node:path'
import { parseShell, type Simple, simpleCommands, type Word, writtenWord } from '../../../documents/shell/index.ts'
import { DataNode, type Entry, walk } from '../../../documents/tree.ts'
import type { Repository } from '../../repository.ts'

/*
 * A configuration that a setup workflow joins from files of the repository: `cat base.yml > made.yml`,
 * `echo 'jobs:' >> made.yml`, `cat jobs/*.yml >> made.yml`, in its own commands or in a script that they call. Each file
 * is read by itself, so that every place stays where the reader finds it; anything else that touches the file (yq,
 * envsubst, a branch of the script) leaves it unknown.
 */

type Piece = { readonly file: string } | { readonly text: string }

const deepestScript = 3

/** The tree of the configuration at `path`, which is no file of the repository; undefined where it cannot be told. */
export async function joinedConfiguration(
  path: string,
  setup: DataNode,
  repository: Repository,
): Promise<DataNode | undefined> {
  const made: Piece[] = []
  for (const node of walk(setup)) {
    const script = node.get('run')?.get('command') ?? node.get('run')
    if (script?.text === undefined) continue
    if (!(await follow(script.text, '', { path, repository, made, depth: 0 }))) return undefined
  }
  return made.length ? joined(made, repository) : undefined
}

interface Following {
  readonly path: string
  readonly repository: Repository
  /** what was written so far */
  readonly made: Piece[]
  readonly depth: number
}

/** Follows a script for what it writes into the file; false where that cannot be told. */
async function follow(text: string, folder: string, following: Following): Promise<boolean> {
  const { path, repository, made, depth } = following
  const name = posix.basename(path)
  const mayBranch = /(^|[\s;&|])(if|for|while|until|case)\s|&&|\|\|/m.test(text)
  let here = folder
  for (const command of simpleCommands(parseShell(text).list)) {
    const words = command.words.map((word) => writtenWord(word, text))
    const [program = '', ...rest] = words
    if (program === 'cd') here = posix.normalize(posix.join(here, rest[0] ?? ''))
    const script = scriptCalled(words, here, repository)
    if (script !== undefined) {
      const content = depth < deepestScript ? (await repository.text(script))?.content : undefined
      if (content === undefined) return false
      if (!(await follow(content, here, { ...following, depth: depth + 1 }))) return false
      continue
    }
    const target = targetOf(command, text, here)
    if (target !== path) {
      const isRead = ['cat', 'circleci', 'ls', 'head', 'test', '['].includes(program)
      if (!isRead && text.slice(command.span.start, command.span.end).includes(name)) return false
      continue
    }
    const pieces = mayBranch ? undefined : piecesOf(program, rest, command.words.slice(1), here, repository)
    if (!pieces) return false
    if (command.redirects.some(({ operator }) => operator === '>' || operator === '>|')) made.length = 0
    made.push(...pieces)
  }
  return true
}

function scriptCalled(words: readonly string[], here: string, repository: Repository): string | undefined {
  const [program = '', first = ''] = words
  const written = ['bash', 'sh', 'source', '.'].includes(program) ? first : program.includes('/') ? program : ''
  const path = written && posix.normalize(posix.join(here, written))
  return path && repository.has(path) ? path : undefined
}

function targetOf(command: Simple, text: string, here: string): string | undefined {
  const redirect = command.redirects.find(({ operator }) => ['>', '>>', '>|'].includes(operator))
  return redirect && posix.normalize(posix.join(here, writtenWord(redirect.target, text)))
}

/** What a command writes; undefined where that is not plain. */
function piecesOf(
  program: string,
  rest: readonly string[],
  words: readonly Word[],
  here: string,
  repository: Repository,
): Piece[] | undefined {
  if (words.some(({ parts }) => parts.some(({ kind }) => kind !== 'literal'))) return undefined
  if (program === 'echo' || program === 'printf') {
    const text = rest.filter((word) => !/^-[ne]+$/.test(word)).join(' ')
    return [{ text: text.replaceAll('\\n', '\n') }]
  }
  if (program !== 'cat' || !rest.length || rest.some((word) => word.startsWith('-'))) return undefined
  const files = rest.map((word) => filesOf(posix.normalize(posix.join(here, word)), repository))
  return files.every((found) => found.length) ? files.flat().map((file) => ({ file })) : undefined
}

function filesOf(path: string, repository: Repository): string[] {
  if (!/[*?]/.test(path)) return repository.has(path) ? [path] : []
  const source = path
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '[^/]*')
    .replace(/\?/g, '[^/]')
  const pattern = new RegExp(`^${source}$`)
  return repository.files.flatMap((file) => (pattern.test(file.path) ? file.path : [])).sort()
}

/** Puts the pieces together: the keys of a file that is indented stand under the key that was written last. */
async function joined(made: readonly Piece[], repository: Repository): Promise<DataNode | undefined> {
  const keys = new Map<string, { readonly entries: Entry[]; readonly whole?: Entry }>()
  let section: string | undefined
  for (const piece of made) {
    if ('text' in piece) {
      const key = /^(\w[\w-]*):\s*$/.exec(piece.text)?.[1]
      if (key) section = key
      else if (piece.text.trim() && !piece.text.trim().startsWith('#')) return undefined
      continue
    }
    const content = (await repository.text(piece.file))?.content
    repository.claim(piece.file)
    const root = (await repository.yaml(piece.file))?.find((document) => document.kind === 'map')
    if (content === undefined) return undefined
    if (!root) {
      // nothing but comments
      if (/^\s*[^\s#]/m.test(content)) return undefined
      continue
    }
    const isIndented = /^[ \t]/.test(content.split('\n').find((line) => /^\s*[^\s#]/.test(line)) ?? '')
    if (isIndented && section === undefined) return undefined
    for (const entry of root.entries) {
      if (!isIndented) keys.set(entry.key, { entries: [...entry.value.entries], whole: entry })
      else keys.set(section as string, { entries: [...(keys.get(section as string)?.entries ?? []), entry] })
    }
    if (!isIndented) section = root.entries.at(-1)?.key
  }
  const entries = [...keys].map(([key, { entries: below, whole }]): Entry => {
    if (whole) return whole
    const [first] = below as [Entry, ...Entry[]]
    const { file, span } = first.value
    return { key, keySpan: first.keySpan, value: new DataNode('map', file, span, null, [], below, '', '') }
  })
  const first = entries[0]?.value
  return first && new DataNode('map', first.file, first.span, null, [], entries, '', '')
}
