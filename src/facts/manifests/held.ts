import { isForOwnMachine, isTrial } from '../areas.ts'
import type { Repository, RepositoryFile } from '../repository.ts'
import { manifestTemplates } from './filled-in.ts'

/** A workload of Kubernetes. */
const workload = '["\']?(Deployment|StatefulSet|DaemonSet|DeploymentConfig|Rollout|CronJob)\\b'
const manifest = new RegExp(`^kind:\\s*${workload}`, 'm')
/** What an apply of Terraform works on, and keeps its state by. */
const root = /^[ \t]*backend\s+"\w+"\s*\{|^provider\s+"\w+"\s*\{/m
/** Where an apply of Terraform keeps its state, beside the machine that it runs on. */
const remoteState = /^[ \t]*backend\s+"(?!local")\w+"\s*\{/m

/** What OpenShift makes from a Template, and kubectl from a List, stands within it. */
const holder = /^kind:\s*["']?(Template|List)\b/m
const within = new RegExp(`^[ \\t]*(?:-[ \\t]+)?kind:\\s*${workload}`, 'm')

/** Objects that the platform of one organisation runs services by: Clowder, Nais. Nobody is given such to run it elsewhere. */
const ofOwnPlatform =
  /^[ \t]*(?:-[ \t]+)?apiVersion:\s*["']?(?:cloud\.redhat\.com|nais\.io)\/\w+["']?[ \t\r]*\n\s*kind:\s*["']?(?:ClowdApp|Application|Naisjob)\b/m

/** Objects that an operator or a platform keeps a service running by. */
const operated =
  /^[ \t]*(?:-[ \t]+)?apiVersion:\s*["']?(?:cloud\.redhat\.com|nais\.io|serving\.knative\.dev)\/\w+["']?[ \t\r]*\n\s*kind:\s*["']?(?:ClowdApp|Application|Naisjob|Service)\b/m

/** Programs and settings that describe what is deployed, and where nothing else is kept: CDK, Pulumi, SAM, the Serverless Framework. */
const programs = ['cdk.json', 'Pulumi.yaml', 'samconfig.toml', 'serverless.yml', 'serverless.yaml']

const isManifest = (text: string) =>
  manifest.test(text) || operated.test(text) || (holder.test(text) && within.test(text))

/** Whether deployment manifests or infrastructure code of the repository's own are here (verdicts.md, "a deployment"). */
export async function holdsManifests(repository: Repository): Promise<boolean> {
  if (repository.named(...programs).some(isOwn)) return true
  for (const { path } of repository.ending('.json').filter(isOwn))
    if (await isWholeTemplate(path, repository)) return true
  if (await someText(repository, (text) => root.test(text), isManifest)) return true
  const templates = await manifestTemplates(repository)
  return templates.some(({ path, content }) => !isForOwnMachine(path) && !isTrial(path) && isManifest(content))
}

/**
 * Whether who keeps the code runs it, whatever else is published: a service is an object of the organisation's own
 * platform, or infrastructure keeps its state in a place of theirs.
 */
export const isRunByItsOwners = (repository: Repository): Promise<boolean> =>
  someText(
    repository,
    (text) => remoteState.test(text),
    (text) => ofOwnPlatform.test(text),
  )

type IsWanted = (text: string) => boolean

/** Whether a file of Terraform, or one with objects of Kubernetes, that is the repository's own is what is wanted. */
async function someText(repository: Repository, ofTerraform: IsWanted, ofKubernetes: IsWanted): Promise<boolean> {
  for (const { path } of repository.ending('.yaml', '.yml', '.tf').filter(isOwn)) {
    const isTerraform = path.endsWith('.tf')
    if (!isTerraform && !repository.mayHold(path, 'apiVersion')) continue
    const text = await repository.text(path)
    if (text && (isTerraform ? ofTerraform : ofKubernetes)(text.content)) return true
  }
  return false
}

const isOwn = ({ path, area }: RepositoryFile): boolean => area === 'main' && !isForOwnMachine(path) && !isTrial(path)

/** A template of Azure Resource Manager that is deployed by itself, and is no part of others or what tests run on. */
async function isWholeTemplate(path: string, repository: Repository): Promise<boolean> {
  if (partOfOthers.test(path) || !repository.mayHold(path, 'eploymentTemplate.json')) return false
  const content = (await repository.text(path))?.content ?? ''
  return (
    /"\$schema"\s*:\s*"[^"]*deploymentTemplate\.json#?"/i.test(content) && /"type"\s*:\s*"Microsoft\./.test(content)
  )
}

const partOfOthers = /(^|\/)(modules?|nested\w*|linked\w*|building-?blocks)\/|test-resources/i
