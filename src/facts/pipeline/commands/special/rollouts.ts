import type { Finder } from '../shell/state.ts'

/**
 * `oc rollout status` and `oc rollout latest` behind `oc tag`: the script itself says what the tag is for. A rollout that it
 * starts is a deployment of its own; one that it only watches was started by the tag, which nothing hides then.
 */
export function withItsRollout({ acts }: Finder, tool: string, words: readonly string[]): void {
  if (tool !== 'oc rollout' || !words.some((word) => /^(status|latest)$/.test(word))) return
  const at = acts.findLastIndex((act) => act.tool === 'oc tag' && act.hidden?.couldBe.includes('deploy'))
  const tag = acts[at]
  if (!tag) return
  const { hidden: _, ...seen } = tag
  acts[at] = words.includes('status') ? { ...seen, kinds: [...seen.kinds, 'deploy'] } : seen
}
