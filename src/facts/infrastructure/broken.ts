import { groupBy } from '../../documents/group.ts'
import type { Place } from '../../documents/place.ts'
import type { BrokenFile } from '../schema/document.ts'

/** What is wrong with a template, in one sentence. */
export interface Problem {
  readonly place: Place
  readonly message: string
}

/** One fact for each file with a problem: the resources of such a file are not all seen. */
export function brokenFiles(problems: readonly Problem[]): readonly BrokenFile[] {
  return [...groupBy(problems, ({ place }) => place.file)].flatMap(([file, [first]]) =>
    first ? [asBroken(file, first)] : [],
  )
}

const asBroken = (file: string, { message, place }: Problem) =>
  ({ id: file, file, message, claimed: true, loses: ['templateResources'], place }) as unknown as BrokenFile
