import type { Call } from '../call.ts'
import { settle } from './choices.ts'
import type { Shell } from './state.ts'

/*
 * Variables that a script sets to what cannot be told: by what it reads, counts or takes over from elsewhere. What such a
 * variable held before is no longer what a condition asks for.
 */

/** Options with a value, of the builtins that read into variables. */
const valued: Readonly<Record<string, RegExp>> = {
  read: /^-[ptnNdui]$/,
  mapfile: /^-[dnOsuCc]$/,
  readarray: /^-[dnOsuCc]$/,
}

const isName = (word: string) => /^[A-Za-z_]\w*$/.test(word)

/** The variables that `read`, `mapfile`, `readarray`, `printf -v`, `getopts` and `let` set. */
function namesSetBy({ words }: Call): readonly string[] {
  const [program = '', ...args] = words
  switch (program) {
    case 'printf':
      return args[0] === '-v' ? args.slice(1, 2) : []
    case 'getopts':
      return [...args.slice(1, 2), 'OPTARG', 'OPTIND']
    case 'let':
      return args.flatMap(namesCounted)
    default:
      return args.filter((word, i) => !word.startsWith('-') && !valued[program]?.test(args[i - 1] ?? ''))
  }
}

/** `(( n++ ))`, `let n=n+1` */
export const namesCounted = (expression: string): readonly string[] =>
  [...expression.matchAll(/\b([A-Za-z_]\w*)\s*(?:(?:[-+*/%&|^]|<<|>>)?=(?!=)|\+\+|--)|(?:\+\+|--)([A-Za-z_]\w*)/g)].map(
    ([, before, behind]) => (before ?? behind) as string,
  )

/** What a builtin has set, nobody can tell. */
export function forgetSet(call: Call, shell: Shell): void {
  forget(namesSetBy(call), shell)
}

/** Variables are set, but to what cannot be told. */
export function forget(names: readonly string[], shell: Shell): void {
  for (const name of names) {
    if (!isName(name)) continue
    settle(name, shell)
    shell.variables.set(name, null)
  }
}

/** Values that a script begins with and something else sets anew. */
const beginning = /^(|0|1|true|false|yes|no)$/

/** After a file that is not here, or an output that is run: what a script began with may have been set anew there. */
export function forgetBeginnings(shell: Shell): void {
  forget(
    [...shell.variables].flatMap(([name, value]) => (value !== null && beginning.test(value) ? [name] : [])),
    shell,
  )
}
