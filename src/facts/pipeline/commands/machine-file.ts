import type { Simple } from '../../../documents/shell/index.ts'
import type { Act } from '../model.ts'
import { type Call, emit } from './call.ts'
import { pathFrom } from './shell/paths.ts'
import type { Context, Finder, Shell } from './shell/state.ts'
import { writtenBy } from './shell/written.ts'
import { peel } from './wrappers/wrappers.ts'

/** Folders of a machine that outlast a job, in which services have their files. */
const lasting = /^["']?(~\/|\$\{?HOME\}?\/|\/(?!tmp\/|dev\/|proc\/|sys\/|builds?\/|github\/|workspace\/|cache\/))/
/** What a machine is set up with, and where jobs have their own files. */
const ofTheMachine = [
  /^\/etc\/(apt|yum|docker|hosts\b|resolv\.conf|environment\b|profile|ssl|sudoers|pip|ca-certificates)/i,
  // settings of the tools that jobs use
  /\/\.(ssh|docker|kube|aws|config|npmrc|netrc|gitconfig|m2|gradle|bash\w*|profile|cargo|pip|pypirc|azure|gnupg|cache|local|terraform\w*)(\/|$|["'])/i,
  // the system that runs the jobs
  /jenkins|runner|agent|workspace|_work\b/i,
  // programs, and what only the run knows
  /\/bin\/|\/share\/|\/\$/i,
]
/** Files that hold settings, by their names. */
const settings = /\.(env(\.[\w-]+)?|conf|cfg|ini|properties|ya?ml|json|toml)["']?$/

/**
 * Records that a command changes files of the machine past the checkout: `sed -i s/a/b/ /srv/app/app.conf`.
 * Where a service runs on that machine, the command changes the service.
 */
export function noteOnMachine(node: Simple, call: Call, shell: Shell, context: Context, finder: Finder): void {
  if (context.remote) return
  // what is not the job's own is often changed as root
  const own = call.words[0] === 'sudo' ? (peel(call)?.call ?? call) : call
  const machine = changeOf(node, own, shell, context)
  if (machine) emit(finder, shell, context, call, { kinds: [], tool: own.words[0] ?? '', machine })
}

/** The file of the checkout that a command changes in place. */
export const editedInPlace = ({ words }: Call, shell: Shell): string | undefined =>
  editsInPlace(words) ? pathFrom(targetOf(words), shell) : undefined

function changeOf(node: Simple, call: Call, shell: Shell, context: Context): Act['machine'] {
  const [program = '', ...words] = call.words
  const target = targetOf(call.words)
  if (editsInPlace(call.words)) return outlasts(target) ? 'settings' : undefined
  if (/^(cp|mv|install|rsync)$/.test(program)) {
    const plain = words.filter((word) => !word.startsWith('-'))
    return plain.length > 1 && outlasts(target) ? 'files' : undefined
  }
  const written = writtenBy(node, call, shell, context)
  return written !== undefined && outlasts(written) && settings.test(written) ? 'settings' : undefined
}

/** Whether a command writes back into the files that it is given. */
export const editsInPlace = ([program = '', ...words]: readonly string[]): boolean =>
  /^(sed|perl|yq)$/.test(program) && words.some((word) => /^-[0-9a-zA-Z]*i|^--in-?place/.test(word))

const targetOf = (words: readonly string[]): string => words.slice(1).findLast((word) => !word.startsWith('-')) ?? ''

const outlasts = (path: string): boolean => lasting.test(path) && !ofTheMachine.some((pattern) => pattern.test(path))
