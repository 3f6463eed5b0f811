import { isHidden, or, type Seen } from '../hidden.ts'
import { containersOf, type TaskContainer } from '../infrastructure/containers.ts'
import { guardsOf } from '../infrastructure/guards.ts'
import type { InfrastructureResource } from '../infrastructure/resource.ts'
import { attribute, isOf, madeOf, nested, numberIn, resourcesOf, textIn } from '../infrastructure/resource.ts'
import { unseen } from '../workload/model.ts'
import type { Told } from './from-code.ts'
import { ignores } from './ignored.ts'

/**
 * The services of ECS. A task is watched by the health checks of its essential containers and by those of the load balancer
 * that it stands behind: a deployment waits for both, and a task that fails them is replaced. The `HEALTHCHECK` of a
 * Dockerfile is not looked at (docs.aws.amazon.com/AmazonECS/latest/developerguide/healthcheck.html).
 */
export function ecsWorkloads(
  run: readonly InfrastructureResource[],
): readonly (readonly [InfrastructureResource, Told])[] {
  const guards = new Map(guardsOf(run).map((guard) => [guard.id, guard.goesBack]))
  return resourcesOf(run, ['aws_ecs_service']).map((service) => {
    const watched = or(behindBalancer(service), checked(containersIn(service, run), service))
    return [
      service,
      {
        kind: textIn(service, 'scheduling_strategy') === 'DAEMON' ? 'ECS daemon' : 'ECS service',
        name: textIn(service, 'name'),
        ...countOf(service, run),
        readiness: watched,
        liveness: watched,
        goesBack: guards.get(service.id) ?? byCodeDeploy(service, run, guards),
      },
    ] as const
  })
}

/** The containers of the task that a service runs; undefined where its definition is not among what is made here. */
function containersIn(
  service: InfrastructureResource,
  run: readonly InfrastructureResource[],
): Seen<readonly TaskContainer[]> {
  const { value } = attribute(service, 'task_definition')
  const definition = resourcesOf(run, ['aws_ecs_task_definition']).find(
    (one) => isOf(value, one) || (typeof value === 'string' && value.split(':')[0] === textIn(one, 'family')),
  )
  return definition ? containersOf(definition) : unseen(`the task definition of ${service.address}`, service.file)
}

function checked(containers: Seen<readonly TaskContainer[]>, { address, file }: InfrastructureResource): Seen<boolean> {
  if (isHidden(containers)) return unseen(`the health checks of ${address} (${containers.what})`, file)
  return or(...containers.filter(({ essential }) => essential !== false).map(({ watched }) => watched))
}

function behindBalancer(service: InfrastructureResource): Seen<boolean> {
  const balancers = nested(service, 'load_balancer')
  return isHidden(balancers) ? balancers : balancers.length > 0
}

/** The least that scaling keeps, else what is desired, unless the number is left to whoever changes it by hand. */
function countOf(
  service: InfrastructureResource,
  run: readonly InfrastructureResource[],
): Pick<Told, 'replicas' | 'place'> {
  const name = textIn(service, 'name')
  const isMine = (target: InfrastructureResource) => {
    const { value } = attribute(target, 'resource_id')
    return isOf(value, service) || (typeof value === 'string' && typeof name === 'string' && value.endsWith(`/${name}`))
  }
  const targets = resourcesOf(run, ['aws_appautoscaling_target']).filter(
    (target) => !/^(?!ecs$)/.test(String(textIn(target, 'service_namespace') ?? 'ecs')),
  )
  const own = targets.find(isMine)
  const hidden = (why: string) => unseen(`how many of ${service.address} run, which ${why}`, service.file)
  if (own) {
    const least = numberIn(own, 'min_capacity')
    return {
      replicas: isHidden(own.exists) ? hidden('scaling may decide') : (least ?? hidden('scaling decides')),
      place: attribute(own, 'min_capacity').place,
    }
  }
  const { place } = attribute(service, 'desired_count')
  const mayBeMine = targets.some((target) => {
    const { value } = attribute(target, 'resource_id')
    return isHidden(value) && !madeOf(value).some((address) => address.includes('aws_ecs_service'))
  })
  if (mayBeMine) return { replicas: hidden('a scaling target may decide'), place }
  if (ignores(service, 'desired_count')) return { replicas: hidden('is changed outside the code'), place }
  return { replicas: numberIn(service, 'desired_count') ?? 0, place }
}

/** A service that CodeDeploy rolls out goes back as the deployment group that names it says. */
function byCodeDeploy(
  service: InfrastructureResource,
  run: readonly InfrastructureResource[],
  guards: ReadonlyMap<string, Seen<boolean>>,
): Seen<boolean> {
  const name = textIn(service, 'name')
  const group = resourcesOf(run, ['aws_codedeploy_deployment_group']).find((one) => {
    const services = nested(one, 'ecs_service')
    const { value } = attribute(one, 'ecs_service.service_name')
    return !isHidden(services) && (isOf(value, service) || (typeof value === 'string' && value === name))
  })
  return (
    (group && guards.get(group.id)) ??
    unseen(`what CodeDeploy does when a deployment of ${service.address} fails`, service.file)
  )
}
