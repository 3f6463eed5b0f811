import type { Shape } from './shape.ts'

/** Words with digits that belong to them. */
const technical =
  /^(?:oauth|sha|md|base|utf|utf-|rs|hs|es|ps|eddsa|aes|aes-|rsa|ed|x|v|ec|s|http|h|p|k|web|i|l|win|ipv|ip|tls|tlsv|ssl|sslv|mp|java|jdk|python|py|node|es|vue|angular|log4j|auth|neo|id_ed|curve|ecdsa-p|argon|pbkdf|blake|ripemd|secp|nist|cp|iso|latin|ascii|windows|us-east-|us-west-|eu-west-|eu-central-|ap-southeast-|uk-?south|h2|db|ldap|imap|pop|smtp|ntlmv|snmpv|wpa|step|part|item|col|row|line|level|page|option|field|value|param|arg|group|version|phase|tier|slot|type|test|case|key|token|user|client|server|host|node|dev|app)[-_]?\d{1,5}$/i

const leet: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
  '+': 't',
}

/** Roots of what people choose. */
const roots =
  /pass|admin|welcome|qwert|asdf|zxcv|azerty|letmein|secret|summer|winter|spring|autumn|monday|love|dragon|monkey|master|login|test|root|user|hunter|football|baseball|shadow|superman|batman|princess|sunshine|company|changeme|default|geheim|sommer|soleil|bonjour|hallo|hello|world/

/** Characters that people put into passwords and programmers seldom into names. */
const spice = /[!@#$%^&*?+=~]/

/**
 * Whether the value is one that people choose as a password: a word with digits or signs added or put in its place
 * (`Summer2023!`, `hunter2`, `P@ssw0rd`, `1qaz2wsx`), but no name with a number (`sha256`, `step2`).
 */
export function isChosen(value: string, shape: Shape): boolean {
  if (shape.length < 5 || shape.length > 48 || shape.symbols > Math.max(6, shape.length / 2)) return false
  const letters = shape.lower + shape.upper
  if (letters < 2 || technical.test(value) || /[\s"'`<>{}();,\\|]/.test(value)) return false
  if (spice.test(value)) return shape.digits > 0 || (letters >= 4 && shape.distinct >= 5) || roots.test(unleet(value))
  if (shape.digits === 0) return false
  if (/[_-]/.test(value)) return roots.test(unleet(value)) || /[._-]\d{2,}$/.test(value)
  if (/^[A-Za-z]{3,}\d{1,8}[.!]?$|^\d{1,6}[A-Za-z]{3,}\d{0,6}$/.test(value)) return true
  return shape.runs >= 3 && /^[\w.]+$/.test(value)
}

/** `p4$$w0rd` is `password`. */
function unleet(value: string): string {
  return value.toLowerCase().replace(/[@43!10$57+]/g, (character) => leet[character] as string)
}
