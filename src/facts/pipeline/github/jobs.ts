import type { Place } from '../../../documents/place.ts'
import { type DataNode, walk } from '../../../documents/tree.ts'
import { both } from '../dialect/conditions.ts'
import { freeId } from '../dialect/named.ts'
import { asTexts, unknown } from '../dialect/outcome.ts'
import { spend } from '../dialect/reading.ts'
import { standingIn } from '../dialect/within.ts'
import type { Condition, Job, Need, Run } from '../model.ts'
import { callInputs, environmentInput, hiddenCall, localWorkflow } from './call.ts'
import { casesByTarget } from './chosen-targets.ts'
import { behind, type If, jobCondition, overLegs, readIf, triggeringRequirement } from './conditions.ts'
import { branchChosenUnseen, decidedElsewhere } from './decided-elsewhere.ts'
import { deepestCall, type Reading } from './dialect.ts'
import { endsUnlessWell } from './ends-unless-well.ts'
import { type EnvironmentCase, environmentCases, impliedCases, settled } from './environment.ts'
import { atEndOf, chosenExports } from './exports.ts'
import { isOneByOne, legsOf } from './matrix.ts'
import { edgesOf, needsFirst } from './needs.ts'
import { outputText } from './output-text.ts'
import { type Frame, namesIn } from './scope.ts'
import { flagOf, inputTexts, literalOutput, minutesOf, withEnv, written, writtenValues } from './step-values.ts'
import { readSteps } from './steps.ts'
import { type Expansion, needsOf, type Placed, type Target } from './targets.ts'
import { evaluateNode } from './template.ts'
import { stepsIn } from './uses.ts'
import { untouched } from './workspace.ts'

/** Where jobs stand: a workflow that is started, or one that is called. */
export interface JobsContext {
  readonly reading: Reading
  readonly root: DataNode
  /** what the workflow as a whole knows: its inputs, its starts */
  readonly frame: Frame
  /** `caller / ` in front of the ids of a called workflow's jobs */
  readonly prefix: string
  readonly via: readonly Place[]
  /** what the calling job waits for, and when it runs */
  readonly needs: readonly Need[]
  readonly condition: Condition | undefined
  readonly triggering: Job['requiresTriggering']
  /** files of the workflows one is in, outermost first */
  readonly files: readonly string[]
  /** files that were called: filled as one goes */
  readonly called: Set<string>
}

/** What is known of a job before it is split. */
interface Definition {
  readonly key: string
  readonly node: DataNode
  readonly place: Place
  readonly condition: If | undefined
  readonly frame: Frame
}

/** All jobs of a workflow, in the order of the file; those of called workflows of this repository stand for the call. */
export async function readJobs(context: JobsContext): Promise<Placed[]> {
  const { reading, root } = context
  const jobs = root.get('jobs')
  if (jobs?.kind !== 'map') {
    const message = jobs ? '`jobs` must be a map of jobs' : 'no `jobs`: this workflow does nothing'
    reading.problems.push({ place: jobs?.place ?? root.place, message, unreadable: true })
    return []
  }
  const definitions = definitionsOf(jobs, context)
  const edges = edgesOf(definitions, reading.problems)
  const expanded = new Map<string, Expansion>()
  for (const definition of needsFirst(definitions, edges)) {
    const needs = (runs: readonly Run[]) => needsOf(definition.key, context.prefix, edges, expanded, runs)
    expanded.set(definition.key, await expand(definition, needs, context))
  }
  return definitions.flatMap((definition) => expanded.get(definition.key)?.jobs ?? [])
}

/** A question that answers undefined when it comes to ask itself again. */
function once(ask: Frame['outputText']): Frame['outputText'] {
  const asked = new Set<string>()
  return (path) => {
    const id = path.join('.')
    if (asked.has(id)) return undefined
    asked.add(id)
    const answer = ask(path)
    asked.delete(id)
    return answer
  }
}

function definitionsOf(jobs: DataNode, context: JobsContext): Definition[] {
  const workflowFrame = withEnv(context.frame, context.root.get('env'))
  const frames = new Map<string, Frame>()
  const ends = new Map<string, Frame>()
  const busy = new Set<string>()
  const endOf = (job: string): Frame | undefined => {
    const node = jobs.get(job)
    const frame = frames.get(job)
    if (!node || !frame) return undefined
    const known = ends.get(job)
    if (known) return known
    // what asks for its own end on the way there sees its beginning
    ends.set(job, frame)
    const end = atEndOf(node, frame)
    ends.set(job, end)
    return end
  }
  const output: Frame['output'] = (job, name) => (run, situation) => {
    const value = jobs.at(job, 'outputs', name)
    const id = `${job}.${name}`
    if (!value || busy.has(id)) return unknown
    busy.add(id)
    const frame = endOf(job)
    if (!frame) return unknown
    const outcome = asTexts(evaluateNode(value, namesIn(frame, run, situation)))
    busy.delete(id)
    return outcome
  }
  return jobs.entries.flatMap(({ key, value: node }) => {
    const place = jobs.keyPlace(key)
    if (node.kind !== 'map') {
      context.reading.problems.push({ place, message: `the job ${key} must be a map`, unreadable: true })
      return []
    }
    // what its steps write sees the variables of the job
    const asked = new Set<string>()
    const inJob = () => withEnv(frames.get(key) ?? frame, node.get('env'))
    const frame: Frame = {
      ...workflowFrame,
      matrix: undefined,
      output,
      stepOutput: (id, name) => literalOutput([...stepsIn(node.get('steps'))], id, name, inJob),
      outputText: once(([context = '', id = '', name = '']) => {
        if (context === 'steps') {
          // a step that is made of a later one is made of nothing
          if (asked.has(id)) return undefined
          asked.add(id)
          const write = (text: string) => written(text, atEndOf(node, frames.get(key) ?? frame, id))
          const text = outputText([...stepsIn(node.get('steps'))], id, name, write)
          asked.delete(id)
          return text
        }
        const needed = endOf(id)
        const value = jobs.at(id, 'outputs', name)?.text
        const text = needed && value !== undefined ? written(value, needed) : undefined
        return text?.includes('${{') ? undefined : text
      }),
    }
    frames.set(key, frame)
    return [{ key, node, place, condition: readIf(node.get('if')), frame }]
  })
}

/** The uses of a job: one for each leg of its matrix and each environment that matters. */
async function expand(
  definition: Definition,
  needs: (runs: readonly Run[]) => readonly Need[],
  context: JobsContext,
): Promise<Expansion> {
  const { node, key } = definition
  const jobs: Placed[] = []
  const targets: Target[] = []
  const taken = new Set<string>()
  const uses = node.get('uses')
  const local = uses?.text ? localWorkflow(uses.text, context.reading) : undefined
  const ordered = isOneByOne(node)
  for (const leg of legsOf(node, definition.frame)) {
    const frame: Frame = { ...definition.frame, matrix: leg.values, legs: leg.each }
    const own = jobCondition(definition.condition, frame)
    const decidedBy = own && decidedElsewhere(definition.condition, context.root.get('jobs') ?? node, frame)
    const branchesBy = own && branchChosenUnseen(definition.condition, context.root.get('jobs') ?? node)
    const condition = own && { ...own, ...(decidedBy && { decidedBy }), ...(branchesBy && { branchesBy }) }
    const active = leg.runs.filter((run) => condition?.holds(run) !== false)
    const reached = active.length ? behind(definition.condition, frame, active) : frame
    const hasLeg = leg.holds && {
      text: `the matrix has ${leg.label || 'this leg'}`,
      place: (node.at('strategy', 'matrix') ?? node).place,
      holds: leg.holds,
    }
    const when = both(context.condition, condition, hasLeg)
    const cases = casesFor(node, reached, local !== undefined, context)
    const split = local !== undefined || cases.length > 1 || leg.holds !== undefined
    // Uses of which only some run in a start: the active ones stand for the job.
    const group = split ? context.prefix + key : undefined
    const place = (node.at('strategy', 'max-parallel') ?? node).place
    const earlier = ordered
      ? targets.map((leg): Need => ({ job: leg.id, place, requires: 'success', evenIfSkipped: true }))
      : []
    for (const each of cases) {
      if (!spend(context.reading, definition.place)) return { jobs, targets }
      const runs = each.runs.filter((run) => active.includes(run))
      const labels = [...new Set([leg.label, each.label].filter(Boolean))]
      const id = freeId(context.prefix + key + (labels.length ? ` (${labels.join(', ')})` : ''), taken)
      const pinned = each.pins && new Map([...(reached.pinned ?? []), ...each.pins])
      const inner: Frame = { ...reached, runs: each.runs, ...(pinned && { pinned }) }
      const job = await readJob(definition, inner, id, [...needs(runs), ...earlier], each, context, when)
      if (uses && local !== undefined) {
        const called = await splice(uses, local, job, node, inner, context)
        jobs.push(...called)
        targets.push(...awaitedOf(called).map((placed) => ({ id: placed.job.id, group, runs: placed.runs })))
      } else {
        jobs.push({ job, runs })
        targets.push({ id, group, runs })
      }
    }
  }
  return { jobs, targets }
}

/**
 * The jobs of a called workflow that somebody waits for who needs the call. One that starts only when another has failed is
 * skipped where all is well, and the call has then succeeded.
 */
function awaitedOf(called: readonly Placed[]): readonly Placed[] {
  const awaited = called.filter(({ job }) => !job.needs.some(({ requires }) => requires === 'failure'))
  return awaited.length > 0 ? awaited : called
}

/** A job with steps by its `environment:` or what its steps name, a call elsewhere by its inputs; a call here not at all. */
function casesFor(node: DataNode, frame: Frame, calls: boolean, context: JobsContext): readonly EnvironmentCase[] {
  const all = context.frame.runs
  if (calls) return environmentCases(undefined, frame)
  if (node.get('uses')) {
    const input = environmentInput(node)
    // what is called elsewhere records a deployment only if it takes it for its own environment
    return input ? environmentCases(input, frame, all, false) : impliedCases([node.get('with')], frame, all)
  }
  if (node.get('environment')) return environmentCases(node.get('environment'), frame, all)
  const named = [node.get('steps'), node.get('env'), context.root.get('env')]
  const cases = impliedCases(named, frame, all, chosenExports(node, withEnv(frame, node.get('env'))))
  const isNamed = cases.length > 1 || cases.some(({ environment }) => environment)
  return (isNamed ? undefined : casesByTarget(named, frame)) ?? cases
}

/** `concurrency: deploy-staging` of the job, else of its workflow. */
function groupsOf(nodes: readonly DataNode[], frame: Frame): Pick<Job, 'groups'> {
  const groups = nodes.flatMap((node) => {
    const group = node.get('concurrency')
    const text = (group?.kind === 'map' ? group.get('group') : group)?.text
    return text ? [written(text, frame)] : []
  })
  return groups.length > 0 ? { groups } : {}
}

async function readJob(
  definition: Definition,
  outer: Frame,
  id: string,
  own: readonly Need[],
  each: EnvironmentCase,
  context: JobsContext,
  when: Condition | undefined,
): Promise<Job> {
  const { node, key, place } = definition
  const { reading } = context
  const frame = withEnv(outer, node.get('env'))
  const condition = both(when, each.condition)
  const wanted = triggeringRequirement(definition.condition, definition.frame)
  const triggering =
    wanted ?? (endsUnlessWell(node.get('steps'), definition.frame) ? ('success' as const) : context.triggering)
  const minutes = minutesOf(node.get('timeout-minutes'), frame)
  const uses = node.get('uses')
  const job: Job = {
    id,
    key,
    name: written(node.get('name')?.text ?? key, frame),
    place,
    via: context.via,
    needs: withCaller(own, context.needs),
    ...(condition && { condition }),
    ...(triggering && { requiresTriggering: triggering }),
    ...(each.environment && { environment: each.environment }),
    steps: [],
    allowFailure: flagOf(node.get('continue-on-error'), frame, `continue-on-error of the job ${key}`),
    ...(minutes !== undefined && { timeoutMinutes: minutes }),
    ...groupsOf([node, context.root], frame),
  }
  if (uses?.text)
    return localWorkflow(uses.text, reading) === undefined
      ? { ...job, hidden: hiddenCall(uses, job, node, context.root) }
      : job
  const steps = node.get('steps')
  if (!steps) {
    reading.problems.push({ place, message: `the job ${key} has neither \`steps\` nor \`uses\``, unreadable: true })
    return job
  }
  const run = (name: string) => node.at('defaults', 'run', name)?.text ?? context.root.at('defaults', 'run', name)?.text
  // the runner sets it; where starts on several branches come to the job, it has no one value
  const branch = settled('${{ github.ref_name }}', frame)
  // set for pull requests alone (docs.github.com, "Default environment variables"), so that scripts fall back on the branch
  const source = settled('${{ github.head_ref }}', frame)
  const windows = /windows/i.test(node.get('runs-on')?.text ?? '')
  // a runner of one's own always has this label (docs.github.com, "Using self-hosted runners in a workflow")
  const stays = [...(node.get('runs-on') ? walk(node.get('runs-on') as DataNode) : [])].some(
    ({ text }) => text === 'self-hosted',
  )
  return {
    ...job,
    ...(stays && { machine: { stays: true } as const }),
    steps: overLegs(
      await readSteps(steps, {
        reading,
        frame,
        variables: {
          ...(branch !== undefined && { GITHUB_REF_NAME: branch }),
          ...(source !== undefined && { GITHUB_HEAD_REF: source }),
          ...writtenValues(context.root.get('env'), outer),
          ...writtenValues(node.get('env'), outer),
        },
        job: id,
        counter: { steps: 0 },
        via: context.via,
        shell: run('shell') ?? (windows ? 'pwsh' : undefined),
        directory: run('working-directory'),
        workspace: { now: untouched },
        exported: new Map(),
        outer: { condition: undefined, runsAfterFailure: 'no', continueOnError: false },
        actions: [],
      }),
    ),
  }
}

/** A called job waits for what its caller waits for: at its entries, and wherever a failure within does not hold it. */
function withCaller(own: readonly Need[], caller: readonly Need[]): Need[] {
  const held = own.some((need) => need.requires === 'success' && !need.evenIfSkipped)
  return held && own.every((need) => need.requires === 'success') ? [...own] : [...own, ...caller]
}

/** The jobs of a called workflow of this repository in the place of the call. */
async function splice(
  uses: DataNode,
  file: string,
  call: Job,
  node: DataNode,
  caller: Frame,
  context: JobsContext,
): Promise<Placed[]> {
  const { reading } = context
  const give = (message: string, unreadable: boolean): Placed[] => {
    reading.problems.push({ place: uses.place, message, unreadable })
    return [{ job: { ...call, hidden: hiddenCall(uses, call, node, context.root) }, runs: caller.runs }]
  }
  context.called.add(file)
  if (context.files.includes(file))
    return give(`workflows call each other in a circle: ${[...context.files, file].join(' → ')}`, false)
  if (context.files.length > deepestCall)
    return give(`workflows call each other more than ${deepestCall} levels deep`, false)
  if (!reading.repository.has(file)) return give(`there is no workflow ${file}`, false)
  reading.repository.claim(file)
  const root = await reading.root(file)
  // that its evidence is lost is told at the file itself
  if (!root) return give(`the workflow ${file} cannot be read`, false)
  const frame: Frame = {
    ...caller,
    env: new Map(),
    matrix: {},
    inputs: callInputs(root, node, caller, () => frame),
    pinned: undefined,
    output: () => () => unknown,
    stepOutput: () => () => unknown,
    outputText: () => undefined,
    envWritten: new Map(),
    inputText: inputTexts(
      node.get('with'),
      (name) => root.at('on', 'workflow_call', 'inputs', name, 'default'),
      caller,
    ),
  }
  const jobs = await readJobs({
    ...context,
    root,
    frame,
    prefix: `${call.id} / `,
    via: [...context.via, uses.place],
    needs: call.needs,
    condition: call.condition,
    triggering: call.requiresTriggering,
    files: [...context.files, file],
  })
  // A call without jobs still stands between what comes before and after it.
  if (!jobs.length) return [{ job: call, runs: caller.runs }]
  return jobs.map((placed) => ({ ...placed, job: standingIn(placed.job, { name: call.key, place: call.place }) }))
}
