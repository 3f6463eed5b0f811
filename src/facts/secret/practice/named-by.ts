import { basename, dirname } from '../../../documents/path.ts'
import type { Repository, RepositoryFile } from '../../repository.ts'
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
 * said. Files that are read by a convention, without a name, are left alone.
 */
export function namedByTests(repository: Repository): Evidence {
  const known = new Map<string, Promise<boolean>>()
  return async ({ file, holder }) => {
    if (!/^(?:configuration|credentials-file)$/.test(holder) || dirname(file) === '') return undefined
    const folder = withoutCode(repository, file)
    if (folder === undefined && conventional.test(basename(file))) return undefined
    const thing = folder ?? file
    const answer = known.get(thing) ?? onlyInTests(repository, thing, folder !== undefined)
    known.set(thing, answer)
    return (await answer) ? `only tests name ${thing}` : undefined
  }
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

/** Whether tests name a file or a folder, and nothing else outside of it does. */
async function onlyInTests(repository: Repository, thing: string, isFolder: boolean): Promise<boolean> {
  const name = Buffer.from(basename(thing))
  let tested = false
  for (const file of repository.files) {
    if (file.path === thing || file.path.startsWith(`${thing}/`) || !mayName(file)) continue
    // one in tests is enough, and there only a first one is looked for
    if (tested && file.area === 'test') continue
    const bytes = await repository.bytes(file.path)
    if (
      !(bytes instanceof Uint8Array) ||
      !holdsName(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), name, isFolder)
    )
      continue
    if (file.area !== 'test') return false
    tested = true
  }
  return tested
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
