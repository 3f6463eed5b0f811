import { isReportFolder } from '../dialect/report-folders.ts'
import type { Act } from '../model.ts'

/* GitLab serves the folder `public` of the artifacts of a job called `pages` (docs.gitlab.com/user/project/pages). */

const put = /^\s*(?:mv|cp)\s+(?:-\S+\s+)*(.+?)\s+(?:\.\/)?public(?:\/\S*)?\s*$/
const prepares = /^\s*(?:(?:mkdir|rm|ls|touch|echo|cd|cp|mv)\b.*|tree\s+\S+)$/

/**
 * Whether all that a job puts into the folder that is served tells of tests: `mv htmlcov public`. What builds something, or
 * speaks of the folder in another way, may put a site there.
 * @param lines the lines of its scripts
 * @param acts what these do
 */
export function showsOnlyReports(lines: readonly string[], acts: readonly Act[]): boolean {
  if (acts.some(({ kinds, hidden }) => kinds.includes('build') || hidden)) return false
  const commands = lines.flatMap((line) => line.split(/&&|\|\||[;\n]/))
  const sources = commands.flatMap((command) => put.exec(command)?.[1]?.split(/\s+/) ?? [])
  const others = commands.filter((command) => /\bpublic\b/.test(command) && !put.test(command))
  return sources.length > 0 && sources.every(isReportFolder) && others.every((command) => prepares.test(command))
}
