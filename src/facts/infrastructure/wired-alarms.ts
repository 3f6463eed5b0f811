import { Hidden, isHidden } from '../hidden.ts'
import { hiddenCheck } from '../rollout/check.ts'
import type { RollbackCheck, RollbackTrigger } from '../schema/operation.ts'
import { guardsOf } from './guards.ts'
import { ofCloudWatch } from './metrics.ts'
import { attribute, type InfrastructureResource, listIn, resourcesOf, textIn } from './resource.ts'
import { isMap, type Value } from './value.ts'
import { names, runsOf, whereOf } from './where.ts'

/** Where a resource keeps the names of the alarms that stop a rollout. */
const lists: Readonly<Record<string, readonly [block: string, list: string]>> = {
  aws_ecs_service: ['alarms', 'alarms.alarm_names'],
  aws_codedeploy_deployment_group: ['alarm_configuration', 'alarm_configuration.alarms'],
}

/** Rollouts of ECS and CodeDeploy that alarms take back, with what these alarms watch. */
export function wiredAlarms(all: readonly InfrastructureResource[]): readonly RollbackTrigger[] {
  return runsOf(all).flatMap((run) => {
    const alarms = resourcesOf(run, ['aws_cloudwatch_metric_alarm'])
    const guards = new Map(guardsOf(run).map((guard) => [guard.id, guard]))
    return resourcesOf(run, Object.keys(lists)).flatMap((resource): RollbackTrigger[] => {
      const guard = guards.get(resource.id)
      if (!guard || guard.onAlarm === false) return []
      const checks = checksOf(resource, alarms, guard.onAlarm)
      return [
        {
          id: resource.id,
          name: resource.address,
          controller: resource.type === 'aws_ecs_service' ? 'ecs' : 'codedeploy',
          checks: [...checks],
          watches: [...new Set(checks.map(({ name }) => name))].join(', '),
          ...whereOf(resource),
          file: resource.file,
          place: attribute(resource, lists[resource.type]?.[0] ?? '').place,
        },
      ]
    })
  })
}

function checksOf(
  resource: InfrastructureResource,
  alarms: readonly InfrastructureResource[],
  onAlarm: boolean | Hidden,
): readonly RollbackCheck[] {
  const [block, path] = lists[resource.type] as readonly [string, string]
  const { place } = attribute(resource, block)
  const listed = listIn(resource, path) ?? []
  if (isHidden(onAlarm)) return [hiddenCheck('its alarms', onAlarm.what, place)]
  if (isHidden(listed)) return [hiddenCheck('its alarms', listed.what, place)]
  return listed.map(bareName).map((value) => {
    const alarm = alarms.find((one) => names(value, one, textIn(one, 'alarm_name')))
    return alarm ? checkOf(alarm) : hiddenCheck(nameOf(value), `what the alarm ${nameOf(value)} watches`, place)
  })
}

/** CloudFormation lists alarms of CodeDeploy as maps with a name. */
const bareName = (value: Value): Value => (isMap(value) ? (value.name ?? value.Name ?? value) : value)

const nameOf = (value: Value) => (typeof value === 'string' ? value : 'that is named here')

function checkOf(alarm: InfrastructureResource): RollbackCheck {
  const { signal, metric } = ofCloudWatch(alarm)
  const { statistic, measure, bound } = metric
  const name = textIn(alarm, 'alarm_name')
  return {
    name: typeof name === 'string' ? name : alarm.name,
    signal: signal === 'other' ? otherOf(alarm) : signal,
    statistic,
    measure,
    bound,
    place: alarm.place,
  } as RollbackCheck
}

/** A metric of the service's own may be any, where its name or its alarm's lets expect one. */
function otherOf(alarm: InfrastructureResource) {
  const text = `${alarm.name} ${String(textIn(alarm, 'alarm_name') ?? '')} ${String(textIn(alarm, 'metric_name') ?? '')}`
  return /err|fail|5xx|success|latenc|duration|response|slow/i.test(text)
    ? new Hidden(`what the alarm ${alarm.name} watches`, {
        kind: 'file',
        text: 'give the alarm one metric of a known name',
      })
    : 'other'
}
