import { type DockerfileDocument, parseDockerfile } from '../../documents/dockerfile.ts'
import { join } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import { Text } from '../../documents/text.ts'
import type { DataNode } from '../../documents/tree.ts'
import { isThisRepository } from '../address.ts'
import { objectsIn, plainManifests } from '../manifests/plain.ts'
import { once } from '../once.ts'
import type { Repository } from '../repository.ts'
import { isTemplated, lastOf } from './reference.ts'

/** An image that a BuildConfig of OpenShift makes in the cluster (docs.openshift.com, "Understanding build configurations"). */
export interface BuildConfig {
  readonly place: Place
  /** what it is called in the cluster or a registry, as written: `shop:latest`; undefined where the output is not named */
  readonly output: string | undefined
  /** the folder of the repository that is built, '' for its root */
  readonly folder: string
  /** the Dockerfile that it builds, from the root; undefined where it builds none of this repository */
  readonly dockerfile: string | undefined
  /** a Dockerfile that stands in the configuration itself; all that is told of it stands at its place there */
  readonly inline: { readonly document?: DockerfileDocument; readonly place: Place } | undefined
  /** what the image ends on whatever its Dockerfile says: the builder of a source build, or what takes the place of the last FROM */
  readonly from: From | undefined
}

/** An image to start from: of a registry, or a tag of a stream in the cluster. */
export interface From {
  readonly reference: string
  readonly isOfStream: boolean
  readonly place: Place
}

const wanted = { text: /\bBuildConfig\b/, loses: ['images', 'baseImages', 'imageContents'] } as const

/** The BuildConfigs of the manifests that build this repository. Read once for all who ask. */
export const buildConfigsOf = once(async (repository: Repository): Promise<readonly BuildConfig[]> => {
  const found: BuildConfig[] = []
  for (const { documents } of await plainManifests(repository, wanted)) {
    for (const root of (documents ?? []).flatMap(objectsIn)) {
      if (root.get('kind')?.text !== 'BuildConfig' || !buildsThis(root, repository)) continue
      const config = await configOf(root)
      if (config) found.push(config)
    }
  }
  return found
})

/** The names of the images, with and without variables. */
export const namesMade = (configs: readonly BuildConfig[]): readonly string[] =>
  configs.flatMap(({ output }) => (output === undefined ? [] : [output]))

/**
 * Whether what a manifest or a command deploys may be what a cluster has made under a name: both are called alike behind their
 * registries, or neither says before it is filled in what it is called.
 */
export function isMadeAs(name: string, reference: string): boolean {
  const [made, deployed] = [lastOf(name), lastOf(reference)]
  return made === deployed || (isTemplated(made) && isTemplated(deployed))
}

async function configOf(root: DataNode): Promise<BuildConfig | undefined> {
  const spec = root.get('spec')
  const [docker, source, custom] = ['dockerStrategy', 'sourceStrategy', 'customStrategy'].map((name) =>
    spec?.at('strategy', name),
  )
  const isDocker = docker !== undefined || spec?.at('strategy', 'type')?.text === 'Docker'
  // a pipeline's strategy makes no image
  if (!isDocker && !source && !custom) return undefined
  const inline = isDocker ? spec?.at('source', 'dockerfile') : undefined
  const folder = spec?.at('source', 'contextDir')?.text ?? ''
  const file = docker?.get('dockerfilePath')?.text ?? 'Dockerfile'
  return {
    place: root.place,
    folder,
    output: spec?.at('output', 'to', 'name')?.text,
    dockerfile: isDocker && !inline?.text ? join(folder, file) : undefined,
    inline: inline?.text
      ? { ...(await parseDockerfile(new Text(inline.file, inline.text))), place: inline.place }
      : undefined,
    from: fromOf((docker ?? source)?.get('from')),
  }
}

function fromOf(from: DataNode | undefined): From | undefined {
  const name = from?.get('name')
  if (!name?.text) return undefined
  return { reference: name.text, isOfStream: from?.get('kind')?.text !== 'DockerImage', place: name.place }
}

/** Whether the source is this repository: unless it is another one by name. */
function buildsThis(root: DataNode, repository: Repository): boolean {
  const uri = root.at('spec', 'source', 'git', 'uri')?.text
  if (!uri || isTemplated(uri)) return true
  return isThisRepository(uri, repository) !== false
}
