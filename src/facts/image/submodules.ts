import { join } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import { Hidden } from '../hidden.ts'
import type { Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import { type Build, buildsOf } from './builds.ts'
import { folderOf, fromRoot, isPushed } from './dockerfiles.ts'

/** An image that a pipeline makes of a folder whose files belong to another repository. */
export interface OfSubmodule {
  readonly folder: string
  /** what its Dockerfile says, which is not here */
  readonly hidden: Hidden
  readonly place: Place
}

/**
 * The images that pipelines build of a submodule and ship: what they are based on and hold stands in the repository that
 * `.gitmodules` names (git-scm.com/docs/gitmodules), whatever other Dockerfiles are here.
 */
export async function builtOfSubmodules(
  workflows: readonly Workflow[],
  repository: Repository,
): Promise<readonly OfSubmodule[]> {
  const folders = await submodulesOf(repository)
  if (folders.length === 0) return []
  const builds = await buildsOf(workflows, repository)
  const found = new Map<string, OfSubmodule>()
  for (const build of builds) {
    if (!build.builds || build.withoutFile || isPushed(build, builds) !== true) continue
    const at = whereOf(build)
    const folder = folders.find((one) => at === one || at?.startsWith(`${one}/`))
    if (folder === undefined || found.has(folder)) continue
    const hidden = new Hidden(`the Dockerfile in ${folder}, which is a submodule`, {
      kind: 'file',
      text: `check the repository that ${folder} stands for, or build its image there`,
    })
    found.set(folder, { folder, hidden, place: build.act.place })
  }
  return [...found.values()]
}

/** Where a build finds its files, as far as that is known. */
function whereOf(build: Build): string | undefined {
  const folder = folderOf(build)
  const context = fromRoot(build.context) ?? ''
  return folder === undefined || /[$:]/.test(context) ? undefined : join(folder, context)
}

/** The folders that stand for other repositories. */
async function submodulesOf(repository: Repository): Promise<readonly string[]> {
  if (!repository.has('.gitmodules')) return []
  const text = await repository.text('.gitmodules')
  return [...(text?.content ?? '').matchAll(/^[ \t]*path\s*=\s*(\S.*?)\s*$/gm)].map(([, path = '']) => join('', path))
}
