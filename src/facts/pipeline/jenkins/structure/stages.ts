import type { Place } from '../../../../documents/place.ts'
import { both } from '../../dialect/conditions.ts'
import { tellsEnvironment } from '../../dialect/words.ts'
import type { Condition } from '../../model.ts'
import type { Context } from '../context.ts'
import type { StageFrame } from '../draft.ts'

/** What a stage says of itself. */
export interface StageOptions {
  readonly condition?: Condition | undefined
  readonly approval?: StageFrame['approval']
  readonly timeoutMinutes?: number | undefined
  /** a branch of `parallel`: a name for what stands in it outside of all stages */
  readonly plain?: boolean
}

/** Runs what stands in a stage: its steps are a job of its own, stages in it are jobs behind its name. */
export async function inStage(
  name: string,
  place: Place,
  context: Context,
  options: StageOptions,
  read: (inside: Context) => Promise<void>,
): Promise<void> {
  const { pipeline } = context.machine
  pipeline.close()
  const minutes = [options.timeoutMinutes, context.timeoutMinutes, context.stage.timeoutMinutes].filter(
    (one) => one !== undefined,
  )
  const condition = both(context.stage.condition, context.condition, options.condition)
  const stage: StageFrame = {
    path: [...context.stage.path, name],
    key: name,
    place,
    via: context.via,
    within: context.stage.path.length
      ? [...context.stage.within, { name: context.stage.key, place: context.stage.place }]
      : [],
    condition,
    environment: undefined,
    timeoutMinutes: minutes.length ? Math.min(...minutes) : undefined,
    approval: options.approval,
  }
  const first = pipeline.jobs.length
  await read({
    ...context,
    stage,
    condition: undefined,
    timeoutMinutes: undefined,
    runs: options.condition ? context.runs.filter((run) => options.condition?.holds(run) !== false) : context.runs,
    // A stage that is called after an environment works on that one.
    environmentName: tellsEnvironment(name) ? undefined : context.environmentName,
  })
  if (pipeline.jobs.length === first && !options.plain) pipeline.jobFor(stage)
  pipeline.close()
}
