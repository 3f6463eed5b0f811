import { flag, hideable, oneOf, place, record, type Static, text } from './form.ts'

export const capability = record(
  'Capability',
  'A sign that the service does something which smoke tests should cover, or that it has queues.',
  {
    id: text('name and sign'),
    name: oneOf(['authentication', 'integrations', 'data-access', 'queues'], 'what it does'),
    by: oneOf(['dependency', 'code', 'setting'], 'what sort of sign it is'),
    sign: text('what shows it: a dependency, a folder of code, a setting'),
    file: text('where'),
    place: place('the sign'),
  },
)

export const healthEndpoint = record(
  'HealthEndpoint',
  'A path at which the service tells whether it is well, as probes, health checks, descriptions of its API or its code declare it. Looked for where a smoke test follows a deployment.',
  {
    id: text('unique in the repository'),
    path: hideable(text('its path, as far as it is declared: /health')),
    by: oneOf(['probe', 'health check', 'API description', 'code', 'framework'], 'what declares it'),
    reachable: hideable(flag('it is reached from outside')),
    asked: hideable(flag('a smoke test after a deployment asks for it, and a bad answer fails its job')),
    state: oneOf(
      ['asked', 'missing', 'open'],
      'asked, or missing where it surely is reached and surely not asked for, else open',
    ),
    file: text('where it is declared'),
    place: place('its path'),
  },
)

export type HealthEndpoint = Static<typeof healthEndpoint>
export type Capability = Static<typeof capability>
