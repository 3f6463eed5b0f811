import type { Kind } from '../../../../config/vocabulary.ts'
import { stageNamed } from '../../../../documents/dockerfile/stage.ts'
import type { DockerfileDocument, Stage } from '../../../../documents/dockerfile.ts'
import { joinPath } from '../../../../documents/path.ts'
import type { Call } from '../call.ts'
import { isAbsolute, pathFrom } from '../shell/paths.ts'
import { type Context, type Finder, type Shell, subshell } from '../shell/state.ts'
import { copiedBefore, withCopied, withoutTests } from './copied.ts'
import type { ImageBuild } from './image-build.ts'
import { runText } from './script.ts'

/** What an image build can be beside a build: the checks in its RUN lines. */
const checks = new Set<Kind>(['unit-test', 'integration-test', 'lint', 'security-scan', 'validate'])

/** Follows the RUN lines of the stages that a build needs, for the checks in them: they fail the build. */
export async function followBuild(
  build: ImageBuild,
  call: Call,
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<void> {
  const folder = pathFrom(build.context ?? '.', shell)
  const path = dockerfileOf(build, folder, shell, finder)
  if (path === undefined || context.remote) return
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

/** The Dockerfile of a build, where it is one of the repository. */
function dockerfileOf(
  { file, inContext = false }: ImageBuild,
  folder: string | undefined,
  shell: Shell,
  finder: Finder,
): string | undefined {
  if (file === undefined) return folder === undefined ? undefined : usualDockerfile(folder, finder)
  const inside = inContext && folder !== undefined && !isAbsolute(file) ? joinPath(folder, file) : undefined
  return [inside, pathFrom(file, shell)].find((path) => path !== undefined && finder.repository.has(path))
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
