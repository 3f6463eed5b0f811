import { environmentClasses } from '../../config/vocabulary.ts'
import { count, flag, hideable, oneOf, place, record, type Static, Type, text, texts, trace } from './form.ts'

export const image = record('Image', 'A container image that this repository builds, pushes or deploys.', {
  id: text('unique in the repository'),
  role: oneOf(
    ['built', 'pushed', 'deployed', 'unseen'],
    'what is done with it here; `unseen`: a Dockerfile is here, and nothing that is seen builds it',
  ),
  reference: text('as written, resolved as far as possible'),
  registry: hideable(text('the registry host; docker.io where none is written')),
  name: hideable(text('repository path without registry, tag and digest')),
  tag: hideable(text('the tag; an empty string where there is none')),
  digest: hideable(text('sha256:…, or an empty string; hidden where the whole image stands in a variable')),
  shape: hideable(
    text('the tag in the standard’s own notation: v{semver}-{git-sha-short}, {semver}, {git-sha}, latest, …'),
  ),
  begins: text('what the tag begins with whatever its variables hold; empty where the tag is known or begins with one'),
  ends: text(
    'what the tag ends with whatever its variables hold, as a shape; empty where the tag is known or ends with one',
  ),
  own: hideable(flag('built from this repository; false for another project’s image')),
  shipped: hideable(flag('pushed to a registry or deployed')),
  decides: flag('its tag decides: the deployed one where something is deployed, else the pushed ones'),
  environment: hideable(oneOf(environmentClasses, 'where it is deployed')),
  environmentClass: text('its class where it is known, else an empty string'),
  scanned: hideable(flag('a blocking image scan stands between its build and its first deployment')),
  signed: hideable(flag('a step signs it after the push, or an admission policy verifies signatures')),
  demanded: hideable(flag('an admission policy refuses it where it is not signed')),
  traced: hideable(
    flag('something ties it to the commit: its tag, a label, a build argument, a provenance attestation'),
  ),
  moving: hideable(flag('its tag means another image tomorrow: none, latest, a branch, an environment, a bare word')),
  place: place('the reference, or the step that builds it'),
  trace: trace('how one comes there'),
})

export const baseImage = record('BaseImage', 'What a stage of a Dockerfile starts from.', {
  id: text('unique in the repository'),
  file: text('the Dockerfile'),
  stage: text('the name of the stage, or its number'),
  final: flag('the stage that becomes the image'),
  reference: text('as written, arguments resolved as far as possible'),
  name: hideable(text('repository path with registry, without tag and digest')),
  tag: hideable(text('the tag; an empty string where there is none')),
  variant: text('what is written of a tag with a variable in it (`-alpine` of `${VERSION}-alpine`)'),
  digest: text('sha256:…, or an empty string'),
  pinned: hideable(
    oneOf(
      ['digest', 'version', 'moving', 'none'],
      '`version`: a full one (X.Y.Z or a date); `moving`: a tag that means another image tomorrow; `none`: no tag',
    ),
  ),
  shipped: hideable(flag('the image is pushed or deployed')),
  place: place('the FROM line'),
})

export const imageLeftover = record('ImageLeftover', 'Something in an image that nobody needs to run it.', {
  what: oneOf(
    ['base', 'tool', 'shell', 'cache', 'development dependency', 'version control'],
    '`base`: what the base image brings along',
  ),
  detail: text('which one, in words'),
  sure: hideable(flag('it is there; hidden where the Dockerfile leaves it open')),
  place: place('the instruction'),
})

export const imageContent = record('ImageContent', 'What the final stage of a Dockerfile holds besides the program.', {
  id: text('the Dockerfile'),
  file: text('the Dockerfile'),
  shipped: hideable(flag('the image is pushed or deployed')),
  stages: count('how many stages the Dockerfile has'),
  leftovers: Type.Array(imageLeftover, { description: 'what nobody needs to run it' }),
  place: place('the FROM line of the final stage'),
})

export const pin = record('Pin', 'Something from elsewhere that a pipeline or a build takes in, and how it is fixed.', {
  id: text('unique in the repository'),
  what: oneOf(['action', 'include', 'image', 'install', 'tool'], 'what is taken'),
  name: text('its name'),
  ref: text('the ref, tag or version as written'),
  pinned: hideable(oneOf(['sha', 'version', 'moving', 'none', 'lockfile'], 'how it is fixed')),
  party: oneOf(['own', 'first', 'third'], 'own organisation, the forge’s own actions, or anybody else'),
  counts: hideable(flag('it reaches what is shipped; a base image that may only serve local work does not')),
  place: place('where it is taken in'),
})

export const packageVersion = record('PackageVersion', 'The version in a package or chart manifest.', {
  id: text('unique in the repository'),
  file: text('the manifest'),
  ecosystem: text('npm, helm, cargo, python, maven, …'),
  name: text('the package'),
  version: hideable(text('as written')),
  semver: hideable(flag('valid SemVer 2.0')),
  released: hideable(flag('it is published or matches the tags; a private, unchanged one is no subject')),
  agrees: hideable(flag('the newest tag of this package is the same version, or older than the manifest')),
  newestTag: hideable(text('the newest tag of this package; empty where there is none')),
  noted: hideable(flag('release notes for this version exist')),
  place: place('the version'),
})

export const versionTag = record('VersionTag', 'A git tag that names a release.', {
  id: text('the tag'),
  name: text('the tag'),
  version: text('without its prefix'),
  line: text('what the version is of, where the tag says so (`api` of api/v1.2.3); else empty'),
  semver: flag('valid SemVer 2.0'),
  newest: flag('the newest of its line: by version, else by date'),
  newestMajor: flag('a release (no pre-release) of the newest major version of its line'),
  noted: hideable(flag('release notes for it exist')),
  grows: flag('not lower than tags made before it in the same line'),
  place: place('the tag, as a setting of the repository'),
})

export const admissionPolicy = record('AdmissionPolicy', 'A policy that verifies image signatures at deployment.', {
  id: text('unique in the repository'),
  file: text('where it is defined'),
  kind: text('ClusterImagePolicy, verifyImages, binary authorization …'),
  images: texts('patterns of the images that it speaks of; empty where it speaks of all, or that is not seen'),
  everywhere: hideable(
    flag('it refuses unsigned images in the whole cluster, not in one namespace or on some condition'),
  ),
  place: place('the definition'),
})

export const overwrite = record('Overwrite', 'A command that changes what was published before.', {
  id: text('unique in the repository'),
  file: text('the pipeline file, or the script'),
  job: text('the job as it is used'),
  what: oneOf(['git-tag', 'release', 'package', 'image'], 'what it overwrites'),
  sure: hideable(flag('it is overwritten; hidden where the registry may refuse it')),
  command: text('the command or action'),
  place: place('the command'),
})

export const plainTransfer = record('PlainTransfer', 'A command that pushes or pulls artifacts without checking TLS.', {
  id: text('unique in the repository'),
  file: text('the pipeline file, or the script'),
  job: text('the job as it is used'),
  command: text('the command or action'),
  how: text('what turns the check off: --tls-verify=false, http://…'),
  place: place('the command'),
})

export type Image = Static<typeof image>
export type BaseImage = Static<typeof baseImage>
export type ImageLeftover = Static<typeof imageLeftover>
export type ImageContent = Static<typeof imageContent>
export type Pin = Static<typeof pin>
export type PackageVersion = Static<typeof packageVersion>
export type VersionTag = Static<typeof versionTag>
export type AdmissionPolicy = Static<typeof admissionPolicy>
export type Overwrite = Static<typeof overwrite>
export type PlainTransfer = Static<typeof plainTransfer>
