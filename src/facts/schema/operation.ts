import { environmentClasses } from '../../config/vocabulary.ts'
import { count, flag, hideable, oneOf, place, record, type Static, Type, text, texts } from './form.ts'

const where = {
  environment: hideable(oneOf(environmentClasses, 'the environment that it is for')),
  environmentName: text('the environment as it is named; empty where nothing names it'),
  environmentClass: text('its class where it is known, else an empty string'),
}

/** The four rows of logs in the standard, and what is none of them: query logs, flow logs, logs of a cluster. */
const logKinds = ['application', 'access', 'audit', 'deployment', 'other'] as const

export const logStore = record('LogStore', 'Where logs are kept, and for how long.', {
  id: text('unique in the repository'),
  kind: oneOf(logKinds, 'what logs, by what writes them, else by its name'),
  name: text('its name'),
  system: text('cloudwatch, s3, google-logging, log-analytics …'),
  kept: flag('false for an entry point whose logs are not switched on'),
  days: hideable(count('how long they are kept; 0: for ever')),
  forwarded: hideable(flag('they are also sent to another system')),
  ...where,
  file: text('where it is defined'),
  place: place('the retention; where it is left out, the definition'),
})

export const logShipper = record(
  'LogShipper',
  'A program that hands logs on, or a store of logs that nothing is seen to deploy: how long logs are kept is not seen from it.',
  {
    id: text('unique in the repository'),
    tool: text('fluent-bit, vector, loki …'),
    sinks: text('where it sends them, as far as it is read; else empty'),
    said: text('in a sentence, without its end: fluent-bit sends logs to es (deploy/fluent-bit.conf)'),
    settle: text('what would settle how long they are kept'),
    ...where,
    file: text('where it is configured'),
    place: place('its configuration'),
  },
)

/** What an alert is about: something in logs or events, or a metric. */
export const signals = [
  'log-errors',
  'access-anomaly',
  'security-event',
  'deployment-failure',
  'error-rate',
  'latency',
  'cpu',
  'memory',
  'queue-depth',
  'availability',
  'other',
] as const

/**
 * What a bound means: a share of the whole in percent; growth over the baseline in percent of it; percentage points over the
 * baseline; or a fixed number (of times, milliseconds).
 */
export const measures = ['share', 'growth', 'points', 'absolute', 'none'] as const

/** What an alert is on, where its metric tells: a platform gives neither a use of CPU of its own. */
const forms = ['', 'function', 'entry'] as const
const form = oneOf(
  forms,
  'function: it runs only while it is called, and has no use of CPU that could be watched; entry: an entry point, behind which something else runs; empty: anything else, or nothing tells',
)

export const alert = record('Alert', 'Something that tells people when a condition holds.', {
  id: text('unique in the repository'),
  name: text('its name'),
  system: text('cloudwatch, google-monitoring, azure-monitor, datadog …'),
  signal: hideable(oneOf(signals, 'what it is about')),
  made: hideable(flag('it is there; hidden where that hangs on something that cannot be seen')),
  reaches: hideable(flag('somebody or something is told')),
  silent: flag('it is seen from here that it tells nobody'),
  statistic: hideable(text('of a latency: p50, p95, p99, average, max …; else empty')),
  measure: hideable(oneOf(measures, 'what the bound means; none: no metric is compared')),
  bound: hideable(Type.Number({ description: 'from where on it is raised, as the measure says' })),
  services: texts('the services that it names; empty: whatever has the metric'),
  scope: oneOf(
    ['service', 'machine', 'platform', 'event'],
    'what it watches: metrics of a service, of the machines under it, of something else that it runs on (the cluster, a database); or events',
  ),
  form,
  severity: text('as written: critical, page, warning …; empty where nothing says it'),
  ...where,
  file: text('where it is defined'),
  place: place('the definition'),
})

export const database = record('Database', 'A database that infrastructure code makes.', {
  id: text('unique in the repository'),
  name: text('its name'),
  engine: hideable(text('postgres, mysql, dynamodb, cosmosdb …')),
  pointInTimeRecovery: hideable(flag('it can be brought back to how it was at any moment')),
  ...where,
  file: text('where it is defined'),
  place: place('what switches it on or off; where that is left out, the database'),
})

export const rolloutGuard = record('RolloutGuard', 'A setting of a platform that takes a failed rollout back.', {
  id: text('unique in the repository'),
  platform: oneOf(['ecs', 'codedeploy', 'clouddeploy', 'serverless'], 'what rolls out'),
  name: hideable(text('the name of the service or deployment group')),
  goesBack: hideable(flag('a failed deployment is taken back by itself')),
  onAlarm: hideable(flag('an alarm that is wired to it takes a deployment back')),
  ...where,
  file: text('where it is defined'),
  place: place('the setting; where it is left out, the service'),
})

const rollbackCheck = record('RollbackCheck', 'One thing that is watched while a version is rolled out.', {
  name: text('as it is called there'),
  signal: hideable(oneOf(signals, 'what it is about')),
  statistic: hideable(text('of a latency: p50, p95, p99, average, max …; else empty')),
  measure: hideable(oneOf(measures, 'what the bound means; none: no metric is compared')),
  bound: hideable(Type.Number({ description: 'from where on it goes back, as the measure says' })),
  place: place('the condition, or the alarm'),
})

export const rollbackTrigger = record(
  'RollbackTrigger',
  'A rollout with an analysis, or one with alarms that take it back, in one environment.',
  {
    id: text('unique in the repository'),
    name: text('what is rolled out, with its kind: Rollout shop, Canary shop, aws_ecs_service.shop'),
    controller: oneOf(['argo-rollouts', 'flagger', 'codedeploy', 'ecs'], 'what rolls out, and goes back'),
    checks: Type.Array(rollbackCheck, { description: 'each takes the version back by itself' }),
    watches: text('their names, for printing; empty where nothing is watched'),
    ...where,
    file: text('where it is defined'),
    place: place('the analysis, or what wires the alarms'),
  },
)

/** By what people are told of an alert; `nobody`: it is routed to where nothing is. */
const alertChannels = ['page', 'push', 'chat', 'mail', 'nobody'] as const

export const alertRoute = record('AlertRoute', 'Where critical alerts go, as one configuration has it.', {
  id: text('unique in the repository'),
  system: text('alertmanager, cloudwatch, datadog …'),
  severity: text('the word that it has for critical alerts; empty where it makes no difference'),
  channel: hideable(
    oneOf(alertChannels, 'by what people are told, at most: page (a person on call), push, chat, mail, or nobody'),
  ),
  receivers: text('the receivers that they go to, for printing'),
  tellsSomebody: flag('somebody is told of some alert, be it another'),
  ...where,
  file: text('where it is defined'),
  place: place('the route'),
})

const serviceAlert = record(
  'ServiceAlert',
  'An alert on one signal, as it stands to one service. Of an alert whose signal cannot be seen all is hidden but whom it is about.',
  {
    name: text('its name'),
    about: oneOf(
      ['service', 'unnamed', 'machine'],
      'it is on metrics of the service; of some service, which it does not name, while others here do; of the machines under it',
    ),
    tells: hideable(
      flag('false where it is seen from here that it tells nobody; hidden where nothing says that it is there'),
    ),
    statistic: hideable(text('of a latency: p50, p95, p99, average, max …; else empty')),
    measure: hideable(oneOf(measures, 'what the bound means; none: no metric is compared')),
    bound: hideable(Type.Number({ description: 'from where on it is raised, as the measure says' })),
    file: text('where it is defined'),
    place: place('the definition'),
  },
)

const serviceAlerts = (of: string) => Type.Array(serviceAlert, { description: `alerts on ${of}, in their order` })

export const monitoredService = record(
  'MonitoredService',
  'A service of which some metric raises an alert here, for production or for no environment by name.',
  {
    id: text('its name'),
    name: text('its name, as the alerts give it; empty where they name none'),
    title: text('in a sentence: the service shop; the services here'),
    form,
    errorRate: serviceAlerts('its error rate'),
    latency: serviceAlerts('its latency'),
    cpu: serviceAlerts('its CPU usage, or that of its machines'),
    memory: serviceAlerts('its memory usage, or that of its machines'),
    file: text('where its first alert is'),
    place: place('its first alert'),
  },
)

export type RollbackCheck = Static<typeof rollbackCheck>
export type RollbackTrigger = Static<typeof rollbackTrigger>
export type AlertChannel = (typeof alertChannels)[number]
export type AlertRoute = Static<typeof alertRoute>
export type MonitoredService = Static<typeof monitoredService>
export type ServiceAlert = Static<typeof serviceAlert>
export type LogKind = (typeof logKinds)[number]
export type LogStore = Static<typeof logStore>
export type LogShipper = Static<typeof logShipper>
export type Measure = (typeof measures)[number]
export type Form = (typeof forms)[number]
export type Signal = (typeof signals)[number]
export type Alert = Static<typeof alert>
export type Database = Static<typeof database>
export type RolloutGuard = Static<typeof rolloutGuard>
