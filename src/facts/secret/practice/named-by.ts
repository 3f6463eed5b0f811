import { basename, dirname } from '../../../documents/path.ts'
import type { Repository, RepositoryFile } from '../../repository.ts'
import type { Secret } from '../../schema/secret.ts'
import { holderOf } from '../holder.ts'
import type { Evidence } from './index.ts'

/** What runs or is run: beside it, a file may be read without being named. */
const runs = (path: string) =>
  /^(?:code|pipeline|image|manifest)$/.test(holderOf(path)) || /(?:^|\/)Makefile$/.test(path)

/** Files that programs read without naming them, by a convention: no mention tells anything. */
const conventional =
  /^\.|^(?:application|appsettings|bootstrap|config|configuration|settings|database|secrets?|credentials?|values|compose|docker-compose|package|web|app|server|default|production|development|local|master|main|prod|dev|staging|nginx|httpd|my|redis|id_\w+)(?:[.-]|$)/i

/** Larger files, and the code of others, name no file of ours. */
const LARGEST = 1 << 20
const read =
  /\.(?:[cm]?[jt]sx?|vue|py|rb|php|go|rs|java|kts?|scala|groovy|gradle|cs|fs|vb|swift|mm?|c|cc|cpp|h|hpp|pl|pm|exs?|erl|hrl|clj|dart|lua|sh|bash|ps1|bat|cmd|sql|tf|tfvars|hcl|ya?ml|json|toml|ini|cfg|conf|properties|xml|md|rst|adoc|txt|mk|cmake|bazel|bzl|env|service|tpl|j2|nix)$|(?:^|\/)[^./]+$/i

/**
 * Files of settings and keys that only tests name: the file itself, or the folder that holds it, where no code stands in
 * that. All else that is text is read for these names; a single mention outside of tests, were it in a manual, and nothing is
 * said. Files that are read by a convention, without a name, are left alone. The names of all that may be asked for are looked
 * for at once.
 */
export function namedByTests(repository: Repository, all: readonly Secret[]): Evidence {
  const known = new Map<string, Promise<ReadonlySet<string>>>()
  let first: readonly Thing[] | undefined
  return async (secret) => {
    const thing = thingOf(repository, secret)
    if (thing === undefined) return undefined
    first ??= all.flatMap((one) => thingOf(repository, one) ?? [])
    // one of history may be asked for that no file of today led to
    const things = first.some(({ path }) => path === thing.path) ? first : [thing]
    const group = things === first ? '' : thing.path
    const named = known.get(group) ?? onlyInTests(repository, things)
    known.set(group, named)
    return (await named).has(thing.path) ? `only tests name ${thing.path}` : undefined
  }
}

/** A file, or a folder in which nothing runs. */
interface Thing {
  readonly path: string
  readonly isFolder: boolean
}

/** What would have to be named for a file to be read. */
function thingOf(repository: Repository, { file, member, holder }: Secret): Thing | undefined {
  const own = member === '' ? holder : holderOf(file)
  if (!/^(?:configuration|credentials-file)$/.test(own) || dirname(file) === '' || !repository.has(file))
    return undefined
  const folder = withoutCode(repository, file)
  if (folder !== undefined) return { path: folder, isFolder: true }
  return conventional.test(basename(file)) ? undefined : { path: file, isFolder: false }
}

/** The highest folder around a file in which nothing runs; undefined where something does right beside it. */
function withoutCode(repository: Repository, file: string): string | undefined {
  let found: string | undefined
  for (let folder = dirname(file); folder !== ''; folder = dirname(folder)) {
    if (repository.under(folder).some(({ path }) => runs(path))) return found
    found = folder
  }
  return found
}

/** Those of files and folders that tests name, and nothing else outside of them does. */
async function onlyInTests(repository: Repository, things: readonly Thing[]): Promise<ReadonlySet<string>> {
  const tested = new Set<string>()
  const open = new Map(things.map((thing) => [thing.path, { ...thing, name: Buffer.from(basename(thing.path)) }]))
  for (const file of repository.files) {
    if (open.size === 0) break
    if (!mayName(file)) continue
    // one in tests is enough, and there only a first one is looked for
    const asked = [...open.values()].filter(
      ({ path }) =>
        file.path !== path && !file.path.startsWith(`${path}/`) && !(file.area === 'test' && tested.has(path)),
    )
    const bytes = asked.length ? await repository.bytes(file.path) : undefined
    if (!(bytes instanceof Uint8Array)) continue
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    for (const { path, name, isFolder } of asked) {
      if (!holdsName(text, name, isFolder)) continue
      if (file.area === 'test') tested.add(path)
      else open.delete(path)
    }
  }
  return new Set([...tested].filter((path) => open.has(path)))
}

const mayName = ({ path, size, area, link }: RepositoryFile) =>
  !link && size <= LARGEST && area !== 'vendored' && area !== 'generated' && read.test(path)

/** Whether a text names a file, or a folder as the part of a path or as a text of its own. */
function holdsName(text: Buffer, name: Buffer, isFolder: boolean): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = String.fromCharCode(text[at - 1] ?? 32)
    const after = String.fromCharCode(text[at + name.length] ?? 32)
    if (/[\w-]/.test(before) || /[\w-]/.test(after)) continue
    if (!isFolder || after === '/' || after === '\\' || before === '/' || /["'`]/.test(before + after)) return true
  }
  return false
}
