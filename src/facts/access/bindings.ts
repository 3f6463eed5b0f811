import type { Settings } from '../../config/settings.ts'
import { basename, dirname } from '../../documents/path.ts'
import type { DataNode } from '../../documents/tree.ts'
import { environmentOfName, environmentOfPath, type NamedEnvironment } from '../environments.ts'
import type { Repository } from '../repository.ts'
import { plainName } from '../workload/model.ts'
import type { Grant } from './grant.ts'
import { overlaysOf } from './overlays.ts'

/**
 * Role bindings of Kubernetes and OpenShift, each with the environment of its namespace or its folder; one in a base is that
 * of every overlay that takes it in.
 */
export async function bindings(repository: Repository, settings: Settings): Promise<readonly Grant[]> {
  const found: Grant[] = []
  let overlays: ReturnType<typeof overlaysOf> | undefined
  for (const { path, area } of repository.ending('.yaml', '.yml')) {
    if (area !== 'main' || !repository.mayHold(path, 'apiVersion')) continue
    const content = (await repository.text(path))?.content ?? ''
    if (!/^kind:[ \t]*["']?(Cluster)?RoleBinding\b/m.test(content) || /\{\{/.test(content)) continue
    overlays ??= overlaysOf(repository, settings)
    const taking = (await overlays).get(path) ?? []
    for (const document of (await repository.yaml(path)) ?? [])
      found.push(...grantsOf(document, path, settings, taking))
  }
  return found
}

function* grantsOf(
  document: DataNode,
  path: string,
  settings: Settings,
  taking: readonly NamedEnvironment[],
): Generator<Grant> {
  if (!/^(Cluster)?RoleBinding$/.test(document.get('kind')?.text ?? '')) return
  const namespace = document.at('metadata', 'namespace')?.text ?? ''
  const folder = dirname(path)
  const own =
    (namespace && environmentOfName(namespace, settings)) ||
    environmentOfPath(folder, settings) ||
    environmentOfName(basename(path).replace(/\.ya?ml$/, ''), settings)
  const about = own ? plainName(namespace || basename(folder), settings) : ''
  for (const subject of document.get('subjects')?.items ?? []) {
    const kind = subject.get('kind')?.text
    const who = subject.get('name')
    if (!who?.text || (kind !== 'Group' && kind !== 'User') || /^system:/.test(who.text)) continue
    for (const { name, class: environment } of own ? [own] : taking) {
      yield {
        system: 'role bindings',
        about: environmentOfName(about, settings) ? '' : about,
        environment,
        name,
        who: who.text,
        place: who.place,
      }
    }
  }
}
