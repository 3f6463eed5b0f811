import { base64Object } from '../checks/decode.ts'
import { unglued } from '../names/glued.ts'
import { type Sense, senseOf } from '../names/sense.ts'
import { wordsOf } from '../names/split.ts'
import { WRITTEN_LOGIN } from '../structure/logins.ts'
import type { Pair } from '../structure/pair.ts'
import { isChosen } from './chosen.ts'
import { base64Text, decodedText } from './decoded.ts'
import { areBytesInRow, isGenerated, isSequence } from './generated.ts'
import type { Judgement, Kind } from './kind.ts'
import { lowered } from './lowered.ts'
import { isPasswordHash, isUuid, ordinaryOf } from './ordinary.ts'
import { isDefault, placeholderOf } from './placeholders.ts'
import { type Shape, shapeOf } from './shape.ts'
import { isInUse, isReferredTo, ofSigner, referenceIn } from './signed.ts'
import { isAlphabet, isNamedToken, isOfManual, isOverAndOver, isSignedNumber, isTried } from './told.ts'
import { byName, bySource, isSettings } from './weigh.ts'

/** Longer values are certificates, documents and data: those that are secrets have detectors of their own. */
const LONGEST = 1000

/** `users/passwords#edit`, `App\Users@reset`, beside the path of a route (Rails, Laravel). */
const handler = /^[a-z_]+(?:\/[a-z_]+)*#[a-z_]+$|^[A-Z]\w*(?:\\\w+)*@\w+$/

/** Judges the value of a pair by its name, its own form, and what the file is for. */
export function judgeValue(pair: Pair): Judgement {
  if (pair.name.includes('*')) return { is: 'none', why: 'beside a pattern of paths' }
  if (pair.name.includes('/') && handler.test(pair.value)) return { is: 'none', why: 'what a route leads to' }
  const sense = senseOf(pair.name)
  const { kind, why } = kindOf(pair, sense)
  if (kind === 'nothing') return { is: 'none', why }
  const full = pair.source === 'named-value' ? byName(pair, sense, kind) : bySource(pair, kind)
  const is = lowered(pair, sense, kind, full)
  return {
    is,
    why: is === 'none' ? `${why}, and not enough beside ${pair.name}` : `${why} beside the name ${pair.name}`,
  }
}

function kindOf(pair: Pair, sense: Sense): { readonly kind: Kind; readonly why: string } {
  if (isHeaderOfToken(pair.value)) return nothing('what a JSON web token begins with')
  const meant = meantBy(pair)
  if (meant === undefined) return nothing('encoded, and not of a user and a password')
  const kind = kindOfValue(meant, pair, sense)
  // who encodes an address or a sentence and calls it a password means what he wrote
  return meant !== pair.value && !pair.encoded && ordinaryTexts.has(kind.why)
    ? { kind: 'chosen', why: 'a literal of encoded text' }
    : kind
}

const ordinaryTexts = new Set(['an address', 'a text', 'a file or host', 'an expression'])

const nothing = (why: string) => ({ kind: 'nothing', why }) as const

/** What is meant by a value that is encoded: of credentials in Base64, the password. */
function meantBy(pair: Pair): string | undefined {
  const { value, encoded, source } = pair
  if (encoded !== 'base64') return decodedText(value) ?? value.replace(/^\{noop\}/, '')
  const text = base64Text(value)
  if (source === 'credentials-file' && pair.form === 'yaml') return text ?? value
  const colon = text?.indexOf(':') ?? -1
  return text === undefined || colon < 0 ? undefined : text.slice(colon + 1)
}

function kindOfValue(value: string, pair: Pair, sense: Sense): { readonly kind: Kind; readonly why: string } {
  const first = kindByForm(value, pair, sense)
  return first.kind === 'nothing' && isInUse(pair, sense) ? (ofSigner(value, pair, first.why) ?? first) : first
}

function kindByForm(value: string, pair: Pair, sense: Sense): { readonly kind: Kind; readonly why: string } {
  if (value.length < 3 || value.length > LONGEST) return nothing(value === '' ? 'empty' : 'too short or too long')
  if (isPasswordHash(value)) return { kind: 'hash', why: 'the hash of a password' }
  if (option.test(value)) return nothing('an option')
  if (isSignedNumber(value)) return { kind: 'number', why: 'a number with signs' }
  const reference = referenceIn(value, pair)
  if (reference !== undefined) return nothing(reference)
  if (sense.kind === 'mnemonic')
    return isMnemonic(value) ? { kind: 'phrase', why: 'words of a seed' } : nothing('no seed')
  if (/^\d{4,}$/.test(value) || (/^\d{3}$/.test(value) && takesDigits(pair, sense)))
    return { kind: 'number', why: 'a number' }
  if (/^pwd$/i.test(value) && /pwd$/i.test(pair.name)) return nothing('where a shell is')
  if (isUuid(value)) return new Set(value).size < 4 ? nothing('a UUID of zeros') : { kind: 'uuid', why: 'a UUID' }
  if (isFingerprint(value, pair.name, sense)) return nothing('a fingerprint')
  if (isOfBytes(value)) return { kind: 'generated', why: 'bytes that a machine made up' }
  if (anonymous.test(value)) return nothing('what everybody logs in with who has no login')
  if (/^eyJ[\w-]{6,}\.eyJ/.test(value)) return nothing('a JSON web token, which has a detector of its own')
  if (areBytesInRow(value)) return nothing('bytes in a row')
  if (pair.loose && isAlphabet(value)) return nothing('what something may be made of')
  if (isOfManual(value)) return { kind: 'published', why: 'a key that a manual shows' }
  if (/^[0-9a-f]{10}$/.test(value) && /licen[cs]e_?key$/i.test(pair.name)) return nothing('a key that pages load')
  const shape = shapeOf(value)
  if (sense.kind === 'password' && sense.strength > 1 && isAppPassword(value))
    return { kind: 'generated', why: 'a password of an application as Google makes them' }
  if ((isDefault(value) && !repeats(value, pair)) || isNumbered(value, pair))
    return { kind: 'default', why: 'a default that everybody knows' }
  const placeholder = placeholderOf(value)
  if (placeholder !== undefined && isRunWith(value, pair, sense))
    return { kind: 'default', why: 'a password that everybody tries' }
  if (placeholder !== undefined) return nothing(placeholder)
  if (isOverAndOver(value)) return { kind: 'default', why: 'a word over and over' }
  const generated = isGenerated(value, shape)
  const ordinary = ordinaryOf(value, shape)
  if (ordinary === 'a text' && isPassphrase(pair, value, sense))
    return { kind: 'word', why: 'words that may be a passphrase' }
  if (ordinary !== undefined && !(generated && softForms.has(ordinary) && !range.test(value))) return nothing(ordinary)
  if (isNamed(value, shape)) return nothing('a name or a text')
  if (repeats(value, pair))
    return (isDefault(value) && !isReferredTo(value, pair)) ||
      (sense.kind === 'password' &&
        isSettings(pair) &&
        pair.beside &&
        !pair.name.toLowerCase().endsWith(value.toLowerCase()))
      ? { kind: 'default', why: 'a default that everybody knows' }
      : nothing('repeats the name')
  if (isStock(value, pair.name)) return { kind: 'stock', why: 'a literal that says what it is for' }
  if (generated) return { kind: 'generated', why: 'a literal that a machine made up' }
  if (isSequence(value) && /^(?:[a-z]+\d*|[A-Z]+\d*|\d+[a-z]*)$/.test(value))
    return { kind: 'default', why: 'a row of characters' }
  if (sense.kind === 'token' && isNamedToken(value, shape))
    return { kind: 'standin', why: 'words that say what they stand for' }
  if (isChosen(value, shape)) return { kind: 'chosen', why: 'a literal that looks like a chosen password' }
  return word(value, shape, pair, sense)
}

/**
 * `db.password=test`, `password=ThisIsNotSecret`: the word of a password beside its user in what a service reads when it starts,
 * though it says that it is none.
 */
const isRunWith = (value: string, pair: Pair, sense: Sense) =>
  sense.kind === 'password' &&
  sense.strength === 3 &&
  (pair.form === 'properties' || pair.form === 'env') &&
  pair.beside &&
  pair.setting === 'main' &&
  !pair.loose &&
  !pair.comment &&
  isTried(value)

/** Where three digits are a password: in the column of a table, given to what sets one, compared with one. */
const takesDigits = (pair: Pair, sense: Sense) =>
  pair.quoted &&
  (pair.form === 'sql' ||
    (pair.form === 'code' &&
      sense.kind === 'password' &&
      (/(?:^|\.)set_?password$/i.test(pair.name) || pair.compared === true)))

/** The first of the three parts of a JSON web token tells how it is signed, and nothing else. */
const isHeaderOfToken = (value: string) => /^eyJ[\w-]+$/.test(value) && typeof base64Object(value)?.alg === 'string'

/** Guests of FTP give this, or an address, as their password: https://www.rfc-editor.org/rfc/rfc1635 */
const anonymous = /^anonymous@?$/i

/** `b"\\xa4\\x82\\x9fs…"`, as `os.urandom` shows what it made: control characters among letters beyond ASCII are no text. */
function isOfBytes(value: string): boolean {
  if (value.length < 12 || new Set(value).size < 8) return false
  const codes = [...value].map((character) => character.charCodeAt(0))
  const controls = codes.filter((code) => (code < 32 && (code < 9 || code > 13)) || (code > 126 && code < 160))
  return codes.every((code) => code < 256) && controls.length > 1 && codes.filter((code) => code > 127).length > 2
}

/** Four times four small letters, and too few of them in words: https://support.google.com/accounts/answer/185833 */
const isAppPassword = (value: string) => {
  if (!/^[a-z]{4}(?: [a-z]{4}){3}$/.test(value)) return false
  const shape = shapeOf(value.replaceAll(' ', ''))
  return shape.distinct >= 7 && shape.inWords <= 6 && !isSequence(value.replaceAll(' ', ''))
}

/** `DEBIAN_REPO_KEY`, `gpg_signing_key`: by these forty, sixteen or eight digits a public key is known. */
const isFingerprint = (value: string, name: string, sense: Sense) =>
  sense.kind === 'key' &&
  ((sense.strength === 1 &&
    (/^(?:[\dA-F]{16}){1,2}$|^[\dA-F]{40}$/.test(value) ||
      (/^(?:[\da-f]{16}|[\da-f]{40})$/i.test(value) && wordsOf(name).some((word) => publicKeys.has(word))))) ||
    (/^(?:0x)?(?:[\dA-F]{8}|[\dA-F]{16}|[\dA-F]{40})$/.test(value) && /gpg|pgp/i.test(name)))

const publicKeys = new Set('repo repository gpg pgp apt deb yum rpm release signing keyring'.split(' '))

/** `-pass-basic-auth=false`: what follows an option that takes no value. */
const option = /^--?[a-z][a-z\d]*(?:-[a-z\d]+)+(?:=[\w.-]*)?$/

/** Forms that chance makes, too, in Base64 and in passwords with signs. */
const softForms = new Set(['a path', 'code', 'a pattern', 'an identifier', 'a text', 'an expression', 'a file or host'])

/** A class of characters in a regular expression: no chance makes `[0-9A-F]`. */
const range = /\[\^?(?:[a-z]-[a-z]|[A-Z]-[A-Z]|\d-\d)/

function word(value: string, shape: Shape, pair: Pair, sense: Sense): { readonly kind: Kind; readonly why: string } {
  if (shape.symbols > 0 && !/^[\p{L}\d_.@-]+$/u.test(value))
    return pair.source === 'command-argument' && pair.quoted && unusual.test(value)
      ? { kind: 'chosen', why: 'a literal that looks like a chosen password' }
      : { kind: 'nothing', why: 'a text' }
  if (shape.distinct < 3) return { kind: 'nothing', why: 'a placeholder' }
  if (
    isIdentifier(value) &&
    !(isWhereNoNameStands(pair) && /^[a-z]+(?:_[a-z]+)+$/.test(value)) &&
    !isVariable(value, pair, sense) &&
    !(pair.compared === true && pair.beside && sense.kind === 'password' && sense.strength === 3) &&
    !(pair.form === 'hcl' && sense.strength === 3 && phrase.test(value))
  )
    return { kind: 'nothing', why: 'a name' }
  return { kind: 'word', why: 'a word' }
}

/** An argument that is a password, and the password of a URL whose user is called otherwise. */
const isWhereNoNameStands = ({ source, name, value }: Pair) =>
  source === 'command-argument' ||
  name === 'requirepass' ||
  (source === 'url-password' && senseOf(value).strength === 0)

/** Letters, digits and a sign that seldom stands in a password, but for where nothing else can stand: `sunny<4.days`. */
const unusual = /^(?=.*\d)(?=.*[A-Za-z]{3})[^\s{}$\\"'`]{6,40}$/

/** What a variable of the environment is set to is no name in a program: `DB_PASS: metabase_admin`. */
const isVariable = (value: string, { name, form }: Pair, sense: Sense) =>
  sense.kind === 'password' &&
  sense.strength === 3 &&
  (form === 'yaml' || form === 'env') &&
  /^[A-Z][A-Z\d]*_[A-Z\d_]+$/.test(name) &&
  /^[a-z]+(?:[_-][a-z]+){1,5}$/.test(value) &&
  senseOf(value).strength === 0

/** `password2`, where a user stands beside it and it is no field of a form. */
const isNumbered = (value: string, { name }: Pair) => name === WRITTEN_LOGIN && /^pass(?:word)?\d{1,2}$/i.test(value)

/** `CorrectHorseBattery`: in HCL what has a name is not quoted. */
const phrase = /^[A-Z][a-z]+(?:[A-Z][a-z]+){2,}$/

/** `STAGING_SESSION_SECRET_1`, `dev-session-secret-very-long-string-12345`: four words and more with signs between them. */
const isNamed = (value: string, shape: Shape) =>
  (/^[A-Z]{3,}(?:_[A-Z\d]+)+$|^[A-Za-z\d]+(?:[_-][A-Za-z\d]+){4,}$/.test(value) &&
    shape.inWords > shape.length * 0.5) ||
  // words of three letters, too: `you_are_not_using_it`
  (/^[a-z]+(?:_[a-z\d]+){3,}$/.test(value) && shape.digits < 3 && shape.wordy >= 4.7)

/** `getPassword`, `user_password`, `AUTH_TOKEN`, `spring.datasource`: what programmers call things. */
const isIdentifier = (value: string) =>
  /^[a-z]+(?:[A-Z][a-z]+)+$|^[a-z]+[A-Z]{2,}$|^[A-Z][a-z]+(?:[A-Z][a-z]+)+$|^[A-Za-z]+(?:[._:][A-Za-z]+)+$|^[A-Z]{2,}$/.test(
    value,
  ) || wordsOf(value).length > 3

/** Words that programmers put together where a password is needed, and seldom those who choose one. */
const stock = new Set(
  'password pass pwd passwd secret token key admin user test new old current secure strong my valid demo default root change me super another other first second some weak initial temp temporary app api dev development local staging prod very long string random replication sandbox the a'.split(
    ' ',
  ),
)

/** `newSecurePassword456`, `test-secret-12345`, `ChangeMe123`: nothing in it but what it is for, and a number. */
function isStock(value: string, name: string): boolean {
  const words = unglued(wordsOf(value))
  const named = unglued(wordsOf(name))
  if (/^(?:test|demo|dev|local|dummy)[\W\d_]+$/i.test(value)) return true
  return words.length > 1 && words.every((word) => stock.has(word) || named.includes(word))
}

/** The value says no more than the name: `password: "userPassword"`, `TOKEN = 'token'`. */
function repeats(value: string, pair: Pair): boolean {
  if (value.length > 60) return false
  const words = wordsOf(value)
  const named = new Set(wordsOf(pair.name))
  if (words.length === 0 || pair.source !== 'named-value' || /[!@#$%^&*]|\d{3,}/.test(value)) return false
  return words.every((word) => named.has(word)) || (senseOf(value).strength > 0 && /^[A-Za-z_.:-]+$/.test(value))
}

/** `kitten lesser pooch`: words in a row, where YAML sets a user's password; texts of an interface begin with a capital. */
const isPassphrase = (pair: Pair, value: string, sense: Sense) =>
  pair.form === 'yaml' &&
  pair.quoted &&
  pair.beside &&
  sense.kind === 'password' &&
  sense.strength === 3 &&
  /^[a-z]+(?: [a-z]+){1,15}$/.test(value) &&
  !/\b(?:your|enter|must|is|required|the|invalid|please|password|optional)\b/.test(value)

const isMnemonic = (value: string) =>
  /^[a-z]{3,8}(?: [a-z]{3,8}){11,23}$/.test(value) && new Set(value.split(' ')).size > 6
