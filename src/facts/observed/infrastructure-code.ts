import { basename, dirname } from '../../documents/path.ts'
import { collector } from '../collector.ts'
import { onlyWatches } from '../infrastructure/watching.ts'
import { manifestTemplates } from '../manifests/filled-in.ts'
import { reviewsOf } from '../owners/reviews.ts'
import type { Repository, RepositoryFile } from '../repository.ts'
import type { InfrastructureCode } from '../schema/change.ts'
import { runsInEmulator } from '../terraform/emulated.ts'

type What = InfrastructureCode['what']

/** Names of files that tell by themselves. */
const byName: Readonly<Record<string, What>> = {
  'cdk.json': 'cdk',
  'cdktf.json': 'cdk',
  'Pulumi.yaml': 'pulumi',
  'Pulumi.yml': 'pulumi',
  'serverless.yml': 'serverless',
  'serverless.yaml': 'serverless',
  'Chart.yaml': 'helm',
  'fly.toml': 'platform',
  'render.yaml': 'platform',
  'helmfile.yaml': 'helm',
  'terragrunt.hcl': 'terraform',
}

/** How files of infrastructure end: all others are passed over at once. */
const endings = new Set('json yaml yml toml hcl tf tofu bicep template'.split(' '))

const workload =
  /^[ \t]*(- )?"?kind"?:\s*"?(Deployment|StatefulSet|DaemonSet|CronJob|Service|Ingress|Route|DeploymentConfig|Rollout|Namespace|Application|Template|Kustomization|ConfigMap|HorizontalPodAutoscaler)\b/m

/**
 * CodeDeploy's AppSpec says which version goes where and defines nothing, though its resources have types
 * (docs.aws.amazon.com/codedeploy, "AppSpec file structure": the version is always 0.0, and the resources are a list).
 */
const appSpec = /^[\s{]*["']?version["']?\s*:\s*["']?0\.0\b|^[\s{]*["']?Resources["']?\s*:\s*(?:\[|-)/m

/** What of infrastructure is written down here, one fact for each folder and language. */
export default collector({
  yields: ['infrastructureCode'],
  reads:
    'Terraform, CloudFormation, SAM, CDK, Pulumi, Bicep, ARM, Ansible, manifests, charts and manifests of platforms; CODEOWNERS or OWNERS, and the rules of the default branch (`--forge`)',
  touches: {
    path: /\.(tf|tofu|bicep|template)$|(^|\/)(CODEOWNERS|OWNERS)$|(^|\/)(cdk|cdktf)\.json$|(^|\/)(fly\.toml|terragrunt\.hcl)$|\.(ya?ml|json)$/,
    text: /apiVersion:|[dD]eploymentTemplate\.json#|AWS::|AWSTemplateFormatVersion|applications:|resource|module|provider|tasks:|hosts:|service:|runtime:|primary_region|"app"|^[^\s"'{#].*\s@[\w-]/m,
  },
  async collect({ repository }) {
    const found = new Map<string, Pick<InfrastructureCode, 'id' | 'file' | 'what' | 'place'>>()
    const others: string[] = []
    const templates = new Map((await manifestTemplates(repository)).map(({ path, content }) => [path, content]))
    for (const file of repository.files) {
      if (file.area !== 'main' || file.path.startsWith('.github/') || file.path.startsWith('.tekton/')) continue
      const template = templates.get(file.path)
      const what = template === undefined ? await whatIs(file, repository) : manifestIn(template)
      if (!what) {
        others.push(file.path)
        continue
      }
      const id = `${dirname(file.path) || '.'} (${what})`
      if (found.has(id) || (await isBlank(file, repository))) continue
      found.set(id, { id, file: file.path, what, place: { file: file.path } })
    }
    if (!found.size) return { infrastructureCode: [] }
    const reviewOf = await reviewsOf(others, repository)
    const all: object[] = []
    for (const one of found.values()) {
      const folder = dirname(one.file)
      if (one.what === 'terraform' && (await runsInEmulator(folder, repository))) continue
      const watches = one.what === 'terraform' && (await onlyWatches(folder, repository))
      all.push({ ...one, watches, ...reviewOf(one.file) })
    }
    return { infrastructureCode: all as readonly object[] as readonly InfrastructureCode[] }
  },
})

/** A file of Terraform or Bicep in which all is a comment: it defines nothing. */
async function isBlank({ path }: RepositoryFile, repository: Repository): Promise<boolean> {
  if (!/\.(tf|tofu|bicep)$/.test(path)) return false
  const content = (await repository.text(path))?.content
  return content !== undefined && content.replace(/\/\*[\s\S]*?\*\/|^[ \t]*(#|\/\/).*$/gm, '').trim() === ''
}

function byPath({ path }: RepositoryFile): What | undefined {
  const name = basename(path)
  if (Object.hasOwn(byName, name)) return byName[name]
  if (/\.(tf|tofu)$/.test(name)) return 'terraform'
  if (name.endsWith('.bicep')) return 'bicep'
  if (/(^|\/)roles\/[^/]+\/tasks\/main\.ya?ml$/.test(path) || /(^|\/)(ansible|playbooks)\/[^/]+\.ya?ml$/.test(path))
    return 'ansible'
  return undefined
}

/** What is known by its text holds one of these, but for app.yaml. */
const words = ['eploymentTemplate.json', 'AWS::', 'AWSTemplateFormatVersion', 'apiVersion', 'applications:'] as const

/** Larger files are data. */
const largest = 400_000

/** Whose text may tell what they are. */
const tells = /\.(ya?ml|json|template)$/

function mayTell({ path, size }: RepositoryFile, repository: Repository): boolean {
  if (!tells.test(path) || size > largest) return false
  if (path.endsWith('.json') && /(^|\/)(package|package-lock|tsconfig|composer)[\w.]*\.json$/.test(path)) return false
  return basename(path) === 'app.yaml' || repository.mayHold(path, ...words)
}

const manifestIn = (content: string): What | undefined =>
  /^[ \t]*(- )?apiVersion:/m.test(content) && workload.test(content) ? 'kubernetes' : undefined

/** What a file is by its path, else by its content. */
function whatIs(file: RepositoryFile, repository: Repository): What | undefined | Promise<What | undefined> {
  if (!endings.has(file.path.slice(file.path.lastIndexOf('.') + 1))) return undefined
  return byPath(file) ?? (mayTell(file, repository) ? byContent(file, repository) : undefined)
}

async function byContent({ path }: RepositoryFile, repository: Repository): Promise<What | undefined> {
  const name = basename(path)
  const content = (await repository.text(path))?.content
  if (content === undefined) return undefined
  // also of a subscription, a management group, a tenant: `subscriptionDeploymentTemplate.json#`
  if (/deploymentTemplate\.json#/i.test(content)) return 'arm'
  if (appSpec.test(content)) return undefined
  if (/AWS::Serverless/.test(content) && /Transform/.test(content)) return 'sam'
  if (/^[ \t]*"?AWSTemplateFormatVersion"?\s*:/m.test(content) || /^[ \t]*"?Type"?:\s*"?'?AWS::\w+::/m.test(content))
    return 'cloudformation'
  if (!/\.ya?ml$/.test(path)) return undefined
  if (manifestIn(content)) return 'kubernetes'
  if (/^manifest[\w.-]*\.ya?ml$/.test(name) && /^applications:/m.test(content)) return 'platform'
  return name === 'app.yaml' && /^(runtime|env|service):/m.test(content) ? 'platform' : undefined
}
