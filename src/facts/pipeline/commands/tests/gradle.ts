import type { Kind } from '../../../../config/vocabulary.ts'
import { joinPath } from '../../../../documents/path.ts'
import { leftOutByGradle } from '../../known/gradle.ts'
import { kindOfTest, wordsOfName } from '../names.ts'
import type { Finder, Shell } from '../shell/state.ts'

/*
 * Gradle's `check` runs whatever plugins hang on it (docs.gradle.org, "The Java plugin", lifecycle tasks), and so does
 * `build`. These lint, and fail on what they find unless they are told not to.
 */
const linting =
  /(?:\bid\s*\(?\s*|apply\s*\(?\s*plugin\s*[:=]\s*)["'](?:org\.jlleitschuh\.gradle\.ktlint|org\.jmailen\.kotlinter|io\.gitlab\.arturbosch\.detekt|dev\.detekt|com\.diffplug\.spotless|checkstyle|pmd|codenarc|uk\.gov\.justice\.hmpps\.gradle-spring-boot)["']\s*\)?|\balias\s*\(\s*libs\.plugins\.(?:ktlint|kotlinter|detekt|spotless)\b[\w.]*\s*\)/

/** Declared for the projects below, which apply it, or tell it to let everything pass. */
const notHere = /\bapply\s*\(?\s*false\b/
const toothless =
  /\bignoreFailures\b(?:\.set)?\s*[=(]?\s*\(?\s*true|\bisIgnoreFailures\s*=\s*true|\benforceCheck\b[\s=]+false/

/** Tasks that are left out of the run: `-x ktlintCheck`. */
const leftOut = /^(ktlint\w*|detekt\w*|spotless\w*|checkstyle\w*|pmd\w*|lint\w*|codenarc\w*)$/

/** More build files than this are not looked at. */
const mostFiles = 40

/** What `gradle check` or `gradle build` also does, as the plugins of the build say. */
export async function kindsOfCheck(
  tool: string,
  args: readonly string[],
  shell: Shell,
  { repository }: Finder,
): Promise<readonly Kind[]> {
  if (!/^gradle (?:.*, )?(check|build)(?:,|$)/.test(tool) || shell.directory === undefined) return []
  const left = leftOutByGradle(args)
  if (left.has('check') || [...left].some((name) => leftOut.test(name))) return []
  const files = repository.under(shell.directory).filter(({ path }) => /\.gradle(\.kts)?$/.test(path))
  let lints = false
  for (const { path } of files.slice(0, mostFiles)) {
    const text = ((await repository.text(path))?.content ?? '').replace(/(^|\s)\/\/.*$/gm, '')
    if (toothless.test(text)) return []
    lints ||= text.split('\n').some((line) => linting.test(line) && !notHere.test(line))
  }
  return lints ? ['lint'] : []
}

/**
 * Which tests a build is told to leave out: all that hang on `check`, those of `test`, or others by the names of their tasks.
 * @param tool the tasks that run, as the table lists them
 */
export function testsLeftOut(
  tool: string,
  args: readonly string[],
): { readonly unit: boolean; readonly more: boolean } {
  if (!tool.startsWith('gradle ')) return { unit: false, more: false }
  const left = leftOutByGradle(args)
  const all = left.has('check')
  return {
    unit: left.has('test') || (all && !/[ ,]test(,|$)/.test(tool)),
    more: all || [...left].some((name) => kindOfTest(wordsOfName(name)) === 'integration-test'),
  }
}

/** `test {`, `tasks.test {`, `tasks.named<Test>("test") {`, `tasks.withType(Test).configureEach {`: the settings of tests. */
const blockOfTests =
  /(?:\btest|\b(?:named|withType|getByName)\s*(?:<Test>)?\s*\(\s*(?:Test(?:::class(?:\.java)?)?|["']test["'](?:\s*,\s*Test(?:::class)?)?)?\s*\)(?:\s*\.\s*(?:configureEach|all))?|\bwithType\s*<Test>(?:\s*\(\s*\))?)\s*\{((?:[^{}]|\{[^{}]*\})*)\}/g
const alwaysIgnores = /\b(?:ignoreFailures|isIgnoreFailures)\s*(?:=\s*|\.set\s*\(\s*|\s)\s*true\b/
const isSwitchedOff = /(?:^|[\s;])(?:is)?[eE]nabled\s*(?:=\s*|\.set\s*\(\s*|\s)\s*false\b/
const ofTask =
  /\btest(?:\.get\(\))?\s*\.\s*((?:is)?(?:[eE]nabled|[iI]gnoreFailures)\s*(?:=|\.set\s*\()\s*(?:true|false)\b)/g

/** Opens a block that is for some of the modules, or under a condition. */
const ofSome = /\b(?:if|else|when|project|matching|filter|findAll)\b/
/** Opens a block that is for all of the modules, or for all but the outermost. */
const ofEach = /\b(?:allprojects|subprojects)\b/

/** What opens the blocks around a place, and what stands before it on its line. */
function headsAround(text: string, at: number): readonly string[] {
  const heads: string[] = []
  const headBefore = (end: number) => /[^;{}\n]*$/.exec(text.slice(Math.max(0, end - 300), end))?.[0] ?? ''
  heads.push(headBefore(at))
  let depth = 0
  for (let i = at - 1; i >= 0; i--) {
    if (text[i] === '}') depth++
    else if (text[i] === '{' && depth-- === 0) {
      heads.push(headBefore(i))
      depth = 0
    }
  }
  return heads
}

/** Whether a build is of modules with build files of their own: what its own says is then said of the outermost alone. */
async function hasModules(directory: string, repository: Finder['repository']): Promise<boolean> {
  for (const name of ['settings.gradle', 'settings.gradle.kts']) {
    const path = joinPath(directory, name)
    const text = path !== undefined && repository.has(path) ? (await repository.text(path))?.content : undefined
    if (/^\s*include\b/m.test(text ?? '')) return true
  }
  return false
}

/**
 * What the build file of a call of Gradle says of its tests: that none runs (`test { enabled = false }`), or that their
 * failure fails nothing (`ignoreFailures = true`; docs.gradle.org, "VerificationTask"). What stands under a condition, and
 * what modules say of their own, tells nothing of the whole.
 */
export async function testsOfGradle(
  tool: string,
  { directory }: Shell,
  { repository }: Finder,
): Promise<'off' | 'ignored' | undefined> {
  if (!tool.startsWith('gradle ') || directory === undefined) return undefined
  for (const name of ['build.gradle', 'build.gradle.kts']) {
    const path = joinPath(directory, name)
    if (path === undefined || !repository.has(path)) continue
    const text = ((await repository.text(path))?.content ?? '').replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '')
    const ofModules = await hasModules(directory, repository)
    const said = [
      ...[...text.matchAll(blockOfTests)].map((match) => ({
        match,
        setting: match[1]?.replace(/\{[^{}]*\}/g, '') ?? '',
      })),
      ...[...text.matchAll(ofTask)].map((match) => ({ match, setting: match[1] ?? '' })),
    ].flatMap(({ match, setting }) => {
      const around = headsAround(text, match.index)
      return around.some((head) => ofSome.test(head)) || (ofModules && !around.some((head) => ofEach.test(head)))
        ? []
        : [setting]
    })
    if (said.some((one) => isSwitchedOff.test(one))) return 'off'
    if (said.some((one) => alwaysIgnores.test(one))) return 'ignored'
  }
  return undefined
}

/** Ways in which a build chooses among the classes of its tests (docs.gradle.org, "Testing in Java & JVM projects"). */
const choosing =
  /\b(?:exclude|include)(?:Tags|Categories|TestsMatching|Engines)?\s*(?:\(|=|["'])|\b(?:exclude|include)(?:Tags|Categories|Patterns)?\s*\.\s*add|\bsetExcludes\b|\bsetIncludes\b/

/** Sources of plugins that a build brings along for itself (docs.gradle.org, "Organizing Gradle Projects"). */
const ofPlugin = /(?:^|\/)(?:buildSrc|build-logic|build-plugins?|build-conventions?|gradle)\/.*\.(?:kt|groovy|java)$/

/**
 * Whether the task `test` may leave tests out that its folder holds: a build file of the whole build, or a plugin that it
 * brings along, names what its tests include or exclude. Where it runs beside a task for all tests (`check`), that one
 * decides.
 */
export async function mayNarrowTests(tool: string, { directory }: Shell, { repository }: Finder): Promise<boolean> {
  if (!/^gradle test(?:, test)*$/.test(tool) || directory === undefined) return false
  const below = repository.under(outermost(directory, repository))
  const files = below.filter(({ path }) => /\.gradle(\.kts)?$/.test(path) || ofPlugin.test(path))
  if (files.length > mostFiles) return true
  for (const { path } of files) {
    const text = ((await repository.text(path))?.content ?? '').replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '')
    if (ofPlugin.test(path) && /\bTest\b/.test(text) && choosing.test(text)) return true
    for (const [, block = ''] of text.matchAll(blockOfTests)) if (choosing.test(block)) return true
    if (/\bfilter\s*\{/.test(text) && /\b(?:exclude|include)TestsMatching\b/.test(text)) return true
  }
  return false
}

/** The outermost folder that a folder's build belongs to: what is said there of all projects holds in it, too. */
function outermost(directory: string, repository: Finder['repository']): string {
  const parts = directory === '' ? [] : directory.split('/')
  const above = [...parts.keys()].map((n) => parts.slice(0, n).join('/'))
  const isBuild = (folder: string) =>
    ['settings.gradle', 'settings.gradle.kts', 'build.gradle', 'build.gradle.kts'].some((name) => {
      const path = joinPath(folder, name)
      return path !== undefined && repository.has(path)
    })
  return above.find(isBuild) ?? directory
}
