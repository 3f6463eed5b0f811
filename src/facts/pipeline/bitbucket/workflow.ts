import type { DataNode } from '../../../documents/tree.ts'
import type { Repository } from '../../repository.ts'
import { onMachinesThatStay } from '../dialect/machine.ts'
import { type Finders, mostSteps, type Reading } from '../dialect/reading.ts'
import { brokenWorkflow } from '../dialect/unread.ts'
import type { Job, Problem, Trigger, Workflow } from '../model.ts'
import { hiddenJob } from './child.ts'
import { type Definition, readDefinitions } from './definitions.ts'
import { followImport } from './imports.ts'
import { type ItemContext, nothingOuter, readItems } from './items.ts'

const system = 'bitbucket-pipelines'

/**
 * Bitbucket reads this file of the root alone: "The name of the file must be bitbucket-pipelines.yml"
 * (support.atlassian.com/bitbucket-cloud/docs/configure-bitbucket-pipelinesyml). It never runs one of the other ending.
 */
const fileName = 'bitbucket-pipelines.yml'

/**
 * The pipelines of Bitbucket in the one form: each definition of the file is a workflow. Never throws: a file that cannot
 * be read is a workflow with a problem, and hides what it does.
 */
export async function readBitbucket(repository: Repository, finders: Finders): Promise<Workflow[]> {
  const workflows: Workflow[] = []
  const budget = { left: mostSteps }
  for (const { path, area } of repository.ofKind('yml')) {
    if (path !== fileName || area === 'excluded') continue
    repository.claim(path)
    const root = (await repository.yaml(path))?.find((document) => document.kind === 'map')
    const problems: Problem[] = []
    const definitions = root ? readDefinitions(root, problems) : []
    if (!root || !definitions.length)
      workflows.push(brokenWorkflow(path, system, 'this pipeline file cannot be read', problems))
    for (const definition of root ? definitions : []) {
      const reading: Reading = { repository, finders, budget, problems: [] }
      // What is wrong with the file as a whole is said with its first pipeline.
      const own = definition === definitions[0] ? problems : []
      const workflow = await readPipeline(path, definition, root as DataNode, reading)
      workflows.push(onMachinesThatStay({ ...workflow, problems: [...own, ...reading.problems] }))
    }
  }
  return workflows
}

async function readPipeline(file: string, definition: Definition, root: DataNode, reading: Reading): Promise<Workflow> {
  const { id, key, place, node } = definition
  return {
    id: `${file}#${id}`,
    file,
    system,
    secretsInEnvironment: true,
    name: id,
    place,
    triggers: definition.triggers,
    jobs: await readJobs(key, node, definition, root, reading),
    hidden: [],
    problems: [],
  }
}

async function readJobs(
  key: string,
  node: DataNode,
  definition: Definition,
  root: DataNode,
  reading: Reading,
): Promise<readonly Job[]> {
  const { place, triggers } = definition
  const context: ItemContext = {
    reading,
    root,
    inputs: inputsOf(triggers),
    variables: branchOf(definition),
    via: [],
    key,
    prefix: '',
    taken: new Set(),
    pipelines: definition.id.startsWith('custom/') ? [key] : [],
    outer: nothingOuter,
  }
  const source = node.kind === 'map' ? node.get('import') : undefined
  if (!source?.text) {
    if (node.kind !== 'list') {
      reading.problems.push({ place, message: `the pipeline ${definition.id} must be a list`, unreadable: true })
      return []
    }
    return (await readItems(node, context, [])).jobs
  }
  const imported = await followImport(source.text, root, reading)
  if (imported.kind === 'here') {
    const inside = { ...context, root: imported.root, via: [source.place] }
    return (await readItems(imported.node, inside, [])).jobs
  }
  if (imported.kind === 'circle') {
    const message = `pipelines import each other in a circle: ${imported.circle}`
    reading.problems.push({ place: source.place, message, unreadable: false })
  }
  const what = imported.kind === 'circle' ? `the pipeline ${source.text}` : imported.what
  return [hidden(key, what, source)]
}

/** A pipeline of one branch by name always has that one (support.atlassian.com, "Variables and secrets"). */
const branchOf = ({ id, key }: Definition): Record<string, string> =>
  id.startsWith('branches/') && /^[\w./-]+$/.test(key) ? { BITBUCKET_BRANCH: key } : {}

function inputsOf(triggers: readonly Trigger[]) {
  return triggers.flatMap((trigger) => trigger.inputs ?? [])
}

/** A pipeline that is elsewhere, as one job. */
function hidden(key: string, what: string, node: DataNode): Job {
  const { place } = node
  return {
    id: key,
    key,
    name: key,
    place,
    via: [],
    needs: [],
    steps: [],
    allowFailure: false,
    hidden: hiddenJob(what, { key, place }),
  }
}
