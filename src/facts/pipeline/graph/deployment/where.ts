import type { Settings } from '../../../../config/settings.ts'
import { groupBy } from '../../../../documents/group.ts'
import { isHidden } from '../../../hidden.ts'
import { once } from '../../../once.ts'
import { classify, declaredClass } from '../../environment.ts'
import type { Act, Job } from '../../model.ts'
import type { Plan } from '../run/family.ts'
import { areAlternatives } from './alternatives.ts'
import type { DeploymentNode } from './deployments.ts'
import { type Environment, nowhere, saidOf, stemOf, toldByName, withoutVariables } from './environment-of.ts'

/** Deployments by their job, found once: each act of each job asks. */
const byJob = once((nodes: readonly DeploymentNode[]) => groupBy(nodes, ({ job }) => job))

/** Those of the deployments that this job does. */
export function deploymentsOf(job: Job, nodes: readonly DeploymentNode[]): readonly DeploymentNode[] {
  return byJob(nodes).get(job) ?? []
}

/**
 * The environment that anything in a job works on, also what is no deployment: as the job declares it, as the command
 * names it, that of the job's own deployment, as the names of job and file tell.
 */
export function environmentAt(
  plan: Plan,
  job: Job,
  act: Act | undefined,
  nodes: readonly DeploymentNode[],
  settings: Settings,
): Environment {
  const declared = job.environment?.name
  if (declared !== undefined && declared !== '' && !isHidden(declared)) {
    return {
      name: declared,
      class: classify(declared, settings),
      declared: declaredClass(declared, settings) !== undefined,
    }
  }
  const written = act?.environment && withoutVariables(act.environment)
  if (written) {
    const named = classify(written, settings)
    if (!isHidden(named))
      return { name: written, class: named, declared: declaredClass(written, settings) !== undefined }
  }
  const own = deploymentsOf(job, nodes).filter(
    (node) =>
      node.plan === plan && !(act && node.atoms.every((atom) => areAlternatives({ act, step: undefined }, atom, plan))),
  )
  const [first] = own
  if (first && own.every((node) => node.environment.class === first.environment.class)) return first.environment
  const said = saidOf(plan.workflow, job, settings)
  if (said) return said
  for (const name of [job.id, job.key, stemOf(plan.workflow.id)]) {
    const told = toldByName(name, plan.workflow, settings)
    if (told) return told
  }
  return { name: '', class: isHidden(declared) ? declared : nowhere(plan.workflow, job), declared: false }
}
