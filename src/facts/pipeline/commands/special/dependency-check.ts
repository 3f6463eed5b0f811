import { joinPath } from '../../../../documents/path.ts'
import { Hidden } from '../../../hidden.ts'
import { letsHighPass } from '../../known/bounds.ts'
import type { Act } from '../../model.ts'
import type { Finder, Shell } from '../shell/state.ts'

/*
 * OWASP's scanner as a plugin of a build fails above a score that the build says, and says none by itself: 11 of 10
 * (jeremylong.github.io/DependencyCheck, "failBuildOnCVSS").
 */

const isPlugin = /^mvn .*dependency-check|^gradle .*dependencyCheck(Analyze|Aggregate)/
const score = /-DfailBuildOnCVSS=(\S+)/
const written =
  /<failBuildOnCVSS>\s*([^<\s]+)\s*<|\bfailBuildOnCVSS\s*(?:=|\.set\(|\(|\s)\s*([\d.]+f?)|<(failBuildOnAnyVulnerability)>\s*true/
const applied: readonly (readonly [string, RegExp])[] = [
  ['pom.xml', /<artifactId>\s*dependency-check-maven\s*</],
  ['build.gradle', /org\.owasp\.dependencycheck|dependency-check-gradle/],
  ['build.gradle.kts', /org\.owasp\.dependencycheck|dependency-check-gradle/],
]

/**
 * What becomes of a build in which the scanner finds something: nothing where the build says no score that stops it. A
 * build that takes the scanner from elsewhere (a parent, a plugin of conventions) may get its score there.
 * @returns undefined for any other command, and for one that fails
 */
export async function outcomeOfDependencyCheck(
  tool: string,
  args: readonly string[],
  { directory }: Shell,
  { repository }: Finder,
): Promise<Act['onFailure'] | undefined> {
  if (!isPlugin.test(tool)) return undefined
  const given = score.exec(args.join(' '))?.[1]
  if (given !== undefined) return letsHighPass(given) ? 'reports' : undefined
  if (directory === undefined) return undefined
  for (const [name, plugin] of applied) {
    const path = joinPath(directory, name)
    const text = path !== undefined && repository.has(path) ? ((await repository.text(path))?.content ?? '') : ''
    if (!plugin.test(text)) continue
    const [, ofMaven, ofGradle, any] = written.exec(text.replace(/<!--[\s\S]*?-->|^\s*\/\/.*$/gm, '')) ?? []
    const bound = ofMaven ?? ofGradle
    if (any !== undefined || bound?.includes('$')) return undefined
    return bound === undefined || letsHighPass(bound) ? 'reports' : undefined
  }
  return new Hidden(`above which score ${tool} fails the build`, {
    kind: 'file',
    text: 'say it in the build of this repository: failBuildOnCVSS',
  })
}
