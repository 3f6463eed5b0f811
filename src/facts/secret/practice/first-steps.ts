import { dirname } from '../../../documents/path.ts'
import { kustomizationsIn, localPath } from '../../manifests/kustomize/kustomization.ts'
import type { Repository } from '../../repository.ts'
import type { Evidence } from './index.ts'

/** What people deploy to get to know a system: `manifests/quick-start/mysql`. */
const firstSteps = /(?:^|\/)(?:quick-?starts?|getting-?started)(?:\/|$)/i

/** What lies in a folder of first steps, and manifests that only kustomizations in one take in. */
export function inFirstSteps(repository: Repository): Evidence {
  return async ({ file }) => {
    if (firstSteps.test(dirname(file))) return `${dirname(file)} is for first steps`
    if (!/\.ya?ml$/i.test(file)) return undefined
    const tops = await topsOver(repository, file)
    return tops.length > 0 && tops.every((folder) => firstSteps.test(folder))
      ? `only ${tops[0]} and the like take it in`
      : undefined
  }
}

/** The folders of the kustomizations that take in a file, and that no other takes in. */
async function topsOver(repository: Repository, file: string): Promise<readonly string[]> {
  const all = [...(await kustomizationsIn(repository)).values()]
  const over = (path: string) =>
    all.filter((one) => [...one.resources, ...one.components].some((item) => localPath(one, item) === path))
  const tops: string[] = []
  const seen = new Set<string>()
  for (const open = over(file); open.length > 0; ) {
    const { folder } = open.pop() as (typeof all)[number]
    if (seen.has(folder)) continue
    seen.add(folder)
    const above = over(folder).filter((one) => one.folder !== folder)
    if (above.length === 0) tops.push(folder)
    open.push(...above)
  }
  return tops.sort()
}
