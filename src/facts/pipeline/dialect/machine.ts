import { isHidden } from '../../hidden.ts'
import type { Act, Job, Workflow } from '../model.ts'
import { isOtherWork, saysDeploy, wordsOfDeployment } from './says-deploy.ts'

/**
 * What a job does on a machine that stays (a runner of one's own, a node of Jenkins): where it says that it deploys, by its
 * name, its stage or an environment that it declares, the containers that it starts in the background are the deployment
 * (verdicts.md holds a throw-away runner for no environment, and this is none). What asks a service of that machine
 * afterwards, and fails where it is not well, tests what was deployed there.
 */
export function onMachinesThatStay(workflow: Workflow): Workflow {
  if (!workflow.jobs.some(deploysHere)) return workflow
  let deployed = false
  const jobs = workflow.jobs.map((job) => {
    if (!job.machine) return job
    const deploys = deploysHere(job)
    const told = (act: Act): Act => {
      const { here, kinds } = act
      if (here === 'deploy' && deploys) {
        deployed = true
        return { ...act, kinds: [...kinds, 'deploy'] }
      }
      return here === 'smoke-test' && deployed ? { ...act, kinds: [...kinds, 'smoke-test'] } : act
    }
    return { ...job, steps: job.steps.map((step) => ({ ...step, acts: step.acts.map(told) })) }
  })
  return { ...workflow, jobs }
}

/** A job on a machine that stays that says that it deploys, and starts containers there. */
function deploysHere(job: Job): boolean {
  if (!job.machine || job.hidden || !job.steps.some(({ acts }) => acts.some(({ here }) => here === 'deploy')))
    return false
  const names = [...new Set([job.key, job.name, job.calledAs ?? ''])]
  // `Component tests / Deploy`, `Deploy locally`: up for what follows in this run alone
  const around = job.id.split(' / ').slice(0, -1)
  if (around.some((name) => wordsOfDeployment(name).some(isOtherWork)) || names.some((name) => local.test(name)))
    return false
  // `Build and deploy`: what it starts is what it has built
  if (names.some((name) => saysDeploy(name.replace(/\bbuild\b/gi, '')))) return true
  if (names.some((name) => wordsOfDeployment(name).some(isOtherWork))) return false
  const { environment } = job
  return saysDeploy(job.machine.stage ?? '') || (environment !== undefined && !isHidden(environment.name))
}

const local = /(?:^|[^a-z])local(ly|host)?(?:$|[^a-z])/i
