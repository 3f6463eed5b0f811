import { Hidden, isHidden, or, type Seen } from '../hidden.ts'
import type { HiddenPart, Workflow } from '../pipeline/model.ts'
import type { Repository, RepositoryFile } from '../repository.ts'
import type { Build } from './builds.ts'
import { isTemplated, parseReference } from './reference.ts'

/** A Dockerfile, and whether what it makes leaves this machine. */
export interface ShippedDockerfile {
  readonly file: RepositoryFile
  readonly shipped: Seen<boolean>
  /** the stage that is built, where a step names it */
  readonly target: string | undefined
}

/** As Docker and Buildah look for them: `Dockerfile`, `Dockerfile.web`, `web.Dockerfile`. Code that is called so is none. */
const named = /(^|\/)(Dockerfile|Containerfile)([._-][\w.-]*)?$|[\w-]\.(Dockerfile|dockerfile|Containerfile)$/
/** Endings that tell a file for tests or local work. */
const local = /(dev|development|test|tests|local|ci|e2e|debug|lint)(\.|$|_|-)|^\.devcontainer\//i

/**
 * The Dockerfiles of a repository. Shipped is one that a pipeline builds and pushes. verdicts.md: "a Dockerfile for tests
 * or local work is no subject".
 */
export function dockerfilesOf(
  repository: Repository,
  builds: readonly Build[],
  workflows: readonly Workflow[] = [],
): ShippedDockerfile[] {
  const files = repository.files.filter(
    (file) =>
      named.test(file.path) && !/\.(md|txt|ya?ml|json|sh|tpl|[cm]?[jt]sx?|py|rb|go|java|j2|erb|tmpl)$/i.test(file.path),
  )
  const mayGoOn = mayBeShippedUnseen(workflows)
  return files.flatMap((file): ShippedDockerfile[] => {
    if (isForTests(file.path)) return [{ file, shipped: false, target: undefined }]
    const using = builds.filter((build) => build.builds && buildsFile(build, file.path, files))
    const target = using.find((build) => build.target)?.target
    const pushed = or(...using.map((build) => isPushed(build, builds)))
    if (pushed === true) return [{ file, shipped: true, target }]
    if (file.area !== 'main' && file.area !== 'documentation' && !using.length) return []
    if (isLocal(file.path)) return [{ file, shipped: false, target }]
    if (using.length) {
      // built and used up in the run, unless something that is not seen takes it further
      const shipped =
        isHidden(pushed) || mayGoOn
          ? new Hidden(`whether the image of ${file.path} is pushed`, settle(file.path))
          : false
      return [{ file, shipped, target }]
    }
    return [{ file, shipped: builds.length ? elsewhere(file, builds) : notSeen(file.path), target }]
  })
}

/** Whether what a build makes is pushed: by itself, or by a later push of the same workflow that may mean it. */
function isPushed(build: Build, builds: readonly Build[]): Seen<boolean> {
  if (build.pushes) return true
  const others = builds.filter((other) => !other.builds && other.workflow === build.workflow)
  const renamed = others.some((other) => !other.pushes)
  const pushes = others.filter((other) => other.pushes)
  if (!pushes.length) return false
  const names = new Set(build.tags.map(nameOf))
  const isKnown = names.size > 0 && !renamed && ![...names].some(isTemplated)
  const sure = pushes.some((push) => push.tags.some((tag) => names.has(nameOf(tag))))
  const none =
    isKnown && pushes.every((push) => push.tags.length && push.tags.every((tag) => !isTemplated(nameOf(tag))))
  return sure || !none
}

const nameOf = (reference: string) => {
  const { registry, name } = parseReference(reference)
  return `${registry}/${name}`
}

/** Whether something that is not seen may push what is built: a hidden step, a pipeline that is not read. */
function mayBeShippedUnseen(workflows: readonly Workflow[]): boolean {
  const serves = (part: HiddenPart | undefined) =>
    part?.couldBe.some((kind) => ['package', 'publish', 'deploy'].includes(kind)) ?? false
  let ships = false
  for (const { jobs, hidden, read } of workflows) {
    if (read === false || hidden.some(serves)) return true
    for (const job of jobs) {
      if (serves(job.hidden)) return true
      for (const act of job.steps.flatMap((step) => step.acts)) {
        if (serves(act.hidden)) return true
        ships ||= act.kinds.includes('deploy') || act.kinds.includes('publish')
      }
    }
  }
  // where nothing is shipped by what is seen, all of it is shipped by something else
  return !ships
}

/** Of tests, even where it is pushed for the jobs that run them. */
function isForTests(path: string): boolean {
  const [name = '', ...folders] = path.split('/').reverse()
  if (folders.some((folder) => /^(tests?|e2e|e2e[-_]tests?|cypress|playwright|selenium)$/i.test(folder))) return true
  return /^(Dockerfile|Containerfile)[._-](tests?|e2e|cypress|playwright)$|^(tests?|e2e|cypress|playwright)\.(Dockerfile|Containerfile)$/i.test(
    name,
  )
}

function isLocal(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/^(Dockerfile|Containerfile)[._-]?/i, '')
  if (/(^|\/)(\.devcontainer|dev|local|localdev|test|tests|e2e|ci|\.ci)\//i.test(path)) return true
  return local.test(name.replace(/\.(dockerfile|containerfile)$/i, ''))
}

/** Where every build names its file, this one is not built by a pipeline here; else it may be. */
function elsewhere(file: RepositoryFile, builds: readonly Build[]): Seen<boolean> {
  const open = builds.some(
    (build) => build.builds && (build.context === undefined || /\$/.test(`${build.context}${build.file}`)),
  )
  return open ? notSeen(file.path) : new Hidden(`whether ${file.path} is built and pushed`, settle(file.path))
}

const settle = (path: string) => ({
  kind: 'file' as const,
  text: `build ${path} in a pipeline here, or leave it out in assay.yaml: exclude: [${path}]`,
})
const notSeen = (path: string) => new Hidden(`whether the image of ${path} is shipped`, settle(path))

/** Whether a build is of a Dockerfile. Paths are taken from where the build runs, where that is known. */
function buildsFile(build: Build, path: string, files: readonly RepositoryFile[]): boolean {
  // actions take paths from the root of the checkout
  const from = build.act.inputs ? '' : build.act.directory
  const starts = from === undefined ? [''] : [from]
  if (build.file) {
    const wanted = [build.file, `${build.context ?? ''}/${build.file}`].flatMap((file) =>
      starts.map((at) => join(at, file)),
    )
    if (wanted.includes(path)) return true
    const known = files.some((file) => wanted.includes(file.path))
    // a part that is not resolved stands for anything; a folder that is not known, for the one where such a file is
    if (/\$/.test(build.file)) return !known && path.endsWith(join('', build.file).replace(/^.*\$[^/]*/, ''))
    return from === undefined && !known && isOnlyOne(path, `/${join('', build.file)}`, files)
  }
  if (build.context === undefined) return false
  if (/\$/.test(build.context)) return /(^|\/)Dockerfile$/.test(path) && path !== 'Dockerfile'
  const folders = starts.map((at) => join(at, build.context ?? ''))
  const expected = folders.flatMap((at) => [join(at, 'Dockerfile'), join(at, 'Containerfile')])
  return expected.includes(path)
}

function isOnlyOne(path: string, ending: string, files: readonly RepositoryFile[]): boolean {
  return path.endsWith(ending) && files.filter((file) => file.path.endsWith(ending)).length === 1
}

/** Joins a path to a folder of the repository, `.` and `..` resolved as far as they go. */
function join(folder: string, path: string): string {
  const segments: string[] = []
  for (const segment of `${folder}/${path}`.split('/')) {
    if (segment === '..') segments.pop()
    else if (segment && segment !== '.') segments.push(segment)
  }
  return segments.join('/')
}
