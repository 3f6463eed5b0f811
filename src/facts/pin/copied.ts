import { chainOf, stageNamed } from '../../documents/dockerfile/stage.ts'
import type { Instruction, Stage } from '../../documents/dockerfile.ts'
import { Hidden } from '../hidden.ts'
import { concernedOf } from '../image/concerned.ts'
import { type ShippedDockerfile, targetStage } from '../image/dockerfiles.ts'
import { pinningOf } from '../image/pinning.ts'
import { parseReference, withoutTag } from '../image/reference.ts'
import { shippedDockerfiles } from '../image/shipped.ts'
import type { Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import type { Pin } from '../schema/artifact.ts'

/**
 * The images that shipped Dockerfiles take files from without starting from them: `COPY --from=ghcr.io/acme/tool:1.2.3` and
 * `RUN --mount=type=bind,from=…` (docs.docker.com/reference/dockerfile). What names a stage, or a context that the build is
 * given under that name, is no image of somebody else.
 */
export async function copiedPins(repository: Repository, workflows: readonly Workflow[]): Promise<Pin[]> {
  const pins: Pin[] = []
  const dockerfiles = await shippedDockerfiles(repository, workflows)
  for (const dockerfile of await concernedOf(dockerfiles, workflows, repository)) {
    if (dockerfile.shipped === false) continue
    const stages = (await repository.dockerfile(dockerfile.file.path))?.stages ?? []
    for (const stage of reachedIn(stages, dockerfile)) {
      for (const instruction of stage.instructions) {
        for (const name of namedIn(instruction)) {
          if (stageNamed(stages, name) || isGiven(name, dockerfile)) continue
          pins.push({
            id: `image ${name} in ${dockerfile.file.path}`,
            what: 'image',
            name: withoutTag(name),
            ref: parseReference(name).digest || parseReference(name).tag,
            pinned: howFixed(name),
            party: 'third',
            counts: dockerfile.shipped,
            place: instruction.place,
          })
        }
      }
    }
  }
  return pins
}

/** What an instruction takes files from: each `from` of COPY, and of the mounts of RUN. */
function namedIn({ keyword, flags }: Instruction): readonly string[] {
  if (keyword === 'COPY') return (flags.from ?? '').split('\n').filter(Boolean)
  if (keyword !== 'RUN') return []
  return (flags.mount ?? '').split('\n').flatMap((mount) => /(?:^|,)from=([^,\s]+)/.exec(mount)?.[1] ?? [])
}

/** The stages that go into an image that is built: those it starts from, and those that these take files from. */
function reachedIn(stages: readonly Stage[], { target, using }: ShippedDockerfile): ReadonlySet<Stage> {
  const targets = using.length > 0 ? using.map((build) => build.target) : [target]
  const reached = new Set<Stage>()
  const ahead = targets.map((one) => targetStage(stages, one))
  for (let stage = ahead.pop(); stage || ahead.length > 0; stage = ahead.pop()) {
    for (const one of chainOf(stage, stages)) {
      if (reached.has(one)) continue
      reached.add(one)
      for (const name of one.instructions.flatMap(namedIn)) ahead.push(stageNamed(stages, name))
    }
  }
  return reached
}

/** Whether a build is given a context under a name (`--build-context NAME=…`, `build-contexts:`), which takes the image's place. */
const isGiven = (name: string, { using }: ShippedDockerfile): boolean =>
  using.some(({ act }) =>
    [...act.words, ...Object.values(act.inputs ?? {})].some((text) =>
      text.split(/[\s,]+/).some((part) => part.startsWith(`${name}=`) || part.startsWith(`--build-context=${name}=`)),
    ),
  )

/**
 * How such an image is fixed. A bare word may as well be a context that a file of a build names (`additional_contexts` of
 * compose, `contexts` of bake), where it is none that everybody knows as an image.
 */
function howFixed(name: string): Pin['pinned'] {
  if (/[/:@]/.test(name) || wellKnown.test(name)) {
    const pinned = pinningOf(name)
    return pinned === 'digest' ? 'sha' : pinned
  }
  return new Hidden(`whether ${name} is an image or a context of the build`, {
    kind: 'file',
    text: `name the image with its registry and version where it is copied from: --from=docker.io/library/${name}:1.2.3`,
  })
}

/** Images of Docker Hub that files are taken from. */
const wellKnown =
  /^(alpine|bash|busybox|caddy|composer|curl|debian|docker|golang|gradle|haproxy|httpd|maven|mysql|nginx|node|php|postgres|python|redis|ruby|rust|traefik|ubuntu)$/
