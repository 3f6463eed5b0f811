import type { Settings } from '../../config/settings.ts'
import { groupBy } from '../../documents/group.ts'
import { basename, dirname } from '../../documents/path.ts'
import { environmentOfName, environmentOfPath, type NamedEnvironment } from '../environments.ts'
import { isKustomization } from '../image/kustomize.ts'
import { classOfJobName, declaredClass } from '../pipeline/environment.ts'
import type { Repository } from '../repository.ts'
import { kustomized } from './kustomize.ts'
import { plainName, type Running } from './model.ts'
import { mayHoldThings, settled, type Thing, thingsOf } from './objects.ts'

/**
 * The workloads of Kubernetes manifests: those that kustomizations take in as they leave them, all others as written.
 * @param isTemplate whether a file is a template of a chart, which is no manifest
 */
export async function manifestWorkloads(
  repository: Repository,
  settings: Settings,
  isTemplate: (path: string) => boolean,
): Promise<Running[]> {
  const built = await kustomized(repository, settings)
  const plain: (Thing & { readonly environment: NamedEnvironment | undefined })[] = []
  for (const file of repository.ending('.yaml', '.yml', '.json')) {
    const { path } = file
    if (file.area !== 'main' || path.startsWith('.github/') || isKustomization(file) || isTemplate(path)) continue
    if (built.owned.has(path) || built.folders.has(dirname(path)) || !repository.mayHold(path, 'apiVersion')) continue
    for (const thing of await thingsIn(repository, path)) {
      plain.push({ ...thing, environment: environmentOfManifest(thing, settings) })
    }
  }
  const together = groupBy(plain, ({ environment, file }) => environment?.name ?? dirname(file))
  const running = [...together.values()].flatMap((group) => {
    const environment = group[0]?.environment
    return settled(group).map(
      (thing): Running => ({
        ...thing,
        environment,
        service: `${thing.kind} ${plainName(thing.name, settings)}`,
        byHelm: false,
        source: thing.file,
      }),
    )
  })
  return [...built.running, ...running]
}

/** The environment of a manifest: its namespace, a folder or the name of its file, the first that tells. */
export function environmentOfManifest(
  { namespace, file }: Pick<Thing, 'namespace' | 'file'>,
  settings: Settings,
): NamedEnvironment | undefined {
  const spoken = namespace ? environmentOfName(namespace, settings) : undefined
  return spoken ?? environmentOfPath(dirname(file), settings) ?? ofFile(file, settings)
}

function ofFile(file: string, settings: Settings): NamedEnvironment | undefined {
  const name = basename(file).replace(/\.(ya?ml|json)$/, '')
  const kind = declaredClass(file, settings) ?? classOfJobName(name, settings)
  return kind && { name: kind, class: kind }
}

async function thingsIn(repository: Repository, path: string): Promise<readonly Thing[]> {
  const text = repository.has(path) ? await repository.text(path) : undefined
  if (!text || !mayHoldThings(text.content) || /^\s*\{\{/m.test(text.content)) return []
  const documents = await repository.yaml(path)
  if (!documents && !/\{\{|\{%|<%/.test(text.content)) repository.claim(path, 'workloads', 'scales')
  return (documents ?? []).flatMap(thingsOf)
}
