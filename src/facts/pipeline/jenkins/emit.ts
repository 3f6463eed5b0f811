import type { Place } from '../../../documents/place.ts'
import { spend } from '../dialect/reading.ts'
import { tellsEnvironment } from '../dialect/words.ts'
import type { Act, Run } from '../model.ts'
import { asking, type Context } from './context.ts'
import { addActs } from './draft.ts'
import { variantsOf } from './structure/variants.ts'
import { type DraftAct, textOf } from './values/values.ts'

/** Something that a step does, which may differ by how the pipeline was started. */
export interface Emission {
  readonly place: Place
  readonly nameIn: (run?: Run) => string
  /** what tells its forms apart */
  readonly keyIn: (run?: Run) => string
  readonly actsIn: (run?: Run) => Promise<readonly Act[]>
  readonly onFailure?: 'ignored'
}

/** Adds a step for each form that it takes; one, where it is the same in all runs. */
export async function emit(context: Context, emission: Emission): Promise<DraftAct[]> {
  const { machine, environmentName } = context
  if (!spend(machine.reading, emission.place)) return []
  const environmentIn = (run?: Run) => {
    const name = environmentName && textOf(environmentName.ask(asking(context, run)))
    return name !== undefined && tellsEnvironment(name) ? name : undefined
  }
  const made = new Map<string, readonly Act[]>()
  const actsIn = async (run?: Run) => {
    const key = emission.keyIn(run)
    const acts = made.get(key) ?? (await emission.actsIn(run))
    made.set(key, acts)
    return acts
  }
  const first = await actsIn(context.runs[0])
  const differs = first.some((act) => !act.environment && act.kinds.some((kind) => placed.has(kind)))
  const keyIn = (run?: Run) => (differs ? `${emission.keyIn(run)}\n${environmentIn(run) ?? ''}` : emission.keyIn(run))
  // Outside of all stages, what only sets something up is no job.
  const matters = first.some((act) => act.kinds.length > 0 || act.hidden || act.words.length > 0)
  if (context.stage.path.length === 0 && !matters) return []
  const drafts: DraftAct[] = []
  for (const { condition, run } of variantsOf(context, keyIn, emission.place)) {
    const environment = environmentIn(run)
    const acts = (await actsIn(run)).map((act) => ({
      ...act,
      ...(emission.onFailure && act.onFailure === 'stops' && { onFailure: emission.onFailure }),
      ...(environment && !act.environment && act.kinds.length && { environment }),
    }))
    drafts.push(...addActs(context, emission.nameIn(run), emission.place, acts, condition))
  }
  return drafts
}

/** What is done to an environment. */
const placed = new Set(['deploy', 'apply', 'migrate', 'rollback', 'smoke-test'])
