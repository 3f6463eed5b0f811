import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import type { Repository } from '../../repository.ts'
import { type Manifest, readManifests } from '../dialect/manifests.ts'
import { type Draft, named } from '../dialect/named.ts'
import { type Finders, mostSteps } from '../dialect/reading.ts'
import { brokenWorkflow, templateWorkflow } from '../dialect/unread.ts'
import type { Job, Trigger, Workflow } from '../model.ts'
import type { Reading } from './dialect.ts'
import { followPipeline, type PipelineContext, readPipeline } from './jobs.ts'
import { givenParams, innerParams, noParams, type Params } from './params.ts'
import { allStarts, type Start } from './starts.ts'
import { readTask } from './tasks.ts'

const system = 'tekton'
const kinds = new Set([
  'Pipeline',
  'Task',
  'ClusterTask',
  'StepAction',
  'PipelineRun',
  'TaskRun',
  'TriggerTemplate',
  'TriggerBinding',
  'ClusterTriggerBinding',
  'Trigger',
  'EventListener',
  'CronJob',
]) // prettier-ignore
const api = /^(tekton\.dev|triggers\.tekton\.dev)\/|^batch\/v1/
/** What Pipelines as Code reads. */
const wellKnown = /^\.tekton\/.*\.ya?ml$/
/** Kinds that do something by themselves: where such a file cannot be read, a pipeline is hidden. */
const starting = /^(Pipeline|PipelineRun|TaskRun|TriggerTemplate)$/

/**
 * The pipelines of Tekton in the one form of all pipelines: one workflow for each way in which a Pipeline is started here
 * (a PipelineRun, a TriggerTemplate), and one for each Pipeline that nothing here starts. Never throws: what cannot be
 * read is a problem of its workflow, and hides what it does.
 */
export async function readTekton(repository: Repository, finders: Finders): Promise<Workflow[]> {
  const manifests = await readManifests(repository, { api, kinds, wellKnown })
  const budget = { left: mostSteps }
  const shared = { repository, finders, manifests, budget, started: new Set<Manifest>() }
  const reading = (): Reading => ({ ...shared, problems: [] })
  const drafts: Draft[] = []
  for (const start of await allStarts(reading())) drafts.push(await ofStart(start, reading()))
  for (const manifest of manifests.ofKind('Pipeline')) {
    if (!shared.started.has(manifest)) drafts.push(await ofPipeline(manifest, reading()))
  }
  const unread = manifests.unread.filter((file) => file.kinds.some((kind) => starting.test(kind)))
  const hidden = unread.map(({ file, template }) => unreadable(file, template, repository))
  return [
    ...named(drafts),
    ...hidden,
    ...(await brokenFiles(repository, new Set([...manifests.all, ...unread].map(({ file }) => file)))),
  ]
}

async function ofStart({ run, params, triggers, name, place }: Start, reading: Reading): Promise<Draft> {
  const spec = run.get('spec')
  const given = givenParams(spec?.get('params') ?? spec?.at('inputs', 'params'), params)
  const base = { reading, params, prefix: '', via: [], condition: undefined, circle: [] }
  const jobs = spec ? await jobsOfRun(run, spec, name, given, base) : []
  return draft(run.file, name, place, triggers, jobs, reading)
}

async function jobsOfRun(
  run: DataNode,
  spec: DataNode,
  name: string,
  given: Params,
  base: PipelineContext,
): Promise<readonly Job[]> {
  const { reading, params } = base
  if (run.get('kind')?.text === 'TaskRun') {
    const job = await readTask(spec, { reading, params, id: name, via: [], condition: undefined, leg: new Map() })
    return [
      {
        ...job,
        key: name,
        name,
        place: (run.at('metadata', 'name') ?? run.at('metadata', 'generateName') ?? run).place,
      },
    ]
  }
  const embedded = spec.get('pipelineSpec')
  // parameters of the run are seen inside of what is written in it
  if (embedded) return readPipeline(embedded, { ...base, params: innerParams(embedded.get('params'), given) })
  const ref = spec.get('pipelineRef')
  if (ref) return followPipeline(ref, ref.get('name')?.text ?? name, given, base)
  reading.problems.push({
    place: spec.place,
    message: `${name} has neither \`pipelineRef\` nor \`pipelineSpec\``,
    unreadable: true,
  })
  return []
}

/** A pipeline that nothing here starts: people or systems outside do. */
async function ofPipeline(manifest: Manifest, reading: Reading): Promise<Draft> {
  const { node, name, place, file } = manifest
  const spec = node.get('spec')
  const params = innerParams(spec?.get('params'), noParams)
  const circle = [name]
  const jobs = spec
    ? await readPipeline(spec, { reading, params, prefix: '', via: [], condition: undefined, circle })
    : []
  return draft(file, name, place, [{ kind: 'external', event: 'outside', place }], jobs, reading)
}

function draft(
  file: string,
  name: string,
  place: Place,
  triggers: readonly Trigger[],
  jobs: readonly Job[],
  reading: Reading,
): Draft {
  reading.repository.claim(file)
  return { file, system, name: name || file, place, triggers, jobs, hidden: [], problems: reading.problems }
}

/** A template (Helm, an engine of its own) is hidden by name; any other file that cannot be read is lost evidence. */
function unreadable(file: string, template: boolean, repository: Repository): Workflow {
  if (template) return templateWorkflow(file, system)
  repository.claim(file)
  return brokenWorkflow(file, system)
}

/** Files where Pipelines as Code looks that hold nothing it could read. */
async function brokenFiles(repository: Repository, read: ReadonlySet<string>): Promise<Workflow[]> {
  const found: Workflow[] = []
  for (const { path, area } of repository.ending('.yaml', '.yml')) {
    if (!/^\.tekton\//.test(path) || area === 'excluded' || read.has(path)) continue
    const documents = await repository.yaml(path)
    if (documents?.some((document) => document.kind === 'map')) continue
    found.push(unreadable(path, false, repository))
  }
  return found
}
