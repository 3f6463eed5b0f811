import { type Statement, statementsOf, type Token } from '../../documents/sql/lexer.ts'
import type { Change } from './change.ts'

/** What a script changes, statement by statement. `offset`: where the script begins in its file. */
export function sqlChanges(sql: string, offset = 0): readonly Change[] {
  const changes: Change[] = []
  // columns that the script adds, which must not be null: the former version lives with them by their default alone
  const demanded = new Set<string>()
  for (const statement of statementsOf(sql)) {
    for (const change of changesOf(statement, demanded)) {
      changes.push({ ...change, start: change.start + offset, end: change.end + offset })
    }
  }
  return changes
}

function* changesOf(written: Statement, demanded: Set<string>): Generator<Change> {
  const statement = withoutControl(written)
  const { tokens } = statement
  const words = tokens
    .slice(0, 12)
    .map(({ text, kind }) => (kind === 'word' ? text : ''))
    .join(' ')
  const change = (
    what: Change['what'],
    detail: string,
    table = '',
    span: { start: number; end: number } = statement,
  ) => ({
    what,
    detail,
    table: table.toLowerCase(),
    start: span.start,
    end: span.end,
  })
  const [first] = tokens
  switch (first?.text) {
    case 'CREATE':
      return yield* created(tokens, change)
    case 'ALTER':
      return yield* altered(tokens, words, change, demanded)
    case 'DROP': {
      const name =
        nameAfter(tokens, 'EXISTS') ?? nameAfter(tokens, tokens[tokens[1]?.text === 'MATERIALIZED' ? 2 : 1]?.text ?? '')
      if (/^DROP (TABLE|COLUMN|SCHEMA|DATABASE|VIEW|MATERIALIZED VIEW|TYPE|SEQUENCE|FUNCTION|PROCEDURE)/.test(words)) {
        const kind = /^DROP (MATERIALIZED VIEW|\w+)/.exec(words)?.[1]?.toLowerCase()
        yield change('breaking', `drops the ${kind} ${name ?? ''}`.trim(), name ?? '')
      } else yield change('additive', `drops what no program reads (${words.split(' ')[1]?.toLowerCase()})`)
      return
    }
    case 'RENAME':
      return yield change(
        'breaking',
        `renames ${nameAfter(tokens, 'TABLE') ?? 'a table'}`,
        nameAfter(tokens, 'TABLE') ?? '',
      )
    case 'EXEC':
    case 'EXECUTE':
      if (tokens.some(({ text }) => /^SP_RENAME$/i.test(text)))
        yield change('breaking', `renames ${tokens.find(({ kind }) => kind === 'string')?.text ?? 'something'}`)
      else yield change('open', 'runs a procedure')
      return
    case 'TRUNCATE':
      return yield change('data', 'empties a table', nameAfter(tokens, 'TABLE') ?? tokens[1]?.text ?? '')
    case 'INSERT':
    case 'MERGE':
    case 'REPLACE':
    case 'COPY': {
      const table = nameAfter(tokens, 'INTO') ?? tokens[1]?.text ?? ''
      const copies = first.text !== 'INSERT' || tokens.some(({ text, kind }) => kind === 'word' && text === 'SELECT')
      const added = change('data', `adds rows to ${table.toLowerCase()}`, table)
      return yield copies ? added : { ...added, seeds: true }
    }
    case 'UPDATE':
      return yield change('data', `changes rows of ${nameAt(tokens, 1)}`, nameAt(tokens, 1))
    case 'DELETE':
      return yield change(
        'data',
        `deletes rows of ${nameAfter(tokens, 'FROM') ?? nameAt(tokens, 1)}`,
        nameAfter(tokens, 'FROM') ?? '',
      )
    case 'WITH':
      if (tokens.some(({ text, kind }) => kind === 'word' && /^(UPDATE|DELETE|INSERT)$/.test(text)))
        yield change('data', 'changes rows')
      return
    case 'DO':
    case 'CALL':
    case 'BEGIN': {
      const body = tokens.find(({ kind }) => kind === 'string')
      if (!body) return first.text === 'CALL' ? yield change('open', 'calls a procedure') : undefined
      // the quotes may be of any length, the text stands once
      const start = body.start + Math.max(0, (body.end - body.start - body.text.length) >> 1)
      return yield* sqlChanges(body.text, start)
    }
  }
}

/** A statement without what stands before it in a block: BEGIN, IF … THEN, ELSE, LOOP. */
function withoutControl(statement: Statement): Statement {
  let { tokens } = statement
  while (/^(BEGIN|ELSE|LOOP|IF|THEN|DECLARE)$/.test(tokens[0]?.text ?? '') && tokens[0]?.kind === 'word') {
    const isTest = tokens[0].text === 'IF'
    const then = isTest
      ? tokens.findIndex(({ text, kind }) => kind === 'word' && (text === 'THEN' || text === 'BEGIN'))
      : 0
    if (then < 0) break
    tokens = tokens.slice(then + 1)
  }
  const [first] = tokens
  return first ? { tokens, start: first.start, end: statement.end } : statement
}

type Make = (what: Change['what'], detail: string, table?: string, span?: { start: number; end: number }) => Change

function* created(tokens: readonly Token[], change: Make): Generator<Change> {
  const words = tokens.slice(0, 8).map(({ text }) => text)
  if (words.includes('INDEX') && words.includes('UNIQUE')) {
    const table = nameAfter(tokens, 'ON') ?? ''
    return yield change('breaking', `demands unique values${table && ` in ${table}`}`, table)
  }
  const kind = words.find((word) =>
    /^(TABLE|INDEX|VIEW|TYPE|SEQUENCE|FUNCTION|PROCEDURE|TRIGGER|SCHEMA|EXTENSION)$/.test(word),
  )
  const name = kind ? (nameAfter(tokens, 'EXISTS') ?? nameAfter(tokens, kind) ?? '') : ''
  yield change(
    'additive',
    `creates ${kind ? `the ${kind.toLowerCase()} ${name}` : 'something'}`.trim(),
    kind === 'TABLE' || kind === 'VIEW' ? name : '',
  )
}

function* altered(tokens: readonly Token[], words: string, change: Make, demanded: Set<string>): Generator<Change> {
  if (/^ALTER TYPE/.test(words)) {
    if (/ (RENAME|DROP) /.test(` ${words} `))
      yield change('breaking', `changes the type ${nameAfter(tokens, 'TYPE') ?? ''}`)
    else yield change('additive', `adds to the type ${nameAfter(tokens, 'TYPE') ?? ''}`)
    return
  }
  if (/^ALTER (MATERIALIZED )?VIEW .*\bRENAME TO\b/.test(words)) {
    const name = (words.includes(' EXISTS ') ? nameAfter(tokens, 'EXISTS') : nameAfter(tokens, 'VIEW')) ?? ''
    return yield { ...change('breaking', `renames the view ${name}`, name), becomes: renamedTo(tokens) }
  }
  if (!/^ALTER( FOREIGN| EXTERNAL)? TABLE/.test(words)) return
  const only = tokens.findIndex(({ text }) => text === 'ONLY')
  const table =
    (words.includes('TABLE IF EXISTS') ? nameAfter(tokens, 'EXISTS') : undefined) ??
    (only > 0 && only < 4 ? nameAt(tokens, only + 1) : nameAfter(tokens, 'TABLE')) ??
    ''
  for (const action of actionsOf(tokens)) {
    const kind = wordsOf(action)
    const span = { start: action[0]?.start ?? 0, end: action.at(-1)?.end ?? 0 }
    const make = (what: Change['what'], detail: string) => change(what, detail, table, span)
    const column = columnOf(action)
    if (/^DROP (CONSTRAINT|INDEX|KEY|PRIMARY|FOREIGN|PARTITION|DEFAULT)/.test(kind))
      yield make('additive', `loosens ${table}`)
    else if (/^DROP /.test(kind)) yield make('breaking', `drops the column ${table}.${column}`)
    else if (/^RENAME (TO|AS)/.test(kind))
      yield { ...make('breaking', `renames the table ${table}`), becomes: renamedTo(action) }
    else if (/^RENAME (INDEX|KEY|CONSTRAINT)/.test(kind)) yield make('additive', `renames an index of ${table}`)
    else if (/^RENAME/.test(kind)) yield make('breaking', `renames the column ${table}.${column}`)
    else if (/^CHANGE /.test(kind)) yield make('breaking', `renames or changes the column ${table}.${column}`)
    else if (/^MODIFY /.test(kind)) yield make('breaking', `changes the column ${table}.${column}`)
    else if (/^ALTER (COLUMN )?/.test(kind) && / SET NOT NULL/.test(kind))
      yield make('breaking', `forbids nulls in ${table}.${column}`)
    else if (/^ALTER /.test(kind) && / DROP DEFAULT/.test(kind)) {
      if (demanded.has(`${table}.${column}`))
        yield make('breaking', `takes the default of ${table}.${column} away, which must not be null`)
      else yield { ...make('open', `takes the default of ${table}.${column} away`), keepsRows: true }
    } else if (/^ALTER /.test(kind) && / DROP (NOT NULL|IDENTITY|EXPRESSION)/.test(kind))
      yield make('additive', `loosens ${table}.${column}`)
    else if (/^ALTER /.test(kind) && / SET (DEFAULT|STATISTICS|STORAGE)/.test(kind))
      yield make('additive', `sets a default of ${table}.${column}`)
    else if (/^ALTER (COLUMN )?/.test(kind) && !/^ALTER (INDEX|CONSTRAINT)/.test(kind))
      yield make('breaking', `changes the type of ${table}.${column}`)
    else if (/^ADD( CONSTRAINT)?\b/.test(kind) && /\bUNIQUE\b/.test(kind) && !/^ADD COLUMN/.test(kind))
      yield make('breaking', `demands unique values${table && ` in ${table}`}`)
    else if (/^ADD (CONSTRAINT|PRIMARY|FOREIGN|CHECK|INDEX|KEY|FULLTEXT|PARTITION)/.test(kind))
      yield make('additive', `adds a constraint or index to ${table}`)
    else if (/^ADD\b/.test(kind)) {
      const isDemanding =
        /NOT NULL/.test(kind) && !/\b(DEFAULT|GENERATED|IDENTITY|SERIAL|BIGSERIAL|AUTO_INCREMENT)\b/.test(kind)
      yield isDemanding
        ? make('breaking', `adds the column ${table}.${column}, which must not be null and has no default`)
        : make('additive', `adds the column ${table}.${column}`)
      if (/NOT NULL/.test(kind)) demanded.add(`${table}.${column}`)
    }
  }
}

/** The name that a table or view has from now on. */
const renamedTo = (tokens: readonly Token[]) =>
  (nameAfter(tokens.slice(-6), 'TO') ?? nameAfter(tokens.slice(-6), 'AS') ?? '').toLowerCase()

/** The actions of ALTER TABLE, which commas outside of parentheses part; a column list of one ADD is one action. */
function* actionsOf(tokens: readonly Token[]): Generator<readonly Token[]> {
  const start = tokens.findIndex(
    ({ text, kind }, i) => i > 1 && kind === 'word' && /^(ADD|DROP|ALTER|RENAME|MODIFY|CHANGE)$/.test(text),
  )
  if (start < 0) return
  let action: Token[] = []
  let depth = 0
  for (const token of tokens.slice(start)) {
    if (token.text === '(' && token.kind === 'sign') depth++
    if (token.text === ')' && token.kind === 'sign') depth--
    if (depth === 0 && token.text === ',' && token.kind === 'sign') {
      if (action.length) yield action
      action = []
    } else action.push(token)
  }
  if (action.length) yield action
}

const wordsOf = (tokens: readonly Token[]) =>
  tokens.map(({ text, kind }) => (kind === 'word' ? text : kind === 'sign' ? text : 'X')).join(' ')

/** The column that an action is about: the first name behind its verbs. */
function columnOf(action: readonly Token[]): string {
  const skip = /^(ADD|DROP|ALTER|RENAME|MODIFY|CHANGE|COLUMN|IF|EXISTS|NOT)$/
  const token = action.find(({ text, kind }) => kind === 'name' || (kind === 'word' && !skip.test(text)))
  return token ? (token.kind === 'word' ? token.text.toLowerCase() : token.text) : ''
}

/** A name at an index, its schema dropped. */
function nameAt(tokens: readonly Token[], index: number): string {
  let at = index
  while (tokens[at + 1]?.text === '.' && tokens[at + 2]) at += 2
  const token = tokens[at]
  return token ? (token.kind === 'word' ? token.text.toLowerCase() : token.text) : ''
}

function nameAfter(tokens: readonly Token[], word: string): string | undefined {
  const at = tokens.findIndex(({ text, kind }, i) => kind === 'word' && text === word && i < 12)
  if (at < 0 || !tokens[at + 1]) return undefined
  const next = tokens[at + 1] as Token
  if (next.kind === 'word' && /^(IF|NOT|EXISTS|CONCURRENTLY)$/.test(next.text)) {
    const name = tokens.findIndex(
      (token, i) => i > at && !(token.kind === 'word' && /^(IF|NOT|EXISTS|CONCURRENTLY)$/.test(token.text)),
    )
    return name < 0 ? undefined : nameAt(tokens, name)
  }
  return nameAt(tokens, at + 1)
}
