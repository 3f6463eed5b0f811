import { commentsOf } from '../../documents/comments/index.ts'
import { compareText } from '../../documents/place.ts'
import { Hidden } from '../hidden.ts'
import type { Repository, RepositoryFile } from '../repository.ts'
import type { ConfigurationSource, HardCoding } from '../schema/separation.ts'
import { asksEnvironment, isCode, isSettingsOfEnvironment, largest } from './code.ts'
import { kindOfHost } from './hosts.ts'
import { judge, type Verdict } from './judge.ts'
import type { KnownHosts } from './known-hosts.ts'
import { type Literal, literalsIn } from './literals.ts'

/** What the code of a service says of the environments that it runs in. */
export interface Searched {
  readonly hardCodings: readonly HardCoding[]
  readonly configurationSources: readonly ConfigurationSource[]
}

/** So many files are being read while one is searched. */
const ahead = 16

/**
 * Searches the code (of a run on touched files: those) in one pass. Files are read as bytes and kept nowhere, but for those
 * in which something was found.
 * @param knowing asked for once an address stands in the code: to know the hosts of environments, manifests are read
 */
export async function searchCode(repository: Repository, knowing: () => Promise<KnownHosts>): Promise<Searched> {
  const { touched } = repository
  const files = repository.files.filter((file) => (!touched || touched.has(file.path)) && isCode(file))
  const hardCodings: HardCoding[] = []
  const sources: ConfigurationSource[] = []
  for (let at = 0; at < files.length; at += ahead) {
    const batch = files.slice(at, at + ahead)
    const contents = await Promise.all(batch.map((file) => latin(file, repository)))
    for (const [index, file] of batch.entries()) {
      const content = contents[index]
      if (content === undefined) hardCodings.push(tooLarge(file))
      else {
        if (mayHold(content)) {
          const known = await knowing()
          if (judged(content, known).length) hardCodings.push(...(await inFile(file, repository, known)))
        }
        if (!sources.length && asksEnvironment.test(content))
          sources.push(...(await sourceIn(file.path, files.length, repository)))
      }
    }
  }
  return { hardCodings: numbered(hardCodings), configurationSources: sources }
}

/** A file byte by byte: enough to tell whether it holds an address. Empty where it cannot be read, which is told elsewhere. */
async function latin({ path, size }: RepositoryFile, repository: Repository): Promise<string | undefined> {
  if (size > largest) return undefined
  const bytes = await repository.bytes(path)
  return bytes instanceof Uint8Array
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
    : ''
}

/** Whether there is an address that could be an environment's: only then is it asked which addresses these have. */
function mayHold(content: string): boolean {
  for (const { host } of literalsIn(content)) {
    const kind = kindOfHost(host)
    if (kind !== 'local' && kind !== 'public') return true
  }
  return false
}

function judged(content: string, known: KnownHosts): readonly { literal: Literal; verdict: Verdict }[] {
  return [...literalsIn(content)].flatMap((literal) => {
    const verdict = judge(literal, known)
    return verdict ? [{ literal, verdict }] : []
  })
}

async function inFile({ path }: RepositoryFile, repository: Repository, known: KnownHosts): Promise<HardCoding[]> {
  const text = await repository.text(path)
  if (!text) return []
  const all = judged(text.content, known)
  const comments = await commentsOf(text)
  // Rust keeps its unit tests in the same file
  const tests = text.content.search(/#\[cfg\(test\)\]/)
  return all
    .filter(({ literal: { start } }) => !comments.some((comment) => comment.start <= start && start < comment.end))
    .filter(({ literal: { start } }) => tests < 0 || start < tests)
    .map(({ literal: { scheme, host, name, before, start, end }, verdict: { what, of, sure } }) => ({
      id: `${path} ${scheme && `${scheme}://`}${host}`,
      file: path,
      what,
      host,
      fallback: isFallback(before),
      name,
      of,
      sure: sure === true && isSettingsOfEnvironment(path) ? asSettings(path) : sure,
      place: { file: path, start, end },
      // all facts carry a component, which collecting adds
    })) as HardCoding[]
}

/** Whether what stands before a literal asks the environment, and the literal is for when that gives nothing. */
function isFallback(before: string): boolean {
  const line = before.slice(before.lastIndexOf('\n') + 1)
  return asksEnvironment.test(line) && /(,|\|\||\?\?|\?:|\bor)\s*[frb]?["'`]$/.test(line)
}

const asSettings = (path: string) =>
  new Hidden(`whether what is built from ${path} is deployed to one environment alone`, {
    kind: 'file',
    text: `take what ${path} says from the environment: a variable, a ConfigMap or a mounted file`,
  })

const tooLarge = ({ path }: RepositoryFile) =>
  ({
    id: path,
    file: path,
    what: 'host',
    host: 'a host',
    fallback: false,
    name: '',
    of: '',
    sure: new Hidden(
      `whether ${path}, which is larger than ${largest >> 20} MiB, holds the address of an environment`,
      {
        kind: 'file',
        text: `leave ${path} out in assay.yaml if it is no code: exclude: [${path}]`,
      },
    ),
    place: { file: path },
  }) as HardCoding

const everywhereAsked = new RegExp(asksEnvironment.source, 'g')

/** Where a file asks its environment, outside of comments; none where only these do. */
async function sourceIn(path: string, files: number, repository: Repository): Promise<readonly ConfigurationSource[]> {
  const text = await repository.text(path)
  if (!text) return []
  const comments = await commentsOf(text)
  for (const { 0: written, index: start } of text.content.matchAll(everywhereAsked)) {
    if (comments.some((comment) => comment.start <= start && start < comment.end)) continue
    const what = `${path} asks for it (${written.replace(/[(["']+$/, '')})`
    const place = { file: path, start, end: start + written.length }
    return [{ id: `code ${path}`, by: 'code', what, file: path, searched: files, place } as ConfigurationSource]
  }
  return []
}

/** The same host may stand in a file many times: once is told, at its first place; what is certain first. */
function numbered(all: readonly HardCoding[]): readonly HardCoding[] {
  const found = new Map<string, HardCoding>()
  for (const one of all) {
    const before = found.get(one.id)
    if (!before || (before.sure !== true && one.sure === true)) found.set(one.id, one)
  }
  return [...found.values()].sort((a, b) => compareText(a.id, b.id))
}
