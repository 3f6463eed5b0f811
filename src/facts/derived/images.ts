import { compareText, type Place } from '../../documents/place.ts'
import { collector } from '../collector.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { type Build, buildsOf } from '../image/builds.ts'
import { makeChecks } from '../image/checks.ts'
import { deployedByPipelines } from '../image/deployed.ts'
import { type DeployedByManifest, deployedByManifests } from '../image/manifests.ts'
import { isTemplated, parseReference } from '../image/reference.ts'
import { shapeOf } from '../image/shape.ts'
import { classify } from '../pipeline/environment.ts'
import type { Image } from '../schema/artifact.ts'
import type { TraceStop } from '../schema/form.ts'

/** Images that pipelines build and push, and that pipelines and manifests deploy. */
export default collector({
  yields: ['images'],
  needs: ['workflows', 'deployments', 'admissionPolicies'],
  reads: 'build and deployment steps of pipelines, Kubernetes manifests, kustomizations and Helm values',
  async collect({ repository, observed, settings }) {
    const builds = buildsOf(observed.workflows)
    const manifests = await deployedByManifests(repository)
    const commands = deployedByPipelines(observed.workflows)
    const checks = makeChecks(observed, builds)
    const owner = ownerOf(repository.history?.origin)
    const builtNames = new Set(builds.flatMap((build) => build.tags.map((tag) => parseReference(tag).name)))
    const found: Image[] = []

    for (const build of builds) {
      const role = build.pushes ? 'pushed' : 'built'
      const tags = build.tags.length ? build.tags : build.builds ? [''] : []
      for (const reference of tags) {
        found.push(
          describe(reference, {
            role,
            place: build.act.place,
            trace: traceOf(build),
            own: true,
            shipped: role === 'pushed' || isPushedLater(build, builds),
            environment: new Hidden(
              'where the image is deployed',
              { kind: 'version', text: 'nothing: it is built here, not deployed' },
              'unknown',
            ),
            scanned: checks.scanned(build),
            signed: checks.signed(build),
            open: reference === '',
          }),
        )
      }
    }
    const names = { builtNames, owner, anyBuild: builds.length > 0 }
    const isTagSet = commands.some((command) => command.overValues)
    for (const image of manifests) {
      const own = isOwn(image.reference, names)
      // `--set image.tag=…` wins over the values file.
      if (own !== false && isTagSet && (image.open || /values/.test(image.place.file))) continue
      found.push(
        describe(image.reference, {
          role: 'deployed',
          place: image.place,
          trace: [],
          own,
          shipped: true,
          environment: image.environment ? classify(image.environment, settings) : noEnvironment(image),
          scanned: checks.scannedAnywhere(),
          signed: checks.signedAnywhere(),
          open: image.open,
        }),
      )
    }
    for (const command of commands) {
      const deployment = observed.deployments.find((d) => d.file === command.workflow.file && d.job === command.job.id)
      const reference = command.tagOnly ? `${nameForTag(manifests, builds)}:${command.reference}` : command.reference
      found.push(
        describe(reference, {
          role: 'deployed',
          place: command.place,
          trace: traceOf(command),
          own: command.tagOnly ? true : isOwn(reference, names),
          shipped: true,
          environment: deployment?.environment ?? noEnvironment({ place: command.place }),
          scanned: checks.scannedAnywhere(),
          signed: checks.signedAnywhere(),
          open: false,
        }),
      )
    }
    return { images: withDeciders(unique(found)) }
  },
})

interface Circumstances extends Pick<Image, 'role' | 'own' | 'shipped' | 'environment' | 'scanned' | 'signed'> {
  readonly place: Place
  readonly trace: readonly TraceStop[]
  readonly open: boolean
}

function describe(reference: string, { open, ...rest }: Circumstances): Image {
  const { registry, name, tag, digest } = parseReference(reference)
  const { shape, unresolved } = shapeOf(tag)
  const unknownTag = open
    ? new Hidden(`the tag of ${name || 'the image'}`, settleVariable('the tag'))
    : unresolved.length
      ? new Hidden(
          `the value of ${unresolved.join(' and ')} in the tag ${tag}`,
          settleVariable(unresolved[0] as string),
        )
      : undefined
  const seen = (part: string, what: string): Seen<string> =>
    isTemplated(part) ? new Hidden(`${what} ${part}`, settleVariable(part)) : part
  return {
    id: `${rest.role} ${reference || '(no name)'} in ${rest.place.file}`,
    reference,
    registry: seen(registry, 'the registry'),
    name: seen(name, 'the name'),
    tag: unknownTag ?? (isTemplated(tag) ? shape : tag),
    digest,
    shape: unknownTag ?? (digest && !tag ? digestOnly(reference) : shape),
    decides: false,
    ...rest,
  }
}

const settleVariable = (name: string) => ({
  kind: 'file' as const,
  text: `set ${name} where Assay can see it: in env, in an output of a visible step, or from git rev-parse --short HEAD`,
})

/** verdicts.md: "Digest only: unknown." */
const digestOnly = (reference: string) =>
  new Hidden(`the tag behind the digest of ${reference}`, {
    kind: 'file',
    text: 'name the tag beside the digest: name:tag@sha256:…',
  })

const noEnvironment = (image: Pick<DeployedByManifest, 'place'>) =>
  new Hidden(
    `the environment of ${image.place.file}`,
    {
      kind: 'answer',
      text: 'say in assay.yaml which environment its namespace or folder is: environments: {<name>: production}',
    },
    'unknown',
  )

/** "owner/repository" in lower case, from the remote's URL. */
function ownerOf(origin: string | undefined): string | undefined {
  return /[:/]([^/:]+\/[^/]+?)(?:\.git)?\/?$/.exec(origin ?? '')?.[1]?.toLowerCase()
}

interface Names {
  readonly builtNames: ReadonlySet<string>
  readonly owner: string | undefined
  readonly anyBuild: boolean
}

/** Is it built from here? By the names that are built here, or by the repository's own name in its path. */
function isOwn(reference: string, { builtNames, owner, anyBuild }: Names): Seen<boolean> {
  const { registry, name } = parseReference(reference)
  const last = name.split('/').at(-1) ?? ''
  if (builtNames.has(name) || [...builtNames].some((built) => built.split('/').at(-1) === last && last !== ''))
    return true
  if (owner && `${registry}/${name}`.toLowerCase().includes(owner)) return true
  const isPublic = registry === 'docker.io' && !name.includes('/')
  if (isPublic || anyBuild) return false
  const short = owner?.split('/')[1]
  if (short && last.toLowerCase() === short) return true
  return new Hidden(`whether ${reference} is built from this repository`, {
    kind: 'file',
    text: 'build the image in a pipeline of this repository, or name it after the repository',
  })
}

/** A build without push is shipped if a later command of its workflow pushes it. */
function isPushedLater(build: Build, builds: readonly Build[]): boolean {
  return builds.some((other) => other.pushes && !other.builds && other.workflow === build.workflow)
}

function nameForTag(manifests: readonly DeployedByManifest[], builds: readonly Build[]): string {
  const values = manifests.find((image) => /values/.test(image.place.file))
  if (values) return values.reference.replace(/[:@].*$/, '')
  return parseReference(builds[0]?.tags[0] ?? 'the image').name
}

function traceOf({ workflow, job, act }: Pick<Build, 'workflow' | 'job' | 'act'>): TraceStop[] {
  return [
    { place: workflow.place, text: workflow.name },
    { place: job.place, text: job.id },
    { place: act.place, text: act.tool },
  ]
}

/** The same reference at the same place through several uses of a job is one image. */
function unique(images: readonly Image[]): Image[] {
  const byPlace = new Map<string, Image>()
  for (const image of images)
    byPlace.set(`${image.role}\0${image.reference}\0${image.place.file}\0${image.place.start}`, image)
  const counts = new Map<string, number>()
  return [...byPlace.values()]
    .sort((a, b) => compareText(a.id, b.id) || (a.place.start ?? 0) - (b.place.start ?? 0))
    .map((image) => {
      const n = (counts.get(image.id) ?? 0) + 1
      counts.set(image.id, n)
      return n > 1 ? { ...image, id: `${image.id} (${n})` } : image
    })
}

/** verdicts.md: the tag that is deployed decides; where nothing own is deployed, those that are pushed. */
function withDeciders(images: readonly Image[]): Image[] {
  const own = (image: Image) => image.own === true || isHidden(image.own)
  const deployed = images.some((image) => image.role === 'deployed' && image.own === true)
  return images.map((image) => ({
    ...image,
    decides: own(image) && (image.role === 'deployed' || (!deployed && image.role === 'pushed')),
  }))
}
