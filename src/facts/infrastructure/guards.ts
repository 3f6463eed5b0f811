import type { Place } from '../../documents/place.ts'
import { and, Hidden, isHidden, or, type Seen } from '../hidden.ts'
import type { RolloutGuard } from '../schema/operation.ts'
import { attribute, type InfrastructureResource, listIn, nested, resourcesOf, textIn, truthIn } from './resource.ts'
import { whereOf } from './where.ts'

/** What Terraform says of how platforms take failed rollouts back. */
export function guardsOf(all: readonly InfrastructureResource[]): readonly RolloutGuard[] {
  return [
    ...resourcesOf(all, ['aws_ecs_service']).flatMap(ofService),
    ...resourcesOf(all, ['aws_codedeploy_deployment_group']).map(ofGroup),
    ...resourcesOf(all, ['serverless_stack']).map(ofStack),
    ...resourcesOf(all, ['google_clouddeploy_delivery_pipeline']).map((pipeline) => ofPipeline(pipeline, all)),
    ...all.filter(({ mode, type }) => mode === 'module' && mayHoldService(type)).map(ofModule),
  ]
}

/** A module of ECS; one that is called after what runs, or the cluster that it runs on, makes no service. */
const mayHoldService = (type: string): boolean =>
  /(^|[/_-])ecs([/_-].*)?(service|$)/i.test(type) &&
  !/((container|task)[_-]definition|(ecs[_-]|modules\/)cluster)(?![\w-])/i.test(type)

function guardOf(
  of: InfrastructureResource,
  platform: RolloutGuard['platform'],
  name: Seen<string> | undefined,
  goesBack: Seen<boolean>,
  onAlarm: Seen<boolean>,
  place: Place,
): RolloutGuard {
  const { id, file } = of
  return { id, platform, name: name ?? of.name, goesBack, onAlarm, ...whereOf(of), file, place } as RolloutGuard
}

/** Switched on, and told to roll back: both have no default. */
function switched(of: InfrastructureResource, block: string): Seen<boolean> {
  const found = attribute(of, block).value
  if (isHidden(found)) return found
  return and(truthIn(of, `${block}.enable`) ?? false, truthIn(of, `${block}.rollback`) ?? false)
}

/**
 * A service of ECS: its deployment circuit breaker, and alarms that are wired to its deployments. One that CodeDeploy rolls
 * out is told of by its deployment group (docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker).
 */
function ofService(service: InfrastructureResource): readonly RolloutGuard[] {
  const controller = textIn(service, 'deployment_controller.type') ?? 'ECS'
  if (controller === 'CODE_DEPLOY') return []
  const breaker = switched(service, 'deployment_circuit_breaker')
  const onAlarm = and(switched(service, 'alarms'), someOf(listIn(service, 'alarms.alarm_names')))
  const goes = controller === 'ECS' ? or(breaker, onAlarm) : notSeen('what deploys the ECS service', service)
  const { place } = attribute(service, 'deployment_circuit_breaker')
  return [guardOf(service, 'ecs', textIn(service, 'name'), goes, onAlarm, place)]
}

/**
 * A deployment group of CodeDeploy: back on failure, and on alarms that are wired to it. Without
 * `auto_rollback_configuration` it stays as it failed.
 */
function ofGroup(group: InfrastructureResource): RolloutGuard {
  const enabled = truthIn(group, 'auto_rollback_configuration.enabled') ?? false
  const events = listIn(group, 'auto_rollback_configuration.events') ?? []
  const has = (event: string): Seen<boolean> => {
    if (isHidden(events)) return events
    return events.some((one) => one === event) ? true : (events.find(isHidden) ?? false)
  }
  const wired = and(
    truthIn(group, 'alarm_configuration.enabled') ?? false,
    someOf(listIn(group, 'alarm_configuration.alarms')),
  )
  const onAlarm = and(enabled, has('DEPLOYMENT_STOP_ON_ALARM'), wired)
  const { place } = attribute(group, 'auto_rollback_configuration')
  const back = and(enabled, has('DEPLOYMENT_FAILURE'))
  return guardOf(group, 'codedeploy', textIn(group, 'deployment_group_name'), back, onAlarm, place)
}

/** The stack of the Serverless Framework, with what is declared of failed updates: CloudFormation's default is no declaration. */
function ofStack(stack: InfrastructureResource): RolloutGuard {
  const off = truthIn(stack, 'disable_rollback') ?? notSeen('whether a failed update of the stack is taken back', stack)
  return guardOf(stack, 'serverless', stack.name, isHidden(off) ? off : !off, false, stack.place)
}

const someOf = (list: Seen<readonly unknown[]> | undefined): Seen<boolean> =>
  list === undefined ? false : isHidden(list) ? list : list.length > 0

/** A delivery pipeline of Cloud Deploy goes back by an automation that repairs its rollouts. */
function ofPipeline(pipeline: InfrastructureResource, all: readonly InfrastructureResource[]): RolloutGuard {
  const name = textIn(pipeline, 'name')
  const repairs = resourcesOf(all, ['google_clouddeploy_automation']).filter(
    ({ root, variant }) => root === pipeline.root && variant === pipeline.variant,
  )
  const answers = repairs.flatMap((automation): readonly Seen<boolean>[] => {
    const rules = nested(automation, 'rules')
    if (isHidden(rules)) return [rules]
    return rules.map((rule) => attribute(rule, 'repair_rollout_rule').value !== undefined)
  })
  return guardOf(pipeline, 'clouddeploy', name, or(...answers), false, pipeline.place)
}

function ofModule(module: InfrastructureResource): RolloutGuard {
  const hidden = notSeen(`whether the services of the module ${module.type} go back when a deployment fails`, module)
  return guardOf(module, 'ecs', hidden, hidden, hidden, module.place)
}

/** A file that cannot be read may hold the setting of any service. */
export function guardsIn(file: string): readonly RolloutGuard[] {
  const hidden = new Hidden(`what ${file} says of failed deployments`, { kind: 'file', text: `mend ${file}` })
  const where = { environment: hidden, environmentName: '', environmentClass: '' } as const
  return (['ecs', 'codedeploy', 'clouddeploy', 'serverless'] as const).map((platform) => {
    const said = { platform, name: hidden, goesBack: hidden, onAlarm: hidden, ...where }
    return { id: `${file}: ${platform}`, ...said, file, place: { file } } as RolloutGuard
  })
}

function notSeen(what: string, { address }: InfrastructureResource): Hidden {
  return new Hidden(what, {
    kind: 'file',
    text: `say in the code of ${address} that failed deployments are rolled back`,
  })
}
