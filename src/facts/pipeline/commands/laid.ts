import { basename } from '../../../documents/path.ts'
import { type Call, emit } from './call.ts'
import { pathFrom } from './shell/paths.ts'
import type { Context, Finder, Shell } from './shell/state.ts'

/** Files that images are built of. */
const dockerfile = /^(Dockerfile|Containerfile)([._-][\w.-]*)?$|\.(Dockerfile|Containerfile)$/i

/** Records that a command lays a Dockerfile of the repository elsewhere: `cp images/web.Dockerfile Dockerfile`. */
export function noteLaid(call: Call, shell: Shell, context: Context, finder: Finder): void {
  const [program = '', ...words] = call.words
  if (context.remote || !/^(cp|mv|ln|install)$/.test(program)) return
  const [first = '', second = '', ...more] = words.filter((word) => !word.startsWith('-'))
  const from = pathFrom(first, shell)
  const to = more.length || second === '' ? undefined : pathFrom(second, shell)
  if (from === undefined || to === undefined || !finder.repository.has(from)) return
  // into a folder it keeps its name
  const isFolder = second.endsWith('/') || to === '' || finder.repository.under(to).length > 0
  const path = isFolder ? [to, basename(from)].filter(Boolean).join('/') : to
  if (!dockerfile.test(basename(path)) || path === from) return
  emit(finder, shell, context, call, { kinds: [], tool: program, lays: { path, from } })
}
