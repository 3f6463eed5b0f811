import type { Place } from '../../../documents/place.ts'
import type { Condition, Run } from '../model.ts'

type Answer = boolean | undefined

/**
 * An `if:` of the build, a stage or a job (docs.travis-ci.com, "Conditions"): comparisons of `branch`, `tag`, `type` and
 * others with `AND`, `OR`, `NOT` and parentheses. What it asks beside these cannot be known from here.
 */
export function conditionOf(text: string, place: Place): Condition {
  const words = tokensOf(text)
  const branches = [...text.matchAll(/\bbranch\s*(?:=|==|!=)\s*["']?([\w./-]+)/gi)].map((match) => match[1] as string)
  const listed = [...text.matchAll(/\bbranch\s+(?:NOT\s+)?IN\s*\(([^)]*)\)/gi)].flatMap((match) =>
    listOf(match[1] ?? ''),
  )
  return {
    text: text.replace(/\s+/g, ' ').trim(),
    place,
    branches: [...branches, ...listed],
    holds: (run) => {
      const reader = { words, at: 0 }
      const answer = either(reader, run)
      return reader.at === words.length ? answer : undefined
    },
  }
}

interface Reader {
  readonly words: readonly string[]
  at: number
}

function tokensOf(text: string): string[] {
  return text.match(/"[^"]*"|'[^']*'|=~|!~|!=|==|=|[(),]|[^\s(),=!~]+/g) ?? []
}

function take(reader: Reader, pattern: RegExp): string | undefined {
  const word = reader.words[reader.at]
  if (word === undefined || !pattern.test(word)) return undefined
  reader.at++
  return word
}

function either(reader: Reader, run: Run): Answer {
  let answer = all(reader, run)
  while (take(reader, /^(OR|\|\|)$/i)) {
    const next = all(reader, run)
    answer = answer || next ? true : answer === undefined || next === undefined ? undefined : false
  }
  return answer
}

function all(reader: Reader, run: Run): Answer {
  let answer = not(reader, run)
  while (take(reader, /^(AND|&&)$/i)) {
    const next = not(reader, run)
    answer = answer === false || next === false ? false : answer && next
  }
  return answer
}

function not(reader: Reader, run: Run): Answer {
  if (!take(reader, /^(NOT|!)$/i)) return term(reader, run)
  const answer = not(reader, run)
  return answer === undefined ? undefined : !answer
}

function term(reader: Reader, run: Run): Answer {
  if (take(reader, /^\($/)) {
    const answer = either(reader, run)
    take(reader, /^\)$/)
    return answer
  }
  const name = reader.words[reader.at++] ?? ''
  // A function: `env(NAME)`, `concat(…)`.
  if (take(reader, /^\($/)) while (reader.at < reader.words.length && !take(reader, /^\)$/)) reader.at++
  const value = /^\w+$/.test(name) ? knownOf(name.toLowerCase(), run) : undefined
  if (take(reader, /^(true|false)$/i)) return undefined
  if (take(reader, /^IS$/i)) {
    const negated = take(reader, /^NOT$/i) !== undefined
    const word = take(reader, /^(present|blank)$/i)?.toLowerCase()
    if (value === undefined || word === undefined) return undefined
    return (word === 'present') !== negated ? value !== '' : value === ''
  }
  const negated = take(reader, /^NOT$/i) !== undefined
  if (take(reader, /^IN$/i)) {
    const list: string[] = []
    take(reader, /^\($/)
    while (reader.at < reader.words.length && !take(reader, /^\)$/)) {
      const word = reader.words[reader.at++] as string
      if (word !== ',') list.push(bare(word))
    }
    return value === undefined ? undefined : list.includes(value) !== negated
  }
  const operator = take(reader, /^(=~|!~|!=|==|=)$/)
  if (!operator) return /^true$/i.test(name) ? true : /^false$/i.test(name) ? false : undefined
  const other = bare(reader.words[reader.at++] ?? '')
  if (take(reader, /^\($/)) while (reader.at < reader.words.length && !take(reader, /^\)$/)) reader.at++
  if (value === undefined) return undefined
  if (operator === '=~' || operator === '!~') return matches(other, value, operator === '!~')
  return operator === '!=' ? value !== other : value === other
}

/** Patterns of people run against short names only, and those that could take long are left open. */
function matches(pattern: string, value: string, negated: boolean): Answer {
  const source = pattern.replace(/^\/|\/$/g, '')
  if (source.length > 200 || /[+*)]\s*[+*{]/.test(source)) return undefined
  try {
    return new RegExp(source).test(value) !== negated
  } catch {
    return undefined
  }
}

function listOf(text: string): string[] {
  return text.split(',').map((word) => bare(word.trim()))
}

function bare(word: string): string {
  return word.replace(/^["']|["']$/g, '')
}

/** What a run says of a name; undefined where it does not. */
function knownOf(name: string, { trigger, branch }: Run): string | undefined {
  switch (name) {
    case 'type':
      return types[trigger.kind]
    case 'tag':
      return trigger.kind === 'tag' ? undefined : ''
    case 'branch':
      return trigger.kind === 'tag' ? undefined : branch
    default:
      return undefined
  }
}

const types: Readonly<Partial<Record<Run['trigger']['kind'], string>>> = {
  push: 'push',
  tag: 'push',
  'pull-request': 'pull_request',
  schedule: 'cron',
  manual: 'api',
}
