import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { both } from '../dialect/conditions.ts'
import { spend } from '../dialect/reading.ts'
import type { Condition, HiddenPart, Job, Trigger, Workflow } from '../model.ts'
import { filterOf } from './filters.ts'
import type { Frame, Reading } from './frame.ts'
import { readJob } from './job.ts'
import { conditionOf } from './logic.ts'
import type { Mentions } from './mentions.ts'
import { nameIndex, needsOf } from './needs.ts'
import { triggersOf } from './triggers.ts'
import { type JobUse, usesOf } from './uses.ts'

/** One workflow as it stands in its file. */
export interface Written {
  readonly id: string
  readonly name: string
  readonly node: DataNode
  readonly place: Place
  readonly frame: Frame
  readonly mentions: Mentions
  readonly hidden: readonly HiddenPart[]
}

/** A workflow in the one form. */
export async function readWorkflow(written: Written, reading: Reading): Promise<Workflow> {
  const { node, frame, mentions, place } = written
  const list = node.get('jobs')
  if (list?.kind !== 'list') {
    reading.problems.push({ place, message: `the workflow ${written.name} has no list of jobs`, unreadable: true })
  }
  const uses = list ? usesOf(list, frame, reading) : []
  const find = nameIndex(uses)
  const whole = workflowCondition(node, frame, reading)
  const tags = ['git.tag'].some(
    (name) => mentions.literals.has(name) || mentions.patterns.has(name) || mentions.names.has(name),
  )
  const jobs: Job[] = []
  const entries: (Condition | undefined)[] = []
  for (const use of uses) {
    if (!spend(reading, use.place)) break
    const needs = needsOf(use, find, reading)
    const own = both(whole, filterOf(filtersOf(use, frame), use.at, frame, reading, tags))
    if (!needs.length) entries.push(own)
    jobs.push(await readJob(use, needs, own, reading))
  }
  const triggers = triggersOf({ workflow: node, place, reading, mentions, entries })
  return { ...headOf(written), triggers, jobs, hidden: written.hidden, problems: reading.problems }
}

function headOf({ id, name, place }: Written) {
  return { id, file: place.file, system: 'circleci', name, place, secretsInEnvironment: true }
}

/** Filters of the use, or `branches:` of the job itself in files without workflows. */
function filtersOf(use: JobUse, frame: Frame): DataNode | undefined {
  const definition = frame.scope.jobs?.get(use.job)
  return use.config?.get('filters') ?? (definition?.get('branches') ? definition : undefined)
}

/**
 * `when:` and `unless:` of a workflow. A parameter that a setup workflow sets by paths limits it to some changes: those
 * that start it are the ones to judge, so what is not known only for that reason holds.
 */
function workflowCondition(node: DataNode, frame: Frame, reading: Reading): Condition | undefined {
  const [when, unless] = [node.get('when'), node.get('unless')]
  const condition = both(when && conditionOf(when, frame, reading), unless && conditionOf(unless, frame, reading, true))
  if (!condition || ![...reading.parameters.values()].some((parameter) => parameter.paths)) return condition
  const byPush = (trigger: Trigger) => trigger.kind === 'push' || trigger.kind === 'tag'
  return {
    ...condition,
    holds: (run) => {
      const answer = condition.holds(run)
      return answer === undefined && byPush(run.trigger) ? true : answer
    },
  }
}
