import type { LogKind } from '../../schema/operation.ts'

/* What names of policies and patterns of indices say of what is in them, the first that matches. */
const patterns: readonly (readonly [LogKind, RegExp])[] = [
  ['audit', /audit|cloud-?trail|siem|security-?(events?|logs?)/],
  [
    'other',
    /metric|trac(e|es|ing)\b|\bspans?\b|\bapm\b|jaeger|zipkin|heartbeat|uptime|synthetic|profil|monitoring|watcher|\bml\b|\bslm\b|snapshot|search|product|catalog|analytic|netflow|packetbeat|syslog|winlog|auditbeat|slow-?logs?|\bdns\b|flow-?logs?|firewall|suricata|zeek|elastalert/,
  ],
  ['access', /access|nginx|ingress|apache|httpd|haproxy|\bwaf\b|envoy|traefik|\b[an]?lb\b|cloud-?front/],
  ['deployment', /deploy(ment|er)?s?\b|\bci-?cd\b|jenkins/],
  [
    'application',
    /(^|[^a-z])log(s|ging)?([^a-z]|$)|logstash|filebeat|functionbeat|fluent|kubernetes|application|\bapps?\b|container/,
  ],
]

/**
 * What the indices of a policy hold, by their patterns, else by its name. Undefined where neither tells: an index of
 * Elasticsearch may hold anything.
 */
export function subjectOf(name: string, indices: readonly string[]): LogKind | undefined {
  const words = (indices.length > 0 ? indices.join(' ') : name)
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll('_', '-')
  return patterns.find(([, pattern]) => pattern.test(words))?.[0]
}
