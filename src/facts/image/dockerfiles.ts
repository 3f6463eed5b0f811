import { chainOf } from '../../documents/dockerfile/stage.ts'
import type { Instruction, Stage } from '../../documents/dockerfile.ts'
import { basename, join } from '../../documents/path.ts'
import { Hidden, isHidden, or, type Seen } from '../hidden.ts'
import { once } from '../once.ts'
import { imageOfRun } from '../pipeline/commands/follow/run-words.ts'
import type { Workflow } from '../pipeline/model.ts'
import type { Repository, RepositoryFile } from '../repository.ts'
import type { BuildConfig, From } from './build-configs.ts'
import type { Build } from './builds.ts'
import { isTemplated, parseReference } from './reference.ts'
import { shippedUnseen } from './shipped-unseen.ts'

/** A Dockerfile, and whether what it makes leaves this machine. */
export interface ShippedDockerfile {
  readonly file: RepositoryFile
  readonly shipped: Seen<boolean>
  /** the stage that is built, where a step names it */
  readonly target: string | undefined
  /** the builds of it that are seen */
  readonly using: readonly Build[]
  /** what the cluster that builds it puts in the place of its last FROM */
  readonly from?: From | undefined
}

/**
 * As Docker and Buildah look for them: `Dockerfile`, else `dockerfile` (docker/cli, cli/command/image/build/context.go);
 * `Dockerfile.web`, `web.Dockerfile` are the custom. Code that is called so is none.
 */
const named =
  /(^|\/)((Dockerfile|Containerfile)([._-][\w.-]*)?|dockerfile)$|[\w-]\.(Dockerfile|dockerfile|Containerfile)$/
/** Words that tell a file for tests or local work; `latest` has none of them. */
const local = /(?:^|[._-])(?:(?:local|unit)-?)?(?:dev|development|tests?|local|ci|e2e|debug|lint)(?:[._-]|$)/i

/**
 * The Dockerfiles of a repository. Shipped is one that a pipeline builds and pushes, or a BuildConfig builds in the cluster. verdicts.md: "a Dockerfile for tests
 * or local work is no subject".
 * @param elsewise whether all that is deployed is seen to be no image
 */
export const dockerfilesOf: (
  repository: Repository,
  builds: readonly Build[],
  workflows: readonly Workflow[],
  configs: readonly BuildConfig[],
  elsewise: { readonly all: boolean },
) => readonly ShippedDockerfile[] = once(findDockerfiles)

function findDockerfiles(
  repository: Repository,
  builds: readonly Build[],
  workflows: readonly Workflow[],
  configs: readonly BuildConfig[],
  elsewise: { readonly all: boolean },
): readonly ShippedDockerfile[] {
  const written = builds.filter((build) => build.builds && !build.withoutFile)
  const inCluster = new Map(configs.flatMap(({ dockerfile, from }) => (dockerfile ? [[dockerfile, from]] : [])))
  const asked = new Set([...written.flatMap(pathsAsked), ...inCluster.keys()])
  const files = repository.files.filter(
    ({ path }) =>
      asked.has(path) ||
      (named.test(path) && !/\.(md|txt|ya?ml|json|sh|tpl|[cm]?[jt]sx?|py|rb|go|java|j2|erb|tmpl)$/i.test(path)),
  )
  const unseen = shippedUnseen(workflows)
  const mayGoOn = unseen !== undefined
  const all = written.map((build) => ({ build, isBuilt: builtBy(build, files) }))
  return files.flatMap((file): ShippedDockerfile[] => {
    if (isForTests(file.path)) return [{ file, shipped: false, target: undefined, using: [] }]
    const using = all.filter(({ isBuilt }) => isBuilt(file.path)).map(({ build }) => build)
    // the image of another stage may be built for tests or developers alone
    const going = using.filter((build) => isPushed(build, builds) === true)
    const making = going.length > 0 ? going : using
    const products = making.filter((build) => !onTheWay.test(build.target ?? ''))
    const target = (products.length > 0 ? products : making).find((build) => build.target)?.target
    const pushed = or(...using.map((build) => isPushed(build, builds)))
    if (pushed === true || inCluster.has(file.path))
      return [{ file, shipped: true, target, using, from: inCluster.get(file.path) }]
    if (file.area !== 'main' && file.area !== 'documentation' && !using.length) return []
    if (isLocal(file.path)) return [{ file, shipped: false, target, using }]
    if (using.length) {
      // built and used up in the run, unless something that is not seen takes it further
      const shipped = isHidden(pushed) || mayGoOn ? notSeen(file.path, unseen) : false
      return [{ file, shipped, target, using }]
    }
    // all that is shipped is seen, and is of another kind
    const isNone = elsewise.all && !mayGoOn && builds.every(isPlaced)
    return [{ file, shipped: isNone ? false : notSeen(file.path, unseen), target, using }]
  })
}

/** Whether it is known what a build is of: nothing else is built by it. */
const isPlaced = ({ builds, withoutFile, context, file }: Build) =>
  !builds || withoutFile === true || context !== undefined || file !== undefined

/** Stages that are pushed beside the image, for the next build to take up, or for tests. */
const onTheWay =
  /^(build(er)?|build[-_]?(stage|env|deps)|compile|deps|dependencies|install|cache|tests?|lint|dev(elopment)?)$/i

/** The stage that becomes the image: the named target, else the last. */
export function targetStage(stages: readonly Stage[], target: string | undefined): Stage | undefined {
  return stages.find((s) => target !== undefined && s.name?.toLowerCase() === target.toLowerCase()) ?? stages.at(-1)
}

/** What the image itself is made by: the instructions of its stage and of those that it is built on, the first ones first. */
export const ownInstructions = (stages: readonly Stage[], target: string | undefined): readonly Instruction[] =>
  chainOf(targetStage(stages, target), stages).flatMap(({ instructions }) => instructions)

/** The stages as a cluster builds them that puts another image in the place of the last FROM. */
export function startingFrom(stages: readonly Stage[], from: From | undefined): readonly Stage[] {
  if (!from) return stages
  // what a stream stands for is not known, whatever well-known name it has
  const name = from.isOfStream ? `<the image stream ${from.reference}>` : from.reference
  const last = stages.length - 1
  return stages.map((stage, i) => (i < last ? stage : { ...stage, base: undefined, from: name, resolved: name }))
}

/**
 * Whether what a build makes goes on: it is pushed by itself, or by a later push of the same workflow that may mean it, or
 * it is started on the machine on which it was built, where that is the deployment.
 */
export function isPushed(build: Build, builds: readonly Build[]): Seen<boolean> {
  if (build.pushes || (build.builds && build.act.kinds.includes('deploy'))) return true
  const started = startedIn(build.workflow)
  if (build.tags.some((tag) => started.names.has(nameOf(tag)))) return true
  const later = isPushedLater(build, builds)
  if (later === true || !started.byCompose) return later
  return /compose/.test(build.act.tool) || composed(build) || later
}

/** Whether a push of the same workflow means, or may mean, what a build makes. */
function isPushedLater(build: Build, builds: readonly Build[]): Seen<boolean> {
  const { others, made } = namingIn(builds).get(build.workflow) ?? none
  const pushes = others.filter((other) => other.pushes)
  if (!pushes.length) return false
  const names = namesOf(build, others)
  const used = pushes.flatMap((push) => [...push.tags, ...(push.from ? [push.from] : [])].map(nameOf))
  if (used.some((name) => names.has(name))) return true
  if (pushes.some((push) => !push.tags.length && !push.from)) return true
  // what is built under the very name that is pushed is what the push means
  const meant = used
    .flatMap((name) => (made.has(name) ? [] : namedAfter(name, others)))
    .filter((name) => !made.has(name))
  if (!names.size) return meant.length > 0
  const may = meant.find((name) => [...names].some((own) => mayBeSame(name, own)))
  if (may === undefined) return false
  // nobody pushes a name without a registry and a namespace, where another one is meant just as well
  const another = [...made].some((name) => !isBare(name) && mayBeSame(may, name))
  return another && [...names].every(isBare) ? whichIsMeant(may) : true
}

/** `shop`, which only the machine knows that builds it. */
const isBare = (name: string): boolean => /^docker\.io\/(library\/)?[^/$]+$/.test(name)

const whichIsMeant = (name: string) =>
  new Hidden(`which of the images that are built ${name.replace(/^docker\.io\//, '')} is, which is pushed`, {
    kind: 'file',
    text: 'push the image by the name that it is built under',
  })

/** What a name that is pushed was given to by `docker tag`, as it is written there; the name itself where nothing was. */
function namedAfter(name: string, others: readonly Build[]): readonly string[] {
  const given = others.filter(({ pushes, from, tags }) => !pushes && from && tags.some((tag) => nameOf(tag) === name))
  return given.length > 0 ? given.flatMap(({ from }) => (from ? [nameOf(from)] : [])) : [name]
}

/** What a workflow starts on the machine that it deploys to: images by `docker run`, those of services by Compose. */
const startedIn = once(({ jobs }: Workflow): { readonly names: ReadonlySet<string>; readonly byCompose: boolean } => {
  const acts = jobs
    .flatMap(({ steps }) => steps.flatMap(({ acts: all }) => all))
    .filter(({ here }) => here === 'deploy')
  const deploying = acts.filter(({ kinds }) => kinds.includes('deploy'))
  const run = deploying.filter(({ tool }) => tool === 'docker run')
  return {
    names: new Set(run.flatMap(({ words }) => imageOfRun(words) ?? []).map(nameOf)),
    byCompose: deploying.length > run.length,
  }
})

const composed = ({ act }: Build) =>
  new Hidden(`whether a service that Compose starts is of the image that ${act.text} makes`, {
    kind: 'file',
    text: 'name the image in the compose file that is deployed',
  })

/** Two different names may be of one image where a part is not known; where their last parts are, these have to be one. */
function mayBeSame(one: string, other: string): boolean {
  const [a, b] = [lastOf(one), lastOf(other)]
  return isTemplated(a) || isTemplated(b) || (a === b && (isTemplated(one) || isTemplated(other)))
}

/** The last part of a name; what stands in a template is put aside, since it may hold slashes. */
const lastOf = (name: string) => name.replace(/\$\{\{?[^}]*\}+|\$\([^)]*\)|\{\{.*?\}\}/g, '${_}').replace(/^.*\//s, '')

/** The builds of one workflow, told by their names. */
interface Naming {
  /** what only names or pushes images */
  readonly others: Build[]
  /** the names under which images are built, those that `docker tag` gives them too */
  readonly made: ReadonlySet<string>
}

const none: Naming = { others: [], made: new Set() }

const namingIn = once((builds: readonly Build[]): ReadonlyMap<Build['workflow'], Naming> => {
  const found = new Map<Build['workflow'], { readonly others: Build[]; readonly own: Build[] }>()
  for (const build of builds) {
    const known = found.get(build.workflow) ?? { others: [], own: [] }
    known[build.builds ? 'own' : 'others'].push(build)
    found.set(build.workflow, known)
  }
  const named = [...found].map(([workflow, { others, own }]) => {
    const made = new Set(own.flatMap((build) => [...namesOf(build, others)]))
    return [workflow, { others, made }] as const
  })
  return new Map(named)
})

/** The names of what a build makes, those that `docker tag` gives it too. */
function namesOf(build: Build, others: readonly Build[]): ReadonlySet<string> {
  const names = new Set(build.tags.map(nameOf))
  for (const { tags, from, pushes } of others) {
    if (pushes || !from) continue
    // what is not known may be this one
    if (names.has(nameOf(from)) || isTemplated(nameOf(from))) for (const tag of tags) names.add(nameOf(tag))
  }
  return names
}

const nameOf = (reference: string) => {
  const { registry, name } = parseReference(reference)
  return `${registry}/${name}`
}

/** Of tests, even where it is pushed for the jobs that run them. */
function isForTests(path: string): boolean {
  const [name = '', ...folders] = path.split('/').reverse()
  if (folders.some((folder) => /(^|[-_])(tests?|e2e|cypress|playwright|selenium)$/i.test(folder))) return true
  return /^(Dockerfile|Containerfile)[._-](tests?|e2e|cypress|playwright)$|^(tests?|e2e|cypress|playwright)\.(Dockerfile|Containerfile)$/i.test(
    name,
  )
}

function isLocal(path: string): boolean {
  const name = basename(path).replace(/^(Dockerfile|Containerfile)[._-]?/i, '')
  if (/(^|\/)(\.devcontainer|dev|local|localdev|test|tests|e2e|ci|\.ci)\//i.test(path)) return true
  return local.test(name.replace(/\.(dockerfile|containerfile)$/i, ''))
}

const settle = (path: string) => ({
  kind: 'file' as const,
  text: `build ${path} in a pipeline here, or leave it out in assay.yaml: exclude: [${path}]`,
})
const notSeen = (path: string, who: string | undefined) =>
  new Hidden(
    who
      ? `whether ${who.replace(/^what (.*) (does|runs|starts)$/, '$1')} ships the image of ${path}`
      : `whether the image of ${path} is shipped`,
    settle(path),
  )

/** Where the file may be that a build names, as a path from the root; none where it names none. */
function pathsAsked(build: Build): readonly string[] {
  const [context, written] = [fromRoot(build.context), fromRoot(build.file)]
  if (!written) return []
  return [written, `${context ?? ''}/${written}`].map((file) => join(folderOf(build) ?? '', file))
}

/** Where a build runs; actions take paths from the root of the checkout. */
export const folderOf = ({ act }: Build) => (act.inputs ? '' : act.directory)

/** Tells of a path whether a build is of that Dockerfile. Paths are taken from where the build runs, where that is known. */
function builtBy(build: Build, files: readonly RepositoryFile[]): (path: string) => boolean {
  const [context, written] = [fromRoot(build.context), fromRoot(build.file)]
  const from = folderOf(build)
  const at = from ?? ''
  if (written) {
    const wanted = new Set(pathsAsked(build))
    const isWanted = (path: string) => wanted.has(path)
    if (files.some((file) => isWanted(file.path))) return isWanted
    // a part that is not resolved stands for anything; a folder that is not known, for the one where such a file is
    if (/\$/.test(written)) {
      const ending = join('', written).replace(/^.*\$[^/]*/, '')
      return (path) => path.endsWith(ending)
    }
    if (from !== undefined) return () => false
    const ending = `/${join('', written)}`
    const ended = files.filter((file) => file.path.endsWith(ending))
    return (path) => ended.length === 1 && ended[0]?.path === path
  }
  if (context === undefined) return () => false
  if (/\$/.test(context)) return (path) => /\/Dockerfile$/i.test(path)
  const folder = join(at, context)
  const expected = ['Dockerfile', 'Containerfile', 'dockerfile'].map((name) => join(folder, name))
  const first = expected.find((path) => files.some((file) => file.path === path))
  return (path) => path === first
}

/** `${REPOSITORY}/src`, as the finder of commands writes a path that begins at the root. */
export const fromRoot = (path: string | undefined) => path?.replace(/^\$\{REPOSITORY\}(?=\/|$)/, '/')
