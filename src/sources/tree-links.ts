import type { SkipReason } from './source.ts'

/** Where a link of a tree leads: to a file or folder of the tree, or nowhere that may be read. */
export type LinkEnd =
  | { readonly kind: 'file' | 'folder'; readonly path: string }
  | { readonly kind: 'none'; readonly reason: SkipReason; readonly detail: string }

export interface TreeView {
  isFile(path: string): boolean
  /** without a closing slash; the empty path is the root */
  isFolder(path: string): boolean
  /** what a link says; undefined where the path is no link */
  target(path: string): string | undefined
}

const none = (reason: SkipReason, detail: string): LinkEnd => ({ kind: 'none', reason, detail })

/** How many links in a row are followed, as on Linux (path_resolution(7)). */
const most = 40

/** Follows a link inside a tree that is not on disk, part by part as the system would. */
export function followLink(path: string, tree: TreeView): LinkEnd {
  let at: string[] = []
  const todo = path.split('/')
  let followed = 0
  while (todo.length) {
    const part = todo.shift() as string
    if (part === '' || part === '.') continue
    if (part === '..') {
      if (!at.length) return none('link-outside', 'a link that leads out of the folder, which is never followed')
      at.pop()
      continue
    }
    at.push(part)
    const target = tree.target(at.join('/'))
    if (target === undefined) continue
    if (++followed > most) return none('link-loop', 'a link that leads in a circle')
    if (/^[/\\]|^[A-Za-z]:/.test(target)) {
      return none('link-outside', 'a link that leads out of the folder, which is never followed')
    }
    at = at.slice(0, -1)
    todo.unshift(...target.split('/'))
  }
  const end = at.join('/')
  if (tree.isFile(end)) return { kind: 'file', path: end }
  if (tree.isFolder(end)) return { kind: 'folder', path: end }
  return none('link-broken', 'a link to a file that does not exist')
}
