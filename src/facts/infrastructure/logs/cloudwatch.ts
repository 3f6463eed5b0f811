import { or, type Seen } from '../../hidden.ts'
import { kindOfName } from '../../log/kind.ts'
import type { LogKind, LogStore } from '../../schema/operation.ts'
import { attribute, type InfrastructureResource, nameIn, numberIn, resourcesOf, textIn } from '../resource.ts'
import { type Value, writtenOut } from '../value.ts'
import { ifMade, names } from '../where.ts'
import { kindOfProject } from './project.ts'
import { storeOf } from './store.ts'

type Writer = readonly [type: string, path: string, kind: LogKind | ((writer: InfrastructureResource) => LogKind)]

/** What writes to a group tells more than its name: type of resource, attribute that names the group, what it writes. */
const writers: readonly Writer[] = [
  ['aws_api_gateway_stage', 'access_log_settings.destination_arn', 'access'],
  ['aws_apigatewayv2_stage', 'access_log_settings.destination_arn', 'access'],
  ['aws_wafv2_web_acl_logging_configuration', 'log_destination_configs', 'access'],
  ['aws_codebuild_project', 'logs_config.cloudwatch_logs.group_name', kindOfProject],
  ['aws_flow_log', 'log_destination', 'other'],
  ['aws_flow_log', 'log_group_name', 'other'],
  ['aws_route53_query_log', 'cloudwatch_log_group_arn', 'other'],
  ['aws_opensearch_domain', 'log_publishing_options', 'other'],
  ['aws_elasticsearch_domain', 'log_publishing_options', 'other'],
  ['aws_elasticache_replication_group', 'log_delivery_configuration', 'other'],
  ['aws_msk_cluster', 'logging_info', 'other'],
  ['aws_sfn_state_machine', 'logging_configuration.log_destination', 'application'],
  ['aws_ecs_task_definition', 'container_definitions', 'application'],
]

/**
 * Groups of CloudWatch Logs. Without `retention_in_days`, and with 0, they keep logs for ever
 * (registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_log_group).
 */
export function cloudWatchStores(run: readonly InfrastructureResource[]): readonly LogStore[] {
  const written = writers.flatMap(([type, path, kind]) =>
    resourcesOf(run, [type]).map((writer) => ({
      value: attribute(writer, path).value,
      kind: typeof kind === 'function' ? kind(writer) : kind,
    })),
  )
  const filters = resourcesOf(run, ['aws_cloudwatch_log_subscription_filter']).map((filter) => ({
    value: attribute(filter, 'log_group_name').value,
    exists: filter.exists,
  }))
  const all = resourcesOf(run, ['aws_cloudwatch_log_account_policy']).some(
    (policy) => textIn(policy, 'policy_type') === 'SUBSCRIPTION_FILTER_POLICY',
  )
  const trails = resourcesOf(run, ['aws_cloudtrail']).map(
    (trail) => attribute(trail, 'cloud_watch_logs_group_arn').value,
  )
  return resourcesOf(run, ['aws_cloudwatch_log_group']).flatMap((group) => {
    const name = textIn(group, 'name') ?? textIn(group, 'name_prefix')
    // a copy for alarms: what a trail keeps is in its bucket
    if (trails.some((value) => names(value, group, name))) return []
    const days = numberIn(group, 'retention_in_days') ?? 0
    return [
      storeOf(group, {
        kind: kindOfGroup(group, name, written),
        name: nameIn(group, 'name', 'name_prefix'),
        system: 'cloudwatch',
        days: ifMade(days, (known) => known === 0 || known >= 365, group),
        forwarded: all ? true : forwarded(group, name, filters),
        place: attribute(group, 'retention_in_days').place,
      }),
    ]
  })
}

type Written = readonly { readonly value: Value | undefined; readonly kind: LogKind }[]

function kindOfGroup(group: InfrastructureResource, name: Seen<string> | undefined, written: Written): LogKind {
  const writer = written.find(({ value }) => names(value, group, name))
  if (writer) return writer.kind
  // `/aws/codebuild/${var.project}` is of a build, whatever the project; else the resource's own name tells
  return kindOfName(`${writtenOut(name)} ${group.name} ${group.address}`)
}

function forwarded(
  group: InfrastructureResource,
  name: Seen<string> | undefined,
  filters: readonly { readonly value: Value | undefined; readonly exists: Seen<boolean> }[],
): Seen<boolean> {
  return or(...filters.filter(({ value }) => names(value, group, name)).map(({ exists }) => exists))
}
