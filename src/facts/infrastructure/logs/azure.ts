import { isHidden } from '../../hidden.ts'
import { kindOfName } from '../../log/kind.ts'
import type { LogKind, LogStore } from '../../schema/operation.ts'
import { attribute, type InfrastructureResource, nested, numberIn, resourcesOf, textIn, truthIn } from '../resource.ts'
import { names } from '../where.ts'
import { storeOf } from './store.ts'

/**
 * Workspaces of Log Analytics (30 days where nothing is said), Application Insights that stand alone (90), audits of SQL
 * servers (for ever), and the logs of web apps (learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure).
 */
export function azureStores(run: readonly InfrastructureResource[]): readonly LogStore[] {
  const found: LogStore[] = []
  const add = (
    of: InfrastructureResource,
    kind: LogKind,
    path: string,
    fallback: number,
    system: string,
    suffix = '',
  ) => {
    const { place } = attribute(of, path)
    const days = numberIn(of, path) ?? fallback
    found.push(storeOf(of, { id: of.id + suffix, kind, system, days, place }))
  }
  const diagnostics = resourcesOf(run, ['azurerm_monitor_diagnostic_setting'])
  for (const workspace of resourcesOf(run, ['azurerm_log_analytics_workspace'])) {
    const name = textIn(workspace, 'name')
    const own = kindOfName(`${workspace.name} ${typeof name === 'string' ? name : ''}`)
    const kinds = new Set<LogKind>([own === 'audit' ? 'audit' : 'application', ...sentTo(workspace, name, diagnostics)])
    for (const kind of kinds) {
      const suffix = kinds.size > 1 ? ` (${kind})` : ''
      add(workspace, kind, 'retention_in_days', 30, 'log-analytics', suffix)
    }
  }
  for (const insights of resourcesOf(run, ['azurerm_application_insights'])) {
    // with a workspace, the logs are kept there
    if (attribute(insights, 'workspace_id').value !== undefined) continue
    add(insights, 'application', 'retention_in_days', 90, 'application-insights')
  }
  for (const audit of resourcesOf(run, [
    'azurerm_mssql_server_extended_auditing_policy',
    'azurerm_mssql_database_extended_auditing_policy',
  ])) {
    if (truthIn(audit, 'enabled') === false) continue
    add(audit, 'audit', 'retention_in_days', 0, 'azure-sql')
  }
  for (const app of resourcesOf(run, ['azurerm_linux_web_app', 'azurerm_windows_web_app', 'azurerm_app_service'])) {
    for (const kept of ['file_system', 'azure_blob_storage']) {
      const path = `logs.http_logs.${kept}.retention_in_days`
      if (attribute(app, path).value !== undefined) add(app, 'access', path, 0, 'app-service', ` (${kept})`)
    }
  }
  return found
}

/** The kinds that settings of diagnostics send to a workspace. */
function sentTo(
  workspace: InfrastructureResource,
  name: ReturnType<typeof textIn>,
  diagnostics: readonly InfrastructureResource[],
): readonly LogKind[] {
  const kinds = new Set<LogKind>()
  for (const setting of diagnostics) {
    if (!names(attribute(setting, 'log_analytics_workspace_id').value, workspace, name)) continue
    for (const type of ['enabled_log', 'log']) {
      const logs = nested(setting, type)
      for (const log of isHidden(logs) ? [] : logs) {
        if (truthIn(log, 'enabled') === false) continue
        const category = textIn(log, 'category') ?? textIn(log, 'category_group')
        if (typeof category !== 'string') continue
        if (/audit|administrative|security/i.test(category)) kinds.add('audit')
        if (/HTTPLogs|AccessLog|GatewayLogs|FrontDoor/i.test(category)) kinds.add('access')
      }
    }
  }
  return [...kinds]
}
