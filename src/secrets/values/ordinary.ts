import type { Shape } from './shape.ts'

/** Values whose form says what they are. */
const forms: readonly (readonly [RegExp, string])[] = [
  // first: Mapbox's `pk.….…` reads like an expression
  // PostHog's key of a project can only send events: https://posthog.com/docs/api#public-post-only-endpoints
  // Datadog's client tokens stand in pages: https://docs.datadoghq.com/account_management/api-app-keys/#client-tokens
  [
    /^(?:pk|pub)[-_.]?(?:live|test|prod|dev|lf)?[-_.]\w|^6L[cdef][\w-]{37}$|^phc_[A-Za-z\d]{20,}$|^pub[a-f\d]{32}$/i,
    'a key that may be published',
  ],
  [
    /^[+-]?(?:\d{1,3}|\d+[.,]\d+|0x[\da-f]{1,8}|\d+(?:px|em|rem|ms|s|m|h|d|k|kb|mb|gb|%)|\d+e\d+|\d+n|\d+[lLfFdDuU]{1,3})$/i,
    'a number',
  ],
  [/^[\d\s,.]+$|^\+\d[\d -]{6,}$/, 'numbers'],
  [/^[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)+$/, 'an expression'],
  [/^\d{4}-\d\d?-\d\d?(?:[T ]|$)|^\d\d?[./]\d\d?[./]\d{2,4}$|^\d{1,2}:\d\d(?::\d\d)?$/, 'a date'],
  [/^v?\d+\.\d+(?:\.\d+)*(?:[-+][\w.]+)?$|^[~^>=<]{1,2}\s?\d+(?:\.\d+)*$/, 'a version'],
  [/^(?:sha(?:1|256|384|512)|md5)[-:=][\w+/=]{16,}$|^h1:[\w+/=]{40,}$/i, 'a checksum'],
  [
    /^-----BEGIN (?:CERTIFICATE|(?:RSA |EC )?PUBLIC KEY|PGP PUBLIC|NEW CERTIFICATE|CERTIFICATE REQUEST|X509 CRL)/,
    'a certificate or public key',
  ],
  [
    /^(?:LS0tLS1CRUdJTi(?:BDRVJU|BQVUJM|BSU0EgUFVC|B[0D]Tk)|MII[A-Za-z0-9+/]{2}[A-Za-z0-9+/]?IBIjANBgkqhkiG9w0BAQEFAAOC|MI[GHI][A-Za-z0-9+/]{3,6}(?:MA0GCSqGSIb3DQEBAQUAA|NBgkqhkiG9w0BAQEFAAO))/,
    'a certificate or public key',
  ],
  [/^(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-\S+|sk-ssh-\S+) AAAA|^AAAA[BCE]3NzaC1/, 'a public key'],
  [/^-----BEGIN [A-Z ]*PRIVATE KEY|^LS0tLS1CRUdJT/, 'a key in PEM, which has a detector of its own'],
  [/^[a-z][a-z0-9+.-]{1,20}:\/\//i, 'a URL'],
  [/^[a-z][\w./-]* [^|]{1,200} \| ?[a-z]/, 'a command'],
  // Django's: https://docs.djangoproject.com/en/stable/topics/migrations/#migration-files
  [/^0\d{3}_(?:initial|[a-z][a-z\d]*(?:_[a-z\d]+)+)$/, 'the name of a migration'],
  // https://www.rfc-editor.org/rfc/rfc4512#section-4.1
  [/^\( \d+(?:\.\d+){3,} /, 'a definition of a schema of LDAP'],
  [/^(?:\/(?:etc|usr|var|opt|home|root|run|srv|tmp)|~)(?:\/[\w.@%+-]+)+\/?$/, 'a path of the system'],
  [/^(?:[\w@-]+\/)+[\w@-]+\.(?:key|pem|crt|cer|p12|pfx|jks|json|ya?ml|txt|conf|env)$/, 'a path of a file'],
  [/^(?:\.{0,2}|~|[A-Za-z]:)?[\\/](?:[\w.@%+-]+[\\/])*[\w.@%+-]*$|^[\w.-]+(?:\/[\w.-]+)+\/?$/, 'a path'],
  [/^[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12}$/i, 'an address'],
  [
    /^[\w-]+(?:[./\\][\w-]+)*\.(?:json|ya?ml|xml|txt|pem|key|crt|cer|p12|pfx|jks|js|ts|tsx|jsx|py|rb|go|java|php|html?|css|scss|md|csv|conf|cfg|ini|env|properties|png|jpe?g|svg|gif|ico|sh|sql|tf|log|pub|gpg|asc|com|org|net|io|dev|local|exe|dll|zip|gz|tar|jar|cs|vue|svelte|erb|haml|mustache|hbs|ejs|tpl)$/i,
    'a file or host',
  ],
  [/^(?:application|text|image|audio|video|multipart)\/[\w.+-]+/, 'a media type'],
  [/^\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?$/, 'an address'],
  [/^(?:localhost|[\w-]+(?:\.[\w-]+)+):\d{2,5}$/, 'an address'],
  [
    /^[.#]?[\w-]+(?:\s?[>+~]\s?[.#]?[\w-]+)+$|^\/.*\/[gimsuy]*$|^\^|[)\]}+*\w]\$$|\\[wdsb]|\[\^|\(\?|\.\*|\.\+|\[[a-zA-Z]-[a-zA-Z]/,
    'a pattern',
  ],
  // https://www.iana.org/assignments/character-sets
  [
    /^(?:ISO-?8859-\d{1,2}|UTF-?(?:7|8|16|32)(?:[BL]E)?|US-ASCII|(?:windows|cp)-?12\d\d|latin-?\d|Shift_JIS|EUC-(?:JP|KR|TW)|GB(?:K|2312|18030)|Big5|KOI8-[RU])$/i,
    'a character set',
  ],
  // what Java's cryptography calls its algorithms
  [/^(?:PBKDF2|PBE)With\w+$|^Hmac(?:SHA|MD)\w+$|^(?:AES|DESede|RSA|ChaCha20)\/[\w/]+$/i, 'an algorithm'],
  [/^[A-Z]{2}\d+$|^(?:[A-Z]{2,8}-\d+)$/, 'an identifier'],
  [/^[{[(].*[}\])]$|=>|;\s*$|&&|\|\||\(\)|\w\(.*\)|^[\w.]+\[|<\/|\/>|:\s|,\s|::|->|\w=\w*"/, 'code'],
  [/^(?:[a-z]+[:.])+[a-z_*-]+$/i, 'an identifier'],
  [/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd]/, 'binary'],
]

/** Why a value is something else by its form, whatever its name; undefined if it is not. */
export function ordinaryOf(value: string, shape: Shape): string | undefined {
  for (const [pattern, why] of forms) if (pattern.test(value)) return why
  if (shape.symbols > 0 && isSentence(value, shape)) return 'a text'
  return undefined
}

/** Words with spaces between them, or letters of other scripts. */
function isSentence(value: string, shape: Shape): boolean {
  if (/\s/.test(value))
    return (
      shape.inWords > shape.length * 0.3 ||
      value.split(/\s+/).length > 3 ||
      shape.length < 12 ||
      /[\u0370-\uffff]/.test(value)
    )
  return (
    /[\u00c0-\uffff]{3}/.test(value) ||
    (/^[A-Za-z' ]+[.!?:…]$/.test(value) && shape.digits === 0 && shape.inWords > 0 && !/[!?]$/.test(value))
  )
}

/** A universally unique identifier. */
export const isUuid = (value: string) =>
  /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i.test(value)

/** The hash of a password: says little to who has no time. */
export const isPasswordHash = (value: string) =>
  /^\$(?:2[abxy]?|[156y]|apr1|argon2\w*|pbkdf2[\w-]*|scrypt|P|H|S|7|sha1|md5)\$|^\{(?:SSHA|SHA|MD5|CRYPT|PBKDF2\w*|bcrypt)\d*\}|^pbkdf2[_:]|^bcrypt|^argon2|^(?:SCRAM-SHA|md5[0-9a-f]{32}$)|^sha\d+\$/i.test(
    value,
  )
