import { isCopy, sourcesOf, targetOf } from '../../../../documents/dockerfile/copy.ts'
import { chainOf, stageNamed } from '../../../../documents/dockerfile/stage.ts'
import type { Instruction } from '../../../../documents/dockerfile.ts'
import { dirname, joinPath } from '../../../../documents/path.ts'
import type { DataNode } from '../../../../documents/tree.ts'
import type { Finder } from '../shell/state.ts'

/** A service of a compose file, and the file. */
export interface Service {
  readonly path: string
  readonly node: DataNode
  /** what files before say of it, the later first: it holds where this one is silent */
  readonly under?: readonly Service[]
}

/** What each file says of a service, the last file first: it holds over the others (docs.docker.com, "Merge Compose files"). */
const layersOf = (service: Service): readonly Service[] => [service, ...(service.under ?? [])]

/** What a service says under a key, in whichever file. */
export const saidOf = (service: Service, ...keys: readonly string[]): DataNode | undefined =>
  layersOf(service)
    .find(({ node }) => node.at(...keys) !== undefined)
    ?.node.at(...keys)

/** What lies at a path of a container: a folder or file of this repository. */
interface Placed {
  readonly at: string
  readonly folder: string
}

/** A container as its image leaves it: where commands run, and what of the repository lies where. */
interface Inside {
  readonly directory: string
  readonly placed: readonly Placed[]
}

/**
 * The folder of this repository that the commands of a service run in: what is mounted or copied to where its container
 * works. Where that is not told, the context of its image, if it is a folder below.
 * @returns undefined where no folder is known
 */
export async function folderOfService(service: Service, finder: Finder): Promise<string | undefined> {
  const image = await insideOf(service, finder)
  const directory = rooted(saidOf(service, 'working_dir')?.text, image?.directory ?? '/')
  const all = [...(image?.placed ?? []), ...volumesOf(service)]
  const under = all.findLast(({ at }) => directory === at || directory.startsWith(at === '/' ? at : `${at}/`))
  const found = under && joinPath(under.folder, directory.slice(under.at.length).replace(/^\//, ''))
  const context = contextOf(service)
  return [found, context].find((folder) => folder && finder.repository.under(folder).length > 0)
}

/** `build: ./api`, and `build: {context: ./api}` */
const contextIn = (node: DataNode): string | undefined => node.get('build')?.text ?? node.at('build', 'context')?.text

/** The folder that the image of a service is built of; undefined where none is built. */
export function contextOf(service: Service): string | undefined {
  const builds = layersOf(service).filter(({ node }) => node.get('build'))
  const said = builds.find(({ node }) => contextIn(node) !== undefined) ?? builds[0]
  return said && joinPath(dirname(said.path), contextIn(said.node) ?? '.')
}

/** The Dockerfile that a service is built of. */
export function dockerfileOf(service: Service): string | undefined {
  const context = contextOf(service)
  return context === undefined
    ? undefined
    : joinPath(context, saidOf(service, 'build', 'dockerfile')?.text ?? 'Dockerfile')
}

/** What COPY and WORKDIR of the stage that is built leave, and of those it starts from. */
async function insideOf(service: Service, { repository }: Finder): Promise<Inside | undefined> {
  const context = contextOf(service)
  const file = dockerfileOf(service)
  const document = file !== undefined && repository.has(file) ? await repository.dockerfile(file) : undefined
  if (context === undefined || !document) return undefined
  const target = saidOf(service, 'build', 'target')?.text
  const { stages } = document
  const last = target === undefined ? stages.at(-1) : stageNamed(stages, target)
  let directory = '/'
  const placed: Placed[] = []
  for (const instruction of chainOf(last, stages).flatMap(({ instructions }) => instructions)) {
    if (instruction.keyword === 'WORKDIR') directory = rooted(instruction.arguments.trim(), directory)
    else placed.push(...copied(instruction, directory, context))
  }
  return { directory, placed }
}

/** The folders of the context that a COPY puts somewhere; files and what comes of other stages are none. */
function copied(instruction: Instruction, directory: string, context: string): Placed[] {
  const target = targetOf(instruction)
  if (!isCopy(instruction) || instruction.flags.from !== undefined || target === undefined) return []
  return sourcesOf(instruction).flatMap((word) => {
    const folder = joinPath(context, word.replace(/^\/+/, '') || '.')
    return folder === undefined || word.includes('$') ? [] : [{ at: rooted(target, directory), folder }]
  })
}

/** What is laid over where by all files that tell of a service, the last one last. */
export const volumesOf = (service: Service): Placed[] =>
  layersOf(service)
    .toReversed()
    .flatMap(({ node, path }) => mounted(node, dirname(path)))

/** What is laid over where: `./api:/app/api`, `{type: bind, source: ./api, target: /app/api}` */
function mounted(service: DataNode, base: string): Placed[] {
  return (service.get('volumes')?.items ?? []).flatMap((volume) => {
    const [source, target] =
      volume.kind === 'map' ? [volume.get('source')?.text, volume.get('target')?.text] : (volume.text ?? '').split(':')
    const folder = source && /^\.{1,2}(\/|$)/.test(source) ? joinPath(base, source) : undefined
    return folder === undefined || !target?.startsWith('/') ? [] : [{ at: rooted(target, '/'), folder }]
  })
}

/** A path of a container, from the folder that it is said in. */
function rooted(path: string | undefined, directory: string): string {
  const written = path?.replace(/^["']|["']$/g, '') ?? '.'
  return `/${joinPath('', written.startsWith('/') ? written.slice(1) || '.' : `${directory}/${written}`.slice(1)) ?? ''}`
}
