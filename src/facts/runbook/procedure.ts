import { compareText } from '../../documents/place.ts'
import { isHidden } from '../hidden.ts'
import { guardOn } from '../pipeline/graph/guard/judge.ts'
import type { Graph } from '../pipeline/graph/index.ts'
import type { Atom } from '../pipeline/graph/run/atoms.ts'

/** How a repository deploys, as far as a runbook tells of it, in one line for each thing: equal texts are one procedure. */
export function procedureOf(graph: Graph, rollback: boolean): string {
  const { judge } = graph
  const lines = graph.nodes.map((node) => {
    const { job, plan, environment } = node
    const paths = judge.paths(node)
    const starts = paths.map((path) => path.pass.info.run.trigger.kind)
    const gate = paths.map((path) => {
      const answer = guardOn('approve', path, judge)
      return isHidden(answer) ? answer.as : String(answer)
    })
    const earlier = (plan.order.needs[node.jobIndex] ?? []).map(({ from }) => plan.workflow.jobs[from]?.id ?? '')
    const commands = node.atoms.map(commandOf)
    return [
      plan.workflow.file,
      job.id,
      environment.name,
      ...set(starts),
      ...set(gate),
      ...set(earlier),
      ...commands,
    ].join(' ')
  })
  if (rollback) {
    for (const { workflow, atoms } of judge.plans.all) {
      for (const atom of atoms) {
        if (atom.kinds.includes('rollback')) lines.push(`rollback ${workflow.file} ${atom.job.id} ${commandOf(atom)}`)
      }
    }
  }
  return lines.sort(compareText).join('\n')
}

/** The files in which the procedure stands: of jobs that deploy, and of the scripts that they come to. */
export function procedureFiles(graph: Graph, rollback: boolean): readonly string[] {
  const files = new Set<string>()
  const add = (atom: Atom) => {
    for (const { file } of [atom.place, atom.job.place, ...(atom.act?.via ?? [])]) files.add(file)
  }
  for (const node of graph.nodes) for (const atom of node.atoms) add(atom)
  if (rollback) {
    for (const { atoms } of graph.judge.plans.all)
      for (const atom of atoms) if (atom.kinds.includes('rollback')) add(atom)
  }
  return [...files].filter(Boolean).sort(compareText)
}

const set = (words: readonly string[]) => [...new Set(words)].sort(compareText)

/** A command without versions, digests and commits: a version bump changes no procedure. */
function commandOf({ act, text }: Atom): string {
  return `${act?.tool ?? ''} ${text}`
    .replace(/@[\w./-]+/g, '@')
    .replace(/\b[0-9a-f]{7,64}\b|\bv?\d+(\.\d+)+[\w.-]*|:[\w.-]*\d[\w.-]*/g, '#')
    .replace(/\s+/g, ' ')
    .trim()
}
