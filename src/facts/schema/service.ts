import { oneOf, place, record, type Static, text } from './form.ts'

export const capability = record(
  'Capability',
  'A sign that the service does something which smoke tests should cover, or that it has queues.',
  {
    id: text('name and sign'),
    name: oneOf(['authentication', 'integrations', 'data-access', 'queues'], 'what it does'),
    sign: text('what shows it: a dependency, a folder of code'),
    file: text('where'),
    place: place('the sign'),
  },
)

export type Capability = Static<typeof capability>
