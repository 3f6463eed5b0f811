import { basename } from '../../../../documents/path.ts'
import { withoutTag } from '../../../image/reference.ts'
import { known } from '../../known/table.ts'
import { type Call, dropWords, emit, emitHidden, withWords } from '../call.ts'
import { runProgram } from '../program.ts'
import { runCall } from '../shell/command.ts'
import type { Context, Finder, Shell } from '../shell/state.ts'
import { subshell } from '../shell/state.ts'
import { composeRun, composeUp } from './compose.ts'
import { buildsNothing } from './compose-services.ts'
import { contextIsElsewhere, daemonIsBeside, daemonOf, isElsewhere, isHere, useContext, wayTo } from './daemon.ts'
import { inContainer, isProgram, runGiven } from './given.ts'
import type { Follow } from './index.ts'
import { firstPlain, isDetached, unawaited, variablesGiven } from './run-words.ts'

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
  let remote = context.remote || isElsewhere(daemon) || contextIsElsewhere(call, shell)
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
    if (flag === '--context' || (flag === '-c' && !compose)) remote = value !== 'default'
    if (flag === '-H' || flag === '--host') {
      remote = context.remote || !isHere(value ?? '')
      over = wayTo(value ?? '')
    }
  }
  const verb = call.words[at]
  if (verb === 'context') useContext(call, at, shell)
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

/** A shell in a container: no program there gets to see what is not handed in, and no file of a folder that it does not work in. */
function insideContainer(shell: Shell, given: Readonly<Record<string, string>>, options: readonly string[]): Shell {
  return {
    ...subshell(shell),
    unexported: new Set([...shell.variables.keys()].filter((name) => !(name in given))),
    apart: !options.some((word) => /^(-w|--workdir(=|$))/.test(word)),
  }
}

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
  const inBackground = call.words.slice(verbAt, at).some(isDetached)
  const detached = verb === 'run' && inBackground
  const waited = inBackground ? unawaited(context) : context
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
  const own = insideContainer(shell, given, call.words.slice(verbAt, at))
  if (entrypoint && !/^["']*$/.test(entrypoint)) {
    await runCall(withWords(inner, [entrypoint], 0), own, waited, finder)
    return true
  }
  if (verb === 'run' && entry?.command) {
    await runCall(withWords(inner, entry.command.split(' '), 0), own, waited, finder)
    return true
  }
  if (verb === 'run' && entry?.kinds) {
    emit(finder, shell, waited, call, { kinds: entry.kinds, tool: bare })
    return true
  }
  if (inner.words.length === 0 || (inner.words[0] as string).startsWith('-')) {
    if (verb === 'run' && inner.words.length && isProgram(basename(bare))) {
      await runCall(withWords(inner, [basename(bare)], 0), own, waited, finder)
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
  await runGiven(inContainer(bare, verb, inner), image, verb, basename(bare), own, waited, finder)
  return true
}
