import type { Shape } from './shape.ts'

/**
 * Whether a machine made the value up: too little of it is words, and its runs of letters and digits are as short as
 * chance makes them (1.6 characters in base 62, 2 in hexadecimal, 5 in what people name things).
 */
export function isGenerated(value: string, shape: Shape): boolean {
  if (shape.length < 8 || shape.distinct < 6) return false
  if (isSequence(value)) return false
  if (/^(?:0x)?[0-9a-fA-F]+$/.test(value)) return isRandomHex(shape)
  if (shape.length < 16 && isCutShort(value)) return false
  const letters = shape.lower + shape.upper
  const mixed =
    (shape.digits > 0 ? 1 : 0) + (shape.lower > 0 ? 1 : 0) + (shape.upper > 0 ? 1 : 0) + (shape.symbols > 0 ? 1 : 0)
  const perRun = shape.length / shape.runs
  if (shape.inWords > shape.length * 0.4) return false
  if (shape.symbols > shape.length * 0.5) return false
  if (shape.length < 16 && shape.digits === 0)
    // capitals, small letters and signs change with nearly every character
    return mixed === 3 && shape.length >= 10 && shape.symbols >= 2 && perRun < 1.7 && letters >= 6
  if (shape.length < 16) return mixed >= 3 && shape.inWords === 0 && perRun < 2.4 && letters >= 3
  if (isOfShortWords.test(value) && !isOfFours.test(value)) return false
  if (mixed === 1) return letters === shape.length && shape.wordy < 4 && shape.distinct >= 9
  if (shape.digits === 0 && isLettersOnly.test(value)) return shape.wordy < 4 && shape.distinct >= 9
  if (shape.digits === 0) return perRun < 3.2 && shape.wordy < 5 && shape.distinct >= 10 && shape.symbols <= 4
  if (shape.length < 24) return perRun < 3.4 && shape.distinct >= 8
  return perRun < 4.2 && shape.distinct >= 9
}

/** `shop-csi-rbd-node`: what people call things. */
const isOfShortWords = /^[a-z]{1,10}(?:[-_.][a-z]{1,10})+$/

/** What Apple makes for an application: https://support.apple.com/102654 */
const isOfFours = /^[a-z]{4}(?:-[a-z]{4}){3}$/

/** Words of which some are cut short by counting their letters, as no chance does: `k8s_shop`. */
const isCutShort = (value: string) => numeronym.test(value) && !/\d/.test(value.replace(numeronym, ''))
const numeronym = /(?<![a-z\d])(?:k[38]s|i18n|l10n|a11y|o11y|e2e|x509)(?![a-z\d])/i

/** `sk-` and many small letters: what some vendors make instead of all letters and digits. */
const isLettersOnly = /^[a-z]{2,5}[-_][a-z]{24,80}$/

/** Hexadecimal digits of some length in which both letters and digits occur about as often as chance has it. */
function isRandomHex(shape: Shape): boolean {
  if (shape.length < 16 || shape.distinct < 7) return false
  const share = shape.digits / shape.length
  return share > 0.3 && share < 0.9 && shape.lower * shape.upper === 0
}

/** `1234567890abcdef`, `abcdefghij…`: what people type when they need something long. */
export function isSequence(value: string): boolean {
  let steps = 0
  for (let at = 1; at < value.length; at++) {
    const step = value.charCodeAt(at) - value.charCodeAt(at - 1)
    if (step === 1 || step === 0 || step === -1) steps++
  }
  return value.length > 3 && steps >= (value.length - 1) * 0.6
}

/** `000102030405…`, `00112233…`: bytes of which each is the one before and as much again. */
export function areBytesInRow(value: string): boolean {
  const digits = value.replace(/^0x/i, '')
  if (digits.length < 16 || !/^(?:[\da-f]{2})+$/i.test(digits)) return false
  const bytes = Buffer.from(digits, 'hex')
  const step = ((bytes[1] as number) - (bytes[0] as number)) & 255
  return bytes.every((byte, at) => at === 0 || ((byte - (bytes[at - 1] as number)) & 255) === step)
}
