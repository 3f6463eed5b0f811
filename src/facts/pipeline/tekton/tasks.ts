import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { Hidden } from '../../hidden.ts'
import { type Argument, environmentOfArguments } from '../dialect/arguments.ts'
import { toSay } from '../dialect/question.ts'
import { standingIn } from '../dialect/within.ts'
import { couldServe, likelyKind } from '../dialect/words.ts'
import { knownUse } from '../known/use.ts'
import type { Act, Condition, Job, Step } from '../model.ts'
import { type Reading, taskName } from './dialect.ts'
import { asTexts, givenParams, innerParams, type Params, textWith, type Value } from './params.ts'
import { type Found, follow } from './refs.ts'
import { readSteps } from './steps.ts'
import { minutesOf } from './timeouts.ts'

/** Where a task of a pipeline stands. */
export interface TaskContext {
  readonly reading: Reading
  /** what the pipeline knows */
  readonly params: Params
  readonly id: string
  readonly via: readonly Place[]
  readonly condition: Condition | undefined
  /** values of this leg of its matrix */
  readonly leg: ReadonlyMap<string, string>
}

/** A task of a pipeline as a job without needs: its steps, or what is hidden where they are elsewhere. */
export async function readTask(task: DataNode, context: TaskContext): Promise<Job> {
  const { reading, params, id, via, condition, leg } = context
  const key = taskName(task)
  const given = new Map<string, Value>([...givenParams(task.get('params'), params), ...leg])
  const minutes = minutesOf(task.get('timeout')?.text, params)
  const job: Job = {
    id,
    key,
    name: key,
    place: (task.get('name') ?? task).place,
    via,
    needs: [],
    ...(condition && { condition }),
    steps: [],
    allowFailure: textWith(task.get('onError')?.text ?? '', params) === 'continue',
    ...(minutes !== undefined && { timeoutMinutes: minutes }),
  }
  const embedded = task.get('taskSpec')
  const ref = task.get('taskRef')
  if (embedded && !isCustom(embedded)) {
    // parameters of the pipeline are seen inside, too
    const inner = innerParams(embedded.get('params'), new Map([...params, ...given]))
    return {
      ...withEnvironment(job, task, given, leg),
      steps: await readSteps(embedded, { reading, job: id, params: inner, via, task: key }),
    }
  }
  const custom = embedded ?? (ref && isCustom(ref) ? ref : undefined)
  if (custom) return customTask(custom, withEnvironment(job, task, given, leg), given, context)
  if (!ref) {
    reading.problems.push({
      place: job.place,
      message: `the task ${key} has neither \`taskRef\` nor \`taskSpec\``,
      unreadable: true,
    })
    return job
  }
  return referred(ref, task, job, given, context)
}

/** A reference to a Task: read where it is here, else looked up by its name. */
async function referred(ref: DataNode, task: DataNode, job: Job, given: Params, context: TaskContext): Promise<Job> {
  const { reading, leg } = context
  const found = follow(ref, 'task', context.params, reading)
  const spec = found.manifest?.node.get('spec')
  const known = knownUse('tekton', found.name, asTexts(given)) !== undefined
  if (spec) {
    const declared = spec.get('params') ?? spec.at('inputs', 'params')
    const params = innerParams(declared, given)
    const via = [...job.via, ref.place]
    const steps = await readSteps(spec, { reading, job: job.id, params, via, task: `${job.key} ${found.name}` })
    const definition = { name: found.name, place: found.manifest?.place ?? spec.place }
    const whole = standingIn({ ...withEnvironment(job, task, given, leg, params), steps }, definition)
    // a copy of a task of the catalogue whose images are not known
    if (!known || !steps.some((step) => step.acts.some((act) => act.hidden))) return whole
  }
  const named = withEnvironment(job, task, given, leg)
  const acts = await actsByName(found, ref, job, given, reading)
  const [first] = acts
  if (known || !first?.hidden) return { ...named, steps: [stepOf(job, ref.place, found.name, acts)] }
  const settle = toSay(`what the task ${job.key} does`, { job: job.key }, [likelyKind(job.key, found.name)])
  const value = new Hidden(`the task ${found.name}`, settle)
  const served = couldServe(found.name, job.key)
  // two ways to read a name: the one that leaves less open
  const couldBe = served.length < first.hidden.couldBe.length ? served : first.hidden.couldBe
  return { ...named, hidden: { place: ref.place, value, couldBe } }
}

function actsByName(found: Found, ref: DataNode, job: Job, given: Params, reading: Reading): Promise<readonly Act[]> {
  return reading.finders.actsOfUse(
    {
      table: 'tekton',
      name: found.name,
      narrowBy: `${found.name} ${job.key}`,
      what: 'the task',
      text: `taskRef: ${found.name} ${found.from}`.trim(),
      inputs: asTexts(given),
      place: ref.place,
      via: job.via,
      title: job.key,
    },
    reading.repository,
  )
}

function stepOf(job: Job, place: Place, name: string, acts: readonly Act[]): Step {
  return { id: `${job.id}/0`, name, place, via: job.via, runsAfterFailure: 'no', continueOnError: false, acts }
}

/** A task that another controller runs: it has an API of its own. */
function isCustom(node: DataNode): boolean {
  const api = node.get('apiVersion')?.text
  return api !== undefined && !/^tekton\.dev\//.test(api)
}

/**
 * A custom task. An ApprovalTask waits for people (openshift-pipelines/manual-approval-gate; others have kinds of the same
 * name); any other is known by its kind alone.
 */
async function customTask(node: DataNode, job: Job, given: Params, context: TaskContext): Promise<Job> {
  const kind = node.get('kind')?.text ?? node.get('apiVersion')?.text ?? ''
  if (/^(manual)?approv/i.test(kind)) {
    const who = asTexts(given).approvers
    const how = `${kind}${who ? ` by ${who}` : ''}`
    return { ...job, approval: { place: job.place, how } }
  }
  const name = node.get('name')?.text ?? ''
  const found: Found = { manifest: undefined, name: kind, from: name }
  const acts = await actsByName(found, node, job, given, context.reading)
  return { ...job, steps: [stepOf(job, node.place, kind, acts)] }
}

/** The environment that the task's parameters tell, those that it is given before its defaults. */
function withEnvironment(
  job: Job,
  task: DataNode,
  given: Params,
  leg: ReadonlyMap<string, string>,
  inner: Params = given,
): Job {
  const places = new Map<string, Place>()
  for (const one of task.get('params')?.asList ?? [])
    places.set(one.get('name')?.text ?? '', (one.get('value') ?? one).place)
  const all = (params: Iterable<readonly [string, Value]>): Argument[] =>
    [...params].flatMap(([name, value]) =>
      typeof value === 'string' ? [{ name, value, place: places.get(name) ?? job.place }] : [],
    )
  const legs = [...leg].map(([name, value]) => ({ name, value, place: task.get('matrix')?.place ?? job.place }))
  const environment =
    environmentOfArguments(legs) ?? environmentOfArguments(all(given)) ?? environmentOfArguments(all(inner))
  return environment ? { ...job, environment } : job
}
