import { DataNode } from '../../../documents/tree.ts'
import { Hidden } from '../../hidden.ts'
import { everyKind } from '../dialect/words.ts'
import type { Job, Workflow } from '../model.ts'
import { fileOfPipeline, noteResources } from './arrivals.ts'
import { mentionedIn } from './branches.ts'
import { fieldOf, partOf } from './expand.ts'
import { possibleRuns } from './runs.ts'
import { type Bound, type Meaning, noVariables, type Reading, type Scope } from './scope.ts'
import { readJobs, readStages } from './stages.ts'
import { callTemplate, noteBranches } from './templates.ts'
import { inputsOf, readTriggers } from './triggers.ts'
import { withVariables } from './variables.ts'
import { jobsGiven } from './wrapped.ts'

/** One pipeline, with the templates of this repository that it uses spliced in. */
export async function readPipeline(file: string, root: DataNode | undefined, reading: Reading): Promise<Workflow> {
  const base = { id: file, file, system: 'azure-pipelines', name: file }
  if (!root) {
    const place = { file }
    const value = new Hidden(`the content of ${file}`, { kind: 'file', text: `mend ${file}` })
    return {
      ...base,
      place,
      triggers: [],
      jobs: [],
      hidden: [{ place, value, couldBe: everyKind }],
      problems: [{ place, message: 'this pipeline cannot be read', unreadable: true }],
    }
  }
  const text = (await reading.repository.text(file))?.content ?? ''
  noteBranches(reading, text)
  const scope: Scope = {
    reading,
    file,
    parameters: new Map(),
    written: new Map(),
    locals: new Map(),
    variables: noVariables,
    runs: [],
    via: [],
    files: [file],
  }
  const triggers = readTriggers({ node: root, scope }, text).map((trigger) => {
    const after = trigger.after?.map((name) => fileOfPipeline(name, reading) ?? name)
    return after ? { ...trigger, after } : trigger
  })
  const runs = possibleRuns(triggers, mentionedIn(text), reading.home)
  const own: Bound = { node: root, scope: { ...scope, runs } }
  const written = new Map(inputsOf(own).map(({ name }) => [name.toLowerCase(), name]))
  const started: Scope = { ...own.scope, parameters: startParameters(own), written }
  const bound = {
    node: root,
    scope: await withVariables(fieldOf({ node: root, scope: started }, 'variables'), started),
  }
  noteRepositories(bound)
  noteResources(bound)
  const jobs = await jobsOf(bound, fieldOf(bound, 'pool'))
  if (!jobs.length && !reading.hidden.length && !reading.problems.length) {
    const message = 'no stages, jobs, steps or template: this pipeline does nothing'
    reading.problems.push({ place: root.place, message, unreadable: false })
  }
  const after = triggers.some((trigger) => trigger.kind === 'pipeline')
  return {
    ...base,
    place: root.get('name') ? root.keyPlace('name') : root.keyPlace(root.entries[0]?.key ?? ''),
    triggers,
    ...(!root.get('pr') && triggers.every(({ kind }) => kind === 'manual') && { mayCheckRequests: true }),
    // Another pipeline starts this one only when it has succeeded.
    jobs: after ? jobs.map((job) => ({ ...job, requiresTriggering: 'success' as const })) : jobs,
    hidden: reading.hidden,
    problems: reading.problems,
  }
}

function startParameters(root: Bound): Map<string, Meaning> {
  const found = new Map<string, Meaning>()
  const declared = root.node.get('parameters')
  for (const input of inputsOf(root)) {
    const node =
      declared?.kind === 'map'
        ? declared.get(input.name)
        : declared?.items.find((item) => item.get('name')?.text === input.name)?.get('default')
    const fallback = node ? { node, scope: root.scope } : undefined
    found.set(input.name.toLowerCase(), { kind: 'start', start: { input, fallback } })
  }
  return found
}

function noteRepositories(root: Bound): void {
  for (const held of fieldOf(root, 'resources')) {
    for (const list of fieldOf(held, 'repositories')) {
      for (const item of list.node.items) {
        const alias = item.get('repository')?.text
        if (alias) root.scope.reading.repositories.set(alias.toLowerCase(), item.get('name')?.text ?? alias)
      }
    }
  }
}

/** The jobs of a root, of a pipeline or of a template that it extends: stages, else jobs, else steps. */
async function jobsOf(root: Bound, pool: readonly Bound[]): Promise<Job[]> {
  const found: Job[] = []
  for (const extended of fieldOf(root, 'extends')) {
    const { roots, hidden } = await callTemplate(extended)
    for (const inner of roots) {
      noteRepositories(inner)
      const scope = await withVariables(fieldOf(inner, 'variables'), inner.scope)
      found.push(...(await jobsOf({ ...inner, scope }, [...pool, ...fieldOf(inner, 'pool')])))
    }
    if (hidden) {
      root.scope.reading.hidden.push({ place: hidden.place, value: hidden.value, couldBe: hidden.couldBe })
      // What it is given to wrap is here all the same.
      for (const given of fieldOf(extended, 'parameters')) {
        const parts = await partsOf(given, pool)
        found.push(...(parts.length ? parts : await jobsGiven(given, pool, hidden)))
      }
    }
  }
  found.push(...(await partsOf(root, pool)))
  return found
}

async function partsOf(root: Bound, pool: readonly Bound[]): Promise<Job[]> {
  const has = (key: string) => fieldOf(root, key).length > 0
  if (has('stages')) return readStages(partOf(root, 'stages'), pool)
  if (has('jobs')) return readJobs(partOf(root, 'jobs'), pool)
  if (has('phases')) return readJobs(fieldOf(root, 'phases'), pool)
  return has('steps') ? readJobs([asJob(root)], pool) : []
}

/** A pipeline of steps alone is one job. */
function asJob({ node, scope }: Bound): Bound {
  return { node: new DataNode('list', node.file, node.span, null, [node], [], '', ''), scope }
}
