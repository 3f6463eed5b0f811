import { joinPath } from '../../../../documents/path.ts'
import type { Finder, Shell } from '../shell/state.ts'
import { testsOfGradle } from './gradle.ts'

/** Switches with which a build goes on after failed tests, and ends well (maven.apache.org/surefire, "testFailureIgnore"). */
const flag = /^-D(maven\.test\.failure\.ignore|testFailureIgnore)(=true)?$/
const heeded = /^-D(maven\.test\.failure\.ignore|testFailureIgnore)=false$/
const written = /<(maven\.test\.failure\.ignore|testFailureIgnore)>\s*true\s*</

/** `mvn -fn`, `--fail-never`: "never fail the build, regardless of project result". */
export const neverFails = (tool: string, args: readonly string[]): boolean =>
  tool.startsWith('mvn ') && args.some((arg) => /^(-fn|--fail-never)$/.test(arg))

/** Runners that are told to end well whatever fails (rspec.info, "--failure-exit-code"; pytest-custom-exit-code). */
const endsWell: Readonly<Record<string, RegExp>> = {
  pytest: /(^| )--suppress-tests-failed-exit-code( |$)/,
  rspec: /(^| )--failure-exit-code[= ]0( |$)/,
}

/** Whether a build runs tests whose failure does not fail it: by its arguments, else by its pom.xml outside of profiles. */
export async function ignoresFailedTests(
  tool: string,
  args: readonly string[],
  shell: Shell,
  finder: Finder,
): Promise<boolean> {
  if (endsWell[tool]?.test(args.join(' '))) return true
  if (tool.startsWith('gradle ')) return (await testsOfGradle(tool, shell, finder)) === 'ignored'
  if (!tool.startsWith('mvn ')) return false
  const { directory } = shell
  const { repository } = finder
  if (args.some((arg) => flag.test(arg))) return true
  const path = directory === undefined ? undefined : joinPath(directory, 'pom.xml')
  if (path === undefined || args.some((arg) => heeded.test(arg)) || !repository.has(path)) return false
  const pom = (await repository.text(path))?.content ?? ''
  return written.test(pom.replace(/<!--[\s\S]*?-->|<profile>[\s\S]*?<\/profile>/g, ''))
}
