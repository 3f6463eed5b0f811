import { type Call, emit } from '../call.ts'
import type { Context, Finder, Shell } from '../shell/state.ts'

/** Programs that send statements to a database; what they send decides, so each use of them is an act without kinds. */
export const databaseClients: ReadonlySet<string> = new Set(
  'psql createdb dropdb createuser dropuser pg_restore mysql mariadb mysqladmin mysqlimport mongosh mongo mongorestore mongoimport redis-cli valkey-cli sqlcmd cqlsh sqlplus clickhouse-client usql'.split(
    ' ',
  ),
)

/** Variables from which clients take their host where no option names one. */
const hosts: Readonly<Record<string, string>> = { psql: 'PGHOST', pg_restore: 'PGHOST', mysql: 'MYSQL_HOST' }

/**
 * The use of a client. What is fed to it stands in no word, and is added to its words: `<<< text` for a here-document or
 * the earlier part of a pipe, `< file` for a redirection, `-h host` for the host of its environment.
 */
export function runClient(name: string, call: Call, shell: Shell, context: Context, finder: Finder): void {
  // On another machine the way there is the act.
  if (context.remote) return
  const { text } = context.source
  const words = call.words.slice(1)
  for (const { operator, document, target } of call.node.redirects) {
    if (document) words.push('<<<', text.slice(document.span.start, document.span.end))
    else if (/^<{1,3}$/.test(operator)) words.push(operator, text.slice(target.span.start, target.span.end))
  }
  const before = context.pipe?.before
  const [first, last] = [before?.[0], before?.at(-1)]
  if (first && last) words.push('<<<', text.slice(first.span.start, last.span.end))
  const variable = hosts[name]
  const host = variable && (call.environment[variable] ?? shell.variables.get(variable))
  if (host !== undefined && host !== '' && !words.some((word) => /^-h|^--host/.test(word))) {
    words.push('-h', host ?? `\${${variable}}`)
  }
  emit(finder, shell, context, call, { kinds: [], tool: name, words })
}
