import type { Found } from './find.ts'
import { bareLiteral } from './literal.ts'
import { isState } from './state.ts'

const MOST = 100_000

/** A form of file whose values have no names beside them: one pattern for its lines, the group `value` is the secret. */
interface CredentialsFile {
  readonly file: RegExp
  readonly line: RegExp
  readonly name: string
  readonly encoded?: 'base64'
}

/** The name of what a file holds that is called a secret, a token, a password or a key and has one word in it. */
export const FILE_SECRET = 'file secret'

const forms: readonly CredentialsFile[] = [
  // host:port:database:user:password
  {
    file: /(?:^|[/.])pgpass(?:\.conf)?$/,
    line: /^(?!#)(?:(?:\\.|[^:\\\n]){1,200}:){4}(?<value>[^\n\r]{2,200})$/dgm,
    name: 'pgpass password',
  },
  // machine host login name password value
  { file: /(?:^|\/)[._]?netrc$/, line: /\bpassword\s{1,20}(?<value>\S{2,200})/dg, name: 'netrc password' },
  // user:$hash$
  {
    file: /(?:^|\/)\.?(?:htpasswd|passwd|shadow|proftpdpasswd|ftpd\.passwd|htdigest)[^/]*$/,
    line: /^[^:#\s]{1,64}:(?:[^:\n$]{1,64}:)?(?<value>\$[\w-]{1,12}\$[^:\n\s]{8,200}|\{SHA\}[\w+/=]{20,40}|[./A-Za-z0-9]{13})(?=:|\s*$)/dgm,
    name: 'password hash',
  },
  // the one line is the key
  { file: /(?:^|\/)(?:master|credentials\/\w{1,30})\.key$/, line: /^(?<value>[0-9a-f]{32})\s*$/dg, name: 'master key' },
  {
    file: /(?:^|\/)(?:\.?vault[-_]?pass(?:word)?|\.?ansible[-_]vault[-_]pass\w*)(?:\.txt)?$/,
    line: /^(?<value>[^\s$#!][^\n\r]{3,100})\s*$/dg,
    name: 'vault password',
  },
  { file: /(?:^|\/)\.?(?:vault-token|erlang\.cookie|rpc-?cookie)$/, line: /^(?<value>\S{8,200})\s*$/dg, name: 'token' },
  // what a client of a service keeps when somebody has logged in with it (docs.sentry.io/cli/configuration)
  {
    file: /(?:^|\/)(?:\.(?:sentryclirc|databrickscfg|transifexrc|linode-cli|tugboat|bitrise|crowdin|phraseapp\.ya?ml|codacy|scalewayrc|clever(?:\.json)?|appcenter-cli)|sentry\.properties)$/,
    line: /^\s{0,8}(?:auth\.|api\.)?(?:(?:auth|api|access)[_-]?)?token\s{0,3}[=:]\s{0,3}(?<value>[\w.+/=-]{16,300})\s*$/dgm,
    name: 'client token',
  },
  // "auth": base64 of user:password
  {
    file: /(?:^|\/)(?:\.dockercfg|\.?docker\/config\.json|\.?dockerconfig(?:json)?(?:\.json)?|config\.json|auth\.json)$/,
    line: /"(?:auth|identitytoken)"\s{0,8}:\s{0,8}"(?<value>[A-Za-z0-9+/_-]{8,1000}={0,2})"/dg,
    name: 'auth',
    encoded: 'base64',
  },
  // Firefox's logins, which key4.db beside them opens
  {
    file: /(?:^|\/)logins\.json$/,
    line: /"encryptedPassword"\s{0,8}:\s{0,8}"(?<value>M[A-Za-z0-9+/]{20,400}={0,2})"/dg,
    name: 'stored password',
  },
  // a URL with whatever people put into passwords
  {
    file: /(?:^|\/)\.?git-credentials$/,
    line: /^\w{2,20}:\/\/[^\s:/]{1,100}:(?<value>\S{2,200})@[\w.:-]{1,100}\/?\s*$/dgm,
    name: 'git password',
  },
  // the name of the file is that of the value
  {
    file: /(?:^|\/)(?:\w{1,30}[-_.])?(?:secret|token|password|passwd|api[-_]?key)(?:[-_.]?key)?(?:\.txt)?$|\.key$/,
    line: /^(?<value>[^\s:={}"'<>]{8,200})\s*$/dg,
    name: FILE_SECRET,
  },
  // user and password of OpenVPN in lines of their own
  {
    file: /\.ovpn$/,
    line: /<auth-user-pass>\s{1,20}[^\n\r]{1,100}\r?\n(?<value>[^\n\r<]{2,200})\r?\n\s{0,20}<\/auth-user-pass>/dg,
    name: 'vpn password',
  },
  // rclone and s3cmd obscure, which is no encryption
  {
    file: /(?:^|\/)\.?rclone(?:\.conf)?$/,
    line: /^[ \t]*(?:pass|password2?)\s*=\s*(?<value>[\w-]{16,200})\s*$/dgm,
    name: 'rclone password',
  },
  {
    file: /(?:^|\/)(?:passwords?|passwd|logins?|credentials)(?:\.(?:txt|lst|list))$/,
    line: /^[\w.@-]{2,60}\s?[:;|]\s?(?<value>[^\s:;|]{5,60})\s*$/dgm,
    name: 'password',
  },
]

/** Whether the file holds credentials without a keyword, so that it is to be read even where nothing hit. */
export const isCredentialsFile = (file: string): boolean => anyForm.test(file.toLowerCase()) || isState(file)

/** All of them as one pattern: it is asked for each file. */
const anyForm = new RegExp(forms.map((form) => form.file.source).join('|'))

/** The credentials of such a file. */
export function* credentialsIn(file: string, content: string): Generator<Found> {
  const path = file.toLowerCase()
  for (const form of forms) {
    if (!form.file.test(path)) continue
    for (const match of content.slice(0, MOST).matchAll(form.line)) {
      const place = match.indices?.groups?.value
      if (place === undefined) continue
      const [start, end] = place
      const value = content.slice(start, end)
      const literal = bareLiteral(value, start, end)
      yield { name: form.name, literal, source: 'credentials-file', ...(form.encoded && { encoded: form.encoded }) }
    }
  }
}
