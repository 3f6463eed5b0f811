import { Hidden, type Seen } from '../hidden.ts'
import { isTemplated, parseReference } from './reference.ts'
import { isFullOfTwo } from './two-numbers.ts'

export type Pinning = 'digest' | 'version' | 'moving' | 'none'

/**
 * How an image is fixed. verdicts.md: "Pinned means a digest, a SHA, or a full version (X.Y.Z or dated). `node:20`,
 * `gradle:9-jdk25`, `ref=stable` are not." `scratch` is empty, and so never moves.
 */
export function pinningOf(reference: string): Seen<Pinning> {
  const { name, tag, digest } = parseReference(reference)
  if (name === 'scratch') return 'version'
  if (/^sha(256|512):[0-9a-f]{32,}$/.test(digest)) return 'digest'
  if (isTemplated(digest) || isTemplated(tag) || isTemplated(name)) {
    return new Hidden(`the version of ${reference}`, {
      kind: 'file',
      text: 'write the version where it is used, or give its variable a default there',
    })
  }
  if (!tag) return 'none'
  return isFullVersion(tag) || isFullOfTwo(name, tag) ? 'version' : 'moving'
}

/** X.Y.Z, a date, or a commit, with whatever stands around it (`v1.2.3-alpine`, `bookworm-20240904`). */
export function isFullVersion(ref: string): boolean {
  return (
    /(^|[^\d.])\d+\.\d+\.\d+/.test(`-${ref}`) ||
    /(^|\D)20\d{2}[-.]?(0[1-9]|1[0-2])[-.]?([0-2]\d|3[01])($|\D)/.test(ref) ||
    /(^|[^0-9a-f])[0-9a-f]{40}($|[^0-9a-f])/.test(ref)
  )
}
