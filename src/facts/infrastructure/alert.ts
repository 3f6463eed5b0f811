import { and, Hidden, isHidden, type Seen } from '../hidden.ts'
import { noMetric } from '../monitoring/metric-fields.ts'
import { namesSignal } from '../monitoring/metric-names.ts'
import type { Alert, Signal } from '../schema/operation.ts'
import type { Metrics } from './metrics.ts'
import type { Node } from './node.ts'
import { type InfrastructureResource, listIn, textIn, truthIn } from './resource.ts'
import { Made, type Value } from './value.ts'
import { whereOf } from './where.ts'

/** An alert as the resource that makes it tells of it. */
export function alertOf(
  of: InfrastructureResource,
  system: string,
  signal: Seen<Signal>,
  reaches: Seen<boolean>,
  metric: Partial<Metrics> = {},
  isKnown = false,
): Alert {
  const name = textIn(of, 'alarm_name') ?? textIn(of, 'name') ?? textIn(of, 'display_name')
  const shown = typeof name === 'string' ? name : of.name
  const told = isHidden(of.exists) && reaches !== false ? of.exists : reaches
  return {
    id: of.id,
    name: shown,
    system,
    signal: signal === 'other' && !isKnown && metric.scope === 'service' && namesSignal(shown) ? unread(shown) : signal,
    reaches: told,
    ...noMetric,
    ...metric,
    made: and(isHidden(of.exists) ? of.exists : true, enabledOf(of)),
    silent: told === false,
    ...whereOf(of),
    file: of.file,
    place: of.place,
  } as Alert
}

const unread = (name: string) =>
  new Hidden(`what ${name} watches`, { kind: 'version', text: `a later version of Assay reads the metric of ${name}` })

/**
 * Whether an alert is switched on; alarms of CloudWatch have a switch for their actions instead. Rules of EventBridge and
 * of the notifications of developer tools say it in a word, `DISABLED`, or by an older switch.
 */
export function enabledOf(of: InfrastructureResource): Seen<boolean> {
  const byWord = ofAws.has(of.type) ? (textIn(of, 'state') ?? textIn(of, 'status')) : undefined
  if (byWord !== undefined) return isHidden(byWord) ? byWord : byWord.toUpperCase() !== 'DISABLED'
  return truthIn(of, 'enabled') ?? truthIn(of, 'is_enabled') ?? true
}

const ofAws: ReadonlySet<string> = new Set(['aws_cloudwatch_event_rule', 'aws_codestarnotifications_notification_rule'])

/** Whether a list of whom to tell has somebody in it. */
export function told(of: InfrastructureResource | Node, path: string): Seen<boolean> {
  const list = listIn(of, path)
  // an id that is known when it is made is the id of somebody
  if (list instanceof Made && /^(id|arn)$/.test(list.attribute)) return true
  return list === undefined ? false : isHidden(list) ? list : list.some((one) => !isForMachine(one))
}

/**
 * An action of an alarm that starts, stops or scales a machine, and tells nobody
 * (docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/UsingAlarmActions.html).
 */
export const isForMachine = (action: Value) =>
  typeof action === 'string' && /^arn:[\w-]+:(?:automate|swf|autoscaling):/.test(action)
