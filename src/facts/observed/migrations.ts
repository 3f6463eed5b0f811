import { collector } from '../collector.ts'
import { isContract } from '../database/contract.ts'
import { type Found, mayBeMigration, migrationsIn } from '../database/find.ts'
import { type Newness, RecentlyMade } from '../database/fresh.ts'
import { countIds } from '../database/liquibase.ts'
import { movedFrom } from '../database/moved.ts'
import { type Before, beforeRecent } from '../database/recent.ts'
import { isHidden, type Seen } from '../hidden.ts'
import { isSettled, leavesNothing } from '../prose/settled.ts'
import type { Repository } from '../repository.ts'
import type { Migration, MigrationHistory } from '../schema/database.ts'

/** Changes of databases that are kept as files: those that came since the last release are read, the others only counted. */
export default collector({
  yields: ['migrations', 'migrationHistories'],
  needs: ['versionTags'],
  isElsewhere: true,
  reads:
    'migrations in SQL (Flyway, golang-migrate, dbmate, goose, sqitch, Prisma, Drizzle, Supabase, Liquibase; projects of SQL Server by name) and of Rails, Django, Alembic, Knex, Sequelize, TypeORM, Laravel, Doctrine, EF Core and Ecto; git for which are recent',
  touches: [
    { path: /\.sql$/i },
    {
      path: /\.(rb|py|php|cs|exs|[cm]?[jt]s|xml|ya?ml|json)$/,
      text: /migrat|databaseChangeLog|\bop\.\w+\(|queryRunner|queryInterface|knex|pgm/i,
    },
  ],
  async collect({ repository, observed }) {
    const files = repository.files.filter(mayBeMigration)
    const states = stateBased(repository)
    if (!files.length) return { migrations: [], migrationHistories: states }
    const before = await beforeRecent(repository, observed)
    const moved = isHidden(before) ? new Map<string, string>() : await movedFrom(files, before, repository)
    const was = (path: string) => (!isHidden(before) && before.has(path) ? path : moved.get(path))
    const migrations: Migration[] = []
    const recentlyMade = new RecentlyMade(newness(repository, files, before, was))
    let older = 0
    let first: string | undefined
    for (const { path } of files) {
      const oldPath = was(path)
      const isOld = oldPath !== undefined
      const holdsMany = /\.(xml|ya?ml|json)$/i.test(path)
      if (isOld && !holdsMany) {
        // what tells a migration from another file is its text only where its path does not: one is enough to know
        if (first === undefined && (await migrationsIn(path, repository)).length) first = path
        older += first === undefined ? 0 : 1
        continue
      }
      const found = await migrationsIn(path, repository)
      if (found.length) first ??= path
      const were = isOld && !isHidden(before) ? countIds(oldPath, await before.text(oldPath)) : undefined
      for (const migration of found) {
        // new ones come behind those that were there, which others may have called by the same id
        if (were && tookOne(were, migration.id.slice(path.length + 1))) older++
        else {
          const changes = await recentlyMade.without(path, migration.changes)
          migrations.push(asFact({ ...migration, changes }, before))
        }
      }
    }
    if (first === undefined) return { migrations: [], migrationHistories: states }
    const since = isHidden(before) ? before : before.since
    const place = { file: first }
    const history = { id: first, file: first, older, recent: migrations.length, since, stateBased: false, place }
    return { migrations, migrationHistories: [history, ...states] }
  },
})

/** Projects of SQL Server (dacpac), Skeema and Atlas: the schema as it should be, from which a tool makes the changes. */
function stateBased(repository: Repository): readonly MigrationHistory[] {
  const files = repository.files.filter(
    ({ path, area }) => area === 'main' && /\.sqlproj$|(^|\/)(\.skeema|atlas\.hcl)$/.test(path),
  )
  return files.slice(0, 1).map(({ path }) => ({
    id: path,
    file: path,
    older: 0,
    recent: 0,
    since: '',
    stateBased: true,
    place: { file: path },
  }))
}

/** What tells new tables from old ones: what was there before, and what came in one commit. */
function newness(
  { history }: Repository,
  files: Repository['files'],
  before: Seen<Before>,
  was: (path: string) => string | undefined,
): Newness {
  const folders = new Set<string>()
  for (const { path } of files) {
    if (was(path) !== undefined) folders.add(path.slice(0, path.lastIndexOf('/') + 1))
  }
  return {
    hasOlder: (folder) => folders.has(folder),
    async together(first, second) {
      if (!isHidden(before) && before.isRelease) return true
      const [one, other] = await Promise.all([history?.lastChange([first]), history?.lastChange([second])])
      return one !== undefined && one.id === other?.id && one.date === other.date
    },
  }
}

/** Takes one of that id out of those that were there; false where none is left. */
function tookOne(were: Map<string, number>, id: string): boolean {
  const left = were.get(id) ?? 0
  if (left > 0) were.set(id, left - 1)
  return left > 0
}

function asFact(found: Found, before: Seen<Before>): Migration {
  const { id, file, tool, changes, reversible, reversesData, content, start, end } = found
  const has = (wanted: string) => changes.some(({ what }) => what === wanted)
  const parts = changes.map(({ what, detail, start, end }) => ({ what, detail, place: { file, start, end } }))
  return {
    id,
    file,
    tool,
    recent: isHidden(before) ? before : true,
    changes: parts.filter(({ what }) => what !== 'additive'),
    additive: changes.length > 0 && changes.every(({ what }) => what === 'additive'),
    data: has('data'),
    breaking: has('breaking'),
    open: has('open'),
    mayChangeRows: changes.some(({ what, keepsRows }) => what === 'open' && !keepsRows),
    contract: isContract(file, content),
    stays: saysItStays(content),
    reversible,
    reversesData,
    place: { file, start, end: Math.min(end, start + 1) },
  }
}

/** Whether a line of a migration says that a rollback leaves it, and not that it does not, or may one day. */
const saysItStays = (content: string) =>
  staysInPlace.test(content) &&
  content.split('\n').some((line) => staysInPlace.test(line) && !leavesNothing(line) && isSettled(line))

const staysInPlace =
  /\b(left|leave[sd]?|stay[s]?|kept|keep[s]?|remain[s]?)\s+(them\s+|it\s+|this\s+)?(in place|as (it is|they are)|there)\b|\b(forward[- ]only|backwards?[- ]compatible|not (be )?(rolled back|reverted))\b/i
