import type { Simple } from '../../../documents/shell/index.ts'
import { holdsCommit } from '../commit-value.ts'
import type { Call } from './call.ts'
import { pathFrom } from './shell/paths.ts'
import { renderWord } from './shell/render.ts'
import type { Context, Shell } from './shell/state.ts'
import { intoFile } from './shell/written.ts'

/**
 * The file of the checkout that a command writes the commit into: `git rev-parse HEAD > REVISION`,
 * `sed -i "s/COMMIT/$GITHUB_SHA/" public/index.html`. What is made of the checkout later says then what it was made of.
 */
export function stampOf(node: Simple, call: Call, shell: Shell, context: Context): string | undefined {
  const [program = '', ...words] = call.words
  const edits = program === 'sed' && words.some((word) => /^(-[a-zA-Z]*i|--in-place)/.test(word))
  const target = edits ? words.at(-1) : targetOf(node, shell, context)
  const path = target === undefined ? undefined : pathFrom(target, shell)
  if (path === undefined) return undefined
  const document = node.redirects.find((one) => one.document)?.document
  const told = document && !document.quoted ? context.source.text.slice(document.span.start, document.span.end) : ''
  return holdsCommit(call.words.join(' ')) || holdsCommit(told) ? path : undefined
}

/** The file that a command's output goes to. */
function targetOf(node: Simple, shell: Shell, { source }: Context): string | undefined {
  const redirect = node.redirects.find(({ operator }) => intoFile.test(operator))
  return redirect && renderWord(redirect.target, shell, source)
}
