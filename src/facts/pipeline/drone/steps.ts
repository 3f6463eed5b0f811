import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { Hidden } from '../../hidden.ts'
import { both } from '../dialect/conditions.ts'
import { actsOfContainer } from '../dialect/container.ts'
import { piecesOf } from '../dialect/fill.ts'
import { freeId } from '../dialect/named.ts'
import { type Reading, spend } from '../dialect/reading.ts'
import { joinScripts, scriptOfNode } from '../dialect/script.ts'
import type { Act, Condition, EnvironmentUse, Job, Need } from '../model.ts'
import { actsOfPlugin } from './plugins.ts'
import { conditionOf, isFor, type Named, namedIn, requiredOf, targetInput } from './when.ts'

type Variables = Readonly<Record<string, string>>

/** A pipeline of Drone or a workflow of Woodpecker, as both write one. */
export interface Definition {
  readonly name: string
  /** its steps in their order, each with its name */
  readonly steps: readonly NamedStep[]
  readonly environment: DataNode | undefined
  /** `trigger` of Drone, `when` of Woodpecker */
  readonly trigger: DataNode | undefined
  /** the values of one leg of a matrix */
  readonly leg: Variables
  /** commands run on a server, over ssh (`type: ssh`) */
  readonly onServer: boolean
  /** the server lists what was last deployed to each target */
  readonly listsDeployments: boolean
}

export interface NamedStep {
  readonly name: string
  readonly node: DataNode
  /** of its name */
  readonly place: Place
}

/** What all pipelines of one build share. */
export interface Build {
  readonly reading: Reading
  /** ids of jobs that are taken */
  readonly ids: Set<string>
  /** There are several pipelines: ids of jobs begin with theirs. */
  readonly several: boolean
}

/** `steps` as a list with names, or as a map by name; services that tests use are no steps. */
export function stepsOf(root: DataNode): readonly NamedStep[] {
  const node = root.get('steps') ?? root.get('pipeline')
  if (node?.kind === 'map') {
    return node.entries.map(({ key, value }) => ({ name: key, node: value, place: node.keyPlace(key) }))
  }
  return (node?.items ?? []).flatMap((one, index) => {
    const name = one.get('name')
    const [first] = one.entries
    if (!first) return []
    return [{ name: name?.text ?? `step ${index + 1}`, node: one, place: name?.place ?? one.keyPlace(first.key) }]
  })
}

/**
 * The jobs of a pipeline, one for each step: those before it must have succeeded, whether they ran or were left out. With
 * `depends_on` in one step, all others wait for nothing but what they name.
 * @param before what the whole pipeline waits for
 */
export async function jobsOf(definition: Definition, before: readonly Need[], build: Build): Promise<readonly Job[]> {
  const { steps } = definition
  const graph = steps.some(({ node }) => node.entry('depends_on'))
  const made = new Map<string, Made>()
  for (const step of steps) {
    if (!spend(build.reading, step.place)) break
    const named = graph ? namedBefore(step.node, made, build) : [...made.keys()].slice(-1)
    const waitsFor = withThoseBefore(named, made)
    const requires = requiredOf(step.node.get('when'))
    const { place } = step
    const earlier = waitsFor.flatMap((other) => (made.get(other) as Made).jobs)
    const needs = earlier.map(({ id }): Need => {
      spend(build.reading, place)
      return { job: id, place, requires, ...(requires === 'success' && { evenIfSkipped: true }) }
    })
    const jobs = await jobsOfStep(step, [...before, ...needs], definition, build)
    const always = !step.node.entry('when') && requires === 'success'
    made.set(step.name, { jobs, waitsFor, always })
  }
  return [...made.values()].flatMap(({ jobs }) => jobs)
}

/** One job, or one for each target where a step is for several: a start is for one of them. */
async function jobsOfStep(step: NamedStep, needs: readonly Need[], definition: Definition, build: Build) {
  const targets = targetsOf([namedIn(step.node.get('when')), namedIn(definition.trigger)])
  if (targets.length < 2) return [await jobOf(step, needs, targets[0], definition, build)]
  const jobs: Job[] = []
  for (const target of targets) {
    const label = `${step.name} (${target})`
    const only = isFor(target, step.place)
    const job = await jobOf({ ...step, name: label }, needs, target, definition, build)
    jobs.push({ ...job, key: step.name, condition: both(job.condition, only) ?? only })
  }
  return jobs
}

async function jobOf(
  step: NamedStep,
  needs: readonly Need[],
  target: string | undefined,
  definition: Definition,
  build: Build,
): Promise<Job> {
  const { node, place, name } = step
  const { trigger, leg } = definition
  const when = node.get('when')
  const named = [namedIn(when), namedIn(trigger)]
  const environment = target === undefined ? undefined : environmentOf(target, node, definition.listsDeployments)
  const condition = both(
    conditionOf(trigger, place),
    conditionOf(when, place),
    needs.length === 0 && requiredOf(when) === 'failure' ? beforeAnyFailure(place) : undefined,
  )
  const label = leg.name ? `${name} (${leg.name})` : name
  const id = freeId(build.several ? `${definition.name} / ${label}` : label, build.ids)
  const done = await actsOf(step, definition, build)
  const acts = backOnly(named) ? asWayBack(done) : done
  return {
    id,
    key: name,
    name,
    place,
    via: [],
    needs,
    ...(condition && { condition }),
    ...(environment && { environment }),
    steps: [{ id: `${id}/0`, name, place, via: [], runsAfterFailure: 'no', continueOnError: false, acts }],
    // what is detached runs beside the others, and whoever comes later does not ask for its end
    allowFailure: node.get('failure')?.text === 'ignore' || node.get('detach')?.text === 'true',
  }
}

/** A step that only comes after a failure, and before which there is nothing that could fail. */
const beforeAnyFailure = (place: Place): Condition => ({ text: 'status failure', place, holds: () => false })

/** A step that was read. */
interface Made {
  readonly jobs: readonly Job[]
  readonly waitsFor: readonly string[]
  /** It runs in each run of its pipeline that comes to it. */
  readonly always: boolean
}

/** The steps that a step names. */
function namedBefore(node: DataNode, made: ReadonlyMap<string, Made>, { reading }: Build): readonly string[] {
  return (node.get('depends_on')?.asList ?? []).flatMap((item) => {
    const name = item.text ?? item.get('name')?.text ?? ''
    if (made.has(name)) return [name]
    if (name !== 'clone') {
      reading.problems.push({ place: item.place, message: `no step before is called ${name}`, unreadable: false })
    }
    return []
  })
}

/** What may be left out hands nothing on: the failure of what it waits for stops a step all the same. */
function withThoseBefore(named: readonly string[], made: ReadonlyMap<string, Made>): readonly string[] {
  const found = new Set(named)
  for (const name of found) {
    const one = made.get(name) as Made
    if (!one.always) for (const other of one.waitsFor) found.add(other)
  }
  return [...found]
}

/** More than these are no list of environments. */
const mostTargets = 12

/** The targets that a step or its pipeline is limited to; none where one of them is a pattern, or of several not all starts name one. */
function targetsOf(named: readonly Named[]): readonly string[] {
  const limiting = named.find((one) => one.targets.length > 0)
  const targets = [...new Set(limiting?.targets)]
  if (targets.length > mostTargets || targets.some((one) => /[*?[{$]/.test(one))) return []
  return targets.length > 1 && !limiting?.forTargets ? [] : targets
}

function environmentOf(target: string, node: DataNode, isListed: boolean): EnvironmentUse {
  const place = (node.get('when') ?? node).place
  return { name: target, place, gate: false, recorded: isListed && listed, inputs: { [targetInput]: target } }
}

/* docs.drone.io/promote: the server shows the last promotion to each target, beside its builds. */
const listed = new Hidden('whether the list of promotions that the Drone server keeps is the record of deployments', {
  kind: 'file',
  text: 'write a record in the job that deploys (a deployment of the forge, a marker, a line in a ledger)',
})

/** It runs when somebody takes a version back, and never else. */
const backOnly = (named: readonly Named[]): boolean =>
  named.some(({ events, closed }) => closed && events.every((event) => event === 'rollback'))

const asWayBack = (acts: readonly Act[]): readonly Act[] =>
  acts.map((act) =>
    act.kinds.includes('deploy')
      ? { ...act, kinds: act.kinds.map((kind) => (kind === 'deploy' ? 'rollback' : kind)) }
      : act,
  )

/** Keys of a step that are no settings of its plugin, where these stand beside them (Drone 0.8). */
const ownKeys = new Set(
  (
    'name image commands when secrets environment pull group volumes privileged detach network_mode depends_on failure ' +
    'entrypoint command settings directory resources backend_options user extra_hosts dns dns_search tty devices'
  ).split(' '),
)

/** `$$`, which is a dollar that the server leaves alone, and the values of a leg. */
const filled = /\$\$|\$\{(\w+)\}/g

async function actsOf(step: NamedStep, definition: Definition, { reading }: Build): Promise<readonly Act[]> {
  const { node, name } = step
  const { finders, repository } = reading
  const variables = {
    ...variablesOf(definition.environment),
    ...definition.leg,
    ...variablesOf(node.get('environment')),
  }
  const directory = node.get('directory')?.text?.replace(/^\.?\/|\/$/g, '') ?? ''
  const frame = { shell: { program: 'sh', errexit: true, pipefail: false }, directory, variables, via: [], name }
  const resolve = (expression: string) => (expression === '' ? '$' : definition.leg[expression])
  const scripts = (node.get('commands')?.asList ?? [])
    .filter(({ text }) => text !== undefined)
    .map((line) => scriptOfNode(line, frame, piecesOf(line.text ?? '', filled), resolve))
  const script = joinScripts(scripts)
  if (script && definition.onServer) {
    const there = { ...script, directory: undefined, onServer: true }
    const use = { table: 'plugins', name: 'ssh', narrowBy: name, what: 'the plugin', text: 'ssh', title: name } as const
    const inputs = { script: script.text }
    return finders.actsOfUse({ ...use, inputs, place: step.place, via: [], scriptOf: () => there }, repository)
  }
  if (script) return finders.findActs(script, repository)
  const image = node.get('image')?.text
  if (image === undefined) return []
  const { place } = node.get('image') as DataNode
  const [command, args] = [node.get('entrypoint'), node.get('command')]
  if (command || args) {
    const container = { image: node.get('image'), command, args, place }
    return actsOfContainer(container, { ...frame, pattern: filled, resolve }, reading)
  }
  const settings = settingsOf(node, definition.leg)
  const run = (text: string) =>
    finders.findActs({ ...scriptOfNode(node, frame), text, placeOf: () => place }, repository)
  return actsOfPlugin({ image, settings, variables, name, at: node }, run, finders, repository)
}

/** The settings of a plugin as text: lists by commas, scripts by lines, secrets left out. */
function settingsOf(node: DataNode, leg: Variables): Readonly<Record<string, string>> {
  const beside = node.entries.filter(({ key }) => !ownKeys.has(key))
  const entries = [...beside, ...(node.get('settings')?.entries ?? [])]
  return Object.fromEntries(
    entries.flatMap(({ key, value }) => {
      const items = value.kind === 'list' ? value.items : [value]
      const texts = items.flatMap(({ text }) => text ?? [])
      if (texts.length === 0) return []
      const text = texts.join(/script|commands/.test(key) ? '\n' : ',')
      return [[key, text.replace(filled, (all, name?: string) => (name ? (leg[name] ?? all) : '$'))]]
    }),
  )
}

/** `environment` as a map, or as a list of `NAME=value`; what comes from secrets is not known. */
function variablesOf(node: DataNode | undefined): Variables {
  if (node?.kind !== 'map') {
    const pairs = node?.asList.flatMap(({ text }) => /^(\w+)=(.*)$/.exec(text ?? '')?.slice(1, 3) ?? []) ?? []
    return Object.fromEntries(pairs.flatMap((name, i) => (i % 2 === 0 ? [[name, pairs[i + 1] ?? '']] : [])))
  }
  return Object.fromEntries(
    node.entries.flatMap(({ key, value }) => (value.text === undefined ? [] : [[key, value.text]])),
  )
}
