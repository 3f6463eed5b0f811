import type { Seen } from '../hidden.ts'
import type { Repository, RepositoryFile } from '../repository.ts'
import type { Change } from './change.ts'
import { readCode } from './code.ts'
import type { Framework } from './framework.ts'
import { frameworks } from './frameworks.ts'
import { withoutFresh } from './fresh.ts'
import { changeSets, changeSetsInXml, changesOfSet, changesOfXml } from './liquibase.ts'
import { rollbackInXml, rollbackOf } from './liquibase-rollback.ts'
import { withoutReplaced } from './replaced.ts'
import { isNoMigration, type Tool, tools } from './scripts.ts'
import { sqlChanges } from './sql.ts'
import { backInSql, reversal } from './way-back.ts'

/** A migration: a file, or a change set of a change log. */
export interface Found {
  readonly id: string
  readonly file: string
  readonly tool: string
  readonly changes: readonly Change[]
  readonly reversible: boolean
  readonly reversesData: Seen<boolean>
  /** the text of the migration itself, in which people say what it is for */
  readonly content: string
  readonly start: number
  readonly end: number
}

const inCode = /\.(rb|py|php|cs|exs|[cm]?[jt]s)$/
/** What the path of a migration in code holds, whatever the framework: nearly all code is none. */
const framed = /migrat|versions\/|alembic\//i
const changeLog =
  /(^|\/)([\w.-]*change-?(log|set)[\w.-]*|db\/[\w./-]+|liquibase\/[\w./-]+|[\w-]*migrations?\/[\w./-]+)\.(xml|ya?ml|json)$/i

/** Whether a path may hold a migration: cheap, for thousands of files. */
export function mayBeMigration({ path, area }: RepositoryFile): boolean {
  if (area !== 'main') return false
  const mayBe =
    /\.sql$/i.test(path) ||
    (inCode.test(path)
      ? framed.test(path) && frameworks.some((framework) => framework.path.test(path))
      : changeLog.test(path))
  return mayBe && !isNoMigration(path)
}

/** The migrations in a file; none where it is something else. */
export async function migrationsIn(path: string, repository: Repository): Promise<readonly Found[]> {
  if (/\.(xml|ya?ml|json)$/i.test(path)) return inChangeLog(path, repository)
  const text = await repository.text(path)
  if (!text) return []
  const { content } = text
  const all = { file: path, content, start: 0, end: content.length, id: path }
  if (inCode.test(path)) {
    const framework = frameworkOf(path, content)
    return framework ? [{ ...all, tool: framework.name, ...readCode(content, framework) }] : []
  }
  const tool = toolOf(path, content)
  if (!tool) return []
  const { start, end } = tool.up?.(content) ?? { start: 0, end: content.length }
  const up = content.slice(start, end)
  const changes = withoutReplaced(withoutFresh(sqlChanges(up, start)), up, start)
  const written = await wayBackIn(content, tool, tool.undo?.(path) ?? [], repository)
  const back = written === undefined ? undefined : backInSql(written)
  return [{ ...all, tool: tool.name, changes, ...reversal({ file: path, up: changes, content }, back) }]
}

/** What takes a migration back, in its own file or in one beside it; undefined without a statement: tools make them empty. */
async function wayBackIn(
  content: string,
  tool: Tool,
  files: readonly string[],
  repository: Repository,
): Promise<string | undefined> {
  const own = tool.down?.(content) ?? ''
  if (saysSomething(own)) return own
  for (const file of files) {
    const text = repository.has(file) ? await repository.text(file) : undefined
    if (text && saysSomething(text.content)) return text.content
  }
  return undefined
}

const saysSomething = (sql: string) =>
  /[A-Za-z]/.test(
    sql
      .replace(/\/\*[\s\S]*?\*\/|--[^\n]*/g, ' ')
      .replace(/\b(begin|start|commit|end|transaction|work|select\s+(1|true|null))\b/gi, ' '),
  )

function frameworkOf(path: string, content: string): Framework | undefined {
  return frameworks.find(
    (framework) =>
      framework.path.test(path) && (framework.text?.test(content) ?? true) && (framework.up?.test(content) ?? true),
  )
}

const toolOf = (path: string, content: string): Tool | undefined =>
  tools.find((tool) => tool.path.test(path) && (tool.text?.test(content) ?? true))

async function inChangeLog(path: string, repository: Repository): Promise<readonly Found[]> {
  const text = await repository.text(path)
  if (!text || !/databaseChangeLog/.test(text.content)) return []
  const { content } = text
  const common = { file: path, tool: 'Liquibase' }
  if (/\.xml$/i.test(path)) {
    return [...changeSetsInXml(content)].map(({ id, body, start }) => {
      const range = { start, end: start + body.length, content: body }
      const changes = changesOfXml(body, start)
      return {
        ...common,
        id: `${path}#${id}`,
        ...range,
        changes,
        ...reversal({ file: path, up: changes, content }, rollbackInXml(body)),
      }
    })
  }
  const roots = /\.json$/i.test(path) ? [await repository.json(path)] : ((await repository.yaml(path)) ?? [])
  return roots.flatMap((root) =>
    root
      ? [...changeSets(root)].map(({ id, node }) => {
          const changes = changesOfSet(node)
          const { start = 0, end = 0 } = node.place
          const range = { start, end, content: content.slice(start, end) }
          return {
            ...common,
            id: `${path}#${id}`,
            ...range,
            changes,
            ...reversal({ file: path, up: changes, content }, rollbackOf(node, content)),
          }
        })
      : [],
  )
}
