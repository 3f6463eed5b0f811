import { isForOwnMachine, isTrial } from '../areas.ts'
import { collector } from '../collector.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { manifestTemplates } from '../manifests/filled-in.ts'
import { graphOf } from '../pipeline/graph/index.ts'
import type { Repository } from '../repository.ts'
import type { Pipeline } from '../schema/pipeline.ts'
import { hiddenTags } from '../versions/read.ts'

/** The one fact on the repository as a whole. */
export default collector({
  yields: ['repository'],
  needs: ['workflows', 'deployments', 'pipelines', 'steps', 'versionTags'],
  reads: 'the pipelines, the tags and assay.yaml',
  async collect(context) {
    const { repository, observed, settings } = context
    const published = observed.steps.some(
      ({ kinds, byName }) => kinds.includes('publish') && !byName.includes('publish'),
    )
    const publishes = published || (hiddenPublishing(context) ?? false)
    const found = observed.deployments.length > 0 || handsOver(context) || hiddenDeployment(observed.pipelines)
    // what is published has manifests for those who run it elsewhere
    const held = async () => publishes === false && (await holdsManifests(repository))
    return {
      repository: [
        {
          git: repository.history !== undefined,
          deploys: settings.deploys ?? (found || (await held()) || nothingFound),
          publishes,
          tagged: await tagged(context),
          pipelines: observed.pipelines.length,
          place: { file: '' },
        },
      ],
    }
  },
})

/** A pipeline that may deploy, though what it does cannot be seen. */
function hiddenDeployment(pipelines: readonly Pipeline[]): Hidden | undefined {
  return pipelines.map((pipeline) => pipeline.deploys).find(isHidden)
}

/** A workload of Kubernetes, or what an apply of Terraform works on and keeps its state by. */
const workload = '["\']?(Deployment|StatefulSet|DaemonSet|DeploymentConfig|Rollout|CronJob)\\b'
const manifest = new RegExp(`^kind:\\s*${workload}`, 'm')
const root = /^\s*backend\s+"\w+"\s*\{|^provider\s+"\w+"\s*\{/m

/** What OpenShift makes from a Template, and kubectl from a List, stands within it. */
const holder = /^kind:\s*["']?(Template|List)\b/m
const within = new RegExp(`^\\s*(?:-\\s+)?kind:\\s*${workload}`, 'm')

/** Objects that an operator or a platform keeps a service running by: Clowder, Nais, Knative. */
const operated =
  /^\s*(?:-\s+)?apiVersion:\s*["']?(?:cloud\.redhat\.com|nais\.io|serving\.knative\.dev)\/\w+["']?\s*\n\s*kind:\s*["']?(?:ClowdApp|Application|Naisjob|Service)\b/m

/** Programs and settings that describe what is deployed, and where nothing else is kept: CDK, Pulumi, SAM, the Serverless Framework. */
const programs = ['cdk.json', 'Pulumi.yaml', 'samconfig.toml', 'serverless.yml', 'serverless.yaml']

const isManifest = (text: string) =>
  manifest.test(text) || operated.test(text) || (holder.test(text) && within.test(text))

/** Whether deployment manifests or infrastructure code of the repository's own are here (verdicts.md, "a deployment"). */
async function holdsManifests(repository: Repository): Promise<boolean> {
  if (
    repository.named(...programs).some(({ path, area }) => area === 'main' && !isForOwnMachine(path) && !isTrial(path))
  )
    return true
  for (const { path, area } of repository.ending('.yaml', '.yml', '.tf', '.json')) {
    if (area !== 'main' || isForOwnMachine(path) || isTrial(path)) continue
    if (path.endsWith('.json')) {
      if (await isWholeTemplate(path, repository)) return true
      continue
    }
    const isTerraform = path.endsWith('.tf')
    if (!isTerraform && !repository.mayHold(path, 'apiVersion')) continue
    const text = await repository.text(path)
    if (text && (isTerraform ? root.test(text.content) : isManifest(text.content))) return true
  }
  const templates = await manifestTemplates(repository)
  return templates.some(({ path, content }) => !isForOwnMachine(path) && !isTrial(path) && isManifest(content))
}

/** A template of Azure Resource Manager that is deployed by itself, and is no part of others or what tests run on. */
async function isWholeTemplate(path: string, repository: Repository): Promise<boolean> {
  if (partOfOthers.test(path) || !repository.mayHold(path, 'eploymentTemplate.json')) return false
  const content = (await repository.text(path))?.content ?? ''
  return (
    /"\$schema"\s*:\s*"[^"]*deploymentTemplate\.json#?"/i.test(content) && /"type"\s*:\s*"Microsoft\./.test(content)
  )
}

const partOfOthers = /(^|\/)(modules?|nested\w*|linked\w*|building-?blocks)\/|test-resources/i

/** verdicts.md: it is never guessed that a repository does not deploy. */
const nothingFound = new Hidden('whether anything is deployed from here (no deployment was found)', {
  kind: 'answer',
  text: 'say in assay.yaml: deploys: false, if nothing is deployed from here',
})

/** A step hands to somebody else what is then deployed, which alone cannot be seen. */
const handsOver = (context: Parameters<typeof graphOf>[0]): boolean =>
  graphOf(context).judge.plans.all.some(({ atoms }) => atoms.some(({ hidden }) => hidden?.deploys === true))

function hiddenPublishing(context: Parameters<typeof graphOf>[0]): Hidden | undefined {
  for (const { workflow, atoms } of graphOf(context).judge.plans.all) {
    const parts = [...workflow.hidden, ...atoms.flatMap((atom) => atom.hidden ?? [])]
    const hidden = parts.find((part) => part.couldBe.includes('publish'))
    if (hidden) return hidden.value
  }
  return undefined
}

async function tagged({ repository, observed }: Parameters<typeof graphOf>[0]): Promise<Seen<boolean>> {
  const tags = await repository.history?.tags()
  if (tags) return observed.versionTags.length > 0
  return hiddenTags(repository, 'the version tags')
}
