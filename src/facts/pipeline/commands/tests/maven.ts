import type { Kind } from '../../../../config/vocabulary.ts'
import { joinPath } from '../../../../documents/path.ts'
import { repositoryPath } from '../shell/paths.ts'
import type { Finder, Shell } from '../shell/state.ts'

/*
 * Maven's Surefire runs every class called `*Test`, `*Tests` or `*TestCase` (maven.apache.org/surefire, "Inclusions and
 * Exclusions of Tests"), so `OrdersIntegrationTest` runs with `mvn test`; Failsafe's classes are `*IT`.
 */

/** The goals after which Surefire has run. */
const goals = /^mvn .*\b(test|package|verify|install|deploy)(,|$)/

/** A class of the tests that Surefire takes, which its name says is of more than one unit. */
const integration =
  /(^|\/)src\/test\/(.*\/)?\w*(Integration|E2E|EndToEnd|Acceptance|Functional)(Tests?|TestCase)\.(java|kt|groovy|scala)$/

/** The tests are chosen by a name or a group: which run is not told by the layout. */
const choosing =
  /^-D(test|it\.test|groups|excludedGroups|surefire\.(includes|excludes|includesFile|excludesFile|groups|suiteXmlFiles))(=|$)|^-DskipUnitTests/

/** What of a build leaves such classes out, or chooses among them. */
const leavesOut =
  /<(exclude|include)>[^<]*(?:Integration|E2E|EndToEnd|Acceptance|Functional)|<(?:excludedGroups|groups)>|<skip(?:Tests)?>(?!\s*false)/i

/** More build files than this are not looked at; the tests are none of these kinds then. */
const mostFiles = 60

/** What else `mvn test` and the goals after it run, as the names of the test classes of their modules say. */
export async function kindsOfMaven(
  tool: string,
  kinds: readonly Kind[],
  args: readonly string[],
  { directory }: Shell,
  { repository }: Finder,
): Promise<readonly Kind[]> {
  if (!goals.test(tool) || !kinds.includes('unit-test') || directory === undefined) return []
  if (args.some((arg) => choosing.test(arg))) return []
  const modules = modulesOf(args)
  if (!modules) return []
  const all = repository.under(directory)
  const start = directory === '' ? '' : `${directory}/`
  const taken = all.filter(({ path }) => !modules.length || modules.some((name) => path.startsWith(`${start}${name}/`)))
  if (!taken.some(({ path }) => integration.test(path))) return []
  const builds = all.filter(({ path }) => /(^|\/)pom\.xml$/.test(path))
  if (builds.length === 0 || builds.length > mostFiles) return []
  const texts = await Promise.all(builds.map(({ path }) => repository.text(path)))
  return texts.some((text) => !text || leavesOut.test(text.content)) ? [] : ['integration-test']
}

/** What leaves out all tests of a build by default: a property, or the setting of Surefire itself. */
const leftOut = /<(skipTests|maven\.test\.skip)>\s*true\s*</

/**
 * Whether a build runs no tests unless it is told to: `<skipTests>true</skipTests>` in its own pom.xml, outside of profiles
 * (maven.apache.org/surefire, "Skipping Tests"), or `-DskipTests` in `.mvn/maven.config`.
 */
export async function testsAreOff(
  tool: string,
  args: readonly string[],
  { directory }: Shell,
  { repository }: Finder,
): Promise<boolean> {
  if (!goals.test(tool) || directory === undefined) return false
  if (args.some((arg) => /^-D(skipTests|maven\.test\.skip)(=|$)/.test(arg))) return false
  const at = args.findIndex((arg) => arg === '-f' || arg === '--file')
  const pom = repositoryPath(at < 0 ? 'pom.xml' : (args[at + 1] ?? ''), directory)
  const read = async (file: string | undefined) =>
    file !== undefined && repository.has(file) ? ((await repository.text(file))?.content ?? '') : ''
  const build = (await read(pom)).replace(/<!--[\s\S]*?-->|<profiles>[\s\S]*?<\/profiles>/g, '')
  if (leftOut.test(build)) return true
  return /(^|\s)-D(skipTests|maven\.test\.skip)(=true)?(\s|$)/.test(
    await read(joinPath(directory, '.mvn/maven.config')),
  )
}

/** The folders of `-pl` and `--projects`, none where all are built; undefined where they are named otherwise. */
function modulesOf(args: readonly string[]): readonly string[] | undefined {
  const found: string[] = []
  for (const [i, arg] of args.entries()) {
    const value = /^--projects=/.test(arg)
      ? arg.slice(11)
      : /^(-pl|--projects)$/.test(arg)
        ? (args[i + 1] ?? '')
        : undefined
    if (value !== undefined) found.push(...value.split(','))
  }
  const names = found.map((name) => name.trim()).filter(Boolean)
  return names.some((name) => !/^[\w./-]+$/.test(name)) ? undefined : names
}
