import type { Settings } from '../../../config/settings.ts'
import { compareText } from '../../../documents/place.ts'
import { type ForgeSettings, isUntold } from '../../../sources/forge/settings.ts'
import type { History } from '../../../sources/source.ts'
import type { Context } from '../../collector.ts'
import { withEnvironments } from '../../forge/environments.ts'
import { withReviews } from '../../forge/reviews.ts'
import { Hidden } from '../../hidden.ts'
import type { Problem, Workflow } from '../model.ts'
import { makeAround } from './after/followers.ts'
import { withTestsAfter } from './after/tested-after.ts'
import { type DeploymentNode, findDeployments } from './deployment/deployments.ts'
import { makeKin } from './deployment/kin.ts'
import { withPushedImages } from './deployment/pushed-images.ts'
import { withRestarts } from './deployment/restarts.ts'
import { visiblyGated } from './guard/guards.ts'
import { type Judge, smokeTestsOn } from './guard/judge.ts'
import { onSomePath, overPaths, type Path, pathsOf } from './guard/paths.ts'
import { requestChecks } from './guard/requests.ts'
import { withTestedReports } from './guard/tested-reports.ts'
import type { Atom } from './run/atoms.ts'
import { withBranchLegs } from './run/branch-legs.ts'
import { branchesOf } from './run/branches.ts'
import { withChosenBefore } from './run/chosen-before.ts'
import { makePlans, type Plan, type Plans } from './run/family.ts'
import { type Pass, passesOf } from './run/pass.ts'
import { withStarts } from './run/started.ts'
import { withAnswers } from './told/answers.ts'
import { withPackedSources } from './told/packed.ts'
import { withNamedQuestions } from './told/questions.ts'
import { type Unheard, unheard } from './told/unheard.ts'

/** The pipelines of a repository as one graph, with its deployments. Everything costly is computed when asked for. */
export interface Graph {
  /** with the kinds that assay.yaml says */
  readonly workflows: readonly Workflow[]
  readonly settings: Settings
  /** Deployments that some run reaches, sorted by file and place. */
  readonly nodes: readonly DeploymentNode[]
  readonly judge: Judge
  /** circles of needs; the dialects' own problems are in the workflows */
  readonly problems: readonly Problem[]
}

/** The workflows with what follows from others, and from what they pack. */
const completed = (workflows: readonly Workflow[]) =>
  withPackedSources(withTestsAfter(withRestarts(withStarts(withPushedImages(withTestedReports(workflows))))))

/** The answers of `assay.yaml` that speak of nothing in these workflows, as the dialects read them. */
export const unheardIn = (workflows: readonly Workflow[], { kinds }: Settings): readonly Unheard[] =>
  kinds.length ? unheard(completed(workflows), kinds) : []

/**
 * Builds the graph.
 * @param workflows of all CI systems, in the one form
 * @param history tells the default branch; without it, `main` or `master` is taken if a trigger names it
 * @param forge what its settings say of environments, branches and tags, where it was asked
 */
export function buildGraph(
  workflows: readonly Workflow[],
  settings: Settings,
  history?: Pick<History, 'defaultBranch'>,
  forge?: ForgeSettings,
): Graph {
  const seen = withReviews(
    withEnvironments(withNamedQuestions(withAnswers(completed(workflows), settings)), forge),
    forge,
  )
  const sorted = [...seen].sort((a, b) => compareText(a.id, b.id))
  const told = forge && !isUntold(forge.defaultBranch) ? forge.defaultBranch : undefined
  const branches = branchesOf(sorted, told ?? history?.defaultBranch)
  const said = withChosenBefore(withBranchLegs(sorted, branches))
  const plans = makePlans(said, branches)
  const candidates = plans.all.flatMap((plan) => findDeployments(plan, settings))
  const passes = remember((plan: Plan): readonly Pass[] => passesOf(plan, plans))
  const paths = remember((node: DeploymentNode): readonly Path[] => pathsOf(node, passes(node.plan), plans))
  // A job that no run reaches, or only a failure does, deploys nothing.
  const nodes = candidates.filter((node) => node.plan.workflow.triggers.length === 0 || paths(node).length > 0)
  const byAtom = new Map<Atom, DeploymentNode>()
  for (const node of nodes) for (const atom of node.atoms) byAtom.set(atom, node)
  const judge: Judge = {
    plans,
    nodes,
    around: makeAround(nodes, settings),
    kin: makeKin(nodes),
    settings,
    requests: requestChecks(plans, forge),
    forge,
    nodeOf: (atom) => byAtom.get(atom),
    passes,
    paths,
    gated: remember((node: DeploymentNode) => onSomePath(paths(node), (path) => visiblyGated(path.standings, node))),
    outsideTests: outsideTests(plans),
    smokeOn: (node, path) => smokeTestsOn(node, path, judge),
    smokeTested: remember((node: DeploymentNode) => overPaths(paths(node), (path) => judge.smokeOn(node, path))),
  }
  const problems = plans.all.flatMap((plan) => plan.order.problems)
  return { workflows: said, settings, nodes, judge, problems }
}

const built = new WeakMap<readonly Workflow[], { settings: Settings; graph: Graph }>()

/** The graph of a run of the collectors, built once for all of them. */
export function graphOf({ observed, settings, repository }: Context): Graph {
  const known = built.get(observed.workflows)
  if (known?.settings === settings) return known.graph
  const graph = buildGraph(observed.workflows, settings, repository.history, repository.forge)
  built.set(observed.workflows, { settings, graph })
  return graph
}

function outsideTests(plans: Plans): Hidden | undefined {
  for (const { workflow, atoms } of plans.all) {
    if (!workflow.triggers.some((trigger) => trigger.kind === 'external')) continue
    if (!atoms.some((atom) => atom.kinds.includes('smoke-test'))) continue
    return new Hidden(`whether the deployment starts the tests of ${workflow.name}`, {
      kind: 'file',
      text: `run the tests of ${workflow.name} in the pipeline that deploys`,
    })
  }
  return undefined
}

function remember<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>()
  return (key) => {
    let value = known.get(key)
    if (value === undefined) {
      value = make(key)
      known.set(key, value)
    }
    return value
  }
}
