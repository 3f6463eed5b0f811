import { dirname } from '../../documents/path.ts'
import type { Repository } from '../repository.ts'

const manifest =
  /(^|\/)(package\.json|pyproject\.toml|setup\.(py|cfg)|requirements\.txt|Pipfile|go\.mod|pom\.xml|build\.gradle(\.kts)?|[^/]+\.(cs|fs|vb)proj|Gemfile|composer\.json|Cargo\.toml|mix\.exs)$/

/**
 * Tells of a file in which project it lies, as package managers see it: the folder above that declares what it needs, the
 * nearest one; '' for the root and where none does.
 */
export function projectsOf(repository: Repository): (path: string) => string {
  const folders = new Set(
    repository.files
      .filter(({ path, area }) => area === 'main' && manifest.test(path))
      .map(({ path }) => dirname(path)),
  )
  return (path) => {
    let folder = dirname(path)
    while (folder !== '' && !folders.has(folder)) folder = dirname(folder)
    return folder
  }
}
