import { environmentClasses } from '../../config/vocabulary.ts'
import { count, flag, hideable, oneOf, place, record, type Static, text } from './form.ts'

export const workload = record('Workload', 'A program that is kept running, as it runs in one environment.', {
  id: text('unique in the repository'),
  kind: text(
    'Deployment, StatefulSet, DaemonSet, Rollout, DeploymentConfig, app (Cloud Foundry), chart (from elsewhere) …',
  ),
  name: text('its name, without what an overlay adds'),
  title: text('what a sentence calls it: Deployment shop'),
  environment: hideable(oneOf(environmentClasses, 'the environment that it runs in')),
  environmentName: text('the environment as it is named; empty where nothing names it'),
  environmentClass: text('its class where it is known, else an empty string'),
  replicas: hideable(count('how many of it run; the least, where an autoscaler decides')),
  readiness: hideable(flag('one of its containers has a readiness probe')),
  liveness: hideable(flag('one of its containers has a liveness probe')),
  goesBack: hideable(flag('what rolls it out takes a failed rollout back')),
  manner: hideable(
    oneOf(['gradual', 'at-once'], 'whether a new version takes over step by step; hidden where this platform decides'),
  ),
  file: text('where it is defined'),
  place: place('its replicas, else its name'),
})

export const scale = record('Scale', 'How many of a service run in staging, and how many in production.', {
  id: text('unique in the repository'),
  kind: text('the kind of workload'),
  name: text('its name'),
  staging: hideable(count('how many run in staging')),
  production: hideable(count('how many run in production')),
  place: place('what decides it in staging'),
})

export type Workload = Static<typeof workload>
export type Scale = Static<typeof scale>
