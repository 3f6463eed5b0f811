import { unglued } from '../names/glued.ts'
import { type Sense, senseOf } from '../names/sense.ts'
import { signs } from '../names/signing.ts'
import { wordsOf } from '../names/split.ts'
import { FILE_SECRET } from '../structure/files.ts'
import type { Pair } from '../structure/pair.ts'
import type { Is, Kind } from './kind.ts'

/** Forms in which nearly every literal is a setting. */
export const isSettings = (pair: Pair) => pair.form !== 'code' && pair.form !== 'notebook' && pair.form !== 'prose'

/** What a value is by the name that it has. */
export function byName(pair: Pair, sense: Sense, kind: Kind): Is {
  const is = ofName(pair, sense, kind)
  if (is === 'none' && isSaltOfCode(pair, sense, kind)) return 'uncertain'
  // a salt keeps nobody out by itself
  return is === 'secret' && sense.noun === 'salt' ? 'uncertain' : is
}

/** `SALT = '…'`, one for all, with which code hashes: who has it tries passwords at leisure. */
const isSaltOfCode = (pair: Pair, sense: Sense, kind: Kind) =>
  sense.noun === 'salt' &&
  (kind === 'generated' || kind === 'chosen') &&
  pair.form === 'code' &&
  pair.quoted &&
  !pair.loose &&
  pair.setting === 'main'

function ofName(pair: Pair, sense: Sense, kind: Kind): Is {
  const { strength } = sense
  const settings = isSettings(pair)
  if (strength === 0) return 'none'
  // one hand on the keys writes only small letters, too: a weak name is not enough for these
  if (kind === 'generated' && strength === 2 && /^[a-z]+$/.test(pair.value)) return 'uncertain'
  const signing = signs(pair.name)
  switch (kind) {
    case 'standin':
      return 'uncertain'
    case 'published':
      return strength === 3 ? 'uncertain' : 'none'
    case 'generated':
      return strength >= 2 ||
        ((settings || (pair.quoted && !pair.loose) || pair.form === 'prose') &&
          pair.value.length >= 20 &&
          isKeyOfEnvironment(pair.name)) ||
        (settings && pair.value.length >= 20 && sense.kind !== 'credentials')
        ? strength >= 2
          ? 'secret'
          : // a token beside the user or the host that it is for
            sense.kind === 'token' && pair.beside && !pair.loose
            ? 'secret'
            : 'uncertain'
        : 'none'
    case 'phrase':
      return 'secret'
    case 'stock':
      if (signing && pair.form === 'code' && pair.quoted && !pair.loose) return 'uncertain'
      if (sense.kind === 'password') return strength === 3 ? (settings ? 'secret' : 'uncertain') : 'none'
      return strength === 3 && settings ? 'uncertain' : 'none'
    case 'chosen':
      if (sense.kind === 'password')
        return strength === 3 ? 'secret' : settings && strength === 2 ? 'secret' : 'uncertain'
      if (strength === 3 && !pair.loose) return settings ? 'secret' : 'uncertain'
      if (signing && pair.quoted && pair.compared !== true) return 'uncertain'
      return (strength === 2 && (settings || !pair.loose)) || (strength === 3 && pair.loose && spiced(pair.value))
        ? 'uncertain'
        : 'none'
    case 'default':
      if (signing || isBareSecret(pair)) return 'uncertain'
      if (pair.loose && !pair.beside) return 'none'
      if (unsealed(pair, sense)) return 'secret'
      if (sense.kind === 'password')
        return strength >= 2 && (settings || pair.beside || (pair.quoted && senseOf(pair.value).strength === 0))
          ? 'uncertain'
          : 'none'
      return strength === 3 && settings ? 'uncertain' : 'none'
    case 'word':
      if (unsealed(pair, sense)) return 'secret'
      if (isProduction(pair, sense, signing)) return 'secret'
      if (signing && pair.value.length >= 4 && (settings || (pair.quoted && !pair.loose))) return 'uncertain'
      if (isBareSecret(pair)) return 'uncertain'
      if (pair.compared && strength === 3 && sense.kind !== 'token' && pair.value.length >= 5) return 'uncertain'
      if (isSetInCode(pair, sense) || (pair.ofSame && sense.kind === 'password' && !pair.loose)) return 'uncertain'
      if (sense.kind === 'password')
        return (strength === 3 || (strength === 2 && pair.beside)) &&
          (settings || (pair.beside && (!pair.loose || pair.compared === true) && pair.value.length >= 6))
          ? 'uncertain'
          : 'none'
      return strength === 3 &&
        settings &&
        pair.value.length >= 6 &&
        !(sense.kind === 'secret' && /^[a-z-]+-[a-z-]+$/.test(pair.value))
        ? 'uncertain'
        : 'none'
    case 'number':
      if (sense.kind === 'pin') return settings ? 'uncertain' : 'none'
      if (signing || (pair.name === 'SECRET' && pair.quoted && pair.value.length >= 6)) return 'uncertain'
      return sense.kind === 'password' &&
        ((strength === 3 && (pair.quoted || settings || pair.form === 'prose')) ||
          // `'user' => 'root', 'pass' => '…'`
          (strength === 2 && pair.quoted && pair.beside && !pair.loose && pair.value.length >= 6))
        ? 'uncertain'
        : 'none'
    case 'uuid':
      if (sense.kind === 'password' && strength === 3) return 'uncertain'
      return strength === 3 && !pair.loose ? 'uncertain' : strength === 2 && settings ? 'uncertain' : 'none'
    case 'hash':
      // what a dump or a file of users holds: little to one who has no time, but theirs
      return sense.kind === 'password' && strength === 3 && settings ? 'uncertain' : 'none'
    default:
      return 'none'
  }
}

/** `SECRET = "…"`, `const secret = "…"`, `SECRET=…` in a `.env`: what a program that has but one secret calls it. */
const isBareSecret = ({ name, value, form, quoted, loose }: Pair) =>
  /^(?:[\w.]*\.)?(?:SECRET|secret)$/.test(name) &&
  !loose &&
  // `SECRET = 'secret'` is a member of an enumeration
  (value.length > 6 || (value.length === 6 && value.toLowerCase() !== 'secret')) &&
  ((quoted && form === 'code') || (quoted && name === 'SECRET') || form === 'env')

/** `SHOP_MAP_KEY`: a key of a service in the environment, whatever the service is called. */
export const isKeyOfEnvironment = (name: string) => /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)*_KEY$/.test(name)

/**
 * A word that a service runs with: the key by which its code signs, or the password of its database in its properties. What
 * YAML names is as often the name of a Kubernetes Secret, and a compose file is mostly for one's own machine.
 */
const isProduction = (pair: Pair, sense: Sense, signing: boolean) =>
  pair.setting === 'main' &&
  !pair.loose &&
  !pair.comment &&
  !/[-_.]|test|dev|local|demo/i.test(pair.value) &&
  (signing
    ? pair.value.length >= 5 && (pair.form === 'code' ? pair.quoted : pair.form === 'env' || pair.form === 'properties')
    : pair.form === 'properties' &&
      sense.kind === 'password' &&
      sense.strength === 3 &&
      pair.beside &&
      pair.value.length >= 8)

/** `DB_PASSWORD = 'swordfish'`, `$dbpass = …`: in code a word is given to the password of something that is named. */
const isSetInCode = (pair: Pair, sense: Sense) =>
  pair.form === 'code' &&
  pair.quoted &&
  !pair.loose &&
  sense.kind === 'password' &&
  sense.strength === 3 &&
  pair.value.length >= 6 &&
  (/^[\w.]*[A-Z_]{4,}$/.test(pair.name) || unglued(wordsOf(pair.name)).some((word) => holders.has(word)))

/** What lets somebody in by a password that a program has for itself. */
const holders = new Set(
  'db database mysql postgres mongo redis smtp mail email ldap admin root keystore ftp ssh'.split(' '),
)

/** A password in the clear among values that Ansible's vault seals: whoever wrote it forgot to. */
const unsealed = (pair: Pair, sense: Sense) =>
  pair.vaulted === true && sense.kind === 'password' && sense.strength === 3 && !pair.loose

/** Letters, digits and a sign. */
export const spiced = (value: string) => /\d/.test(value) && /[A-Za-z]/.test(value) && /[!@#$%^&*?]/.test(value)

/** Found by where it stands and not by a name: in a URL, a header, an argument, a file of credentials. */
export function bySource(pair: Pair, kind: Kind): Is {
  const sense = senseOf(pair.name)
  // an entry of a Kubernetes Secret: what its name says, else what its value does
  if (pair.source === 'credentials-file' && pair.form === 'yaml') {
    // a weak password is one all the same where it is deployed
    const is = byName({ ...pair, loose: false }, sense, kind)
    if (sense.strength === 3 && sense.kind === 'password' && is === 'uncertain' && kind !== 'hash' && kind !== 'uuid')
      return 'secret'
    return sense.strength >= 2 ? is : kind === 'generated' ? 'secret' : kind === 'chosen' ? 'uncertain' : 'none'
  }
  if (pair.name === 'JWT secret' && kind !== 'hash' && !pair.loose) return 'secret'
  if (kind === 'standin') return 'uncertain'
  if (kind === 'generated' || kind === 'chosen' || kind === 'phrase') return pair.loose ? 'uncertain' : 'secret'
  if (pair.source === 'authorization') return kind === 'uuid' ? 'uncertain' : 'none'
  if (pair.source === 'credentials-file')
    return kind === 'hash' ||
      kind === 'default' ||
      kind === 'uuid' ||
      pair.name === FILE_SECRET ||
      // a cookie of Erlang is often the name of the application
      (kind === 'word' && pair.name === 'token')
      ? 'uncertain'
      : 'secret'
  return kind === 'hash' ? 'none' : 'uncertain'
}
