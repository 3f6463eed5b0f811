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

const ofService =
  /(?:^|\/)(?:apps|services|microservices|functions|lambdas)\/([\w.-]+)\/(?:package\.json|go\.mod|pyproject\.toml|requirements\.txt|pom\.xml|build\.gradle(?:\.kts)?|Cargo\.toml|Dockerfile|[\w.-]+\.csproj)$/

/** Names of folders that say no more than that it is a system. */
const general =
  /^(apps?|applications?|servers?|services?|main|core|platform|systems?|sites?|website|products?|stack|clusters?|infra(structure)?|deploy(ment)?s?|releases?|docs?|e2e|tests?|scripts?|databases?|db|production|shared|common)$/

/**
 * Finds the one service that titles name ("Deploy the VPN agent"), where several lie beside each other (`apps/vpn-agent`,
 * `apps/web`); empty where they name none, or several, or what the whole repository is called.
 */
export function serviceIn(repository: Repository): (titles: readonly string[]) => string {
  const whole = new Set(
    wordsOf(
      repository.history?.origin
        ?.replace(/\.git$/, '')
        .split('/')
        .at(-1) ?? '',
    ),
  )
  const services = new Map<string, string>()
  for (const { path, area } of repository.files) {
    const [, name] = (area === 'main' && ofService.exec(path)) || []
    if (name !== undefined) services.set(name, dirname(path))
  }
  return (titles) => {
    if (services.size < 2 || !titles.some((title) => /deploy|releas|roll|publish|updat/i.test(title))) return ''
    const said = new Set(titles.flatMap(wordsOf))
    const named = [...services].filter(([name]) => {
      const words = wordsOf(name)
      return words.every((word) => said.has(word)) && words.some((word) => !general.test(word) && !whole.has(word))
    })
    return named.length === 1 ? (named[0] as [string, string])[1] : ''
  }
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[a-z\d]+/g) ?? []

/** A folder without what only stands beside a service: `shop/docs/runbooks` → `shop`. */
function above(folder: string): string {
  const parts = folder.split('/')
  const at = parts.findIndex((part) => beside.test(part))
  return (at < 0 ? parts : parts.slice(0, at)).join('/')
}
