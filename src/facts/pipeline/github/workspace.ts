import type { DataNode } from '../../../documents/tree.ts'
import { settled } from './environment.ts'
import type { Frame } from './scope.ts'

/** Where a path of the runner's workspace leads. */
export type Where =
  | { readonly kind: 'here'; readonly path: string }
  /** in a checkout of another repository */
  | { readonly kind: 'elsewhere'; readonly repository: string; readonly path: string }
  /** made while it runs, absolute, or named by an unknown value */
  | { readonly kind: 'unknown' }

interface Mount {
  readonly path: string
  /** undefined: this repository */
  readonly repository: string | undefined
}

/** What a job has checked out so far, and where: needed to know which files its scripts and `./` actions are. */
export interface Workspace {
  readonly mounts: readonly Mount[]
}

/** Until something is checked out, the repository is taken to lie at the root. */
export const untouched: Workspace = { mounts: [] }

/** The workspace after a step: `actions/checkout` adds a repository at `path`. */
export function afterStep(workspace: Workspace, step: DataNode, frame: Frame): Workspace {
  const uses = step.get('uses')?.text
  if (!uses || !/^actions\/checkout(@|$)/.test(uses)) return workspace
  const given = step.at('with', 'repository')?.text?.trim()
  const named = given && (settled(given, frame) ?? given)
  const own =
    !named ||
    named.replace(/\s/g, '') === `\${{github.repository}}` ||
    named.toLowerCase() === frame.home.slug?.toLowerCase()
  const path = step.at('with', 'path')?.text
  const folder = path === undefined ? '' : clean(settled(path, frame) ?? path)
  if (folder === undefined) return workspace
  return {
    mounts: [
      ...workspace.mounts.filter((mount) => mount.path !== folder),
      { path: folder, repository: own ? undefined : named },
    ],
  }
}

/** Follows a path of the workspace, relative to its root. */
export function whereIs(workspace: Workspace, path: string): Where {
  const cleaned = clean(path)
  if (cleaned === undefined) return { kind: 'unknown' }
  const mounts = workspace.mounts.length ? workspace.mounts : [{ path: '', repository: undefined }]
  const inside = mounts
    .filter((mount) => mount.path === '' || cleaned === mount.path || cleaned.startsWith(`${mount.path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0]
  if (!inside) return { kind: 'unknown' }
  const rest = inside.path ? cleaned.slice(inside.path.length + 1) : cleaned
  if (inside.repository !== undefined) return { kind: 'elsewhere', repository: inside.repository, path: rest }
  return { kind: 'here', path: rest }
}

/** A path without `./`, `..` and a leading workspace; undefined where it leaves the workspace or is not known. */
export function clean(path: string): string | undefined {
  const inside = path
    .trim()
    .replace(/^(\$\{\{\s*github\.workspace\s*\}\}|\$\{?GITHUB_WORKSPACE\}?)(\/|$)/, './')
    // the same folder wherever it is named so, whatever the repository is called
    .replace(/\$\{\{\s*github\.event\.repository\.name\s*\}\}/g, '@repository')
  if (inside.includes('$') || /^([/~\\]|[A-Za-z]:)/.test(inside)) return undefined
  const segments: string[] = []
  for (const segment of inside.split(/[/\\]/)) {
    if (segment === '' || segment === '.') continue
    if (segment !== '..') segments.push(segment)
    else if (segments.pop() === undefined) return undefined
  }
  return segments.join('/')
}

/** The way from one folder of the repository to another, both relative to its root: '.' where they are the same. */
export function relative(from: string, to: string): string {
  const a = from.split('/').filter(Boolean)
  const b = to.split('/').filter(Boolean)
  let shared = 0
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++
  return [...a.slice(shared).map(() => '..'), ...b.slice(shared)].join('/') || '.'
}
