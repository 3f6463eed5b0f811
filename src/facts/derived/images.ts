import { basename, dirname } from '../../documents/path.ts'
import { compareText, type Place } from '../../documents/place.ts'
import { lazily } from '../../sources/lazily.ts'
import { type Context, collector } from '../collector.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { buildConfigsOf, isMadeAs, namesMade } from '../image/build-configs.ts'
import { asBuildNumbers } from '../image/build-numbers.ts'
import { type Build, buildsOf } from '../image/builds.ts'
import { makeChecks } from '../image/checks.ts'
import { imagesComposed } from '../image/composed.ts'
import { type DeployedByPipeline, deployedByPipelines, isPutInto } from '../image/deployed.ts'
import { type Circumstances, describeImage } from '../image/describe.ts'
import { isPushed, type ShippedDockerfile } from '../image/dockerfiles.ts'
import { editedImages } from '../image/edited.ts'
import { type DeployedByManifest, deployedByManifests } from '../image/manifests.ts'
import { deploymentOf } from '../image/of-job.ts'
import { isOwn, ownNames } from '../image/own.ts'
import { isOfOwnMachine } from '../image/own-machine.ts'
import { isTemplated, lastOf, parseReference, withoutTag } from '../image/reference.ts'
import { restartedBy } from '../image/restarted.ts'
import { retagsOf } from '../image/retagged.ts'
import { shippedDockerfiles } from '../image/shipped.ts'
import { artifactsOf } from '../image/skaffold.ts'
import { appliedAsItIs, appliersOf, deploysOtherwise, helmsVisibly, leftOpen, wins } from '../image/superseded.ts'
import { makeTraces } from '../image/traced.ts'
import { madeByCode } from '../infrastructure/made.ts'
import { inBrackets, numbered } from '../numbered.ts'
import { graphOf } from '../pipeline/graph/index.ts'
import type { Repository } from '../repository.ts'
import type { Image } from '../schema/artifact.ts'
import type { TraceStop } from '../schema/form.ts'

/** Images that pipelines build and push, and that pipelines and manifests deploy. */
export default collector({
  yields: ['images'],
  needs: ['workflows', 'deployments', 'admissionPolicies', 'versionTags', 'terraform', 'templateResources'],
  reads:
    'build and deployment steps of pipelines, makefiles and scripts that push where no pipeline does, Kubernetes manifests, kustomizations, Helm values, Skaffold, compose and bake files; what Terraform and CloudFormation run on ECS, Cloud Run, Container Apps and App Runner',
  touches: {
    path: /\.(ya?ml|json|hcl|tf)$|(Docker|Container)file/i,
    text: /\bimage|repository:|\bFROM\b|tag:|\btarget\b/i,
  },
  async collect(context) {
    const seen = await seenOf(context)
    const found = [...builtImages(seen), ...(await declaredImages(seen)), ...commandedImages(seen)]
    const { dockerfiles, made, names } = seen
    // another project's image beside them tells nothing of what else runs
    const tells = found.some(({ role, own }) => role === 'pushed' || (role === 'deployed' && own === true))
    const isBuiltHere = found.length === 0 && dockerfiles.length > 0
    if (!tells && !isBuiltHere && made.length > 0) found.push(...(await openImages(seen)))
    if (!found.some(({ role }) => role === 'deployed')) found.push(...retaggedImages(seen))
    if (!found.some(({ role }) => role === 'deployed')) found.push(...restartedImages(found, seen))
    found.push(...(await unseenImages(dockerfiles, found, names.built, context.repository)))
    const images = withDeciders(unique(asBuildNumbers(found.filter((image) => !isOfOwnMachine(image)))))
    return { images: images.map((image) => ({ ...image, demanded: seen.checks.demanded(image.reference) })) }
  },
})

/** All that tells of images, and what is asked of each. */
async function seenOf(context: Context) {
  const { repository, observed, settings } = context
  const graph = graphOf(context)
  const { workflows } = graph
  const builds = await buildsOf(workflows, repository)
  const manifests = await deployedByManifests(repository, settings, workflows)
  const artifacts = await artifactsOf(repository)
  const configs = await buildConfigsOf(repository)
  const dockerfiles = await shippedDockerfiles(repository, workflows)
  const newestTag = observed.versionTags.find((tag) => tag.newest && !tag.line && tag.semver)?.name
  return {
    workflows,
    deployments: observed.deployments,
    builds,
    manifests,
    artifacts,
    dockerfiles,
    commands: [...(await deployedByPipelines(workflows, repository)), ...editedImages(workflows, manifests)],
    composed: await imagesComposed(repository, settings, workflows),
    made: madeByCode(observed),
    checks: makeChecks(observed, graph, builds, {
      hasManifests: manifests.length > 0,
      inCluster: (reference) => namesMade(configs).some((name) => isMadeAs(name, reference)),
    }),
    traces: makeTraces(builds, workflows),
    names: ownNames(
      repository,
      builds,
      dockerfiles.map(({ file }) => file),
      [...artifacts.map(({ image }) => image), ...namesMade(configs)],
    ),
    describe: (reference: string, circumstances: Circumstances) => describeImage(reference, circumstances, newestTag),
  }
}

type Evidence = Awaited<ReturnType<typeof seenOf>>

/** What pipelines build and push. */
function builtImages({ builds, names, checks, traces, describe }: Evidence): Image[] {
  const building = new Set(builds.flatMap((build) => (build.builds ? build.workflow : [])))
  return builds.flatMap((build) => {
    // `docker tag` makes no image: what it names is pushed or deployed later
    if (!build.builds && !build.pushes) return []
    return referencesOf(build, builds).map(({ reference, ...open }) =>
      describe(reference, {
        role: build.pushes ? 'pushed' : 'built',
        place: build.act.place,
        trace: traceOf(build),
        own: ownOf(build, builds, building, (name) => isOwn(name, names)),
        shipped: build.pushes || isPushed(build, builds),
        environment: notDeployed,
        scanned: checks.scanned(build),
        signed: checks.signed(build),
        traced: traces.of(build),
        ...open,
      }),
    )
  })
}

/** What manifests, infrastructure code and compose files deploy, unless a command puts another image there. */
async function declaredImages(seen: Evidence): Promise<Image[]> {
  const { workflows, manifests, made, composed, commands, artifacts, names, checks, traces, describe } = seen
  const helmIsSeen = workflows.some(helmsVisibly)
  const byCode = made.length > 0 ? (await import('../image/made.ts')).imagesMade(made) : []
  const otherwise = deploysOtherwise(seen.deployments.map(({ tool }) => tool))
  const appliers = lazily(() => appliersOf(workflows, seen.deployments))
  return [...manifests, ...byCode, ...composed].flatMap((image) => {
    const winning = commands.filter((command) => wins(command, image) || isPutInto(command, image, manifests))
    const unchanged = winning.length > 0 ? appliedAsItIs(image, winning, appliers()) : []
    if (winning.length > 0 && unchanged.length === 0) return []
    const { hidden } = image
    return describe(hidden ? '' : image.reference, {
      role: 'deployed',
      what: `the image of ${image.reference}`,
      place: image.place,
      trace: [],
      own: hidden ?? isOwn(image.reference, names),
      shipped: image.condition ?? true,
      environment: image.environment ?? noEnvironment(image),
      scanned: unchanged.length > 0 ? checks.scannedBefore(unchanged) : checks.scannedAnywhere(image.reference),
      signed: checks.signedAnywhere(image.reference),
      traced: traces.anywhere(),
      ...leftOpen(image, artifacts, helmIsSeen, otherwise),
    })
  })
}

/** What commands of pipelines deploy. */
function commandedImages({
  commands,
  deployments,
  manifests,
  builds,
  names,
  checks,
  traces,
  describe,
}: Evidence): Image[] {
  return commands.map((command) => {
    const deployment = deploymentOf(command, deployments)
    const { tagOnly } = command
    const reference = tagOnly ? `${nameForTag(command, manifests, builds)}:${command.reference}` : command.reference
    const anywhere = checks.scannedAnywhere(reference)
    return describe(reference, {
      role: 'deployed',
      place: command.place,
      trace: traceOf(command),
      own: tagOnly ? true : isOwn(reference, names),
      shipped: true,
      environment: deployment?.environment ?? noEnvironment(command),
      scanned: deployment ? scannedBefore(deployment.guarded.image_scan, anywhere) : anywhere,
      signed: checks.signedAnywhere(reference),
      traced: traces.anywhere(),
    })
  })
}

/**
 * What services run that are only started once more after another image was given the tag by which they are described: in
 * the same job, since the same tag may be given elsewhere for another reason.
 */
function retaggedImages({ workflows, deployments, names, checks, traces, describe }: Evidence): Image[] {
  const restarts = restartedBy(workflows)
  const retags = restarts.length > 0 ? retagsOf(workflows) : []
  return retags.flatMap((retag) => {
    const { job, order, reference } = retag
    const restart = restarts.find((other) => other.job === job && other.order > order)
    if (!restart) return []
    return describe(reference, {
      role: 'deployed',
      place: restart.act.place,
      trace: traceOf(restart),
      own: isOwn(reference, names),
      shipped: true,
      environment: deploymentOf(restart, deployments)?.environment ?? noEnvironment(restart.act),
      scanned: checks.scannedAnywhere(reference),
      signed: checks.signedAnywhere(reference),
      traced: traces.anywhere(),
    })
  })
}

/**
 * What services run that are only started once more after a push: none of their descriptions is here, and where every tag
 * that is pushed moves, it is by one of these that they get a new version.
 */
function restartedImages(found: readonly Image[], { workflows, deployments, describe }: Evidence): Image[] {
  const pushed = found.filter(({ role, own }) => role === 'pushed' && own === true)
  const restarts = restartedBy(workflows)
  if (restarts.length === 0 || pushed.some(({ moving }) => moving !== true)) return []
  return restarts.flatMap((restart) => {
    const [workflow, job] = traceOf(restart)
    const ofWorkflow = pushed.filter(({ trace }) => isStop(trace[0], workflow))
    const ofJob = ofWorkflow.filter(({ trace }) => isStop(trace[1], job))
    const near = [ofJob, ofWorkflow, pushed].find(({ length }) => length > 0) ?? []
    const environment = deploymentOf(restart, deployments)?.environment ?? noEnvironment(restart.act)
    return near.map(({ reference, scanned, signed, traced }) =>
      describe(reference, {
        role: 'deployed',
        place: restart.act.place,
        trace: traceOf(restart),
        own: true,
        shipped: true,
        environment,
        scanned,
        signed,
        traced,
      }),
    )
  })
}

const isStop = (one: TraceStop | undefined, other: TraceStop | undefined) =>
  one?.text === other?.text && one?.place.file === other?.place.file && one?.place.start === other?.place.start

/** What infrastructure code runs of which the name cannot be seen, where nothing else tells of an image. */
async function openImages({ made, describe }: Evidence): Promise<Image[]> {
  const { imagesOpen } = await import('../image/made.ts')
  return imagesOpen(made).flatMap(({ reference, place, environment, hidden }) => {
    if (!hidden) return []
    return describe('', {
      role: 'deployed',
      what: `the image of ${reference}`,
      place,
      trace: [],
      own: hidden,
      shipped: true,
      environment: environment ?? hidden,
      scanned: hidden,
      signed: hidden,
      traced: hidden,
    })
  })
}

/** The images of Dockerfiles of which it is not known whether and how they ship, each as one. */
async function unseenImages(
  dockerfiles: readonly ShippedDockerfile[],
  found: readonly Image[],
  built: ReadonlySet<string>,
  repository: Repository,
): Promise<Image[]> {
  const open: { readonly path: string; readonly shipped: Hidden }[] = []
  for (const { file, shipped } of dockerfiles) {
    if (!isHidden(shipped)) continue
    // a part without FROM makes no image
    const text = await repository.text(file.path)
    if (text && /^[ \t]*FROM\s/im.test(text.content)) open.push({ path: file.path, shipped })
  }
  // An own image that is deployed, and built nowhere that is seen, is what one of them makes.
  const deployed = found.filter((image) => image.role === 'deployed' && image.own === true)
  const theirs = new Set(
    deployed.map((image) => lastOf(image.reference)?.toLowerCase() ?? '').filter((name) => !built.has(name)),
  )
  const rest = open.filter(({ path }) => !theirs.has(basename(dirname(path)).toLowerCase()))
  return (open.length <= theirs.size ? [] : rest).map(({ path, shipped }) =>
    describeImage('', {
      role: 'unseen',
      what: `the image of ${path}`,
      place: { file: path, start: 0, end: 0 },
      trace: [],
      own: true,
      shipped,
      environment: notDeployed,
      scanned: shipped,
      signed: shipped,
      traced: shipped,
    }),
  )
}

const notDeployed = new Hidden(
  'where the image is deployed',
  { kind: 'version', text: 'nothing: it is built here, not deployed' },
  'unknown',
)

const noEnvironment = ({ place }: { readonly place: Place }) =>
  new Hidden(
    `the environment of ${place.file}`,
    {
      kind: 'answer',
      text: 'say in assay.yaml which environment its namespace or folder is: environments: {<name>: production}',
    },
    'unknown',
  )

/** A scan that guards the deployment itself is enough; else one where the image is built. */
const scannedBefore = (guard: Seen<boolean>, built: Seen<boolean>): Seen<boolean> =>
  guard === true ? true : built === true ? true : isHidden(guard) ? guard : built

/** The references of a build; those of all that was built under a name, where all its tags are pushed. */
function referencesOf(
  build: Build,
  builds: readonly Build[],
): readonly (Pick<Circumstances, 'openTag'> & { readonly reference: string })[] {
  if (build.tags.length) return build.tags.map((reference) => ({ reference }))
  if (build.builds || !build.from || isTemplated(build.from)) return [{ reference: '' }]
  const name = withoutTag(build.from)
  const made = builds.filter((other) => other.workflow === build.workflow && !other.pushes)
  const tags = new Set(made.flatMap((other) => other.tags).filter((tag) => withoutTag(tag) === name))
  if (tags.size) return [...tags].map((reference) => ({ reference }))
  return [{ reference: name, openTag: `under which tags ${name} is pushed` }]
}

/** What is pushed without being built may be a copy of another project's image. */
function ownOf(
  build: Build,
  builds: readonly Build[],
  building: ReadonlySet<Build['workflow']>,
  isOwnName: (name: string) => Seen<boolean>,
): Seen<boolean> {
  if (building.has(build.workflow)) return true
  const [tag] = build.tags
  const tagged = builds.find((other) => !other.pushes && other.from && tag && other.tags.includes(tag))
  const source = build.from ?? tagged?.from
  return source && !isTemplated(source) ? isOwnName(source) : tag ? isOwnName(tag) : true
}

function nameForTag(
  command: DeployedByPipeline,
  manifests: readonly DeployedByManifest[],
  builds: readonly Build[],
): string {
  const inValues = manifests.filter((image) => image.source === 'values' && !image.hidden)
  const values = inValues.find(({ path }) => path !== undefined && path === command.path) ?? inValues[0]
  if (values) return withoutTag(values.reference)
  const { registry, name } = parseReference(builds.find((build) => build.tags.length)?.tags[0] ?? 'the image')
  return registry === 'docker.io' ? name : `${registry}/${name}`
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
  for (const image of images) {
    const key = `${image.role}\0${image.reference}\0${image.place.file}\0${image.place.start}`
    const before = byPlace.get(key)
    byPlace.set(key, before ? worse(before, image) : image)
  }
  return numbered(
    [...byPlace.values()].sort((a, b) => compareText(a.id, b.id) || (a.place.start ?? 0) - (b.place.start ?? 0)),
    inBrackets,
  )
}

/** Each way in which a job is used counts, and the worst decides. */
function worse(a: Image, b: Image): Image {
  const least = (x: Seen<boolean>, y: Seen<boolean>) => (x === false || y === false ? false : isHidden(x) ? x : y)
  return { ...a, scanned: least(a.scanned, b.scanned), signed: least(a.signed, b.signed) }
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
