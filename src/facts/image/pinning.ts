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
  if (isNewestOfVersion(tag)) return 'moving'
  return isFullVersion(tag) || isFullOfTwo(name, tag) ? 'version' : 'moving'
}

/**
 * `latest-4.0.5`, `latest-ruby3.4.1`: the newest image for a version of something, which the next build takes for itself. A date
 * or a commit beside the word names one image for good.
 */
function isNewestOfVersion(tag: string): boolean {
  return /(^|[-._])latest([-._]|$)/i.test(tag) && !dated.test(tag) && !commit.test(tag)
}

const dated = /(^|\D)20\d{2}[-.]?(0[1-9]|1[0-2])[-.]?([0-2]\d|3[01])($|\D)/
const commit = /(^|[^0-9a-f])[0-9a-f]{40}($|[^0-9a-f])/

/** X.Y.Z, a date, or a commit, with whatever stands around it (`v1.2.3-alpine`, `bookworm-20240904`). */
export function isFullVersion(ref: string): boolean {
  return /(^|[^\d.])\d+\.\d+\.\d+/.test(`-${ref}`) || dated.test(ref) || commit.test(ref)
}
