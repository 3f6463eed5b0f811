import type { Need, Problem, Workflow } from '../../model.ts'

/** An edge of the job graph, by positions in {@link Order.workflow}'s jobs. */
export interface Edge {
  readonly from: number
  readonly to: number
  readonly requires: Need['requires']
  /** Edges of one group stand for one need: the inactive ones are ignored as long as one is active. */
  readonly group: string | undefined
  /** A skipped job does not hold up the one that needs it. */
  readonly evenIfSkipped: boolean
}

/** The jobs of a workflow in an order in which every job comes after those that it needs. */
export interface Order {
  readonly workflow: Workflow
  /** positions of jobs, sorted so that needs come first; every job is in it once */
  readonly sequence: readonly number[]
  /** by job position: the edges that lead to it */
  readonly needs: readonly (readonly Edge[])[]
  /** by job position: the edges that leave it */
  readonly dependants: readonly (readonly Edge[])[]
  /** Jobs that stand in a circle of needs (or behind one): what runs before them cannot be told. */
  readonly circular: ReadonlySet<number>
  readonly problems: readonly Problem[]
}

/**
 * Sorts the jobs of a workflow by their needs (Kahn's algorithm, linear). A need of a job that does not exist is left
 * out, since the dialect has said so; the needs of circular jobs are dropped, and the circle is a problem with a place.
 */
export function orderJobs(workflow: Workflow): Order {
  const position = new Map(workflow.jobs.map((job, index) => [job.id, index]))
  const needs: Edge[][] = workflow.jobs.map(() => [])
  const dependants: Edge[][] = workflow.jobs.map(() => [])
  workflow.jobs.forEach((job, to) => {
    for (const need of job.needs) {
      const from = position.get(need.job)
      if (from === undefined) continue
      const { requires, group, evenIfSkipped = false } = need
      const edge: Edge = { from, to, requires, group, evenIfSkipped }
      needs[to]?.push(edge)
      dependants[from]?.push(edge)
    }
  })
  const sequence = sorted(needs, dependants)
  const placed = new Set(sequence)
  const circular = new Set([...workflow.jobs.keys()].filter((index) => !placed.has(index)))
  const problems: Problem[] = []
  if (circular.size > 0) {
    const circle = findCircle(circular, needs)
    const names = circle.map((index) => workflow.jobs[index]?.id ?? '')
    const first = workflow.jobs[circle[0] as number]
    problems.push({
      place: first?.place ?? workflow.place,
      message: `these jobs wait for each other and never start: ${[...names, names[0]].join(' → ')}`,
      unreadable: false,
    })
    for (const index of circular) {
      for (const edge of needs[index] ?? []) remove(dependants[edge.from], edge)
      needs[index] = []
    }
  }
  return { workflow, sequence: [...sequence, ...circular], needs, dependants, circular, problems }
}

function sorted(needs: readonly (readonly Edge[])[], dependants: readonly (readonly Edge[])[]): number[] {
  const waiting = needs.map((edges) => edges.length)
  const sequence = [...waiting.keys()].filter((index) => waiting[index] === 0)
  for (let next = 0; next < sequence.length; next++) {
    for (const edge of dependants[sequence[next] as number] ?? []) {
      const left = (waiting[edge.to] as number) - 1
      waiting[edge.to] = left
      if (left === 0) sequence.push(edge.to)
    }
  }
  return sequence
}

/** Follows needs inside the circular part until a job comes again. */
function findCircle(circular: ReadonlySet<number>, needs: readonly (readonly Edge[])[]): number[] {
  const seen: number[] = []
  let at = Math.min(...circular)
  while (!seen.includes(at)) {
    seen.push(at)
    at = needs[at]?.find((edge) => circular.has(edge.from))?.from ?? at
  }
  return seen.slice(seen.indexOf(at)).reverse()
}

function remove(edges: Edge[] | undefined, edge: Edge): void {
  const index = edges?.indexOf(edge) ?? -1
  if (index >= 0) edges?.splice(index, 1)
}
