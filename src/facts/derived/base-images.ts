import type { DockerfileDocument, Stage } from '../../documents/dockerfile.ts'
import { collector } from '../collector.ts'
import { Hidden, type Seen } from '../hidden.ts'
import { startOf } from '../image/build-arguments.ts'
import { buildsOf } from '../image/builds.ts'
import { concernedOf } from '../image/concerned.ts'
import { dockerfilesOf, type ShippedDockerfile, targetStage } from '../image/dockerfiles.ts'
import { pinningOf } from '../image/pinning.ts'
import { isTemplated, parseReference } from '../image/reference.ts'
import type { Repository } from '../repository.ts'
import type { BaseImage } from '../schema/artifact.ts'

/** What the stages of Dockerfiles start from. */
export default collector({
  yields: ['baseImages'],
  needs: ['workflows'],
  reads: 'Dockerfiles, and the build steps that name them',
  touches: { path: /(^|\/)(Dockerfile|Containerfile)([._-][\w.-]*)?$|[\w-]\.(dockerfile|containerfile)$/i },
  async collect({ repository, observed }) {
    const found: BaseImage[] = []
    const builds = await buildsOf(observed.workflows, repository)
    const dockerfiles = dockerfilesOf(repository, builds, observed.workflows)
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
    return { baseImages: found }
  },
})

/** A text without FROM makes no image: a part for other Dockerfiles. One that a pipeline builds is broken without. */
async function isEvidence({ file, shipped }: ShippedDockerfile, repository: Repository): Promise<boolean> {
  if (typeof shipped === 'boolean') return shipped
  const text = await repository.text(file.path)
  return !text || /^\s*FROM\s/im.test(text.content)
}

/** The stage whose FROM names what the image is based on: the end of the chain of the stage that becomes the image. */
function finalStage(stages: readonly Stage[], target: string | undefined): Stage | undefined {
  let stage = targetStage(stages, target)
  for (let hops = 0; stage?.base !== undefined && hops < stages.length; hops++) stage = stages[stage.base]
  return stage
}

function describe(
  stage: Stage,
  final: Stage | undefined,
  { file, shipped, using }: ShippedDockerfile,
  document: DockerfileDocument,
): BaseImage {
  const reference = startOf(document, stage, using)
  const { registry, name, tag, digest } = parseReference(reference)
  const seen = (part: string): Seen<string> =>
    isTemplated(part)
      ? new Hidden(`the build argument in FROM ${stage.from}`, {
          kind: 'file',
          text: `give the build argument in ${file.path} a default: ARG NAME=value`,
        })
      : part
  return {
    id: `${file.path} ${stage.name ?? stage.index}`,
    file: file.path,
    stage: stage.name ?? String(stage.index),
    final: stage === final,
    reference,
    name: seen(registry === 'docker.io' ? name : `${registry}/${name}`),
    tag: seen(tag),
    digest,
    pinned: pinningOf(reference),
    shipped,
    place: stage.fromPlace,
  }
}
