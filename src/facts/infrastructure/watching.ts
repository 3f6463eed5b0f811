import { joinPath } from '../../documents/path.ts'
import type { Repository } from '../repository.ts'

/** Types of resources that watch a service which runs elsewhere: alarms, dashboards, filters of logs, whom they tell. */
const watches =
  /^(aws_cloudwatch_(metric_alarm|composite_alarm|log_metric_filter|dashboard|metric_stream|anomaly)|aws_sns_topic|aws_chatbot|azurerm_monitor_|azurerm_portal_dashboard|google_monitoring_|google_logging_metric|datadog_|newrelic_|pagerduty_|opsgenie_|grafana_|statuscake_|sentry_|uptimerobot_|pingdom_|checkly_|betteruptime_|honeycombio_|signalfx_|dynatrace_)/

/** What only tells people: no alarm by itself. */
const tellsOnly = /^aws_(sns_topic|chatbot)/

/**
 * Whether a Terraform folder makes nothing that a service could run on: it has no resource of its own, or only such as watch
 * what runs elsewhere, and the modules it calls lie here and are no other. A folder of JSON, and what is called from
 * elsewhere, may make anything.
 */
export async function onlyWatches(
  folder: string,
  repository: Repository,
  seen: Set<string> = new Set(),
): Promise<boolean> {
  if (seen.has(folder)) return true
  seen.add(folder)
  const files = repository.in(folder)
  if (files.some(({ path }) => /\.(tf|tofu)\.json$|\.tofu$|(^|\/)terragrunt\.hcl$/.test(path))) return false
  // a folder that is not here is fetched on the way
  if (!files.some(({ path }) => path.endsWith('.tf'))) return false
  const types: string[] = []
  const modules: string[] = []
  for (const { path } of files) {
    if (!path.endsWith('.tf')) continue
    const content = (await repository.text(path))?.content
    if (content === undefined) return false
    for (const [, type] of content.matchAll(/^[ \t]*resource[ \t]+"?([\w-]+)/gm)) {
      if (!watches.test(type as string)) return false
      types.push(type as string)
    }
    for (const block of `\n${content}`.split(/\n[ \t]*module[ \t]+"/).slice(1)) {
      const source = /^[ \t]*source[ \t]*=[ \t]*"(\.\.?\/[^"$]*)"/m.exec(block)?.[1]
      const module = source === undefined ? undefined : joinPath(folder, source)
      if (module === undefined) return false
      modules.push(module)
    }
  }
  if (types.length && types.every((type) => tellsOnly.test(type))) return false
  for (const module of modules) if (!(await onlyWatches(module, repository, seen))) return false
  return true
}
