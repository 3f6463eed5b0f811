import { collector } from '../collector.ts'
import { or } from '../hidden.ts'
import { type DeploymentNode, neverRuns } from '../pipeline/graph/deployment/deployments.ts'
import { isPassing } from '../pipeline/graph/deployment/throw-away.ts'
import { environmentAt } from '../pipeline/graph/deployment/where.ts'
import { guardedKinds } from '../pipeline/graph/guard/guards.ts'
import { guardOn } from '../pipeline/graph/guard/judge.ts'
import { overPaths, type Path } from '../pipeline/graph/guard/paths.ts'
import { gapOf } from '../pipeline/graph/guard/trace.ts'
import { speaksOf } from '../pipeline/graph/guard/validated-by.ts'
import { graphOf } from '../pipeline/graph/index.ts'
import type { Atom } from '../pipeline/graph/run/atoms.ts'
import type { Plan } from '../pipeline/graph/run/family.ts'
import type { Apply } from '../schema/change.ts'

/** Deploying commands that apply manifests or charts. */
const manifests =
  /^(kubectl|oc) (apply|create|replace|process)$|^openshift\.(apply|create|replace)$|^helm (upgrade|install)$|^helmfile|^kapp deploy|^nomad job run|^sam deploy|(^|\/)(k8s-deploy|helm|nais\/deploy\/actions\/deploy|\S*kubectl-run|\S*-helm-deploy|azure-aks-deploy|create[-_]or[-_]update[-_]resource|(upgrade|install)[-_]helm[-_]chart)$/

/** What applies infrastructure, each with whether anything checked it before, on every path. */
export default collector({
  yields: ['applies'],
  needs: ['workflows'],
  reads: 'the pipelines, brought to one graph',
  collect(context) {
    const { judge, nodes, settings } = graphOf(context)
    const applies: Apply[] = []
    const used = new Map<string, number>()
    for (const plan of judge.plans.all) {
      for (const atom of firstOfEach(plan)) {
        const environment = environmentAt(plan, atom.job, atom.act, nodes, settings)
        const tool = atom.act?.tool ?? atom.text
        const name = `${plan.workflow.id}:${atom.job.id}:${tool}`
        const times = (used.get(name) ?? 0) + 1
        used.set(name, times)
        const id = times === 1 ? name : `${name}#${times}`
        const { job, jobIndex } = atom
        const node: DeploymentNode = { id, plan, job, jobIndex, first: atom, atoms: [atom], environment }
        const paths = judge.paths(node).map((path) => ofWhatIsApplied(path, node))
        if (paths.length === 0) continue
        const checked = (path: (typeof paths)[number]) =>
          or(guardOn('validate', path, judge), guardOn('plan', path, judge))
        const without = paths.filter((path) => checked(path) === false)
        const worst = without.find((path) => path.certain) ?? without[0]
        applies.push({
          id,
          file: job.place.file,
          job: job.id,
          tool,
          environment: environment.class,
          validated: overPaths(paths, checked),
          place: job.place,
          at: atom.place,
          gap: worst ? gapOf(node, worst.pass, ['validate', 'plan']) : [],
        } as Apply)
      }
    }
    return { applies }
  },
})

/** A path with the guards that can speak of what is applied: `actionlint` validates no chart. */
function ofWhatIsApplied(path: Path, node: DeploymentNode): Path {
  const tool = node.first.act?.tool ?? node.first.text
  const { sure, perhaps } = path.standings
  const standings = {
    sure: new Set([...sure].filter((atom) => speaksOf(atom, tool))),
    perhaps: new Map([...perhaps].filter(([atom]) => speaksOf(atom, tool))),
  }
  return { ...path, guarded: guardedKinds(node, standings) }
}

/** The first apply of each tool in each job; those behind it stand behind the same checks. */
function firstOfEach(plan: Plan): readonly Atom[] {
  const first = new Map<string, Atom>()
  for (const atom of plan.atoms) {
    const { act, kinds, jobIndex } = atom
    const applies =
      kinds.includes('apply') || (kinds.includes('deploy') && act !== undefined && manifests.test(act.tool))
    if (!applies || atom.step?.runsAfterFailure === 'only') continue
    if (neverRuns(atom, plan) || isPassing(atom)) continue
    const key = `${jobIndex} ${act?.tool} ${act?.environment ?? ''}`
    if (!first.has(key)) first.set(key, atom)
  }
  return [...first.values()]
}
