import { Hidden, isHidden } from '../../hidden.ts'
import { toSay } from '../dialect/question.ts'
import type { Act, Job, Step, Workflow } from '../model.ts'
import type { Delivery, Stage } from './stage.ts'

/**
 * A delivery pipeline as a workflow: a release starts it from outside, its stages follow one another, and where no automation
 * promotes, a person does (standard/verdicts.md: "A promotion by hand in a delivery pipeline is a manual gate").
 */
export function workflowOf(delivery: Delivery, id: string): Workflow {
  const { name, file, place, stages } = delivery
  const jobs: Job[] = []
  for (const [i, stage] of stages.entries()) {
    const key = isHidden(stage.target) ? `stage ${i + 1}` : stage.target
    const before = jobs.at(-1)
    jobs.push({
      id: jobs.some((job) => job.id === key) ? `${key} ${i + 1}` : key,
      key,
      name: key,
      place: stage.place,
      via: [],
      needs: before ? [{ job: before.id, place: stage.place, requires: 'success' }] : [],
      environment: { name: stage.target, place: stage.place, gate: false, recorded: false },
      ...gateOf(delivery, stage, i),
      steps: stepsOf(stage, key),
      allowFailure: false,
    })
  }
  return {
    id,
    file,
    system: 'google-cloud-deploy',
    name,
    place,
    triggers: [{ kind: 'external', event: 'release', place }],
    startedBy: { tools: releases, named: ['--delivery-pipeline', 'delivery_pipeline'], names: delivery.names },
    jobs,
    hidden: [{ place, value: listeners(name), couldBe: ['notify', 'status', 'record'] }],
    problems: [],
  }
}

/** What makes a release, which its first target gets by itself. */
const releases = ['gcloud deploy releases create', 'google-github-actions/create-cloud-deploy-release']

/** Cloud Deploy tells of each rollout on topics of Pub/Sub; who listens there is not seen here. */
const listeners = (name: string) =>
  new Hidden(`what listens to the notifications of the delivery pipeline ${name}`, {
    kind: 'answer',
    text: 'say in assay.yaml who is told of rollouts, and by what',
  })

/** Who holds a stage: the target asks, or a person promotes; hidden where an automation may do so. */
function gateOf({ name, promotes }: Delivery, { asks, place }: Stage, index: number): Pick<Job, 'approval' | 'hidden'> {
  if (asks === true) return { approval: { place, how: 'approval of the target' } }
  if (index > 0 && promotes === false) return { approval: { place, how: `promotion in ${name}` } }
  const hidden = isHidden(asks) ? asks : index > 0 && isHidden(promotes) ? promotes : undefined
  return hidden ? { hidden: { place, value: hidden, couldBe: ['approve'] } } : {}
}

function stepsOf({ place, verifies, hooks }: Stage, key: string): readonly Step[] {
  const common = { place, via: [], onFailure: 'stops', words: [] } as const
  const named = { place, value: imagesOf(key), couldBe: ['verify'] } as const
  const release = { ...common, kinds: [], tool: 'clouddeploy release', text: named.value.what, hidden: named }
  const acts: Act[] = [
    release,
    { ...common, kinds: ['deploy'], tool: 'clouddeploy rollout', text: `rollout to ${key}` },
  ]
  const verify: Act = {
    ...common,
    kinds: ['smoke-test'],
    tool: 'clouddeploy verify',
    text: `verification of ${key}`,
  }
  const value = isHidden(verifies) ? verifies : hooks ? jobsOf(key) : undefined
  if (value) {
    const part = { place, value, couldBe: ['smoke-test', 'verify', 'migrate', 'notify', 'record'] } as const
    acts.push({ ...common, kinds: [], tool: 'clouddeploy job', text: value.what, hidden: part })
  }
  const rollout: Step = {
    id: `${key}/0`,
    name: 'rollout',
    place,
    via: [],
    runsAfterFailure: 'no',
    continueOnError: false,
    acts,
  }
  // a job of its own behind the one that deploys (cloud.google.com/deploy/docs/verify-deployment)
  const job = { id: `${key}/1`, name: 'verify', acts: [verify], within: [{ name: 'verify', place }] }
  return verifies === true ? [rollout, { ...rollout, ...job }] : [rollout]
}

/** `--build-artifacts` of Skaffold names digests, `--images` what is written: the release says which, wherever it is made. */
const imagesOf = (key: string) =>
  new Hidden(
    `whether the release that is rolled out to ${key} names its images by digest`,
    toSay('what verifies them', { job: key }, ['verify', 'deploy']),
  )

const jobsOf = (key: string) =>
  new Hidden(
    `the jobs before and after the rollout to ${key}`,
    toSay(`what the jobs around the rollout to ${key} do`, { job: key }, ['deploy', 'smoke-test']),
  )
