import { or, type Seen } from '../hidden.ts'
import type { AdmissionPolicy } from '../schema/artifact.ts'
import { isTemplated, parseReference, withoutTag } from './reference.ts'

/**
 * Whether policies of a cluster demand the signature of an image.
 * @param names the references by which it is known here; a policy counts unless it surely speaks of none of them
 */
export const demanded = (policies: readonly AdmissionPolicy[], names: readonly string[]): Seen<boolean> =>
  or(false, ...policies.filter(({ images }) => !speaksOfNone(images, names)).map(({ everywhere }) => everywhere))

/** Whether patterns surely mean other images: all of both are seen, and none matches. */
function speaksOfNone(patterns: readonly string[], names: readonly string[]): boolean {
  if (patterns.length === 0 || names.length === 0 || patterns.some(isTemplated)) return false
  // the registry of Docker has several names
  const bare = names.map(withoutTag)
  if (bare.some((name) => isTemplated(name) || parseReference(name).registry === 'docker.io')) return false
  return ![...names, ...bare].some((name) =>
    patterns.some((one) => matches(one, name) || matches(withoutTag(one), name)),
  )
}

/** Whether a pattern matches a name as a whole; any number of `*` stands for anything. */
function matches(pattern: string, name: string): boolean {
  const parts = pattern.split(/\*+/)
  const [first = ''] = parts
  const last = parts.length > 1 ? (parts.at(-1) ?? '') : ''
  if (parts.length === 1) return pattern === name
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false
  let at = first.length
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= name.length - last.length
}
