import { Hidden, isHidden } from '../hidden.ts'
import { containersOf } from '../infrastructure/containers.ts'
import type { Node } from '../infrastructure/node.ts'
import { attribute, type InfrastructureResource, jsonIn, nested, resourcesOf } from '../infrastructure/resource.ts'
import { Composed, isMap, type Value } from '../infrastructure/value.ts'
import type { DeployedByManifest } from './manifests.ts'

/** Where the containers of a type of resource stand, and what they call their image. */
const holders: Readonly<Record<string, readonly [containers: string, image: string]>> = {
  google_cloud_run_v2_service: ['template.containers', 'image'],
  google_cloud_run_v2_job: ['template.template.containers', 'image'],
  google_cloud_run_service: ['template.spec.containers', 'image'],
  azurerm_container_app: ['template.container', 'image'],
  azurerm_container_group: ['container', 'image'],
  aws_apprunner_service: ['source_configuration.image_repository', 'image_identifier'],
}

/** Resources that run what a text of JSON describes, and where it stands: the image is one of its keys. */
const described: Readonly<Record<string, string>> = { aws_batch_job_definition: 'container_properties' }

/** The image in what describes a container: hidden where the text is, undefined where it names none. */
function imageDescribed(of: InfrastructureResource, path: string): Value | undefined {
  const value = jsonIn(of, path)
  return value !== undefined && isMap(value) ? (value.image as Value | undefined) : isHidden(value) ? value : undefined
}

/**
 * Images that infrastructure code names as what is to run: of task definitions of ECS, services of Cloud Run, Container Apps
 * and the like. One of which nothing is known is left to whoever gives it.
 */
export function imagesMade(all: readonly InfrastructureResource[]): DeployedByManifest[] {
  const found: DeployedByManifest[] = []
  const add = (of: InfrastructureResource, value: Value | undefined, place: DeployedByManifest['place']) => {
    const reference = value instanceof Composed ? value.open : value
    if (typeof reference !== 'string' || !/\w/.test(reference.replace(/\$\{\w*\}/g, ''))) return
    const environment = isHidden(of.environment) ? undefined : of.environment
    found.push({ reference, place, environment, source: 'code', open: false })
  }
  for (const definition of resourcesOf(all, ['aws_ecs_task_definition'])) {
    const containers = containersOf(definition)
    if (isHidden(containers)) continue
    for (const { image, place } of containers) add(definition, image, place)
  }
  for (const [type, [path, key]] of Object.entries(holders)) {
    for (const service of resourcesOf(all, [type])) {
      const containers = nested(service, path)
      for (const container of isHidden(containers) ? [] : containers) {
        const { value, place } = attribute(container as Node, key)
        add(service, value, place)
      }
    }
  }
  for (const [type, path] of Object.entries(described))
    for (const one of resourcesOf(all, [type])) add(one, imageDescribed(one, path), attribute(one, path).place)
  return found
}

/**
 * What runs an image of which the code tells nothing (a parameter without a value, what another stack exports): where no
 * other image is seen either, nobody can tell whose it is.
 */
export function imagesOpen(all: readonly InfrastructureResource[]): DeployedByManifest[] {
  const given = new Set(imagesMade(all).map(({ place }) => placeKey(place)))
  const found = new Map<string, DeployedByManifest>()
  const add = (of: InfrastructureResource, place: DeployedByManifest['place']) => {
    if (given.has(placeKey(place))) return
    const reference = `${of.type}.${of.name}`
    const hidden = new Hidden(`the image that ${reference} runs`, {
      kind: 'file',
      text: 'write the image into the infrastructure code, or build it in a pipeline here',
    })
    const environment = isHidden(of.environment) ? undefined : of.environment
    found.set(placeKey(place), { reference, place, environment, source: 'code', open: true, hidden })
  }
  for (const definition of resourcesOf(all, ['aws_ecs_task_definition'])) {
    const containers = containersOf(definition)
    if (isHidden(containers)) add(definition, definition.place)
    else for (const { place } of containers) add(definition, place)
  }
  for (const [type, [path, key]] of Object.entries(holders)) {
    for (const service of resourcesOf(all, [type])) {
      const containers = nested(service, path)
      if (isHidden(containers)) add(service, service.place)
      else for (const container of containers) add(service, attribute(container as Node, key).place)
    }
  }
  for (const [type, path] of Object.entries(described))
    for (const one of resourcesOf(all, [type]))
      if (imageDescribed(one, path) !== undefined) add(one, attribute(one, path).place)
  return [...found.values()]
}

const placeKey = ({ file, start }: DeployedByManifest['place']) => `${file}:${start}`
