import { isOfService, signalOfCloudWatch } from '../infrastructure/metrics.ts'
import { plainName } from '../monitoring/metric-names.ts'
import type { Subject } from '../schema/dashboard.ts'
import { subjectsOfMetric } from './metrics.ts'
import type { Measured } from './sheet.ts'

const bySignal: Readonly<Record<string, readonly Subject[]>> = {
  latency: ['latency'],
  'error-rate': ['errors'],
  cpu: ['cpu'],
  memory: ['memory'],
  availability: ['health'],
}

/** A metric of CloudWatch (docs.aws.amazon.com/AmazonCloudWatch, "services that publish metrics"). */
export function ofCloudWatchMetric(namespace: string, name: string): Measured {
  const amazon = /^(AWS|ECS|ContainerInsights)(\/|$)/.test(namespace)
  if (amazon && !isOfService(namespace)) return { shows: [], platform: true, tool: true }
  if (/^(NetworkIn|NetworkOut|NetworkPackets(In|Out)|Network[RT]xBytes|ProcessedBytes)$/.test(name))
    return { shows: ['network'] }
  if (/^HTTPCode_(Target|ELB)_[45]XX/.test(name) || /^[45]XXError$|^[45]xxErrorRate$/.test(name))
    return { shows: ['errors'] }
  if (/^HTTPCode_(Target|Backend)_[23]XX/.test(name)) return { shows: ['traffic'] }
  if (namespace === 'AWS/SQS') return { shows: [] }
  if (
    /^(RequestCount(PerTarget)?|Requests|Invocations)$/.test(name) ||
    (namespace === 'AWS/ApiGateway' && name === 'Count')
  )
    return { shows: ['traffic'] }
  const signal = signalOfCloudWatch(name, namespace)
  return bySignal[signal] ? { shows: bySignal[signal] } : subjectsOfMetric(name)
}

/** A metric of Azure Monitor (learn.microsoft.com/azure/azure-monitor/reference/metrics-index), by its type of resource. */
export function ofAzureMetric(type: string, written: string): Measured {
  const name = written.replace(/^.*--/, '')
  const plain = plainName(name)
  if (/sql|dbfor|redis|cache|storage|documentdb|keyvault|servicebus|eventhub/i.test(type))
    return { shows: [], platform: true, tool: true }
  if (/^http_?[45]xx$|^http5|failed_?requests|requests_failed|exceptions|failed_request/.test(plain))
    return { shows: ['errors'] }
  if (/response_?time|duration|latency/.test(plain)) return { shows: ['latency'] }
  if (
    /^(total_?)?requests?(_count)?$|^requests_(count|rate)$|request_count|^hits$|page_?views|^http[23]xx$/.test(plain)
  )
    return { shows: ['traffic'] }
  if (/^bytes_(received|sent)$|network_(in|out)|rx_bytes|tx_bytes|throughput/.test(plain)) return { shows: ['network'] }
  if (/working_?set/.test(plain)) return { shows: ['memory'] }
  if (/health|availability|replicas|restart_count/.test(plain)) return { shows: ['health'] }
  return subjectsOfMetric(name)
}

/** A metric of Google Cloud (cloud.google.com/monitoring/api/metrics_gcp). */
export function ofGoogleMetric(type: string, filter: string, grouping: string): Measured {
  if (
    /^(cloudsql|redis|spanner|bigquery|storage|firestore|datastore|memcache|pubsub|dataflow|bigtable|alloydb)\./.test(
      type,
    )
  )
    return { shows: [], platform: true, tool: true }
  const name = type.replace(/^[\w.-]+\.(googleapis\.com|io)\/(user\/|external\/prometheus\/)?/, '')
  const plain = plainName(name)
  if (/latenc/.test(plain)) return { shows: ['latency'] }
  if (
    /request_count|requests?_total|execution_count|server\/response_count/.test(plain) ||
    /(^|_)request_count$/.test(plain)
  ) {
    if (/response_code(_class)?\\?"?\s*!?=~?\s*\\?"?[45]|status\\?"?\s*!=\s*\\?"?ok/i.test(filter))
      return { shows: ['errors'] }
    return { shows: /response_code|status/.test(grouping) ? ['traffic', 'errors'] : ['traffic'] }
  }
  if (/uptime_check|instance_count/.test(plain)) return { shows: ['health'] }
  if (/log_entry_count/.test(plain))
    return { shows: /severity\W+(>=\W*)?(error|critical)/i.test(filter) ? ['errors'] : [] }
  return subjectsOfMetric(name)
}

/** A metric of Datadog (docs.datadoghq.com/metrics), and what it is filtered by. */
export function ofDatadogMetric(name: string): Measured {
  const plain = plainName(name)
  if (
    /^(aws\.(rds|elasticache|dynamodb|es)|postgresql|mysql|redis|kafka|mongodb|elasticsearch|rabbitmq|azure\.(sql|cache))/.test(
      name,
    )
  )
    return { shows: [], platform: true, tool: true }
  if (/^trace[._]/.test(name)) {
    if (/errors?$|errors_by/.test(plain)) return { shows: ['errors'] }
    if (/hits$|hits_by|requests$/.test(plain)) return { shows: ['traffic'] }
    return { shows: ['latency'] }
  }
  if (/^kubernetes_state[._]/.test(name)) {
    if (/replicas_(updated|desired)|rollout/.test(plain)) return { shows: ['progress'] }
    if (/replicas|container_(ready|restarts)|pod_(ready|status)/.test(plain)) return { shows: ['health'] }
  }
  if (/httpcode\w*5xx|http_code\w*5xx|5xx/.test(plain)) return { shows: ['errors'] }
  return subjectsOfMetric(name)
}
