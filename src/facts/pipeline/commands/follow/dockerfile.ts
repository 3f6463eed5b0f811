import type { Kind } from '../../../../config/vocabulary.ts'
import { stageNamed } from '../../../../documents/dockerfile/stage.ts'
import type { DockerfileDocument, Stage } from '../../../../documents/dockerfile.ts'
import { joinPath } from '../../../../documents/path.ts'
import type { Call } from '../call.ts'
import { pathFrom } from '../shell/paths.ts'
import { type Context, type Finder, type Shell, subshell } from '../shell/state.ts'
import { copiedBefore, withCopied, withoutTests } from './copied.ts'
import { runText } from './script.ts'

/** What an image build can be beside a build: the checks in its RUN lines. */
const checks = new Set<Kind>(['unit-test', 'integration-test', 'lint', 'security-scan', 'validate'])

/** A build of an image, as a command or an action tells it. */
export interface ImageBuild {
  /** the Dockerfile, from the present folder; undefined for the one of the context */
  readonly file: string | undefined
  readonly context: string | undefined
  readonly target: string | undefined
}

/** Flags of `docker build` and its like that take no value. */
const switches =
  /^(--(push|load|pull|no-cache|quiet|rm|force-rm|squash|compress|debug|check|layers|tls-verify)|-q|-D)(=|$)/

/** The build that a `docker build` is told to do. */
export function imageBuild(words: readonly string[]): ImageBuild {
  const build: { -readonly [K in keyof ImageBuild]: ImageBuild[K] } = {
    file: undefined,
    context: undefined,
    target: undefined,
  }
  const from = words.findIndex((word) => word === 'build' || word === 'bud') + 1
  for (let i = from; i < words.length; i++) {
    const word = words[i] as string
    if (!word.startsWith('-') || word === '-') {
      build.context = word
      continue
    }
    const equals = word.indexOf('=')
    const flag = equals > 0 ? word.slice(0, equals) : word
    const value = equals > 0 ? word.slice(equals + 1) : switches.test(word) ? undefined : words[++i]
    if (flag === '-f' || flag === '--file') build.file = value
    if (flag === '--target') build.target = value
  }
  return build
}

/** Follows the RUN lines of the stages that a build needs, for the checks in them: they fail the build. */
export async function followBuild(
  build: ImageBuild,
  call: Call,
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<void> {
  const folder = pathFrom(build.context ?? '.', shell)
  const path =
    build.file === undefined
      ? folder === undefined
        ? undefined
        : usualDockerfile(folder, finder)
      : pathFrom(build.file, shell)
  if (path === undefined || context.remote || !finder.repository.has(path)) return
  const key = `dockerfile ${path} ${build.target ?? ''}`
  const document = await finder.repository.dockerfile(path)
  if (!document || finder.active.has(key)) return
  finder.active.add(key)
  const before = finder.acts.length
  const inside: Context = { ...context, via: [...context.via, call.place] }
  for (const stage of neededStages(document, build.target)) {
    let copied = copiedBefore(stage, document)
    for (const instruction of stage.instructions) {
      const { keyword, arguments: text, place } = instruction
      copied = withCopied(copied, instruction)
      if (keyword !== 'RUN') continue
      const start = finder.acts.length
      const command = text.startsWith('[') ? execForm(text) : text
      // What runs there runs on a copy of the context.
      const own: Shell = { ...subshell(shell), directory: folder, errexit: false, pipefail: false }
      await runText({ text: command, file: undefined, placeOf: () => place }, own, shell, inside, finder)
      // a build for the sake of what it fetches: there is nothing yet to test
      if (copied === 'manifests') finder.acts.push(...finder.acts.splice(start).map(withoutTests))
    }
  }
  finder.active.delete(key)
  const found = finder.acts.splice(before)
  finder.acts.push(...found.filter((act) => act.kinds.some((kind) => checks.has(kind))))
}

/** The file that Docker takes where none is named: `Dockerfile`, else `dockerfile`. */
const usualDockerfile = (folder: string, { repository }: Finder) =>
  ['Dockerfile', 'dockerfile'].map((name) => joinPath(folder, name)).find((path) => path && repository.has(path))

/** The stage that is built, with those it starts from and copies from, in their order. */
function neededStages(document: DockerfileDocument, target: string | undefined): readonly Stage[] {
  const { stages } = document
  const last = target === undefined ? stages.at(-1) : stageNamed(stages, target)
  const needed = new Set<Stage>()
  const waiting = last ? [last] : []
  for (const stage of waiting) {
    if (needed.has(stage)) continue
    needed.add(stage)
    const base = stage.base === undefined ? undefined : stages[stage.base]
    if (base) waiting.push(base)
    for (const instruction of stage.instructions) {
      const from = instruction.flags.from ?? /\bfrom=([\w.-]+)/.exec(instruction.flags.mount ?? '')?.[1]
      const other = from === undefined ? undefined : stageNamed(stages, from)
      if (other) waiting.push(other)
    }
  }
  return stages.filter((stage) => needed.has(stage))
}

/** `["npm", "test"]` as shell text. */
function execForm(text: string): string {
  try {
    const words: unknown = JSON.parse(text)
    return Array.isArray(words) ? words.map((word) => `'${String(word).replaceAll("'", "'\\''")}'`).join(' ') : text
  } catch {
    return text
  }
}
