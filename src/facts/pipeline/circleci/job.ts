import type { DataNode } from '../../../documents/tree.ts'
import { Hidden } from '../../hidden.ts'
import { both } from '../dialect/conditions.ts'
import { toSay } from '../dialect/question.ts'
import { couldServe, likelyKind } from '../dialect/words.ts'
import type { Condition, HiddenPart, Job, Need, Step } from '../model.ts'
import { branchValue } from './branches.ts'
import {
  asUse,
  environmentGiven,
  environmentIn,
  environmentOfContext,
  environmentOfHidden,
  environmentOfVariables,
} from './environment.ts'
import { rootOf } from './folder.ts'
import { type Bound, bind, type Frame, given, type Reading } from './frame.ts'
import { actsOfOrb, noticeOf } from './orbs.ts'
import { lookUp } from './scope.ts'
import { executorOf, variablesOf } from './shell.ts'
import { finished, readSteps, readStepsGivenTo, type StepContext } from './steps.ts'
import { textOf } from './template.ts'
import type { JobUse } from './uses.ts'

/** Keys of a use that are no parameters of the job (circleci.com/docs/configuration-reference, "jobs in workflows"). */
const reserved = new Set(
  'name requires context filters type matrix pre-steps post-steps serial-group override-with key max_auto_reruns auto_rerun_delay'.split(
    ' ',
  ),
)

/** A use of a job in the one form. */
export async function readJob(
  use: JobUse,
  needs: readonly Need[],
  filter: Condition | undefined,
  reading: Reading,
): Promise<Job> {
  const { config, frame, job: name } = use
  const found = lookUp(name, 'jobs', frame.scope)
  const definition = found?.kind === 'here' ? found.node : undefined
  // a use is called otherwise than what it uses
  const within = [{ name: use.name, place: use.place }, ...(definition ? [{ name, place: definition.place }] : [])]
  const condition = both(filter, use.choice)
  const base: Job = {
    id: use.id,
    key: use.key,
    name: use.name,
    place: use.place,
    via: [],
    within,
    needs,
    ...(condition && { condition }),
    steps: [],
    allowFailure: false,
  }
  const type = textOf(config?.get('type') ?? definition?.get('type'), frame)
  if (type === 'approval') {
    const place = config?.get('type')?.place ?? definition?.get('type')?.place ?? use.place
    return { ...base, approval: { place, how: 'type: approval' } }
  }
  if (type === 'release') return { ...base, hidden: releasePlan(use, definition?.get('plan_name')?.text ?? '') }
  if (type === 'no-op' || type === 'lock' || type === 'unlock') return base
  const parameters = new Map([...given(config, frame, reserved), ...use.values])
  if (found?.kind === 'here')
    return readHere(base, use, found.node, bind(found.node, found.scope, parameters, frame), reading)
  if (found?.kind === 'orb') return readOrbJob(base, use, found.orb, found.name, parameters, reading)
  reading.problems.push({ place: use.at.place, message: `there is no job ${name}`, unreadable: false })
  return { ...base, hidden: hiddenJob(use, `the job ${name}`, name) }
}

/** A job of this file, or of an orb that is written in it. */
async function readHere(
  base: Job,
  use: JobUse,
  definition: DataNode,
  parameters: ReadonlyMap<string, Bound>,
  reading: Reading,
): Promise<Job> {
  const found = lookUp(use.job, 'jobs', use.frame.scope)
  const scope = found?.kind === 'here' ? found.scope : use.frame.scope
  const frame: Frame = { scope, parameters, fixed: use.frame.fixed }
  const list = definition.get('steps')
  if (list?.kind !== 'list') {
    reading.problems.push({
      place: definition.place,
      message: `the job ${use.job} has no list of steps`,
      unreadable: true,
    })
  }
  const executor = executorOf(definition, frame)
  const context = contextOf(use, frame, reading, {
    shell: executor.shell,
    root: rootOf(list, executor.directory),
    directory: executor.directory,
    variables: Object.assign({}, ...executor.environments.map(([node, where]) => variablesOf(node, where))),
  })
  const outer = { ...context, frame: use.frame }
  const steps: Step[] = [
    ...(await readSteps(use.config?.get('pre-steps'), outer)),
    ...(await readSteps(list, context)),
    ...(await readSteps(use.config?.get('post-steps'), outer)),
  ]
  const environment = asUse(
    environmentGiven(parameters, use.id) ??
      environmentOfVariables(executor) ??
      environmentOfContext(use.config?.get('context'), use.frame, use.id, steps),
  )
  return { ...base, steps, ...(environment && { environment }) }
}

/** A job of an orb of the registry: what the table says that it does, else hidden. */
async function readOrbJob(
  base: Job,
  use: JobUse,
  orb: string,
  name: string,
  parameters: ReadonlyMap<string, Bound>,
  reading: Reading,
): Promise<Job> {
  const context = contextOf(use, use.frame, reading, {
    shell: { program: 'bash', errexit: true, pipefail: true },
    root: '',
    directory: undefined,
    variables: {},
  })
  const environment = asUse(
    environmentIn(parameters) ??
      environmentOfContext(use.config?.get('context'), use.frame, `${use.id} ${textOfAll(parameters)}`, []) ??
      environmentOfHidden(parameters),
  )
  const acts = await actsOfOrb({ orb, name, place: use.place, title: use.name }, parameters, context)
  const unknown = acts.find((act) => act.hidden && !act.kinds.length && act.tool === `${orb}/${name}`)
  const before = await readSteps(use.config?.get('pre-steps'), context)
  const own = unknown
    ? []
    : acts.length
      ? [{ ...finished(`${orb}/${name}`, use.place, acts, context), ...noticeOf(acts, parameters) }]
      : []
  const within = await readStepsGivenTo(withoutReserved(use), context, [use.place])
  const after = await readSteps(use.config?.get('post-steps'), context)
  const hidden = unknown && hiddenJob(use, `the orb's job ${orb}/${name}`, name)
  return {
    ...base,
    ...(environment && { environment }),
    ...(hidden?.couldBe.length ? { hidden } : {}),
    steps: [...before, ...own, ...within, ...after],
  }
}

/** Lists of steps are read by {@link readStepsGivenTo}; those before and after the job are none of its parameters. */
function withoutReserved(use: JobUse): DataNode | undefined {
  const { config } = use
  if (!config?.get('pre-steps') && !config?.get('post-steps')) return config
  return undefined
}

function textOfAll(parameters: ReadonlyMap<string, Bound>): string {
  return [...parameters.values()]
    .map(({ node, frame }) => (node.kind === 'scalar' ? textOf(node, frame) : ''))
    .join(' ')
}

function contextOf(
  use: JobUse,
  frame: Frame,
  reading: Reading,
  where: Pick<StepContext, 'shell' | 'root' | 'directory' | 'variables'>,
): StepContext {
  const branch = frame.fixed.get(branchValue)
  return {
    reading,
    frame,
    job: use.id,
    counter: { steps: 0 },
    via: [],
    ...where,
    variables: {
      CIRCLE_JOB: use.name,
      ...(reading.project !== undefined && { CIRCLE_PROJECT_REPONAME: reading.project }),
      ...where.variables,
      ...(branch !== undefined && { CIRCLE_BRANCH: branch }),
    },
    exported: new Map(),
    condition: undefined,
    commands: [],
    environment: undefined,
  }
}

function hiddenJob(use: JobUse, what: string, name: string): HiddenPart {
  return {
    place: use.place,
    value: new Hidden(what, toSay(`what the job ${use.key} does`, { job: use.key }, [likelyKind(use.key, name)])),
    couldBe: couldServe(name, use.key),
  }
}

/** circleci.com/docs/deploy: a release that the plan, in the service, carries out. */
function releasePlan(use: JobUse, plan: string): HiddenPart {
  const value = new Hidden(
    `what the release plan ${plan || use.id} does, a deploy`,
    toSay(`what the job ${use.key} does`, { job: use.key }, ['deploy']),
  )
  return { place: use.place, value, couldBe: ['deploy', 'approve', 'verify', 'rollback', 'record', 'notify'] }
}
