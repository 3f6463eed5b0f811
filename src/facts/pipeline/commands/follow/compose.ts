import type { Kind } from '../../../../config/vocabulary.ts'
import type { DataNode } from '../../../../documents/tree.ts'
import { withoutTag } from '../../../image/reference.ts'
import { knowsProgram } from '../../known/command.ts'
import { known } from '../../known/table.ts'
import { type Call, dropWords, emit, emitHidden, withWords } from '../call.ts'
import { kindOfTest, wordsOfName } from '../names.ts'
import { runCall } from '../shell/command.ts'
import { pathFrom } from '../shell/paths.ts'
import type { Context, Finder, Shell, Source } from '../shell/state.ts'
import { subshell } from '../shell/state.ts'
import { environmentName } from '../special/environment-name.ts'
import { tellByName } from './by-name.ts'
import { toldToProgram } from './compose-entrypoint.ts'
import { folderOfService, type Service } from './compose-folder.ts'
import { commandOfBuild } from './compose-image.ts'
import { serviceNode, someServiceBuilds, thoseThatEnd } from './compose-services.ts'
import { sourceThroughVolumes, throughVolumes } from './compose-volumes.ts'
import { daemonIsBeside } from './daemon.ts'
import { runGiven } from './given.ts'
import { firstPlain, isDetached, unawaited, variablesGiven } from './run-words.ts'
import { quoteAll, runTarget, sourceOfNode } from './text.ts'

/**
 * `docker compose run SERVICE …` and `exec`: what the words after the service say, else what the service runs.
 * @param verbAt where `run` or `exec` stands
 * @param files the compose files that the call names
 */
export async function composeRun(
  call: Call,
  verbAt: number,
  files: readonly string[],
  verb: string,
  shell: Shell,
  outer: Context,
  finder: Finder,
): Promise<boolean> {
  const { at, entrypoint } = firstPlain(call.words, verbAt + 1)
  const context = call.words.slice(verbAt, at).some(isDetached) ? unawaited(outer) : outer
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

/** `compose up` in a runner is no deployment; on a machine that stays it is. Services whose end decides are followed. */
export async function composeUp(
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
