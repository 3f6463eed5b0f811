import { chainOf, stageNamed } from '../../../documents/dockerfile/stage.ts'
import type { Instruction, Stage } from '../../../documents/dockerfile.ts'
import { argumentsOf } from '../../../documents/dockerfile.ts'
import { join } from '../../../documents/path.ts'
import type { Place } from '../../../documents/place.ts'
import type { Text } from '../../../documents/text.ts'
import { Hidden, type Seen } from '../../hidden.ts'
import type { ImageLeftover } from '../../schema/artifact.ts'
import { toolsOfBase } from './bases.ts'
import { cacheLeft } from './caches.ts'
import { type DevelopmentInstall, developmentInstall, leavesGroupsOut } from './development.ts'
import { sameFolder, settingKept } from './installed.ts'
import { isShell, isTool, type PackageChange, packageChange } from './packages.ts'
import { commandsRun, type Ran } from './run.ts'

/** What a stage leaves in its image, and the development dependencies among it. */
interface Contents {
  readonly leftovers: readonly ImageLeftover[]
  readonly development: readonly Installed[]
}

/** Development dependencies that a stage installs, or copies from another one. */
interface Installed {
  /** the folder that they are in, from the root of the image, with a leading slash */
  readonly where: string
  readonly install: DevelopmentInstall
  readonly place: Place
  /** whether the layer that brings them in holds them; hidden where a branch of its own removes them */
  readonly sure: Seen<boolean>
  /** whether who copies from the stage finds them: a later RUN removes them, and their layer keeps them all the same */
  readonly kept: Seen<boolean>
}

/** What is asked of the repository. */
export interface Surroundings {
  /** the manifests of packages that are built, by name (`developmentManifests`) */
  readonly manifests: ReadonlyMap<string, string>
  /** the scripts of its package.json, by name */
  readonly scripts: ReadonlyMap<string, string>
  /** the whole folder of the build, version control and all, would be copied by `COPY . .` */
  readonly copiesGit: Seen<boolean>
}

/** What the image of a stage holds that nobody needs to run it, by the instructions of the stage and those it starts from. */
export function leftoversOf(
  text: Text,
  stages: readonly Stage[],
  final: Stage,
  surroundings: Surroundings,
): readonly ImageLeftover[] {
  const read = new Map<Stage, Contents>()
  const contentsOf = (stage: Stage): Contents => {
    const known = read.get(stage)
    if (known) return known
    // a stage that copies from itself or a later one is refused by BuildKit; here it finds nothing
    read.set(stage, { leftovers: [], development: [] })
    const contents = readStage(text, chainOf(stage, stages), surroundings, (name) => {
      const other = stageNamed(stages, name)
      return other && contentsOf(other)
    })
    read.set(stage, contents)
    return contents
  }
  return contentsOf(final).leftovers
}

function readStage(
  text: Text,
  chain: readonly Stage[],
  { manifests, copiesGit, scripts }: Surroundings,
  stageOf: (name: string) => Contents | undefined,
): Contents {
  const leftovers: ImageLeftover[] = []
  let development: Installed[] = []
  const environment = new Map<string, string>()
  let folder = '/'
  const add = (what: ImageLeftover['what'], detail: string, place: Place, sure: Seen<boolean> = true) =>
    leftovers.push({ what, detail, sure, place })

  const [first] = chain
  if (first) {
    const tools = toolsOfBase(first.resolved)
    if (typeof tools !== 'string') add('base', `${first.resolved}, whose content is not known`, first.fromPlace, tools)
    else if (tools) add('base', `${tools}, from ${first.resolved}`, first.fromPlace)
  }
  for (const instruction of chain.flatMap((stage) => stage.instructions)) {
    const { keyword, place } = instruction
    if (keyword === 'ENV') {
      for (const { name, value } of settingsOf(text, instruction)) environment.set(name, expanded(value, environment))
    } else if (keyword === 'WORKDIR') folder = `/${join(folder, instruction.arguments.trim())}`
    else if (keyword === 'RUN') {
      const ran = commandsRun(instruction, folder, scripts)
      const commands = ran.map(({ command }) => command)
      const changes = commands.flatMap((command) => packageChange(command) ?? [])
      const marksAll = commands.some(({ words }) => words.includes('apt-mark') && words.includes('auto'))
      for (const [name, sure] of toolsLeft(changes, marksAll)) add(isShell(name) ? 'shell' : 'tool', name, place, sure)
      const cache = cacheLeft(instruction, commands, changes, environment)
      if (cache) add('cache', `the cache of ${cache}`, place)
      for (const one of ran) {
        const line = one.command.words.join(' ')
        if (leavesGroupsOut(one.command)) environment.set('BUNDLE_WITHOUT', 'by bundle config')
        const setting = settingKept(one.command.words)
        if (setting) environment.set(setting[0], expanded(setting[1], environment))
        development = development.flatMap((installed) => {
          if (installed.install.prunes?.test(line)) return []
          if (!takesAway(one, installed) || installed.kept === false) return installed
          const kept = one.command.sometimes ? perhapsRemoved(installed, place) : false
          if (installed.place !== place) return { ...installed, kept }
          return kept === false ? [] : { ...installed, sure: kept, kept }
        })
        const install = developmentInstall(one, environment, manifests)
        if (install) development.push({ where: install.where, install, place, sure: install.sure, kept: install.sure })
      }
    } else if (keyword === 'COPY' || keyword === 'ADD') {
      const from = instruction.flags.from
      const paths = instruction.arguments.split(/\s+/).filter(Boolean)
      const target = paths.pop() ?? ''
      if (from === undefined) {
        if (paths.some((path) => /^(\.|\.\/|\/)$/.test(path)) && copiesGit !== false)
          add('version control', 'the whole folder with its history (.git)', place, copiesGit)
        continue
      }
      for (const { where, install, kept } of stageOf(from)?.development ?? []) {
        if (kept === false) continue
        const rest = paths.map((path) => restWithin(path, where)).find((path) => path !== undefined)
        if (rest === undefined) continue
        development.push({ where: `/${join(join(folder, target), rest)}`, install, place, sure: kept, kept })
      }
    }
  }
  for (const { install, place, sure } of development)
    add('development dependency', `all that \`${install.command}\` installs`, place, sure)
  return { leftovers, development }
}

/** Whether a command removes what was installed: `rm -rf node_modules` where it was. In a later RUN, the layer keeps it. */
function takesAway({ command, folder }: Ran, { where }: Installed): boolean {
  const [program, ...words] = command.words
  return program === 'rm' && words.some((word) => !word.startsWith('-') && `/${join(folder, word)}` === where)
}

const perhapsRemoved = ({ install }: Installed, { file }: Place): Hidden =>
  new Hidden(`whether what \`${install.command}\` installs is removed again`, {
    kind: 'file',
    text: `remove it in ${file} in every build, or leave it`,
  })

/** Where below a path that is copied lies what was installed: empty where it is that itself; undefined where it is not in it. */
function restWithin(path: string, where: string): string | undefined {
  const [copied, installed] = [sameFolder(`/${join('', path.replace(/\/\.$/, ''))}`), sameFolder(where)]
  if (installed === copied) return ''
  const folder = copied === '/' ? copied : `${copied}/`
  return installed.startsWith(folder) ? installed.slice(folder.length) : undefined
}

/** A value with the variables that were set before it; those that are not known stay. */
const expanded = (value: string, environment: ReadonlyMap<string, string>): string =>
  value.replace(/\$\{?(\w+)\}?/g, (written, name: string) => environment.get(name) ?? written)

/**
 * The tools and shells that a RUN installs and does not take away again. A removal that names nothing takes only what came
 * along with something else, unless `apt-mark auto` has said so of all (apt-get(8), autoremove).
 */
function* toolsLeft(changes: readonly PackageChange[], marksAll: boolean): Generator<readonly [string, Seen<boolean>]> {
  const removals = changes.filter(({ does, names }) => does === 'remove' && (names.length > 0 || marksAll))
  const gone = new Set(removals.flatMap(({ names }) => names))
  const goneOpen = [...gone].some((name) => name.includes('$')) || removals.some(({ names }) => !names.length)
  for (const { does, names, group } of changes) {
    if (does !== 'install' || (group !== undefined && gone.has(group))) continue
    for (const name of names) {
      if (gone.has(name)) continue
      if (isTool(name)) {
        if (!goneOpen) yield [name, true]
        else if (!removals.some(({ names: taken }) => !taken.length))
          yield [name, whether(`whether ${name} is removed again`)]
      } else if (isShell(name)) yield [name, whether(`whether the program needs ${name}`)]
      else if (/^\$/.test(name) && !gone.has(name)) yield [name, whether(`which packages ${name} names`)]
    }
  }
}

const whether = (what: string) =>
  new Hidden(what, {
    kind: 'file',
    text: 'leave the package out of the last stage, or name and remove it in the same RUN',
  })

/** `ENV A=1 B=2`, or the older `ENV A 1`. */
function settingsOf(text: Text, instruction: Instruction): readonly { name: string; value: string }[] {
  const [, name, value] = /^\s*([A-Za-z_]\w*)\s+([^=\s].*)$/.exec(instruction.arguments) ?? []
  if (name && value) return [{ name, value: value.trim() }]
  return argumentsOf(text, instruction).map(({ name, value = '' }) => ({ name, value }))
}
