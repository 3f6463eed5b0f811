import { isProgramFile } from '../program-file.ts'

/**
 * What a path tells of what pipelines can run or take in on the way: scripts, the files of task runners, local actions and
 * templates. Code of the service itself (`src/`, `app/`) is left out: a pipeline runs it, and nothing is read in it.
 */

const scripts = /\.(sh|bash|zsh|ksh|ps1|psm1|cmd|bat|rake|mk|groovy|gradle|just|tf|tofu)$/i
const runners =
  /(^|\/)(package\.json|composer\.json|pyproject\.toml|tox\.ini|noxfile\.py|tasks\.py|fabfile\.py|[Rr]akefile(\.rb)?|GNUmakefile|[Mm]akefile|\.?[Jj]ustfile|[Tt]askfile(\.dist)?\.ya?ml|Capfile|Fastfile|(docker-)?compose[^/]*\.ya?ml|docker-bake\.(hcl|json)|skaffold\.ya?ml|setup\.cfg)$/
const work =
  /(^|\/)(\.?[\w-]*(scripts?|bin|ci|cd|build|deploy(ment)?|tools?|tasks?|hack|ops|infra|release|smoke|e2e|bitbucket|github|gitlab)[\w-]*)\/|^[^/]+$|(deploy|release|rollback|smoke|publish|migrat)[^/]*$/i
const application = /(^|\/)(src|app|lib|pkg|internal|components?)\//

/** Whether a pipeline may call a file of this path, so that what the file says is part of the pipeline. */
export function isRunnable(path: string): boolean {
  if (scripts.test(path) || runners.test(path)) return true
  if (/\.ya?ml$/.test(path)) return pipelinePart.test(path)
  if (isProgramFile(path)) return work.test(path) && !application.test(path)
  // programs without an ending: bin/deploy
  return /(^|\/)(bin|scripts?|ci|\.ci|hack|tools?|deploy)\/[\w-]+$/.test(path)
}

/** YAML that pipelines include, use or continue with. */
const pipelinePart =
  /(^|\/)action\.ya?ml$|(^|\/)\.(github|gitea|forgejo|gitlab|circleci|azure[\w-]*|ado|pipelines?|ci|buildkite|woodpecker)\/|(^|\/)[\w.-]*(pipelines?|templates?|ci|cd|jobs?|stages?|steps?|workflows?)[\w.-]*(\/.*)?\.ya?ml$/i

/** Files that are pipelines by their path alone: where one begins to look for what they call. */
export const pipelinePath =
  /^\.(github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$|(^|\/)\.gitlab-ci\.ya?ml$|^\.circleci\/[^/]+\.ya?ml$|^bitbucket-pipelines\.ya?ml$|(^|\/)\.?azure-?pipelines?[^/]*\.ya?ml$|(^|\/)[^/]*jenkinsfile[^/]*$|(^|\/)cloudbuild[^/]*\.(ya?ml|json)$|^\.tekton\/.*\.ya?ml$|^\.(woodpecker|drone|buildkite|travis)[/.].*ya?ml$/i

/** Words by which a text names what it does not spell: `npm test` runs package.json. */
export const implied: readonly (readonly [file: RegExp, word: RegExp])[] = [
  [/(^|\/)package\.json$/, /\b(npm|npx|yarn|pnpm|bun|lerna|nx|turbo)\b/],
  [/(^|\/)(GNUmakefile|[Mm]akefile)$|\.mk$/, /\bg?make\b/],
  [/(^|\/)\.?[Jj]ustfile$/, /\bjust\b/],
  [/(^|\/)[Tt]askfile(\.dist)?\.ya?ml$/, /\btask\b/],
  [/(^|\/)[Rr]akefile(\.rb)?$|\.rake$/, /\b(rake|rails)\b/],
  [/(^|\/)composer\.json$/, /\bcomposer\b/],
  [
    /(^|\/)(pyproject\.toml|tox\.ini|noxfile\.py|setup\.cfg|tasks\.py|fabfile\.py)$/,
    /\b(poetry|tox|nox|hatch|pdm|uv|invoke|inv|fab|poe|pip)\b/,
  ],
  [/(^|\/)(docker-)?compose[^/]*\.ya?ml$/, /\bcompose\b/],
  [/(^|\/)(docker-bake\.(hcl|json)|skaffold\.ya?ml)$/, /\b(bake|skaffold)\b|bake-action/],
  [/\.gradle(\.kts)?$/, /\bgradlew?\b/],
  [/(^|\/)(Capfile|Fastfile)$/, /\b(cap|fastlane)\b/],
  [/\.(tf|tofu)$/, /\b(terraform|tofu|terragrunt|opentofu)\b/],
]

/** What builds images: a Dockerfile is seldom named. */
export const buildsImages = /\b(docker|buildx|podman|buildah|kaniko|compose|skaffold|bake)\b|build-push-action/
/** The names of Dockerfiles. */
export const dockerfilePath = /(^|\/)(Dockerfile|Containerfile)([._-][\w.-]*)?$|[\w-]\.(dockerfile|containerfile)$/i
