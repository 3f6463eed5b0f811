import type { DataNode } from '../../../documents/tree.ts'
import { Hidden } from '../../hidden.ts'
import { toSay } from '../dialect/question.ts'
import { couldServe, likelyKind } from '../dialect/words.ts'
import type { HiddenPart } from '../model.ts'
import type { Definition } from './config.ts'

/**
 * What cannot be seen of a job of which the most is defined elsewhere.
 * @param missing the jobs that it extends and that are not here
 * @param acting whether what stands here runs something itself
 */
export function hiddenOf(
  { name, place }: Definition,
  node: DataNode,
  missing: readonly string[],
  acting: boolean,
): HiddenPart {
  const held = node.get('rules') || node.get('when') || node.get('only')
  const from = missing.length ? `${missing.join(', ')}, which ${name} extends,` : name
  const couldBe = acting
    ? held
      ? []
      : (['approve'] as const)
    : couldServe(name, ...missing, node.get('stage')?.text ?? '')
  const what = missing.length ? `what ${from} does` : `what the job ${name} does`
  const value = new Hidden(what, toSay(`what the job ${name} does`, { job: name }, [likelyKind(name, ...missing)]))
  return { place, value, couldBe }
}
