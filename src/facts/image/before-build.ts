import { isCopy, sourcesOf, targetOf } from '../../documents/dockerfile/copy.ts'
import { chainOf, stageNamed } from '../../documents/dockerfile/stage.ts'
import type { DockerfileDocument, Instruction, Stage } from '../../documents/dockerfile.ts'
import { basename, join } from '../../documents/path.ts'
import { pathPattern } from '../../documents/pattern.ts'
import { repositoryPath } from '../pipeline/commands/shell/paths.ts'
import type { Act } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import { dockerignore } from '../separation/dockerignore.ts'
import { targetStage } from './dockerfiles.ts'
import type { Making } from './making.ts'

/*
 * What the commands of a job do to its checkout before an image is built of it: another Dockerfile is laid in the place of
 * the usual one, and the commit is written into a file that the image takes in.
 */

/** What a job has done so far. */
export interface Prepared {
  /** Dockerfiles that were laid elsewhere: where each lies now, and which file of the repository it is */
  readonly laid: Map<string, string>
  /** files that hold the commit */
  readonly stamped: Set<string>
}

/** Notes what an act prepares. */
export function noteAct({ lays, stamps }: Act, { laid, stamped }: Prepared): void {
  if (lays) laid.set(lays.path, lays.from)
  if (stamps !== undefined) stamped.add(stamps)
}

/** A build as it is after what was prepared: of the Dockerfile that really is there, and tied to the commit that it takes in. */
export async function afterPrepared(
  making: Making,
  act: Act,
  { laid, stamped }: Prepared,
  repository: Repository,
): Promise<Making> {
  if (!making.builds || making.withoutFile || (laid.size === 0 && stamped.size === 0)) return making
  const directory = act.inputs ? '' : act.directory
  const context = making.context === undefined ? undefined : repositoryPath(making.context || '.', directory)
  const places = placesOf(making, directory, context)
  const from = places.flatMap((path) => laid.get(path) ?? [])[0]
  const built = from === undefined ? making : { ...making, file: `\${REPOSITORY}/${from}` }
  const path = from ?? places.find((one) => repository.has(one))
  if (making.stamped || stamped.size === 0 || context === undefined || path === undefined) return built
  const holds = await takesIn(path, making.target, context, stamped, repository)
  return holds ? { ...built, stamped: true } : built
}

/** Where the Dockerfile of a build may lie. */
function placesOf({ file }: Making, directory: string | undefined, context: string | undefined): readonly string[] {
  if (file === undefined)
    return context === undefined ? [] : ['Dockerfile', 'Containerfile', 'dockerfile'].map((name) => join(context, name))
  const here = repositoryPath(file, directory)
  return [...(here === undefined ? [] : [here]), ...(context === undefined ? [] : [join(context, file)])]
}

/** Whether the image that a Dockerfile makes takes in one of some files of its context. */
async function takesIn(
  path: string,
  target: string | undefined,
  context: string,
  files: ReadonlySet<string>,
  repository: Repository,
): Promise<boolean> {
  const document = await repository.dockerfile(path)
  if (!document) return false
  const own = [`${path}.dockerignore`, join(context, '.dockerignore')].find((one) => repository.has(one))
  const isOut = await dockerignore((own && (await repository.text(own))?.content) || '')
  const inside = [...files].filter((file) => isBelow(file, context) && !isOut(fromContext(file, context)))
  return inside.some((file) => reaches(fromContext(file, context), document, target))
}

const isBelow = (path: string, folder: string) => folder === '' || path.startsWith(`${folder}/`)
const fromContext = (path: string, context: string) => (context === '' ? path : path.slice(context.length + 1))

/** Whether a file of the context gets into the image: copied by its last stages, or on from another one. */
function reaches(file: string, { stages }: DockerfileDocument, target: string | undefined): boolean {
  const copies = instructionsOf(targetStage(stages, target), stages).filter(isCopy)
  if (copies.some((copy) => copy.flags.from === undefined && sourcesOf(copy).some((one) => covers(one, file))))
    return true
  return copies.some((copy) => {
    const stage = copy.flags.from === undefined ? undefined : stageNamed(stages, copy.flags.from)
    const places = placesIn(instructionsOf(stage, stages), file)
    // under its name from elsewhere, too: a command of that stage may have moved it
    const takes = (source: string) =>
      places.some((place) => covers(source, place)) || (places.length > 0 && basename(source) === basename(file))
    return sourcesOf(copy).some(takes)
  })
}

/** The instructions of a stage, those of the stages that it is built on first. */
const instructionsOf = (stage: Stage | undefined, stages: readonly Stage[]): readonly Instruction[] =>
  chainOf(stage, stages).flatMap(({ instructions }) => instructions)

/** Where instructions put a file of the context, from the root of the image; one that is copied by itself may be renamed. */
function placesIn(instructions: readonly Instruction[], file: string): readonly string[] {
  let folder = ''
  const places: string[] = []
  for (const one of instructions) {
    if (one.keyword === 'WORKDIR') folder = join(folder, one.arguments.trim())
    if (!isCopy(one) || one.flags.from !== undefined) continue
    const destination = join(folder, targetOf(one) ?? '')
    for (const source of sourcesOf(one).filter((path) => covers(path, file))) {
      const from = join('', source)
      if (from === '' || file.startsWith(`${from}/`)) places.push(join(destination, fromContext(file, from)))
      else places.push(destination, join(destination, basename(file)))
    }
  }
  return places
}

/** Whether a path that an instruction names is a file, a folder that holds it, or a pattern (`version.*`) for one. */
function covers(named: string, file: string): boolean {
  const path = join('', named)
  return path === '' || [path, `${path}/**`].some((glob) => pathPattern(glob).test(file))
}
