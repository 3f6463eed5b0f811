import type { DataNode } from '../../../documents/tree.ts'
import { Hidden, type Seen } from '../../hidden.ts'
import { environmentOfArguments } from '../dialect/arguments.ts'
import { both } from '../dialect/conditions.ts'
import { forgives } from '../dialect/forgiven.ts'
import { freeId } from '../dialect/named.ts'
import { toSay } from '../dialect/question.ts'
import { type Reading, spend } from '../dialect/reading.ts'
import { firstLine } from '../dialect/script.ts'
import { couldServe, everyKind, likelyKind, tellsEnvironment } from '../dialect/words.ts'
import type { EnvironmentUse, HiddenPart, Job, Need, Step } from '../model.ts'
import { actsOfStep } from './commands.ts'
import { branchesIn, conditionOf } from './conditions.ts'
import { fileOfSlug } from './slugs.ts'

/** A pipeline that a step starts. */
export interface Triggered {
  readonly slug: string
  /** of the step */
  readonly job: string
  readonly branches: readonly string[] | undefined
  /** all that came before it has succeeded, and nothing comes after it */
  readonly last: boolean
}

type Variables = Readonly<Record<string, string>>

/** A pipeline of another file, to be read as a part. */
interface Part {
  readonly path: string
  readonly steps: readonly DataNode[]
  readonly inner: Pipeline
  /** its own variables */
  readonly own: Variables
}

/** The step that triggers a part, its job, and the environment that it names. */
interface Started {
  readonly job: Job
  readonly step: DataNode
  readonly environment: EnvironmentUse | undefined
}

/** The jobs of a pipeline in their order (buildkite.com/docs/pipelines/configure/depends-on). */
export class Pipeline {
  readonly jobs: Job[] = []
  readonly triggered: Triggered[] = []
  /** files that steps upload, which are part of this pipeline */
  readonly uploaded = new Set<string>()
  readonly #byKey = new Map<string, Job[]>()
  readonly #ids = new Set<string>()
  /** what the next steps wait for where they name nothing, and how */
  #before: { readonly jobs: readonly Job[]; readonly requires: Need['requires'] } = { jobs: [], requires: 'success' }
  #since: Job[] = []

  constructor(
    private readonly reading: Reading,
    private readonly way: readonly string[],
    /** the step that triggers it, before the names of its own: `deploy prod / ` */
    private readonly under = '',
  ) {}

  /** Reads steps, one after the other. */
  async add(
    steps: readonly DataNode[],
    variables: Variables,
    within?: { depends: DataNode | undefined; condition: DataNode },
  ) {
    for (const [at, step] of steps.entries()) {
      if (!spend(this.reading, step.place)) return
      const kind = step.text ?? step.get('type')?.text ?? ''
      if (kind === 'wait' || kind === 'waiter' || step.entry('wait')) this.#wait(step)
      else if (neverRuns(step)) continue
      else if (step.entry('group')) await this.#group(step, variables)
      else if (kind === 'block' || step.entry('block') || step.entry('manual')) this.#gate(step, true)
      else if (kind === 'input' || step.entry('input')) this.#gate(step, false)
      else if (step.entry('trigger')) await this.#trigger(step, steps.slice(at + 1).some(doesSomething))
      else if (step.kind === 'map') await this.#command(step, variables, within)
    }
  }

  #wait(step: DataNode): void {
    const anyway = step.get('continue_on_failure')?.text === 'true'
    const jobs = this.#since.length > 0 ? this.#since : this.#before.jobs
    this.#before = { jobs, requires: anyway ? 'completion' : 'success' }
    this.#since = []
  }

  async #group(step: DataNode, variables: Variables): Promise<void> {
    const start = this.jobs.length
    await this.add(step.get('steps')?.items ?? [], variables, { depends: step.get('depends_on'), condition: step })
    for (const key of keysOf(step)) this.#byKey.set(key, this.jobs.slice(start))
  }

  /** A block holds all that follows; an input only what depends on it. */
  #gate(step: DataNode, holds: boolean): void {
    const key = holds ? (step.entry('block') ? 'block' : 'manual') : 'input'
    const place = step.entry(key) ? step.keyPlace(key) : step.place
    const label = plain(step.get(key)?.text ?? '') || labelOf(step) || plain(step.get('prompt')?.text ?? key)
    const all: readonly Job[] = this.#since.length > 0 ? this.#since : this.#before.jobs
    const implicit = holds ? all.map((job) => this.#need(job, step, 'success')) : []
    const needs = step.entry('depends_on') ? this.#named(step) : implicit
    const job = this.#push(step, {
      ...this.#frame(step, label || key, needs),
      steps: [],
      approval: { place, how: key },
    })
    if (!holds) return
    this.#before = { jobs: [job], requires: 'success' }
    this.#since = []
  }

  /** @param followed whether steps stand behind it: these wait for what it starts, unless it says that nothing does */
  async #trigger(step: DataNode, followed: boolean): Promise<void> {
    const slug = step.get('trigger')?.text ?? ''
    const { place } = step.get('trigger') ?? step
    const name = labelOf(step) || `trigger ${slug}`
    const value = new Hidden(
      `what the pipeline ${slug} does, which is triggered`,
      toSay(`what the pipeline ${slug} does`, { job: name }, [likelyKind(name, slug)]),
    )
    const hidden: HiddenPart = { place, value, couldBe: couldServe(slug) }
    const apart = this.#since.length === 0
    for (const one of this.triggered) Object.assign(one, { last: false })
    // a build that is not waited for stops nothing either (buildkite.com/docs/pipelines/configure/step-types/trigger-step)
    const allowFailure = step.get('async')?.text === 'true' || softly(step)
    const given = step.at('build', 'env')?.entries ?? []
    const environment = environmentOfArguments(
      given.map(({ key, value }) => ({ name: key, value: value.text ?? '', place: value.place })),
    )
    const part = followed && allowFailure === false ? await this.#startedHere(step, slug, name) : undefined
    const job = this.#push(step, {
      ...this.#frame(step, name, this.#needs(step)),
      steps: [],
      ...(!part && { hidden }),
      ...(!part && environment && { environment }),
      allowFailure,
    })
    this.#since.push(job)
    if (part) await this.#takeIn(part, { job, step, environment })
    else this.triggered.push({ slug, job: job.id, branches: branchesIn(step), last: apart })
  }

  /**
   * The pipeline here that a step triggers for the very commit that it is built for, to be taken in where the step stands, as
   * a called workflow is.
   */
  async #startedHere(step: DataNode, slug: string, name: string): Promise<Part | undefined> {
    if (!/BUILDKITE_COMMIT\b/.test(step.at('build', 'commit')?.text ?? '')) return undefined
    const { repository } = this.reading
    const path = fileOfSlug(slug, repository, this.way)
    const root = path === undefined ? undefined : (await repository.yaml(path))?.[0]
    const steps = (root?.kind === 'list' ? root : root?.get('steps'))?.items
    if (path === undefined || !steps) return undefined
    const inner = new Pipeline(this.reading, [...this.way, path], `${this.under}${name} / `)
    return { path, steps, inner, own: variablesOf(root?.get('env')) }
  }

  /** Its jobs come after the step, in place of it, and only where it does. */
  async #takeIn({ path, steps, inner, own }: Part, by: Started): Promise<void> {
    const { job, step, environment } = by
    this.uploaded.add(path)
    this.reading.repository.claim(path)
    inner.#before = { jobs: [job], requires: 'success' }
    for (const id of this.#ids) inner.#ids.add(id)
    await inner.add(steps, { ...variablesOf(step.at('build', 'env')), ...own })
    for (const [at, made] of inner.jobs.entries()) {
      const condition = both(job.condition, made.condition)
      const told = made.environment ?? environment
      inner.jobs[at] = { ...made, ...(condition && { condition }), ...(told && { environment: told }) }
    }
    this.#join(inner, job)
  }

  /** The jobs of a pipeline that is a part of this one; what waits for the job that brought them waits for them. */
  #join(inner: Pipeline, job: Job): void {
    for (const made of inner.jobs) this.#ids.add(made.id)
    this.jobs.push(...inner.jobs)
    this.#since.push(...inner.jobs)
    this.triggered.push(...inner.triggered)
    for (const one of inner.uploaded) this.uploaded.add(one)
    for (const [key, all] of this.#byKey) if (all.includes(job)) this.#byKey.set(key, [...all, ...inner.jobs])
  }

  async #command(
    step: DataNode,
    variables: Variables,
    within: { depends: DataNode | undefined; condition: DataNode } | undefined,
  ): Promise<void> {
    for (const one of this.triggered) Object.assign(one, { last: false })
    const own = variablesOf(step.get('env'))
    const lines = ['command', 'commands'].flatMap((key) => step.get(key)?.asList ?? [])
    const written = labelOf(step) || step.get('key')?.text || firstLine(lines[0]?.text ?? '') || 'step'
    const minutes = Number(step.get('timeout_in_minutes')?.text ?? 0)
    for (const leg of legsOf(step)) {
      const name = written.replace(/\{\{\s*(matrix[\w.-]*)\s*\}\}/g, (all, path: string) => leg[path] ?? all)
      const acts = await actsOfStep(step, { name, variables: { ...variables, ...own }, leg, reading: this.reading })
      const needs = step.entry('depends_on') || !within?.depends ? this.#needs(step) : this.#named(within.condition)
      const frame = this.#frame(step, name, needs, within?.condition)
      const { place } = frame
      const one: Step = {
        id: `${frame.id}/0`,
        name,
        place,
        via: [],
        runsAfterFailure: 'no',
        continueOnError: false,
        acts,
      }
      const made = this.#push(step, {
        ...frame,
        steps: [one],
        allowFailure: softly(step),
        ...(minutes > 0 && { timeoutMinutes: minutes }),
      })
      this.#since.push(made)
      await this.#uploads(lines, made, variables)
    }
  }

  /** Steps that a command uploads come after it, before what waits for it. */
  async #uploads(lines: readonly DataNode[], job: Job, variables: Variables): Promise<void> {
    for (const line of lines) {
      for (const match of (line.text ?? '').matchAll(/(\|\s*)?buildkite-agent\s+pipeline\s+upload\b([^\n;&|]*)/g)) {
        const path =
          /(?:^|\s)"?([\w./-]+\.ya?ml)"?/.exec(match[2] ?? '')?.[1]?.replace(/^\.\//, '') ?? '.buildkite/pipeline.yml'
        if (match[1] || !this.reading.repository.has(path) || /[$<]/.test(match[2] ?? '')) {
          this.#hide(job, line, `the steps that ${job.id} makes and uploads`)
        } else if (this.way.includes(path) || this.uploaded.has(path)) {
          // the first step of a pipeline uploads the file that it stands in
          if (!this.way.includes(path) || this.way.length === 1) continue
          const message = `pipelines upload one another in a circle: ${[...this.way, path].join(' → ')}`
          this.reading.problems.push({ place: line.place, message, unreadable: false })
        } else {
          this.uploaded.add(path)
          const root = (await this.reading.repository.yaml(path))?.[0]
          this.reading.repository.claim(path)
          const inner = new Pipeline(this.reading, [...this.way, path], this.under)
          inner.#before = { jobs: [job], requires: 'success' }
          for (const id of this.#ids) inner.#ids.add(id)
          await inner.add((root?.kind === 'list' ? root : root?.get('steps'))?.items ?? [], variables)
          this.#join(inner, job)
        }
      }
    }
  }

  #hide(job: Job, line: DataNode, what: string): void {
    const value = new Hidden(what, { kind: 'file', text: 'write the steps out in .buildkite/pipeline.yml' })
    const hidden = { place: line.place, value, couldBe: everyKind }
    const act = {
      kinds: [],
      tool: 'buildkite-agent pipeline upload',
      text: what,
      place: line.place,
      via: [],
      words: [],
    }
    const [step] = job.steps
    if (step) (step.acts as object[]).push({ ...act, onFailure: 'stops', hidden })
  }

  #needs(step: DataNode): readonly Need[] {
    if (step.entry('depends_on')) return this.#named(step)
    return this.#before.jobs.map((job) => this.#need(job, step, this.#before.requires))
  }

  /** What a step names, and nothing else. */
  #named(step: DataNode): readonly Need[] {
    const anyway = step.get('allow_dependency_failure')?.text === 'true'
    return (step.get('depends_on')?.asList ?? []).flatMap((item) => {
      const name = item.get('step')?.text ?? item.text
      if (name === undefined) return []
      const found = this.#byKey.get(name)
      if (!found) {
        const message = `no step before is called ${name}`
        this.reading.problems.push({ place: item.place, message, unreadable: false })
      }
      const allowed = anyway || item.get('allow_failure')?.text === 'true'
      return (found ?? []).map((job) => this.#need(job, item, allowed ? 'completion' : 'success'))
    })
  }

  /** What is left out counts as done. */
  #need(job: Job, { place }: DataNode, requires: Need['requires']): Need {
    spend(this.reading, place)
    return requires === 'success'
      ? { job: job.id, place, requires, evenIfSkipped: true }
      : { job: job.id, place, requires }
  }

  #frame(step: DataNode, name: string, needs: readonly Need[], group?: DataNode) {
    const id = freeId(`${this.under}${name}`, this.#ids)
    const key = ['label', 'key', 'block', 'input', 'trigger', 'command', 'commands'].find((one) => step.entry(one))
    const place = key ? step.keyPlace(key) : step.place
    const condition = conditionOf(step) ?? (group && conditionOf(group))
    const queue = step.get('concurrency_group')?.text
    return {
      id,
      key: step.get('key')?.text ?? name,
      name,
      place,
      via: [],
      needs,
      ...(condition && { condition }),
      ...(queue && { groups: [queue] }),
    }
  }

  #push(step: DataNode, job: Omit<Job, 'allowFailure'> & Partial<Pick<Job, 'allowFailure'>>): Job {
    const made: Job = { allowFailure: false, ...job }
    this.jobs.push(made)
    for (const key of keysOf(step)) this.#byKey.set(key, [...(this.#byKey.get(key) ?? []), made])
    return made
  }
}

const variablesOf = (env: DataNode | undefined): Variables =>
  Object.fromEntries((env?.entries ?? []).map(({ key, value }) => [key, value.text ?? '']))

/** Whether a step is more than a place at which others are waited for. */
const doesSomething = (step: DataNode): boolean =>
  step.kind === 'map' && !step.entry('wait') && !/^wait(er)?$/.test(step.get('type')?.text ?? '')

const keysOf = (step: DataNode): readonly string[] =>
  ['key', 'id', 'identifier'].flatMap((key) => step.get(key)?.text ?? [])

/** `:rocket: Deploy` → `Deploy` */
const plain = (label: string) =>
  label
    .replace(/:[\w+-]+:/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** What a step is called: `name` is another name of `label` in steps of any kind. */
const labelOf = (step: DataNode) => plain((step.get('label') ?? step.get('name'))?.text ?? '')

/** A step, a group or a trigger that is switched off: `skip` with anything but false, `if: "false"`. */
function neverRuns(step: DataNode): boolean {
  if (step.kind !== 'map') return false
  const skip = step.get('skip')?.text
  return (skip !== undefined && skip !== 'false' && skip !== '') || step.get('if')?.text?.trim() === 'false'
}

/** A failure that does not fail the build. */
function softly(step: DataNode): Seen<boolean> {
  const soft = step.get('soft_fail')
  if (!soft) return false
  if (soft.kind !== 'list') return soft.text === 'true'
  return forgives(
    soft.items.flatMap((item) => item.get('exit_status')?.asList.flatMap(({ text }) => text ?? []) ?? []),
    soft.file,
  )
}

/** The legs of a matrix that names environments, each by itself; any other matrix is one job. */
function legsOf(step: DataNode): readonly Variables[] {
  const matrix = step.get('matrix')
  const setup = matrix?.get('setup') ?? matrix
  const dimensions: (readonly [string, readonly string[]])[] =
    setup?.kind === 'map'
      ? setup.entries.map(({ key, value }) => [`matrix.${key}`, texts(value)])
      : setup
        ? [['matrix', texts(setup)]]
        : []
  const telling = dimensions.find(([, values]) => values.some(tellsEnvironment))
  return telling ? telling[1].slice(0, 30).map((value) => ({ [telling[0]]: value })) : [{}]
}

const texts = (node: DataNode) => node.asList.flatMap(({ text }) => text ?? [])
