import { joinArguments, splitArguments } from './render.ts'
import type { Shell } from './state.ts'

/* The arguments of a script or function: `$1` … `$9`, `$@` and `$#`. */

const positions = [...'123456789']

/** A list that is handed on, or a variable that is called so: any number of arguments. */
const openEnded = /^\$\{(?:@|\*|\w+\[[@*]\]|\w*(?:args?|arguments|opts|options|flags|params)\w*)\}$/i

/**
 * Sets what a script or function was called with.
 * @param args resolved words; behind one that may be several, nothing is known
 */
export function setPositional(shell: Shell, args: readonly string[]): void {
  const from = args.findIndex((word) => openEnded.test(word))
  for (const [i, position] of positions.entries()) {
    const value = args[i]
    if (from !== -1 && i >= from) shell.variables.set(position, null)
    else if (value === undefined) shell.variables.delete(position)
    else shell.variables.set(position, value)
  }
  shell.variables.set('@', joinArguments(args))
  shell.variables.set('#', from === -1 ? String(args.length) : null)
}

/** `shift`: the first ones are gone; of a word that may be several, more may be left. */
export function shiftArguments(shell: Shell, count: number): void {
  const all = shell.variables.get('@')
  if (typeof all !== 'string') {
    forgetArguments(shell)
    return
  }
  const args = splitArguments(all)
  const from = args.findIndex((word) => openEnded.test(word))
  setPositional(shell, args.slice(from === -1 ? count : Math.min(count, from)))
}

/** Arguments are there, but which cannot be told. */
export function forgetArguments(shell: Shell): void {
  if (!shell.variables.has('@')) return
  for (const name of ['@', '#', ...positions]) shell.variables.set(name, null)
}
