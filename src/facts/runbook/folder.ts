import type { Settings } from '../../config/settings.ts'
import { environmentOfPath } from '../environments.ts'
import type { Repository } from '../repository.ts'

/**
 * Whether a document lies in a folder of production: one that is named after it and stands beside that of another
 * environment (`k8s/production` beside `k8s/staging`). A folder `production` that is alone may hold what a product has for
 * the production of those who run it.
 */
export function liesInProduction(path: string, repository: Repository, settings: Settings): boolean {
  const folders = path.split('/').slice(0, -1)
  for (let i = folders.length; i > 0; i--) {
    const found = environmentOfPath(folders.slice(0, i).join('/'), settings)
    if (found?.class !== 'production') return false
    if (found.name !== folders[i - 1]) continue
    const parent = folders.slice(0, i - 1).join('/')
    return foldersIn(parent, repository).some((name) => {
      const other = environmentOfPath(parent ? `${parent}/${name}` : name, settings)
      return other?.name === name && other.class !== 'production'
    })
  }
  return false
}

/** The names of the folders that stand directly in one; empty is the root. */
function foldersIn(parent: string, { files }: Repository): readonly string[] {
  const from = parent ? `${parent}/` : ''
  const names = new Set<string>()
  for (const { path } of files) {
    const end = path.startsWith(from) ? path.indexOf('/', from.length) : -1
    if (end > 0) names.add(path.slice(from.length, end))
  }
  return [...names]
}
