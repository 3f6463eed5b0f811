import type { Place } from '../../documents/place.ts'
import { Hidden } from '../hidden.ts'
import { isFullVersion, pinningOf } from '../image/pinning.ts'
import type { Taken } from '../pipeline/dialect/taken.ts'
import type { Pin } from '../schema/artifact.ts'

/** The forge's own organisations, whose version tags verdicts.md accepts. */
const first = new Set(['actions', 'github'])

/** How a `uses:` is fixed; undefined for what lives in this repository. */
export function pinOfUse(uses: string, place: Place, owner: string | undefined): Pin | undefined {
  if (uses.startsWith('./') || uses.startsWith('$/')) return undefined
  if (uses.startsWith('docker://')) {
    const reference = uses.slice('docker://'.length)
    const pinned = pinningOf(reference)
    return pin('image', reference, '', pinned === 'digest' ? 'sha' : pinned, 'third', place)
  }
  const at = uses.lastIndexOf('@')
  const name = at < 0 ? uses : uses.slice(0, at)
  const ref = at < 0 ? '' : uses.slice(at + 1)
  const [organisation = ''] = name.split('/')
  const party = first.has(organisation)
    ? 'first'
    : organisation.toLowerCase() === owner?.toLowerCase()
      ? 'own'
      : 'third'
  return pin(/\.ya?ml$/.test(name) ? 'include' : 'action', name, ref, pinningOfRef(ref), party, place)
}

/** How something that a pipeline of another system takes in is fixed. */
export function pinOfTaken({ what, name, ref, place, party, immutable, moving, setElsewhere }: Taken): Pin {
  const open = setElsewhere
    ? new Hidden(`the version of ${name}`, { kind: 'file', text: setElsewhere })
    : /\$[({[]|<<|\$\w/.test(ref)
      ? new Hidden(`the ref ${ref} of ${name}`, { kind: 'file', text: `write the ref of ${name} out` })
      : undefined
  return pin(what, name, ref, open ?? (immutable && ref ? 'sha' : moving ? 'moving' : pinningOfRef(ref)), party, place)
}

/** A commit, a version tag, or something that moves. Whether `v4` is a tag or a branch only the other repository knows. */
function pinningOfRef(ref: string): Pin['pinned'] {
  if (ref.includes('${{')) {
    return new Hidden(`the ref ${ref}`, { kind: 'file', text: 'write the ref of an action as a literal commit SHA' })
  }
  if (/^[0-9a-f]{40}$|^[0-9a-f]{64}$/.test(ref)) return 'sha'
  if (
    /^v?\d+(\.\d+)*([-+.].*)?$|^(v|version|release)[-_]\d+(\.\d+)*$/i.test(ref) ||
    isFullVersion(ref) ||
    /(^|[/@_-])v?\d+(\.\d+)+$/.test(ref)
  )
    return 'version'
  return ref ? 'moving' : 'none'
}

function pin(
  what: Pin['what'],
  name: string,
  ref: string,
  pinned: Pin['pinned'],
  party: Pin['party'],
  place: Place,
): Pin {
  return {
    id: `${what} ${name}${ref ? `@${ref}` : ''} in ${place.file}`,
    what,
    name,
    ref,
    pinned,
    party,
    counts: true,
    place,
  }
}
