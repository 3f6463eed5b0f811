import { once } from '../once.ts'
import type { HiddenPart, Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import { describesImages, shippedElsewise } from './elsewise.ts'

/** What images are built of or run by, told by its name. */
const named =
  /(^|\/)((Docker|Container|Earth)file([._-][\w.-]*)?|[\w-]+\.(docker|container)file|\.(docker|container)ignore|docker-bake\.\w+|(docker-|podman-)?(compose|stack)[\w.-]*\.ya?ml|skaffold[\w.-]*\.ya?ml|werf\.ya?ml|devfile\.ya?ml|Tiltfile|\.ko\.ya?ml|Chart\.ya?ml|kustomization\.ya?ml|flake\.nix)$|(^|\/)\.s2i\//i

/** What a platform runs the source by; an image is built of it where the platform, or a buildpack, makes one. */
const bySource = /(^|\/)(project\.toml|nixpacks\.toml|\.buildpacks|Procfile)$/i

/** Builds that may make an image without a file of its own: told by what stands in them. */
const builds =
  /(^|\/)(pom\.xml|build\.sbt|plugins\.sbt|BUILD(\.bazel)?|[^/]+\.(gradle|kts|csproj|fsproj|vbproj|props|targets|bzl|nix))$/
const making = /\bjib\b|spring-?boot|docker|container|buildpack|oci_|build-image|fabric8|image/i

/** A workload or a build of a cluster. */
const inCluster =
  /^[ \t]*kind:\s*["']?(Deployment|StatefulSet|DaemonSet|DeploymentConfig|Rollout|CronJob|Job|Pod|Service|BuildConfig|Template|List|ClowdApp|Application|Naisjob)\b/m

/** What a hidden part is called, or is given, where it is about images. */
const ofImages =
  /(?<![a-z])(docker\w*|containers?|images?|helm\w*|charts?|kube\w*|k8s|[ae]ks|gke|ecs|ecr|acr|oci|registry|buildpacks?|openshift|argo\w*|cloud-?run|nais|auto-devops|ko|jib|kaniko|buildah|podman|skaffold|nixpacks|earthly|ghcr|quay)(?![a-z])/i

/**
 * Whether an image may be built here by what cannot be seen: a file is here that images are built of or run by, a build that
 * can make one by itself, or a hidden step that is called so. Where there is none of that, no hidden step has anything to
 * build one of.
 */
export const mayBuildImages = once(
  async (repository: Repository, workflows: readonly Workflow[]): Promise<{ readonly answer: boolean }> => ({
    // by names first: where one tells it, no file is read
    answer:
      repository.files.some(({ path }) => named.test(path)) ||
      (repository.files.some(({ path }) => bySource.test(path)) &&
        !(await shippedElsewise(repository, workflows)).all) ||
      workflows.some(hidesImages) ||
      (await describesImages(repository)) ||
      (await holdsMaterials(repository)),
  }),
)

/** A pipeline that is not read or goes on elsewhere may do anything. */
function hidesImages({ jobs, hidden, read, problems }: Workflow): boolean {
  if (read === false || hidden.length > 0 || problems.some(({ unreadable }) => unreadable)) return true
  return jobs.some((job) => {
    const acts = job.steps.flatMap((step) => step.acts)
    return [job.hidden, ...acts.map((act) => act.hidden)].some((part) => part !== undefined && isAboutImages(part))
  })
}

const isAboutImages = ({ value, name, inputs }: HiddenPart): boolean =>
  [value.what, name ?? '', ...Object.entries(inputs ?? {}).flat()].some((text) => ofImages.test(text))

/** Whether a file tells by what stands in it that an image is built of it, or run by it. */
async function holdsMaterials(repository: Repository): Promise<boolean> {
  for (const { path, area } of repository.files) {
    if (area !== 'main') continue
    const isBuild = builds.test(path)
    if (!isBuild && !(/\.ya?ml$/.test(path) && repository.mayHold(path, 'apiVersion'))) continue
    const text = await repository.text(path)
    if (!text || (isBuild ? making : inCluster).test(text.content)) return true
  }
  return false
}
