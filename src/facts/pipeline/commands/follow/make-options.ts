import { repositoryPath } from '../shell/paths.ts'
import type { Shell } from '../shell/state.ts'

/** What `make` is told on its line. */
export interface MakeOptions {
  folder: string | undefined
  file: string | undefined
  /** `-i`: the failure of no line ends it */
  ignores: boolean
  /** `-n`: it only tells what it would run */
  dry: boolean
  readonly targets: string[]
  readonly variables: Record<string, string>
}

/** Flags that take the next word as their value. */
const valued = new Set(['-o', '-W', '-I', '--include-dir', '--old-file', '--what-if', '--assume-new'])

/**
 * Reads the words of a call of `make` (gnu.org/software/make/manual, "Summary of Options").
 * @param words the call, the program first
 * @param shell tells the folder that `-C` starts from
 * @returns a folder that is not known is undefined
 */
export function makeOptions(words: readonly string[], shell: Shell): MakeOptions {
  const options: MakeOptions = {
    folder: shell.directory,
    file: undefined,
    ignores: false,
    dry: false,
    targets: [],
    variables: {},
  }
  for (let i = 1; i < words.length; i++) {
    const word = words[i] as string
    const assigned = /^([A-Za-z_]\w*)\s*[:?+]?=([\s\S]*)$/.exec(word)
    if (assigned) options.variables[assigned[1] as string] = assigned[2] as string
    else if (word === '-C' || word === '--directory') options.folder = repositoryPath(words[++i] ?? '', options.folder)
    else if (word.startsWith('--directory=')) options.folder = repositoryPath(word.slice(12), options.folder)
    else if (/^-C./.test(word)) options.folder = repositoryPath(word.slice(2), options.folder)
    else if (word === '-f' || word === '--file' || word === '--makefile') options.file = words[++i]
    else if (/^--(make)?file=/.test(word)) options.file = word.slice(word.indexOf('=') + 1)
    else if (/^-[a-zA-Z]*[nt][a-zA-Z]*$/.test(word) || /^--(dry-run|just-print|recon|touch)$/.test(word))
      options.dry = true
    else if (/^-[a-zA-Z]*i[a-zA-Z]*$/.test(word) || word === '--ignore-errors') options.ignores = true
    else if (/^(-j|-l|--jobs|--load-average)$/.test(word) && /^[\d.]+$/.test(words[i + 1] ?? '')) i++
    else if (valued.has(word)) i++
    else if (!word.startsWith('-') && word !== '') options.targets.push(word)
  }
  return options
}
