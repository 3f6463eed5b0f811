import { isTemplateName } from '../manifests/template-name.ts'
import type { ObservationName } from '../table.ts'
import { touching } from '../touching.generated.ts'

/** A file that was touched, with its text before and after, each asked for only where a path does not tell. */
export interface TouchedFile {
  readonly path: string
  texts(): Promise<readonly string[]>
  /** it was not there before, or is no longer */
  readonly listed: boolean
}

/** Whether the repository has a file of this path whose text holds this, if that is asked. */
export type Holding = (path: RegExp, text: RegExp | undefined) => Promise<boolean>

/** Whether a file is of this path; a manifest under the name of a template is what any manifest is. */
const isOf = (path: RegExp, file: string): boolean =>
  path.test(file) || (isTemplateName(file) && path.test(`${file}.yaml`))

/**
 * The collections of which something may be otherwise by what was touched: what is read from these files, and what is
 * derived from that. `called`: pipelines call one of the files. The repository as a whole is not among them. What only
 * speaks of files of some kind is not asked where there are none, whatever it needs.
 */
export async function touchedCollections(
  files: readonly TouchedFile[],
  called: boolean,
  holds: Holding,
): Promise<ReadonlySet<ObservationName>> {
  const found = new Set<ObservationName>(called ? ['workflows'] : [])
  for (const { yields, path, text, listed } of touching) {
    if (!path || yields.every((name) => found.has(name))) continue
    for (const file of files) {
      if (!isOf(path, file.path) || (listed && !file.listed)) continue
      if (text && !(await file.texts()).some((content) => text.test(content))) continue
      for (const name of yields) found.add(name)
      break
    }
  }
  // those that are needed come first
  for (const { yields, needs, path, text, bound } of touching) {
    if (yields.every((name) => found.has(name)) || !needs.some((name) => found.has(name))) continue
    const kin = bound === true ? path : bound
    if (kin && !(await holds(kin, bound === true ? text : undefined))) continue
    for (const name of yields) found.add(name)
  }
  found.delete('repository')
  return found
}
