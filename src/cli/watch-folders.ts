import { type FSWatcher, lstatSync, readdirSync, watch } from 'node:fs'
import { join } from 'node:path'
import { openDirectory } from '../sources/directory.ts'

/** What is made below a watched folder and holds nothing that a check reads. */
const unread = new Set(['.git', 'node_modules'])

/**
 * Watches each folder that holds a file which a check would list, and each that comes below one: a file that an editor puts
 * in the place of the former one (rename) is another inode to Linux, and who watches the file itself hears of it once
 * and never again. Calls `lost` where the system has no more watches to give.
 */
export async function watchFolders(folder: string, changed: (path: string) => void, lost: () => void) {
  const watching = new Map<string, FSWatcher>()
  const close = () => {
    for (const one of watching.values()) one.close()
    watching.clear()
  }
  const drop = (path: string) => {
    watching.get(path)?.close()
    watching.delete(path)
  }
  const fail = () => {
    close()
    lost()
  }
  const add = (path: string) => {
    if (watching.has(path)) return
    try {
      const one = watch(join(folder, path), (_event, name) => name && heard(below(path, name)))
      one.on('error', () => (lstatSync(join(folder, path), { throwIfNoEntry: false }) ? fail() : drop(path)))
      watching.set(path, one)
    } catch (error) {
      // it may have gone again
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  /** A folder that was made, and what was put into it before it was watched. */
  const addTree = (path: string) => {
    add(path)
    for (const entry of readdirSync(join(folder, path), { withFileTypes: true })) {
      if (unread.has(entry.name)) continue
      if (entry.isDirectory()) addTree(below(path, entry.name))
      else changed(below(path, entry.name))
    }
  }
  const heard = (path: string) => {
    if (path.split('/').some((part) => unread.has(part))) return
    changed(path)
    try {
      const isFolder = lstatSync(join(folder, path), { throwIfNoEntry: false })?.isDirectory()
      if (!isFolder) drop(path)
      else if (!watching.has(path)) addTree(path)
    } catch {
      fail()
    }
  }
  const { files } = await (await openDirectory(folder)).list()
  for (const path of new Set(['', ...files.flatMap((file) => foldersAbove(file.path))])) add(path)
  return { close }
}

const below = (path: string, name: string) => (path ? `${path}/${name}` : name)

/** `a/b/c.yaml` → `a/b`, `a`. */
function foldersAbove(path: string): string[] {
  const folders: string[] = []
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) folders.push(path.slice(0, at))
  return folders
}
