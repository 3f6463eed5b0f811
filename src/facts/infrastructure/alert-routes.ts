import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { channelOfAddress, strongest } from '../routing/receivers.ts'
import type { AlertChannel, AlertRoute } from '../schema/operation.ts'
import { channelOfGroup } from './action-groups.ts'
import { attribute, type InfrastructureResource, listIn, nameIn, resourcesOf, textIn, truthIn } from './resource.ts'
import type { Value } from './value.ts'
import { names, runsOf, whereOf } from './where.ts'

type Channel = Seen<AlertChannel>

/** An alert that tells somebody: how bad it is, and by what people are told. */
interface Told {
  readonly of: InfrastructureResource
  readonly isCritical: boolean
  readonly channel: Channel
  readonly receiver: string
}

/** Where the alerts that code makes go, for each system that raises them: the critical ones, else all. */
export function alertRoutesOf(all: readonly InfrastructureResource[]): readonly AlertRoute[] {
  return runsOf(all).flatMap((run) =>
    Object.entries({
      cloudwatch: cloudwatch(run),
      'google-monitoring': google(run),
      'azure-monitor': azure(run),
      datadog: datadog(run),
    }).flatMap(([system, told]) => routeOf(system, told)),
  )
}

function routeOf(system: string, all: readonly Told[]): readonly AlertRoute[] {
  const critical = all.filter(({ isCritical }) => isCritical)
  const told = critical.length > 0 ? critical : all
  const [first] = told
  if (!first) return []
  return [
    {
      id: `${system} ${first.of.id}`,
      system,
      severity: critical.length > 0 ? 'critical' : '',
      channel: together(
        told.map(({ channel }) => channel),
        first.of,
      ),
      receivers: [...new Set(told.map(({ receiver }) => receiver))].join(', '),
      tellsSomebody: true,
      ...whereOf(first.of),
      file: first.of.file,
      place: first.of.place,
    } as AlertRoute,
  ]
}

/** A page only where each of them is one: nobody says which of the others would have been needed. */
function together(channels: readonly Channel[], { file }: InfrastructureResource): Channel {
  if (channels.every((one) => one === 'page')) return 'page'
  const open = channels.find(isHidden)
  if (open) return open
  if (!channels.includes('page')) return strongest(channels) ?? 'nobody'
  return hidden('which of the alerts are critical', `name the critical alerts of ${file} so`)
}

const hidden = (what: string, text: string) => new Hidden(what, { kind: 'file', text })
const critical = /(^|[^a-z])(critical|crit|p1|sev-?1|page|pager|urgent)([^a-z]|$)/i

/** Alarms of CloudWatch by their topics: whoever subscribes to one here. */
function cloudwatch(run: readonly InfrastructureResource[]): readonly Told[] {
  const topics = resourcesOf(run, ['aws_sns_topic']).map((topic) => ({ topic, channel: channelOfTopic(topic, run) }))
  return resourcesOf(run, ['aws_cloudwatch_metric_alarm', 'aws_cloudwatch_composite_alarm']).flatMap((alarm) => {
    const isOff = truthIn(alarm, 'actions_enabled') === false
    const actions = isOff ? [] : (listIn(alarm, 'alarm_actions') ?? [])
    const isCritical = critical.test(nameIn(alarm, 'alarm_name'))
    if (isHidden(actions)) return [{ of: alarm, isCritical, channel: actions, receiver: 'topics that are hidden' }]
    const reached = topics.filter(({ topic }) => actions.some((one) => names(one, topic, textIn(topic, 'name'))))
    // what is made here is known by its address alone
    const isHere = (one: Value) => topics.some(({ topic }) => names(one, topic, textIn(topic, 'name')))
    const elsewhere = actions.filter((one) => !isHere(one)).find(isHidden)
    const channel = strongest([...reached.map((one) => one.channel), ...(elsewhere ? [elsewhere] : [])])
    // what only scales or restarts tells nobody, and was not meant to
    if (channel === undefined) return []
    const urgent = reached.some(({ topic }) => critical.test(`${topic.name} ${nameIn(topic, 'name')}`))
    const receiver = reached.map(({ topic }) => nameIn(topic, 'name')).join(', ')
    return [{ of: alarm, isCritical: isCritical || urgent, channel, receiver }]
  })
}

function channelOfTopic(topic: InfrastructureResource, run: readonly InfrastructureResource[]): Channel {
  const name = textIn(topic, 'name')
  const isOurs = (value: Value | undefined) => names(value, topic, name)
  const subscriptions = resourcesOf(run, ['aws_sns_topic_subscription'])
    .filter((one) => isOurs(attribute(one, 'topic_arn').value))
    .map((one): Channel => {
      const protocol = textIn(one, 'protocol') ?? ''
      if (isHidden(protocol)) return protocol
      if (/^email/.test(protocol)) return 'mail'
      if (protocol === 'sms') return 'push'
      const endpoint = textIn(one, 'endpoint') ?? ''
      const known = channelOfAddress(`${one.name} ${isHidden(endpoint) ? '' : endpoint}`)
      return known ?? hidden(`what the subscription ${one.name} does`, `let ${one.file} say what it subscribes`)
    })
  const chats = resourcesOf(run, ['aws_chatbot_slack_channel_configuration', 'aws_chatbot_teams_channel_configuration'])
    .filter((one) => listOf(one, 'sns_topic_arns').some(isOurs))
    .map((): Channel => 'chat')
  return (
    strongest([...subscriptions, ...chats]) ??
    hidden(`who subscribes to the topic ${topic.name}`, `keep the subscriptions of ${topic.name} in ${topic.file}`)
  )
}

function listOf(of: InfrastructureResource, path: string): readonly Value[] {
  const list = listIn(of, path) ?? []
  return isHidden(list) ? [] : list
}

const types: Readonly<Record<string, AlertChannel>> = { pagerduty: 'page', sms: 'push', email: 'mail', slack: 'chat' }

/** Alert policies of Google by their notification channels. */
function google(run: readonly InfrastructureResource[]): readonly Told[] {
  const channels = resourcesOf(run, ['google_monitoring_notification_channel'])
  return resourcesOf(run, ['google_monitoring_alert_policy']).flatMap((policy) => {
    const listed = listIn(policy, 'notification_channels') ?? []
    const isCritical = textIn(policy, 'severity') === 'CRITICAL' || critical.test(nameIn(policy, 'display_name'))
    if (isHidden(listed)) return [{ of: policy, isCritical, channel: listed, receiver: 'channels that are hidden' }]
    if (listed.length === 0) return []
    const told = listed.map((value): Channel => {
      const found = channels.find((one) => names(value, one, textIn(one, 'display_name')))
      const type = found && textIn(found, 'type')
      const known = typeof type === 'string' ? types[type] : undefined
      return known ?? hidden(`whom a channel of ${policy.name} reaches`, `define the channels of ${policy.name} here`)
    })
    const receiver = nameIn(policy, 'display_name')
    return [{ of: policy, isCritical, channel: strongest(told) ?? 'nobody', receiver }]
  })
}

/** Alerts of Azure by the receivers of their action groups. A severity of 0 is critical. */
function azure(run: readonly InfrastructureResource[]): readonly Told[] {
  const groups = resourcesOf(run, ['azurerm_monitor_action_group'])
  return resourcesOf(run, Object.keys(groupsOfAlerts)).flatMap((alert) => {
    const listed = (groupsOfAlerts[alert.type] ?? []).flatMap((path) => {
      const list = listIn(alert, path)
      return list === undefined ? [] : isHidden(list) ? [list] : list
    })
    if (listed.length === 0 || truthIn(alert, 'enabled') === false) return []
    const severity = attribute(alert, 'severity').value
    const isCritical = severity === 0 || severity === '0' || severity === 'Sev0' || critical.test(nameIn(alert, 'name'))
    const reached = listed.map((value) => groups.find((one) => names(value, one, textIn(one, 'name'))))
    const told = reached.map(
      (group): Channel =>
        group
          ? channelOfGroup(group)
          : hidden(`whom an action group of ${alert.name} reaches`, `define the action groups of ${alert.name} here`),
    )
    const receiver = reached.map((group) => (group ? nameIn(group, 'name') : 'an action group from elsewhere'))
    return [{ of: alert, isCritical, channel: strongest(told) ?? 'nobody', receiver: receiver.join(', ') }]
  })
}

/** Where alerts of Azure name their action groups. */
const groupsOfAlerts: Readonly<Record<string, readonly string[]>> = {
  azurerm_monitor_metric_alert: ['action.action_group_id'],
  azurerm_monitor_activity_log_alert: ['action.action_group_id'],
  azurerm_monitor_scheduled_query_rules_alert: ['action.action_group'],
  azurerm_monitor_scheduled_query_rules_alert_v2: ['action.action_groups'],
  azurerm_monitor_smart_detector_alert_rule: ['action_group.ids'],
}

/** Monitors of Datadog by whom their message calls: `@pagerduty-shop`, `@slack-shop`, `@anna@example.org`. */
function datadog(run: readonly InfrastructureResource[]): readonly Told[] {
  return resourcesOf(run, ['datadog_monitor']).flatMap((monitor) => {
    const message = textIn(monitor, 'message') ?? ''
    const isCritical = attribute(monitor, 'priority').value === 1 || critical.test(nameIn(monitor, 'name'))
    if (isHidden(message)) return [{ of: monitor, isCritical, channel: message, receiver: 'hidden' }]
    const handles = message.match(/@[\w.-]+(?:@[\w.-]+)?/g) ?? []
    if (handles.length === 0) return []
    const told = handles.map((handle): Channel => {
      if (handle.indexOf('@', 1) > 0) return 'mail'
      return (
        channelOfAddress(handle) ?? hidden(`whom ${handle} reaches`, `call a service that is known in ${monitor.file}`)
      )
    })
    return [{ of: monitor, isCritical, channel: strongest(told) ?? 'nobody', receiver: handles.join(', ') }]
  })
}
