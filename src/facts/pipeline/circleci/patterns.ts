/** Regular expressions of filters and conditions, matched in linear time. */
export interface Patterns {
  /** whether it matches the whole text (filters), or is found in it (`matches`); undefined where it cannot be read */
  matches(source: string, text: string, whole: boolean): boolean | undefined
}

type Test = (text: string) => boolean

/**
 * CircleCI's expressions are Java's (circleci.com/docs/configuration-reference, "filters"). RE2 reads all of them but
 * those that look ahead or behind; these are tried on short texts only, and only while they cannot take long.
 */
export async function loadPatterns(): Promise<Patterns> {
  const { RE2JS } = await import('re2js')
  const known = new Map<string, Test | undefined>()
  const compile = (source: string): Test | undefined => {
    try {
      const compiled = RE2JS.compile(source)
      return (text) => compiled.matcher(text).find()
    } catch {
      return lookingAround(source)
    }
  }
  return {
    matches(source, text, whole) {
      const pattern = whole ? `^(?:${source})$` : source
      if (!known.has(pattern)) known.set(pattern, compile(pattern))
      return known.get(pattern)?.(text)
    },
  }
}

function lookingAround(source: string): Test | undefined {
  const repeats = source.match(/[*+{]/g)?.length ?? 0
  if (!/\(\?<?[=!]/.test(source) || source.length > 300 || repeats > 6 || /[*+}]\)[*+{]/.test(source)) return undefined
  try {
    const compiled = new RegExp(source)
    return (text) => text.length <= 100 && compiled.test(text)
  } catch {
    return undefined
  }
}

/** The source of a filter's `/expression/`; undefined for a plain name. */
export function sourceOf(filter: string): string | undefined {
  return /^\/(.*)\/$/s.exec(filter.trim())?.[1]
}
