import { basename, dirname } from '../../documents/path.ts'
import { globPattern } from '../../documents/pattern.ts'
import type { DataNode } from '../../documents/tree.ts'
import { Hidden } from '../hidden.ts'
import type { Repository } from '../repository.ts'

/** A configuration of Prometheus, and the names of the rule files that it takes in. */
interface Server {
  readonly file: string
  readonly takes: readonly RegExp[]
}

/** Why it cannot be told whether Prometheus reads a rule file; undefined where nothing speaks against it. */
export type Loaded = (file: string) => Hidden | undefined

/**
 * Which rule files the configurations of Prometheus leave out that lie beside them or above
 * (prometheus.io/docs/prometheus/latest/configuration/configuration, `rule_files`). Folders differ where it runs, so that
 * only the name of a file counts.
 */
export async function loadedBy(repository: Repository): Promise<Loaded> {
  const servers: Server[] = []
  for (const { path, area } of repository.ending('.yml', '.yaml')) {
    if (area !== 'main' || !/prometheus/i.test(basename(path))) continue
    for (const root of (await repository.yaml(path)) ?? []) {
      const takes = takenBy(root)
      if (takes) servers.push({ file: path, takes })
    }
  }
  return (file) => {
    const near = servers.filter((server) => isBelow(dirname(file), dirname(server.file)))
    if (near.length === 0 || near.some(({ takes }) => takes.some((name) => name.test(basename(file))))) return undefined
    const [{ file: server }] = near as [Server]
    return new Hidden(`whether Prometheus reads ${file}`, {
      kind: 'file',
      text: `name ${file} under rule_files of ${server}`,
    })
  }
}

function takenBy(root: DataNode): readonly RegExp[] | undefined {
  if (root.get('scrape_configs')?.kind !== 'list') return undefined
  const files = root.get('rule_files')?.items ?? []
  return files.map((item) => globPattern(basename(item.text ?? '*')))
}

const isBelow = (folder: string, other: string) =>
  other === '' ? folder === '' : folder === other || folder.startsWith(`${other}/`)
