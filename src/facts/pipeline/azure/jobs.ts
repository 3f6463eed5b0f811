import { DataNode } from '../../../documents/tree.ts'
import { both } from '../dialect/conditions.ts'
import { spend } from '../dialect/reading.ts'
import { tellsEnvironment } from '../dialect/words.ts'
import type { Condition, Job, Run, Step, Within } from '../model.ts'
import { conditionOf, type If } from './conditions.ts'
import type { Definition } from './definitions.ts'
import {
  declaredCases,
  type EnvironmentCase,
  environmentNames,
  environmentUse,
  givenEnvironment,
  impliedCases,
  passedEnvironment,
} from './environment.ts'
import { expandEntries, fieldOf } from './expand.ts'
import { machineOf } from './machine.ts'
import { outcomeOf, settled, textIn } from './resolve.ts'
import type { Bound, Scope, Variables } from './scope.ts'
import { flagOf, readSteps } from './steps.ts'
import { environmentOf } from './text.ts'
import { gap, textOf } from './values.ts'

/** What a stage says for its jobs. */
export interface StageContext {
  /** its name; empty where the pipeline has no stages */
  readonly stage: string
  /** what its name is made of: `Deploy_${{ parameters.environment }}` is another stage for each */
  readonly namedBy?: Definition['namedBy']
  /** whether the job is the only one of its stage, which then stands for it */
  readonly alone: boolean
  readonly place: Definition['place']
  /** what else its jobs are found by */
  readonly within: readonly Within[]
  readonly condition: Condition | undefined
  readonly approval: Job['approval']
  readonly pool: readonly Bound[]
}

/** A use of a job whose needs are still to come. */
export interface Placed {
  readonly job: Job
  readonly runs: readonly Run[]
}

/** The uses of a job: one for each environment and each leg of its matrix that matters. */
export async function usesOf(
  definition: Definition,
  condition: If | undefined,
  stage: StageContext,
): Promise<Placed[]> {
  const { bound, scope } = definition
  const own = conditionOf(condition, scope.runs)
  const when = both(stage.condition, bound.when, own)
  const active = scope.runs.filter((run) => when?.holds(run) !== false)
  const runs = active.length ? active : scope.runs
  const uses: Placed[] = []
  for (const leg of legsOf(definition)) {
    const legScope: Scope = { ...leg.scope, runs }
    for (const each of await casesOf(definition, legScope, stage)) {
      if (!spend(scope.reading, definition.place)) return uses
      const label = [leg.label, each.label].filter(Boolean).join(', ')
      const job = await readJob(definition, { ...legScope, runs: each.runs }, label, stage)
      const whole = both(when, each.condition)
      uses.push({ job: { ...job, ...(whole && { condition: whole }) }, runs: each.runs })
    }
  }
  return uses
}

async function casesOf(definition: Definition, scope: Scope, stage: StageContext): Promise<readonly EnvironmentCase[]> {
  const { bound, hidden } = definition
  if (hidden) return [{ label: '', runs: scope.runs, condition: undefined }]
  const names = environmentNames(bound)
  if (names.length) return declaredCases(names, scope.runs, scope)
  const { touched } = scope.reading
  touched.clear()
  await readJob(definition, scope, '', stage)
  const asked = [...(stage.namedBy ?? []), ...(definition.namedBy ?? []), ...touched]
  return impliedCases(new Set(asked), scope.runs, bound, scope)
}

/** The id of a job: its stage where it stands alone there, else both. */
export function idOf(definition: Definition, stage: StageContext): string {
  const name = definition.name || 'Job'
  if (!stage.stage) return name
  return stage.alone ? stage.stage : `${stage.stage} / ${name}`
}

async function readJob(definition: Definition, scope: Scope, label: string, stage: StageContext): Promise<Job> {
  const { bound, hidden } = definition
  const id = idOf(definition, stage) + (label ? ` (${label})` : '')
  const minutes = Number(settled((run) => textIn(fieldOf(bound, 'timeoutInMinutes'), run), scope.runs) ?? Number.NaN)
  const named = environmentNames(bound)
  const environment = hidden
    ? givenEnvironment(bound)
    : named.length
      ? environmentUse(named, scope.runs, scope)
      : passedEnvironment({ ...bound, scope })
  const base = {
    id,
    key: definition.name || stage.stage || 'Job',
    name: definition.title || stage.stage || 'Job',
    place: stage.alone && !bound.scope.via.length ? definition.place : stage.alone ? stage.place : definition.place,
    ...(definition.definition ? { definition: definition.definition } : stage.alone && { calledAs: stage.stage }),
    via: [],
    within: stage.within,
    needs: [],
    ...(environment && { environment }),
    ...(stage.approval && { approval: stage.approval }),
    allowFailure: hidden
      ? false
      : (flagOf(fieldOf(bound, 'continueOnError'), scope, `continueOnError of the job ${id}`) ?? false),
    ...(minutes > 0 && { timeoutMinutes: minutes }),
    steps: [],
  }
  if (hidden) return { ...base, hidden }
  const machine = machineOf({ ...bound, scope }, stage.pool, stage.stage)
  return { ...base, ...(machine && { machine }), steps: await stepsOf(definition, scope, id, stage) }
}

/** Hooks of a deployment's strategy, in their order (learn.microsoft.com, "Deployment jobs"). */
const hooks = ['preDeploy', 'deploy', 'routeTraffic', 'postRouteTraffic'] as const

async function stepsOf(definition: Definition, scope: Scope, job: string, stage: StageContext): Promise<Step[]> {
  const bound = { ...definition.bound, scope }
  const context = {
    job,
    gives: { job: definition.name || 'Job', origin: `${idOf(definition, stage)} ${definition.place.start}` },
    counter: { steps: 0 },
    variables: environmentOf(scope),
    windows: isWindows([...stage.pool, ...fieldOf(bound, 'pool')], scope),
    runsAfterFailure: 'no' as const,
    scope,
    set: new Map<string, string | undefined>(),
  }
  const steps = await readSteps(fieldOf(bound, 'steps'), context)
  for (const strategy of fieldOf(bound, 'strategy')) {
    for (const kind of ['runOnce', 'rolling', 'canary']) {
      for (const plan of fieldOf(strategy, kind)) {
        for (const hook of hooks) {
          for (const one of fieldOf(plan, hook)) steps.push(...(await readSteps(fieldOf(one, 'steps'), context)))
        }
        for (const on of fieldOf(plan, 'on')) {
          for (const end of ['success', 'failure'] as const) {
            const inside = { ...context, runsAfterFailure: end === 'failure' ? ('only' as const) : ('no' as const) }
            for (const one of fieldOf(on, end)) steps.push(...(await readSteps(fieldOf(one, 'steps'), inside)))
          }
        }
      }
    }
  }
  return steps
}

function isWindows(pools: readonly Bound[], scope: Scope): boolean {
  const pool = pools.at(-1)
  if (!pool) return false
  const fields = pool.node.kind === 'map' ? [...fieldOf(pool, 'vmImage'), ...fieldOf(pool, 'name')] : [pool]
  return /windows|\bvs20\d\d/i.test(
    fields.map((one) => settled((run) => textIn([one], run), scope.runs) ?? '').join(' '),
  )
}

interface Leg {
  readonly label: string
  readonly scope: Scope
}

/**
 * The legs of `strategy.matrix`: jobs of their own where their variables or names tell an environment, else one job
 * that knows the variables in which all agree.
 */
function legsOf(definition: Definition): readonly Leg[] {
  const { bound, scope } = definition
  const legs = fieldOf(bound, 'strategy')
    .flatMap((strategy) => fieldOf(strategy, 'matrix'))
    .flatMap((matrix) => (matrix.node.kind === 'map' ? expandEntries(matrix) : []))
    .filter(({ value }) => value.node.kind === 'map')
  if (!legs.length) return [{ label: '', scope }]
  const read = legs.map(({ key, value }) => ({ key, entries: expandEntries(value) }))
  const [run] = scope.runs
  const telling = read.some(
    ({ key, entries }) =>
      tellsEnvironment(key) ||
      entries.some(({ value }) => run !== undefined && tellsEnvironment(textOf(outcomeOf([value], run)))),
  )
  const deep = (own: Variables['own']): Scope => ({ ...scope, variables: { own, outer: scope.variables } })
  if (telling) {
    return read.map(({ key, entries }) => ({
      label: key,
      scope: deep(new Map(entries.map((entry) => [entry.key.toLowerCase(), [entry.value]]))),
    }))
  }
  const own = new Map<string, Bound[]>()
  for (const { entries } of read) {
    for (const { key, value } of entries) {
      const known = own.get(key.toLowerCase())
      const same = known?.[0]?.node.text === value.node.text
      own.set(key.toLowerCase(), known && !same ? [{ ...value, node: open(value.node) }] : [value])
    }
  }
  return [{ label: '', scope: deep(own) }]
}

/** A node that stands for different values. */
function open(node: DataNode): DataNode {
  return new DataNode('scalar', node.file, node.span, gap, [], [], '', gap)
}
