import type { FileScan } from '../scan.ts'
import { type DiskWork, type Portions, pathsOf, type Told, type Unreadable } from './portions.ts'

/** What a worker says of a work: what a portion gave, or that it has done all that it could take. */
export type Report =
  | { readonly of: DiskWork['id']; readonly portion: number; readonly told: readonly Told[] }
  | { readonly of: DiskWork['id']; readonly done: true }

/** What is told of one work by all who search it. */
export class Account {
  readonly #open: Set<number>
  readonly #told = new Map<number, Told[1]>()

  /** @param count how many of its portions are searched */
  constructor(
    readonly work: DiskWork,
    count = work.ends.length,
  ) {
    this.#open = new Set(work.ends.slice(0, count).keys())
  }

  /** Takes in what a worker says, where it is of this work. */
  hear(said: Report): void {
    if (said.of === this.work.id && 'told' in said) this.add(said.portion, said.told)
  }

  add(portion: number, told: readonly Told[]): void {
    this.#open.delete(portion)
    for (const [number, found] of told) this.#told.set(number, found)
  }

  /**
   * What there is to tell, by the paths, when no worker says any more: what one of them took and did not answer, or left, is
   * searched here.
   * @param own those of the main thread
   * @param isAsked whether anybody wants to know of a file
   */
  finish(own: Portions, isAsked: (path: string) => boolean = () => true): ReadonlyMap<string, FileScan | Unreadable> {
    for (const portion of [...this.#open]) this.add(portion, own.search(portion))
    const all = new Map<string, FileScan | Unreadable>()
    const paths = pathsOf(this.work)
    for (const [number, told] of this.#told) {
      if (!isAsked(paths[number] as string)) continue
      const found = told === 'left' ? own.one(number) : told
      if (found && found !== 'left') all.set(paths[number] as string, found)
    }
    return all
  }
}
