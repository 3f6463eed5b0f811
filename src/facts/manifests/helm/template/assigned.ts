import type { Operand, Piece, Pipe } from './ast.ts'

/** The variables that pieces assign (`$x = …`). */
export function assignedIn(pieces: readonly Piece[]): Set<string> {
  const found = new Set<string>()
  for (const pipe of pipesOf(pieces)) if (pipe.assigns) for (const name of pipe.variables) found.add(name)
  return found
}

/** Whether pieces change maps that others see: how often they do must be known. */
export function changesMaps(pieces: readonly Piece[]): boolean {
  for (const pipe of pipesOf(pieces)) {
    for (const command of pipe.commands) {
      for (const operand of command) if (calls(operand)) return true
    }
  }
  return false
}

const changing = /^(?:must)?(?:set|unset|merge|mergeOverwrite|Merge|MergeOverwrite)$/

function calls(operand: Operand): boolean {
  if (operand.kind === 'function') return changing.test(operand.name)
  if (operand.kind === 'fields') return calls(operand.of)
  return operand.kind === 'pipe' && operand.pipe.commands.some((command) => command.some(calls))
}

function* pipesOf(pieces: readonly Piece[]): Generator<Pipe> {
  for (const piece of pieces) {
    if ('pipe' in piece && piece.pipe) yield piece.pipe
    if ('body' in piece) {
      yield* pipesOf(piece.body)
      yield* pipesOf(piece.otherwise)
    }
  }
}
