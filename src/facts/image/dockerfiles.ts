import { Hidden, type Seen } from '../hidden.ts'
import type { Repository, RepositoryFile } from '../repository.ts'
import type { Build } from './builds.ts'

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
export function dockerfilesOf(repository: Repository, builds: readonly Build[]): ShippedDockerfile[] {
  const files = repository.files.filter(
    (file) =>
      named.test(file.path) && !/\.(md|txt|ya?ml|json|sh|tpl|[cm]?[jt]sx?|py|rb|go|java|j2|erb|tmpl)$/i.test(file.path),
  )
  return files.flatMap((file): ShippedDockerfile[] => {
    const using = builds.filter((build) => build.builds && buildsFile(build, file.path, files))
    const pushed = using.some(
      (build) => build.pushes || builds.some((b) => b.pushes && !b.builds && b.workflow === build.workflow),
    )
    const target = using.find((build) => build.target)?.target
    if (pushed) return [{ file, shipped: true, target }]
    if (file.area !== 'main' && file.area !== 'documentation' && !using.length) return []
    if (using.length || isLocal(file.path)) return [{ file, shipped: false, target }]
    return [{ file, shipped: builds.length ? elsewhere(file, builds) : notSeen(file.path), target }]
  })
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

function buildsFile(build: Build, path: string, files: readonly RepositoryFile[]): boolean {
  const clean = (text: string) => text.replace(/^\.\//, '').replace(/\/+$/, '').replace(/^\.$/, '')
  if (build.file) {
    const wanted = clean(build.file)
    const inContext = clean(`${clean(build.context ?? '')}/${wanted}`).replace(/^\//, '')
    return (
      path === wanted || path === inContext || (/\$/.test(wanted) && path.endsWith(wanted.replace(/^.*\$[^/]*\//, '/')))
    )
  }
  if (build.context === undefined) return false
  const context = clean(build.context)
  if (/\$/.test(context)) return /(^|\/)Dockerfile$/.test(path) && path !== 'Dockerfile'
  // A URL or standard input is no folder of this repository; the root has the one Dockerfile when it stands alone.
  const expected = context ? `${context}/Dockerfile` : 'Dockerfile'
  return (
    path === expected ||
    path === expected.replace('Dockerfile', 'Containerfile') ||
    (files.length === 1 && context === '' && /Dockerfile$/.test(path) && path.split('/').length === 1)
  )
}
