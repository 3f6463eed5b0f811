import type { Simple } from '../../../documents/shell/index.ts'
import { type Call, emit } from './call.ts'
import { pathFrom } from './shell/paths.ts'
import { renderWord } from './shell/render.ts'
import type { Context, Finder, Shell } from './shell/state.ts'
import { intoFile } from './shell/written.ts'

/** Folders of a machine that outlast a job, in which services have their files. */
const lasting = /^["']?(~\/|\$\{?HOME\}?\/|\/(?!tmp\/|dev\/|proc\/|sys\/|builds?\/|github\/|workspace\/|cache\/))/
/** What a machine is set up with, and where jobs have their own files. */
const ofTheMachine =
  /^\/etc\/(apt|yum|docker|hosts\b|resolv\.conf|environment\b|profile|ssl|sudoers|pip|ca-certificates)|\/\.(ssh|docker|kube|aws|config|npmrc|netrc|gitconfig|m2|gradle|bash\w*|profile|cargo|pip|pypirc|azure|gnupg|cache|local|terraform\w*)(\/|$|["'])|jenkins|runner|agent|workspace|_work\b|\/bin\/|\/share\/|\/\$/i
const settings = /\.(env(\.[\w-]+)?|conf|cfg|ini|properties|ya?ml|json|toml)["']?$/

/**
 * Records that a command changes files of the machine past the checkout: `sed -i s/a/b/ /srv/app/app.conf`.
 * Where a service runs on that machine, the command changes the service.
 */
export function noteOnMachine(node: Simple, call: Call, shell: Shell, context: Context, finder: Finder): void {
  if (context.remote) return
  const machine = changeOf(node, call, shell, context)
  if (machine) emit(finder, shell, context, call, { kinds: [], tool: call.words[0] ?? '', machine })
}

/** The file of the checkout that a command changes in place. */
export const editedInPlace = ({ words }: Call, shell: Shell): string | undefined =>
  editsInPlace(words) ? pathFrom(targetOf(words), shell) : undefined

function changeOf(
  node: Simple,
  { words: all }: Call,
  shell: Shell,
  { source }: Context,
): 'settings' | 'files' | undefined {
  const [program = '', ...words] = all
  const plain = words.filter((word) => !word.startsWith('-'))
  const target = targetOf(all)
  if (editsInPlace(all)) return outlasts(target) ? 'settings' : undefined
  if (/^(cp|mv|install|rsync)$/.test(program)) return plain.length > 1 && outlasts(target) ? 'files' : undefined
  const redirect = node.redirects.find(({ operator }) => intoFile.test(operator))
  const written = program === 'tee' ? plain[0] : redirect && renderWord(redirect.target, shell, source)
  return written !== undefined && outlasts(written) && settings.test(written) ? 'settings' : undefined
}

const editsInPlace = ([program = '', ...words]: readonly string[]): boolean =>
  /^(sed|perl|yq)$/.test(program) && words.some((word) => /^-[a-zA-Z]*i|^--in-?place/.test(word))

const targetOf = (words: readonly string[]): string => words.slice(1).findLast((word) => !word.startsWith('-')) ?? ''

const outlasts = (path: string): boolean => lasting.test(path) && !ofTheMachine.test(path)
