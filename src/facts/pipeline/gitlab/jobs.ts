import type { Place } from '../../../documents/place.ts'
import { type DataNode, walk } from '../../../documents/tree.ts'
import { isHidden } from '../../hidden.ts'
import type { Repository } from '../../repository.ts'
import { both } from '../dialect/conditions.ts'
import { type Reading, spend } from '../dialect/reading.ts'
import { standingIn } from '../dialect/within.ts'
import { tellsEnvironment } from '../dialect/words.ts'
import type { Condition, HiddenPart, Job } from '../model.ts'
import { branchLegs } from './branch-legs.ts'
import { type Child, readTrigger } from './child.ts'
import { chosenByHand } from './chosen.ts'
import type { Config, Definition } from './config.ts'
import { conditionOf, sameChoice, variantsOf } from './decision.ts'
import { type Declared, environmentOf } from './environment.ts'
import { acts, type Extended, makeExtend, makeReferences } from './extend.ts'
import { hiddenOf } from './hidden-job.ts'
import { machineOf } from './machine.ts'
import { type Leg, legsOf } from './matrix.ts'
import { textsOf } from './nodes.ts'
import { needsOf, type Ordered, stageNames } from './order.ts'
import type { Choice } from './rule.ts'
import { allowFailureOf, readRules, rulesOfJob, type Usual } from './rules.ts'
import { type Home, runsOf, triggersOf } from './start.ts'
import { stepsOf } from './steps.ts'
import { surveyConfig } from './survey.ts'
import { minutes } from './timeout.ts'
import { type Scope, type Variables, withVariables } from './variables.ts'

/** Where a pipeline stands: by itself, or as the child of a job. */
export interface Frame {
  readonly reading: Reading
  readonly home: Home
  readonly prefix: string
  readonly via: readonly Place[]
  readonly condition: Condition | undefined
  readonly source?: string
  /** what the triggering job hands on */
  readonly variables: Variables
  /** the job that started it */
  readonly parent?: { readonly id: string; readonly place: Place }
  /** files of the pipelines that it stands in */
  readonly children: readonly string[]
}

/** How a pipeline is started by its `workflow: rules`, with the variables that they set. */
interface Start {
  readonly condition: Condition | undefined
  readonly variables: DataNode | undefined
}

/** A use of a job before its needs are known. */
interface Draft extends Ordered {
  readonly job: Omit<Job, 'needs'>
  /** jobs of the child pipeline that it starts */
  readonly spliced: readonly Job[]
}

/** The jobs of a pipeline. */
export interface Read {
  /** all of them, those of child pipelines of this repository spliced in */
  readonly jobs: readonly Job[]
  /** those by whose end the pipeline ends well or not: no child that nobody waits for, or that may fail, is among them */
  readonly decisive: readonly string[]
}

/** Reads the jobs of a pipeline and of the child pipelines that it starts. */
export async function readJobs(config: Config, frame: Frame): Promise<Read> {
  const { reading } = frame
  surveyConfig(config, frame.home.survey)
  const extend = makeExtend(config, reading.problems)
  const references = makeReferences(config, extend, reading.problems)
  const stages = stageNames(config.globals.get('stages') ?? config.globals.get('types'))
  const variables = withVariables(new Map(), config.globals.get('variables'))
  const scope: Scope = {
    home: frame.home,
    variables: new Map([...variables, ...frame.variables]),
    ...(frame.source !== undefined && { source: frame.source }),
  }
  const starts = await startsOf(config, references.resolve, scope, reading)
  const drafts: Draft[] = []
  const ids = new Set<string>()
  for (const definition of config.definitions.values()) {
    if (definition.name.startsWith('.')) continue
    const extended = extend(definition)
    if (extended.node.kind !== 'map') {
      reading.problems.push({ place: definition.place, message: `${definition.name} is no job`, unreadable: false })
      continue
    }
    const whole = { ...extended, node: references.resolve(extended.node) }
    frame.home.survey.chosen.push(...chosenByHand(definition.name, whole.node, scope.variables))
    drafts.push(...(await usesOf(definition, whole, { config, frame, scope, starts, stages, ids })))
  }
  const { needs, ends } = needsOf(drafts, frame.prefix, (job, name, place) => {
    // A hidden include may bring it.
    if (config.outside.length > 0) return
    reading.problems.push({
      place,
      message: `the job ${job.key} needs ${name}, which does not exist`,
      unreadable: false,
    })
  })
  const parent = frame.parent ? [{ job: frame.parent.id, place: frame.parent.place, requires: 'success' } as const] : []
  const jobs = drafts.flatMap(({ job, spliced }, index) => [
    { ...job, needs: [...parent, ...(needs[index] ?? [])] },
    ...spliced,
  ])
  const decisive = drafts.flatMap(({ id, children, forgiven }) => [id, ...(forgiven ? [] : children)])
  return { jobs: [...jobs, ...ends], decisive: [...decisive, ...ends.map(({ id }) => id)] }
}

async function startsOf(
  config: Config,
  resolve: (node: DataNode) => DataNode,
  scope: Scope,
  { repository }: Reading,
): Promise<Start[]> {
  const node = config.globals.get('workflow')?.get('rules')
  if (!node) return [{ condition: undefined, variables: undefined }]
  const rules = await readRules(
    resolve(node),
    { when: undefined, allowFailure: false, place: node.place },
    scope,
    repository,
  )
  return variantsOf(rules, sameChoice).map(({ choice, condition }) => ({ condition, variables: choice.variables }))
}

interface Around {
  readonly config: Config
  readonly frame: Frame
  readonly scope: Scope
  readonly starts: readonly Start[]
  readonly stages: string[]
  readonly ids: Set<string>
}

/** What one use differs in from the others of its job. */
interface Case {
  readonly start: Start
  readonly leg: Leg
  readonly choice: Choice
  readonly condition: Condition | undefined
  readonly variables: Variables
  readonly environment: Declared | undefined
  /** the branch that it is the use for, where the job is parted by branches */
  readonly branch?: string | undefined
}

async function usesOf(definition: Definition, extended: Extended, around: Around): Promise<Draft[]> {
  const { node, missing } = extended
  const { config, frame, stages } = around
  const { reading } = frame
  const acting = acts(node)
  if (missing.length && config.outside.length === 0) {
    const message = `${definition.name} extends ${missing.join(', ')}, which does not exist`
    reading.problems.push({ place: definition.place, message, unreadable: false })
  }
  if (!acting && missing.length === 0 && config.outside.length === 0 && !node.get('pages') && !node.get('release')) {
    const message = `the job ${definition.name} has no script`
    reading.problems.push({ place: definition.place, message, unreadable: false })
    return []
  }
  const elsewhere = missing.length > 0 || !acting ? hiddenOf(definition, node, missing, acting) : undefined
  const stage = node.get('stage')?.text ?? 'test'
  if (!stages.includes(stage)) stages.splice(-1, 0, stage)
  const cases = await casesOf(definition, node, around)
  const labels = labelsOf(cases)
  const drafts: Draft[] = []
  for (const [index, one] of cases.entries()) {
    if (!spend(reading, definition.place)) break
    const label = [definition.only, labels[index]].filter(Boolean).join(', ')
    const draft = await draftOf(definition, node, stage, one, label, elsewhere, around)
    drafts.push({
      ...draft,
      job: standingIn(draft.job, ...extended.written.map(({ name, place }) => ({ name, place }))),
    })
  }
  return drafts
}

async function casesOf(definition: Definition, node: DataNode, around: Around): Promise<Case[]> {
  const { scope, frame } = around
  const { repository } = frame.reading
  const allow = allowFailureOf(node.get('allow_failure'))
  const usual: Usual = {
    when: node.get('when')?.text,
    allowFailure: allow,
    place: node.get('when')?.place ?? definition.place,
  }
  const inherited = node.at('inherit', 'variables')
  const ruled = around.config.globals.get('workflow')?.get('rules') !== undefined
  const found: Case[] = []
  for (const start of await relevant(around.starts, node, repository)) {
    const given = withVariables(scope.variables, definition.variables)
    const above = inherited?.value === false ? new Map() : withVariables(given, start.variables)
    const own = withVariables(above, node.get('variables'))
    const included = await includedIf(definition, { ...scope, variables: own }, usual, around)
    const rules = await rulesOfJob(node, usual, { ...scope, variables: own }, repository, ruled)
    for (const { choice, condition } of variantsOf(rules, sameChoice)) {
      for (const leg of legsOf(node.get('parallel'), (name) => decides(node, name))) {
        const all = both(frame.condition, start.condition, included, condition)
        for (const branch of branchLegs(definition.name, node, all, scope)) {
          const set = [...withVariables(own, choice.variables), ...leg.variables, ...branch.variables]
          const variables = new Map(set)
          const environment = environmentOf(node.get('environment'), variables, definition.name)
          const named = branch.variables.get('CI_COMMIT_REF_NAME')
          found.push({ start, leg, choice, variables, condition: branch.condition, environment, branch: named })
        }
      }
    }
  }
  return around.starts.length > 1 ? onlyPossible(found, definition.place, frame.home) : found
}

/** Without the uses that no start has: a job of the default branch beside a start for requests alone. */
function onlyPossible(cases: readonly Case[], place: Place, home: Home): Case[] {
  const runs = triggersOf(home.survey, place, []).flatMap((trigger) => runsOf(trigger, home))
  const possible = cases.filter(({ condition }) => runs.some((run) => condition?.holds(run) !== false))
  return possible.length ? possible : [...cases]
}

/** Starts that set variables which a job or a script that it calls uses are told apart; the others are one. */
async function relevant(starts: readonly Start[], node: DataNode, repository: Repository): Promise<readonly Start[]> {
  const [first] = starts
  if (!first || starts.length < 2) return starts
  const names = new Set(starts.flatMap(({ variables }) => variables?.entries.map(({ key }) => key) ?? []))
  const text = [...walk(node)].map((one) => one.text ?? '').join('\n')
  const used = [...names].map((name) => new RegExp(`\\$\\{?${name}\\b`))
  if (used.some((name) => name.test(text))) return starts
  for (const script of scriptsIn(node, repository)) {
    const content = (await repository.text(script))?.content ?? ''
    if (used.some((name) => name.test(content))) return starts
  }
  return [{ condition: anyOf(starts), variables: undefined }]
}

/** The shell scripts of the repository that a job's own lines name. */
function scriptsIn(node: DataNode, repository: Repository): ReadonlySet<string> {
  const lines = ['before_script', 'script'].flatMap((key) => textsOf(node.get(key)))
  const words = lines.flatMap((line) => line.match(/[\w./-]+\.(?:sh|bash)\b/g) ?? [])
  return new Set(words.map((word) => word.replace(/^\.\//, '')).filter((path) => repository.has(path)))
}

function anyOf(starts: readonly Start[]): Condition | undefined {
  const conditions = starts.flatMap(({ condition }) => condition ?? [])
  const [first] = conditions
  if (!first || conditions.length < starts.length) return undefined
  const touches = conditions.flatMap((condition) => condition.touches ?? [])
  return {
    ...(touches.length > 0 && { touches }),
    text: conditions.map(({ text }) => `(${text})`).join(' || '),
    place: first.place,
    holds: (run) => {
      const answers = conditions.map((condition) => condition.holds(run))
      return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false
    },
    onData: (run) => conditions.every((one) => one.holds(run) !== undefined || one.onData?.(run) === true),
  }
}

async function includedIf(definition: Definition, scope: Scope, usual: Usual, { frame }: Around) {
  const conditions: (Condition | undefined)[] = []
  for (const node of definition.includedIf) {
    const rules = await readRules(node, { ...usual, when: undefined }, scope, frame.reading.repository)
    const own = new Set(rules.flatMap(({ choice }, index) => (choice ? [index] : [])))
    if (own.size) conditions.push(conditionOf(rules, own))
  }
  return both(...conditions)
}

/** Whether a variable names the job's environment, or the program that it runs. */
function decides(node: DataNode, name: string): boolean {
  const used = new RegExp(`\\$\\{?${name}\\b`)
  const environment = node.get('environment')
  if (environment && [...walk(environment)].some((one) => used.test(one.text ?? ''))) return true
  const program = new RegExp(`(^|[;&|]\\s*)(make |npm run |yarn |\\./)?"?\\$\\{?${name}\\b`, 'm')
  return textsOf(node.get('script')).some((line) => program.test(line))
}

/** Names that tell the uses of a job apart: by environment, leg, variables, or how they start. */
function labelsOf(cases: readonly Case[]): string[] {
  if (cases.length < 2) return cases.map(() => '')
  const environment = ({ environment: use, branch }: Case) =>
    use && !isHidden(use.use.name) ? use.use.name : (branch ?? '')
  const leg = (one: Case) => one.leg.label
  const when = ({ choice }: Case) => choice.when.replace('on_success', 'automatic').replace('_', ' ')
  const variables = ({ choice, start }: Case) =>
    [...(choice.variables?.entries ?? []), ...(start.variables?.entries ?? [])]
      .map(({ value }) => value.text ?? '')
      .filter(tellsEnvironment)
      .slice(0, 2)
      .join(', ')
  const parts = [[leg], [environment], [variables], [when], [leg, when], [environment, when], [variables, when]]
  for (const part of [...parts, [leg, environment, variables, when]]) {
    const labels = cases.map((one) =>
      part
        .map((name) => name(one))
        .filter(Boolean)
        .join(', '),
    )
    if (new Set(labels).size === cases.length && labels.every(Boolean)) return labels
  }
  return cases.map((one, index) => [leg(one), environment(one), `${index + 1}`].filter(Boolean).join(', '))
}

async function draftOf(
  { name, place }: Definition,
  node: DataNode,
  stage: string,
  one: Case,
  label: string,
  elsewhere: HiddenPart | undefined,
  { config, frame, scope, stages, ids }: Around,
): Promise<Draft> {
  const { reading, prefix, via } = frame
  const { choice, variables, environment, condition } = one
  let id = `${prefix}${name}${label ? ` (${label})` : ''}`
  while (ids.has(id)) id += "'"
  ids.add(id)
  const inherit = node.at('inherit', 'default')
  const fallback = (key: string) => {
    if (inherit?.value === false || (inherit?.kind === 'list' && !textsOf(inherit).includes(key))) return undefined
    return config.globals.get('default')?.get(key) ?? config.globals.get(key)
  }
  const minute = minutes((node.get('timeout') ?? fallback('timeout'))?.text)
  const group = node.get('resource_group')?.text
  const trigger = node.get('trigger')
  const child: Child | undefined = trigger
    ? await readTrigger(trigger, { id, name, place, variables, condition, frame, scope })
    : undefined
  const steps = trigger
    ? []
    : await stepsOf(
        {
          id,
          key: name,
          node,
          place,
          via,
          variables,
          fallback,
          stage,
          environment: environment && !isHidden(environment.use.name) ? environment.use.name : undefined,
          brings: environment?.takesBack ? 'rollback' : (environment?.deploys ?? true) ? 'deploy' : 'nothing',
        },
        reading,
      )
  const manual = choice.when === 'manual'
  const hidden = child?.hidden ?? elsewhere
  const machine = machineOf((key) => node.get(key) ?? fallback(key), variables, stage)
  const job: Draft['job'] = {
    id,
    key: name,
    name: label ? `${name} (${label})` : name,
    place,
    via,
    ...(condition && { condition }),
    ...(environment && { environment: environment.use }),
    steps,
    allowFailure: child?.unwaited && !manual ? true : choice.allowFailure,
    ...(minute !== undefined && { timeoutMinutes: minute }),
    ...(group && { groups: [group] }),
    ...(manual && { approval: { place: choice.place, how: 'when: manual' } }),
    ...(hidden && { hidden }),
    ...(machine && { machine }),
  }
  return {
    id,
    key: name,
    place,
    stage: stages.indexOf(stage),
    when: choice.when,
    waitedFor: choice.when !== 'on_failure' && !(manual && choice.allowFailure === true),
    needs: choice.needs ?? node.get('needs'),
    children: child?.waited ?? [],
    forgiven: choice.allowFailure === true,
    job,
    spliced: child?.jobs ?? [],
  }
}
