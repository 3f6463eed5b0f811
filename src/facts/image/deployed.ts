import type { Place } from '../../documents/place.ts'
import type { Act, Workflow } from '../pipeline/model.ts'
import { argumentsOf, programOf } from './arguments.ts'
import { type Spot, spots } from './builds.ts'

/** An image that a pipeline's command names as what is to run. */
export interface DeployedByPipeline extends Spot {
  /** as written; where only a tag is set, `tagOnly` is true and this is the tag */
  readonly reference: string
  readonly tagOnly: boolean
  /** it wins over the values file of a chart */
  readonly overValues: boolean
  readonly place: Place
}

/** Images and tags that deploying commands and actions set themselves. */
export function deployedByPipelines(workflows: readonly Workflow[]): DeployedByPipeline[] {
  const found: DeployedByPipeline[] = []
  for (const spot of spots(workflows)) {
    for (const named of namedBy(spot.act)) found.push({ ...spot, ...named, place: spot.act.place })
  }
  return found
}

type Named = Pick<DeployedByPipeline, 'reference' | 'tagOnly' | 'overValues'>

const whole = (reference: string): Named => ({ reference, tagOnly: false, overValues: false })

/** Inputs of deploying actions that hold an image. */
const imageInputs = ['image', 'images', 'imageToDeploy', 'container-image', 'docker-image', 'image-uri']

function namedBy(act: Act): Named[] {
  if (!act.kinds.includes('deploy')) return act.inputs && /render-task-definition/.test(act.tool) ? fromInputs(act) : []
  return act.inputs ? fromInputs(act) : fromCommand(act)
}

function fromInputs(act: Act): Named[] {
  return imageInputs.flatMap((name) => {
    const value = act.inputs?.[name]?.trim()
    return value ? value.split(/\s*\n\s*/).map(whole) : []
  })
}

function fromCommand(act: Act): Named[] {
  const program = programOf(act)
  const args = argumentsOf(act)
  if (program === 'helm' || program === 'helmfile') return fromHelm(args.flag('--set', '--set-string'))
  if (program === 'kubectl' || program === 'oc') {
    if (args.rest[0] !== 'set' || args.rest[1] !== 'image') return []
    return args.rest.slice(3).flatMap((pair) => (pair.includes('=') ? [whole(pair.slice(pair.indexOf('=') + 1))] : []))
  }
  if (program === 'az')
    return args.flag('--image', '--docker-custom-image-name', '--container-image-name', '-i').map(whole)
  return args.flag('--image', '--docker-image').map(whole)
}

/** `--set image.repository=r,image.tag=t` is one reference; a tag alone is a tag alone. */
function fromHelm(sets: readonly string[]): Named[] {
  const pairs = sets
    .flatMap((set) => set.split(/,(?=[\w.[\]-]+=)/))
    .flatMap((pair) => {
      const equals = pair.indexOf('=')
      return equals < 0 ? [] : [[pair.slice(0, equals), pair.slice(equals + 1)] as const]
    })
  const repositories = new Map<string, string>()
  for (const [key, value] of pairs) {
    const prefix = /^(.*?)\.?(?:repository|image\.name|imageName)$/i.exec(key)?.[1]
    if (prefix !== undefined) repositories.set(prefix.toLowerCase(), value)
  }
  return pairs.flatMap(([key, value]) => {
    const tag = /^(.*?)\.?(?:image)?[._]?tag$/i.exec(key)
    if (tag && /tag$/i.test(key)) {
      const repository =
        repositories.get((tag[1] ?? '').toLowerCase()) ??
        repositories.get(`${tag[1]}.image`.replace(/^\./, '').toLowerCase()) ??
        repositories.get('image')
      const named = repository ? whole(`${repository}:${value}`) : { reference: value, tagOnly: true }
      return [{ ...named, overValues: true }]
    }
    return /(^|\.)image$/i.test(key) && value ? [whole(value)] : []
  })
}
