import { basename, dirname } from '../../documents/path.ts'
import { ownPath } from '../address.ts'
import { Hidden, type Seen } from '../hidden.ts'
import type { Repository, RepositoryFile } from '../repository.ts'
import type { Build } from './builds.ts'
import { isTemplated, parseReference } from './reference.ts'

/** What tells an own image from another project's. */
export interface OwnNames {
  /** last segments of the names that are built here */
  readonly built: ReadonlySet<string>
  /** names with variables, as they are written where a pipeline pushes what it has built: `${REGISTRY}/${REPOSITORY}` */
  readonly written: ReadonlySet<string>
  /** last segments with variables of what the cluster builds, in lower case: `${NAME}-web` */
  readonly streams: ReadonlySet<string>
  /** something is built under a name that is not known */
  readonly unnamed: boolean
  /** `owner/repository` in lower case */
  readonly slug: string | undefined
  /** names that things of this repository go by: its own, of charts, of folders with a Dockerfile */
  readonly likely: ReadonlySet<string>
}

/** Registry and name without the tag; `$NAME` is `${NAME}`. */
const nameOf = (reference: string) => {
  const { registry, name } = parseReference(reference)
  return `${registry}/${name}`.replace(/\$(\w+)/g, '${$1}')
}

const lastOf = (name: string) => basename(name).toLowerCase()

/** A name with a variable tells an image only by the words beside it. */
const tellsMore = (name: string) => isTemplated(name) && /[a-z]{2}/.test(name.replace(/\$\{\{?[^}]*\}+/g, ''))

/**
 * Gathers the names.
 * @param others what Skaffold and BuildConfigs call the images that they make
 */
export function ownNames(
  repository: Repository,
  builds: readonly Build[],
  dockerfiles: readonly RepositoryFile[],
  others: readonly string[],
): OwnNames {
  const made = builds.filter((build) => build.builds)
  const names = [...made.flatMap((build) => build.tags), ...others].map((tag) => parseReference(tag).name)
  // what is pushed after a build is that build, under the name that the registry knows
  const pushed = builds.filter((build) => !build.builds && made.some((other) => other.workflow === build.workflow))
  const aliases = pushed
    .filter((build) => build.pushes)
    .flatMap((build) => build.tags.map((tag) => parseReference(tag).name))
  const written = [
    ...made.flatMap((build) => (build.pushes ? build.tags : [])),
    ...pushed.flatMap((build) => (build.pushes ? build.tags : [])),
  ]
    .map(nameOf)
    .filter((name) => isTemplated(name))
  const known = [...names, ...aliases].map(lastOf).filter((name) => name && !isTemplated(name))
  const slug = ownPath(repository)
  const folders = dockerfiles.map((file) => basename(dirname(file.path)))
  const charts = repository.named('Chart.yaml').map((file) => basename(dirname(file.path)))
  return {
    built: new Set(known),
    written: new Set(written),
    streams: new Set(others.map((other) => lastOf(parseReference(other).name)).filter(tellsMore)),
    unnamed: made.some(
      (build) => !build.tags.length || build.tags.some((tag) => isTemplated(parseReference(tag).name)),
    ),
    slug,
    likely: new Set([...folders, ...charts, basename(slug ?? '')].map((name) => name.toLowerCase()).filter(Boolean)),
  }
}

/** `owner/repository`, by the variables of CI systems. */
const ownRepository =
  /\$\{\{\s*github\.(repository|event\.repository\.name)\s*\}\}|\$\{?(GITHUB_REPOSITORY|CI_PROJECT_PATH|CI_REGISTRY_IMAGE)\b/

/** Registries where everybody publishes: what lies there under another's name is another's. */
const shared =
  /^(docker\.io|index\.docker\.io|quay\.io|ghcr\.io|registry\.k8s\.io|k8s\.gcr\.io|mcr\.microsoft\.com|public\.ecr\.aws|registry\.access\.redhat\.com|registry\.redhat\.io|docker\.elastic\.co|nvcr\.io|registry\.gitlab\.com|gcr\.io)$/

/** Is it built from here? By the names that are built here, or by the repository's own name in its path. */
export function isOwn(reference: string, names: OwnNames): Seen<boolean> {
  const { registry, name } = parseReference(reference)
  const last = lastOf(name)
  if (names.built.has(last) || ownRepository.test(name)) return true
  // the same variables in the same words name the same image
  if (isTemplated(name)) return names.written.has(nameOf(reference)) || names.streams.has(last) || open(reference)
  const { slug } = names
  if (slug && `/${name}/`.toLowerCase().includes(`/${slug}/`)) return true
  if (names.likely.has(last)) return open(reference)
  // an official image of Docker Hub
  if (registry === 'docker.io' && /^(library\/)?[^/]+$/.test(name)) return false
  const owner = slug?.split('/')[0]
  const isOwners = owner !== undefined && `/${name}/`.toLowerCase().includes(`/${owner}/`)
  if (shared.test(registry) && !isOwners && (owner !== undefined || names.built.size > 0)) return false
  if (names.built.size > 0 && !names.unnamed) return false
  return open(reference)
}

const open = (reference: string) =>
  new Hidden(`whether ${reference} is built from this repository`, {
    kind: 'file',
    text: 'build the image in a pipeline of this repository, or name it after the repository',
  })
