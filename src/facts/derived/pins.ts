import type { Place } from '../../documents/place.ts'
import { ownerOf } from '../address.ts'
import { collector } from '../collector.ts'
import { withoutTag } from '../image/reference.ts'
import { inBrackets, numbered } from '../numbered.ts'
import { pinOfTaken, pinOfUse } from '../pin/action.ts'
import { appliedPins } from '../pin/applied.ts'
import { buildpackPins } from '../pin/buildpacks.ts'
import { copiedPins } from '../pin/copied.ts'
import { installPins } from '../pin/install.ts'
import type { TakenIn } from '../pipeline/dialect/taken.ts'
import { usesOf } from '../pipeline/github/uses.ts'
import type { Repository } from '../repository.ts'
import type { Pin } from '../schema/artifact.ts'
import type { Observations } from '../table.ts'

/** What pipelines and shipped Dockerfiles take in from elsewhere, and how each is fixed. */
export default collector({
  yields: ['pins'],
  needs: ['workflows', 'baseImages'],
  reads:
    '`uses:` of workflows and actions, includes, orbs, pipes and shared libraries of the other systems, repositories that controllers follow, base images of shipped Dockerfiles and images that they copy from, images of the workflows of a cluster that a pipeline of another system applies, buildpacks by their address in manifests of Cloud Foundry that a pipeline pushes, install commands beside lockfiles',
  touches: {
    path: /(^|\/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|\.yarnrc\.yml|pnpm-lock\.yaml|pnpm-workspace\.yaml|bun\.lockb?|Gemfile\.lock|poetry\.lock|uv\.lock|pdm\.lock|Pipfile\.lock|composer\.lock|Cargo\.lock|go\.sum)$/,
  },
  async collect({ repository, observed }) {
    return {
      pins: unique([
        ...(await actionPins(repository)),
        ...(await takenPins(repository, observed)),
        ...basePins(observed),
        ...(await copiedPins(repository, observed.workflows)),
        ...(await appliedPins(repository, observed.workflows)),
        ...(await buildpackPins(repository, observed.workflows)),
        ...(await installPins(repository, observed)),
      ]),
    }
  },
})

async function actionPins(repository: Repository): Promise<Pin[]> {
  const owner = ownerOf(repository)
  const files = repository.files.filter(
    (file) =>
      /^\.(github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/.test(file.path) ||
      (file.area === 'main' && /(^|\/)action\.ya?ml$/.test(file.path)),
  )
  const pins: Pin[] = []
  for (const file of files) {
    for (const document of (await repository.yaml(file.path)) ?? []) {
      for (const { uses, place } of usesOf(document)) {
        const pin = pinOfUse(uses, place, owner)
        if (pin) pins.push(pin)
      }
    }
  }
  return pins
}

/** What reads how a system takes things in, by the system's name; loaded where a pipeline of it is here. */
const takers: Readonly<Record<string, () => Promise<{ takenIn: TakenIn }>>> = {
  'gitlab-ci': () => import('../pipeline/gitlab/taken.ts'),
  'azure-pipelines': () => import('../pipeline/azure/taken.ts'),
  circleci: () => import('../pipeline/circleci/taken.ts'),
  'bitbucket-pipelines': () => import('../pipeline/bitbucket/taken.ts'),
  jenkins: () => import('../pipeline/jenkins/taken.ts'),
  tekton: () => import('../pipeline/tekton/taken.ts'),
  'argo-cd': () => import('../pipeline/gitops/taken.ts'),
  flux: () => import('../pipeline/gitops/taken.ts'),
}

async function takenPins(repository: Repository, { workflows }: Observations): Promise<Pin[]> {
  const files = new Map<string, Set<string>>()
  for (const { system, file, jobs } of workflows) {
    if (!(system in takers)) continue
    const own = files.get(system) ?? new Set()
    files.set(system, own.add(file))
    for (const { place, via } of jobs) for (const at of [place, ...via]) own.add(at.file)
  }
  const pins: Pin[] = []
  for (const [system, names] of files) {
    const { takenIn } = await (takers[system] as (typeof takers)[string])()
    pins.push(
      ...(
        await takenIn(
          [...names].filter((name) => repository.has(name)),
          repository,
        )
      ).map(pinOfTaken),
    )
  }
  return pins
}

function basePins({ baseImages }: Observations): Pin[] {
  return baseImages
    .filter((image) => image.shipped !== false)
    .map((image) => ({
      id: `image ${image.reference} in ${image.file}`,
      what: 'image',
      name: withoutTag(image.reference),
      ref: image.digest || (typeof image.tag === 'string' ? image.tag : ''),
      pinned: image.pinned === 'digest' ? 'sha' : image.pinned,
      party: 'third',
      counts: image.shipped,
      place: image.place,
    }))
}

/** Ids stay unique when one thing is taken in twice in a file. */
function unique(pins: readonly Pin[]): Pin[] {
  const places = new Set<string>()
  const at = (place: Place) => `${place.file}\0${place.start}`
  const once = pins.filter((pin) => {
    const key = `${pin.id}\0${at(pin.place)}`
    if (places.has(key)) return false
    places.add(key)
    return true
  })
  return numbered(once, inBrackets)
}
