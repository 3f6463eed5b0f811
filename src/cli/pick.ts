import { glob } from '../rules/functions.ts'
import { UsageError } from './errors.ts'
import { nearIds } from './near-id.ts'

/**
 * The ids that patterns pick, in the order of `ids`; a pattern is an id or a glob with `*` and `?`. Without patterns:
 * all. A pattern that picks none is a {@link UsageError} that names the nearest id.
 */
export function pick(patterns: readonly string[], ids: readonly string[]): readonly string[] {
  for (const pattern of patterns) {
    if (ids.some((id) => glob(id, pattern))) continue
    throw new UsageError(
      `no requirement is called "${pattern}"${nearIds(pattern, ids) || '; `assay rules` lists them'}`,
    )
  }
  return patterns.length ? ids.filter((id) => patterns.some((pattern) => glob(id, pattern))) : ids
}
