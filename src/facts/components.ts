import type { Settings } from '../config/settings.ts'
import { dirname } from '../documents/path.ts'
import { compareText } from '../documents/place.ts'
import type { DataNode } from '../documents/tree.ts'
import type { Repository } from './repository.ts'

/** A part of a monorepo that is a subject of its own. */
export interface Component {
  readonly name: string
  /** relative to the root, without a slash at the end */
  readonly folder: string
}

/**
 * The components of a repository: what `assay.yaml` says, else the members of its workspaces (npm, yarn, pnpm, Cargo,
 * Go). None where there are no workspaces: the repository is then one subject.
 */
export async function componentsOf(repository: Repository, settings: Settings): Promise<readonly Component[]> {
  const said = Object.entries(settings.components).map(([name, folder]) => ({ name, folder: trim(folder) }))
  if (said.length) return said.sort(byFolder)
  const globs = [
    ...texts(workspaces(repository.has('package.json') ? await repository.json('package.json') : undefined)),
    ...texts(
      repository.has('pnpm-workspace.yaml')
        ? (await repository.yaml('pnpm-workspace.yaml'))?.[0]?.get('packages')
        : undefined,
    ),
    ...texts(
      repository.has('Cargo.toml') ? (await repository.toml('Cargo.toml'))?.at('workspace', 'members') : undefined,
    ),
    ...(await goModules(repository)),
  ]
  if (!globs.length) return []
  const { default: picomatch } = await import('picomatch')
  const wanted = picomatch(globs.filter((glob) => !glob.startsWith('!')).map(trim))
  const refused = picomatch(globs.filter((glob) => glob.startsWith('!')).map((glob) => trim(glob.slice(1))))
  const folders = new Set<string>()
  for (const file of repository.named('package.json', 'Cargo.toml', 'go.mod')) {
    const folder = dirname(file.path)
    if (folder && wanted(folder) && !refused(folder)) folders.add(folder)
  }
  return [...folders].map((folder) => ({ name: folder, folder })).sort(byFolder)
}

/** The component that a file belongs to: the one with the longest folder around it, or an empty string. */
export function componentOf(file: string, components: readonly Component[]): string {
  let best: Component | undefined
  for (const component of components) {
    const inside = file === component.folder || file.startsWith(`${component.folder}/`)
    if (inside && (!best || component.folder.length > best.folder.length)) best = component
  }
  return best?.name ?? ''
}

/** `workspaces: [...]`, or yarn's `workspaces: {packages: [...]}`. */
const workspaces = (manifest: DataNode | undefined) =>
  manifest?.at('workspaces', 'packages') ?? manifest?.get('workspaces')

const texts = (list: DataNode | undefined) => (list?.items ?? []).flatMap((item) => item.text ?? [])
const trim = (folder: string) => folder.replace(/^\.\//, '').replace(/\/+$/, '')
const byFolder = (a: Component, b: Component) => compareText(a.folder, b.folder)

/** The folders that `use` names in go.work. */
async function goModules(repository: Repository): Promise<string[]> {
  const text = repository.has('go.work') ? await repository.text('go.work') : undefined
  const block = /^use\s*\(([^)]*)\)/m.exec(text?.content ?? '')?.[1] ?? ''
  const single = [...(text?.content ?? '').matchAll(/^use\s+([^\s(]+)/gm)].map((match) => match[1] as string)
  return [...block.split('\n').map((line) => line.replace(/\/\/.*/, '').trim()), ...single].filter(Boolean)
}
