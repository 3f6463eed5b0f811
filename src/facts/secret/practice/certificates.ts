import { dirname } from '../../../documents/path.ts'
import type { Repository } from '../../repository.ts'
import type { Evidence } from './index.ts'

/** How many files beside a key are tried, and how large they may be. */
const MOST = 40
const LARGEST = 64 << 10

/** What `openssl req` puts for the organisation of whoever only presses return. */
const OWN_ANSWERS = 'Internet Widgits Pty Ltd'

/**
 * Names that belong to nobody: the loopback, those of https://www.rfc-editor.org/rfc/rfc2606 and rfc6761, and the addresses of
 * documentation (rfc5737, rfc3849). Whoever has the key of such a certificate can be nobody else.
 */
const nobody = new RegExp(
  `^(?:${[
    '(?:.+\\.)?localhost(?:\\.localdomain)?',
    '(?:.+\\.)?example(?:\\.(?:com|net|org))?',
    '(?:.+\\.)?(?:test|invalid)',
    '(?:127|0|192\\.0\\.2|198\\.51\\.100|203\\.0\\.113)(?:\\.\\d+){1,3}',
    '::1|(?:0:){7}1|2001:DB8:[\\dA-F:]+',
    OWN_ANSWERS,
  ].join('|')})$`,
  'i',
)

/** Settings that ship inside the service: what stands there is used, whoever it was made for. */
const ships =
  /(^|\/)(src\/main\/resources\/(application|bootstrap)[\w-]*\.(ya?ml|properties)|appsettings[\w.]*\.json)$/i

/** Keys whose certificate lies beside them, or in the same file, and is for names that belong to nobody. */
export function besideCertificates(repository: Repository): Evidence {
  return async ({ file, detector, place }, text) => {
    if (!/^private-key(?:-base64)?$/.test(detector) || place.start === undefined) return undefined
    if (ships.test(file)) return undefined
    const content = await text()
    if (content === undefined) return undefined
    const own = withoutStrings(content)
    const crypto = await import('node:crypto')
    let key: import('node:crypto').KeyObject
    try {
      key = crypto.createPrivateKey(withoutIndent(withoutStrings(pemAt(content, place.start))))
    } catch {
      return undefined
    }
    const isForNobody = (text: string) =>
      certificatesIn(text)
        .map((pem) => namesIn(crypto, pem, key))
        .find((names) => names?.length && areNobodys(names))
    const beside = isForNobody(own)
    if (beside) return `the certificate of it, beside it in the file, is for ${beside[0]}`
    const near = repository
      .in(dirname(file))
      .filter(({ path, size }) => path !== file && size <= LARGEST && /\.(?:pem|crt|cer|cert|key)$/i.test(path))
    for (const { path } of near.slice(0, MOST)) {
      const names = isForNobody((await repository.text(path))?.content ?? '')
      if (names) return `the certificate of it, in ${path}, is for ${names[0]}`
    }
    const issued = await issuedBy(repository, crypto, key, [file, ...near.map(({ path }) => path)])
    return issued?.every((names) => names.length > 0 && areNobodys(names))
      ? 'all that it signed beside it is for nobody'
      : undefined
  }
}

/** Whom the certificates among some files are for that an authority with this key issued; undefined where there are none. */
async function issuedBy(
  repository: Repository,
  crypto: typeof import('node:crypto'),
  key: import('node:crypto').KeyObject,
  files: readonly string[],
): Promise<readonly (readonly string[])[] | undefined> {
  const all: import('node:crypto').X509Certificate[] = []
  for (const path of files.slice(0, MOST))
    for (const pem of certificatesIn((await repository.text(path))?.content ?? '')) {
      const certificate = certificateOf(crypto, pem)
      if (certificate) all.push(certificate)
    }
  const own = all.find((certificate) => certificate.ca && certificate.checkPrivateKey(key))
  if (own === undefined) return undefined
  const issued = all.filter((other) => !other.ca && other.checkIssued(own) && other.verify(own.publicKey))
  return issued.length > 0 ? issued.map((certificate) => namesOf(certificate) ?? []) : undefined
}

/** Beside `localhost`, a name without a dot is that of a container next to it: no one can have it out there. */
const areNobodys = (names: readonly string[]) =>
  names.some((name) => nobody.test(name)) && names.every((name) => nobody.test(name) || /^[a-z\d-]+$/i.test(name))

/** The key in PEM that begins at a place, as it is or in Base64, without what YAML or a string has before its lines. */
function pemAt(content: string, start: number): string {
  const encoded = /LS0tLS[\w+/]+={0,2}/y
  encoded.lastIndex = start
  const [whole] = encoded.exec(content) ?? []
  const text = whole === undefined ? content.slice(start) : Buffer.from(whole, 'base64').toString()
  return /^-----BEGIN[\s\S]{40,20000}?-----END [A-Z ]{1,40}-----/.exec(text)?.[0] ?? ''
}

/** A text of several lines as code puts it together, `"…\\n" +` and a string in the next line, without what is around its lines. */
const withoutStrings = (text: string) =>
  text.replace(/(?:\\r)?\\n["'`][ \t]*[+.,\\]?[ \t]*\r?\n[ \t]*[+.]?[ \t]*["'`]/g, '\n')

/** The certificates in a text, in PEM or in Base64. */
function certificatesIn(text: string): string[] {
  const encoded = text.matchAll(/LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0[\w+/]{50,12000}={0,2}/g)
  return [text, ...[...encoded].map(([whole]) => Buffer.from(whole, 'base64').toString())]
    .flatMap((plain) => [...plain.matchAll(/-----BEGIN CERTIFICATE-----[\s\S]{50,8000}?-----END CERTIFICATE-----/g)])
    .map(([pem]) => withoutIndent(pem))
    .slice(0, MOST)
}

const withoutIndent = (pem: string) => pem.replace(/\n[ \t]+/g, '\n')

function certificateOf(
  { X509Certificate }: typeof import('node:crypto'),
  pem: string,
): import('node:crypto').X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}

/** Whom a certificate is for; undefined where it is not that of the key, or cannot be read. */
function namesIn(
  crypto: typeof import('node:crypto'),
  pem: string,
  key: import('node:crypto').KeyObject,
): string[] | undefined {
  const certificate = certificateOf(crypto, pem)
  return certificate?.checkPrivateKey(key) ? namesOf(certificate) : undefined
}

function namesOf(certificate: import('node:crypto').X509Certificate): string[] | undefined {
  const also = (certificate.subjectAltName ?? '').split(', ').map((name) => name.replace(/^[^:]+:/, ''))
  const common = /^CN=(.+)$/m.exec(certificate.subject)?.[1]
  // where a certificate has alternative names, its common name counts for nobody
  if (certificate.subjectAltName) return also
  const name = common ?? /^O=(.+)$/m.exec(certificate.subject)?.[1]
  return name === undefined || (common === undefined && name !== OWN_ANSWERS) ? undefined : [name]
}
