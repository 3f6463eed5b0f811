import type { Sense } from '../names/sense.ts'
import { signs } from '../names/signing.ts'
import { wordsOf } from '../names/split.ts'
import type { Pair } from '../structure/pair.ts'
import type { Kind } from './kind.ts'
import { isDefault } from './placeholders.ts'
import { PUT_TOGETHER, referenceOf } from './references.ts'
import { shapeOf } from './shape.ts'
import { isOfNewProject } from './told.ts'
import { isSettings } from './weigh.ts'

/** Whether a program seals, signs or opens with the value that a pair gives it, so that it is in use whatever it looks like. */
export const isInUse = (pair: Pair, sense: Sense) =>
  signs(pair.name) || isKeyCompared(pair, sense) || (pair.name === 'SECRET' && pair.form === 'code' && pair.quoted)

/** `jwtSecretKey: jwt-secret`: the key under which a Kubernetes Secret holds it. Variables are written in capitals. */
export const isReferredTo = (value: string, { name, form }: Pair) =>
  form === 'yaml' && value.includes('-') && name !== name.toUpperCase()

/** Who compares a secret with a literal lets in whoever knows the literal; with a password, forms do, too. */
const isKeyCompared = (pair: Pair, sense: Sense) =>
  pair.compared === true && sense.strength === 3 && sense.kind !== 'password' && sense.kind !== 'token'

/**
 * What a program signs with is a secret whatever it looks like: words that everybody knows, words in a row, the example of
 * a manual that nobody changed. What is a reference or repeats the name is none.
 */
export function ofSigner(
  value: string,
  pair: Pair,
  why: string,
): { readonly kind: Kind; readonly why: string } | undefined {
  if (value.length < 4 || value.length > 300 || referenceIn(value, pair) !== undefined) return undefined
  if (isSaid(value, pair, why)) return words
  if (value.length > 100) return undefined
  if (isDefault(value) && !isReferredTo(value, pair)) return { kind: 'default', why: 'a default that everybody knows' }
  // the default that a program falls back on
  if (isOfNewProject(value) && pair.form === 'code' && pair.quoted)
    return { kind: 'standin', why: 'a placeholder that a program signs with' }
  const literal = pair.form === 'code' && pair.quoted && (!pair.loose || pair.compared === true)
  const assigned = pair.source === 'named-value' ? literal : pair.form === 'code'
  if (!/^[\p{L}\d][\p{L}\w .,!?@#$%^&*+=-]*$/u.test(value) || /^[A-Z\d_-]+$/.test(value)) return undefined
  if (why === 'a placeholder' && value.length >= 8 && assigned && !/^(?:x+|\*+|\.+|<.*|todo.*)$/i.test(value))
    return { kind: 'standin', why: 'a placeholder that a program signs with' }
  if (
    why === 'a placeholder' &&
    isSettings(pair) &&
    pair.setting === 'main' &&
    value.length >= 16 &&
    (own.test(value) || isOfNewProject(value))
  )
    return { kind: 'standin', why: 'a placeholder that a program signs with' }
  if (!(assigned || isSettings(pair))) return undefined
  // `recaptcha:secret_key` => 'reCAPTCHA Secret Key': how a form calls it
  if (why === 'a text' && lettersOf(pair.name).endsWith(lettersOf(value))) return undefined
  if (why === 'a text') return isFewWords(value, pair.name === 'JWT secret' ? 8 : 2) ? words : undefined
  const worded =
    why === 'a name' ||
    why === 'a name or a text' ||
    (why === 'repeats the name' && (pair.name === 'SECRET' || !/[_-]/.test(value)))
  if (why === 'repeats the name' && literal && value.length >= 8 && wordsOf(value).some((word) => forNow.has(word)))
    return { kind: 'standin', why: 'a placeholder that a program signs with' }
  // no name stands where a function takes the secret itself
  const least = pair.name === 'JWT secret' && pair.quoted && !pair.loose ? 6 : 12
  return worded && !value.includes('.') && value.length >= least ? words : undefined
}

/** What a stopgap says of itself, where a name only repeats another: `development-secret-key`. */
const forNow = new Set('dev development local default fallback super my change insecure temp temporary'.split(' '))

/** A sentence that settings give to what signs, with its commas and signs: `This is our key, and nobody knows it!` */
const isSaid = (value: string, pair: Pair, why: string) =>
  (why === 'a text' || why === 'code' || why === 'a placeholder') &&
  isSettings(pair) &&
  pair.form !== 'xml' &&
  value.length >= 16 &&
  /^[\p{L}\d][^<>{}\n]* [^<>{}\n]* /u.test(value) &&
  !/\b(?:required|optional|must be|please|enter|invalid|which the|used by|used for)\b/i.test(value)

/** What somebody wrote for a secret of their own: `mySecretKey_mySecretKey`, `this-is-a-secret`. */
const own = /^(?:my|this|the|our|a|super|some)[-_ A-Z]/

const lettersOf = (text: string) => text.toLowerCase().replace(/[^\p{L}\d]/gu, '')

const words = { kind: 'word', why: 'a phrase of words' } as const

const isFewWords = (value: string, most: number) =>
  /^[A-Za-z\d]+(?: [A-Za-z\d]+){1,8}$/.test(value) && value.split(' ').length <= most + 1

/** Why a value is a reference to another; undefined where it only looks so. */
export function referenceIn(value: string, pair: Pair): string | undefined {
  const reference = referenceOf(value)
  if (reference === undefined || (pair.form === 'code' && pair.quoted && signed.test(value))) return undefined
  return reference === PUT_TOGETHER && isNoReference(value, pair) ? undefined : reference
}

/** `!Word!` is a variable in batch files only, and a variable's name holds no sign. */
const signed = /^!\w+!+$|^\$\w+[!^*#][\w!^*#$]*$/

/** Forty signs and letters without a word among them, in which chance wrote `#{` or `$x`. */
function isNoise(value: string): boolean {
  const shape = shapeOf(value)
  return shape.length >= 32 && shape.symbols >= 3 && shape.inWords === 0 && shape.length / shape.runs < 2.6
}

/** `o$v75X%WmWe`, where no shell reads it: no variable is called so. */
function isShortNoise(value: string): boolean {
  const shape = shapeOf(value)
  return (
    shape.length >= 8 &&
    shape.digits > 0 &&
    shape.symbols >= 2 &&
    shape.inWords === 0 &&
    shape.length / shape.runs < 2 &&
    !/[{(]|\$(?:[A-Z_]{2,}|[a-z]{3,})/.test(value)
  )
}

/** What only looks as if something were put in: noise, `Pa$$word` in its spellings, `$x` in HCL, which has none without a brace. */
const isNoReference = (value: string, { form, quoted }: Pair) =>
  isNoise(value) ||
  (form === 'ini' && isShortNoise(value)) ||
  (/p[a@4](?:\$[s$5]|[s5]\$)/i.test(value) && !/[{(]/.test(value)) ||
  (form === 'hcl' && quoted && !/[$%#@]\{|\{\{|[<{]\w/.test(value))
