import { dirname } from '../../documents/path.ts'
import { ownPath } from '../address.ts'
import type { Repository } from '../repository.ts'

/** Whether a system of some name is a part of the repository: a project or a folder near the root is called so, or itself. */
export function partsOf(repository: Repository): (name: string) => boolean {
  const parts = new Set<string>()
  for (const { path, area } of repository.files) {
    if (area !== 'main') continue
    const folders = dirname(path).split('/')
    for (const folder of folders.slice(0, 2)) parts.add(bare(folder))
    if (project.test(path)) parts.add(bare(folders.at(-1) as string))
  }
  const own = bare(ownPath(repository) ?? '')
  return (name) => parts.has(bare(name)) || own.includes(bare(name))
}

const project =
  /(^|\/)(Dockerfile[\w.-]*|package\.json|pyproject\.toml|go\.mod|pom\.xml|build\.gradle(\.kts)?|[^/]+\.csproj)$/

/** The bare word of a name: `Orders_API` and `orders-service` are both `orders`. */
const bare = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/(api|service|server|backend|app)$/, '')
