import type { DataNode } from '../../../documents/tree.ts'
import type { Repository } from '../../repository.ts'
import { partyOf, type Taken, type TakenIn } from '../dialect/taken.ts'

/** `include:` of other projects, of addresses and of components (docs.gitlab.com/ci/yaml/includes). */
export const takenIn: TakenIn = async (files, repository) => {
  const found: Taken[] = []
  for (const file of files) {
    for (const document of (await repository.yaml(file)) ?? []) {
      for (const item of document.get('include')?.asList ?? []) found.push(...ofInclude(item, repository))
    }
  }
  return found
}

function ofInclude(item: DataNode, repository: Repository): Taken[] {
  const { place } = item
  const project = item.get('project')?.text
  // A project of the same instance belongs to the house; without `ref`, its default branch is taken.
  if (project) return [{ what: 'include', name: project, ref: item.get('ref')?.text ?? '', place, party: 'own' }]
  const component = item.get('component')?.text
  if (component) {
    const at = component.lastIndexOf('@')
    const name = at < 0 ? component : component.slice(0, at)
    const path = name.replace(/^[^/]*\//, '')
    const party = /^components\//.test(path) ? 'first' : partyOf(path, repository)
    return [{ what: 'include', name, ref: at < 0 ? '' : component.slice(at + 1), place, party }]
  }
  const remote = item.get('remote')?.text ?? (/^https?:/.test(item.text ?? '') ? item.text : undefined)
  if (!remote) return []
  // `integrity:` holds the content fast, whatever the address gives
  const ref = item.get('integrity') ? '0'.repeat(64) : (/\/-?\/?raw\/([^/]+)\//.exec(remote)?.[1] ?? '')
  return [{ what: 'include', name: remote, ref, place, party: 'third' }]
}
