import { type Call, emit } from '../call.ts'
import { imageBuild } from '../follow/image-build.ts'
import type { Context, Finder, Shell } from '../shell/state.ts'

const archives = /\b(tar|bsdtar|zip|git archive)\b|\.(tar|tgz|gz|xz|bz2|zst)\b/

/**
 * `docker build - < Dockerfile`: an image without a context (docs.docker.com, "Build context"). Nothing of this repository
 * is in it, so it builds none of it. What is sent as an archive is a context.
 */
export function buildsOfNothing(call: Call, shell: Shell, context: Context, finder: Finder): boolean {
  const { words, node, text } = call
  if (!words.slice(1, 3).some((word) => word === 'build' || word === 'bud')) return false
  if (imageBuild(words.slice(1)).context !== '-') return false
  const before = context.pipe?.before.at(-1)
  const sent = before ? context.source.text.slice(before.span.start, before.span.end) : ''
  const reads = before !== undefined || node.redirects.some(({ operator }) => operator.startsWith('<'))
  if (!reads || archives.test(`${sent} ${text}`)) return false
  emit(finder, shell, context, call, { kinds: [], tool: `${words[0]} build` })
  return true
}
