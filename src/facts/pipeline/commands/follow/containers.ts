import type { Kind } from '../../../../config/vocabulary.ts'
import { basename } from '../../../../documents/path.ts'
import type { DataNode } from '../../../../documents/tree.ts'
import { withoutTag } from '../../../image/reference.ts'
import { composeFileNames } from '../../../platform/compose-names.ts'
import { knowsProgram } from '../../known/command.ts'
import { known } from '../../known/table.ts'
import { type Call, dropWords, emit, emitHidden, withWords } from '../call.ts'
import { kindOfTest, wordsOfName } from '../names.ts'
import { runProgram } from '../program.ts'
import { runCall } from '../shell/command.ts'
import { pathFrom } from '../shell/paths.ts'
import type { Context, Finder, Shell, Source } from '../shell/state.ts'
import { subshell } from '../shell/state.ts'
import { environmentName } from '../special/environment-name.ts'
import { tellByName } from './by-name.ts'
import { toldToProgram } from './compose-entrypoint.ts'
import { folderOfService, type Service } from './compose-folder.ts'
import { commandOfBuild } from './compose-image.ts'
import { sourceThroughVolumes, throughVolumes } from './compose-volumes.ts'
import { inContainer, isProgram, runGiven } from './given.ts'
import type { Follow } from './index.ts'
import { firstPlain, isDetached } from './run-words.ts'
import { quoteAll, runTarget, sourceOfNode } from './text.ts'

/** Flags in front of the sub-command that take a value. */
const leading =
  /^(--context|-c|--host|-H|--config|-l|--log-level|-f|--file|-p|--project-name|--env-file|--profile|--project-directory|--ansi|--progress|--parallel)$/

/** What a daemon does without touching a container that runs: it builds, moves images about, or tells. */
const leavesRunning =
  /^(build|buildx|builder|bake|login|logout|push|pull|tag|images?|rmi|save|load|import|export|manifest|search|history|inspect|ps|logs|stats|top|events|info|version|diff|wait|port|context|trust|scout|sbom)$/

/** `docker run image cmd`, `docker exec`, `docker compose run service cmd`, `docker compose up`. */
export const containers: Follow = async (call, shell, context, finder) => {
  const program = basename(call.words[0] ?? '')
  const files: string[] = []
  const daemon = daemonOf(call, shell)
  let remote = context.remote || isElsewhere(daemon)
  let over = wayTo(daemon)
  let compose = program.endsWith('-compose')
  let at = 1
  for (; at < call.words.length; at++) {
    const word = call.words[at] as string
    const flag = word.replace(/=.*/, '')
    if (!word.startsWith('-')) {
      if (word !== 'compose' && word !== 'container') break
      if (word === 'compose') compose = true
      continue
    }
    const value = word.includes('=')
      ? word.slice(word.indexOf('=') + 1)
      : leading.test(flag)
        ? call.words[++at]
        : undefined
    if ((flag === '-f' || flag === '--file') && value !== undefined) files.push(value)
    if (flag === '--context' || (flag === '-c' && !compose)) remote = true
    if (flag === '-H' || flag === '--host') {
      remote = context.remote || !isHere(value ?? '')
      over = wayTo(value ?? '')
    }
  }
  const verb = call.words[at]
  if (verb === 'run' || verb === 'exec') {
    if (compose) return composeRun(call, at, files, verb, shell, { ...context, remote }, finder)
    return dockerRun(call, at, verb, shell, { ...context, remote }, finder, over)
  }
  if (compose && (verb === 'up' || verb === 'start' || verb === 'restart')) {
    return composeUp(call, at, files, remote ? { ...over } : undefined, shell, context, finder)
  }
  if (compose && verb === 'build' && (await buildsNothing(files, shell, finder))) {
    emit(finder, shell, context, call, { kinds: [], tool: 'docker compose build' })
    return true
  }
  if (compose && at > 2) {
    // `docker compose -f x build` → `docker compose build`
    const front = program.endsWith('-compose') ? [program] : [program, 'compose']
    if (call.words.slice(0, front.length).join(' ') === front.join(' ') && at === front.length) return false
    await runProgram(withWords(call, front, at), shell, context, finder, call.words.slice(1))
    return true
  }
  if (remote && !context.remote && verb !== undefined && !leavesRunning.test(verb)) {
    emit(finder, shell, context, call, { kinds: ['deploy'], tool: `${program} ${verb}`, ...over })
    return true
  }
  return false
}

/** A daemon that is reached over ssh is a login to its machine (docs.docker.com, "Use SSH to protect the Docker daemon socket"). */
const wayTo = (host: string): { readonly remote?: true } => (/^ssh:/.test(host) ? { remote: true } : {})

/** This machine, or a daemon beside the job that is gone with it. */
const near = /^(localhost|127\.0\.0\.1|0\.0\.0\.0|docker|[\w-]*\bdind)?([:/.]|$)/

/** The daemon of another machine, as `DOCKER_HOST` names it; a variable is no name. */
const isElsewhere = (host: string) => /^ssh:/.test(host) || (/^tcp:/.test(host) && !isHere(host))

/** `-H :2375`, `-H unix:///var/run/docker.sock` */
const isHere = (host: string) => /^(unix|fd|npipe):/.test(host) || near.test(host.replace(/^tcp:\/\//, ''))

const daemonOf = (call: Call, shell: Shell) =>
  String(call.environment.DOCKER_HOST ?? shell.variables.get('DOCKER_HOST') ?? '')

/** Whether the daemon is one beside the job, which is gone with it: `DOCKER_HOST=tcp://docker:2375`. */
const daemonIsBeside = (call: Call, shell: Shell) => !/^(unix:.*)?$/.test(daemonOf(call, shell))

async function dockerRun(
  call: Call,
  verbAt: number,
  verb: string,
  shell: Shell,
  context: Context,
  finder: Finder,
  over: { readonly remote?: true },
): Promise<boolean> {
  const { at, entrypoint } = firstPlain(call.words, verbAt + 1)
  const image = call.words[at]
  if (image === undefined) return true
  const detached = verb === 'run' && call.words.slice(verbAt, at).some(isDetached)
  const service = {
    kinds: [],
    tool: 'docker run',
    ...(daemonIsBeside(call, shell) ? {} : ({ here: 'deploy' } as const)),
  }
  if (context.remote && detached) {
    emit(finder, shell, context, call, { kinds: ['deploy'], tool: 'docker run', ...over })
    return true
  }
  const given = variablesGiven(call.words.slice(verbAt + 1, at), shell)
  const inner = dropWords(call, at + 1, given)
  const bare = withoutTag(image)
  const entry = known.images[bare] ?? known.images[bare.replace(/^(docker\.io|index\.docker\.io)\//, '')]
  const own = { ...subshell(shell) }
  if (entrypoint && !/^["']*$/.test(entrypoint)) {
    await runCall(withWords(inner, [entrypoint], 0), own, context, finder)
    return true
  }
  if (verb === 'run' && entry?.command) {
    await runCall(withWords(inner, entry.command.split(' '), 0), own, context, finder)
    return true
  }
  if (verb === 'run' && entry?.kinds) {
    emit(finder, shell, context, call, { kinds: entry.kinds, tool: bare })
    return true
  }
  if (inner.words.length === 0 || (inner.words[0] as string).startsWith('-')) {
    if (verb === 'run' && inner.words.length && isProgram(basename(bare))) {
      await runCall(withWords(inner, [basename(bare)], 0), own, context, finder)
      return true
    }
    // A service in the background that tests will use, or that stays.
    if (detached) emit(finder, shell, context, call, service)
    else if (verb === 'exec') emit(finder, shell, context, call, { kinds: [], tool: 'docker exec' })
    else
      emitHidden(
        finder,
        shell,
        context,
        { ...call, environment: { ...call.environment, ...given } },
        `what the container ${image} runs`,
        [basename(bare), ...context.names.slice(-1)],
      )
    return true
  }
  if (detached) emit(finder, shell, context, call, service)
  // nobody waits for the end of what runs in the background
  const waited: Context = detached ? { ...context, status: 'ignored', exit: 'ignored' } : context
  await runGiven(inContainer(bare, verb, inner), image, verb, basename(bare), own, waited, finder)
  return true
}

/** The variables that a container is given: `-e NAME=value`, `--env NAME` with the shell's own value. */
function variablesGiven(options: readonly string[], { variables }: Shell): Readonly<Record<string, string>> {
  const given: Record<string, string> = {}
  for (const [i, word] of options.entries()) {
    const written = /^(-e|--env)$/.test(options[i - 1] ?? '') ? word : /^(?:--env=|-e)(\w+(?:=.*)?)$/s.exec(word)?.[1]
    const [, name, value] = /^(\w+)(?:=(.*))?$/s.exec(written ?? '') ?? []
    if (name !== undefined) given[name] = value ?? variables.get(name) ?? `\${${name}}`
  }
  return given
}

/** The services of each compose file that a call names, or of the usual ones. */
async function* composed(
  files: readonly string[],
  shell: Shell,
  { repository }: Finder,
): AsyncGenerator<{ readonly path: string; readonly services: DataNode }> {
  for (const name of files.length ? files : composeFileNames) {
    const path = pathFrom(name, shell)
    const services = path !== undefined && repository.has(path) && (await repository.yaml(path))?.[0]?.get('services')
    if (path !== undefined && services) yield { path, services }
  }
}

/** The command of a service in the compose files that a call names, or the usual ones; the last one wins. */
async function serviceNode(service: string, files: readonly string[], shell: Shell, finder: Finder) {
  for await (const { path, services } of composed([...files].reverse(), shell, finder)) {
    const node = services.get(service)
    const command = node?.get('command')
    const alone = services.entries.length === 1
    if (node) return { path, command, entrypoint: node.get('entrypoint'), image: node.get('image')?.text, node, alone }
  }
  return undefined
}

async function composeRun(
  call: Call,
  verbAt: number,
  files: readonly string[],
  verb: string,
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<boolean> {
  const { at, entrypoint } = firstPlain(call.words, verbAt + 1)
  const service = call.words[at]
  if (service === undefined) return true
  const inner = dropWords(call, at + 1, variablesGiven(call.words.slice(verbAt + 1, at), shell))
  const before = finder.acts.length
  // what begins with a dash is told to the program that the service runs by itself
  const ownProgram = !entrypoint && inner.words[0]?.startsWith('-') === true
  const found = entrypoint || inner.words.length ? await serviceNode(service, files, shell, finder) : undefined
  const folder = found && (await folderOfService(found, finder))
  const inside = { ...subshell(shell), ...(folder && { directory: folder }) }
  if (entrypoint) await runCall(withWords(inner, entrypoint.split(' '), 0), inside, context, finder)
  else if (inner.words.length && !ownProgram) {
    const told = found && verb === 'run' ? await toldToProgram(inner, found, finder) : inner
    const words = found ? told.words.map((word, i) => placed(word, i === 0, inside, found, finder)) : told.words
    await runGiven({ ...told, words }, found?.image, verb, service, inside, context, finder)
  } else if (verb === 'run') await runService(service, files, call, shell, context, finder)
  // what a service is called tells of its own program; another one that it is given speaks for itself
  const isGiven = entrypoint !== undefined || (inner.words.length > 0 && !ownProgram)
  tellByName(service, before, !isGiven, call, shell, context, finder)
  return true
}

/**
 * A word of a command with the paths of the service's volumes as paths of the repository. A program that is no file where the
 * command is taken to run is one below the root, where most images work.
 */
function placed(word: string, isFirst: boolean, inside: Shell, service: Service, { repository }: Finder): string {
  const path = isFirst && /^(\.\/)?[\w.-]+\//.test(word) ? pathFrom(word, inside) : undefined
  if (path === undefined || repository.has(path)) return throughVolumes(word, service)
  const below = `/${word.replace(/^\.\//, '')}`
  const found = throughVolumes(below, service)
  return found === below ? word : found
}

const sourceOfWords = (node: DataNode): Source =>
  node.kind === 'list'
    ? { text: quoteAll(node.items.map((item) => item.text ?? '')), file: undefined, placeOf: () => node.place }
    : sourceOfNode(node)

/** A command as its words, however it is written. */
const wordsOfNode = (node: DataNode): readonly string[] =>
  node.kind === 'list'
    ? node.items.map((item) => item.text ?? '')
    : [...(node.text ?? '').matchAll(/"([^"]*)"|'([^']*)'|\S+/g)].map(
        ([word, double, single]) => double ?? single ?? word,
      )

/**
 * `entrypoint: pytest` with `command: --cov app`: the command is what the entrypoint is told. A script that only prepares
 * what the command then does is left out.
 */
function withEntrypoint(entrypoint: DataNode | undefined, command: DataNode | undefined): Source | undefined {
  if (!entrypoint || !command) return undefined
  const [program, args] = [sourceOfWords(entrypoint).text.trim(), sourceOfWords(command).text.trim()]
  const own = program.split(/\s+/)[0] ?? ''
  if (!args.startsWith('-') && !(knowsProgram(own) && !/\.sh$/.test(own))) return undefined
  return { text: `${program} ${args}`.replace(/\s*\n\s*/g, ' '), file: undefined, placeOf: () => command.place }
}

const smoke: readonly Kind[] = ['smoke-test']
const isOfTests = (kind: Kind) => kind === 'integration-test' || kind === 'unit-test'

/**
 * Whether names say that what is tested is what was deployed (`smoke_tests/docker-compose.yml`). Beside other services, a
 * container tests those.
 */
const saysSmoke = (names: readonly string[]) => names.some((one) => kindOfTest(wordsOfName(one)) === 'smoke-test')

async function runService(
  service: string,
  files: readonly string[],
  call: Call,
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<void> {
  const found = await serviceNode(service, files, shell, finder)
  const node = found?.command ?? found?.entrypoint
  // a program of its own stands in the place of the image's
  if (found?.image && !found.entrypoint) {
    const bare = withoutTag(found.image)
    const entry = known.images[bare]
    if (entry?.command || entry?.kinds) {
      const words = entry.command ? entry.command.split(' ') : []
      const args = found.command ? wordsOfNode(found.command) : []
      if (entry.kinds) {
        const kinds = found.alone && saysSmoke([...context.names, ...found.path.split('/')]) ? smoke : entry.kinds
        emit(finder, shell, context, call, { kinds: entry.kinds.some(isOfTests) ? kinds : entry.kinds, tool: bare })
      } else await runCall({ ...call, words: [...words, ...args], written: [] }, subshell(shell), context, finder)
      return
    }
  }
  if (!node) {
    const own = found && (await commandOfBuild(found, finder))
    if (own) {
      const key = `image of ${found.path} ${service}`
      await runTarget(
        { key, name: service, source: own.source, directory: own.directory },
        call,
        shell,
        context,
        finder,
      )
    } else if (!found) emitHidden(finder, shell, context, call, `what the service ${service} runs`, [service])
    else emit(finder, shell, context, call, { kinds: [], tool: 'docker compose run' })
    return
  }
  const written = withEntrypoint(found?.entrypoint, found?.command) ?? sourceOfWords(node)
  const source = found ? sourceThroughVolumes(written, found, node) : written
  await runTarget(
    { key: `compose ${node.file} ${service}`, name: service, source, directory: shell.directory },
    call,
    shell,
    context,
    finder,
  )
}

async function someServiceBuilds(files: readonly string[], shell: Shell, finder: Finder): Promise<boolean> {
  for await (const { services } of composed(files, shell, finder))
    if (services.entries.some(({ value }) => value.get('build') !== undefined)) return true
  return false
}

/** Whether compose files that are all here only name images of elsewhere: `docker compose build` makes nothing of them. */
async function buildsNothing(files: readonly string[], shell: Shell, finder: Finder): Promise<boolean> {
  let read = 0
  for await (const { services } of composed(files, shell, finder)) {
    read++
    if (services.entries.some(({ value }) => value.get('build') ?? value.get('extends') ?? !value.get('image')))
      return false
  }
  return read > 0 && read >= files.length
}

/** What a service is called that tests and then ends. */
const isTest =
  /(^|[-_.])(tests?|testing|e2e|specs?|smoke|cypress|playwright|selenium|newman|postman|k6|lint|checks?)([-_.]|$)/i

/**
 * The services of which the end ends all (`--abort-on-container-exit`), where none is named: those with an image that tests,
 * or the name of one; the only one, whatever it is.
 */
async function thoseThatEnd(files: readonly string[], shell: Shell, finder: Finder): Promise<readonly string[]> {
  const found: string[] = []
  const all: string[] = []
  for await (const { services } of composed(files, shell, finder)) {
    for (const { key, value } of services.entries) {
      const image = value.get('image')?.text
      all.push(key)
      if (isTest.test(key) || (image !== undefined && known.images[withoutTag(image)]?.kinds?.length)) found.push(key)
    }
  }
  return found.length === 0 && all.length === 1 ? all : found
}

/** `compose up` in a runner is no deployment; on a machine that stays it is. Services whose end decides are followed. */
async function composeUp(
  call: Call,
  at: number,
  files: readonly string[],
  elsewhere: { readonly remote?: true } | undefined,
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<boolean> {
  const environment = environmentName(files.map((file) => file.replace(/(docker-)?compose[.-]?/, '')))
  if (elsewhere) {
    emit(finder, shell, context, call, { kinds: ['deploy'], tool: 'docker compose up', environment, ...elsewhere })
    return true
  }
  const words = call.words.slice(at + 1)
  const builds = words.includes('--build') && (await someServiceBuilds(files, shell, finder))
  const goesOn = call.words[at] !== 'up' || words.some((word) => word === '--wait' || isDetached(word))
  const here = goesOn && !daemonIsBeside(call, shell) ? ({ here: 'deploy', environment } as const) : {}
  emit(finder, shell, context, call, { kinds: builds ? ['build'] : [], tool: 'docker compose up', ...here })
  const flag = words.findIndex((word) => word.startsWith('--exit-code-from'))
  const ends = flag >= 0 || words.some((word) => /^--(abort-on-container-exit|attach)/.test(word))
  if (!ends) return true
  const decided =
    flag < 0
      ? undefined
      : (words[flag] as string).includes('=')
        ? (words[flag] as string).split('=')[1]
        : words[flag + 1]
  const named = words.filter((word) => !word.startsWith('-'))
  const services = decided ? [decided] : named.length ? named : await thoseThatEnd(files, shell, finder)
  for (const service of services) {
    const before = finder.acts.length
    await runService(service, files, call, shell, context, finder)
    tellByName(service, before, true, call, shell, context, finder)
  }
  return true
}
