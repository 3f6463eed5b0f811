import { isLocalHost, isServiceName, optionValue, plainWords } from './words.ts'

/** What a use of a database client does: read, write, send a file, or nothing that can be told from its words. */
export type Statement =
  | { readonly does: 'reads' | 'writes' | 'open' }
  | { readonly does: 'file'; readonly path: string }

const writing =
  /\b(update\s+[\w."`[\]$:{}]+(\s+(as\s+)?\w+)?\s+set|insert\s+(ignore\s+)?into|replace\s+into|merge\s+into|delete\s+from|alter\s+(table|role|user|database|schema|type|index|view|system|default|sequence|function|extension)|drop\s+(table|database|index|schema|role|user|view|type|column|extension|function|sequence)|create\s+(or\s+replace\s+)?(unique\s+)?(temp\w*\s+)?(table|database|role|user|index|view|schema|extension|function|type|sequence|trigger|materialized)|truncate\s|grant\s+\w+|revoke\s+\w+|reassign\s+owned|copy\s+\S+(\s*\([^)]*\))?\s+from|change\s+(master|replication\s+source)\s+to|reset\s+(master|slave|replica)|(start|stop)\s+(slave|replica)\b|rename\s+table|load\s+data|restore\s+(database|log)\b)/i
const documentWriting =
  /\.(insert\w*|update\w*|delete\w*|remove|drop\w*|replace\w*|save|createIndex\w*|create(User|Collection|Role)|renameCollection|bulkWrite|findAndModify|findOneAnd\w+|grantRoles\w*)\s*\(|\brs\.(reconfig|add\w*|initiate|stepDown|freeze|syncFrom)\s*\(|\bsh\.(enable|shard|move|split|add|remove)\w*\s*\(/
const reading =
  /^\s*(\\\w|select\b|show\b|backup\s+(database|log)\b|restore\s+\w+only\b|explain\b|with\b|describe\b|desc\b|use\s|\.tables|db\.\w+\.(find|count|aggregate)|rs\.status|table\b|values\b|set\s)/i

/** Whether a statement changes data or schema. */
export const writesData = (text: string): boolean => writing.test(text) || documentWriting.test(text)

function ofText(text: string): Statement {
  if (writesData(text)) return { does: 'writes' }
  return { does: reading.test(text) ? 'reads' : 'open' }
}

const redisReads =
  /^(ping|bgsave|save|lastsave|get|mget|keys|scan|info|ttl|pttl|exists|type|llen|lrange|hget|hgetall|hkeys|smembers|scard|zrange|zcard|dbsize|monitor|memory|slowlog|client|cluster|latency|strlen|role|--\w+)$/i

/** Programs and the options that hold their statements and files. */
const sql = /^(psql|mysql|mariadb|sqlcmd|cqlsh|sqlplus|clickhouse-client|usql|cockroach|pgcli|mycli|isql)$/

/**
 * What a database client is told to do.
 * @param words the program first; what is fed to it follows `<<<`, a file `<`
 * @returns undefined for what is no client of a database
 */
export function statementOf(words: readonly string[]): Statement | undefined {
  const program = (words[0] ?? '').replace(/^.*\//, '')
  const fed = words.indexOf('<<<')
  const fromFile = words.indexOf('<')
  if (sql.test(program)) {
    if (program === 'cockroach' && !words.includes('sql')) return { does: 'reads' }
    if (words.some((word) => /^(--version|--help|-V|-l|--list)$/.test(word))) return { does: 'reads' }
    const text = optionValue(words, '-c', '--command', '-e', '--execute', '-Q', '-q', '--query')
    if (text !== undefined) return ofText(text)
    const joined = words.find((word) => /^-[ceQ]\S{6,}/.test(word))
    if (joined) return ofText(joined.slice(2))
    const file = optionValue(words, '-f', '--file', '-i', '--queries-file')
    if (file !== undefined) return { does: 'file', path: file }
    if (fromFile > 0) return { does: 'file', path: words[fromFile + 1] ?? '' }
    if (fed > 0) return ofFed(words[fed + 1] ?? '')
    const script = words.find((word) => /^@\S+/.test(word))
    return program === 'sqlplus' && script ? { does: 'file', path: script.slice(1) } : { does: 'open' }
  }
  switch (program) {
    case 'mongosh':
    case 'mongo': {
      const text = optionValue(words, '--eval')
      if (text !== undefined) return documentWriting.test(text) ? { does: 'writes' } : { does: 'reads' }
      const file = words.slice(1).find((word) => /\.m?js$/.test(word))
      if (file) return { does: 'file', path: file }
      if (fromFile > 0) return { does: 'file', path: words[fromFile + 1] ?? '' }
      return fed > 0 ? ofFed(words[fed + 1] ?? '') : { does: 'open' }
    }
    case 'redis-cli':
    case 'valkey-cli': {
      const rest = words.filter(
        (word, i) =>
          i > 0 &&
          !/^-[hpanut]$|^--(pass|user|rdb)$/.test(word) &&
          !/^(-[hpanut]|--(pass|user|rdb))$/.test(words[i - 1] ?? ''),
      )
      const verb = rest.find((word) => !word.startsWith('-'))
      if (verb === undefined)
        return { does: rest.some((word) => /^--(scan|bigkeys|stat|latency|version)/.test(word)) ? 'reads' : 'open' }
      if (/^config$/i.test(verb))
        return { does: rest.some((word) => /^(set|rewrite)$/i.test(word)) ? 'writes' : 'reads' }
      return { does: redisReads.test(verb) ? 'reads' : 'writes' }
    }
    case 'pg_restore':
      return { does: words.some((word) => /^(-d|--dbname)/.test(word)) ? 'writes' : 'reads' }
    case 'mysqladmin':
      return { does: words.some((word) => /^(create|drop|password|kill|flush)/.test(word)) ? 'writes' : 'reads' }
    case 'createdb':
    case 'dropdb':
    case 'createuser':
    case 'dropuser':
    case 'mysqlimport':
    case 'mongorestore':
    case 'mongoimport':
      return { does: 'writes' }
    default: {
      const told = viaPlatform(program, words)
      // a program that is told nothing by its words reads what is fed to it
      if (told?.does !== 'open') return told
      if (fromFile > 0) return { does: 'file', path: words[fromFile + 1] ?? '' }
      return fed > 0 ? ofFed(words[fed + 1] ?? '') : told
    }
  }
}

/** What stands before a pipe: `cat fix.sql`, `echo "update …"`, `pg_dump old`. */
function ofFed(text: string): Statement {
  const file = /^\s*cat\s+([\w./-]+)\s*$/.exec(text)?.[1]
  if (file) return { does: 'file', path: file }
  if (/\b(pg_dump|mysqldump|mongodump|gunzip|zcat|gzip -d)\b/.test(text)) return { does: 'writes' }
  return ofText(text.replace(/^\s*(echo|printf)\s+(-\w+\s+)*["']?/, ''))
}

/** Statements that go through a platform's own program. */
function viaPlatform(program: string, words: readonly string[]): Statement | undefined {
  const [first = '', second = '', third = ''] = plainWords(words)
  if (program === 'heroku') {
    if (first === 'pg:psql') {
      const text = optionValue(words, '-c', '--command')
      return text === undefined
        ? words.includes('<')
          ? { does: 'file', path: words[words.indexOf('<') + 1] ?? '' }
          : { does: 'open' }
        : ofText(text)
    }
    return /^(pg:(reset|push|copy)|redis:cli)$/.test(first) ? { does: 'writes' } : undefined
  }
  if (program === 'aws') {
    if (first === 'rds-data') return ofText(optionValue(words, '--sql') ?? '')
    return first === 'dynamodb' &&
      /^(put-item|update-item|delete-item|batch-write-item|execute-statement)$/.test(second)
      ? { does: 'writes' }
      : undefined
  }
  if (program === 'gcloud') {
    if (first === 'sql' && second === 'import') return { does: 'writes' }
    return first === 'spanner' && /ddl|execute-sql/.test(`${second} ${third} ${plainWords(words)[3] ?? ''}`)
      ? ofSpanner(words)
      : undefined
  }
  // its pages change data and schema of the endpoint (hasura.io/docs, "hasura console")
  if (program === 'hasura' && first === 'console') return { does: 'open' }
  // what is not said to be remote is a copy on this machine (developers.cloudflare.com/d1/wrangler-commands)
  if (program === 'wrangler' && first === 'd1' && second === 'execute' && words.includes('--remote')) {
    const file = optionValue(words, '--file')
    return file === undefined ? ofText(optionValue(words, '--command') ?? '') : { does: 'file', path: file }
  }
  if (program === 'snowsql' || (program === 'snow' && first === 'sql')) {
    const file = optionValue(words, '-f', '--filename')
    return file === undefined ? ofText(optionValue(words, '-q', '--query') ?? '') : { does: 'file', path: file }
  }
  if (program === 'turso' && first === 'db' && second === 'shell') return ofText(plainWords(words)[3] ?? '')
  if (program === 'bq') return ofBigQuery(first, words)
  return undefined
}

/** cloud.google.com/bigquery/docs/reference/bq-cli-reference: what loads, inserts and removes changes data, too. */
function ofBigQuery(verb: string, words: readonly string[]): Statement | undefined {
  if (/^(load|insert|rm|truncate|partition)$/.test(verb)) return { does: 'writes' }
  if (verb !== 'query') return undefined
  return words.some((word) => /^--?dry_run(=true)?$/.test(word)) ? { does: 'reads' } : ofText(words.at(-1) ?? '')
}

function ofSpanner(words: readonly string[]): Statement {
  const file = optionValue(words, '--ddl-file')
  return file === undefined ? ofText(optionValue(words, '--sql', '--ddl') ?? '') : { does: 'file', path: file }
}

/** The host that a client goes to: by option or URL; empty where it names none, which is this machine. */
export function hostWrittenIn(words: readonly string[]): string {
  const named =
    optionValue(words, '-h', '--host', '-S', '--server') ?? words.find((word) => /^-[hS][\w.$]/.test(word))?.slice(2)
  if (named !== undefined) return named
  const url = words.slice(1).find((word) => /:\/\//.test(word))
  if (url)
    return url
      .replace(/^[\w+]*:\/\//, '')
      .replace(/^[^@/]*@/, '')
      .replace(/[:/?].*$/, '')
  // a connection in a variable: `psql "$DATABASE_URL"`
  return words.slice(1).find((word) => /^\$\{|^\$\(/.test(word) || /\bhost=/.test(word)) ?? ''
}

/** A host of one word that names an environment (`prod-db`) is none of the containers beside a job. */
const ofAnEnvironment = /(^|[-_])(prod|prd|production|live|staging|stg|uat)([-_]|$)/i

/** Whether a client works on the runner itself or on a container beside it. */
export function isLocalDatabase(words: readonly string[]): boolean {
  const program = words[0] ?? ''
  if (/^(heroku|aws|gcloud|bq|wrangler|snowsql|snow|turso)$/.test(program)) return false
  const host = hostWrittenIn(words)
  return host === '' || isLocalHost(host) || (isServiceName(host) && !ofAnEnvironment.test(host))
}
