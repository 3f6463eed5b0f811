import type { Stage } from '../dockerfile.ts'

/** The stage that `--from` or a target names, by its name or its number. */
export function stageNamed(stages: readonly Stage[], name: string): Stage | undefined {
  return stages.find((stage) => stage.name?.toLowerCase() === name.toLowerCase() || String(stage.index) === name)
}

/** A stage and those that it is built on, the first one first; none where there is no stage. It ends: a base stands above. */
export function chainOf(stage: Stage | undefined, stages: readonly Stage[]): readonly Stage[] {
  const chain: Stage[] = []
  for (let at = stage; at; at = at.base === undefined ? undefined : stages[at.base]) chain.unshift(at)
  return chain
}
