import type { Workflow } from '../model.ts'

/** A workflow whose id depends on what else its file holds. */
export type Draft = Omit<Workflow, 'id'>

/** Gives each its id: the file, with the name where a file holds several, and a number where a name comes again. */
export function named<T extends Pick<Draft, 'file' | 'name'>>(drafts: readonly T[]): (T & { readonly id: string })[] {
  const inFile = new Map<string, number>()
  for (const { file } of drafts) inFile.set(file, (inFile.get(file) ?? 0) + 1)
  const taken = new Set<string>()
  return drafts.map((draft) => {
    const id = inFile.get(draft.file) === 1 ? draft.file : `${draft.file}#${draft.name}`
    return { ...draft, id: freeId(id, taken, ' ') }
  })
}

/** An id that nothing has yet, which it takes: with a number behind it where it was taken (`deploy #2`). */
export function freeId(id: string, taken: Set<string>, before = ' #'): string {
  let free = id
  for (let n = 2; taken.has(free); n++) free = `${id}${before}${n}`
  taken.add(free)
  return free
}
