import { dirname } from '../../../documents/path.ts'
import type { Repository } from '../../repository.ts'
import type { Evidence } from './index.ts'

/** How many files beside a key are tried, and how large they may be. */
const MOST = 40
const LARGEST = 64 << 10

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
  ].join('|')})$`,
  'i',
)

/** Keys whose certificate lies beside them and is for names that belong to nobody. */
export function besideCertificates(repository: Repository): Evidence {
  return async ({ file, detector, place }) => {
    if (detector !== 'private-key' || place.start === undefined) return undefined
    const content = (await repository.text(file))?.content.slice(place.start)
    if (content === undefined) return undefined
    const crypto = await import('node:crypto')
    let key: import('node:crypto').KeyObject
    try {
      key = crypto.createPrivateKey(
        content.slice(0, content.indexOf('-----END')) + (/-----END[^\n]*/.exec(content)?.[0] ?? ''),
      )
    } catch {
      return undefined
    }
    const near = repository
      .in(dirname(file))
      .filter(({ path, size }) => size <= LARGEST && /\.(?:pem|crt|cer|cert|key)$/i.test(path))
    for (const { path } of near.slice(0, MOST)) {
      const text = (await repository.text(path))?.content ?? ''
      for (const [pem] of text.matchAll(/-----BEGIN CERTIFICATE-----[\s\S]{50,8000}?-----END CERTIFICATE-----/g)) {
        const names = namesIn(crypto, pem, key)
        if (names?.length && names.every((name) => nobody.test(name)))
          return `the certificate of it, in ${path}, is for ${names[0]}`
      }
    }
    return undefined
  }
}

/** Whom a certificate is for; undefined where it is not that of the key, or cannot be read. */
function namesIn(
  { X509Certificate }: typeof import('node:crypto'),
  pem: string,
  key: import('node:crypto').KeyObject,
): string[] | undefined {
  try {
    const certificate = new X509Certificate(pem)
    if (!certificate.checkPrivateKey(key)) return undefined
    const also = (certificate.subjectAltName ?? '').split(', ').map((name) => name.replace(/^[^:]+:/, ''))
    const common = /^CN=(.+)$/m.exec(certificate.subject)?.[1]
    // where a certificate has alternative names, its common name counts for nobody
    return certificate.subjectAltName ? also : common === undefined ? undefined : [common]
  } catch {
    return undefined
  }
}
