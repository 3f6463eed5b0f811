import type { Simple } from '../../../documents/shell/index.ts'
import { type Call, emit } from './call.ts'
import { editedInPlace } from './machine-file.ts'
import type { Context, Finder, Shell } from './shell/state.ts'
import { stampOf } from './stamped.ts'
import { substitutionsOf } from './substitutions.ts'

/**
 * Records that a command writes the commit into a file of the checkout, changes one in place, or puts something into
 * manifests: one act for all that it does.
 */
export function noteChangedFiles(node: Simple, call: Call, shell: Shell, context: Context, finder: Finder): void {
  const stamps = stampOf(node, call, shell, context)
  const edits = context.remote ? undefined : editedInPlace(call, shell)
  const substitutes = context.remote ? undefined : substitutionsOf(call, shell, context)
  if (stamps === undefined && edits === undefined && !substitutes) return
  emit(finder, shell, context, call, {
    kinds: [],
    tool: call.words[0] as string,
    ...(stamps !== undefined && { stamps }),
    ...(edits !== undefined && { edits }),
    ...(substitutes && { substitutes }),
  })
}
