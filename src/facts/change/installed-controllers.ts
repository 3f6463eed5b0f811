import type { Place } from '../../documents/place.ts'
import { Hidden } from '../hidden.ts'
import type { Repository, RepositoryFile } from '../repository.ts'
import type { Controller } from './controllers.ts'

/** Files that tell which charts and modules are installed: Terraform, and what is called helmfile or lies in a folder of it. */
const installs = /\.(tf|tofu)$|helmfile.*\.ya?ml(\.gotmpl)?$/i

/** A release of a helmfile, or a chart or resource of Terraform, that installs a GitOps controller. */
const controllers: readonly (readonly [RegExp, string])[] = [
  [/^[ \t-]*chart\s*[:=]\s*["']?(?:\S*\/)?(argo-cd|argocd-apps)["']?\s*$/m, 'Argo CD'],
  [/^resource\s+"argocd_application(_set)?"/m, 'Argo CD'],
  [/^[ \t-]*chart\s*[:=]\s*["']?(?:\S*\/)?(flux2|flux2-sync|flux-operator|flux-instance)["']?\s*$/m, 'Flux'],
  [/^resource\s+"(flux_bootstrap_git|azurerm_kubernetes_flux_configuration)"/m, 'Flux'],
]

/**
 * The GitOps controllers that are installed from here by a helmfile or by Terraform. What they follow, and whether they take
 * back what was changed past it, stands in their own objects: where those are written elsewhere (in a chart, say), it is
 * open.
 */
export async function installedControllers(repository: Repository): Promise<readonly Controller[]> {
  const found: Controller[] = []
  for (const file of repository.files) {
    if (!mayInstall(file)) continue
    const content = (await repository.text(file.path))?.content ?? ''
    for (const [pattern, tool] of controllers) {
      const match = pattern.exec(content)
      if (!match) continue
      const start = match.index + match[0].search(/\S/)
      const place: Place = { file: file.path, start, end: match.index + match[0].trimEnd().length }
      found.push({ tool, works: followedElsewhere(tool, file.path), lacks: '', environment: 'unknown', place })
    }
  }
  return found
}

const mayInstall = ({ path, area, size }: RepositoryFile): boolean =>
  area === 'main' && size < 200_000 && installs.test(path)

const followedElsewhere = (tool: string, file: string): Hidden =>
  new Hidden(`whether the ${tool} that ${file} installs takes drift back`, {
    kind: 'file',
    text: `keep the objects of ${tool} that say what it follows in this repository`,
  })
