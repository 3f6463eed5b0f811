/*
 * A part of an expression that asks all facts of a collection, and nothing of the subject (`deployments.exists(d,
 * d.wayBack)`), has one answer for all subjects. It is found once: judging a thousand deployments is linear in them.
 */

/** An expression with its shared parts put aside. */
export interface Split {
  /** the expression, with `__shared.s0`, `__shared.s1` … in their place, and `__shared.<collection>` for what is joined */
  readonly text: string
  readonly parts: readonly string[]
  readonly joins: ReadonlyMap<string, Join>
}

/**
 * `images.exists(i, i.name == it.name && …)`: only the members whose field is equal to the subject's (or, of
 * `it.id in r.deployments`, holds it), or hidden, can change the answer. They are found by an index: what all subjects ask
 * of all members would else grow with the square.
 */
export interface Join {
  /** the member's field: a text, or a list of texts */
  readonly field: string
  /** the subject's field */
  readonly of: string
  /** what else the member must be, asked of the member alone (as `it`); empty: nothing */
  readonly own: string
  /** nothing is asked before, so the subject's field is evidence as soon as there is any member, though none may equal it */
  readonly first: boolean
}

/** More parts than this stay where they are. */
export const mostShared = 8

/** The name that shared parts are read under; no rule may use it. */
export const sharedName = '__shared'

const splits = new Map<string, Split>()

/**
 * Puts aside the outermost `exists` and `all` over collections that do not mention the subject.
 * @param collections the names of the collections
 */
export function splitShared(source: string, collections: Readonly<Record<string, unknown>>): Split {
  const known = splits.get(source)
  if (known) return known
  const parts: string[] = []
  const joins = new Map<string, Join>()
  let text = ''
  let at = 0
  for (const match of source.matchAll(/(?<![\w.])(\w+)\.(?:exists|all|exists_one)\(/g)) {
    if (match.index < at || !Object.hasOwn(collections, match[1] as string)) continue
    if (parts.length === mostShared || inString(source, match.index)) continue
    const end = closing(source, match.index + match[0].length)
    const part = source.slice(match.index, end)
    if (end < 0) break
    if (/(?<![\w.])(it|part|found)\b/.test(withoutStrings(part))) {
      // what stands inside may name its variable
      const name = match[1] as string
      const join = joins.has(name) ? undefined : joinIn(part)
      if (join) joins.set(name, join)
      text += source.slice(at, match.index) + (join ? `${sharedName}.` : '') + part
      at = end
      continue
    }
    text += `${source.slice(at, match.index)}${sharedName}.s${parts.length}`
    parts.push(part)
    at = end
  }
  const split = { text: text + source.slice(at), parts, joins }
  splits.set(source, split)
  return split
}

/** The equation of an `exists` without which no member counts: one of what `&&` joins, where nothing but `&&` joins. */
function joinIn(part: string): Join | undefined {
  const [, variable = '', condition = ''] = /^\w+\.exists\((\w+), (.*)\)$/s.exec(part) ?? []
  const pieces = conjuncts(condition)
  for (const [index, piece] of pieces.entries()) {
    const { member, field, of } =
      /^(?<member>\w+)\.(?<field>\w+) == it\.(?<of>\w+)$/.exec(piece)?.groups ??
      /^it\.(?<of>\w+) in (?<member>\w+)\.(?<field>\w+)$/.exec(piece)?.groups ??
      {}
    if (member !== variable || !field || !of) continue
    const others = pieces.filter((other) => other !== piece).map((other) => ofMember(other, variable))
    const own = others.filter((other) => other !== undefined).join(' && ')
    return { field, of, own, first: index === 0 && own === '' }
  }
  return undefined
}

/** What `&&` joins, where it stands in no text and in no parentheses; nothing where `||` or `?` is above it. */
function conjuncts(condition: string): string[] {
  const pieces: string[] = []
  let from = 0
  let depth = 0
  for (const { 0: found, index } of condition.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|&&|\|\||[?()[\]{}]/g)) {
    if ('([{'.includes(found)) depth++
    else if (')]}'.includes(found)) depth--
    else if (depth > 0) continue
    else if (found === '||' || found === '?') return []
    else if (found === '&&') {
      pieces.push(condition.slice(from, index).trim())
      from = index + 2
    }
  }
  return [...pieces, condition.slice(from).trim()]
}

/** A text, or a name that no field is. */
const textOrName = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?<![\w.])[A-Za-z_]\w*/g

/** A condition on the member alone (and parameters), the member called `it`; undefined where it asks of anything else. */
function ofMember(piece: string, variable: string): string | undefined {
  const allowed = new Set([variable, 'parameters', 'in', 'true', 'false'])
  const names = piece.match(textOrName) ?? []
  if (names.some((name) => !/^["']/.test(name) && !allowed.has(name))) return undefined
  return piece.replace(textOrName, (name) => (name === variable ? 'it' : name))
}

/** Where the parenthesis that is open at `from` is closed, behind it; -1 where it never is. */
function closing(source: string, from: number): number {
  let depth = 1
  for (let i = from; i < source.length; i++) {
    const sign = source[i] as string
    if (sign === '"' || sign === "'") i = endOfString(source, i)
    else if (sign === '(') depth++
    else if (sign === ')' && --depth === 0) return i + 1
  }
  return -1
}

function endOfString(source: string, from: number): number {
  const quote = source[from]
  for (let i = from + 1; i < source.length; i++) {
    if (source[i] === '\\') i++
    else if (source[i] === quote) return i
  }
  return source.length
}

function inString(source: string, index: number): boolean {
  for (let i = 0; i < index; i++) {
    if (source[i] !== '"' && source[i] !== "'") continue
    const end = endOfString(source, i)
    if (end >= index) return true
    i = end
  }
  return false
}

function withoutStrings(source: string): string {
  return source.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""')
}

/** What `__shared` stands for while an expression runs: each part is asked for when it is read. */
export class SharedValue {
  constructor(
    readonly ask: (index: number) => unknown,
    readonly joined: (collection: string) => unknown,
  ) {}
}
for (let index = 0; index < mostShared; index++) {
  Object.defineProperty(SharedValue.prototype, `s${index}`, {
    enumerable: true,
    get(this: SharedValue) {
      return this.ask(index)
    },
  })
}

/** A class of its own for the collections of an engine, with a getter for each that may be joined. */
export function sharedClass(collections: Readonly<Record<string, unknown>>): typeof SharedValue {
  const Class = class extends SharedValue {}
  for (const name of Object.keys(collections)) {
    Object.defineProperty(Class.prototype, name, {
      enumerable: true,
      get(this: SharedValue) {
        return this.joined(name)
      },
    })
  }
  return Class
}
