import { manifestTemplates } from '../manifests/filled-in.ts'
import type { Repository } from '../repository.ts'
import type { ConfigurationSource } from '../schema/separation.ts'

const workload = /^kind:[ \t]*["']?(Deployment|StatefulSet|DaemonSet|Rollout|DeploymentConfig|CronJob|Job|Service)\b/m
const gives =
  /^[ \t]*(?:-[ \t]+)?(?:envFrom:|configMapKeyRef:|configMapRef:|secretKeyRef:|secretRef:|configMap:|env:[ \t]*\r?\n[ \t]*-[ \t]+name:)/m
const containers = /^[ \t]+(-[ \t]+)?containers:/m
const release = /^kind:[ \t]*["']?HelmRelease\b/m
const values = /^[ \t]+(values|valuesFrom):[ \t]*\r?$/m
const generator = /^configMapGenerator:[ \t]*\r?$/m
const compose = /(^|\/)(docker-)?compose[\w.-]*\.ya?ml$/
const variables = /^[ \t]+(environment|env_file):[ \t]*(\r?$|\S)/m

/* Where infrastructure code makes what runs: containers and functions of the clouds, also as the JSON that code fills in. */
const runs =
  /\b(container_definitions|containerPort|aws_lambda_function|aws_apprunner_service|aws_batch_job_definition|azurerm_((linux|windows)_)?(web|function)_app|azurerm_container_app|google_cloud_run\w*|google_cloudfunctions\w*|Microsoft\.(Web\/sites|App\/containerApps)|AWS::(ECS::TaskDefinition|Lambda::Function|Serverless::Function|AppRunner::Service))\b/
/* … and gives it variables. */
const givesVariables =
  /^[ \t]*(?:environment[ \t]*\{|app_settings[ \t]*=|appSettings:|env[ \t]*\{|env:[ \t]*\[|environment_variables[ \t]*=|["']?(?:environment|secrets|environmentFiles)["']?[ \t]*[:=][ \t]*(?:\[|\{|concat\(|merge\()|(?:Environment|Secrets):[ \t]*\r?$)/m

/**
 * The first workload that is given configuration: by variables, mounted files, values of a release; else what
 * infrastructure code makes; else a compose file.
 */
export async function configuredWorkload(repository: Repository): Promise<readonly ConfigurationSource[]> {
  const { touched } = repository
  let service: ConfigurationSource | undefined
  for (const { path, area } of repository.ending('.yaml', '.yml')) {
    if (area !== 'main' || path.startsWith('.github/') || (touched && !touched.has(path))) continue
    const isCompose = compose.test(path)
    if (service && isCompose) continue
    if (!isCompose && !repository.mayHold(path, 'apiVersion') && !/(^|\/)kustomization\.ya?ml$/.test(path)) continue
    const content = (await repository.text(path))?.content ?? ''
    const found = isCompose ? variables.exec(content) : givenIn(content)
    if (!found) continue
    const fact = sourceAt(found, path, isCompose ? 'its services' : kindOf(content))
    if (!isCompose) return [fact]
    service = fact
  }
  for (const { path, content } of await manifestTemplates(repository)) {
    const found = touched && !touched.has(path) ? null : givenIn(content)
    if (found) return [sourceAt(found, path, kindOf(content))]
  }
  const made = await configuredByCode(repository)
  return made ? [made] : service ? [service] : []
}

function sourceAt(found: RegExpExecArray, path: string, whom: string): ConfigurationSource {
  const written = found[0].trim()
  const start = found.index + found[0].indexOf(written)
  const what = `${path} gives it to ${whom} by ${wayOf(written)}`
  const place = { file: path, start, end: start + written.length }
  return { id: `workload ${path}`, by: 'workload', what, file: path, searched: 0, place } as ConfigurationSource
}

async function configuredByCode(repository: Repository): Promise<ConfigurationSource | undefined> {
  const { touched } = repository
  for (const { path, area } of repository.ending('.tf', '.tpl', '.bicep', '.yaml', '.yml', '.json')) {
    if (area !== 'main' || (touched && !touched.has(path)) || !mayMake(path, repository)) continue
    const content = (await repository.text(path))?.content ?? ''
    const found = runs.test(content) ? givesVariables.exec(content) : null
    if (!found) continue
    const written = found[0].trim()
    const start = found.index + found[0].indexOf(written)
    const place = { file: path, start, end: start + written.length }
    const what = `${path} gives it to what it makes by variables`
    return { id: `workload ${path}`, by: 'workload', what, file: path, searched: 0, place }
  }
  return undefined
}

const mayMake = (path: string, repository: Repository): boolean =>
  /\.(tf|tpl|bicep)$/.test(path) || repository.mayHold(path, 'AWS::')

function givenIn(content: string): RegExpExecArray | null {
  if (workload.test(content) && containers.test(content)) return gives.exec(content)
  return release.test(content) ? values.exec(content) : generator.exec(content)
}

function kindOf(content: string): string {
  const kind = workload.exec(content)?.[1]
  return kind ? `a ${kind}` : release.test(content) ? 'a HelmRelease' : 'its workloads'
}

function wayOf(written: string): string {
  if (/^(values|valuesFrom)/.test(written)) return 'values'
  if (/^(- *)?configMap:/.test(written)) return 'mounted files'
  if (/configMap/.test(written)) return 'a ConfigMap'
  return /secret/.test(written) ? 'a Secret' : 'variables'
}
