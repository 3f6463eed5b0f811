import type { Settings } from '../../config/settings.ts'
import { environmentOfName, environmentOfPath, type NamedEnvironment } from '../environments.ts'
import { type Build, buildKustomizations } from '../manifests/kustomize/build.ts'
import type { Repository } from '../repository.ts'
import { type Running, unseen } from './model.ts'
import { settled, type Thing, thingsOf } from './objects.ts'

/** What kustomizations make, and the files that are theirs, so that nobody reads these by themselves. */
export interface Built {
  readonly running: readonly Running[]
  readonly owned: ReadonlySet<string>
  /** folders that hold a kustomization: a file in one that it does not name is not deployed */
  readonly folders: ReadonlySet<string>
}

/** The workloads of every kustomization that no other takes in, each in its environment. */
export async function kustomized(repository: Repository, settings: Settings): Promise<Built> {
  const { builds, owned, folders } = await buildKustomizations(repository)
  return { running: builds.flatMap((build) => runningIn(build, settings)), owned, folders }
}

function runningIn({ folder, document, resources, absent }: Build, settings: Settings): Running[] {
  const things = resources.flatMap(({ root, originalName }) =>
    thingsOf(root).map((thing) => ({ ...thing, service: `${thing.kind} ${originalName} ${thing.file}` })),
  )
  const environment = environmentOf(folder, document.get('namespace')?.text, settings)
  return [...settled(things), ...absent.map(({ name, place }) => elsewhere(name, place))].map((thing) => ({
    ...thing,
    environment: environment ?? (thing.namespace ? environmentOfName(thing.namespace, settings) : undefined),
    byHelm: false,
    source: folder,
  }))
}

function environmentOf(
  folder: string,
  namespace: string | undefined,
  settings: Settings,
): NamedEnvironment | undefined {
  return environmentOfPath(folder, settings) ?? (namespace ? environmentOfName(namespace, settings) : undefined)
}

/** What is taken in from elsewhere: nobody knows what it holds. */
function elsewhere(name: string, place: Thing['place']): Thing & { readonly service: string } {
  const hidden = unseen(`the workloads of ${name}`, 'this repository')
  const flags = { replicas: hidden, readiness: hidden, liveness: hidden, goesBack: hidden }
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
