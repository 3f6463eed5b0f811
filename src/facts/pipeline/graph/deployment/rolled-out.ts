import { defaultSettings, type Settings } from '../../../../config/settings.ts'
import { Hidden, isHidden } from '../../../hidden.ts'
import { mayDeploy } from '../../acts.ts'
import { toSay } from '../../dialect/question.ts'
import { isDeployment, isOtherWork, wordsOfDeployment } from '../../dialect/says-deploy.ts'
import { couldServe, everyKind } from '../../dialect/words.ts'
import { classify, classOfJobName } from '../../environment.ts'
import type { Act, HiddenPart, Job, Workflow } from '../../model.ts'
import { wordsOf } from '../../name-words.ts'
import { isOfData } from '../told/opaque.ts'
import { isUnknown } from '../told/titles.ts'

/** A push that something elsewhere rolls out. */
export interface RolledOut {
  /** the last push: what stands before it can guard */
  readonly act: Act
  readonly hidden: HiddenPart
}

/**
 * A job that says that it deploys and only pushes an image or a package: a watcher of the registry, a platform or
 * another pipeline rolls it out, which cannot be seen. It says so by its name together with an environment, or by a
 * key that means a deployment and nothing else; where only the key does, that may be a release of the image, and what
 * follows may test it too. Where another job of the workflow visibly deploys there, the push is
 * no more than that.
 */
export function rolledOutElsewhere(job: Job, workflow: Workflow): RolledOut | undefined {
  const acts = job.steps.filter((step) => step.runsAfterFailure !== 'only').flatMap((step) => step.acts)
  const act = acts.filter(publishes).at(-1)
  if (!act || job.hidden || acts.some(changes) || goesToRegistry(job)) return undefined
  const image = pushesImage(act)
  const named = isCalledSo(job)
  if (!(job.environment?.deploys ? named || image : named && image)) return undefined
  if (!job.environment?.deploys && !knowsWhere(job)) return undefined
  if (workflow.jobs.some((other) => other !== job && deploysThere(other, job))) return undefined
  const value = new Hidden(
    `what rolls out what ${job.id} pushes`,
    toSay(`what the job ${job.key} does`, { job: job.key }, ['publish', 'deploy']),
  )
  return { act, hidden: { place: act.place, value, couldBe: named ? couldServe('deploy') : everyKind } }
}

/**
 * What deploys in a job where that cannot be seen: the push of an image, which something elsewhere rolls out, or a program
 * of which nothing is known, in a job that says that it deploys to the environment that it names.
 */
export const deployedUnseen = (job: Job, workflow: Workflow): RolledOut | undefined =>
  rolledOutElsewhere(job, workflow) ?? deployedByUnknown(job, workflow)

/** Where nothing in the job is known to build, publish or change anything, its last unknown program is what deploys. */
function deployedByUnknown(job: Job, workflow: Workflow): RolledOut | undefined {
  if (job.hidden || !job.environment?.recorded || !saysOnlyDeploy(job) || !knowsWhere(job)) return undefined
  const acts = job.steps.filter((step) => step.runsAfterFailure !== 'only').flatMap((step) => step.acts)
  if (acts.some((act) => changes(act) || act.kinds.includes('publish') || act.hidden?.couldBe.length)) return undefined
  const ofData = new Set(job.steps.filter(isOfData).flatMap((step) => step.acts))
  const act = acts.filter((one) => isUnknown(one) && !ofData.has(one) && one.onFailure !== 'ignored').at(-1)
  if (!act || workflow.jobs.some((other) => other !== job && deploysThere(other, job))) return undefined
  const value = new Hidden(
    `what ${act.tool} does in ${job.id}`,
    toSay(`what the job ${job.key} does`, { job: job.key }, ['deploy']),
  )
  return { act, hidden: { place: act.place, value, couldBe: couldServe('deploy') } }
}

/** Its name says that it deploys, and nothing else: in `test-deployment` to the environment `test` the word is where it goes. */
function saysOnlyDeploy({ key, environment }: Job): boolean {
  const target = environment && !isHidden(environment.name) ? wordsOf(environment.name) : []
  const words = wordsOfDeployment(key)
  return words.some(isDeployment) && !words.some((word) => isOtherWork(word) && !target.includes(word))
}

/** What assay.yaml says that a job does, without a deployment: then its push is a push. */
export function saidToPushOnly(job: Job, settings: Settings): boolean {
  return settings.kinds.some(
    (answer) =>
      (answer.job === job.key || answer.job === job.id) &&
      answer.kinds.includes('publish') &&
      !answer.kinds.includes('deploy'),
  )
}

const publishes = (act: Act) => act.kinds.includes('publish') && act.onFailure !== 'reports'

const changes = (act: Act) => mayDeploy(act, 'apply', 'rollback')

const imageTools =
  /^(docker|podman|buildah|nerdctl|skopeo|crane|kaniko|executor|ko|jib|pack)\b|push-image|docker-push|tag-push-action/

const pushesImage = ({ tool }: Act) => imageTools.test(tool)

/** Whether the name of a job says that it deploys: `Deploy to UAT`; not `pre-deploy`, nor the test of a deployment. */
function isCalledSo({ key, id }: Job): boolean {
  const words = wordsOf(`${key} ${id}`)
  return words.some((word) => /^(deploy(s|ment|ments)?|rollout|promote)$/.test(word)) && !words.includes('pre')
}

const registries =
  /\b(?:docker ?hub|ghcr|quay|npmjs?|pypi|nuget|crates|rubygems|packagist|sonatype|ossrh|maven central)$|\b(?:to|into) (?:the )?(?:[\w ]+ )?(?:registry|artifactory|nexus)$/

/** `deploy-to-dockerhub`, `Deploy to Docker Hub`: the name says where it goes, which is where it is published. */
const goesToRegistry = ({ key, id }: Job): boolean => [key, id].some((name) => registries.test(wordsOf(name).join(' ')))

function knowsWhere({ environment, key, id }: Job): boolean {
  if (!environment) return [id, key].some((name) => classOfJobName(name, defaultSettings) !== undefined)
  return !isHidden(environment.name) && !isHidden(classify(environment.name, defaultSettings))
}

/** A job that visibly deploys to the same environment, or does not say to which. The pages of the forge are no such place. */
function deploysThere(other: Job, job: Job): boolean {
  const acts = other.steps.flatMap((step) => step.acts)
  if (!acts.some(({ kinds, tool }) => kinds.includes('deploy') && tool !== 'pages')) return false
  const [there, here] = [other.environment?.name, job.environment?.name]
  return there === undefined || here === undefined || isHidden(there) || isHidden(here) || there === here
}
