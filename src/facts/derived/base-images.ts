import { chainOf } from '../../documents/dockerfile/stage.ts'
import type { DockerfileDocument, Stage } from '../../documents/dockerfile.ts'
import { collector } from '../collector.ts'
import { Hidden, type Seen } from '../hidden.ts'
import { startOf } from '../image/build-arguments.ts'
import { type BuildConfig, buildConfigsOf, type From } from '../image/build-configs.ts'
import { concernedOf } from '../image/concerned.ts'
import { type ShippedDockerfile, targetStage } from '../image/dockerfiles.ts'
import { pinningOf } from '../image/pinning.ts'
import { isTemplated, parseReference, withoutTemplates } from '../image/reference.ts'
import { shippedDockerfiles } from '../image/shipped.ts'
import { builtOfSubmodules } from '../image/submodules.ts'
import type { Repository } from '../repository.ts'
import type { BaseImage } from '../schema/artifact.ts'

/** What the stages of Dockerfiles start from. */
export default collector({
  yields: ['baseImages'],
  needs: ['workflows'],
  reads: 'Dockerfiles, the build steps that name them, and the BuildConfigs of OpenShift',
  touches: [
    { path: /(^|\/)(Dockerfile|Containerfile)([._-][\w.-]*)?$|[\w-]\.(dockerfile|containerfile)$/i },
    { path: /\.(ya?ml|json)$/, text: /BuildConfig/ },
  ],
  async collect({ repository, observed }) {
    const found: BaseImage[] = []
    const configs = await buildConfigsOf(repository)
    const dockerfiles = await shippedDockerfiles(repository, observed.workflows)
    for (const dockerfile of dockerfiles)
      if (await isEvidence(dockerfile, repository))
        repository.claim(dockerfile.file.path, 'baseImages', 'imageContents')
    for (const dockerfile of await concernedOf(dockerfiles, observed.workflows, repository)) {
      const document = await repository.dockerfile(dockerfile.file.path)
      if (!document) continue
      const final = finalStage(document.stages, dockerfile.target)
      for (const stage of document.stages) {
        if (stage.base === undefined) found.push(describe(stage, final, dockerfile, document))
      }
    }
    for (const config of configs) found.push(...basesOf(config))
    for (const { folder, hidden, place } of await builtOfSubmodules(observed.workflows, repository))
      found.push(ofHidden('', { file: folder, stage: 'last', final: true, shipped: true, place }, hidden))
    return { baseImages: found }
  },
})

/** A text without FROM makes no image: a part for other Dockerfiles. One that a pipeline builds is broken without. */
async function isEvidence({ file, shipped }: ShippedDockerfile, repository: Repository): Promise<boolean> {
  if (typeof shipped === 'boolean') return shipped
  const text = await repository.text(file.path)
  return !text || /^[ \t]*FROM\s/im.test(text.content)
}

/** The stage whose FROM names what the image is based on: the end of the chain of the stage that becomes the image. */
const finalStage = (stages: readonly Stage[], target: string | undefined): Stage | undefined =>
  chainOf(targetStage(stages, target), stages)[0]

function describe(
  stage: Stage,
  final: Stage | undefined,
  { file, shipped, using, from }: ShippedDockerfile,
  document: DockerfileDocument,
): BaseImage {
  const about = { file: file.path, stage: stage.name ?? String(stage.index), final: stage === final, shipped }
  if (from && stage === final) return ofCluster(from, about)
  const open = (): Hidden =>
    new Hidden(`the build argument in FROM ${stage.from}`, {
      kind: 'file',
      text: `give the build argument in ${file.path} a default: ARG NAME=value`,
    })
  return baseImage(startOf(document, stage, using), { ...about, place: stage.fromPlace }, open)
}

type About = Pick<BaseImage, 'file' | 'stage' | 'final' | 'shipped' | 'place'>

/** @param open what hides a part of the reference that is a variable */
function baseImage(reference: string, about: About, open: () => Hidden): BaseImage {
  const { registry, name, tag, digest } = parseReference(reference)
  const seen = (part: string): Seen<string> => (isTemplated(part) ? open() : part)
  return {
    id: `${about.file} ${about.stage}`,
    reference,
    name: seen(registry === 'docker.io' ? name : `${registry}/${name}`),
    tag: seen(tag),
    variant: isTemplated(tag) ? withoutTemplates(tag) : '',
    digest,
    pinned: pinningOf(reference),
    ...about,
  }
}

/** What an image starts from that the cluster builds from no Dockerfile of this repository. */
function basesOf({ inline, from, dockerfile, place }: BuildConfig): readonly BaseImage[] {
  if (dockerfile !== undefined) return []
  const { file } = place
  const stages = inline?.document?.stages ?? []
  const final = finalStage(stages, undefined)
  const bases = stages.flatMap((stage): BaseImage[] => {
    if (stage.base !== undefined || (from && stage === final)) return []
    const about = { file, stage: stage.name ?? String(stage.index), final: stage === final, shipped: true }
    const at = inline?.place ?? place
    return [baseImage(stage.resolved, { ...about, place: at }, () => inCluster(stage.from))]
  })
  return from ? [...bases, ofCluster(from, { file, stage: 'from', final: true, shipped: true })] : bases
}

/** The image that a BuildConfig names; a tag of a stream stands for what the cluster has imported or built under it. */
function ofCluster({ reference, isOfStream, place }: From, about: Omit<About, 'place'>): BaseImage {
  const hidden = inCluster(reference)
  return isOfStream
    ? ofHidden(reference, { ...about, place }, hidden)
    : baseImage(reference, { ...about, place }, () => hidden)
}

/** A base of which nothing is told here. */
const ofHidden = (reference: string, about: About, hidden: Hidden): BaseImage => ({
  ...baseImage(reference, about, () => hidden),
  name: hidden,
  tag: hidden,
  variant: '',
  pinned: hidden,
})

const inCluster = (name: string) =>
  new Hidden(`what ${name} stands for in the cluster`, {
    kind: 'file',
    text: 'name the image to start from with its registry and version: kind: DockerImage',
  })
