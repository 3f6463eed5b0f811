import type { Condition } from '../../model.ts'

/** More kinds of changes than this are not looked at one by one. */
const most = 24

/**
 * Files that tell the changes apart for which conditions hold: one for each set of lists (`changes:`) that can be met
 * by a single file. A push of that file alone is a start like any other, and the checks that it leaves out do not guard it.
 */
export function touchedFiles(conditions: readonly Condition[]): readonly string[] {
  const touches = [...new Set(conditions.flatMap((condition) => condition.touches ?? []))]
  const files = [...new Set(touches.flatMap((touch) => [...touch.files]))].sort()
  const first = new Map<string, string>()
  for (const file of files) {
    const answers = touches.map((touch) => touch.names(file))
    if (answers.includes(undefined)) continue
    const met = answers.map((answer) => (answer ? '1' : '0')).join('')
    if (!first.has(met)) first.set(met, file)
    if (first.size >= most) break
  }
  return [...first.values()]
}
