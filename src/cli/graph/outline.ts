import type { Drawing, DrawnJob, DrawnNeed } from './drawing.ts'

/** A drawing as boxes and arrows, the same for every language of graphs. */
export interface Outline {
  readonly name: string
  readonly nodes: readonly OutlineNode[]
  readonly edges: readonly OutlineEdge[]
}

export interface OutlineNode {
  readonly id: string
  /** what stands in the box, line by line */
  readonly lines: readonly string[]
  readonly look: 'start' | 'job' | 'deploy' | 'gate' | 'hidden'
}

export interface OutlineEdge {
  readonly from: string
  readonly to: string
  readonly requires: DrawnNeed['requires']
}

/** One outline for each pipeline; ids are unique over all of them. */
export function outlinesOf({ pipelines }: Drawing): Outline[] {
  return pipelines.map(({ name, starts, jobs, hidden }, p) => {
    const ids = new Map(jobs.map((job, j) => [job.id, `p${p}j${j}`]))
    const begin = starts.map((start, s): OutlineNode => ({ id: `p${p}s${s}`, lines: [start], look: 'start' }))
    const nodes = [
      ...begin,
      ...hidden.map((what, h): OutlineNode => ({ id: `p${p}h${h}`, lines: [`? ${what}`], look: 'hidden' })),
      ...jobs.map((job): OutlineNode => ({ id: ids.get(job.id) as string, lines: linesOf(job), look: lookOf(job) })),
    ]
    const edges = jobs.flatMap((job): OutlineEdge[] => {
      const to = ids.get(job.id) as string
      const needs = job.waitsFor.flatMap((need): OutlineEdge[] => {
        const from = ids.get(need.job)
        return from === undefined ? [] : [{ from, to, requires: need.requires }]
      })
      return needs.length ? needs : begin.map(({ id }) => ({ from: id, to, requires: 'success' }))
    })
    return { name, nodes, edges }
  })
}

function linesOf(job: DrawnJob): string[] {
  const kinds = job.kinds.filter((kind) => kind !== 'set-up').join(' ')
  const where = job.deployments.map(({ environment }) => `→ ${environment}`)
  return [job.id, kinds, job.approval ? 'approval' : '', ...where, job.hidden.length ? '?' : ''].filter(Boolean)
}

function lookOf(job: DrawnJob): OutlineNode['look'] {
  if (job.deployments.length) return 'deploy'
  if (job.approval) return 'gate'
  return job.hidden.length ? 'hidden' : 'job'
}
