/** An expression as conditions and filters may be written: `pipeline.git.branch == "main" and not …`. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'compare'; readonly sign: string; readonly left: Expression; readonly right: Expression }

const token =
  /\s*(?:("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(\/(?:[^/\\]|\\.)+\/)|(==|!=|=~|<=|>=|<<|>>|<|>|\(|\)|&&|\|\|)|([A-Za-z_][\w.-]*)|(-?\d+(?:\.\d+)?))/y

/**
 * Parses an expression (circleci.com/docs/workflows, "expression-based job filters"). Undefined for a text that is none:
 * a plain word is a text, not an expression.
 */
export function parseExpression(text: string): Expression | undefined {
  const tokens: string[] = []
  token.lastIndex = 0
  while (token.lastIndex < text.length && text.slice(token.lastIndex).trim() !== '') {
    const found = token.exec(text)
    if (!found || tokens.length > 500) return undefined
    // `<< name >>` within an expression is the name
    if (found[3] !== '<<' && found[3] !== '>>') tokens.push(found[0].trim())
  }
  const reader = { tokens, at: 0 }
  const made = either(reader, 0)
  return made && reader.at === tokens.length && made.kind !== 'literal' ? made : undefined
}

interface Reader {
  readonly tokens: readonly string[]
  at: number
}

function either(reader: Reader, depth: number): Expression | undefined {
  return chain(reader, 'or', /^(or|\|\|)$/, () => chain(reader, 'and', /^(and|&&)$/, () => negated(reader, depth)))
}

function chain(
  reader: Reader,
  kind: 'and' | 'or',
  sign: RegExp,
  part: () => Expression | undefined,
): Expression | undefined {
  let left = part()
  while (left && sign.test(reader.tokens[reader.at] ?? '')) {
    reader.at++
    const right = part()
    left = right && { kind, left, right }
  }
  return left
}

function negated(reader: Reader, depth: number): Expression | undefined {
  if (reader.tokens[reader.at] !== 'not') return comparison(reader, depth)
  reader.at++
  const of = depth < 50 ? negated(reader, depth + 1) : undefined
  return of && { kind: 'not', of }
}

const signs = new Set(['==', '!=', '=~', '<', '>', '<=', '>=', 'starts-with', 'ends-with', 'contains', 'in'])

function comparison(reader: Reader, depth: number): Expression | undefined {
  const left = operand(reader, depth)
  const sign = reader.tokens[reader.at] ?? ''
  if (!left || !signs.has(sign)) return left
  reader.at++
  const right = operand(reader, depth)
  return right && { kind: 'compare', sign, left, right }
}

function operand(reader: Reader, depth: number): Expression | undefined {
  const text = reader.tokens[reader.at++]
  if (text === undefined) return undefined
  if (text === '(') {
    const inner = depth < 50 ? either(reader, depth + 1) : undefined
    return reader.tokens[reader.at++] === ')' ? inner : undefined
  }
  if (/^["']/.test(text)) return { kind: 'literal', value: text.slice(1, -1).replace(/\\(.)/g, '$1') }
  if (/^\/.*\/$/s.test(text)) return { kind: 'literal', value: text.slice(1, -1) }
  if (/^-?\d/.test(text)) return { kind: 'literal', value: Number(text) }
  if (text === 'true' || text === 'false') return { kind: 'literal', value: text === 'true' }
  return /^(pipeline|parameters|matrix|project|job)\./.test(text) ? { kind: 'name', name: text } : undefined
}
