import type { Hidden } from '../../hidden.ts'
import { isHidden } from '../../hidden.ts'
import { TextMaker, Traced } from './traced.ts'
import { bare, type Dict, floatText, GivenUp, isDict, isList, plainDigits, type Val } from './value.ts'

/** Beyond this column texts with spaces are broken. */
const widest = 80

const longest = 2_000_000

/** A value as `toYaml` writes it (sigs.k8s.io/yaml by go.yaml.in/yaml/v2), each scalar with the place of its own. */
export function toYaml(value: Val, hole: (hidden: Hidden) => string): Traced {
  const out = new TextMaker()
  const writer = new YamlWriter(out, hole)
  writer.node(value, -1, 'start')
  return out.made()
}

type Where = 'start' | 'key' | 'dash'

class YamlWriter {
  constructor(
    readonly out: TextMaker,
    readonly hole: (hidden: Hidden) => string,
  ) {}

  /**
   * @param indent the column of what holds it
   * @param where what stands before it on its line
   */
  node(value: Val, indent: number, where: Where): void {
    if (this.out.length > longest) throw new GivenUp('a text is too long')
    if (isDict(value) && value.size > 0) this.#map(value, indent + (where === 'start' ? 1 : 2), where)
    // a list under a key stands in the column of the key
    else if (isList(value) && value.length > 0)
      this.#list(value, where === 'key' ? Math.max(indent, 0) : indent + (where === 'start' ? 1 : 2), where)
    else {
      if (where !== 'start') this.out.add(' ', undefined)
      this.#scalar(value, indent, where)
    }
  }

  #map(map: Dict, column: number, where: Where): void {
    let isFirst = true
    for (const key of [...map.keys()].sort(byNature)) {
      this.#begin(isFirst, column, where)
      isFirst = false
      this.out.add(`${scalarText(key, column, true)}:`, undefined)
      this.node(map.get(key) as Val, column, 'key')
    }
  }

  #list(list: readonly Val[], column: number, where: Where): void {
    let isFirst = true
    for (const item of list) {
      this.#begin(isFirst, column, where)
      isFirst = false
      this.out.add('-', undefined)
      this.node(item, column, 'dash')
    }
  }

  #begin(isFirst: boolean, column: number, where: Where): void {
    if (isFirst && where === 'start') return
    if (isFirst && where === 'dash') this.out.add(' ', undefined)
    else this.out.add(`\n${' '.repeat(column)}`, undefined)
  }

  #scalar(value: Val, indent: number, where: Where): void {
    const source = value instanceof Traced ? value.source : undefined
    const given = bare(value)
    let text: string
    if (isHidden(given)) text = this.hole(given)
    else if (given === null) text = 'null'
    else if (typeof given === 'string') text = scalarText(given, where === 'start' ? 0 : indent + 2, false)
    else if (typeof given === 'number')
      text = Number.isInteger(given) && Math.abs(given) < 1e21 ? plainDigits(given) : floatText(given)
    else text = isDict(given) ? '{}' : isList(given) ? '[]' : String(given)
    this.out.add(text, source && { ...source, exact: false })
  }
}

const resolvesToOther =
  /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON|n|N|no|No|NO|false|False|FALSE|off|Off|OFF|~|null|Null|NULL|\.nan|\.NaN|\.NAN|[+-]?\.(?:inf|Inf|INF)|<<|)$/
const number =
  /^[-+]?(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|[\d_]+|(?:\.\d+|\d[\d_]*(?:\.[\d_]*)?)(?:[eE][-+]?\d+)?)$/
const sixty = /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/
const date = /^\d{4}-\d{1,2}-\d{1,2}(?:$|[Tt ][\d:. +Z-]+$)/

/** A text as the library writes it: plain where that reads back as the same, in quotes, or as a block. */
function scalarText(text: string, column: number, isKey: boolean): string {
  const isOdd =
    /[^\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u.test(text) || / \n/.test(text)
  if (text.includes('\n') && !isKey && !/ $/.test(text) && !isOdd) return block(text, column)
  if (text.includes('\n') || isOdd) return doubleQuoted(text, column)
  // digits, signs and points may be a number of some notation
  if (resolvesToOther.test(text) || number.test(text) || sixty.test(text) || date.test(text))
    return doubleQuoted(text, column)
  const isPlain = !/^[#,[\]{}&*!|>'"%@`]|^[?:-](?:\s|$)|:(?:\s|$)|\s#|^\s|\s$|^---|^\.\.\./.test(text)
  return broken(isPlain ? text : `'${text.replaceAll("'", "''")}'`, column, isKey)
}

function block(text: string, column: number): string {
  const indent = Math.max(2, column)
  const lines = text.split('\n')
  const hint = /^[ \n]/.test(text) ? '2' : ''
  const chomp = !text.endsWith('\n') ? '-' : text.endsWith('\n\n') || text === '\n' ? '+' : ''
  if (text.endsWith('\n')) lines.pop()
  return `|${hint}${chomp}\n${lines.map((line) => (line === '' ? '' : ' '.repeat(indent) + line)).join('\n')}`
}

/** The library breaks a line at the first space beyond the eightieth column. */
function broken(text: string, column: number, isKey: boolean): string {
  if (isKey || text.length + column < widest || !text.includes(' ')) return text
  let made = ''
  let at = column
  for (let i = 0; i < text.length; i++) {
    const sign = text[i] as string
    const breaks =
      sign === ' ' && at > widest && i > 0 && i < text.length - 1 && text[i + 1] !== ' ' && text[i - 1] !== ' '
    made += breaks ? `\n${' '.repeat(column)}` : sign
    at = breaks ? column : at + 1
  }
  return made
}

function doubleQuoted(text: string, column: number): string {
  const names: Readonly<Record<string, string>> = {
    '\\': '\\\\',
    '"': '\\"',
    '\n': '\\n',
    '\t': '\\t',
    '\r': '\\r',
    '\0': '\\0',
    '\x07': '\\a',
    '\b': '\\b',
    '\v': '\\v',
    '\f': '\\f',
    '\x1b': '\\e',
    '\u0085': '\\N',
    '\u00a0': '\\_',
    '\u2028': '\\L',
    '\u2029': '\\P',
    '\ufeff': '\\uFEFF',
  }
  const escaped = text.replace(
    /[\\"\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff]/g,
    (sign) => names[sign] ?? `\\x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
  return broken(`"${escaped}"`, column, false)
}

/** The library's order of keys: numbers in them count as numbers, and signs come before letters. */
function byNature(a: string, b: string): number {
  const [one, other] = [[...a], [...b]]
  const isDigit = (sign: string | undefined) => sign !== undefined && /\p{Nd}/u.test(sign)
  const isLetter = (sign: string) => /\p{L}/u.test(sign)
  let digits = false
  for (let i = 0; i < one.length && i < other.length; i++) {
    const [x, y] = [one[i] as string, other[i] as string]
    if (x === y) {
      digits = isDigit(x)
      continue
    }
    const [xl, yl] = [isLetter(x), isLetter(y)]
    if (xl && yl) return x < y ? -1 : 1
    if (xl || yl) return (digits ? xl : yl) ? -1 : 1
    const run = (signs: readonly string[]) => {
      let end = i
      while (isDigit(signs[end])) end++
      return signs.slice(i, end).join('')
    }
    const [p, q] = [run(one), run(other)]
    const zeros = (x === '0' || y === '0') && /[1-9]\d*$/.test(one.slice(0, i).join('')) ? '1' : ''
    const [m, n] = [BigInt(zeros + p || 0), BigInt(zeros + q || 0)]
    if (m !== n) return m < n ? -1 : 1
    if (p.length !== q.length) return p.length - q.length
    return x < y ? -1 : 1
  }
  return one.length - other.length
}
