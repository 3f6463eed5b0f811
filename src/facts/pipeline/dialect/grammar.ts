/* What parsers of expressions share whose grammar is one of tokens that stand in groups of a pattern. */

/** Thrown where a text is no expression of its language. */
export class SyntaxProblem extends Error {}

/** Deeper nesting than any person writes; it keeps the recursion from running out of stack. */
export const deepest = 200

/**
 * A parser that remembers what it has parsed.
 * @param token one token with the blanks before it, sticky: each of its groups is a kind of token
 * @param parse makes an expression of tokens; throws a {@link SyntaxProblem} where they make none
 * @returns gives undefined for a text that is no expression: the caller then knows nothing
 */
export function parserOf<Expression>(
  token: RegExp,
  parse: (tokens: readonly string[]) => Expression | undefined,
): (source: string) => Expression | undefined {
  const known = new Map<string, Expression | undefined>()
  return (source) => {
    if (known.has(source)) return known.get(source)
    if (known.size > 5_000) known.clear()
    const parsed = orUndefined(() => parse(tokensOf(source, token)))
    known.set(source, parsed)
    return parsed
  }
}

function orUndefined<T>(attempt: () => T): T | undefined {
  try {
    return attempt()
  } catch (error) {
    if (error instanceof SyntaxProblem) return undefined
    throw error
  }
}

function tokensOf(source: string, token: RegExp): string[] {
  const tokens: string[] = []
  const end = source.trimEnd().length
  token.lastIndex = 0
  while (token.lastIndex < end) {
    const match = token.exec(source)
    if (!match) throw new SyntaxProblem()
    tokens.push(match.slice(1).find((group) => group !== undefined) as string)
  }
  return tokens
}
