import { remembered } from '../../documents/remembered.ts'
import { unglued } from './glued.ts'
import { wordsOf } from './split.ts'
import {
  aboutHeads,
  accountWords,
  askers,
  credentialNouns,
  harmlessTokenWords,
  keyNouns,
  makeBelieve,
  passwordNouns,
  perhapsKeyWords,
  secretKeyWords,
  secretNouns,
  secretTokenWords,
  setters,
  shortPasswordNouns,
  tokenNouns,
  trailing,
} from './words.ts'

export type SecretKind = 'password' | 'secret' | 'token' | 'key' | 'credentials' | 'mnemonic' | 'pin'

/** What a name says about the value beside it. */
export interface Sense {
  /** 3: says so in as many words (`db_password`, `clientSecret`); 2: where it is a setting; 1: perhaps; 0: names no secret */
  readonly strength: 0 | 1 | 2 | 3
  readonly kind: SecretKind
  /** the name without what surrounds the noun: `password`, `access key` */
  readonly noun: string
  /** a function that is given the secret: `setPassword` */
  readonly setter: boolean
  /** says of itself that it is for a test, an example or this machine */
  readonly makeBelieve: boolean
}

const none: Sense = { strength: 0, kind: 'secret', noun: '', setter: false, makeBelieve: false }

/** What a name (any casing, dotted too) says about its value. */
export const senseOf = remembered(judge)

const hashed = new Set('hash hashed digest encrypted crypted'.split(' '))

/** Whether a column of this name holds hashes of passwords. */
export function isHashOfPassword(name: string): boolean {
  // most names hold none of these, and are not taken apart
  if (!/hash|digest|crypted/i.test(name)) return false
  const words = unglued(wordsOf(name))
  return (
    words.length < 6 &&
    words.some((word) => hashed.has(word)) &&
    words.some((word) => passwordNouns.has(word) || word === 'pass')
  )
}

/** nginx's word for handing a request on */
const notNames =
  /^(?:proxy|fastcgi|uwsgi|scgi|grpc|memcached)_pass$|(?:^|\.)(?:Dir|os|sh|shell|process|Pathname|FileUtils)\.pwd$|(?:^|[^a-z])1password|^\$?PWD$|^OLDPWD$/

function judge(name: string): Sense {
  if (notNames.test(name)) return none
  // a variable of the environment that is called so is what tokens are signed with: a token itself has a form
  if (name === 'JWT') return { ...none, strength: 3, kind: 'key', noun: 'jwt key' }
  const all = unglued(wordsOf(name))
  if (all.length === 0 || all.length > 12) return none
  const last = headAt(all)
  const found = nounAt(all, last)
  if (found !== undefined) {
    const setter = setters.has(all[0] as string) && all.length > 1
    const before = all.slice(0, last)
    if (asked(before, found.noun, name)) return none
    return { ...none, ...found, setter, makeBelieve: all.some((word) => makeBelieve.has(word)) }
  }
  return nounInside(name, all)
}

/** Whether the words before the noun ask for it or say what is done to it; a `hash-secret` is what a partner's sums are made with. */
const asked = (before: readonly string[], noun: string, name: string) =>
  before.some(
    (word, at) =>
      askers.has(word) &&
      !(word === 'hash' && noun === 'secret' && at === before.length - 1 && !/^hash[A-Z]/.test(name)),
  )

/** Where the noun stands: the last word but for those that leave it what it is. */
function headAt(words: readonly string[]): number {
  let at = words.length - 1
  while (at > 0 && trailing.has(words[at] as string) && !isNoun(words[at] as string)) at--
  return isNoun(words[at] as string) ? at : words.length - 1
}

const isNoun = (word: string) =>
  passwordNouns.has(word) ||
  shortPasswordNouns.has(word) ||
  secretNouns.has(word) ||
  tokenNouns.has(word) ||
  keyNouns.has(word) ||
  credentialNouns.has(word) ||
  otherNouns.has(word)

const otherNouns: ReadonlyMap<string, { readonly kind: SecretKind; readonly strength: 1 | 2 | 3 }> = new Map([
  ['mnemonic', { kind: 'mnemonic', strength: 3 }],
  ['seedphrase', { kind: 'mnemonic', strength: 3 }],
  ['pin', { kind: 'pin', strength: 1 }],
  ['pincode', { kind: 'pin', strength: 2 }],
  ['salt', { kind: 'secret', strength: 1 }],
  ['pepper', { kind: 'secret', strength: 2 }],
  ['auth', { kind: 'credentials', strength: 1 }],
])

/** `firstPass`, `two_pass`: a turn of some work. */
const turns = new Set('first second third last one two three multi single next render final pre'.split(' '))

type Found = Pick<Sense, 'strength' | 'kind' | 'noun'>

function nounAt(words: readonly string[], at: number): Found | undefined {
  const word = words[at] as string
  const before = words[at - 1] ?? ''
  if (passwordNouns.has(word)) return { strength: word === 'passwords' ? 1 : 3, kind: 'password', noun: word }
  if (shortPasswordNouns.has(word)) {
    if (turns.has(before)) return undefined
    return { strength: accountWords.has(before) ? 3 : word === 'pw' && at > 0 ? 1 : 2, kind: 'password', noun: word }
  }
  if (secretNouns.has(word)) return { strength: at > 0 ? 3 : 2, kind: 'secret', noun: word }
  if (tokenNouns.has(word)) return ofToken(words, at, before)
  if (keyNouns.has(word)) return ofKey(words, at, before)
  if (credentialNouns.has(word)) return { strength: 1, kind: 'credentials', noun: word }
  const other = otherNouns.get(word)
  if (other === undefined) return undefined
  if (word === 'salt' && (secretKeyWords.has(before) || /^(?:token|password|session|cookie|user)$/.test(before)))
    return { strength: 2, kind: 'secret', noun: word }
  return { ...other, noun: word }
}

function ofToken(words: readonly string[], at: number, before: string): Found | undefined {
  if (harmlessTokenWords.has(before)) return undefined
  if (words[at] === 'pat' && at === 0) return undefined
  // by which the members of a new cluster of etcd tell theirs from others: a name
  if (before === 'cluster' && words[at - 2] === 'initial') return undefined
  const strength = secretTokenWords.has(before) ? 3 : at > 0 ? 2 : 1
  return { strength, kind: 'token', noun: `${secretTokenWords.has(before) ? `${before} ` : ''}token` }
}

function ofKey(words: readonly string[], at: number, before: string): Found | undefined {
  const after = words[at + 1] ?? ''
  const word = words[at] as string
  if (word !== 'key' && secretKeyWords.has(after)) return { strength: 3, kind: 'key', noun: `${word} ${after}` }
  if (words.includes('jwt')) return { strength: 3, kind: 'key', noun: 'jwt key' }
  if (secretKeyWords.has(before)) return { strength: weakKeys.has(before) ? 2 : 3, kind: 'key', noun: `${before} key` }
  // by what Yii checks its cookies, and what lets somebody in who was there before; a plain `cookieKey` may be a name
  if (cookieKeys.has(`${words[at - 2] ?? ''} ${before}`)) return { strength: 3, kind: 'key', noun: 'cookie key' }
  if (before === 'cookie' && words.length === 2) return { strength: 2, kind: 'key', noun: 'cookie key' }
  if (perhapsKeyWords.has(before)) return { strength: 1, kind: 'key', noun: `${before} key` }
  return undefined
}

const cookieKeys = new Set(['cookie validation', 'remember me'])

/** `application key`, `server.key` and such are as often the name of a key as a secret. */
const weakKeys = new Set(
  'service app application root instance server data rails security base ingest write integration in'.split(' '),
)

/** `PASSWORD_GRAFANA`, `senha_banco`: the noun in front, and behind it what it is for. */
function nounInside(name: string, words: readonly string[]): Sense {
  if (words.some((word) => askers.has(word))) return none
  if (isKeyOfSomeService(name, words)) return { ...none, strength: 1, kind: 'key', noun: 'key' }
  if (words.some((word) => aboutHeads.has(word))) return none
  const front = words[0] as string
  const last = words.length - 2
  if (last >= 0 && words[last] !== 'key' && keyNouns.has(words[last] as string)) {
    const key = ofKey(words, last, '')
    if (key !== undefined) return { ...none, ...key }
  }
  const romance = front !== 'password' && (passwordNouns.has(front) || front === 'clave')
  if (romance) return { ...none, strength: 2, kind: 'password', noun: front }
  for (let at = 0; at < words.length - 1; at++) {
    const found = nounAt(words, at)
    if (found !== undefined && found.strength === 3 && (at === 0 || /[_-]/.test(name))) {
      return { ...none, ...found, strength: 1, makeBelieve: words.some((word) => makeBelieve.has(word)) }
    }
  }
  return none
}

/** What names a key and no secret: what is public, and where something is stored. */
const harmlessKeys = new Set(
  'pub site anon host ssh object storage redis local item group vapid tracking dsn name row feature context di id file path hash cache field url'.split(
    ' ',
  ),
)

/** `BAIDU_MAP_KEY`: a variable of the environment, which only says whose key it is. */
const isKeyOfSomeService = (name: string, words: readonly string[]) =>
  /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)*_KEY$/.test(name) && !words.some((word) => harmlessKeys.has(word))
