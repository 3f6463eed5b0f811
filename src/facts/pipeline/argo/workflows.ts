import type { DataNode } from '../../../documents/tree.ts'
import { Hidden } from '../../hidden.ts'
import type { Repository } from '../../repository.ts'
import { readManifests } from '../dialect/manifests.ts'
import { type Draft, named } from '../dialect/named.ts'
import { toSay } from '../dialect/question.ts'
import { type Finders, mostSteps } from '../dialect/reading.ts'
import { brokenWorkflow, templateWorkflow } from '../dialect/unread.ts'
import { couldServe, likelyKind } from '../dialect/words.ts'
import type { Condition, Job, Workflow } from '../model.ts'
import type { Names, Reading } from './dialect.ts'
import { behind, exitHandler, hookJobs } from './hooks.ts'
import { readTemplate, type UseContext } from './jobs.ts'
import { allStarts, choicesOf, environmentChoice, type Start } from './starts.ts'
import { idOf, inSpec } from './templates.ts'
import { textWith } from './values.ts'

const system = 'argo-workflows'
const kinds = new Set([
  'Workflow',
  'WorkflowTemplate',
  'ClusterWorkflowTemplate',
  'CronWorkflow',
  'Sensor',
  'EventSource',
])
const api = /^argoproj\.io\//

/**
 * The workflows of Argo in the one form of all pipelines: one for each Workflow, CronWorkflow and submission of a Sensor,
 * and one for each template with an entrypoint that nothing here uses. Never throws: what cannot be read is a problem of
 * its workflow, and hides what it does.
 */
export async function readArgo(repository: Repository, finders: Finders): Promise<Workflow[]> {
  const manifests = await readManifests(repository, { api, kinds })
  const budget = { left: mostSteps }
  const reading = (): Reading => ({ repository, finders, manifests, budget, used: new Set(), problems: [] })
  const shared = reading()
  const used = shared.used
  const drafts: { start: Start; workflow: Draft }[] = []
  for (const start of allStarts(shared)) {
    const own = reading()
    drafts.push({ start, workflow: await ofStart(start, own) })
    for (const id of own.used) if (!start.template || id !== idOf(start.template)) used.add(id)
  }
  const shown = drafts
    .filter(({ start }) => !start.template || !used.has(idOf(start.template)))
    .map(({ workflow }) => workflow)
  const unread = manifests.unread.filter((file) => file.kinds.some((kind) => /Workflow/.test(kind)))
  return [...named(shown), ...unread.map(({ file, template }) => unreadable(file, template, repository))]
}

async function ofStart(start: Start, reading: Reading): Promise<Draft> {
  const { file, name, place, triggers, spec, base } = start
  const choice = triggers.some((trigger) => trigger.inputs?.length)
    ? environmentChoice(choicesOf(spec, base))
    : undefined
  const jobs: Job[] = []
  for (const option of choice?.options ?? [undefined]) {
    const condition: Condition | undefined =
      choice && option !== undefined
        ? { text: `${choice.name} == ${option}`, place, holds: (run) => chosen(run.inputs[choice.name], option) }
        : undefined
    const names = namesOf(start, choice && option !== undefined ? new Map([[choice.name, option]]) : new Map())
    const of = await jobsOf(start, names, condition, reading)
    jobs.push(...(option === undefined ? of : labelled(of, option)))
  }
  reading.repository.claim(file)
  return { file, system, name: name || file, place, triggers, jobs, hidden: [], problems: reading.problems }
}

const chosen = (value: string | undefined, option: string) => (value === undefined ? undefined : value === option)

/** The jobs of one option of a choice, with ids of their own. */
function labelled(jobs: readonly Job[], option: string): Job[] {
  const id = (of: string) => `${of} (${option})`
  return jobs.map((job) => ({
    ...job,
    id: id(job.id),
    needs: job.needs.map((need) => ({ ...need, job: id(need.job) })),
    steps: job.steps.map((step) => ({ ...step, id: step.id.replace(/(?=\/\d+$)/, ` (${option})`) })),
  }))
}

/** `workflow.parameters.*`: the defaults of the template, what the workflow says, what an event fills in, a choice. */
function namesOf({ spec, base, filled }: Start, choice: ReadonlyMap<string, string>): Names {
  const names = new Map<string, string>()
  for (const one of [base, spec]) {
    const list = one?.at('arguments', 'parameters')?.asList ?? []
    for (const [index, parameter] of list.entries()) {
      const name = parameter.get('name')?.text
      const value = (parameter.get('value') ?? parameter.get('default'))?.text
      if (name === undefined) continue
      const event = one === spec ? (filled.get(name) ?? filled.get(String(index))) : undefined
      if (event !== undefined) names.set(`workflow.parameters.${name}`, event)
      else if (value !== undefined) names.set(`workflow.parameters.${name}`, textWith(value, names))
    }
  }
  for (const [name, value] of choice) names.set(`workflow.parameters.${name}`, value)
  return names
}

async function jobsOf(start: Start, names: Names, condition: Condition | undefined, reading: Reading): Promise<Job[]> {
  const { spec, base, place, name } = start
  const templates = spec?.get('templates') ? spec : (base ?? spec)
  const entry = spec?.get('entrypoint') ?? base?.get('entrypoint')
  const ref = spec?.get('workflowTemplateRef')
  if (ref && !base) return [elsewhere(ref, name, condition)]
  if (!templates || entry?.text === undefined) {
    reading.problems.push({ place, message: `${name} has no \`entrypoint\`: nothing runs`, unreadable: false })
    return []
  }
  const context: UseContext = {
    reading,
    names,
    prefix: '',
    via: [],
    condition,
    circle: [],
    allowFailure: false,
    taken: new Set(),
  }
  const use = { id: '', key: '', node: entry, place: entry.place, names }
  const found = inSpec(templates, textWith(entry.text, names))
  const main = await readTemplate(found, given(names), use, context)
  const jobs = main.map((job) =>
    found.template && job.steps.length && job.place === entry.place
      ? { ...job, place: (found.template.get('name') ?? found.template).place }
      : job,
  )
  const ids = jobs.map(({ id }) => id)
  const exit = spec?.get('onExit') ?? base?.get('onExit')
  if (exit?.text !== undefined)
    jobs.push(
      ...behind(
        await exitHandler(exit, templates, { ...context, taken: new Set(ids) }),
        'onExit',
        ids,
        'completion',
        exit,
      ),
    )
  for (const { key, value } of (spec?.get('hooks') ?? base?.get('hooks'))?.entries ?? []) {
    if (key !== 'running')
      jobs.push(...(await hookJobs(value, key, ids, templates, { ...context, prefix: `${key} / ` })))
  }
  return jobs
}

/** The inputs of the entrypoint are those of the workflow by the same names. */
function given(names: Names): ReadonlyMap<string, string> {
  return new Map(
    [...names].flatMap(([name, value]) =>
      name.startsWith('workflow.parameters.') ? [[name.slice(20), value] as const] : [],
    ),
  )
}

/** A workflow whose template is not here: one job, of which people can say what it does. */
function elsewhere(ref: DataNode, name: string, condition: Condition | undefined): Job {
  const template = ref.get('name')?.text ?? ''
  const value = new Hidden(
    `the workflow template ${template}`,
    toSay(`what ${name} does`, { job: name }, [likelyKind(template, name)]),
  )
  return {
    id: name,
    key: name,
    name,
    place: ref.place,
    via: [],
    needs: [],
    ...(condition && { condition }),
    steps: [],
    allowFailure: false,
    hidden: { place: ref.place, value, couldBe: couldServe(template, name) },
  }
}

/** A template of Helm or its like is hidden by name; any other file that cannot be read is lost evidence. */
function unreadable(file: string, template: boolean, repository: Repository): Workflow {
  if (template) return templateWorkflow(file, system)
  repository.claim(file)
  return brokenWorkflow(file, system, 'this workflow cannot be read')
}
