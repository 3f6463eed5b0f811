import { builtin } from './builtin.generated.ts'
import type { PackedDetector } from './detector.ts'
import type { Finder } from './finder.ts'
import { kindsFinder } from './kinds.ts'
import { namedFinder } from './named.ts'

/** Everything that looks for secrets in a text. What overlaps is settled by rank, not by this order. */
export function finders(detectors: readonly PackedDetector[] = builtin): readonly Finder[] {
  return [kindsFinder(detectors), namedFinder()]
}
