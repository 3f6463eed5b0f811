import { joinPath } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import { imageOfRun } from '../pipeline/commands/follow/run-words.ts'
import { isPassing } from '../pipeline/graph/deployment/throw-away.ts'
import { inputValue } from '../pipeline/known/use.ts'
import type { Act, Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import { type Arguments, argumentsOf, listOf, programOf } from './arguments.ts'
import { type Spot, spots } from './builds.ts'
import { fromHelm } from './helm.ts'
import type { Named } from './named.ts'
import { artifactsOf } from './skaffold.ts'
import { takenUp } from './taken-up.ts'
import { imagesOfDockerrun, imagesOfTaskDefinition } from './task-definitions.ts'

/** An image that a pipeline's command or action names as what is to run. */
export interface DeployedByPipeline extends Spot, Named {
  readonly place: Place
}

/** Images and tags that deploying commands and actions set themselves. */
export async function deployedByPipelines(
  workflows: readonly Workflow[],
  repository: Repository,
): Promise<DeployedByPipeline[]> {
  const found: DeployedByPipeline[] = []
  for (const spot of spots(workflows)) {
    const all = await namedBy(spot.act, repository)
    // what runs for a test alone is none that is deployed
    if (all.length === 0 || isPassing(spot)) continue
    for (const named of all) found.push({ ...spot, place: spot.act.place, ...named })
  }
  return found
}

const whole = (reference: string): Named => ({ reference, tagOnly: false, overrides: 'image' })

/** Inputs of deploying actions that hold an image. */
const imageInputs = ['image', 'images', 'imageToDeploy', 'container-image', 'docker-image', 'image-uri', 'image_uri']

/** Commands that only write what a later one deploys. */
const preparing = new Set(['kustomize edit set image', 'aws ecs register-task-definition'])

/** `kubectl set image -f shop.yaml shop=… --local -o yaml` changes no cluster: it writes the manifest that is applied next. */
const setsInFile = (act: Act): boolean => /^(kubectl|oc) set image$/.test(act.tool) && argumentsOf(act).has('--local')

/** `terraform plan -out=saved -var …`: what is applied next is the plan, with the variables that it was made with. */
const savesPlan = (act: Act): boolean =>
  /^(terraform|tofu|terragrunt) plan$/.test(act.tool) && argumentsOf(act).flag('-out', '--out').length > 0

async function namedBy(act: Act, repository: Repository): Promise<readonly Named[]> {
  if (act.inputs) return fromInputs(act, repository)
  const deploys = act.kinds.some((kind) => kind === 'deploy' || kind === 'apply' || kind === 'rollback')
  return deploys || preparing.has(act.tool) || setsInFile(act) || savesPlan(act) ? fromCommand(act, repository) : []
}

async function fromInputs(act: Act, repository: Repository): Promise<readonly Named[]> {
  const inputs = act.inputs ?? {}
  const isRendering = /render-task-definition/i.test(act.tool)
  if (!isRendering && !act.kinds.includes('deploy')) return []
  const named = imageInputs.flatMap((name) => listOf(inputValue(inputs, name)).map(whole))
  if (named.length || isRendering) return named
  // what an earlier step rendered is no file of the repository, and its image stands there
  if (/task-definition/i.test(act.tool))
    return imagesOfTaskDefinition(inputValue(inputs, 'task-definition'), repository)
  const set = listOf(inputs.set).concat(listOf(inputs['set-string']))
  return /helm/i.test(act.tool) ? fromHelm(set.concat((inputs.args ?? '').match(/[\w.]+=\S+/g) ?? [])) : []
}

async function fromCommand(act: Act, repository: Repository): Promise<readonly Named[]> {
  const program = programOf(act)
  const args = argumentsOf(act)
  const [first, second] = args.rest
  switch (program) {
    case 'helm':
      return takenUp(fromHelm(args.flag('--set', '--set-string')), args.rest, act.directory, repository)
    case 'helmfile':
      return fromHelm(args.flag('--set', '--set-string'))
    case 'kubectl':
    case 'oc':
      if (first === 'set' && second === 'image') return fromSetImage(act, args)
      return args.flag('--image').map(whole)
    case 'kustomize':
      return pairs(args.rest.slice(3))
    case 'nomad':
    case 'terraform':
    case 'tofu':
    case 'terragrunt':
      return fromVariables(args.flag('-var', '--var'))
    case 'az':
      return args.flag('--image', '--docker-custom-image-name', '--container-image-name', '-i').map(whole)
    case 'aws':
      return second === 'register-task-definition'
        ? imagesOfTaskDefinition((args.flag('--cli-input-json')[0] ?? '').replace(/^file:\/\//, ''), repository)
        : [...args.flag('--image-uri', '--image'), ...args.flag('--code').flatMap(imageOfCode)].map(whole)
    case 'gcloud':
      // Cloud Deploy puts these in the place of the names that the manifests have
      return first === 'deploy' && second === 'releases'
        ? args.flag('--images').flatMap((list) => pairs(list.split(/\s*,\s*/)))
        : args.flag('--image').map(whole)
    case 'skaffold':
      return fromSkaffold(act, args, repository)
    case 'kamal':
      return []
    case 'eb':
      return imagesOfDockerrun(act.directory, repository)
    case 'fly':
    case 'flyctl':
      return args.flag('--image', '-i').map(whole)
    // `dokku git:from-image <app> <image>`
    case 'dokku':
      return first === 'git:from-image' ? args.rest.slice(2, 3).map(whole) : []
    case 'docker':
      if (act.tool === 'docker run') return [imageOfRun(act.words) ?? []].flat().map(whole)
      return first === 'service' ? args.flag('--image').map(whole) : []
    default:
      return args.flag('--image', '--docker-image').map(whole)
  }
}

/** `kubectl set image deployment/shop shop=image:tag`; with `-f` into a file of manifests, in which the container is found. */
function fromSetImage(act: Act, args: Arguments): Named[] {
  const named = pairs(args.rest.slice(2).filter((word) => word.includes('='))).map(
    ({ alias, ...rest }): Named => ({ ...rest, ...(alias && /^[\w.-]+$/.test(alias) && { container: alias }) }),
  )
  const [file] = args.flag('-f', '--filename')
  const into = file === undefined || act.directory === undefined ? undefined : joinPath(act.directory, file)
  return into === undefined ? named : named.map((one) => ({ ...one, into }))
}

/**
 * Whether a command wrote its image into the manifest of another: into the container that it names, or where there is no
 * third image that it could have meant.
 */
export const isPutInto = (
  { into, container, replaces }: Named,
  image: { readonly reference: string; readonly place: Place; readonly container?: string },
  all: readonly { readonly place: Place }[],
): boolean => {
  if (into === undefined || image.place.file !== into) return false
  if (replaces !== undefined) return image.reference === replaces
  if (container !== undefined && image.container !== undefined) return container === image.container
  return all.filter(({ place }) => place.file === into).length === 1
}

/** The image in `ImageUri=…,S3Bucket=…`, the short form of what `aws lambda create-function --code` takes. */
function imageOfCode(code: string): string[] {
  return /(?:^|,)ImageUri=([^,]+)/.exec(code)?.slice(1) ?? []
}

/** `container=image:tag` of `kubectl set image`, `name=image:tag`, `name=image`, `name:tag` of `kustomize edit set image`. */
function pairs(words: readonly string[]): Named[] {
  return words.flatMap((word) => {
    const equals = word.indexOf('=')
    const reference = equals < 0 ? word : word.slice(equals + 1)
    if (!/[:@]/.test(reference) && !/\$/.test(reference)) return []
    // `*:tag` and `name=*:tag` keep the name that is there
    const kept = reference.replace(/^\*(?=[:@])/, equals < 0 ? '*' : word.slice(0, equals))
    if (kept.startsWith('*:')) return [{ reference: kept.slice(2), tagOnly: true, overrides: 'image' as const }]
    return [{ ...whole(kept), ...(equals > 0 && { alias: word.slice(0, equals) }) }]
  })
}

/** `-var image_tag=…`, `-var app_image=…` */
function fromVariables(values: readonly string[]): Named[] {
  return values.flatMap((pair): Named[] => {
    const [, key = '', value = ''] = /^([\w.-]+)=(.*)$/s.exec(pair) ?? []
    if (!value) return []
    if (/(image|docker|container)_?(tag|version)$/i.test(key)) {
      return [{ reference: value, tagOnly: true, overrides: 'image' }]
    }
    return /(^|_)(docker_?|container_?)?image(_?(uri|url|name|ref|reference))?$/i.test(key) && /[:/@]/.test(value)
      ? [whole(value)]
      : []
  })
}

async function fromSkaffold(act: Act, args: Arguments, repository: Repository): Promise<readonly Named[]> {
  if (args.rest[0] !== 'run' && args.rest[0] !== 'deploy') return []
  const repo = args.flag('--default-repo', '-d')[0]?.replace(/\/$/, '')
  const tag = args.flag('--tag', '-t')[0]
  const artifacts = await artifactsOf(repository, act.directory, args.flag('-f', '--filename')[0])
  // `deploy` takes what a build made before, by a file that only the run knows
  if (args.rest[0] === 'deploy' && tag === undefined) return []
  return artifacts.map((artifact) => ({
    ...whole(`${repo ? `${repo}/` : ''}${artifact.image}:${tag ?? artifact.tag}`),
    alias: artifact.image,
  }))
}
