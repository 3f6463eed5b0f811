import { defaultSettings, type Settings } from '../../src/config/settings.ts'
import type { Kind } from '../../src/config/vocabulary.ts'
import { Hidden } from '../../src/facts/hidden.ts'
import { deploymentFact } from '../../src/facts/pipeline/graph/deployment/fact.ts'
import { buildGraph } from '../../src/facts/pipeline/graph/index.ts'
import type {
  Act,
  Condition,
  HiddenPart,
  Job,
  Need,
  Run,
  Step,
  Trigger,
  Workflow,
} from '../../src/facts/pipeline/model.ts'
import type { Deployment } from '../../src/facts/schema/pipeline.ts'
import type { ForgeSettings } from '../../src/sources/forge/settings.ts'

/*
 * Workflows for tests of the graph, without any dialect: `workflow({jobs: [job('test', [run('unit-test')]), …]})`.
 * Places count upwards, so that each thing has one of its own.
 */
let offset = 0
const somewhere = (file = 'ci.yml') => ({ file, start: offset++, end: offset })

/** A command of the given kinds. */
export function run(kinds: Kind | readonly Kind[], change: Partial<Act> = {}): Act {
  const list = typeof kinds === 'string' ? [kinds] : kinds
  const text = change.text ?? `run ${list.join(' ')}`
  return { kinds: list, tool: text, text, place: somewhere(), via: [], onFailure: 'stops', words: [], ...change }
}

/** A step; acts given alone become one. */
export function step(acts: readonly Act[], change: Partial<Step> = {}): Step {
  const name = acts[0]?.text ?? 'nothing'
  const fixed = { name, place: somewhere(), via: [], runsAfterFailure: 'no', continueOnError: false } as const
  return { id: `step ${offset++}`, ...fixed, acts, ...change }
}

type JobChange = Partial<Omit<Job, 'needs' | 'environment'>> & {
  readonly needs?: readonly (string | [string, Need['requires']])[]
  readonly environment?: string
}

/** A job; needs are names (success) or pairs with what is required, the environment a declared name. */
export function job(id: string, steps: readonly (Act | Step)[], change: JobChange = {}): Job {
  const { needs = [], environment, ...rest } = change
  const file = somewhere()
  return {
    id,
    key: id,
    name: id,
    place: file,
    via: [],
    needs: needs.map((need) => {
      const [name, requires] = typeof need === 'string' ? ([need, 'success'] as const) : need
      return { job: name, place: somewhere(), requires }
    }),
    steps: steps.map((one) => ('acts' in one ? one : step([one]))),
    allowFailure: false,
    ...(environment === undefined
      ? {}
      : { environment: { name: environment, place: somewhere(), gate: true, recorded: true } }),
    ...rest,
  }
}

/** A trigger of a kind. */
export function trigger(kind: Trigger['kind'], change: Partial<Trigger> = {}): Trigger {
  return { kind, place: somewhere(), ...change }
}

/** A push to main. */
export const pushToMain = trigger('push', { branches: ['main'] })

/** A workflow, started by a push to main unless said otherwise. */
export function workflow(jobs: readonly Job[], change: Partial<Workflow> = {}): Workflow {
  const id = change.id ?? 'ci.yml'
  return {
    id,
    file: id,
    system: 'test',
    name: id,
    place: { file: id },
    triggers: [pushToMain],
    jobs,
    hidden: [],
    problems: [],
    ...change,
  }
}

/** A condition with an answer for each run; left out: not known. */
export function when(text: string, holds: (run: Run) => boolean | undefined = () => undefined): Condition {
  return { text, place: somewhere(), holds }
}

/** A part that cannot be seen. */
export function hiddenPart(what: string, couldBe: readonly Kind[]): HiddenPart {
  return { place: somewhere(), value: new Hidden(what, { kind: 'file', text: `show ${what}` }), couldBe }
}

/** The facts of all deployments, by `job`, or `job@environment` where a job has several. */
export function deployments(
  workflows: readonly Workflow[],
  settings: Partial<Settings> = {},
  forge?: ForgeSettings,
): Record<string, Deployment> {
  const { nodes, judge } = buildGraph(workflows, { ...defaultSettings, ...settings }, undefined, forge)
  const facts = nodes.map((node) => deploymentFact(node, node.id, judge))
  const several = (name: string) => facts.filter((fact) => fact.job === name).length > 1
  return Object.fromEntries(
    facts.map((fact) => [several(fact.job) ? `${fact.job}@${fact.environmentName}` : fact.job, fact]),
  )
}
