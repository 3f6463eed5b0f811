import type { Act } from '../pipeline/model.ts'

/** The arguments of a command, as flags and the rest. */
export interface Arguments {
  /** without the program: `['build', '.']` */
  readonly rest: readonly string[]
  /** every value of a flag, by any of its spellings */
  flag(...names: readonly string[]): readonly string[]
  /** whether a flag is given, with or without a value */
  has(...names: readonly string[]): boolean
}

/** Flags that take no value, over the tools read here; any other flag without `=` takes the next word. */
const switches = new Set([
  '--push',
  '--load',
  '--pull',
  '--no-cache',
  '--quiet',
  '-q',
  '--all-tags',
  '-a',
  '--install',
  '-i',
  '--atomic',
  '--wait',
  '--force',
  '--rm',
  '--debug',
  '--create-namespace',
  '--rollback-on-failure',
  '--cleanup-on-fail',
  '--reuse-values',
  '--dry-run',
  '--yes',
  '-y',
  '--squash',
  '--recursive',
  '-R',
  '--record',
])

/** Takes the words of an act apart. A value that looks like a flag is none. */
export function argumentsOf(act: Act): Arguments {
  const flags: (readonly [string, string])[] = []
  const rest: string[] = []
  const { words } = act
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string
    if (!word.startsWith('-') || word === '-') {
      rest.push(word)
      continue
    }
    const equals = word.indexOf('=')
    if (equals > 0) flags.push([word.slice(0, equals), word.slice(equals + 1)])
    else if (switches.has(word) || words[i + 1]?.startsWith('--')) flags.push([word, ''])
    else flags.push([word, words[++i] ?? ''])
  }
  return {
    rest,
    flag: (...names) => flags.filter(([name, value]) => names.includes(name) && value !== '').map(([, value]) => value),
    has: (...names) => flags.some(([name]) => names.includes(name)),
  }
}

/** The program of an act: the first word of its tool, without a path. */
export function programOf(act: Act): string {
  return (act.tool.split(' ')[0] ?? '').replace(/^.*\//, '')
}

/** Non-empty lines of an input that holds a list (`tags: |`), also separated by commas. */
export function listOf(input: string | undefined): string[] {
  return (input ?? '')
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter(Boolean)
}
