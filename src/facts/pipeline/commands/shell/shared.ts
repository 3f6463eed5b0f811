import { isChosen } from './choices.ts'
import { sharedArguments } from './render.ts'

type Value = string | null | undefined

/**
 * What is known of a variable to which the branches of a script gave different values: the words that its lists share, or the
 * image that has another tag in each; null where nothing is shared. Of values that are known whole the choice itself is kept.
 * @param values in the order of the branches
 */
export function sharedOf(name: string, values: readonly Value[]): string | null {
  const words = sharedArguments(name, values)
  if (words !== null || values.every((value) => value && isChosen(value))) return words
  return sharedImage(name, values)
}

/** References of one name with different tags: one image, and its tag is open; null where they are several images, or none. */
export function sharedImage(name: string, values: readonly Value[]): string | null {
  const all = values.flatMap((value) => (value ? (value.match(references) ?? ['']) : ['']))
  const names = new Set(all.map((one) => untagged.exec(one)?.[1]))
  const [image] = names
  return names.size === 1 && image?.includes('/') ? `${image}:\${${name}}` : null
}

/** The references of a list, with what is not known (`$(git describe || echo v1)`) kept whole. */
const references = /(?:\$\{\{.*?\}\}|\$\{[^}]*\}|\$\([^)]*\)|[^\s,])+/g

/** A reference to an image without its tag (distribution/reference, "Grammar"). */
const untagged = /^((?:\$\{\{.*?\}\}|\$\{[^}]*\}|[\w./-]|:\d+\/)+):(?=[^/:,\s])/
