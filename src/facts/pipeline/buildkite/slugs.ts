import { basename } from '../../../documents/path.ts'
import type { Repository } from '../../repository.ts'

/** Where the steps of pipelines lie. */
export const fileName = /^\.buildkite\/(.+\/)?[^/]+\.ya?ml$/

/** `.buildkite/pipeline.deploy-prod.yml` → `deploy-prod`; the pipeline itself has none. */
export const slugOf = (file: string): string =>
  basename(file)
    .replace(/\.ya?ml$/, '')
    .replace(/^pipeline[._-]?|[._-]?pipeline$/, '')

/** Whether a pipeline that a step triggers is the one of a file, by their names. */
export const matches = (slug: string, name: string): boolean =>
  name !== '' && (slug === name || slug.endsWith(`-${name}`))

/** `shop-deployment` is what `deploy` is called as a thing. */
const asDone = (slug: string) => slug.replace(/(^|-)(deploy)(?:ment|ments|s)$/, '$1$2')

/**
 * The file here that holds the steps of the pipeline that is triggered, by its name: the one whose name says most of it.
 * Undefined where none does, or several say as much.
 * @param others the files that it cannot be: those that are being read
 */
export function fileOfSlug(slug: string, repository: Repository, others: readonly string[]): string | undefined {
  const named = repository.files.filter(({ path, area }) => area !== 'excluded' && fileName.test(path))
  for (const written of new Set([slug, asDone(slug)])) {
    const found = named.filter(({ path }) => !others.includes(path) && matches(written, asDone(slugOf(path))))
    const most = Math.max(0, ...found.map(({ path }) => slugOf(path).length))
    const best = found.filter(({ path }) => slugOf(path).length === most)
    if (best.length > 0) return best.length === 1 ? best[0]?.path : undefined
  }
  return undefined
}
