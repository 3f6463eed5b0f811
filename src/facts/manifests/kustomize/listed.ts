import { dirname } from '../../../documents/path.ts'
import { once } from '../../once.ts'
import type { Repository } from '../../repository.ts'
import { kustomizationNames } from './kustomization.ts'
import { isRemote, join } from './paths.ts'

/**
 * The files in folders called after what others wrote (`third-party`, `vendor`) that kustomizations of the service list,
 * through the kustomizations there, too: a controller reads them, so they are of the service whatever their folder is called
 * (verdicts.md: "manifests under examples, docs, tests or vendor only if a pipeline or controller refers to them").
 */
export const vendoredAndListed = once(async (repository: Repository): Promise<ReadonlySet<string>> => {
  const listed = new Set<string>()
  const isVendored = (path: string) => repository.file(path)?.area === 'vendored'
  if (!repository.files.some(({ area }) => area === 'vendored')) return listed
  const left = repository.named(...kustomizationNames).flatMap(({ path, area }) => (area === 'main' ? [path] : []))
  const read = new Set(left)
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    const [document] = (await repository.yaml(path)) ?? []
    const items = ['resources', 'bases', 'components'].flatMap((key) => document?.get(key)?.items ?? [])
    for (const { text = '' } of items) {
      const target = text === '' || isRemote(text) ? undefined : join(dirname(path), text)
      if (target === undefined) continue
      if (isVendored(target)) listed.add(target)
      for (const name of kustomizationNames) {
        const below = join(target, name)
        if (below === undefined || read.has(below) || !isVendored(below)) continue
        read.add(below)
        listed.add(below)
        left.push(below)
      }
    }
  }
  return listed
})
