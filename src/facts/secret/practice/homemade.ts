import type { Secret } from '../../schema/secret.ts'

/** Kinds that everybody makes at home, so that tests and samples have their own: no vendor gave them to an account. */
const kinds: ReadonlySet<string> = new Set(
  'private-key private-key-base64 openssh-private-key openssh-covered-key putty-private-key pgp-private-key jwk-private-key json-web-token kubeconfig-client-key nats-seed stellar-seed age-secret-key wireguard-private-key bitcoin-private-key extended-private-key nostr-secret-key wordpress-salt django-secret-key laravel-app-key rails-secret-key-base asp-net-machine-key'.split(
    ' ',
  ),
)

/** Whether a secret is a key or a signed token that anybody can make. */
export const isHomemade = ({ detector }: Secret): boolean => kinds.has(detector)

/** A form that many give out: whoever keeps objects as Amazon's S3 does makes secrets of forty characters, at home, too. */
export const isOfMany = ({ detector }: Secret): boolean => detector === 'aws-secret-key'

/** How a secret was found where its name or its place told of it: somebody chose the value. */
const ways: ReadonlySet<string> = new Set(
  'named-value url-password authorization command-argument credentials-file'.split(' '),
)

/** Whether a secret may be one that a test made up: of its own making, or told by no vendor's form. */
export const mayBeMadeUp = (secret: Secret): boolean => isHomemade(secret) || ways.has(secret.detector)
