import { dirname, joinPath } from '../../../../documents/path.ts'
import { escaped } from '../../../../documents/pattern.ts'
import type { DataNode } from '../../../../documents/tree.ts'
import type { Source } from '../shell/state.ts'

/** A service of a compose file. */
interface Service {
  readonly path: string
  readonly node: DataNode
}

/**
 * Text with the paths of a service's volumes as paths of the repository: what is laid over `/app/run.sh` is what runs there
 * (docs.docker.com, "Compose file reference", `volumes`).
 */
export function throughVolumes(text: string, service: Service): string {
  let changed = text
  for (const [inside, here] of volumesOf(service))
    changed = changed.replace(
      new RegExp(`(?<![\\w./$}-])${escaped(inside)}(?=[/\\s"';&|)]|$)`, 'g'),
      `\${REPOSITORY}/${here}`,
    )
  return changed
}

/** The same of a whole text, which stands then where the service says it. */
export function sourceThroughVolumes(source: Source, service: Service, node: DataNode): Source {
  const text = throughVolumes(source.text, service)
  return text === source.text ? source : { text, file: undefined, placeOf: () => node.place }
}

/** Where in the container, and which path of the repository; the longest first, which lies over the others. */
function volumesOf({ path, node }: Service): readonly (readonly [string, string])[] {
  const found = (node.get('volumes')?.items ?? []).flatMap((volume): (readonly [string, string])[] => {
    const [from, to] = volume.text?.split(':') ?? [volume.get('source')?.text, volume.get('target')?.text]
    if (!from?.startsWith('.') || !to?.startsWith('/')) return []
    const here = joinPath(dirname(path), from)
    const inside = to.replace(/\/+$/, '')
    return here === undefined || inside === '' ? [] : [[inside, here.replace(/\/+$/, '')]]
  })
  return found.sort(([a], [b]) => b.length - a.length)
}
