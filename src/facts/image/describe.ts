import type { Place } from '../../documents/place.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import type { Image } from '../schema/artifact.ts'
import type { TraceStop } from '../schema/form.ts'
import { isMoving } from './moving.ts'
import { beginsTemplated, byDefault, isTemplated, parseReference } from './reference.ts'
import { beginningOf, endOf, isPlaceholder, shapeOf, tellsCommit } from './shape.ts'

/** What is known of an image beside its reference. */
export interface Circumstances
  extends Pick<Image, 'role' | 'own' | 'shipped' | 'environment' | 'scanned' | 'signed' | 'traced'> {
  readonly place: Place
  readonly trace: readonly TraceStop[]
  /** what to call it where no reference is known */
  readonly what?: string
  /** why the tag is not known, although something stands there */
  readonly openTag?: string
}

/**
 * The fact of an image.
 * @param written the reference, resolved as far as possible; an empty string where none is known
 * @param newestTag the newest version tag of the repository, which tells what `{tag}` looks like
 */
export function describeImage(written: string, circumstances: Circumstances, newestTag?: string): Image {
  // a default names registry and image; what is given in its place may have another tag
  const reference = byDefault(written)
  const given = reference !== written
  const { openTag, what, ...rest } = circumstances
  const { registry, name, tag, digest } = parseReference(reference)
  const { shape: bare, unresolved } = shapeOf(tag)
  const form = newestTag === undefined ? undefined : shapeOf(newestTag).shape
  const shape = form ? bare.replace('{tag}', form).replace('{tag-without-v}', form.replace(/^v/, '')) : bare
  const title = reference || (what ?? `the image that ${rest.trace.at(-1)?.text ?? 'a step'} makes`)
  const hidden = hiddenTag()
  const isPartlyOpen =
    hidden && unresolved.length > 0 && !given && !openTag && !isStandIn(reference) && !isPlaceholder(tag)
  const seen = (part: string, kind: string): Seen<string> =>
    isTemplated(part) ? new Hidden(`${kind} ${part}`, settleVariable(part)) : part

  function hiddenRegistry(): Hidden | undefined {
    // what a variable or placeholder at the beginning holds may begin with a registry
    if (reference === '' || (reference.startsWith(name) && beginsTemplated(name)) || isStandIn(reference))
      return new Hidden(`the registry of ${withoutDefault(title)}`, settleVariable('the name'))
    // Docker Hub's names without an account are its own library's: something of one's own is kept elsewhere, or nowhere.
    if (rest.own === true && isBare(reference)) {
      return new Hidden(`in which registry ${title} is kept`, {
        kind: 'file',
        text: `name the registry: registry.example/${title}`,
      })
    }
    return undefined
  }

  function hiddenTag(): Hidden | undefined {
    if (isStandIn(reference)) return new Hidden(`what is put in for ${reference}`, settleVariable(reference))
    if (openTag && !digest) return new Hidden(openTag, settleVariable('the tag'))
    if (reference === '') return new Hidden(`the tag of ${title}`, settleVariable('the tag'))
    // a whole reference in one variable, or its last part: a tag may be in it
    const whole = given || (tag === '' && digest === '') ? lastVariable.exec(written.trim())?.[1] : undefined
    const isWhole = whole !== undefined
    const parts = isWhole ? [withoutDefault(whole)] : unresolved
    if (parts.length) {
      const text = parts.join(' and ')
      return new Hidden(
        `the value of ${text} in ${isWhole ? 'the image that is named' : `the tag ${tag}`}`,
        settleVariable(parts[0] as string),
      )
    }
    if (isPlaceholder(tag)) return new Hidden(`what is put in for ${tag} in ${reference}`, settleVariable(tag))
    // with a commit beside it, the form of the tag decides
    if (/\{tag(-without-v)?\}/.test(shape) && /sha/.test(shape)) {
      return new Hidden('the form of the git tags', {
        kind: 'clone',
        text: 'tag a release, or fetch the tags: git fetch --tags',
      })
    }
    return undefined
  }

  return {
    id: `${rest.role} ${title} in ${rest.place.file}`,
    reference: title,
    registry:
      projectsOwn.exec(reference)?.[0] ??
      hiddenRegistry() ??
      (isForgesOwn(registry) ? registry : isAccount(registry) ? 'docker.io' : seen(registry, 'the registry')),
    name: reference ? seen(name, 'the name') : new Hidden(`the name of ${title}`, settleVariable('the name')),
    tag: hidden ?? (isTemplated(tag) ? shape : tag),
    digest: given || (digest === '' && tag === '' && lastVariable.test(reference)) ? (hidden ?? digest) : digest,
    shape: hidden ?? (digest && !tag ? digestOnly(reference) : shape),
    begins: isPartlyOpen ? beginningOf(tag) : '',
    ends: isPartlyOpen ? endOf({ shape: bare, unresolved }) : '',
    moving: digest && !given ? false : (hidden ?? isMoving(shape, name)),
    decides: false,
    demanded: false,
    ...rest,
    environmentClass: isHidden(rest.environment) ? '' : rest.environment,
    traced: hidden ? rest.traced || hidden : tellsCommit(shape) || rest.traced,
  }
}

const lastVariable =
  /(?:^|\/)(\$\{\{(?:[^{}']|'[^']*'|\{\d+\})*\}\}|\{\{[^}]*\}\}|\$\{(?:[^{}]|\{[^{}]*\})*\}|\$\([^)]*\)|\$\w+)$/

/** `${IMAGE:-…}` as `${IMAGE}`: people look for the name, and the default may be long. */
const withoutDefault = (variable: string) => variable.replace(/^\$\{(\w+):?[-=].*\}$/s, '$${$1}')

/** GitLab's own registry with the path of the project: a whole name in one variable, of which the registry is known. */
const projectsOwn = /^\$\{?CI_REGISTRY_IMAGE\b\}?/

/** Neither registry nor account stands in it. */
const isBare = (reference: string) => !reference.includes('/') && !isTemplated(reference)

/**
 * A word in the place of a whole reference, until something puts one in: `replace`, `IMAGE`, `app_image`,
 * `SET-BY-CI-IMAGE:SET-BY-CI-TAG` (names of repositories have no capitals: github.com/opencontainers/distribution-spec).
 */
const isStandIn = (reference: string) =>
  /^[A-Z][A-Z\d_-]*(:[\w.-]*)?$/.test(reference) ||
  (!/[/:@]/.test(reference) &&
    (isPlaceholder(reference) ||
      /^(replace|((docker|container|app)[-_]?)?image([-_]?(name|uri|url))?)$/i.test(reference)))

/** Registries of clouds, in whatever account and region. */
const ofCloud = /\.dkr\.ecr\..+\.amazonaws\.com(\.cn)?$|\.azurecr\.io$|-docker\.pkg\.dev$/

/** Variables that only ever hold one kind of registry: GitLab's own, what a login to ECR gives out, and what is called so. */
const ofOneKind = [
  /^\$\{?CI_REGISTRY\}?$/i,
  /^\$\{\{\s*steps\.[\w-]*ecr[\w-]*\.outputs\.registry\s*\}\}$/i,
  /^\$\{?(?:\{\s*(?:secrets|vars|env)\.)?(?:\w+_)?ECR_REGISTRY(?:_URL)?\s*\}*$/i,
]

const isForgesOwn = (registry: string): boolean =>
  ofCloud.test(registry) || ofOneKind.some((pattern) => pattern.test(registry))

/** A variable that holds somebody's name holds no registry: what begins with an account is kept on Docker Hub. */
function isAccount(registry: string): boolean {
  const name =
    /^(?:\$\{\{\s*(?:\w+\.)?(\w+)\s*\}\}|\$\{?(\w+)\}?|\$\((\w+)\))$/.exec(registry)?.slice(1).find(Boolean) ?? ''
  return /docker/i.test(name) && !/registry|host|server/i.test(name) && account.test(name)
}

const account = /(USER(_?NAME|_?ID)?|_USR|ACCOUNT|ORG(ANI[SZ]ATION)?|NAMESPACE|DOCKER_?(HUB)?_?ID)$/i

const settleVariable = (name: string) => ({
  kind: 'file' as const,
  text: `set ${name} where Assay can see it: in env, in an output of a visible step, or from git rev-parse --short HEAD`,
})

/** verdicts.md: "Digest only: unknown." */
const digestOnly = (reference: string) =>
  new Hidden(`the tag behind the digest of ${reference}`, {
    kind: 'file',
    text: 'name the tag beside the digest: name:tag@sha256:…',
  })
