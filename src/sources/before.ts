import { byPath } from './paths.ts'
import type { FileEntry, Source } from './source.ts'
import { UnreadableError } from './source.ts'
import type { TouchedSource } from './staged.ts'
import { readBlob } from './tree.ts'

/** The files as they were before they were touched; those that were not are as they are. Links are left out. */
export function before({ source, touches, objects }: TouchedSource): Source {
  const now = new Set(touches.map(({ path }) => path))
  const then = new Map(
    touches.flatMap(({ path, before: old = path, then: { mode, id } }) =>
      mode.startsWith('100') ? [[old, { mode, id }] as const] : [],
    ),
  )
  return {
    ...source,
    async list() {
      const { files, skipped, notices } = await source.list()
      const entries = [...then].map(
        ([path, { mode }]): FileEntry => ({ path, size: 0, executable: mode === '100755', link: false, tracked: true }),
      )
      const others = files.filter(({ path }) => !now.has(path) && !then.has(path))
      const gone = skipped.filter(({ path }) => !then.has(path))
      return { files: [...others, ...entries].sort(byPath), skipped: gone, notices }
    },
    async search(wanted) {
      const found = await source.search?.(wanted)
      return found && new Set([...found, ...then.keys()])
    },
    async read(path) {
      const entry = then.get(path)
      if (entry) return readBlob(objects, path, entry.id)
      if (now.has(path)) throw new UnreadableError(path, 'deleted', `${path} did not exist before`)
      return source.read(path)
    },
  }
}
