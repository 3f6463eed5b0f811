import type { Settings } from '../../config/settings.ts'
import { environmentOfName } from '../environments.ts'
import { type Build, buildKustomizations } from '../manifests/kustomize/build.ts'
import { environmentOfBuild } from '../manifests/where.ts'
import type { Repository } from '../repository.ts'
import { plainName, type Running, unseen } from './model.ts'
import { settled, type Thing, thingsOf } from './objects.ts'

/** The workloads of every kustomization that no other takes in, each in its environment. */
export async function kustomized(repository: Repository, settings: Settings): Promise<readonly Running[]> {
  const { builds } = await buildKustomizations(repository)
  return builds.flatMap((build) => (build.isComponent ? [] : runningIn(build, settings)))
}

function runningIn(build: Build, settings: Settings): Running[] {
  const { folder, resources, absent } = build
  const things = resources.flatMap(({ root, originalName }) =>
    thingsOf(root).map((thing) => ({
      ...thing,
      // what an overlay writes itself has its like in the overlay beside it; what comes of a base is known by its file
      service: isBelow(thing.file, folder)
        ? `${thing.kind} ${plainName(originalName, settings)} ${beside(folder, settings)}`
        : `${thing.kind} ${originalName} ${thing.file}`,
    })),
  )
  return [...settled(things), ...absent.map(({ name, place }) => elsewhere(name, place))].map((thing) => ({
    ...thing,
    environment: environmentOfBuild(build, thing.namespace, settings),
    byHelm: false,
    source: folder,
  }))
}

const isBelow = (file: string, folder: string) => folder === '' || file.startsWith(`${folder}/`)

/** A folder without the names of environments in it: `k8s/production` and `k8s/staging` are alike. */
const beside = (folder: string, settings: Settings) =>
  folder
    .split('/')
    .map((part) => (environmentOfName(part, settings) ? '*' : part))
    .join('/')

/** What is taken in from elsewhere: nobody knows what it holds. */
function elsewhere(name: string, place: Thing['place']): Thing & { readonly service: string } {
  const hidden = unseen(`the workloads of ${name}`, 'this repository')
  const flags = { replicas: hidden, readiness: hidden, liveness: hidden, goesBack: hidden, manner: hidden }
  return {
    kind: 'elsewhere',
    name,
    namespace: '',
    file: place.file,
    place,
    service: `elsewhere ${name} ${place.file}`,
    ...flags,
  }
}
