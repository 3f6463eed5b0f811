import type { Settings } from '../../../config/settings.ts'
import type { Kind } from '../../../config/vocabulary.ts'
import { Hidden, isHidden } from '../../hidden.ts'
import { attribute, type InfrastructureResource, nested, resourcesOf, textIn } from '../../infrastructure/resource.ts'
import type { Value } from '../../infrastructure/value.ts'
import { names } from '../../infrastructure/where.ts'
import { type Draft, freeId } from '../dialect/named.ts'
import { toSay } from '../dialect/question.ts'
import { spend } from '../dialect/reading.ts'
import { couldServe, everyKind } from '../dialect/words.ts'
import type { EnvironmentUse, HiddenPart, Job, Need } from '../model.ts'
import { about } from './about.ts'
import { changesSomething, type Frame, jobOf, jobsOfBuild, succeeded } from './build.ts'
import { actOfAction, parametersOf, projectIn } from './deploy.ts'
import { buildOfProject, minutesOf } from './project.ts'
import { type BuildReading, isElsewhere } from './specification.ts'
import { type Action, type Stage, shown, stageOf } from './stage.ts'
import { triggersOf } from './triggers.ts'
import { environmentIn, environmentNamed, givenVariables, openText, variablesOf, whereApplied } from './values.ts'

/** What reading a pipeline needs: what is made beside it, and what its build projects were found to be used by. */
export interface Surroundings {
  readonly run: readonly InfrastructureResource[]
  readonly settings: Settings
  readonly reading: BuildReading
  /** the projects that a pipeline runs, filled on the way */
  readonly used: Set<InfrastructureResource>
}

/** A pipeline of CodePipeline as a workflow: each action is a job. */
export async function workflowOf(pipeline: InfrastructureResource, around: Surroundings): Promise<Draft> {
  const { reading } = around
  const blocks = nested(pipeline, 'stage')
  const hidden: HiddenPart[] = [listeners(pipeline)]
  const stages: Stage[] = []
  for (const [i, block] of (isHidden(blocks) ? [] : blocks).entries()) {
    const stage = stageOf(block, i)
    if (isHidden(stage)) hidden.push({ place: block.place, value: stage, couldBe: everyKind })
    else stages.push(stage)
  }
  if (isHidden(blocks)) hidden.push({ place: pipeline.place, value: blocks, couldBe: everyKind })
  const all = stages.flatMap(({ actions }) => actions)
  const sources = all.filter(({ category }) => category === 'Source')
  const found = new Jobs(pipeline, sources, around)
  for (const stage of stages) await found.add(stage)
  return {
    file: pipeline.file,
    system: about.system,
    name: nameOf(pipeline),
    place: pipeline.place,
    triggers: triggersOf(pipeline, sources, around.run),
    jobs: found.jobs,
    hidden,
    problems: reading.problems,
  }
}

/** A pipeline that is made for several environments is several, with the environment in the name. */
export function nameOf(resource: InfrastructureResource): string {
  const name = textIn(resource, 'name')
  const shown = typeof name === 'string' ? name : resource.name
  const { environmentName } = resource
  return environmentName && !shown.includes(environmentName) ? `${shown} (${environmentName})` : shown
}

/** CodePipeline tells of each run on buses and by rules of notification; who listens there is not seen here. */
const listeners = (pipeline: InfrastructureResource): HiddenPart => ({
  place: pipeline.place,
  couldBe: ['notify', 'status', 'record'],
  value: new Hidden(`what listens to the events of the pipeline ${nameOf(pipeline)}`, {
    kind: 'answer',
    text: 'say in assay.yaml who is told of its runs, and by what',
  }),
})

/** The jobs of a pipeline, stage after stage. */
class Jobs {
  readonly jobs: Job[] = []
  /** what the next actions wait for */
  #before: readonly Job[] = []
  readonly #ids = new Set<string>()

  constructor(
    private readonly pipeline: InfrastructureResource,
    private readonly sources: readonly Action[],
    private readonly around: Surroundings,
  ) {}

  /** Actions of one number run beside one another, after all of the number before. */
  async add(stage: Stage): Promise<void> {
    const actions = stage.actions.filter(({ category }) => category !== 'Source')
    const own: Job[] = []
    for (const order of new Set(actions.map((action) => action.order))) {
      const beside = actions.filter((action) => action.order === order)
      const ends: Job[] = []
      for (const action of beside) ends.push(...(await this.#action(action, stage, own)))
      if (ends.length > 0) this.#before = ends
    }
    if (stage.goesBack && own.length > 0) this.jobs.push(this.#wayBack(stage, own))
  }

  async #action(action: Action, stage: Stage, own: Job[]): Promise<readonly Job[]> {
    const { reading } = this.around
    if (!spend(reading, action.place)) return []
    const needs = this.#before.filter(() => spend(reading, action.place)).map((job) => succeeded(job, action.place))
    const id = freeId(stage.name === action.name ? action.name : `${stage.name} / ${action.name}`, this.#ids, ' ')
    const frame: Frame = { id, key: action.name, name: action.name, place: action.place, needs }
    const { jobs, ends } = await this.#jobsOf(frame, action, stage)
    this.jobs.push(...jobs)
    own.push(...jobs)
    return ends
  }

  async #jobsOf(frame: Frame, action: Action, stage: Stage): Promise<{ jobs: Job[]; ends: Job[] }> {
    const { category, provider, place } = action
    const one = (job: Job) => ({ jobs: [job], ends: [job] })
    if (category === 'Approval') {
      return one({ ...jobOf(frame, []), approval: { place, how: `${provider || 'Manual'} approval` } })
    }
    if (provider === 'CodeBuild') return this.#build(frame, action, stage)
    const known = actOfAction(action)
    const environment = this.#environment(stage, action, known?.targets ?? [], parametersOf(action) ?? {}, true)
    if (known) {
      const step = { name: action.name, place, via: [], runsAfterFailure: 'no', continueOnError: false } as const
      return one(jobOf({ ...frame, ...environment }, [{ ...step, acts: [known.act] }]))
    }
    return one({ ...jobOf({ ...frame, ...environment }, []), hidden: unknownAction(action) })
  }

  async #build(frame: Frame, action: Action, stage: Stage): Promise<{ jobs: Job[]; ends: Job[] }> {
    const { run, reading, used } = this.around
    const { value } = attribute(action.node, 'configuration.ProjectName')
    const project = projectOf(value, run)
    const written = projectIn(action)
    const name = typeof written === 'string' ? written : (project?.name ?? '')
    if (!project) {
      const environment = this.#environment(stage, action, [name], givenVariables(action.node), false)
      const hidden = unknownProject(name || action.name, action, couldServe(action.name, name))
      const job = { ...jobOf({ ...frame, ...environment }, []), hidden }
      return { jobs: [job], ends: [job] }
    }
    used.add(project)
    const variables = { ...variablesOf(project), ...givenVariables(action.node) }
    const minutes = minutesOf(project)
    const build = await buildOfProject(project, variables, this.#sourceOf(action), reading)
    if (isHidden(build)) {
      const environment = this.#environment(stage, action, [name], variables, false)
      const hidden: HiddenPart = { place: action.place, value: build, couldBe: couldServe(action.name, name) }
      const job = { ...jobOf({ ...frame, ...environment }, []), hidden }
      return { jobs: [job], ends: [job] }
    }
    const environment = this.#environment(stage, action, [name], variables, changesSomething(build))
    return jobsOfBuild({ ...frame, ...environment, ...(minutes && { timeoutMinutes: minutes }) }, build)
  }

  /** The repository that an action works on, where it is surely another one. */
  #sourceOf(action: Action): string | undefined {
    const source = this.sources.find(({ outputs }) => outputs.includes(action.inputs[0] ?? ''))
    if (!source) return undefined
    const setting = (key: string) => shown(source.node, `configuration.${key}`, '')
    const owner = setting('Owner')
    const name = setting('FullRepositoryId') || (owner && setting('Repo') && `${owner}/${setting('Repo')}`)
    return name && isElsewhere(name, this.around.reading.repository) ? name : undefined
  }

  /**
   * The environment of an action: as parameters and targets name it, else the names of stage and action; where it changes
   * something and nothing of these tells, the name of the pipeline, or the environment that the code is applied for.
   */
  #environment(
    stage: Stage,
    action: Action,
    targets: readonly string[],
    values: Readonly<Record<string, string>>,
    works: boolean,
  ): { environment?: EnvironmentUse } {
    const { settings } = this.around
    const named =
      environmentIn(values, settings) ??
      environmentNamed([...targets, works ? `deploy ${stage.name}` : stage.name, action.name], settings) ??
      (works ? environmentNamed([nameOf(this.pipeline)], settings) : undefined)
    const found = named ?? (works ? whereApplied(this.pipeline) : undefined)
    if (!found) return {}
    const single = /^[\p{L}\p{N}]+$/u.test(found.name)
    const name = single ? found.name : found.class
    return { environment: { name, class: found.class, place: action.place, gate: false, recorded: false } }
  }

  /** `on_failure { result = "ROLLBACK" }`: the stage goes back to its last good run. */
  #wayBack(stage: Stage, own: readonly Job[]): Job {
    const { place } = stage
    const needs = own.map((job): Need => ({ job: job.id, place, requires: 'failure', group: stage.name }))
    const id = freeId(`${stage.name} / rollback`, this.#ids, ' ')
    const common = { name: 'rollback', place, via: [], continueOnError: false } as const
    const act = { kinds: ['rollback'], tool: 'aws codepipeline rollback-stage', onFailure: 'stops' } as const
    const text = `rollback of the stage ${stage.name}`
    const acts = [{ ...act, text, place, via: [], words: ['codepipeline', 'rollback-stage'] }]
    const environment = own.findLast((job) => job.environment)?.environment
    const frame = { id, key: 'rollback', name: 'rollback', place, needs, ...(environment && { environment }) }
    return jobOf(frame, [{ ...common, runsAfterFailure: 'no', acts }])
  }
}

/** The project that a value names; by what is known of both names where neither is whole. */
function projectOf(
  value: Value | undefined,
  run: readonly InfrastructureResource[],
): InfrastructureResource | undefined {
  const projects = resourcesOf(run, ['aws_codebuild_project'])
  const found = projects.find((one) => names(value, one, textIn(one, 'name')))
  const open = openText(value)
  if (found || open === undefined) return found
  const [only, ...more] = projects.filter((one) => openText(attribute(one, 'name').value) === open)
  return more.length === 0 ? only : undefined
}

function unknownProject(name: string, { place }: Action, couldBe: readonly Kind[]): HiddenPart {
  const value = new Hidden(`what the CodeBuild project ${name} does`, {
    kind: 'file',
    text: `define the project ${name} beside the pipeline that runs it`,
  })
  return { place, value, couldBe }
}

/** A function that is invoked, a state machine, a service of others. */
function unknownAction({ name, provider, category, node, place }: Action): HiddenPart {
  const target = ['FunctionName', 'StateMachineArn', 'ProjectName'].map((key) =>
    shown(node, `configuration.${key}`, ''),
  )
  const value = new Hidden(
    `what the action ${name} does (${provider || category || 'of an unknown provider'})`,
    toSay(`what the action ${name} does`, { job: name }, ['integration-test']),
  )
  const own = category === 'Test' ? 'integration test' : ''
  return { place, value, couldBe: couldServe(name, ...target.filter(Boolean), own) }
}
