import { isHidden } from '../hidden.ts'
import type { Names, Part } from '../infrastructure/named.ts'
import { isList, Made, type Value } from '../infrastructure/value.ts'

/** How a type of resource is called by Terraform's provider, and what that calls otherwise. */
export interface Type {
  readonly type: string
  readonly names: Names
}

type Told = Type | ((resource: Part) => Type | undefined)

const plain = (type: string, names: Names = {}): Type => ({ type, names })
const onOff = (path: string) => ({ path, means: { Enabled: true, Disabled: false } }) as const

const probe = (type: string) => ({ path: 'probes', where: ['type', type] }) as const

const container: Names = {
  liveness_probe: probe('Liveness'),
  readiness_probe: probe('Readiness'),
  startup_probe: probe('Startup'),
}

/** A criterion without a namespace is of the resource that is watched. */
function metricAlert(alert: Part): Type {
  const watched = valueAt(alert, 'properties', 'targetResourceType') ?? valueAt(alert, 'properties', 'scopes')
  const one = isList(watched ?? null) ? (watched as readonly Value[])[0] : watched
  const space = one instanceof Made ? one.address : typeof one === 'string' ? one : ''
  const criterion: Names = {
    metric_namespace: { path: 'metricNamespace', otherwise: space },
    aggregation: 'timeAggregation',
  }
  const dynamic = ['criterionType', 'DynamicThresholdCriterion'] as const
  return plain('azurerm_monitor_metric_alert', {
    enabled: 'properties.enabled',
    severity: 'properties.severity',
    criteria: { path: 'properties.criteria.allOf', except: dynamic, names: criterion },
    dynamic_criteria: { path: 'properties.criteria.allOf', where: dynamic, names: criterion },
    action: 'properties.actions',
  })
}

/** In its older form (2018-04-16) the query is a source, and the groups stand in an action. */
const queryAlert = (alert: Part): Type =>
  valueAt(alert, 'properties', 'source') === undefined
    ? plain('azurerm_monitor_scheduled_query_rules_alert_v2', {
        enabled: 'properties.enabled',
        severity: 'properties.severity',
        criteria: 'properties.criteria.allOf',
        action: { path: 'properties.actions', names: { action_groups: 'actionGroups' } },
      })
    : plain('azurerm_monitor_scheduled_query_rules_alert', {
        enabled: { path: 'properties.enabled', means: { true: true, false: false } },
        severity: 'properties.action.severity',
        query: 'properties.source.query',
        action: { path: 'properties.action', names: { action_group: 'aznsAction.actionGroup' } },
      })

/** Functions, logic apps and workflows are no services that somebody keeps running. */
function site(one: Part): Type | undefined {
  const kind = valueAt(one, 'kind')
  if (typeof kind === 'string' && /function|workflow/i.test(kind)) return undefined
  const isLinux = typeof kind === 'string' && /linux/i.test(kind)
  return plain(isLinux ? 'azurerm_linux_web_app' : 'azurerm_windows_web_app', {
    site_config: 'properties.siteConfig',
  })
}

const auditing = plain('azurerm_mssql_server_extended_auditing_policy', {
  enabled: onOff('properties.state'),
  retention_in_days: 'properties.retentionDays',
})

const diagnostics = plain('azurerm_monitor_diagnostic_setting', {
  log_analytics_workspace_id: 'properties.workspaceId',
  enabled_log: 'properties.logs',
})

/**
 * The types that facts are made of (learn.microsoft.com/azure/templates), under the names of Terraform's provider
 * (registry.terraform.io/providers/hashicorp/azurerm), so that one reader judges both.
 */
const types: Readonly<Record<string, Told>> = {
  'microsoft.insights/metricalerts': metricAlert,
  'microsoft.insights/scheduledqueryrules': queryAlert,
  'microsoft.insights/activitylogalerts': plain('azurerm_monitor_activity_log_alert', {
    enabled: 'properties.enabled',
    criteria: {
      path: 'properties.condition',
      names: { category: { path: 'allOf', pairs: ['field', 'equals'], key: 'category' } },
    },
    action: 'properties.actions.actionGroups',
  }),
  'microsoft.alertsmanagement/smartdetectoralertrules': plain('azurerm_monitor_smart_detector_alert_rule', {
    enabled: onOff('properties.state'),
    severity: 'properties.severity',
    detector_type: 'properties.detector.id',
    action_group: { path: 'properties.actionGroups', names: { ids: 'groupIds' } },
  }),
  'microsoft.insights/actiongroups': plain('azurerm_monitor_action_group', {
    enabled: 'properties.enabled',
    email_receiver: 'properties.emailReceivers',
    sms_receiver: 'properties.smsReceivers',
    voice_receiver: 'properties.voiceReceivers',
    webhook_receiver: 'properties.webhookReceivers',
    arm_role_receiver: 'properties.armRoleReceivers',
    azure_app_push_receiver: 'properties.azureAppPushReceivers',
    azure_function_receiver: 'properties.azureFunctionReceivers',
    logic_app_receiver: 'properties.logicAppReceivers',
    itsm_receiver: 'properties.itsmReceivers',
    event_hub_receiver: 'properties.eventHubReceivers',
  }),
  'microsoft.operationalinsights/workspaces': plain('azurerm_log_analytics_workspace', {
    retention_in_days: 'properties.retentionInDays',
  }),
  'microsoft.insights/components': plain('azurerm_application_insights', {
    workspace_id: 'properties.WorkspaceResourceId',
    retention_in_days: 'properties.RetentionInDays',
  }),
  'microsoft.insights/diagnosticsettings': diagnostics,
  'microsoft.sql/servers/auditingsettings': auditing,
  'microsoft.sql/servers/extendedauditingsettings': auditing,
  'microsoft.sql/servers/databases/auditingsettings': auditing,
  'microsoft.sql/servers/databases/extendedauditingsettings': auditing,
  'microsoft.web/sites': site,
  'microsoft.web/serverfarms': plain('azurerm_service_plan', { worker_count: 'sku.capacity' }),
  'microsoft.app/containerapps': plain('azurerm_container_app', {
    revision_mode: { path: 'properties.configuration.activeRevisionsMode', otherwise: 'Single' },
    ingress: 'properties.configuration.ingress',
    template: {
      path: 'properties.template',
      names: { container: { path: 'containers', names: container }, min_replicas: 'scale.minReplicas' },
    },
  }),
  'microsoft.containerinstance/containergroups': plain('azurerm_container_group', {
    container: { path: 'properties.containers', names: { image: 'properties.image' } },
  }),
  'microsoft.dbforpostgresql/flexibleservers': plain('azurerm_postgresql_flexible_server'),
  'microsoft.dbforpostgresql/servers': plain('azurerm_postgresql_server'),
  'microsoft.dbformysql/flexibleservers': plain('azurerm_mysql_flexible_server'),
  'microsoft.dbformysql/servers': plain('azurerm_mysql_server'),
  'microsoft.dbformariadb/servers': plain('azurerm_mariadb_server'),
  'microsoft.sql/servers/databases': plain('azurerm_mssql_database'),
  'microsoft.sql/managedinstances/databases': plain('azurerm_mssql_managed_database'),
  'microsoft.documentdb/databaseaccounts': plain('azurerm_cosmosdb_account', { backup: 'properties.backupPolicy' }),
  'microsoft.portal/dashboards': plain('azurerm_portal_dashboard', { dashboard_properties: 'properties' }),
  'microsoft.insights/workbooks': plain('azurerm_application_insights_workbook', {
    display_name: 'properties.displayName',
    data_json: 'properties.serializedData',
  }),
}

/** What a resource is to Terraform; undefined where no fact is made of its type. */
export function typeOf(type: string, resource: Part | undefined): Type | undefined {
  const lower = type.toLowerCase()
  // settings of diagnostics may be written as a part of what they are for
  if (/\/providers\/diagnosticsettings$/.test(lower)) return diagnostics
  const told = Object.hasOwn(types, lower) ? types[lower] : undefined
  return typeof told === 'function' ? resource && told(resource) : told
}

/** What stands at the end of a path as plain data. */
export function valueAt(part: Part, ...path: readonly string[]): Value | undefined {
  let found: Part | undefined = part
  for (const key of path) {
    const like: string | undefined = found?.keys().find((one) => one.toLowerCase() === key.toLowerCase())
    found = like === undefined ? undefined : found?.entry(like)
  }
  const value = found?.value()
  return isHidden(value) && found?.kind !== 'value' ? undefined : value
}
