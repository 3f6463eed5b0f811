import { isHidden, type Seen } from '../../../hidden.ts'
import { once } from '../../../once.ts'
import type { Judge } from '../guard/judge.ts'
import type { Atom } from '../run/atoms.ts'
import type { Plans } from '../run/family.ts'
import type { DeploymentNode } from './deployments.ts'

/**
 * Whether nothing at all names the environment of a deployment: no `environment:`, no argument, no name of a job or file.
 * What is written and cannot be resolved (`--namespace $NAMESPACE`, `values-$ENV.yaml`, `${{ matrix.target }}`) names one
 * that is not known, and so may whatever deploys out of sight. verdicts.md, "environments": the subject is "an environment
 * that pipelines, manifests, infrastructure code or `assay.yaml` name".
 * @param node the deployment
 * @param judge of the graph that it is part of
 * @returns true where nothing names it; false where something does; hidden where something unseen deploys as well
 */
export function nothingNames({ environment, job, atoms, alternative }: DeploymentNode, judge: Judge): Seen<boolean> {
  if (environment.name !== '' || !isHidden(environment.class) || job.environment) return false
  if (alternative || isOpen(job.id) || isOpen(job.key) || atoms.some(mayName)) return false
  return deployedUnseen(judge.plans) ?? true
}

/**
 * Whether its environment is named, and by nothing that is known: `environment: ${{ inputs.target }}`, `-n $NAMESPACE`.
 * Which environments are deployed to is then open.
 */
export function isNamedOpenly({ environment, job, atoms, alternative }: DeploymentNode): boolean {
  if (environment.name !== '' || !isHidden(environment.class)) return false
  return alternative || isHidden(job.environment?.name) || atoms.some(({ act }) => isOpen(act?.environment ?? ''))
}

/** Whether a command is given an environment that is not known, or is not seen itself. */
function mayName({ act, hidden }: Atom): boolean {
  if (!act || hidden || act.environment !== undefined) return true
  return [act.text, ...act.words, ...Object.values(act.inputs ?? {})].some((word) => variables(word).some(isOfPlace))
}

const isOpen = (name: string) => /\$[\w{(]/.test(name)

/** The variables and expressions that stand open in a text, as written. */
const variables = (text: string): readonly string[] =>
  text.match(/\$\{\{.*?\}\}|\$\{[^}]*\}|\$\([^)]*\)|\$\w+|\{\{.*?\}\}/g) ?? []

/** By its name it tells where something goes to. */
const isOfPlace = (variable: string) =>
  /env|stage|stack|space|\bns\b|_ns\b|target|cluster|project|account|profile|tier|slot|context|kube|branch|ref\b|ref_name/i.test(
    variable,
  )

/** What may deploy although it is not seen, wherever it stands; undefined where nothing may. */
const deployedUnseen = once(
  (plans: Plans) =>
    plans.all
      .flatMap(({ workflow, atoms }) => [...workflow.hidden, ...atoms.flatMap(({ hidden }) => hidden ?? [])])
      .find(({ couldBe }) => couldBe.includes('deploy'))?.value,
)
