import type { Place } from '../../../documents/place.ts'
import type { UseTable } from '../known/table.ts'
import type { Script } from '../script.ts'

/** A use of something that is known by name: an action, an orb's command, a task, a pipe, a plugin's step. */
export interface Use {
  readonly table: UseTable
  /** as the table lists it, without ref or version */
  readonly name: string
  /** the part of the name that tells what it could be, where no table knows it */
  readonly narrowBy: string
  /** what to call it: "the action", "the orb" */
  readonly what: string
  /** as written, one line */
  readonly text: string
  /** its arguments, resolved as far as known */
  readonly inputs: Readonly<Record<string, string>>
  readonly variables?: Readonly<Record<string, string>>
  readonly place: Place
  readonly via: readonly Place[]
  /** the name that people gave the step */
  readonly title: string
  /** An input as a script with places of its own; without it, the use's own place stands for all in it. */
  readonly scriptOf?: (input: string) => Script | undefined
  /** what would settle what it does; the common sentence on `kinds:` where left out */
  readonly settle?: string
}
