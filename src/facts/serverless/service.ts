import type { Settings } from '../../config/settings.ts'
import { dirname } from '../../documents/path.ts'
import type { DataNode, Entry } from '../../documents/tree.ts'
import { DataNode as Tree } from '../../documents/tree.ts'
import { evaluate } from '../cloudformation/evaluate.ts'
import { type Reading, resourcesIn } from '../cloudformation/resources.ts'
import type { Scope } from '../cloudformation/scope.ts'
import { deploymentGroup } from '../cloudformation/serverless.ts'
import type { Template } from '../cloudformation/template.ts'
import type { InfrastructureResource } from '../infrastructure/resource.ts'
import { mapOf, textOf, type Value } from '../infrastructure/value.ts'
import { unnamed } from '../pipeline/environment.ts'
import type { Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import { filesOf } from './files.ts'
import { type Stage, stagesOf } from './stages.ts'
import { type Allowance, type Files, Variables } from './variables.ts'

/** A configuration of a service, and what is known with it. */
interface Service {
  readonly file: string
  readonly root: DataNode
  readonly files: Files
  readonly allowance: Allowance
}

/** What a service makes in each of its stages. */
export async function resourcesOfService(
  file: string,
  root: DataNode,
  repository: Repository,
  settings: Settings,
  workflows: readonly Workflow[],
  reading: Reading,
): Promise<readonly InfrastructureResource[]> {
  if ((root.at('provider', 'name') ?? root.get('provider'))?.text !== 'aws') return []
  const content = (await repository.text(file))?.content ?? ''
  const service: Service = { file, root, files: await filesOf(file, content, repository), allowance: { left: 300_000 } }
  const stages = stagesOf(file, root, content, workflows, settings)
  return stages.flatMap((stage, number) => inStage(service, stage, number, reading))
}

function inStage(service: Service, stage: Stage, number: number, reading: Reading): readonly InfrastructureResource[] {
  const { file, root, files, allowance } = service
  const folder = dirname(file)
  const variables = new Variables(root, folder, stage.options, files, allowance)
  const part = (key: string) => {
    const node = root.get(key)
    return node && variables.expand(node)
  }
  const [resources, functions, provider] = [part('resources'), part('functions'), part('provider')]
  const template: Template = {
    file,
    root: resources?.kind === 'map' ? resources : root,
    parameters: variables.unknown,
    resources: merged(resources, root),
    isServerless: false,
    macros: [],
  }
  const environment = stage.environment?.class ?? unnamed(file, file)
  const environmentName = stage.environment?.name ?? ''
  const given = new Map<string, Value>()
  const made = resourcesIn(template, { given, open: undefined, environment, environmentName }, number, reading)
  const scope: Scope = { template, given, open: undefined, prefix: '', asked: new Map(), left: reading.left }
  for (const way of variables.circles) {
    const message = `variables need one another in a circle: ${way.join(' → ')}`
    if (!reading.problems.some((one) => one.message === message)) reading.problems.push({ place: root.place, message })
  }
  const own = new Own(service, { environment, environmentName, variant: number }, scope)
  const name = textOf((part('service') && evaluate(part('service') as DataNode, scope)) ?? null)
  return [
    ...made,
    own.stack(provider),
    ...(functions?.asList ?? [])
      .flatMap(({ entries }) => entries)
      .flatMap((entry) =>
        own.ofFunction(
          entry,
          provider,
          `${name ?? root.get('service')?.text ?? 'service'}-${stage.options.stage ?? 'stage'}`,
        ),
      ),
    ...(part('plugins')?.asList ?? []).flatMap((plugin) => own.ofPlugin(plugin)),
  ]
}

/** `resources` is a template, or a list of them. */
function merged(resources: DataNode | undefined, root: DataNode): DataNode {
  const entries: Entry[] = (resources?.asList ?? []).flatMap((one) => [...(one.get('Resources')?.entries ?? [])])
  const { file, span } = resources ?? root
  return new Tree('map', file, span, null, [], entries, '', '')
}

type Where = Pick<InfrastructureResource, 'environment' | 'environmentName' | 'variant'>

/** What the framework makes beside the resources that are written out. */
class Own {
  constructor(
    private readonly service: Service,
    private readonly where: Where,
    private readonly scope: Scope,
  ) {}

  /** The stack as a whole, and what is said of failed updates of it. */
  stack(provider: DataNode | undefined): InfrastructureResource {
    const off = provider?.get('disableRollback')
    const value = off && evaluate(off, this.scope)
    const at = off ? (provider as DataNode).keyPlace('disableRollback') : this.service.root.keyPlace('service')
    return this.#resource('serverless_stack', 'service', value === undefined ? {} : { disable_rollback: value }, at)
  }

  /** The group of logs of a function, and the deployment group where its traffic is shifted step by step. */
  ofFunction(
    { key, keySpan, value }: Entry,
    provider: DataNode | undefined,
    prefix: string,
  ): readonly InfrastructureResource[] {
    const { file } = this.service
    const place = { file: value.file || file, start: keySpan.start, end: keySpan.end }
    const kept = [value, provider].find((one) => one?.get('logRetentionInDays'))
    const days = kept?.get('logRetentionInDays')
    const found: InfrastructureResource[] = []
    if (value.get('disableLogs')?.text !== 'true') {
      const name = value.get('name')
      const called = (name && evaluate(name, this.scope)) ?? `${prefix}-${key}`
      const full = typeof called === 'string' ? `/aws/lambda/${called}` : called
      const settings = { name: full, ...(days && { retention_in_days: evaluate(days, this.scope) ?? null }) }
      const at = days ? (kept as DataNode).keyPlace('logRetentionInDays') : place
      found.push(this.#resource('aws_cloudwatch_log_group', key, settings, at))
    }
    const shifting = value.get('deploymentSettings')
    if (shifting?.kind === 'map') {
      const alarms = shifting.get('alarms')
      const group = deploymentGroup(key, true, alarms && evaluate(alarms, this.scope))
      found.push(this.#resource('aws_codedeploy_deployment_group', `${key}DeploymentGroup`, group, shifting.place))
    }
    return found
  }

  /** A plugin that is called after what it makes may make any of it. */
  ofPlugin(plugin: DataNode): readonly InfrastructureResource[] {
    const name = plugin.text ?? ''
    if (!/alert|alarm|monitor|dashboard|datadog|log/i.test(name)) return []
    return [this.#resource(name, name, {}, plugin.place, 'module')]
  }

  #resource(
    type: string,
    name: string,
    settings: Readonly<Record<string, Value>>,
    place: InfrastructureResource['place'],
    mode: InfrastructureResource['mode'] = 'managed',
  ): InfrastructureResource {
    const { file } = this.service
    const { environmentName } = this.where
    const value = mapOf(Object.entries(settings))
    return {
      ...this.where,
      id: `${file}${environmentName && ` (${environmentName})`}:${type}.${name}`,
      mode,
      type,
      name,
      address: name,
      module: dirname(file),
      root: file,
      exists: true,
      file,
      place,
      node: { kind: 'value', value, place },
    }
  }
}
