import * as sums from './checksums.ts'
import { crc32InBase36, crc32InBase62, crc32InHex, crc32InHexReversed, holdsCrc32 } from './crc32.ts'
import * as jwt from './jwt.ts'
import * as keys from './keys.ts'
import { isChosenPassword } from './placeholder.ts'
import * as tokens from './tokens.ts'

/** Structural checks by the names that detectors use: whether a value has what the vendor's format demands. */
export const checks: Readonly<Record<string, (value: string) => boolean>> = {
  github: (value) => holdsCrc32(value, value.lastIndexOf('_') + 1),
  npm: (value) => holdsCrc32(value, 'npm_'.length),
  netbird: (value) => holdsCrc32(value, 'nbp_'.length),
  matrix: (value) => crc32InBase62(value.slice(0, -7)) === value.slice(-6),
  grafana: (value) => crc32InHexReversed(value.slice(0, -9)) === value.slice(-8).toLowerCase(),
  atlassian: (value) => crc32InHex(value.slice(0, -8)) === value.slice(-8).toLowerCase(),
  'gitlab-routable': tokens.isRoutableGitLabToken,
  'aws-key-id': tokens.isAwsKeyId,
  pypi: tokens.isPypiToken,
  'grafana-cloud': tokens.isGrafanaCloudToken,
  'grafana-api': tokens.isGrafanaApiKey,
  sentry: tokens.isSentryOrganisationToken,
  onepassword: tokens.isOnePasswordToken,
  'cloudflare-tunnel': tokens.isCloudflareTunnelToken,
  mapbox: tokens.isMapboxToken,
  discord: tokens.isDiscordToken,
  'jfrog-reference': tokens.isJfrogReference,
  'atlassian-server': tokens.isAtlassianServerToken,
  'dropbox-old': tokens.isDropboxToken,
  'x-bearer': tokens.isXBearer,
  wireguard: tokens.isWireGuardKey,
  'base64-of-32': tokens.isBase64Of(32),
  'base64-of-64': tokens.isBase64Of(64),
  'azure-signature': (value) => tokens.isBase64Of(32)(decodeURIComponent(value)),
  'base64-pair': tokens.isBase64Pair,
  jwt: jwt.isJwt,
  'kubernetes-jwt': jwt.isServiceAccountJwt,
  'supabase-jwt': jwt.isSupabaseServiceJwt,
  pem: keys.isPemPrivateKey,
  'pem-base64': keys.isPemInBase64,
  openssh: keys.isOpenSshPrivateKey,
  'openssh-covered': keys.isCoveredOpenSshKey,
  crc16: sums.holdsCrc16,
  base58check: sums.isBase58Check,
  bech32: sums.isBech32,
  password: isChosenPassword,
}

/**
 * Checks that only rule out what is none: a value that passes them has the right form, and may still be made up. A private key
 * that parses is one, but tests make theirs by the hundred: beside tests it is a note, in the program a fail. So it is with
 * each key that everybody makes at home (seeds of NATS and Stellar, age, WireGuard, coins): its checksum guards against
 * slips of the pen, and no vendor has given it out.
 */
const sieves = new Set(
  'aws-key-id azure-signature base58check base64-of-32 base64-of-64 base64-pair bech32 crc16 discord dropbox-old jwt kubernetes-jwt openssh password pem pem-base64 wireguard x-bearer'.split(
    ' ',
  ),
)

/** Whether a value that passes the check is a secret for sure: a checksum, a key that parses, the vendor's own fields. */
export function proves(check: string | undefined): boolean {
  return check !== undefined && !sieves.has(check)
}

/** The characters of a token that are there already, which begins with one of the prefixes. */
function token(soFar: string, prefix: RegExp): string {
  return soFar.slice(soFar.search(prefix))
}

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64')
const random = 'q7Gt2mXv9KsLw4Zr8Bn'

/** What a check demands after a token so far: fills `{crc:<name>}` of examples, so that no real-looking one is committed. */
export const completions: Readonly<Record<string, (soFar: string) => string>> = {
  github: (soFar) => crc32InBase62(soFar.slice(soFar.lastIndexOf('_') + 1)),
  npm: (soFar) => crc32InBase62(soFar.slice(soFar.lastIndexOf('_') + 1)),
  netbird: (soFar) => crc32InBase62(soFar.slice(soFar.lastIndexOf('_') + 1)),
  matrix: (soFar) => crc32InBase62(token(soFar, /syt_\w+_$/).slice(0, -1)),
  grafana: (soFar) => crc32InHexReversed(token(soFar, /glsa_\w+_$/).slice(0, -1)),
  atlassian: (soFar) => crc32InHex(token(soFar, /AT(?:ATT|CTT|BB)[\w=-]*$/)).toUpperCase(),
  'gitlab-routable': (soFar) => crc32InBase36(token(soFar, /gl[a-z]+-[\w.-]*$/)),
  pypi: () =>
    base64(
      `\x02\x01\x08pypi.org\0\x02\x24${'5d8a0d5c-9c0e-4b55-8b0e-2c8b6c7e1f10'}\0\0\x06\x20${random}${random}`,
    ).replace(/=+$/, ''),
  'grafana-cloud': () => base64(JSON.stringify({ o: '652992', n: 'stack-hl-read', k: random, m: { r: 'eu' } })),
  'grafana-api': () => base64(JSON.stringify({ k: random + random, n: 'deploy', id: 1 })),
  sentry: () => base64(JSON.stringify({ iat: 1687336543.6, url: 'https://sentry.io', org: 'shop' })),
  onepassword: () =>
    base64(
      JSON.stringify({
        signInAddress: 'shop.1password.eu',
        userAuth: { iterations: 650_000 },
        secret: random + random + random,
      }),
    ),
  'cloudflare-tunnel': () =>
    base64(JSON.stringify({ a: '3d7c1e5b90af42d8b6e1c0a95f7d2e48', t: '7f3a', s: random + random })),
  mapbox: () => base64(JSON.stringify({ u: 'shop', a: 'clw9q2m4x07vk2js9tz3r5n8b' })).replace(/=+$/, ''),
  discord: () => base64('487234906115768042').replace(/=+$/, ''),
  'jfrog-reference': () => base64(`reftkn:01:1756684800:${random}b3FhK7vTq`).slice(0, 64),
  'atlassian-server': () => base64(`739184620557:${random}q`),
  wireguard: () => Buffer.from([0x98, ...Buffer.from(random + random.slice(0, 11)), 0x5c]).toString('base64'),
  'base64-of-32': () => base64(`${random}!h2k5nd8s7fja`),
  'azure-signature': () => encodeURIComponent(base64(`${random}!h2k5nd8s7fja`)),
  'base64-of-64': () => base64(`${random}!h2k5nd8s7fja0p${random}zYxWvUtSrQpO!h2`.slice(0, 64)),
  'base64-pair': () => base64(`deploy:${random}`),
  jwt: () => jwt.exampleJwt({ sub: 'shop-17', role: 'writer' }),
  'kubernetes-jwt': () =>
    jwt.exampleJwt(
      { iss: 'kubernetes/serviceaccount', sub: 'system:serviceaccount:shop:deployer' },
      { alg: 'RS256', kid: 'q' },
    ),
  'supabase-jwt': () =>
    jwt.exampleJwt({ iss: 'supabase', role: 'service_role', iat: 1_760_000_000, exp: 2_075_000_000 }),
  pem: () => keys.examplePem(''),
  'pem-line': () => keys.examplePem('').replaceAll('\n', '\\n'),
  'pem-ec': () => keys.examplePem('EC '),
  'pem-rsa': () => keys.examplePem('RSA '),
  'pem-base64': () => base64(keys.examplePem('EC ')),
  openssh: () => keys.exampleOpenSsh('none'),
  'openssh-covered': () => keys.exampleOpenSsh('aes256-ctr'),
  'nats-seed': sums.exampleNatsSeed,
  'stellar-seed': sums.exampleStellarSeed,
  wif: sums.exampleWif,
  'extended-key': sums.exampleExtendedKey,
  bech32: (soFar) => sums.bech32Checksum(token(soFar, /[A-Za-z-]+1[A-Za-z0-9]*$/)),
}
