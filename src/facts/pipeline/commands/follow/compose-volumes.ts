import { escaped } from '../../../../documents/pattern.ts'
import type { DataNode } from '../../../../documents/tree.ts'
import type { Source } from '../shell/state.ts'
import { type Service, volumesOf } from './compose-folder.ts'

/**
 * Text with the paths of a service's volumes as paths of the repository: what is laid over `/app/run.sh` is what runs there
 * (docs.docker.com, "Compose file reference", `volumes`).
 */
export function throughVolumes(text: string, service: Service): string {
  let changed = text
  // the longest lies over the others
  const volumes = volumesOf(service).sort((a, b) => b.at.length - a.at.length)
  for (const { at, folder } of volumes.filter(({ at }) => at !== '/'))
    changed = changed.replace(
      new RegExp(`(?<![\\w./$}-])${escaped(at)}(?=[/\\s"';&|)]|$)`, 'g'),
      `\${REPOSITORY}/${folder}`,
    )
  return changed
}

/** The same of a whole text, which stands then where the service says it. */
export function sourceThroughVolumes(source: Source, service: Service, node: DataNode): Source {
  const text = throughVolumes(source.text, service)
  return text === source.text ? source : { text, file: undefined, placeOf: () => node.place }
}
