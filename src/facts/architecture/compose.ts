import { basename } from '../../documents/path.ts'
import type { Repository, RepositoryFile } from '../repository.ts'

/** Files that pipelines and their services are told by. */
const ofPipeline =
  /^\.(?:github\/workflows|gitlab|circleci|buildkite|azure-pipelines|azuredevops|tekton|woodpecker)\/|(?:^|\/)(?:\.gitlab-ci[\w.-]*\.ya?ml|Jenkinsfile[\w.-]*|azure-pipelines?[\w.-]*\.ya?ml|bitbucket-pipelines\.yml|\.travis\.yml|cloudbuild[\w.-]*\.ya?ml|buildspec[\w.-]*\.ya?ml|\.drone\.ya?ml)$/
/** Scripts that a pipeline, or a person, deploys with. */
const deploying =
  /(?:^|\/)[\w.-]*(?:deploy|release|rollout)[\w.-]*\.(?:sh|ya?ml|py|rb)$|(?:^|\/)(?:Makefile|Justfile)$/i
const composes = /\bdocker[- ]compose\b|\bcompose[\w.-]*\.ya?ml|\bdocker stack deploy\b/
const elsewhere =
  /\bssh\b|\bscp\b|\brsync\b|ssh-action|scp-action|\bstack deploy\b|DOCKER_HOST|docker context|self-hosted/

/**
 * Whether compose files tell what the system consists of. They do where nothing here is a pipeline, and where one, or a script
 * that deploys, brings them to another machine; else they are for work on one's own (verdicts.md).
 */
export async function composeIsDeployed(repository: Repository): Promise<boolean> {
  const main = repository.files.filter(({ area, size }) => area === 'main' && size < 300_000)
  const pipelines = main.filter(({ path }) => ofPipeline.test(path))
  if (pipelines.length === 0) return true
  for (const file of [...pipelines, ...main.filter(({ path }) => deploying.test(path))]) {
    if (await bringsCompose(file, repository)) return true
  }
  return false
}

async function bringsCompose({ path }: RepositoryFile, repository: Repository): Promise<boolean> {
  const content = (await repository.text(path))?.content ?? ''
  return composes.test(content) && elsewhere.test(content)
}

/** Whether the name of a compose file says where it is deployed: `docker-compose.prod.yml`. */
export const isForEnvironment = (path: string): boolean =>
  /(?:^|[._-])(?:prod|production|prd|live|stag(?:e|ing)|stg|uat|preprod)(?:[._-]|$)/i.test(basename(path))
