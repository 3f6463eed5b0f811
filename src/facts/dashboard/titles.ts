import type { Subject } from '../schema/dashboard.ts'

/*
 * What the title of a panel says it shows, in the words that are in common use. It is asked only where the queries tell
 * nothing: of SQL, of metrics with names of their own.
 */

const words: readonly (readonly [Subject, RegExp])[] = [
  [
    'latency',
    /latenc|response[ -]?times?\b|(request|response|processing|call)s? (duration|time)s?\b|\b(p50|p75|p9\d|p99\.9|apdex)\b|percentile/i,
  ],
  ['errors', /\berrors?\b|\b5xx\b|\bHTTP ?5\d\d\b|\bfail(ure|ed)?s?\b|\bexceptions?\b/i],
  [
    'traffic',
    /\btraffic\b|\brequests?\b|\b[rq]ps\b|\bthroughput\b|\bhits\b|\bpage ?views\b|\binvocations\b|\bvisits\b/i,
  ],
  ['cpu', /\bcpus?\b|\bprocessor\b/i],
  ['memory', /\bmem(ory)?\b|\bheap\b|\bram\b/i],
  [
    'network',
    /\bnetwork\b|\bbandwidth\b|\b(bytes|traffic) (in|out|sent|received)\b|\b(inbound|outbound|incoming|outgoing) (bytes|traffic)\b/i,
  ],
  [
    'progress',
    /\broll-?outs?\b|\bdeployment'?s? (status|progress)\b|\b(deployed|running|current|application|app|image|release|service|build)s? versions?\b|^versions?$|\bcanary\b|\breplicas? (updated|desired)\b|\b(updated|desired) replicas?\b|\bsync status\b/i,
  ],
  [
    'health',
    /\bhealth(y|s)?\b|\bunhealthy\b|\bup ?time\b|\bavailab(le|ility)\b|\bpods? (status|ready|running)\b|\b(ready|running) (pods|replicas|tasks)\b/i,
  ],
]

/** Of requests only: what a database or a queue does is not what the service does. */
const ofRequests: ReadonlySet<Subject> = new Set<Subject>(['latency', 'errors', 'traffic'])
const elsewhere =
  /\b(redis|postgres(ql)?|mysql|maria ?db|mongo(db)?|database|db|sql|rds|kafka|rabbit ?mq|elasticsearch|disk|dns|etcd|kubelet|api ?server|cache|gc|garbage|queue|nodes?|cluster|prometheus|grafana|loki)\b/i
/** Sizes and limits say nothing of how much is used or asked for. */
const limits = /\b(limits?|quotas?|requested|capacity|size|sizes|throttl\w*|requests? (and|\/|&) limits?)\b/i

/** What a title says. */
export function subjectsOfTitle(title: string): readonly Subject[] {
  const plain = title.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[_.]+/g, ' ')
  const found = words.filter(([, word]) => word.test(plain)).map(([subject]) => subject)
  const kept = found.filter((subject) => {
    if (ofRequests.has(subject) && elsewhere.test(plain)) return false
    // "Request latency", "Request errors" speak of these, and "CPU requests" of a limit
    if (subject !== 'traffic' || /\btraffic\b|\b[rq]ps\b|\bthroughput\b/i.test(plain)) return true
    if (limits.test(plain)) return false
    if (found.some((one) => one !== 'traffic' && !isOfUse(one)))
      return /\b(and|&|,|\/) requests?\b|\brequests? (and|&|,|\/)/i.test(plain)
    return true
  })
  if (isBusiness(plain) && !kept.some((subject) => subject !== 'errors')) return [...kept, 'business']
  return kept
}

const isOfUse = (subject: Subject) => subject === 'business' || subject === 'progress' || subject === 'health'

const business =
  /\brevenue\b|\bturnover\b|\bsales?\b|\borders?\b|\bcheck-?outs?\b|\bpayments?\b|\bpurchases?\b|\binvoices?\b|\brefunds?\b|\b(shopping )?(carts?|baskets?)\b|\btransactions?\b|\bdonations?\b|\bdeposits?\b|\bbookings?\b|\breservations?\b|\bsign-?(up|in)s?\b|\blog-?ins?\b|\bregistrations?\b|\bregistered\b|\bsubscri(ptions?|bers?)\b|\bconversions?\b|\bconversion rate\b|\bcustomers?\b|\b(active|new|unique|daily|monthly|total|online) (users?|accounts?|visitors?|members?|players?)\b|\busers? (created|active|online|count)\b|\bnumber of users\b|\bapplications? (submitted|received|completed|started|approved)\b|\bsubmissions?\b|\breferrals?\b|\bclaims? (submitted|received)\b|\b(emails?|sms|letters?|notifications?) (sent|delivered)\b|\bproducts? (sold|viewed)\b|\badoption\b|\bchurn\b|\bbusiness (metrics?|kpis?)\b/i
/** What a database does in its transactions, a cache in its orders, and what a machine is asked for, is no business. */
const technical =
  /\b(database|db|sql|postgres\w*|mysql|redis|kafka|jvm|gc|cpu|memory|heap|network|disk|connections?|pool|threads?|commits?|rollbacks?|locks?|isolation|latenc\w*|duration|response|apdex|pods?|containers?|nodes?|errors? logs?|http|sort order|partitions?|log ?s?|queue\w*|xact|tps)\b/i

/** Whether words tell what the service is there for: orders, revenue, sign-ups. */
export function isBusiness(words: string): boolean {
  return business.test(words) && !isTechnical(words)
}

/** Whether words are of what runs, and not of what it is there for: connections, threads, errors. */
export const isTechnical = (words: string): boolean => technical.test(words)

/** Whether a whole dashboard is called after the business of a service: "Shop / Business metrics". */
export const isOfBusiness = (title: string): boolean =>
  /\bbusiness[ _-](metrics?|kpis?|overview|dashboard)\b/i.test(title)
