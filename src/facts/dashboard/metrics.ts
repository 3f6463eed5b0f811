import { isFailure, isOfMachine, isOfPlatform, plainName, signalOfName } from '../monitoring/metric-names.ts'
import type { Subject } from '../schema/dashboard.ts'
import { type Measured, nothing } from './sheet.ts'
import { isBusiness } from './titles.ts'

/*
 * What a metric shows by its name, whichever system it comes from: Prometheus, the clouds, Datadog, StatsD.
 */

const network =
  /network|(^|_)net_bytes|(receive|received|transmit|transmitted|rx|tx|rcvd|recv|sent)_?(bytes|packets)|(^|_)bytes_(in|out|recv|rcvd|received|sent|transmitted)(_|$)|processed_bytes/
const noNetwork = /policy|socket_limit|(^|_)(cpu|memory)(_|$)/
const calls = /request|(^|_)(http|grpc|rpc)|(^|_)(calls|invocations?|hits|visits|page_?views)(_|$)|(^|_)rq(_|$)/
const served = /request|(^|_)(http|grpc|rpc|handler|api|calls|route)|response|controller|view/
const counted =
  /(requests?|calls|invocations?|hits|rq|visits|page_?views|handled|started|completed|success(es|ful)?|succeeded|2xx|total|count|rate\w*|per_(second|minute)|requests?_seconds_count|num|throughput)$/
const noTraffic =
  /bytes|(^|_)size|resource_requests|(^|_)kube_|(^|_)(db|sql|database|query|queries)(_|$)|limit|quota|memory|cpu|cores|timeout|retr(y|ies)|dropped|pending|queue|active|in_?flight|cache|waf|latenc|_sum$|_bucket$|gc|_created$|throttl/
const outgoing = /(^|_)(http|grpc|rpc|web|outbound|egress)_client|client_(http|requests?|response)/
const progress =
  /deployment_(status_)?(replicas_updated|observed_generation|metadata_generation|condition)|replicas_(updated|desired)|updated_replicas|(^|_)rollout_(info|phase|events|info_replicas\w*)|flagger_canary_(status|weight)|argocd_app_(info|sync)|build_info$|(^|_)(app|application|release|image|service)_version|pending_task_count|desired_task_count|deployment_count|canary_weight|(^|_)version_info$/
const health =
  /(deployment|statefulset|replicaset|rollout)\w*_replicas_?(available|ready|unavailable|current)?$|replicas_(available|ready|unavailable)|(available|ready)_replicas|kube_pod_(status|container_status)|(pod|container)\w*_restarts?|restarts?_total|restart_count|(^|_)(un)?healthy|health_?(check|status)|running_task_count|pods?_(available|ready|running)|status_check_failed|probe_success|^up$/

/** What a service runs on has a version too. */
const runtimes = /^(go|node|nodejs|python|jvm|java|php|ruby|dotnet|process_runtime|kubernetes)_/

/** Names of what watches or keeps data, beside those of alerts. */
const platforms =
  /^(prometheus|grafana|loki|tempo|tempodb|cortex|mimir|otelcol|promtail|jaeger|memberlist|alertmanager|redis|pg|postgres(ql)?|mysql|mongodb|elasticsearch|kafka|rabbitmq|aws_(rds|elasticache|dynamodb|es|kafka)|etcd|coredns|kubelet|apiserver|fluentbit|fluentd|vault|consul|cert_?manager|certmanager|minio|ceph|longhorn|velero|cilium|pihole|unifi)_/

/**
 * What a metric shows; none where its name tells nothing that the standard asks for. Metrics of machines show what is used,
 * and are of no service.
 */
export function subjectsOfMetric(name: string): Measured {
  const measured = measuredBy(name)
  return isOfMachine(name) ? { ...measured, platform: true } : measured
}

function measuredBy(name: string): Measured {
  const plain = plainName(name)
  // build_info is that of many a tool: what a service is built from is told under its own name
  const isTool = name.split(':').some((part) => isOfPlatform(part) || platforms.test(plainName(part)))
  if (progress.test(plain) && !(/(build|version)_info$/.test(plain) && (isTool || runtimes.test(plain))))
    return { shows: ['progress'] }
  if (isTool) return { shows: [], platform: true, tool: true }
  const signal = signalOfName(name)
  if (signal === 'cpu' || signal === 'memory') return { shows: [signal] }
  if (network.test(plain) && !noNetwork.test(plain) && !/error|drop|latenc|duration/.test(plain))
    return { shows: ['network'] }
  if (health.test(plain) || signal === 'availability') return { shows: ['health'] }
  if (outgoing.test(plain)) return { shows: [] }
  if (/_count$/.test(plain) && /seconds|duration|latenc/.test(plain) && served.test(plain) && !ofStore.test(plain))
    return { shows: ['traffic'] }
  if (signal === 'latency') return ofStore.test(plain) ? nothing : { shows: ['latency'] }
  if (signal === 'error-rate') return { shows: ['errors'] }
  if (signal === 'queue-depth') return nothing
  if (calls.test(plain) && counted.test(plain) && !noTraffic.test(plain) && !isFailure(plain))
    return { shows: ['traffic'] }
  return { shows: isBusinessMetric(plain) ? ['business'] : [], open: true }
}

/** How long a queue or a database takes is not how long the service does. */
const ofStore = /queue|backlog|(^|_)(db|sql|database|redis|cache|disk|gc)(_|$)/

const technical =
  /http|grpc|rpc|request|latenc|duration|seconds|bytes|gc|jvm|(^|_)(pubsub|servicebus|eventhub|sns|sqs|topic|messages?|db|sql|pool|thread|threads|connection|connections|queue|cache|lock|commit|rollback|xact|kube|node|container|process|go|system|disk|fs)(_|$)/

/** `orders_placed_total`, `payment_amount_sum`: what no machine counts by itself. */
function isBusinessMetric(plain: string): boolean {
  return !technical.test(plain) && isBusiness(plain.replaceAll('_', ' '))
}

/** Metrics of several names, each once. */
export function joined(all: readonly Measured[]): Measured {
  const shows = [...new Set<Subject>(all.flatMap((one) => one.shows))]
  const hidden = all.map((one) => one.hidden).find((one) => one !== undefined)
  return {
    shows,
    platform: all.length > 0 && all.every((one) => one.platform),
    tool: all.length > 0 && all.every((one) => one.tool),
    open: all.some((one) => one.open),
    ...(hidden && { hidden }),
  }
}
