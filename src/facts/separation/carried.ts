import { isCopy, sourcesOf, targetOf } from '../../documents/dockerfile/copy.ts'
import { chainOf, stageNamed } from '../../documents/dockerfile/stage.ts'
import type { Instruction, Stage } from '../../documents/dockerfile.ts'
import { basename, join } from '../../documents/path.ts'
import { pathPattern } from '../../documents/pattern.ts'

/** A file in the file system of a stage, by its path from the root of it. */
interface Laid {
  readonly stage: Stage
  readonly path: string
}

/** An instruction that takes something out of the context, and its stage. */
export interface Taking {
  readonly instruction: Instruction
  readonly stage: Stage
}

/** Whether a file that an instruction takes out of the context gets into a stage as it is, copied on from one to the next. */
export function isCarried(
  file: string,
  context: string,
  { instruction, stage }: Taking,
  into: Stage | undefined,
  stages: readonly Stage[],
): boolean {
  const wanted = chainOf(into, stages)
  const pending: Laid[] = laidAt(file, context, instruction, folderAt(instruction, stage, stages)).map((path) => ({
    stage,
    path,
  }))
  const seen = new Set<string>()
  for (let one = pending.pop(); one; one = pending.pop()) {
    const id = `${one.stage.index} ${one.path}`
    if (seen.has(id)) continue
    seen.add(id)
    if (wanted.some(({ index }) => index === one.stage.index)) return true
    pending.push(...copiedOn(one, stages))
  }
  return false
}

/** Where a file of a stage is copied to by later stages, unless a stage between has taken it away. */
function copiedOn({ stage, path }: Laid, stages: readonly Stage[]): readonly Laid[] {
  return stages.flatMap((later) =>
    later.instructions.flatMap((copy) => {
      if (!isCopy(copy) || copy.flags.from === undefined) return []
      const source = stageNamed(stages.slice(0, later.index), copy.flags.from)
      const chain = chainOf(source, stages)
      if (!chain.some(({ index }) => index === stage.index) || chain.some((each) => removes(each, path))) return []
      const folder = folderAt(copy, later, stages)
      return laidAt(path, '', copy, folder).map((to) => ({ stage: later, path: to }))
    }),
  )
}

/** Whether a command of a stage takes a file away. */
const removes = ({ instructions }: Stage, path: string) =>
  instructions.some(
    ({ keyword, arguments: run }) =>
      keyword === 'RUN' && [...run.matchAll(/\brm\s[^&;|\n]*/g)].some(([words]) => words.includes(basename(path))),
  )

/** Where an instruction lays a file: below its target, or as its target. */
function laidAt(file: string, base: string, copy: Instruction, folder: string): readonly string[] {
  const target = targetOf(copy)
  const sources = sourcesOf(copy)
  if (target === undefined) return []
  const at = rooted(target, folder)
  const isFolder = /(^|\/)\.{0,2}$/.test(target) || sources.length > 1
  return sources.flatMap((source) => {
    const path = join(base, source.replace(/^\/+/, '') || '.')
    if (path === file) return isFolder ? [join(at, basename(file))] : [at, join(at, basename(file))]
    if (path === '' || file.startsWith(`${path}/`)) return [join(at, file.slice(path === '' ? 0 : path.length + 1))]
    return pathPattern(path).test(file) ? [join(at, basename(file))] : []
  })
}

/** The folder in which an instruction of a stage is carried out, from the root of its file system. */
function folderAt(instruction: Instruction, stage: Stage, stages: readonly Stage[]): string {
  let folder = ''
  for (const one of chainOf(stage, stages).flatMap(({ instructions }) => instructions)) {
    if (one === instruction) break
    if (one.keyword === 'WORKDIR') folder = rooted(one.arguments.trim(), folder)
  }
  return folder
}

/** A path from the root; one that begins with a variable (`$HOME/app`) is taken for one from there. */
const rooted = (path: string, folder: string) => join(path.startsWith('$') ? '' : folder, path)

/**
 * The file of the context that a later stage copies by its name (`COPY --from=build /app/.env .`), where the stage that it is
 * copied from takes in a whole folder, and no command there writes it; undefined where none does.
 */
export function namedLater(
  source: string,
  copy: Instruction,
  context: string,
  isFile: (path: string) => boolean,
  stages: readonly Stage[],
): (Taking & { readonly path: string }) | undefined {
  const name = basename(source)
  const chain = chainOf(stageNamed(stages, copy.flags.from ?? ''), stages)
  const wanted = join('', source)
  let found: ReturnType<typeof namedLater>
  for (const stage of chain) {
    for (const instruction of stage.instructions) {
      if (instruction.keyword === 'RUN' && instruction.arguments.includes(name)) return undefined
      if (!isCopy(instruction) || instruction.flags.from !== undefined) continue
      const at = rooted(targetOf(instruction) ?? '', folderAt(instruction, stage, stages))
      if (at !== '' && !wanted.startsWith(`${at}/`)) continue
      const [folder, ...others] = sourcesOf(instruction)
      if (folder === undefined || others.length > 0 || /[*?$]/.test(folder)) continue
      const whole = join(context, folder.replace(/^\/+/, '') || '.')
      if (isFile(whole)) continue
      found = { path: join(whole, wanted.slice(at === '' ? 0 : at.length + 1)), instruction, stage }
    }
  }
  return found
}
