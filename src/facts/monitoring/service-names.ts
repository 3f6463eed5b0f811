import type { Alert } from '../schema/operation.ts'

/*
 * Whether a name that an alert gives is that of a service of ours: labels, tags and dimensions name whatever runs.
 */

/** Containers and services that are called what anybody's are: whose they are, another label says, or none does. */
export const isAnybody = (name: string) =>
  /^(app|application|main|server|service|container|default|nginx|envoy|istio-proxy|haproxy|traefik|caddy|proxy|sidecar)$/i.test(
    name,
  ) || categories.test(name)

/** What alerts are sorted by under a label that elsewhere names a service: `component: resource`. */
const categories =
  /^(resources?|pods?|deployments?|workloads?|infra(structure)?|clusters?|nodes?|hosts?|kubernetes|k8s|network|security|storage|availability|performance|capacity|slo)$/i

/** What services keep their data in is often called after them: `shop-postgres`. */
const stores =
  /^(.*[-_./])?(postgres(ql)?|pgbouncer|mysql|mariadb|mongo(db)?|redis|valkey|memcached|elasticsearch|opensearch|cassandra|clickhouse|influxdb|rabbitmq)([-_](exporter|server|master|primary|replicas?|sentinel|cluster|ha|db|\d+))*$/i
/* Other products: within a longer name they say what a service works with. */
const products =
  /^(kafka|zookeeper|nats|minio|solr|vault|consul|localstack|mailhog)([-_](exporter|server|cluster|\d+))*$/i

/** Databases, brokers and the like, which are no service of ours. */
const isProduct = (name: string) => stores.test(name) || products.test(name)

/**
 * An alert with the names of our services alone. One that names only what anybody's service is called names none;
 * undefined where it is on products and nothing else.
 */
export function withOwnServices(alert: Alert): Alert | undefined {
  const { services } = alert
  const named = services.filter((name) => !isAnybody(name))
  const own = named.filter((name) => !isProduct(name))
  if (own.length === services.length) return alert
  return named.length > 0 && own.length === 0 ? undefined : { ...alert, services: own }
}
