import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { Hidden, type Settle } from '../../hidden.ts'
import { toSay } from '../dialect/question.ts'
import { standingIn } from '../dialect/within.ts'
import { couldServe, likelyKind } from '../dialect/words.ts'
import type { Condition, HiddenPart, Job } from '../model.ts'
import { readChild } from './config.ts'
import { includesOf, type Outside } from './include.ts'
import { type Frame, readJobs } from './jobs.ts'
import type { Scope, Variables } from './variables.ts'

/** What a job with `trigger:` starts. */
export interface Child {
  readonly jobs: readonly Job[]
  /** the jobs whose end the triggering job waits for */
  readonly waited: readonly string[]
  /** it starts something of which nobody waits for the end */
  readonly unwaited: boolean
  readonly hidden: HiddenPart | undefined
}

/** The job that triggers. */
export interface Triggering {
  readonly id: string
  readonly name: string
  readonly place: Place
  readonly variables: Variables
  readonly condition: Condition | undefined
  readonly frame: Frame
  readonly scope: Scope
}

/** GitLab starts children of children, and no further. */
const deepest = 2

/**
 * Reads what `trigger:` starts (docs.gitlab.com/ci/pipelines/downstream_pipelines): child pipelines of this repository
 * are followed, pipelines of other projects and generated ones are hidden by name.
 */
export async function readTrigger(trigger: DataNode, job: Triggering): Promise<Child> {
  const include = trigger.get('include')
  const waits = /^(depend|mirror)$/.test(trigger.get('strategy')?.text ?? '')
  if (!include) {
    const project = trigger.get('project')?.text ?? trigger.text ?? 'another project'
    return elsewhere(`the pipeline of ${project}`, project.replace(/^.*\//, ''), trigger.place, waits, job)
  }
  const parts = include.kind === 'scalar' ? [] : includesOf(include)
  const names = include.kind === 'scalar' ? [include.text ?? ''] : parts.map(({ name }) => name)
  const generated = parts.find(({ kind }) => kind === 'other')
  if (generated) return elsewhere(`the generated pipeline ${generated.name}`, generated.name, trigger.place, waits, job)
  const { frame } = job
  const way = [...frame.children, names.join(' + ').replace(/^\//, '')]
  const again = frame.children.includes(way.at(-1) as string)
  if (again || way.length > deepest + 1) {
    const circle = way.join(' → ')
    const message = again
      ? `pipelines start each other in a circle: ${circle}`
      : `child pipelines nested too deeply: ${circle}`
    frame.reading.problems.push({ place: trigger.place, message, unreadable: false })
    return elsewhere(`the child pipeline ${names.join(', ')}`, names.join(' '), trigger.place, waits, job)
  }
  const config = await readChild(include, frame.reading)
  const { jobs, decisive } = await readJobs(config, {
    ...frame,
    prefix: `${job.id} / `,
    via: [...frame.via, trigger.place],
    condition: job.condition,
    source: 'parent_pipeline',
    variables: job.variables,
    parent: { id: job.id, place: job.place },
    children: way,
  })
  const [outside] = config.outside
  const hidden = outside && {
    place: outside.place,
    value: new Hidden(outside.what, settleOf(outside, job)),
    couldBe: [...new Set(config.outside.flatMap(({ couldBe }) => couldBe))],
  }
  const inside = jobs.map((one) => standingIn(one, { name: job.name, place: job.place }))
  return { jobs: inside, waited: waits ? decisive : [], unwaited: false, hidden }
}

/** What is taken in by a pipeline that a job starts is told of by that job. */
function settleOf({ settle, name }: Outside, job: Triggering): Settle {
  if (settle.kind !== 'answer') return settle
  return toSay(`what the job ${job.name} starts`, { job: job.name }, [likelyKind(job.name, name)])
}

function elsewhere(what: string, name: string, place: Place, waits: boolean, job: Triggering): Child {
  const value = new Hidden(
    what,
    toSay(`what the job ${job.name} does`, { job: job.name }, [likelyKind(job.name, name)]),
  )
  return { jobs: [], waited: [], unwaited: !waits, hidden: { place, value, couldBe: couldServe(job.name, name) } }
}
