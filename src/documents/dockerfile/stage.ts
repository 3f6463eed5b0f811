import type { Stage } from '../dockerfile.ts'

/** The stage that `--from` or a target names, by its name or its number. */
export function stageNamed(stages: readonly Stage[], name: string): Stage | undefined {
  return stages.find((stage) => stage.name?.toLowerCase() === name.toLowerCase() || String(stage.index) === name)
}
