import type { Simple } from '../../../documents/shell/index.ts'
import { holdsCommit } from '../commit-value.ts'
import type { Call } from './call.ts'
import { editsInPlace } from './machine-file.ts'
import { pathFrom } from './shell/paths.ts'
import type { Context, Shell } from './shell/state.ts'
import { outputOf } from './shell/written.ts'

/**
 * The file of the checkout that a command writes the commit into: `git rev-parse HEAD > REVISION`,
 * `sed -i "s/COMMIT/$GITHUB_SHA/" public/index.html`. What is made of the checkout later says then what it was made of.
 */
export function stampOf(node: Simple, call: Call, shell: Shell, context: Context): string | undefined {
  const edits = call.words[0] === 'sed' && editsInPlace(call.words)
  const target = edits ? call.words.at(-1) : outputOf(node, shell, context)
  const path = target === undefined ? undefined : pathFrom(target, shell)
  if (path === undefined) return undefined
  const document = node.redirects.find((one) => one.document)?.document
  const told = document && !document.quoted ? context.source.text.slice(document.span.start, document.span.end) : ''
  return holdsCommit(call.words.join(' ')) || holdsCommit(told) ? path : undefined
}
