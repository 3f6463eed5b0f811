import type { Act } from '../pipeline/model.ts'
import type { Build } from './builds.ts'
import { isTemplated, parseReference } from './reference.ts'

/** Programs that sign files, packages and programs, and no images. */
const signsFiles = /^(cosign sign-blob|gpg|azuresigntool sign|signtool sign|osslsigncode sign|jarsigner|gpgsign)$/

/** GitHub's attestations: of a file, or of what a registry keeps (github.com/actions/attest, "Inputs"). */
const attestation = /^actions\/attest/i

/** Whether a signature or an attestation is one of files alone. */
export function isOfFiles({ tool, inputs }: Act): boolean {
  if (signsFiles.test(tool)) return true
  return attestation.test(tool) && Boolean(inputs?.['subject-path'] || inputs?.['subject-checksums'])
}

/** Inputs that name the image that an action works on. */
const naming = /^(image|images|image-ref|image_ref|imagename|image-name|subject-name|image-reference|imageurl|target)$/i

/**
 * Whether an act names an image of another build of its pipeline, and not this one: what is done to that one says nothing
 * of this. An act that names neither may be about both.
 */
export function isOfAnother({ words, inputs }: Act, build: Build, builds: readonly Build[]): boolean {
  const told = Object.entries(inputs ?? {}).flatMap(([name, value]) => (naming.test(name) ? partsOf(value) : []))
  const given = [...words.flatMap(partsOf), ...told]
  const named = given.map(nameOf)
  const own = new Set(namesOf(build))
  if (named.length === 0) return false
  if (named.some((name) => own.has(name))) return isOfAnotherTag(given, own, builds)
  if (isElsewhere(given, told, builds)) return true
  const made = builds.filter((one) => one.builds)
  // an image may have names that nothing here connects: only what is surely built of something else is another one
  const origin = build.builds ? build : made.find((one) => namesOf(one).some((name) => own.has(name)))
  if (!origin) return false
  return made.some((other) => !isSame(other, origin) && namesOf(other).some((name) => named.includes(name)))
}

const partsOf = (word: string): readonly string[] =>
  (word.match(/(?:\$\{\{.*?\}\}|[^\s,])+/g) ?? []).filter((part) => !part.startsWith('-'))

/** Whether images of a build are named by tags alone that nothing here gives them: what was published before. */
function isOfAnotherTag(given: readonly string[], own: ReadonlySet<string>, builds: readonly Build[]): boolean {
  const meant = given.filter((word) => own.has(nameOf(word)))
  const made = builds
    .flatMap(({ tags, from }) => [...tags, ...(from ? [from] : [])])
    .filter((tag) => own.has(nameOf(tag)))
  const isWhole = (word: string) => !isTemplated(word) && parseReference(word).tag !== ''
  return meant.every(isWhole) && made.every(isWhole) && !meant.some((word) => made.includes(word))
}

/** `alpine:3.20`: an image of Docker's registry with its version, and not a path or a scheme (`dir:.`). */
const isVersioned = (word: string) => /^[a-z0-9][a-z0-9._/-]*:v?\d[\w.-]*$/.test(word)

/** Whether a word is an image of a registry, and not an option's `key=value` or an address (`awskms:///alias/x`). */
const isReference = (word: string) => !/^[\w.-]+=|:\/\//.test(word) && parseReference(word).registry !== 'docker.io'

/**
 * Whether an act names images of a registry in full, and nothing that is made here may be one of them.
 * @param told the words of inputs that name an image
 */
function isElsewhere(words: readonly string[], told: readonly string[], builds: readonly Build[]): boolean {
  const images = words.filter((word) => isReference(word) || isVersioned(word) || told.includes(word))
  const last = (name: string) => name.replace(/^.*\//, '').toLowerCase()
  const meant = new Set(words.flatMap((word) => (word.includes('://') ? [] : last(nameOf(word)))))
  const made = builds.flatMap(namesOf)
  return (
    images.length > 0 &&
    !words.some((word) => isTemplated(word) && !/^[\w.-]+=/.test(word)) &&
    made.length > 0 &&
    made.every((name) => !isTemplated(name) && !meant.has(last(name)))
  )
}

/** The same Dockerfile and target, in the same folder. */
export function isSame(a: Build, b: Build): boolean {
  const of = ({ act, context, file, target }: Build) =>
    [act.directory ?? '', context ?? '', file ?? '', target ?? ''].map((part) => part.replace(/^\.\/?$/, '')).join('\0')
  return of(a) === of(b)
}

const namesOf = ({ tags, from }: Build): readonly string[] => [...tags, ...(from ? [from] : [])].map(nameOf)

/** The name of an image, without tag and digest. */
export const nameOf = (reference: string): string => parseReference(reference).name
