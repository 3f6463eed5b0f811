import { joinPath } from '../../../../documents/path.ts'
import type { Finder, Shell } from '../shell/state.ts'

/** Switches with which a build goes on after failed tests, and ends well (maven.apache.org/surefire, "testFailureIgnore"). */
const flag = /^-D(maven\.test\.failure\.ignore|testFailureIgnore)(=true)?$/
const heeded = /^-D(maven\.test\.failure\.ignore|testFailureIgnore)=false$/
const written = /<(maven\.test\.failure\.ignore|testFailureIgnore)>\s*true\s*</

/** `mvn -fn`, `--fail-never`: "never fail the build, regardless of project result". */
export const neverFails = (tool: string, args: readonly string[]): boolean =>
  tool.startsWith('mvn ') && args.some((arg) => /^(-fn|--fail-never)$/.test(arg))

/** Whether a build runs tests whose failure does not fail it: by its arguments, else by its pom.xml outside of profiles. */
export async function ignoresFailedTests(
  tool: string,
  args: readonly string[],
  { directory }: Shell,
  { repository }: Finder,
): Promise<boolean> {
  if (!tool.startsWith('mvn ')) return false
  if (args.some((arg) => flag.test(arg))) return true
  const path = directory === undefined ? undefined : joinPath(directory, 'pom.xml')
  if (path === undefined || args.some((arg) => heeded.test(arg)) || !repository.has(path)) return false
  const pom = (await repository.text(path))?.content ?? ''
  return written.test(pom.replace(/<!--[\s\S]*?-->|<profile>[\s\S]*?<\/profile>/g, ''))
}
