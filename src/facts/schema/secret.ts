import { count, flag, oneOf, place, record, type Static, text, texts } from './form.ts'

/** In what kind of file a secret stands. */
export const holders = [
  'pipeline',
  'image',
  'manifest',
  'state',
  'variables',
  'environment-file',
  'credentials-file',
  'configuration',
  'notebook',
  'document',
  'code',
  'binary',
] as const

export const secret = record(
  'Secret',
  'A value that is, or looks like, a secret. Neither the value nor more than 16 bits of a hash of it are here.',
  {
    id: text('unique in the repository: file, kind, key and print'),
    file: text('the file'),
    member: text('the file within, where it is an archive or an image; else empty'),
    detector: text('the kind: a detector (docs/detectors.md), or how it was found where no vendor’s form shows it'),
    title: text('the kind, for people'),
    severity: oneOf(['error', 'warning', 'note'], '`warning`: it can do little by itself; `note`: it may be none'),
    certainty: oneOf(
      ['certain', 'likely', 'uncertain'],
      '`certain`: proven by a checksum or the structure; `likely`: a vendor’s form, or a value beside a name that says so; `uncertain`: a person has to look',
    ),
    key: text('the name or the path of keys beside it; empty where there is none'),
    preview: text('how its kind begins (`ghp_`); empty where it has no such beginning'),
    print: text('4 hexadecimal digits of a hash of the value: tells whether two are the same'),
    why: text('what gives it away'),
    through: texts('what it is written in, outermost first: base64 …'),
    area: oneOf(
      ['main', 'test', 'example', 'documentation', 'vendored', 'generated'],
      'what the path says about the file; `test` also where something else shows that the value is made up for tests',
    ),
    holder: oneOf(holders, 'in what it stands; `image`: a Dockerfile, whose layers keep it'),
    tracked: flag('git tracks the file'),
    commit: text('the first commit of the searched range of history that holds it (--history); else empty'),
    date: text('when the author of that commit wrote it, RFC 3339; empty where no history was searched'),
    inTree: flag('it is in the files as they are; false: in the history alone'),
    revoke: text('how and where to revoke it'),
    place: place('the value'),
  },
)

export const unsearched = record('Unsearched', 'Files that may hold secrets and could not be searched, by reason.', {
  id: text('the reason'),
  reason: text('why, as a phrase: "larger than 16 MiB"'),
  count: count('how many files'),
  files: texts('the first of them'),
  settle: text('what would make them searchable'),
  place: place('the first of them'),
})

export type Secret = Static<typeof secret>
export type Unsearched = Static<typeof unsearched>
