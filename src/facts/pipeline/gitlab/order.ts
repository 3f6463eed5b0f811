import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import type { Job, Need } from '../model.ts'
import { textsOf } from './nodes.ts'

/** A use of a job as far as its order is concerned. */
export interface Ordered {
  readonly id: string
  readonly key: string
  readonly place: Place
  /** position of its stage */
  readonly stage: number
  readonly when: string
  /** Nobody waits for it at the end of its stage: a manual job that may fail, or one that only runs after a failure. */
  readonly waitedFor: boolean
  /** `needs:`; undefined: it waits for all earlier stages */
  readonly needs: DataNode | undefined
  /** jobs of the child pipeline whose end its own one waits for */
  readonly children: readonly string[]
  /** It may fail (`allow_failure`), so that what becomes of its children stops nobody. */
  readonly forgiven: boolean
}

/** More edges than this between stages are drawn through a job that stands for the end of a stage. */
const mostEdges = 20_000

/**
 * The needs of jobs. Stages are sequential: a job without `needs` waits for all jobs of earlier stages, but for those
 * that are not in the pipeline (docs.gitlab.com/ci/yaml, "stages", "needs").
 * @param prefix of ids in this pipeline
 * @param missing called for a need that does not exist
 * @returns by position, with jobs that stand for the end of a stage where there are very many
 */
export function needsOf(
  jobs: readonly Ordered[],
  prefix: string,
  missing: (job: Ordered, name: string, place: Place) => void,
) {
  const byKey = new Map<string, Ordered[]>()
  for (const job of jobs) {
    const same = byKey.get(job.key)
    if (same) same.push(job)
    else byKey.set(job.key, [job])
  }
  const stages = [...new Set(jobs.map((job) => job.stage))].sort((a, b) => a - b)
  const inStage = new Map<number, Ordered[]>(stages.map((stage) => [stage, []]))
  for (const job of jobs) if (job.waitedFor) inStage.get(job.stage)?.push(job)
  let edges = 0
  for (const job of jobs)
    if (!job.needs) for (const stage of stages) if (stage < job.stage) edges += inStage.get(stage)?.length ?? 0
  const endId = (stage: number) => `${prefix}(end of stage ${stage})`
  const ends = edges > mostEdges ? endsOf(stages, inStage, endId) : undefined
  const earlier = (job: Ordered): Need[] => {
    if (ends)
      return stages
        .filter((stage) => stage < job.stage)
        .slice(-1)
        .map((stage) => waiting(endId(stage), job))
    return stages
      .filter((stage) => stage < job.stage)
      .flatMap((stage) =>
        (inStage.get(stage) ?? []).flatMap((one) => [
          waiting(one.id, job),
          ...one.children.map((id) => waitingForChild(id, one, job, job.place)),
        ]),
      )
  }
  const needs = jobs.map((job) => (job.needs ? explicit(job, byKey, missing) : earlier(job)))
  return { needs, ends: ends ?? [] }
}

function requires(when: string): Need['requires'] {
  return when === 'always' ? 'completion' : when === 'on_failure' ? 'failure' : 'success'
}

function waiting(id: string, job: Ordered): Need {
  return { job: id, place: job.place, requires: requires(job.when), evenIfSkipped: true }
}

/** A child pipeline has ended, well or not where the job that started it may fail. */
function waitingForChild(child: string, starter: Ordered, job: Ordered, place: Place): Need {
  return { ...waiting(child, job), place, ...(starter.forgiven && { requires: 'completion' }) }
}

function explicit(
  job: Ordered,
  byKey: ReadonlyMap<string, readonly Ordered[]>,
  missing: (job: Ordered, name: string, place: Place) => void,
): Need[] {
  const found: Need[] = []
  for (const item of job.needs?.asList ?? []) {
    // A job of another project or pipeline gives artifacts; nobody here waits for it.
    if (item.get('project') || item.get('pipeline')) continue
    const name = item.text ?? item.get('job')?.text
    if (name === undefined) continue
    const uses = byKey.get(name) ?? byKey.get(name.replace(/: \[.*\]$/, ''))
    const optional = item.get('optional')?.value === true
    if (!uses) {
      if (!optional) missing(job, name, item.place)
      continue
    }
    for (const use of uses) {
      found.push({
        job: use.id,
        place: item.place,
        requires: requires(job.when),
        ...(uses.length > 1 && { group: name }),
        ...((optional || job.when === 'on_failure') && { evenIfSkipped: true }),
      })
      found.push(...use.children.map((child) => waitingForChild(child, use, job, item.place)))
    }
  }
  return found
}

function endsOf(
  stages: readonly number[],
  inStage: ReadonlyMap<number, readonly Ordered[]>,
  endId: (stage: number) => string,
): Job[] {
  return stages.flatMap((stage, index) => {
    const jobs = inStage.get(stage) ?? []
    const place = jobs[0]?.place
    if (!place) return []
    const before = stages
      .slice(0, index)
      .filter((one) => inStage.get(one)?.length)
      .slice(-1)
    const id = endId(stage)
    const success = (job: string): Need => ({ job, place, requires: 'success', evenIfSkipped: true })
    const ofJobs = jobs.flatMap((job) => [
      success(job.id),
      ...job.children.map((child): Need => ({ ...success(child), ...(job.forgiven && { requires: 'completion' }) })),
    ])
    return [
      {
        id,
        key: id,
        name: id,
        place,
        via: [],
        needs: [...before.map((one) => success(endId(one))), ...ofJobs],
        steps: [],
        allowFailure: false,
      },
    ]
  })
}

/** The stages in their order: `.pre` and `.post` stand around those that are named (docs.gitlab.com/ci/yaml, "stages"). */
export function stageNames(stages: DataNode | undefined): string[] {
  const named = textsOf(stages).filter((name) => name !== '.pre' && name !== '.post')
  return ['.pre', ...(named.length ? named : ['build', 'test', 'deploy']), '.post']
}
