import { behind, rollbackLines } from './way-back.ts'

/* Migrations written in SQL: which tool a path belongs to, and which part of the text is the way up. */

/** A tool whose migrations are SQL. */
export interface Tool {
  readonly name: string
  readonly path: RegExp
  readonly text?: RegExp
  /** the part of the text that is the way up; left out: all */
  readonly up?: (content: string) => { readonly start: number; readonly end: number }
  /** paths of the script that takes a migration back */
  readonly undo?: (path: string) => readonly string[]
  /** the way back in the file itself */
  readonly down?: (content: string) => string
}

const between = (up: RegExp, down: RegExp) => (content: string) => {
  const start = Math.max(0, content.search(up))
  const end = content.search(down)
  return { start, end: end > start ? end : content.length }
}

/**
 * By the tools' own documentation: documentation.red-gate.com/flyway (naming), github.com/golang-migrate/migrate,
 * github.com/amacneil/dbmate, github.com/pressly/goose, github.com/rubenv/sql-migrate, sqitch.org, prisma.io/docs (migrate),
 * orm.drizzle.team, supabase.com/docs (migrations), docs.liquibase.com (formatted SQL). Undo scripts are no migrations.
 */
export const tools: readonly Tool[] = [
  {
    name: 'Liquibase',
    path: /\.sql$/i,
    text: /^--\s*liquibase formatted sql/im,
    down: rollbackLines,
  },
  {
    name: 'Flyway',
    path: /(^|\/)V\d[\d._]*__[^/]+\.sql$/,
    undo: (path) => [path.replace(/(^|\/)V(?=\d[^/]*$)/, '$1U')],
  },
  { name: 'golang-migrate', path: /\.up\.sql$/i, undo: (path) => [path.replace(/\.up\.sql$/i, '.down.sql')] },
  {
    name: 'dbmate',
    path: /\.sql$/i,
    text: /^--\s*migrate:up/im,
    up: between(/^--\s*migrate:up/im, /^--\s*migrate:down/im),
    down: (content) => behind(content, /^--\s*migrate:down[^\n]*/im),
  },
  {
    name: 'goose',
    path: /\.sql$/i,
    text: /^--\s*\+(goose|migrate)\s+up/im,
    up: between(/^--\s*\+(goose|migrate)\s+up/im, /^--\s*\+(goose|migrate)\s+down/im),
    down: (content) => behind(content, /^--\s*\+(goose|migrate)\s+down[^\n]*/im),
  },
  {
    name: 'sqitch',
    path: /(^|\/)deploy\/[^/]+\.sql$/,
    text: /^--\s*Deploy\s/im,
    undo: (path) => [path.replace(/(^|\/)deploy\//, '$1revert/')],
  },
  {
    name: 'Prisma',
    path: /(^|\/)migrations\/\d{8,}_?[^/]*\/migration\.sql$/,
    undo: (path) => [path.replace(/migration\.sql$/, 'down.sql')],
  },
  { name: 'Supabase', path: /(^|\/)supabase\/migrations\/\d+_[^/]+\.sql$/ },
  {
    name: 'SQL',
    path: /(^|\/)(migrations?|db\/migrate|migrate|schema[-_]?migrations|drizzle|evolutions\/\w+|changesets?|upgrades?)\/([\w.-]+\/)?[vV]?\d[\w.-]*\.sql$/,
    undo: (path) => [
      path.replace(/\.sql$/, '.down.sql'),
      path.replace(/\.sql$/, '_down.sql'),
      path.replace(/\.sql$/, '.undo.sql'),
      path.replace(/\.sql$/, '.rollback.sql'),
      path.replace(/(^|\/)([^/]+)$/, '$1down/$2'),
      path.replace(/(^|\/)([^/]+)$/, '$1rollback/$2'),
    ],
  },
]

/** Scripts that take back, make test data, or are another tool's output. */
export const isNoMigration = (path: string): boolean =>
  /(\.down|_down|\.undo|\.rollback|[-_]rollback|\.revert)\.sql$/i.test(path) ||
  /(^|\/)(U\d[\d._]*__[^/]*\.sql|R__[^/]*\.sql)$/.test(path) ||
  /(^|\/)(down|undo|rollback|revert|verify|seeds?|fixtures?|test-?data)\//i.test(path) ||
  putAside.test(path)

/** A folder of migrations that nobody runs any more, by its own name: what a tool reads is not called old. */
const putAside =
  /(^|\/)((alembic|migrations?|migrate|versions)[-_.](old|bak|backup|archived?|legacy|retired|unused)|(old|bak|archived?|legacy|retired|unused)[-_.](alembic|migrations?|migrate|versions))\//i
