import { count, flag, hideable, oneOf, place, record, type Static, Type, text } from './form.ts'

export const schemaChange = record('SchemaChange', 'What a statement or call of a migration does.', {
  what: oneOf(
    ['additive', 'breaking', 'data', 'open'],
    '`breaking`: the former version may no longer read or write as it did; `data`: rows are changed; `open`: it cannot be told from here',
  ),
  detail: text('in words: `drops the column orders.note`'),
  place: place('the statement'),
})

export const migration = record('Migration', 'A change of a database that came since the last release.', {
  id: text('the file, and the id of the change set in a change log'),
  file: text('the file'),
  tool: text('whose migration it is: Flyway, Rails, Django, …'),
  recent: hideable(flag('it came after the last release, or in the twelve months before the newest commit')),
  changes: Type.Array(schemaChange, {
    description: 'what is more than additive, in the order of the text; only the way up',
  }),
  additive: flag('it only adds'),
  data: flag('it changes rows'),
  breaking: flag('the former version of the program may no longer read or write as it did'),
  open: flag('what some of it changes cannot be told from here'),
  mayChangeRows: flag('what some of it changes cannot be told from here, and it may be rows'),
  contract: flag('it says that it is the contract step of expand and contract'),
  stays: flag('it says that a rollback leaves it in place'),
  reversible: flag('a way back is written, or made by the library'),
  reversesData: hideable(flag('the reverse of the change of rows is written: on the tables whose rows are changed')),
  place: place('the migration'),
})

export const migrationHistory = record('MigrationHistory', 'The migrations of the repository as a whole.', {
  id: text('the first of them'),
  file: text('the first of them'),
  older: count('how many came before those that are judged'),
  recent: count('how many are judged'),
  since: hideable(text('since when, in words')),
  stateBased: flag('the schema is kept as it should be, and what a deployment changes is found by a tool then'),
  place: place('the first of them'),
})

export type SchemaChange = Static<typeof schemaChange>
export type Migration = Static<typeof migration>
export type MigrationHistory = Static<typeof migrationHistory>
