import { Hidden } from '../hidden.ts'
import type { Measure, Signal } from '../schema/operation.ts'
import { type Metrics, statisticName, type Watched } from './metrics.ts'

/*
 * Queries in Kusto over tables of requests (learn.microsoft.com/azure/azure-monitor/reference/tables), which alerts of Azure
 * watch as they would a metric. What a query computes is not followed: its bound is hidden.
 */

const ofRequests = /\b(requests|AppRequests|AppServiceHTTPLogs|W3CIISLog|ContainerAppHTTPLogs|AGWAccessLogs)\b/
const failed = /\bsuccess\s*==\s*["']?false|result_?code|(sc|http)_?status|response_?code|\b5\d\d\b/i
const timed = /\bduration(ms)?\b|time_?taken|\bpercentiles?\s*\(/i

/** What of requests a query watches: how many fail, how long they take; nothing where it is over something else. */
export function ofKusto(query: string): readonly Watched[] {
  const text = query.replace(/\/\/[^\n]*/g, '')
  if (!ofRequests.test(text)) return []
  const quantile = /\bpercentiles?\s*\([^,()]*,\s*(\d+(?:\.\d+)?)/i.exec(text)?.[1]
  return [
    ...(failed.test(text) ? [of('error-rate', '')] : []),
    ...(timed.test(text) ? [of('latency', quantile ? `p${Number(quantile)}` : statisticName('average'))] : []),
  ]
}

/** The detector that learns how many requests usually fail, and tells when there are more. */
export const ofFailureAnomalies = (): Watched => of('error-rate', '')

function of(signal: Signal, statistic: string): Watched {
  const hidden = new Hidden('from where on a query is too much', {
    kind: 'file',
    text: 'alert on a metric with a bound that is written here',
  })
  const metric = {
    statistic,
    measure: hidden as Hidden | Measure,
    bound: hidden,
    services: [],
    scope: 'service',
    form: '',
  }
  return { signal, metric: metric as unknown as Metrics }
}
