import { type GroovyScript, parseGroovy } from '../../../documents/groovy/index.ts'
import { basename } from '../../../documents/path.ts'
import { compareText, type Place } from '../../../documents/place.ts'
import { Hidden } from '../../hidden.ts'
import type { Repository } from '../../repository.ts'
import { onMachinesThatStay } from '../dialect/machine.ts'
import { toSay } from '../dialect/question.ts'
import { type Budget, type Finders, mostSteps, type Reading } from '../dialect/reading.ts'
import { everyKind } from '../dialect/words.ts'
import type { HiddenPart, Problem, Workflow } from '../model.ts'
import type { Context, Machine } from './context.ts'
import { finished, Pipeline } from './draft.ts'
import { moduleReader } from './files.ts'
import { jenkinsfilesOf } from './jenkinsfiles.ts'
import { absentAt, hideLost, lostIn } from './lost.ts'
import { type Module, moduleOf } from './module.ts'
import { environmentBinding } from './structure/environment.ts'
import { parameterBindings, possibleRuns } from './structure/runs.ts'
import { walk } from './structure/walk.ts'
import { readTriggers } from './triggers.ts'
import { Scope } from './values/scope.ts'

/** All pipelines of Jenkins in a repository, in the one form. Never throws: what cannot be read is a problem. */
export async function readJenkins(repository: Repository, finders: Finders): Promise<Workflow[]> {
  const budget: Budget = { left: mostSteps }
  const found: Workflow[] = []
  const scripts = new Map<string, GroovyScript>()
  for (const { path } of await jenkinsfilesOf(repository)) {
    repository.claim(path)
    const reading: Reading = { repository, finders, problems: [], budget }
    found.push(onMachinesThatStay(await readPipeline(path, reading, moduleReader(repository, scripts))))
  }
  return found.sort((a, b) => compareText(a.file, b.file))
}

async function readPipeline(file: string, reading: Reading, moduleAt: Machine['module']): Promise<Workflow> {
  const text = await reading.repository.text(file)
  const base = { id: file, file, system: 'jenkins', name: file }
  if (!text || text.content.trim() === '')
    return unreadable(base, reading.problems, text ? 'this pipeline is empty' : 'this pipeline cannot be read')
  const module = moduleOf(file, text, parseGroovy(text.content))
  const place: Place = {
    file,
    start: module.script.statements[0]?.span.start ?? 0,
    end: module.script.statements[0]?.span.end ?? 0,
  }
  const triggers = readTriggers(module)
  const inputs = triggers.find((trigger) => trigger.kind === 'manual')?.inputs ?? []
  const { defaultBranch } = reading.repository.history ?? {}
  // files that are loaded and steps of vars/ belong to this pipeline: what is lost in them is lost here
  const modules = new Set([module])
  const machine: Machine = {
    reading,
    pipeline: new Pipeline(basename(file)),
    module: async (path) => {
      const taken = await moduleAt(path)
      if (taken) modules.add(taken)
      return taken
    },
    results: new Map(),
    absent: new Map(),
    parameters: parameterBindings(inputs),
    runs: possibleRuns(triggers, defaultBranch),
    walk,
  }
  const context = startOf(module, machine, place)
  await walk(module.script.statements, { ...context, environmentName: environmentBinding(context) })
  machine.pipeline.close()
  const others = [...modules].filter((each) => each !== module)
  const lost = [
    ...hideLost(module, machine.pipeline.jobs),
    ...others.flatMap(lostIn),
    ...[...machine.absent.values()].map(absentAt),
  ]
  const stays = nodesStay(text.content)
  const jobs = machine.pipeline.jobs.map(finished).map((job) => (stays ? { ...job, machine: { stays } } : job))
  return {
    ...base,
    place,
    triggers,
    jobs: jobs.length ? jobs : [],
    hidden: [...lost, ...(jobs.length ? [] : elsewhere(module, place))],
    problems: [...[...modules].flatMap(problemsOf), ...reading.problems],
  }
}

/**
 * Nodes of Jenkins are there before and after a run, but those that a plugin makes for it in a cluster, and containers that
 * the daemon of the node is not given to.
 */
function nodesStay(text: string): boolean {
  if (/\b(podTemplate|kubernetes)\b\s*[({]|\bdind\b/.test(text)) return false
  return /docker\.sock/.test(text) || !/\bagent\s*\{\s*(docker|dockerfile|kubernetes)\b|\.inside\b/.test(text)
}

function startOf(module: Module, machine: Machine, place: Place): Context {
  return {
    machine,
    module,
    scope: module.scope,
    environment: new Scope(undefined),
    stage: {
      path: [],
      key: machine.pipeline.name,
      place,
      via: [],
      within: [],
      condition: undefined,
      environment: undefined,
      timeoutMinutes: undefined,
      approval: undefined,
    },
    via: [],
    calls: [],
    within: [],
    condition: undefined,
    runs: machine.runs,
    outcome: 'success',
    runsAfterFailure: 'no',
    group: undefined,
    directory: '',
    timeoutMinutes: undefined,
    environmentName: undefined,
    registry: '',
    returned: undefined,
  }
}

function problemsOf({ file, script }: Module): Problem[] {
  return script.problems.map(({ message, span }) => ({
    place: { file, ...span },
    message: `this is not read: ${message}`,
    unreadable: true,
  }))
}

/** No job at all, though something is called: a shared library holds the whole pipeline. */
function elsewhere({ file, script }: Module, place: Place): HiddenPart[] {
  if (!script.statements.some((statement) => statement.kind === 'expression')) return []
  const settle = toSay('what the pipeline does', { step: file }, ['<kind>'])
  return [{ place, name: file, value: new Hidden(`what the pipeline ${file} does`, settle), couldBe: everyKind }]
}

function unreadable(
  base: Pick<Workflow, 'id' | 'file' | 'system' | 'name'>,
  problems: readonly Problem[],
  message: string,
): Workflow {
  const place = { file: base.file }
  const settle = { kind: 'file', text: `mend ${base.file}` } as const
  const part = { place, value: new Hidden(`the content of ${base.file}`, settle), couldBe: everyKind }
  return {
    ...base,
    place,
    triggers: [],
    jobs: [],
    hidden: [part],
    problems: [...problems, { place, message, unreadable: true }],
  }
}
