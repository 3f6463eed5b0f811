import { basename } from '../../../../documents/path.ts'
import type { DataNode } from '../../../../documents/tree.ts'
import { withoutTag } from '../../../image/reference.ts'
import { knowsProgram } from '../../known/command.ts'
import { known } from '../../known/table.ts'
import { type Call, withWords } from '../call.ts'
import { builtins } from '../shell/builtins.ts'
import type { Finder } from '../shell/state.ts'
import { type Service, saidOf } from './compose-folder.ts'
import { entrypointOfBuild } from './compose-image.ts'

/**
 * What `docker compose run service words` runs: the words take the place of the service's command, and are told to its
 * entrypoint (docs.docker.com, "docker compose run"; "Dockerfile reference", ENTRYPOINT). A script that only prepares, and
 * then runs what it is given, is left out.
 */
export async function toldToProgram(given: Call, service: Service, finder: Finder): Promise<Call> {
  const program = await programOf(service, finder)
  const [own = ''] = program
  const name = basename(own)
  // of a program of the image's own the word that it is given tells most
  if (isToldAsItIs(program)) return withWords(given, own.startsWith('/') ? [own] : program, 0)
  if (own === '' || isPreparing(own) || runsAnother(program)) return given
  // of a program that nobody knows it cannot be told whether it runs what it is given: what is known speaks for itself
  const first = given.words[0] ?? ''
  const isPath = /[/.]/.test(first)
  const isKnown = knowsProgram(basename(first)) || builtins.has(first)
  // an image of elsewhere may have another entrypoint than the tool it is called after, and a file is no command of it
  const speaks =
    knowsProgram(name) || interpreter.test(name)
      ? isPath && !saidOf(service, 'entrypoint') && !saidOf(service, 'build')
      : isKnown || isPath
  return speaks ? given : withWords(given, program, 0)
}

/**
 * A script with a word of its own that is no program, `run_sbt.sh "project shop"`: it does not run what stands behind it,
 * since that word would come first.
 */
function isToldAsItIs([own = '', ...args]: readonly string[]): boolean {
  const word = args.find((arg) => !arg.startsWith('-'))
  const waits = args.includes('--') || /^wait/.test(basename(own))
  if (word === undefined || waits || !/\.(sh|bash)$/.test(own)) return false
  return !/^[$./]/.test(word) && !knowsProgram(basename(word)) && !builtins.has(word) && !interpreter.test(word)
}

/** A script or an init process in front of what runs: `/app/start.sh`, `docker-entrypoint`, `tini --`. */
const isPreparing = (program: string) =>
  /\.\w+$|entrypoint|^[./$]|^(tini|dumb-init|catatonit)$/.test(program) && !isTool(program)

const interpreter = /^(python[\d.]*|node|ruby|php|perl|deno|bun|(ba|da|a|z|k)?sh|pwsh)$/

/** Scripts that take commands of their own: of Django, Laravel, Symfony and Rails. */
const taking = /(^|\/)(manage\.py|artisan|console|rails|rake)$/

/** `python /app/entrypoint.py`, `sh -c '…'`: a script that prepares, and is no program with commands of its own. */
function runsAnother([own = '', ...args]: readonly string[]): boolean {
  const script = args.find((arg) => !arg.startsWith('-'))
  return interpreter.test(basename(own)) && script !== undefined && !args.includes('-m') && !taking.test(script)
}

/** A tool by its path: `/usr/local/bin/terraform`. */
const isTool = (program: string) => program.startsWith('/') && knowsProgram(basename(program))

/** The words of a service's own entrypoint, of the image that is its program, or of the one that is built for it. */
async function programOf(service: Service, finder: Finder): Promise<readonly string[]> {
  const entrypoint = saidOf(service, 'entrypoint')
  if (entrypoint) return wordsOf(entrypoint)
  const image = saidOf(service, 'image')?.text
  const command = image === undefined ? undefined : known.images[withoutTag(image)]?.command
  if (command) return command.split(' ')
  return (saidOf(service, 'build') && (await entrypointOfBuild(service, finder))) ?? []
}

const wordsOf = (node: DataNode): readonly string[] =>
  node.kind === 'list' ? node.items.map((item) => item.text ?? '') : (node.text ?? '').trim().split(/\s+/)
