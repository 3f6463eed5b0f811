import type { Place } from '../../documents/place.ts'
import type { DataNode } from '../../documents/tree.ts'
import { and, isHidden, type Seen } from '../hidden.ts'
import type { Node } from '../infrastructure/node.ts'
import { isList, mapOf, type Value } from '../infrastructure/value.ts'
import { evaluate } from './evaluate.ts'
import type { Scope } from './scope.ts'

/**
 * The deployment group that SAM makes of the deployment preference of a function (or of `Globals`): it goes back on
 * failure, and on alarms where some are named
 * (docs.aws.amazon.com/serverless-application-model, "Deploying serverless applications gradually").
 */
export function preferences(properties: DataNode, scope: Scope, otherwise: Place): readonly Node[] {
  const global = scope.template.root.at('Globals', 'Function')
  const preference = properties.get('DeploymentPreference') ?? global?.get('DeploymentPreference')
  const alias = properties.get('AutoPublishAlias') ?? global?.get('AutoPublishAlias')
  if (!preference || !alias) return []
  const value = (key: string): Value | undefined => {
    const node = preference.get(key)
    return node && evaluate(node, scope)
  }
  const enabled = value('Enabled') ?? true
  if (enabled === false || enabled === 'false') return []
  const alarms = value('Alarms')
  const name = properties.get('FunctionName')
  const called = name && evaluate(name, scope)
  const given = mapOf(Object.entries(deploymentGroup(called ?? null, isHidden(enabled) ? enabled : true, alarms)))
  return [{ kind: 'value', value: given, place: preference.file ? preference.place : otherwise }]
}

/** A deployment group that goes back on failure, and on alarms where some are named. */
export function deploymentGroup(
  name: Value,
  on: Seen<boolean>,
  alarms: Value | undefined,
): Readonly<Record<string, Value>> {
  const some = isHidden(alarms) ? alarms : isList(alarms ?? null) && (alarms as readonly Value[]).length > 0
  return {
    deployment_group_name: name,
    auto_rollback_configuration: mapOf([
      ['enabled', on],
      ['events', ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM']],
    ]),
    alarm_configuration: mapOf([
      ['enabled', and(on, some)],
      ['alarms', alarms ?? []],
    ]),
  }
}
