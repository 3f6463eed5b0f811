import { basename, dirname, join } from '../../documents/path.ts'
import { escaped } from '../../documents/pattern.ts'
import type { DataNode } from '../../documents/tree.ts'
import type { Repository } from '../repository.ts'
import type { Files } from './variables.ts'

const most = 200

/**
 * The files that a service takes in (`${file(config/${opt:stage}.yml):vpc}`), and those that these take in: for a path with
 * variables in it all that it may mean.
 */
export async function filesOf(file: string, content: string, repository: Repository): Promise<Files> {
  const folder = dirname(file)
  const found = new Map<string, DataNode>()
  const waiting = [content]
  for (let text = waiting.pop(); text !== undefined && found.size < most; text = waiting.pop()) {
    for (const [, written = ''] of text.matchAll(/file\(([^()]+)\)/g)) {
      for (const path of meant(join(folder, written.trim()), repository)) {
        if (found.has(path) || found.size >= most || path === file) continue
        const root = await treeIn(path, repository)
        if (!root) continue
        found.set(path, root)
        waiting.push((await repository.text(path))?.content ?? '')
      }
    }
  }
  return found
}

function meant(path: string, repository: Repository): readonly string[] {
  if (!path.includes('$')) return repository.has(path) ? [path] : []
  const folder = dirname(path.split('$')[0] as string)
  const name = basename(path)
  if (name.split('$').length > 4) return []
  const pattern = new RegExp(
    `^${name
      .split(/\$\{[^}]*\}+/)
      .map(escaped)
      .join('[^/]*')}$`,
  )
  return repository.under(folder).flatMap((one) => (pattern.test(basename(one.path)) ? [one.path] : []))
}

async function treeIn(path: string, repository: Repository): Promise<DataNode | undefined> {
  if (path.endsWith('.json')) return repository.json(path)
  return /\.ya?ml$/.test(path) ? (await repository.yaml(path))?.[0] : undefined
}
