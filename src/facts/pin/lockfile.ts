import { dirname } from '../../documents/path.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import type { Repository } from '../repository.ts'

/** The files by which one package manager knows a package, and what it holds its dependencies by. */
export interface Ecosystem {
  /** `package.json`: what makes a folder a package */
  readonly manifest: string
  /** any of them */
  readonly locks: readonly string[]
  /** Members of a workspace share the lockfile of its root. */
  readonly workspaces: boolean
}

/**
 * Whether a lockfile belongs to the package that an install is for.
 * @param folder in which it runs, undefined where that is not known; it is hidden then, unless all packages are alike
 * @param what the command, for the name of what is hidden
 */
export async function hasLock(
  repository: Repository,
  ecosystem: Ecosystem,
  folder: string | undefined,
  what: string,
): Promise<Seen<boolean>> {
  if (folder !== undefined) return lockOf(repository, ecosystem, folder)
  const packages = repository.named(ecosystem.manifest).filter(({ area }) => area === 'main')
  const locked = await Promise.all(packages.map(({ path }) => lockOf(repository, ecosystem, dirname(path))))
  if (locked.every((one) => one === false)) return false
  if (locked.every((one) => one === true)) return true
  return (
    locked.find(isHidden) ??
    new Hidden(`in which folder \`${what}\` runs, and whether a lockfile stands there`, {
      kind: 'file',
      text: `name the folder where \`${what}\` runs with working-directory, or install from the lockfile`,
    })
  )
}

/** Whether a package's manifest stands in a folder and names dependencies, which have versions of their own. */
export async function takesDependencies(
  repository: Repository,
  { manifest }: Ecosystem,
  folder: string,
): Promise<boolean> {
  const path = folder ? `${folder}/${manifest}` : manifest
  if (!repository.has(path)) return false
  if (manifest !== 'package.json') return true
  const read = await repository.json(path)
  return ['dependencies', 'devDependencies'].some((key) => (read?.get(key)?.entries.length ?? 0) > 0)
}

/** Its own lockfile; without one, that of the workspace above it, or of the folder above where it is no package itself. */
async function lockOf(repository: Repository, ecosystem: Ecosystem, folder: string): Promise<Seen<boolean>> {
  const here = (name: string, at: string) => repository.has(at ? `${at}/${name}` : name)
  const isLocked = (at: string) => ecosystem.locks.some((name) => here(name, at))
  if (isLocked(folder)) return true
  let member = here(ecosystem.manifest, folder)
  for (let at = folder; at !== ''; ) {
    at = dirname(at)
    if (!member && isLocked(at)) return true
    if (member && ecosystem.workspaces && isLocked(at) && (await isWorkspace(repository, ecosystem, at))) return true
    member ||= here(ecosystem.manifest, at)
  }
  return false
}

async function isWorkspace(repository: Repository, { manifest }: Ecosystem, folder: string): Promise<boolean> {
  const inFolder = (name: string) => (folder ? `${folder}/${name}` : name)
  if (manifest !== 'package.json') return true
  if (repository.has(inFolder('pnpm-workspace.yaml'))) return true
  return (await repository.json(inFolder(manifest)))?.get('workspaces') !== undefined
}
