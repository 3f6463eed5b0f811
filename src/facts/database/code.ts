import { Hidden, type Seen } from '../hidden.ts'
import type { Change } from './change.ts'
import type { Call, Framework } from './framework.ts'
import { withoutFresh } from './fresh.ts'
import { withoutReplaced } from './replaced.ts'
import { restOf } from './rest.ts'
import { sqlChanges } from './sql.ts'
import { takesRowsBack } from './way-back.ts'

/** A migration as its file tells it. */
export interface Read {
  readonly changes: readonly Change[]
  /** there is a way back that somebody wrote, or that the library makes by itself */
  readonly reversible: boolean
  /** the reverse of changed rows is written */
  readonly reversesData: Seen<boolean>
}

/** Reads a migration that is written in the calls of a library. Linear in the text for each call. */
export function readCode(content: string, framework: Framework): Read {
  const { start, end, down } = partsOf(content, framework)
  const changes = callsIn(content, start, end, framework).toSorted((a, b) => a.start - b.start)
  const back = down === undefined ? '' : content.slice(down, down < start ? start : undefined)
  const isBack = down !== undefined && hasBody(back) && !framework.irreversible?.test(back)
  const isBackForRows = framework.reverse
    ? framework.reverse.test(content) && !framework.irreversible?.test(content)
    : isBack
  return {
    changes: withoutReplaced(withoutFresh(changes), content.slice(start, end), start),
    reversible: isBack || (framework.reverses === true && !framework.irreversible?.test(content)),
    reversesData:
      framework.reversesRows?.(content) ??
      (isBackForRows && (rowsComeBack(changes, content, back, framework) ?? hidden)),
  }
}

const hidden = new Hidden('whether the way back takes back the rows that were changed', {
  kind: 'file',
  text: 'write what takes the rows back in statements on the same tables',
})

/**
 * Whether a way back in code takes the changed rows back. What is known of it decides, as in SQL; where it does more, of
 * which its words say that it may change rows, it is believed, and where they do not say so, nobody can tell (undefined).
 */
function rowsComeBack(up: readonly Change[], content: string, back: string, framework: Framework): boolean | undefined {
  if (leavesRows(back, framework)) return false
  // it stands in the way up: `reversible` of Rails
  if (back === '') return true
  const down = callsIn(back, 0, back.length, framework)
  const answer = takesRowsBack({ file: '', up, content }, { down: () => down, written: back })
  if (answer === true || (answer !== false && down.some(({ what }) => what === 'data'))) return true
  // a statement on another table takes nothing back
  const dropped = down.filter(({ detail, table }) => /^drops /.test(detail) && (answer !== false || table === ''))
  if (dropped.some((one) => mayBeFilled(one, up, content))) return true
  const rest = unknownIn(back, framework)
  if (mayChangeRows.test(rest) || mayDrop.test(rest)) return true
  return answer === false && dropped.length === 0 && rest === '' ? false : undefined
}

/**
 * Whether what a way back drops may be what the way there filled: a table; a column without a name that is read; or one whose
 * name stands where rows are changed.
 */
function mayBeFilled({ detail }: Change, up: readonly Change[], content: string): boolean {
  const name = /^drops the (?:column|field) (?:.*\.)?(\w+)$/.exec(detail)?.[1]
  if (name === undefined) return true
  const named = new RegExp(`\\b${name}\\b`, 'i')
  return up.some(
    ({ what, start, end }) =>
      what === 'data' && named.test(content.slice(start, Math.max(end, start + restOf(content, start).length))),
  )
}

/** Calls that change nothing: of logs, of what there is, of what does nothing. */
const idle =
  /^(?:print\w*|echo|puts|say|console\.\w+|log(?:ger|ging)?(?:\.\w+)?|(?:this\.)?logger\.\w+|Promise\.resolve|Task\.\w+|[dD]own|downgrade|[uU]p|upgrade|async|function|def|if|elif|for|foreach|while|switch|with|return|super\(?|require|range|len|isset|empty|(?:\w+(?:\.|::|->))*(?:get_bind|inspect|text|has_?[tT]able|has_?[cC]olumn|table_exists|column_exists|get_columns))$/

/** The calls of a part of a file that are none of the library's known ones, and may do anything. */
function unknownIn(part: string, framework: Framework): string {
  let text = blankIgnored(part, framework)
  for (const { pattern } of framework.calls) text = text.replace(pattern, ' ')
  const written = text.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""')
  return [...written.matchAll(/[A-Za-z_$][\w$]*(?:(?:\.|::|->|\?\.)[A-Za-z_$][\w$]*)*(?=\s*\()/g)]
    .map(([name]) => name)
    .filter((name) => !idle.test(name) && !formsOnly.test(name) && !ofIndexes.test(name.replace(/^.*[.>:]/, '')))
    .join(' ')
}

/** What a column takes, in a definition of it: `sa.Text()`, `t.string('note')`, `new TableColumn({…})`. */
const formsOnly =
  /^(?:(?:sa|sqlalchemy|postgresql|mysql|Sequelize|DataTypes|Types)\.\w+|\$?(?:t|tbl|table)(?:\.|->)(?!raw)\w+|TableColumn|nullable|notNullable|defaultTo|default|comment|unsigned|alter|change|modify|null|text|typeof)$/
const ofIndexes = /(?:remove|drop|add|create)_?\s?(?:unique\s|unique_)?(?:index|constraint|foreign_?key|check)/i
const ofColumns = /(?:change|alter)_?column|change_column_(?:null|default)/i
/** What a helper is called that drops what was filled. */
const mayDrop = /drop_?(?:column|table)/i
const mayChangeRows = /execute|sql|update|insert|delete|save|create!|import|call|using/i

/**
 * Whether a way back takes indexes and constraints away or puts them there, or gives a column its former type, length or
 * default, and nothing else: rows that the way up has changed stay so (a name that was cut stays cut). Where it does
 * something that is not known, it may be what takes them back.
 */
function leavesRows(back: string, framework: Framework): boolean {
  if (!(ofIndexes.test(back) || ofColumns.test(back)) || mayChangeRows.test(back)) return false
  return callsIn(back, 0, back.length, framework).every(
    ({ what, detail }) => what === 'additive' || /^changes the column/.test(detail),
  )
}

/** What the calls of a library in a part of a file change. */
function callsIn(content: string, start: number, end: number, framework: Framework): readonly Change[] {
  const part = blankIgnored(content.slice(start, end), framework)
  const changes: Change[] = []
  const taken = new Set<number>()
  for (const call of framework.calls) {
    for (const match of part.matchAll(call.pattern)) {
      // the first call that fits says what this place does
      if (taken.has(match.index)) continue
      const rest = restOf(part, match.index)
      if ((call.if && !call.if.test(rest)) || call.unless?.test(rest)) continue
      taken.add(match.index)
      changes.push(...changesOf(call, match, start, part))
    }
  }
  return changes
}

function changesOf(call: Call, match: RegExpExecArray, offset: number, part: string): readonly Change[] {
  const groups = match.groups ?? {}
  const start = offset + match.index
  if (call.what === 'sql') {
    const text = groups.sql3 ?? groups.sqlh ?? groups.sqld ?? groups.sqls ?? groups.sqlb ?? ''
    const at = Math.max(0, match[0].lastIndexOf(text))
    const isLiteral = groups.sqld !== undefined || groups.sqls !== undefined
    return sqlChanges(isLiteral ? text + goesOn(part, match.index + at + text.length) : text, start + at)
  }
  const table = groups.t?.toLowerCase() ?? ''
  const detail = call.detail.replace(/\.?\{(\w)\}/g, (whole, key: string) => {
    const value = groups[key]
    return value ? `${whole.startsWith('.') ? '.' : ''}${value}` : ''
  })
  return [
    {
      what: call.what,
      ...(call.keepsRows && { keepsRows: true }),
      detail: detail.trim(),
      table: call.freshTable === false ? '' : table,
      start,
      end: start + match[0].length,
    },
  ]
}

/** What parts two literals that are one text: nothing but space (Python), `+`, PHP's `.`, a line that goes on (Ruby). */
const joint = /["'](?:[ \t]*\\\n|\s*[+.])?\s*[a-zA-Z]{0,2}(["'])((?:(?!\1)[^\\]|\\.)*)(?=\1)/y

/** The literals that go on with one whose closing quote stands at an offset. What parts them becomes spaces, so that offsets stay. */
function goesOn(part: string, end: number): string {
  let text = ''
  joint.lastIndex = end
  for (let match = joint.exec(part); match; match = joint.exec(part)) {
    const more = match[2] as string
    text += ' '.repeat(match[0].length - more.length) + more
  }
  joint.lastIndex = 0
  return text
}

function partsOf(content: string, { up, down }: Framework): { start: number; end: number; down: number | undefined } {
  const start = up ? content.search(up) : 0
  const back = down ? content.search(down) : -1
  const from = Math.max(0, start)
  if (back < 0) return { start: from, end: content.length, down: undefined }
  // some write the way down first
  return { start: from, end: back > from ? back : content.length, down: back }
}

/** Ignored parts and comments become spaces, so that offsets stay. */
function blankIgnored(text: string, { ignored }: Framework): string {
  const blank = (part: string) => part.replace(/[^\n]/g, ' ')
  const bare = ignored ? text.replace(ignored, blank) : text
  return bare.replace(/^[ \t]*(#(?!\{)|\/\/|\*|\/\*).*$/gm, blank)
}

/** Whether a way down does something. */
function hasBody(text: string): boolean {
  const body = text.replace(/^[\s\S]*?(=>|\{|\n|\bdo\b)/, '').replace(/["'`]{3}[\s\S]*?["'`]{3}/g, '')
  if (/^\s*(\{\s*)?\}/.test(body)) return false
  const lines = body.split('\n').map((line) => line.trim())
  return lines.some(
    (line) =>
      /[A-Za-z]/.test(line) &&
      !/^(#|\/\/|\*|\/\*|pass$|end$|return;?$|return Promise\.resolve|}|\)|raise |throw )/.test(line),
  )
}
