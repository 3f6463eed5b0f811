import type { Kind } from '../../../../config/vocabulary.ts'
import { joinPath } from '../../../../documents/path.ts'
import { Hidden, isHidden } from '../../../hidden.ts'
import { argumentsOf } from '../../../image/arguments.ts'
import { everyKind, making } from '../../dialect/words.ts'
import type { Act, HiddenPart, Job, Starter, Step, Trigger, Workflow } from '../../model.ts'
import { isOpen } from '../deployment/target.ts'

/**
 * The workflows with those tied together that a command of one starts in another ({@link Workflow.startedBy}): the started
 * one gets a trigger for each start, so that what stood before the command stands before its jobs, and the command gets the
 * environment of its first job. Where more than the command is still to come in the starting workflow, builds that are
 * started by their file are tied with what follows hidden, and others are not.
 */
export function withStarts(workflows: readonly Workflow[]): readonly Workflow[] {
  const started = workflows.filter(({ startedBy }) => startedBy !== undefined)
  if (started.length === 0) return workflows
  const starts = workflows.flatMap((workflow) => startsIn(workflow, started))
  const startsOf = (workflow: Workflow) => starts.filter(({ of }) => of.includes(workflow))
  const isTied = (workflow: Workflow) =>
    workflow.startedBy?.file !== undefined || startsOf(workflow).every(({ last }) => last)
  const told = new Map(
    starts.map(({ act, of }) => [
      act,
      { environment: environmentOf(of), tied: of.every(isTied), kinds: kindsOfBuilds(act, of) },
    ]),
  )
  const tie = (workflow: Workflow): Workflow => {
    const own = startsOf(workflow)
    if (own.some(isOneOfMany)) return perhapsStarted(workflow, own)
    return own.length > 0 && isTied(workflow) ? startedWorkflow(workflow, own) : workflow
  }
  return workflows.map((workflow) => {
    const tied = tie(workflow)
    return starts.some((start) => start.workflow === workflow) ? withWhatIsTold(tied, told) : tied
  })
}

/** A command that starts other workflows. */
interface Start {
  readonly workflow: Workflow
  readonly job: Job
  readonly step: Step
  readonly act: Act
  readonly of: readonly Workflow[]
  /** all else that the workflow does comes before it */
  readonly last: boolean
}

function startsIn(workflow: Workflow, started: readonly Workflow[]): Start[] {
  return workflow.jobs.flatMap((job) =>
    job.steps.flatMap((step) =>
      step.acts.flatMap((act): Start[] => {
        const of = started.filter((one) => one !== workflow && isStart(act, one.startedBy as Starter))
        return of.length > 0 ? [{ workflow, job, step, act, of, last: isLast(act, job, workflow) }] : []
      }),
    ),
  )
}

function isStart(act: Act, { tools, named, names, file }: Starter): boolean {
  if (!tools.includes(act.tool)) return false
  const args = argumentsOf(act)
  const given = [...args.flag(...named), ...named.flatMap((name) => act.inputs?.[name] ?? [])]
  if (file && given.length === 0 && !args.has(...file.without)) given.push(file.usual)
  return given.some(
    (one) =>
      isOpen(one) ||
      names.some((name) => isHidden(name) || name === one) ||
      (file !== undefined && act.directory !== undefined && joinPath(act.directory, one) === file.path),
  )
}

/** Whether every other act that decides anything comes before an act: in its job, or in jobs that it waits for. */
function isLast(act: Act, job: Job, workflow: Workflow): boolean {
  const before = new Set<string>()
  const waiting = [job]
  for (const one of waiting) {
    for (const { job: id } of one.needs) {
      const needed = before.has(id) ? undefined : workflow.jobs.find((other) => other.id === id)
      before.add(id)
      if (needed) waiting.push(needed)
    }
  }
  const all = job.steps.flatMap(({ acts }) => acts)
  const later = all.slice(all.indexOf(act) + 1)
  const beside = workflow.jobs.filter((one) => one !== job && !before.has(one.id))
  const more = [...later, ...beside.flatMap(({ steps }) => steps.flatMap(({ acts }) => acts))]
  return more.every(({ kinds, hidden }) => kinds.length === 0 && !hidden?.couldBe.length) && !beside.some(isGate)
}

const isGate = ({ approval, hidden }: Job) => approval !== undefined || hidden !== undefined

function startedWorkflow(workflow: Workflow, starts: readonly Start[]): Workflow {
  const triggers = new Map<string, Trigger>()
  for (const { workflow: other, job, step, act } of starts) {
    const fromAct = { stepIndex: job.steps.indexOf(step), actIndex: step.acts.indexOf(act) }
    const trigger = { kind: 'pipeline', after: [other.id], fromJob: job.id, fromAct, place: act.place } as const
    triggers.set(`${other.id} ${job.id} ${fromAct.stepIndex} ${fromAct.actIndex}`, trigger)
  }
  const environment = workflow.startedBy?.file && environmentOfStarts(starts)
  const jobs = workflow.jobs.map((job) => ({
    ...job,
    ...(job.needs.length === 0 && { requiresTriggering: 'success' as const }),
    ...(environment && !job.environment && { environment }),
  }))
  return { ...workflow, triggers: [...triggers.values()], jobs, hidden: [...workflow.hidden, ...starts.flatMap(after)] }
}

/** Of builds that are named by their files a command starts one: which of several, a variable tells. */
const isOneOfMany = ({ of }: Start): boolean => of.length > 1 && of.every(({ startedBy }) => startedBy?.file)

/** A build that may be started by a command or by something else: what stands before it cannot be told. */
function perhapsStarted(workflow: Workflow, starts: readonly Start[]): Workflow {
  const hidden = starts.filter(isOneOfMany).map(({ act, workflow: { name } }): HiddenPart => {
    const value = new Hidden(`which build ${name} starts by ${act.tool}`, {
      kind: 'file',
      text: 'name the file of the build in the command that starts it',
    })
    return { place: act.place, value, couldBe: everyKind }
  })
  return { ...workflow, hidden: [...workflow.hidden, ...hidden] }
}

/** What the starting workflow does once the other one has ended: nothing ties that to the jobs of that one. */
function after({ workflow, act, last }: Start): HiddenPart[] {
  if (last) return []
  const value = new Hidden(`what ${workflow.name} does after ${act.tool}`, {
    kind: 'file',
    text: 'let the build itself test what it deploys, and tell of it',
  })
  return [{ place: act.place, value, couldBe: ['smoke-test', 'rollback', 'notify', 'status', 'record', 'verify'] }]
}

/** A build that a job submits works where the job does, if all that submit it work there. */
function environmentOfStarts(starts: readonly Start[]): Job['environment'] {
  const [first, ...rest] = starts.map(({ job }) => job.environment)
  const isOne = first && !isHidden(first.name) && rest.every((one) => one?.name === first.name)
  return isOne ? first : undefined
}

/** The environment that all of the started workflows begin with. */
function environmentOf(started: readonly Workflow[]): string | undefined {
  const names = new Set(started.map(({ jobs }) => jobs.find(({ needs }) => needs.length === 0)?.environment?.name))
  const [name] = names
  return names.size === 1 && !isHidden(name) ? name : undefined
}

/** What is told of a command that starts others. */
interface Told {
  readonly environment: string | undefined
  /** what it has done where it succeeds; undefined where the tables know that */
  readonly kinds: readonly Kind[] | undefined
  readonly tied: boolean
}

/** What a build can have done for those who wait for it; what it deploys, and whom it tells, is its own. */
const done = new Set<Kind>([...making, 'verify'])

/** What each of the builds that a command may submit by their file does, or ends without success. */
function kindsOfBuilds({ words }: Act, started: readonly Workflow[]): readonly Kind[] | undefined {
  if (!started.every(({ startedBy }) => startedBy?.file)) return undefined
  if (words.includes('--async')) return []
  const [first = [], ...rest] = started.map(({ jobs }) =>
    jobs
      .filter(({ allowFailure }) => allowFailure === false)
      .flatMap(({ steps }) => steps.flatMap(({ acts }) => acts.filter(({ onFailure }) => onFailure === 'stops')))
      .flatMap(({ kinds }) => kinds),
  )
  return [...new Set(first)].filter((kind) => done.has(kind) && rest.every((kinds) => kinds.includes(kind)))
}

/** Who listens to the started workflow stays hidden. */
const untold = new Set(['notify', 'status', 'record'])

/** What was hidden behind the command stands in the workflows that it starts, where they are tied to it. */
function withWhatIsTold(workflow: Workflow, all: ReadonlyMap<Act, Told>): Workflow {
  const told = (act: Act): Act => {
    const known = all.get(act)
    if (!known) return act
    const environment = act.environment ?? known.environment
    const { hidden } = act
    const left = hidden && known.tied && { ...hidden, couldBe: hidden.couldBe.filter((kind) => untold.has(kind)) }
    return {
      ...act,
      ...(known.kinds && { kinds: known.kinds }),
      ...(environment !== undefined && { environment }),
      ...(left && { hidden: left }),
    }
  }
  const jobs = workflow.jobs.map((job) => ({
    ...job,
    steps: job.steps.map((step) => ({ ...step, acts: step.acts.map(told) })),
  }))
  return { ...workflow, jobs }
}
