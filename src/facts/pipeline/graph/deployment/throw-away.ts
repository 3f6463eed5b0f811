import { once } from '../../../once.ts'
import type { Job } from '../../model.ts'
import { type Standing, undone } from './undone.ts'

const commands =
  /\b(kind create cluster|k3d cluster create|minikube start|(kind|k3d|k3s|minikube)-action|microk8s (install|start|enable|reset)|microk8s-actions?|snap install microk8s|(crc|minishift) start|ctlptl create cluster|talosctl cluster create)\b/

/*
 * A server that keeps nothing, and is gone with its process: "the -dev flag starts the agent in development mode"
 * (developer.hashicorp.com/nomad/commands/agent).
 */
const passingServers = /\bnomad agent\b.*\s-?-dev(-connect|-consul|-vault)?(=true)?(?=\s|$)/s
const actions = /\bsetup-(kind|k3d|minikube|k3s)\b/

/* What makes a place to deploy to, where no word of it says that it is thrown away. */
const makesPlace = /^(gcloud container|az aks|eksctl|doctl kubernetes|terraform apply|tofu apply)\b/

/**
 * A cluster made in the runner (kind, k3d, minikube), or taken away again by the same job, is no environment (verdicts.md).
 * @param stepIndex the step of the job that works on a cluster: what comes later made none for it
 */
export function intoThrowAwayCluster({ stepIndex }: { readonly stepIndex: number }, job: Job): boolean {
  if (job.environment) return false
  const first = firstMade(job)
  return first >= 0 && first <= stepIndex
}

/** The first step that makes a cluster which is thrown away, -1 where none does; every command of the job asks for it. */
const firstMade = once((job: Job): number =>
  job.steps.findIndex(({ acts }, stepIndex) =>
    acts.some((act, actIndex) => {
      const { tool, text, words, throwAway } = act
      // a function that hands on what it is given is written `"$@"`
      const said = `${tool} ${text}\n${tool} ${words.join(' ')}`
      if (throwAway === true || commands.test(said) || actions.test(said) || passingServers.test(said)) return true
      return makesPlace.test(`${tool} ${words.join(' ')}`) && undone({ act, job, stepIndex, actIndex })
    }),
  ),
)

/** What was never meant to stay: its job takes it away again, or it goes into what is thrown away. */
export const isPassing = (standing: Standing): boolean =>
  undone(standing) || intoThrowAwayCluster(standing, standing.job)
