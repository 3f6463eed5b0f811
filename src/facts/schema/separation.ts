import { count, flag, hideable, oneOf, place, record, type Static, text, texts } from './form.ts'

export const hardCoding = record(
  'HardCoding',
  'An address of an environment that is written in the code of the service.',
  {
    id: text('the file and the address'),
    file: text('the file'),
    what: oneOf(['host', 'database'], '`database`: also a queue, a cache, a vault'),
    host: text('the host'),
    fallback: flag('it is what is taken where the environment gives nothing'),
    name: text('what it is given to: API_URL; empty where that is not seen'),
    of: text('the environment, by its class or the word in the host; empty where none is told'),
    sure: hideable(flag('it is one of this service; hidden where it may be a link, or a system of others')),
    place: place('the literal'),
  },
)

export const configurationSource = record(
  'ConfigurationSource',
  'From where the service takes its configuration: the first place that shows it.',
  {
    id: text('by what, and where'),
    by: oneOf(['code', 'workload'], '`code`: it asks its environment; `workload`: a manifest gives it'),
    what: text('in words'),
    file: text('the file'),
    searched: count('how many files of code were searched for addresses; of a workload 0'),
    place: place('the place'),
  },
)

export const copiedConfiguration = record(
  'CopiedConfiguration',
  'A file with the configuration of an environment that a Dockerfile takes into an image.',
  {
    id: text('the Dockerfile and the file'),
    file: text('the Dockerfile'),
    copied: text('the file that is copied'),
    holds: text(
      'what makes it an environment’s: a host, or that git does not track it; empty where it only holds secrets',
    ),
    secrets: texts('the names of the secrets that a pipeline writes into the file before the build'),
    shipsUnseen: flag(
      'the image is pushed, and what the file holds is nowhere seen: git tracks neither it nor what a pipeline copies there',
    ),
    shipped: hideable(flag('the image leaves this machine')),
    place: place('the instruction'),
  },
)

export type HardCoding = Static<typeof hardCoding>
export type ConfigurationSource = Static<typeof configurationSource>
export type CopiedConfiguration = Static<typeof copiedConfiguration>
