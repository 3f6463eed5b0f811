import type { Subject } from '../schema/dashboard.ts'
import { ofGoogleMetric } from './cloud-metrics.ts'
import type { Measured } from './sheet.ts'

/*
 * Query languages of which only the words are read: Kusto (Azure), NRQL (New Relic), MQL (Google).
 */

/** Kusto: the tables of Application Insights and what is made of them (learn.microsoft.com/azure/azure-monitor/reference/tables). */
export function ofKusto(query: string): Measured {
  const shows = new Set<Subject>()
  const text = query.replace(/\/\/.*$/gm, '')
  const requests = /(^|[\s(|])(requests|AppRequests|AzureDiagnostics|AppServiceHTTPLogs)\b/.test(text)
  if (/(^|[\s(|,])(exceptions|AppExceptions)\b/.test(text)) shows.add('errors')
  if (
    requests &&
    /success\s*(==|=~|!=)|resultCode|ResultCode|httpStatus|ScStatus|success\b/.test(text) &&
    /fals|[45]\d\d|[45]\d*['"]|toint|>= ?[45]/i.test(text)
  )
    shows.add('errors')
  if (/severity_?level\s*>=?\s*[234]|severityLevel|level\s*==\s*['"]error/i.test(text)) shows.add('errors')
  if (
    requests &&
    /(avg|percentiles?|max)\s*\(\s*(duration|DurationMs|timeTaken|TimeTaken|todouble)|duration\s*[<>]/i.test(text)
  )
    shows.add('latency')
  if (requests && /count\s*\(\s*\)|sum\(itemCount\)/.test(text) && !shows.has('errors')) shows.add('traffic')
  if (/% Processor Time|cpuUsageNanoCores|CpuPercent|cpu_?usage/i.test(text)) shows.add('cpu')
  if (/Available MBytes|memoryRssBytes|memoryWorkingSetBytes|Private Bytes|memory_?usage|% Used Memory/i.test(text))
    shows.add('memory')
  if (/Network Interface|networkRxBytes|Bytes (Sent|Received|Total)\/sec/i.test(text)) shows.add('network')
  if (/KubePodInventory|availabilityResults|AppAvailabilityResults/.test(text)) shows.add('health')
  return { shows: [...shows], open: true }
}

/** NRQL (docs.newrelic.com/docs/nrql): what is selected from the events of the agents. */
export function ofNrql(query: string): Measured {
  const shows = new Set<Subject>()
  const served = /from\s+[\w, ]*\b(Transaction|TransactionError|PageView|AjaxRequest|Span|BrowserInteraction)\b/i.test(
    query,
  )
  if (
    /TransactionError|JavaScriptError|error is true|error IS true|httpResponseCode\s*(>=|like '5)|\berror\.|level\s*=\s*'error'|errorCount|\.errors?\b/i.test(
      query,
    )
  )
    shows.add('errors')
  if (
    /(average|percentile|histogram|max|apdex)\s*\(\s*[\w.]*(duration|apdex|latency|responseTime)/i.test(query) ||
    /apdex\(/i.test(query)
  )
    shows.add('latency')
  if (served && /(rate\s*\(\s*)?count\s*\(\s*\*\s*\)/i.test(query) && !shows.has('errors')) shows.add('traffic')
  if (/cpu(Percent|UsedCores|System|User)|cpu\.usage/i.test(query)) shows.add('cpu')
  if (/memory(UsedPercent|WorkingSetBytes|UsedBytes|UsageBytes|Used)|memory\.usage/i.test(query)) shows.add('memory')
  if (/NetworkSample|net\.(rx|tx)Bytes|(receive|transmit)BytesPerSecond/i.test(query)) shows.add('network')
  if (
    /K8sDeploymentSample[\s\S]*pods(Updated|Desired)|pods(Updated|Desired)[\s\S]*K8sDeploymentSample|FROM Deployment\b/i.test(
      query,
    )
  )
    shows.add('progress')
  if (/pods(Available|Ready|Unavailable)|restartCount|SyntheticCheck|isReady/i.test(query)) shows.add('health')
  return { shows: [...shows], open: true }
}

/** MQL (cloud.google.com/monitoring/mql): the metrics that are fetched. */
export function ofMonitoringQuery(query: string): Measured {
  const types = [...query.matchAll(/metric\s+'?([\w.-]+\/[\w./-]+)'?|::\s*'?([\w.-]+\/[\w./-]+)'?/g)].map(
    (match) => (match[1] ?? match[2]) as string,
  )
  const all = types.map((type) => ofGoogleMetric(type, query, query))
  return {
    shows: [...new Set(all.flatMap(({ shows }) => shows))],
    platform: all.length > 0 && all.every(({ platform }) => platform),
    open: true,
  }
}
