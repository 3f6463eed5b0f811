import type { Job } from '../model.ts'

const commands = /\b(kind create cluster|k3d cluster create|minikube start|(kind|k3d|k3s|minikube)-action|microk8s)\b/
const actions = /\bsetup-(kind|k3d|minikube|k3s)\b/

/**
 * A cluster made in the runner (kind, k3d, minikube) is no environment (verdicts.md).
 * @param stepIndex the step of the job that works on a cluster: what comes later made none for it
 */
export function intoThrowAwayCluster({ stepIndex }: { readonly stepIndex: number }, job: Job): boolean {
  if (job.environment) return false
  return job.steps.slice(0, stepIndex + 1).some(({ acts }) =>
    acts.some(({ tool, text, throwAway }) => {
      const said = `${tool} ${text}`
      return throwAway === true || commands.test(said) || actions.test(said)
    }),
  )
}
