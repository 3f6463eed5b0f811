import type { Place } from '../../../documents/place.ts'
import { both } from '../dialect/conditions.ts'
import { freeId } from '../dialect/named.ts'
import type { Edge, Edges } from '../dialect/order.ts'
import type { Job, Need, Within } from '../model.ts'
import { conditionOf, type If, readIf } from './conditions.ts'
import { type Definition, definitionsOf } from './definitions.ts'
import { edgesOf } from './edges.ts'
import { fieldOf } from './expand.ts'
import { type Placed, type StageContext, usesOf } from './jobs.ts'
import { settled, textIn } from './resolve.ts'
import type { Bound } from './scope.ts'

/** A stage with the uses of its jobs. */
interface Stage {
  readonly key: string
  readonly definition: Definition | undefined
  readonly condition: If | undefined
  readonly waitsFor: readonly { readonly key: string; readonly place: Place }[]
  jobs: readonly JobUses[]
}

interface JobUses {
  readonly key: string
  readonly definition: Definition
  readonly uses: readonly Placed[]
  readonly edges: ReadonlyMap<string, Edge>
}

/**
 * All jobs of a pipeline that has stages: each stage waits for the one before it unless it says otherwise; its jobs run
 * side by side unless they say otherwise.
 */
export async function readStages(lists: readonly Bound[], pool: readonly Bound[]): Promise<Job[]> {
  const definitions = await definitionsOf(lists, 'stages')
  const keys = uniqueKeys(definitions)
  const stages: Stage[] = definitions.map((definition, index) => ({
    key: keys[index] as string,
    definition,
    condition: definition.hidden
      ? undefined
      : readIf(fieldOf({ ...definition.bound, scope: definition.scope }, 'condition')),
    waitsFor: waits(definition, index, definitions, keys),
    jobs: [],
  }))
  const edges = edgesOf(
    stages.map(({ key, definition, condition, waitsFor }) =>
      ordered(key, definition as Definition, condition, waitsFor),
    ),
  )
  for (const stage of stages) stage.jobs = await jobsOfStage(stage, pool)
  return withNeeds(stages, edges)
}

/** The jobs of a pipeline without stages, or the one that its steps are. */
export async function readJobs(lists: readonly Bound[], pool: readonly Bound[]): Promise<Job[]> {
  const stage: Stage = { key: '', definition: undefined, condition: undefined, waitsFor: [], jobs: [] }
  const context = {
    stage: '',
    alone: false,
    place: { file: '' },
    within: [],
    condition: undefined,
    approval: undefined,
    pool,
  }
  stage.jobs = await jobsIn(await definitionsOf(lists, 'jobs'), context)
  return withNeeds([stage], new Map())
}

function ordered(key: string, { place, scope }: Definition, condition: If | undefined, waitsFor: Stage['waitsFor']) {
  return { key, place, waitsFor, condition, runs: scope.runs }
}

function uniqueKeys(definitions: readonly Definition[]): string[] {
  const taken = new Set<string>()
  return definitions.map(({ name }, index) => {
    const wanted = name || `Stage ${index + 1}`
    let key = wanted
    for (let n = 2; taken.has(key.toLowerCase()); n++) key = `${wanted} #${n}`
    taken.add(key.toLowerCase())
    return key
  })
}

/** What a stage or job waits for, by the keys of the others; `previous` where a stage says nothing. */
function waits(
  definition: Definition,
  index: number,
  all: readonly Definition[],
  keys: readonly string[],
): Stage['waitsFor'] {
  if (definition.dependsOn) return named(definition, all, keys)
  const found: { key: string; place: Place }[] = []
  for (let before = index - 1; before >= 0; before--) {
    found.push({ key: keys[before] as string, place: definition.place })
    // One that may be left out when the file is compiled makes the next wait for the one before that.
    if (!all[before]?.bound.when) break
  }
  return found
}

function named(definition: Definition, all: readonly Definition[], keys: readonly string[]): Stage['waitsFor'] {
  return (definition.dependsOn ?? []).flatMap(({ name, place }) => {
    const found = all.flatMap((other, index) =>
      other.name.toLowerCase() === name.toLowerCase() && other !== definition
        ? [{ key: keys[index] as string, place }]
        : [],
    )
    if (found.length) return found
    // It may stand in a template that is elsewhere.
    const elsewhere = all.flatMap((other, index) =>
      other.hidden && other !== definition ? [{ key: keys[index] as string, place }] : [],
    )
    if (!elsewhere.length) {
      const message = `${definition.name || 'a job'} depends on ${name}, which does not exist`
      definition.scope.reading.problems.push({ place, message, unreadable: false })
    }
    return elsewhere
  })
}

async function jobsOfStage(stage: Stage, pool: readonly Bound[]): Promise<readonly JobUses[]> {
  const definition = stage.definition as Definition
  const bound = { ...definition.bound, scope: definition.scope }
  const trigger = settled((run) => textIn(fieldOf(bound, 'trigger'), run), definition.scope.runs)
  const jobs = definition.hidden ? [definition] : await definitionsOf(fieldOf(bound, 'jobs'), 'jobs')
  return jobsIn(jobs, {
    stage: stage.key,
    namedBy: definition.namedBy,
    alone: jobs.length === 1,
    place: definition.place,
    within: namesOf(definition, stage.key),
    condition: both(definition.bound.when, conditionOf(stage.condition, definition.scope.runs)),
    approval: trigger === 'manual' ? { place: bound.node.keyPlace('trigger'), how: 'trigger: manual' } : undefined,
    pool: [...pool, ...fieldOf(bound, 'pool')],
  })
}

/** What a stage or job is called where the pipeline has it and where a template does, which may be elsewhere. */
function namesOf({ place, definition, template }: Definition, name: string): Within[] {
  return [
    { name, place },
    ...(definition ? [{ name, place: definition }] : []),
    ...(template ? [{ name: template, place }] : []),
  ]
}

async function jobsIn(definitions: readonly Definition[], context: StageContext): Promise<readonly JobUses[]> {
  const keys = uniqueKeys(definitions.map((one) => ({ ...one, name: one.name || 'Job' })))
  const conditions = definitions.map((one) =>
    one.hidden ? undefined : readIf(fieldOf({ ...one.bound, scope: one.scope }, 'condition')),
  )
  const edges = edgesOf(
    definitions.map((one, index) =>
      ordered(keys[index] as string, one, conditions[index], named(one, definitions, keys)),
    ),
  )
  const found: JobUses[] = []
  for (const [index, definition] of definitions.entries()) {
    const key = keys[index] as string
    const within = [...context.within, ...(definition.name ? namesOf(definition, key) : [])]
    const uses = await usesOf({ ...definition, name: definition.name && key }, conditions[index], {
      ...context,
      within,
    })
    found.push({ key, definition, uses, edges: edges.get(key) ?? new Map() })
  }
  return found
}

/** More edges than this between two stages go through a job of their own that does nothing. */
const mostEdges = 400

function withNeeds(stages: readonly Stage[], edges: Edges): Job[] {
  const byKey = new Map(stages.map((stage) => [stage.key, stage]))
  const jobs: Job[] = []
  for (const stage of stages) {
    const before = [...(edges.get(stage.key) ?? [])]
    // Stages that the file waits for by their order stand for one need; named ones each for their own.
    const together = stage.definition?.dependsOn === undefined
    let outer = before.flatMap(([key, edge]) => {
      const needed = byKey.get(key)
      return needed ? stageNeeds(needed, edge, `stage ${together ? stage.key : key}`) : []
    })
    if (together && mayBeFirst(stage, stages)) outer = outer.map((need) => ({ ...need, evenIfSkipped: true }))
    const count = stage.jobs.reduce((sum, one) => sum + one.uses.length, 0)
    if (outer.length * count > mostEdges && stage.definition) {
      const join = joint(stage, outer)
      jobs.push(join)
      outer = [{ job: join.id, place: join.place, requires: 'success' }]
    }
    const uses = new Map(stage.jobs.map((one) => [one.key, one]))
    for (const one of stage.jobs) {
      const own = [...one.edges].flatMap(([key, edge]) => jobNeeds(uses.get(key), edge, `${stage.key} / ${key}`))
      for (const { job } of one.uses) jobs.push({ ...job, ...heldBy(job, stage), needs: withStage(own, outer) })
    }
  }
  return unique(jobs)
}

/** Whether all stages before one may be left out when the file is compiled, and by nothing else: then it waits for none. */
function mayBeFirst(stage: Stage, all: readonly Stage[]): boolean {
  return all
    .slice(0, all.indexOf(stage))
    .every(({ definition, condition }) => definition?.bound.when !== undefined && condition === undefined)
}

/** The checks of an environment are asked before the stage begins: they hold all of its jobs. */
function heldBy(job: Job, stage: Stage): Pick<Job, 'heldBy'> {
  if (!stage.definition) return {}
  const others = stage.jobs.flatMap((one) =>
    one.uses.flatMap((use) => (use.job === job ? [] : (use.job.environment ?? []))),
  )
  const names = new Set([job.environment?.name])
  const found = others.filter(({ name }) => !names.has(name) && names.add(name))
  return found.length ? { heldBy: found } : {}
}

function joint(stage: Stage, needs: readonly Need[]): Job {
  const { place } = stage.definition as Definition
  const id = `${stage.key} begins`
  return { id, key: stage.key, name: id, place, via: [], needs, steps: [], allowFailure: false }
}

/** A stage has succeeded when its jobs have, those aside that only run after a failure. */
function stageNeeds(stage: Stage, edge: Edge, group: string): Need[] {
  return stage.jobs
    .filter((one) => ![...one.edges.values()].some(({ requires }) => requires === 'failure'))
    .flatMap((one) => one.uses.map(({ job }) => ({ job: job.id, group, ...edge })))
}

function jobNeeds(needed: JobUses | undefined, edge: Edge, group: string): Need[] {
  const uses = needed?.uses ?? []
  return uses.map(({ job }) => ({ job: job.id, ...(uses.length > 1 && { group }), ...edge }))
}

/** A job waits for what its stage waits for: at the entries of the stage, and wherever a failure within does not hold it. */
function withStage(own: readonly Need[], stage: readonly Need[]): Need[] {
  const held = own.some((need) => need.requires === 'success' && !need.evenIfSkipped)
  return held && own.every((need) => need.requires === 'success') ? [...own] : [...own, ...stage]
}

function unique(jobs: readonly Job[]): Job[] {
  const taken = new Set<string>()
  return jobs.map((job) => {
    const id = freeId(job.id, taken)
    return id === job.id ? job : { ...job, id }
  })
}
