import type { Signal } from '../schema/operation.ts'

/*
 * What metrics are about, by their names: those of Prometheus (prometheus.io/docs/practices/naming) and of the clouds, whose
 * names are brought into the same form. What no word tells is `other`.
 */

/** `HTTPCode_Target_5XX_Count`, `CPUUtilization`, `Percentage CPU` → words of small letters between lines. */
const plainMetric = (name: string) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[\s./:-]+/g, '_')
    .toLowerCase()

const cpu = /(^|_)cpus?(_|$)|cpuutili[sz]ation|(^|_)processor_time|(^|_)load(1|5|15)$/
const memory = /(^|_)(mem|memory|heap)(_|$)|(^|_)(memavailable|memtotal|memfree|rss|private_bytes)/
const noUse =
  /throttl|cfs_|request(s|ed)?(_|$)|limit(s)?(_|$)|capacity|allocatable|overcommit|pressure|gc(_|$)|swap|credit/
const queue =
  /queue|backlog|consumer_?group|(^|_)lag(_|$)|messages?_(ready|visible|pending|undelivered)|approximate_(number|age)|num_undelivered|unacked|offset_lag|active_messages?/
const latency = /latenc|duration|response_?time|request_time|elapsed|_seconds_bucket$|(^|_)(p50|p95|p99)(_|$)/
const latencyOfRequests =
  /(http|request|grpc|rpc|server|api|handler|upstream|query|envoy|istio|nginx|traefik|response|backend|target|latenc|transaction)/
const failure = /error|fail|exception|(^|_)(5xx|4xx|5_?xx|http_?5)(_|$)|code_(target_)?5xx|status_5\d\d/
const requests = /request|http|grpc|rpc|response|calls|invocation|error_rate|errors?_ratio|5xx|transaction|server/

/** The signal of one metric by its name, where the name is enough. */
export function signalOfName(name: string): Signal {
  const plain = plainMetric(name)
  if (cpu.test(plain)) return noUse.test(plain) ? 'other' : 'cpu'
  if (memory.test(plain)) return noUse.test(plain) ? 'other' : 'memory'
  if (queue.test(plain) && !/duration|seconds|_age/.test(plain)) return 'queue-depth'
  if (isFailure(plain) && requests.test(plain)) return 'error-rate'
  if (latency.test(plain) && latencyOfRequests.test(plain)) return 'latency'
  if (
    /^(up|probe_success|.*health.*host.*|.*status_check.*|.*uptime.*|.*unavailable.*|.*availability.*)$/.test(plain)
  ) {
    return 'availability'
  }
  return 'other'
}

/** Whether a name counts what failed. */
export const isFailure = (name: string) => failure.test(plainMetric(name))

/** Metrics of the machines that services run on. */
export const isOfMachine = (metric: string) => /^(node|windows|instance|nodeexporter)[_:]/.test(metric)

const platforms =
  /^(kubelet|etcd|apiserver|scheduler|coredns|kubeproxy|kube_(node|persistent|state_metrics|daemonset)|prometheus|alertmanager|thanos|grafana|loki|cortex|workqueue|rest_client|aggregator|cluster|volume_manager|blackbox_exporter|argocd|argo|certmanager|fluxcd|gotk|controller_runtime|redis|pg|postgres|mysql|mongodb|elasticsearch|memcached|aws_(rds|elasticache|es)|vault|cilium)_/

/** Metrics of the cluster, of databases and of what watches: not of the service. */
export const isOfPlatform = (metric: string) => platforms.test(metric.replaceAll(':', '_'))

/** Jobs of Prometheus that scrape the platform. */
export const isPlatformJob = (job: string) =>
  /(^|[/-])(node-?exporter|kubelet|apiserver|kube-(state-metrics|scheduler|controller-manager|proxy|dns)|coredns|etcd|prometheus\S*|alertmanager\S*|blackbox\S*|cadvisor|grafana|loki|thanos\S*)$/.test(
    job,
  )

const named: readonly (readonly [Signal, RegExp])[] = [
  ['error-rate', /5xx|errors?[ _-]?(rate|ratio|percent)/i],
  ['latency', /latenc|slow|response[ _-]?time|(P50|P95|P99)/i],
  ['cpu', /(^|[^a-z])cpu/i],
  ['memory', /memory|(^|[^a-z])oom/i],
  ['queue-depth', /queue|backlog/i],
]

/** What an alert's own name lets expect, where nothing else tells what it watches. */
export const signalsNamed = (name: string): readonly Signal[] =>
  named.filter(([, words]) => words.test(name)).map(([signal]) => signal)

/** Whether an alert's own name lets expect any signal. */
export const namesSignal = (name: string) => signalsNamed(name).length > 0

// in the bundle it goes by a name of its own: another function is called `plainName`, too
export { plainMetric as plainName }
