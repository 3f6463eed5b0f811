import { joinPath } from '../../documents/path.ts'
import { mayChange } from '../change/may-hold.ts'
import { waysOfAct, waysOfHidden } from '../change/of-act.ts'
import { waysOnNode, worksOnNode } from '../change/on-node.ts'
import { provisionedBy } from '../change/provisioners.ts'
import { changedByHooks } from '../change/server-hooks.ts'
import { writesData } from '../change/sql.ts'
import type { FoundWay } from '../change/ways.ts'
import { type Context, collector } from '../collector.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { anything } from '../pipeline/commands/hidden.ts'
import { neverRuns } from '../pipeline/graph/deployment/deployments.ts'
import { isPassing } from '../pipeline/graph/deployment/throw-away.ts'
import { deploymentsOf, environmentAt } from '../pipeline/graph/deployment/where.ts'
import { startedBy } from '../pipeline/graph/guard/trace.ts'
import { type Graph, graphOf } from '../pipeline/graph/index.ts'
import { type Atom, isForgeGate } from '../pipeline/graph/run/atoms.ts'
import type { Plan } from '../pipeline/graph/run/family.ts'
import type { Act, HiddenPart, Job } from '../pipeline/model.ts'
import type { DirectChange } from '../schema/change.ts'
import type { ManualChange, ManualSession } from '../schema/document.ts'
import type { TraceStop } from '../schema/form.ts'

/** Changes of running systems past the files: those of pipelines and the scripts they call, and those that documents tell of. */
export default collector({
  yields: ['directChanges'],
  needs: ['workflows', 'manualChanges', 'manualSessions'],
  reads: 'the pipelines, the scripts that they call, and what documents tell people to do',
  touches: { path: /^deploy\.php$|(^|\/)Capfile$|\.(tf|tofu|sh)$|(^|\/)[^/]*app-?spec[^/]*\.(ya?ml|json)$/i },
  async collect(context) {
    const graph = graphOf(context)
    const found = new Map<string, DirectChange>()
    const add = (change: Change) => {
      const { file, start } = change.place
      const where = isHidden(change.environment) ? '?' : change.environment
      const id = `${file}:${start ?? 0}:${change.way}@${where}`
      const known = found.get(id)
      if (!known || (isHidden(known.changes) && change.changes === true))
        found.set(id, { id, ...change } as DirectChange)
    }
    for (const plan of graph.judge.plans.all) {
      if (plan.workflow.read === false) continue
      for (const change of await inPipeline(plan, graph, context)) add(change)
    }
    for (const told of context.observed.manualChanges) for (const change of changesTold(told, true)) add(change)
    for (const told of context.observed.manualSessions)
      for (const change of changesTold(told, unsaidIn(told))) add(change)
    return { directChanges: [...found.values()] }
  },
})

/** What an action runs on another machine, of which nothing is known: that it goes there is judged by the action itself. */
const isInside = ({ step, act, hidden }: Atom): boolean =>
  hidden?.couldBe.length === anything.length &&
  (step?.acts.some((one) => one.remote && one.inputs && one !== act) ?? false)

type Change = Omit<DirectChange, 'id' | 'component'>

/** What a document tells a person to do, as a change for each way that it goes. */
const changesTold = (told: ManualChange | ManualSession, changes: Seen<boolean>): readonly Change[] =>
  told.ways.map((way) => {
    const { file, command, chapter, environment, place } = told
    return { file, source: 'document', way, changes, command, job: chapter, environment, place, path: [] }
  })

/** What is done in a session that a document only opens. */
const unsaidIn = ({ file, command }: ManualSession): Hidden =>
  new Hidden(
    `what a person does there by "${command}"`,
    { kind: 'file', text: `say in ${file} what is done there, or let a job of the pipeline do it` },
    'unknown',
  )

async function inPipeline(plan: Plan, graph: Graph, context: Context): Promise<readonly Change[]> {
  const { workflow } = plan
  const { judge, nodes, settings } = graph
  const passes = judge.passes(plan)
  const changes: Change[] = []
  const runOf = (jobIndex: number) => passes.find((pass) => pass.jobs[jobIndex]?.runs !== 'no')
  const reached = (jobIndex: number) => workflow.triggers.length === 0 || runOf(jobIndex) !== undefined
  const make = (
    job: Job,
    jobIndex: number,
    act: Act | undefined,
    more: Pick<Change, 'way' | 'changes' | 'command' | 'place'>,
  ): Change => ({
    file: more.place.file,
    source: 'pipeline',
    job: job.id,
    environment: environmentAt(plan, job, act, nodes, settings).class,
    path: wayTo(job, act, more, runOf(jobIndex)),
    ...more,
  })
  for (const [jobIndex, job] of workflow.jobs.entries()) {
    if (!reached(jobIndex)) continue
    const isOnNode = deploymentsOf(job, nodes).some(({ atoms }) => atoms.some(({ act }) => act && worksOnNode(act)))
    for (const [stepIndex, step] of job.steps.entries()) {
      const using = step.acts.find((act) => act.remote && act.inputs)
      for (const act of using ? [using] : step.acts) {
        if (neverRuns({ job, step, act }, plan)) continue
        for (const { way, text, place } of await provisionedBy(act, context.repository))
          changes.push(make(job, jobIndex, act, { way, changes: true, command: text, place }))
        for (const { text, ...hook } of await changedByHooks(act, context.repository))
          changes.push(make(job, jobIndex, act, { ...hook, command: text }))
        const ways = [...waysOfAct(act), ...(isOnNode ? waysOnNode(act) : [])]
        if (ways.length === 0 || isPassing({ act, job, stepIndex, actIndex: step.acts.indexOf(act) })) continue
        for (const one of ways) {
          const changed = await changesOf(one, act, context)
          if (changed === false) continue
          const more = { way: one.way, changes: changed, command: oneLine(act.text), place: act.place }
          const change = make(job, jobIndex, act, more)
          if (!isOfTests(change, plan, nodes, context)) changes.push(change)
        }
      }
    }
  }
  for (const atom of plan.atoms) {
    const { hidden, job, jobIndex } = atom
    if (!hidden || isForgeGate(atom) || !reached(jobIndex) || neverRuns(atom, plan)) continue
    if (!mayChange(atom, nodes)) continue
    for (const one of hiddenChanges(hidden)) {
      if (one.way === 'ssh' && isInside(atom)) continue
      changes.push(make(job, jobIndex, atom.act, { ...one, command: oneLine(atom.text) }))
    }
  }
  for (const part of workflow.hidden) {
    for (const one of hiddenChanges(part)) {
      const { what, settle } = part.value
      const environment = new Hidden(what, settle, 'unknown')
      changes.push({ file: part.place.file, source: 'pipeline', job: '', environment, command: what, path: [], ...one })
    }
  }
  return changes
}

/**
 * Statements of a script of tests, in a pipeline that deploys nothing and names no environment there: the database that they
 * are sent to is one for tests.
 */
const isOfTests = ({ way, environment, place }: Change, plan: Plan, nodes: Graph['nodes'], { repository }: Context) =>
  way === 'database' &&
  isHidden(environment) &&
  repository.file(place.file)?.area === 'test' &&
  !nodes.some((node) => node.plan === plan)

const hiddenChanges = (part: HiddenPart) =>
  waysOfHidden(part).map((way) => ({ way, changes: part.value, place: part.place }))

/** Whether a way that was found is gone: a file of statements decides by what it holds. */
async function changesOf(one: FoundWay, act: Act, context: Context): Promise<Seen<boolean>> {
  const { repository } = context
  if (one.changes === 'yes') return true
  const settle = { kind: 'file', text: 'let a job of the pipeline do it with the tool that is made for it' } as const
  if (one.way === 'file-copy' && act.tool.startsWith('dep') && (await recipeCopies(context.repository))) return true
  if (one.changes === 'open') return new Hidden(`what "${oneLine(act.text)}" does there`, settle)
  const path = act.directory === undefined ? undefined : joinPath(act.directory, one.path ?? '')
  const text = path === undefined || !repository.has(path) ? undefined : await repository.text(path)
  return text ? writesData(text.content) : new Hidden(`what the statements in ${one.path} do`, settle)
}

/** Deployer's recipe says whether it uploads: `upload('build/', '{{release_path}}')` (https://deployer.org/docs/7.x/api). */
async function recipeCopies(repository: Context['repository']): Promise<boolean> {
  const text = repository.has('deploy.php') ? await repository.text('deploy.php') : undefined
  return text !== undefined && /^(?!\s{0,80}(\/\/|\*|#)).{0,400}\bupload\s?\(/m.test(text.content)
}

/** From the trigger to the command, as a finding shows it. */
function wayTo(
  job: Job,
  act: Act | undefined,
  { command, place }: Pick<Change, 'command' | 'place'>,
  pass: ReturnType<Graph['judge']['passes']>[number] | undefined,
): readonly TraceStop[] {
  const { run } = pass?.info ?? {}
  return [
    ...(run ? [{ place: run.trigger.place, text: startedBy(run) }] : []),
    { place: job.place, text: `job ${job.id}` },
    ...(act?.via ?? []).map((one) => ({ place: one, text: 'called here' })),
    { place, text: command },
  ]
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 120 ? `${line.slice(0, 119)}…` : line
}
