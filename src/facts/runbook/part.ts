import { dirname } from '../../documents/path.ts'
import type { Repository } from '../repository.ts'

/** Folders that hold the documents, the charts or the scripts of what stands above them. */
const beside =
  /^(docs?|documentation|run-?_?books?|playbooks?|guides?|deploy(ment)?s?|helm(_deploy)?|charts?|k8s|kubernetes|manifests|infra(structure)?|terraform|ops|operations|scripts?|\.[\w-]+)$/i

/**
 * Finds the service that a document is kept with: a folder that images are built in, where images are built elsewhere,
 * too. Empty for a document of the whole repository.
 */
export function partsIn(repository: Repository): (path: string) => string {
  const services = new Set(
    repository.files
      .filter(({ path, area }) => area === 'main' && /(^|\/)(Dockerfile|Containerfile)[^/]*$/.test(path))
      .map(({ path }) => above(dirname(path))),
  )
  return (path) => {
    const folder = above(dirname(path))
    if (folder === '' || services.size < 2) return ''
    const inside = (service: string) =>
      service !== '' && (service === folder || service.startsWith(`${folder}/`) || folder.startsWith(`${service}/`))
    const own = [...services].filter(inside)
    return own.length > 0 && own.length < services.size ? folder : ''
  }
}

/** A folder without what only stands beside a service: `shop/docs/runbooks` → `shop`. */
function above(folder: string): string {
  const parts = folder.split('/')
  const at = parts.findIndex((part) => beside.test(part))
  return (at < 0 ? parts : parts.slice(0, at)).join('/')
}
