import { builtin } from './builtin.generated.ts'
import type { PackedDetector } from './detector.ts'
import type { Hit } from './hit.ts'
import type { Given } from './structure/calls.ts'

/** What people are told of the kind of a hit. */
export interface Description {
  readonly title: string
  readonly severity: PackedDetector['severity']
  /** what all secrets of the kind begin with, like `ghp_`; '' where they have nothing in common */
  readonly preview: string
  readonly revoke: string
}

const byId = new Map(builtin.map((detector) => [detector.id, detector]))

type Told = readonly [title: string, revoke: string]

/** The kinds that no vendor's form shows. */
const others: Readonly<Record<string, Told>> = {
  'named-value': ['A password or key in plain text', 'Change it wherever it is in use.'],
  'url-password': ['A password in a URL', 'Change the password of the account that the URL names.'],
  authorization: ['Credentials of an HTTP request', 'Revoke them at the service that the request goes to.'],
  'command-argument': ['A password given to a command', 'Change the password of the account that the command uses.'],
  'credentials-file': [
    'a password in a file of credentials',
    'Change the password of the account that the file names.',
  ],
}

const signs: Told = [
  'A key that a program signs with',
  'Make a new one, and let the program take it from the environment; what the old one signed is void then.',
]

/** What functions are given; other things are given to commands. */
const given: ReadonlyMap<string, Told> = new Map<Given, Told>([
  ['JWT secret', signs],
  ['HMAC key', signs],
  ['cookie secret', signs],
  ['signing key', signs],
  [
    'cipher key',
    [
      'A key that a program encrypts with',
      'Make a new one, let the program take it from the environment, and encrypt anew what the old one hides.',
    ],
  ],
  ['seeded password', ['A password that a program sets', 'Change the password of the user that is made with it.']],
])

/** Describes a hit by its detector, and what is given to a function by the function. */
export function describe({ detector, key }: Pick<Hit, 'detector' | 'key'>): Description {
  const known = byId.get(detector)
  if (known) {
    const { title, severity, revoke } = known
    return { title, severity, preview: previewOf(known), revoke }
  }
  const ofCall = detector === 'command-argument' ? given.get(key) : undefined
  const [title, revoke] = ofCall ?? others[detector] ?? ['A secret', 'Revoke it where it was made.']
  return { title, severity: 'error', preview: '', revoke }
}

/** The letters that a pattern fixes at its beginning, if it has no group: these tell the kind, and nothing of the value. */
function previewOf({ pattern }: PackedDetector): string {
  if (pattern.includes('(?<secret>')) return ''
  const [, start = ''] = /^([A-Za-z0-9_.:-]{2,16})(?![*+?{])/.exec(pattern.replace(/\\([.-])/g, '$1')) ?? []
  return start.length > 12 ? start.slice(0, 12) : start
}
