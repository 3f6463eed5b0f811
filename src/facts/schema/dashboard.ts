import { environmentClasses } from '../../config/vocabulary.ts'
import { flag, hideable, oneOf, place, record, type Static, someOf, Type, text, texts } from './form.ts'

/**
 * What a panel can show, so far as the standard asks: how far a deployment is and how well what is deployed; latency, errors
 * and traffic of requests; what is used of the machines; what the service is there for.
 */
export const subjects = [
  'progress',
  'health',
  'latency',
  'errors',
  'traffic',
  'cpu',
  'memory',
  'network',
  'business',
] as const

export const panel = record('Panel', 'A part of a dashboard that shows something which the standard asks for.', {
  title: text('as written; empty where it has none'),
  shows: someOf(subjects, 'what it shows, by the names of its metrics, else by its title'),
  place: place('the panel'),
})

export const dashboard = record('Dashboard', 'What people look at to see how a service is.', {
  id: text('unique in the repository'),
  name: text('its title'),
  system: text('grafana, cloudwatch, datadog, google-monitoring, azure-portal, azure-workbook, newrelic'),
  scope: oneOf(
    ['service', 'platform'],
    'what it is of: the service; or only what it runs on or is watched with (machines, the cluster, a database)',
  ),
  shows: someOf(subjects, 'what its panels show together'),
  services: texts(
    'the services that all of it is of, as its queries choose them; empty: whatever has the metrics, or a variable chooses',
  ),
  panels: Type.Array(panel, { description: 'those that show any of it, in their order' }),
  whole: hideable(flag('all of it is seen from here; hidden where a part is not, which may show anything')),
  environment: hideable(oneOf(environmentClasses, 'the environment that it is for')),
  environmentName: text('the environment as it is named; empty where nothing names it'),
  environmentClass: text('its class where it is known, else an empty string'),
  file: text('where it is defined'),
  place: place('its title; where it has none, the definition'),
})

export type Subject = (typeof subjects)[number]
export type Panel = Static<typeof panel>
export type Dashboard = Static<typeof dashboard>
