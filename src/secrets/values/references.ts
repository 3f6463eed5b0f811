/*
 * What stands for a value that is elsewhere. Each of these begins the value; what holds one in its middle is put together
 * from others, and no secret either.
 */

const starts: readonly (readonly [RegExp, string])[] = [
  [/^\$(?!\d+(?:[abxy]?\$|\$))(?=[A-Za-z_{(@<])/, 'a variable'],
  [/^\$\$?\{/, 'a variable'],
  [/^(?:%[A-Za-z_][\w.]*%|%\(|%\{|%[sdvq]\b|%%)/, 'a variable or format'],
  [/^(?:\{\{|\{%|<%|\[\[|\(\(|#\{|@\{|<<|~\{|\{[#$@])/, 'a template'],
  [/^\{[\w.:-]{0,60}\}|^\{[A-Za-z_][\w.]{0,40}\[[\w'"]{1,30}\]\}$/, 'a template'],
  // a shell runs it, and takes what it answers
  [/^`[a-z][\w./-]*\s[^`]*(?:`|$)|^`[a-z./_-]+`?$/, 'a command'],
  [/^<[^>]{1,80}>$/, 'a placeholder'],
  [/^(?:@@?[\w.-]+@@?|__[\w.-]+__|#\w+#|~\w+~|!\w+!|::\w+::|:\w+|@[a-z_][\w.]*|\*[A-Za-z_][\w-]*)$/, 'a placeholder'],
  [/^\[[\w .:-]{1,60}\]$/, 'a placeholder'],
  [
    /^(?:!(?:Ref|Sub|GetAtt|ImportValue|Join|FindInMap|vault|env|secret|reference|Select|Split|Cidr)\b|!(?=\w))/,
    'a reference',
  ],
  // a JSON pointer in a URI, as OpenAPI and JSON Schema refer to a part of the document (RFC 6901)
  [/^#\/[\w$-]+(?:\/[\w.~%-]+)+$/, 'a reference'],
  [
    /^(?:op|vault|urn|ref\+\w+|secret|secrets|ssm|awssm|aws-ssm|aws-sm|gcp-sm|sm|azurekeyvault|akv|keyvault|keyring|sops|bws|doppler|infisical|env|file|pass|chamber|conjur|summon|berglas|kms|bitwarden|lastpass|crypt|cyberark)(?::\/\/|:(?=[\w/.{]))/i,
    'a reference to a store of secrets',
  ],
  [
    /^(?:arn:[\w-]+:|projects\/[^/]+\/secrets\/|@Microsoft\.KeyVault|https:\/\/[\w-]+\.vault\.azure\.net|\{\{resolve:|resolve:(?:ssm|secretsmanager))/i,
    'a reference to a store of secrets',
  ],
  [
    /^(?:EJ\[1:|\{[A-Za-z0-9+/=]{20,200}\}$|ENC\[|ENC\(|DEC::|\{cipher\}|\{vault\}|\{COAT\}|\{xor\}|\{AES\}|\$ANSIBLE_VAULT|AQICA[HI]|pkcs7?:|sealed:|age1|vault:v\d|gpg:|-----BEGIN (?:PGP MESSAGE|AGE ENCRYPTED))/i,
    'sealed',
  ],
  // Bitnami's sealed secrets: two bytes with the length of the key that RSA locked up (256 or 512), it, and what it locks
  [/^(?:AQ[A-D][\w+/]{340}|Ag[A-D][\w+/]{680})[\w+/]*={0,2}$/, 'sealed'],
  [
    /^(?:process\.env|os\.(?:getenv|environ)|System\.(?:getenv|getProperty)|Environment\.|env(?:\.|\(|\[)|ENV[[.]|getenv|import\.meta|Deno\.env|config(?:uration)?[.([]|settings?\.|self\.|this\.|var\.|local\.|module\.|data\.[a-z]|secrets?[.[(]|vars?[.[]|params?[.[]|parameters[.[(]|variables[.[(]|steps\.|inputs\.|needs\.|outputs?\.|context\.|node\[|lookup\(|file\(|random_\w+\.|aws_\w+\.|azurerm_\w+\.|google_\w+\.|kubernetes_\w+\.|each\.|get\w*\(|fetch\w*\(|read\w*\(|load\w*\(|decrypt\w*\(|require\()/,
    'an expression',
  ],
  // the field of a form, as a page or a test finds it: `#repeat-password`
  [/^#[a-z][A-Za-z]*(?:[-_][A-Za-z]+)*$/, 'a selector'],
  // Razor: `@Model.Data.Token`, `@ViewData["Token"]` (learn.microsoft.com/aspnet/core/mvc/views/razor)
  [/^@[A-Za-z_]\w*(?:[?!]?\.[A-Za-z_]\w*|\[["'\w]{1,60}\])+(?:\(\))?$/, 'an expression'],
  // one of several: `sys.argv[2].strip()`
  [/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*\[\d{1,2}\](?=[.([]|$)/, 'an expression'],
]

/** Something is put in here: `a-${b}`, `x{{ y }}`, `p#{q}`, `%(name)s`, `$(cmd)`. */
const inside =
  /\$\{|\{\{|#\{|\$\(|%\([\w.]+\)s|<%=|@\{|\{[a-z_][\w.]*\}|\$[A-Za-z_]\w{2,}\b|%[A-Z_]{3,}%|\\\(|%[sdv](?![A-Za-z0-9])|<[a-zA-Z][\w -]{2,40}>|\{\d\}/

/** The weakest of the reasons: something in the middle of the value looks like a place for another. */
export const PUT_TOGETHER = 'put together from others'

/** Why a value is a reference or a template; undefined if it is none. */
export function referenceOf(value: string): string | undefined {
  const first = value.charCodeAt(0)
  // most values begin with a letter or digit and hold nothing of what makes a reference
  if (isPlain(first) && !marks.test(value)) return undefined
  for (const [pattern, why] of starts) if (pattern.test(value)) return why
  return inside.test(value) ? PUT_TOGETHER : undefined
}

const marks = /[$*%{}<>()[\]:.@#]|-----|^A(?:QICA|[Qg][A-D])|^age1/

const isPlain = (code: number) =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
