import { basename, dirname, join } from '../../../../documents/path.ts'
import type { Text } from '../../../../documents/text.ts'
import { parseXml, type XmlElement } from '../../../../documents/xml.ts'
import { once } from '../../../once.ts'
import type { Repository } from '../../../repository.ts'
import { repositoryPath } from '../shell/paths.ts'
import type { Finder, Shell } from '../shell/state.ts'

/*
 * Which tests a build of Maven runs: Surefire's in the phase test, Failsafe's in the phase integration-test where the
 * build binds it (maven.apache.org/surefire/maven-failsafe-plugin, "Usage"), each unless it is told to skip them.
 */

/** `runs` and `none` are what the build says; `open` where what decides is not at hand. */
type Answer = 'runs' | 'none' | 'open'

/** What the build itself says of its tests. */
export interface TestsOfBuild {
  readonly unit: Answer
  readonly integration: Answer
}

interface Build {
  readonly folder: string
  readonly project: XmlElement
  /** the project itself and those of its profiles that are active */
  readonly parts: readonly XmlElement[]
}

/** More build files than this are not looked at. */
const mostFiles = 60

/** Its plugin management binds Failsafe's goals (docs.spring.io, "Using the Plugin"); which it does once it is declared. */
const bindsFailsafe = /^spring-boot-starter-parent$/

/**
 * What the pom.xml files say that the tests of a build do; undefined where there are none, or none that can be read.
 * @param args the words after `mvn`
 */
export async function testsOfBuild(
  args: readonly string[],
  { directory }: Shell,
  { repository }: Finder,
): Promise<TestsOfBuild | undefined> {
  if (directory === undefined) return undefined
  const flag = args.findIndex((arg) => arg === '-f' || arg === '--file')
  const pom = repositoryPath(flag < 0 ? 'pom.xml' : (args[flag + 1] ?? ''), directory)
  if (pom === undefined) return undefined
  const top = basename(pom).endsWith('.xml') ? dirname(pom) : pom
  const builds = await buildsBelow(top, args, repository)
  if (!builds?.length) return undefined
  const properties = propertiesOf(builds, args)
  return {
    unit: unitOf(builds, properties),
    integration: integrationOf(builds, properties, args, repository),
  }
}

/** The builds of a folder, of what lies below it, and of the parents above it. */
async function buildsBelow(
  folder: string,
  args: readonly string[],
  repository: Repository,
): Promise<readonly Build[] | undefined> {
  const above: string[] = []
  for (let up = folder; up !== ''; up = dirname(up)) above.push(join(dirname(up), 'pom.xml'))
  const paths = [
    ...above.filter((path) => repository.has(path)),
    ...repository
      .under(folder)
      .filter(({ path, area }) => area === 'main' && basename(path) === 'pom.xml')
      .map(({ path }) => path),
  ]
  if (paths.length > mostFiles) return undefined
  const found: Build[] = []
  for (const path of paths) {
    const text = await repository.text(path)
    const project = text && (await rootOf(text))
    if (project?.name !== 'project') return undefined
    found.push({ folder: dirname(path), project, parts: [project, ...activeProfiles(project, args)] })
  }
  return found
}

/** The root of a build file; each is asked for by many commands. */
const rootOf = once(async (text: Text) => (await parseXml(text)).document)

const childrenOf = (element: XmlElement | undefined, name: string): readonly XmlElement[] =>
  element?.children.filter((child) => child.name === name) ?? []

const at = (element: XmlElement | undefined, ...names: readonly string[]): XmlElement | undefined =>
  names.reduce<XmlElement | undefined>((from, name) => childrenOf(from, name)[0], element)

/** Profiles that `-P` names, that a property given with `-D` activates, or that are active where none else is. */
function activeProfiles(project: XmlElement, args: readonly string[]): readonly XmlElement[] {
  const named = new Set(
    args.flatMap((arg, i) => {
      const before = args[i - 1] ?? ''
      const value = /^(-P|--activate-profiles)$/.test(before)
        ? arg
        : (/^(?:-P|--activate-profiles=)(.+)$/.exec(arg)?.[1] ?? '')
      return value.split(',').map((name) => name.replace(/^[+?]/, ''))
    }),
  )
  const all = childrenOf(at(project, 'profiles'), 'profile')
  const chosen = all.filter((profile) => {
    if (named.has(at(profile, 'id')?.text ?? '')) return true
    const property = at(profile, 'activation', 'property')
    const value = property && given(args, at(property, 'name')?.text ?? '')
    const wanted = at(property, 'value')?.text
    return value !== undefined && (wanted === undefined || wanted === value)
  })
  const usual = (profile: XmlElement) =>
    at(profile, 'activation', 'activeByDefault')?.text === 'true' && !named.has(`!${at(profile, 'id')?.text}`)
  return chosen.length ? chosen : all.filter(usual)
}

/** The value of `-Dname=value`, `true` where it has none. */
function given(args: readonly string[], name: string): string | undefined {
  const found = args.find((arg) => arg === `-D${name}` || arg.startsWith(`-D${name}=`))
  return found === undefined || name === '' ? undefined : found.slice(name.length + 3) || 'true'
}

type Properties = (name: string) => string | undefined

/** What is given to the run counts before what profiles say, and that before the project's own. */
function propertiesOf(builds: readonly Build[], args: readonly string[]): Properties {
  const told = new Map<string, string>()
  for (const { parts } of builds)
    for (const part of parts) for (const one of at(part, 'properties')?.children ?? []) told.set(one.name, one.text)
  return (name) => given(args, name) ?? told.get(name)
}

/** A text with its properties put in; undefined where one is not known. */
function filled(text: string, properties: Properties, depth = 0): string | undefined {
  if (depth > 5) return undefined
  const names = [...text.matchAll(/\$\{([^}]+)\}/g)].map(([, name]) => name as string)
  let out = text
  for (const name of names) {
    const value = properties(name)
    const inner = value === undefined ? undefined : filled(value, properties, depth + 1)
    if (inner === undefined) return undefined
    out = out.replace(`\${${name}}`, inner)
  }
  return out
}

/** The declarations of a plugin among those of the build (`managed`: what they take over where they are declared). */
function declared({ parts }: Build, name: string, managed: boolean): readonly XmlElement[] {
  return parts
    .flatMap((part) =>
      childrenOf(managed ? at(part, 'build', 'pluginManagement', 'plugins') : at(part, 'build', 'plugins'), 'plugin'),
    )
    .filter((plugin) => at(plugin, 'artifactId')?.text === name)
}

/** The configurations of a plugin: its own, and those of its executions. */
const configurations = (plugins: readonly XmlElement[]): readonly XmlElement[] =>
  plugins.flatMap((plugin) => [
    ...childrenOf(plugin, 'configuration'),
    ...childrenOf(at(plugin, 'executions'), 'execution').flatMap((one) => childrenOf(one, 'configuration')),
  ])

/** Whether settings and properties leave the tests of a plugin out. */
function skips(plugins: readonly XmlElement[], names: readonly string[], properties: Properties): Answer {
  const settings = configurations(plugins).flatMap(({ children }) =>
    children.filter(({ name }) => /^skip(Tests|ITs|Exec)?$/.test(name)),
  )
  const values = settings.length
    ? settings.map(({ text }) => filled(text, properties))
    : names.map((name) => filled(properties(name) ?? 'false', properties))
  if (values.some((value) => value === undefined)) return 'open'
  return values.some((value) => value !== 'false' && value !== '') ? 'none' : 'runs'
}

function unitOf(builds: readonly Build[], properties: Properties): Answer {
  return skips(surefireOf(builds), [], properties)
}

function integrationOf(
  builds: readonly Build[],
  properties: Properties,
  args: readonly string[],
  repository: Repository,
): Answer {
  const managed = builds.flatMap((build) => declared(build, 'maven-failsafe-plugin', true))
  const using = builds.filter((build) => declared(build, 'maven-failsafe-plugin', false).length > 0)
  const foreign = builds.some(({ project }) => isForeign(at(project, 'parent'), builds))
  if (!using.length) return foreign || takesThem(builds) ? 'open' : 'none'
  const answers = using.map((build): Answer => {
    const own = declared(build, 'maven-failsafe-plugin', false)
    const plugins = [...managed, ...own]
    if (!plugins.some(bound) && !builds.some(({ project }) => bindsFailsafe.test(nameOf(at(project, 'parent')))))
      return foreign ? 'open' : 'none'
    const skipped = skips(plugins, ['skipITs', 'skipTests', 'maven.test.skip'], properties)
    if (skipped !== 'runs') return skipped
    const chosen = args.some((arg) => /^-D(it\.test|groups|excludedGroups)=/.test(arg))
    const settings = configurations(plugins)
    if (chosen || settings.some((one) => leavesOpen(one))) return 'open'
    const takes = classesOf(settings)
    if (!takes) return 'open'
    return repository.under(build.folder).some(({ path }) => takes(path)) ? 'runs' : 'open'
  })
  return answers.includes('runs') ? 'runs' : answers.includes('open') ? 'open' : 'none'
}

const nameOf = (parent: XmlElement | undefined): string => at(parent, 'artifactId')?.text ?? ''

/** A parent that none of the builds at hand is, and of which nothing is known. */
function isForeign(parent: XmlElement | undefined, builds: readonly Build[]): boolean {
  if (!parent || bindsFailsafe.test(nameOf(parent))) return false
  return !builds.some(({ project }) => at(project, 'artifactId')?.text === nameOf(parent))
}

/** Surefire is told which classes it takes: Failsafe's may be among them. */
const takesThem = (builds: readonly Build[]): boolean =>
  configurations(surefireOf(builds)).some((one) => at(one, 'includes'))

/** All declarations of Surefire. */
const surefireOf = (builds: readonly Build[]): readonly XmlElement[] =>
  builds.flatMap((build) => [true, false].flatMap((managed) => declared(build, 'maven-surefire-plugin', managed)))

const bound = (plugin: XmlElement): boolean =>
  childrenOf(at(plugin, 'executions'), 'execution').some((one) =>
    childrenOf(at(one, 'goals'), 'goal').some(({ text }) => text === 'integration-test'),
  )

/** Tests are chosen by what stands in them. */
const leavesOpen = (configuration: XmlElement): boolean =>
  at(configuration, 'groups') !== undefined ||
  /integration|\bits?\b|e2e/i.test(at(configuration, 'excludedGroups')?.text ?? '')

/** Failsafe's own choice of classes (maven.apache.org/surefire/maven-failsafe-plugin, "Inclusions and Exclusions of Tests"). */
const usual = ['**/IT*.java', '**/*IT.java', '**/*ITCase.java']

/** Whether a file is a class that Failsafe takes; undefined where the patterns cannot be read. */
function classesOf(settings: readonly XmlElement[]): ((path: string) => boolean) | undefined {
  const listed = (list: string, one: string) =>
    settings.flatMap((configuration) => childrenOf(at(configuration, list), one).map(({ text }) => text))
  const includes = listed('includes', 'include')
  const excludes = listed('excludes', 'exclude')
  if ([...includes, ...excludes].some((pattern) => /[%${}#]/.test(pattern))) return undefined
  const taken = (includes.length ? includes : usual).map(patternOf)
  const left = excludes.map(patternOf)
  return (path) => {
    const name = /(?:^|\/)src\/[\w-]+\/(?:java|kotlin|scala|groovy)\/(.+)$/.exec(path)?.[1]
    return name !== undefined && taken.some((one) => one.test(name)) && !left.some((one) => one.test(name))
  }
}

/** A pattern of Ant for classes in whatever language of the JVM: `**\/*IT.java`. */
function patternOf(pattern: string): RegExp {
  const source = pattern
    .replace(/\.(java|class|kt|scala|groovy)$/, '')
    .replace(/[.+^()|[\]\\?]/g, '\\$&')
    .replace(/\*\*\/?/g, '\u0000')
    .replaceAll('*', '[^/]*')
    .replaceAll('\u0000', '(.*/)?')
  return new RegExp(`^${source}\\.(java|kt|scala|groovy)$`)
}
