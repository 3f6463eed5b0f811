import { defaultSettings } from '../../../../config/settings.ts'
import { Hidden, isHidden } from '../../../hidden.ts'
import { environmentOfPaths } from '../../commands/special/set-places.ts'
import { toSay } from '../../dialect/question.ts'
import { couldServe } from '../../dialect/words.ts'
import { classify } from '../../environment.ts'
import type { Act, Job, Step, Workflow } from '../../model.ts'

/**
 * The workflows with what a push to their own repository rolls out: a job writes into a manifest or a file of values which
 * image runs, and pushes that to a branch. Something that follows the branch deploys it (Argo CD, Flux; argo-cd.readthedocs.io,
 * "Automation from CI Pipelines"). Where what follows it stands here, that is the deployment, and the push is none.
 */
export function withPushedImages(workflows: readonly Workflow[]): readonly Workflow[] {
  if (workflows.some(({ system }) => system === 'argo-cd' || system === 'flux')) return workflows
  return workflows.map((workflow) => {
    const jobs = workflow.jobs.map(withPush)
    return jobs.every((job, at) => job === workflow.jobs[at]) ? workflow : { ...workflow, jobs }
  })
}

function withPush(job: Job): Job {
  const steps = job.steps.filter(({ runsAfterFailure }) => runsAfterFailure !== 'only')
  const acts = steps.flatMap((step) => step.acts)
  const pushes = acts.filter((act) => !act.hidden && pushesBranch(act))
  if (pushes.length === 0 || acts.some(proposes) || acts.some(({ kinds }) => kinds.includes('deploy'))) return job
  const last = acts.lastIndexOf(pushes.at(-1) as Act)
  const files = acts.slice(0, last).flatMap(filesWithImage)
  if (!files.some((file) => tellsPlace(file, job))) return job
  const environment = environmentOfPaths(files)
  const value = new Hidden(
    `what rolls out the image that ${job.id} writes into ${files[0]}`,
    toSay(`what the push of ${job.key} deploys`, { job: job.key }, ['deploy']),
  )
  const rollsOut = (act: Act): Act =>
    pushes.includes(act)
      ? {
          ...act,
          ...(environment !== undefined && { environment }),
          hidden: { place: act.place, value, couldBe: couldServe('deploy'), byController: true, setsImage: true },
        }
      : act
  return { ...job, steps: job.steps.map((step): Step => ({ ...step, acts: step.acts.map(rollsOut) })) }
}

/** Branches as systems call the one that a run is for. */
const ownBranch =
  /^(\$\{?(GITHUB_REF(_NAME)?|CI_(COMMIT_(BRANCH|REF_NAME)|DEFAULT_BRANCH)|CIRCLE_BRANCH|BITBUCKET_BRANCH|(GIT_)?BRANCH(_NAME)?|BUILD_SOURCEBRANCH(NAME)?|BUILDKITE_BRANCH|(DRONE|CI_COMMIT|TRAVIS)_BRANCH)\}?|\$\{\{\s*github\.(ref|ref_name|event\.repository\.default_branch)\s*\}\})$/i

const actions = /(^|\/)(git-auto-commit-action|add-and-commit|github-push-action|git-push-action|action-commit-push)$/i

/** Whether an act pushes commits to a branch that is there. */
function pushesBranch({ tool, words, remote }: Act): boolean {
  if (remote) return false
  if (actions.test(tool.replace(/@.*$/, ''))) return true
  if (tool !== 'git push' || words.some((word) => /^(--tags|--delete|-d|--dry-run|--mirror)$/.test(word))) return false
  const [, ref = ''] = words.slice(words.indexOf('push') + 1).filter((word) => !word.startsWith('-'))
  const target = ref.replace(/^.*:/, '').replace(/^refs\/heads\//, '')
  return !/^refs\/tags\/|^v\d/.test(target) && (!target.includes('$') || ownBranch.test(target))
}

/** Whether an act asks for a change to be merged: then a person has to, first. */
const proposes = ({ tool, words }: Act): boolean =>
  /(^|\/)create-pull-request$/.test(tool.replace(/@.*$/, '')) ||
  (/^(gh pr|glab mr|hub pull-request)/.test(tool) && words.includes('create'))

/** Folders and files that say what runs in a cluster, by their names. */
const folders =
  /(^|\/)(k8s|kube(rnetes)?|manifests?|overlays?|deploy(ments?)?|helm|charts?|gitops|argo-?cd|flux|clusters?|envs?|environments?)\//i
const names = /^(kustomization|values|deployments?|statefulsets?|helm-?releases?|rollouts?|image-?tags?)([.-]|$)/i
const others =
  /(^|\/)\.[\w-]+\/|(^|\/)((docker-)?compose[\w.-]*|Chart|action)\.ya?ml$|(^|\/)(examples?|docs?|tests?)\//i
const image = /\bimages?\b|newTag|image[-_]?tag|\btag\b|targetRevision/i

/** The files of manifests and values into which an act writes which image runs. */
function filesWithImage({ tool, directory, edits, substitutes, words, remote }: Act): readonly string[] {
  if (remote) return []
  if (tool === 'kustomize edit set image') return directory === undefined ? [] : [`${directory}/kustomization.yaml`]
  const found = edits !== undefined ? [edits] : (substitutes?.files ?? [])
  const sets = words.some((word) => image.test(word)) || substitutes?.changes.some(({ sets }) => sets !== undefined)
  if (!sets) return []
  return found.filter(
    (path) =>
      /\.ya?ml$|\*$/.test(path) && !others.test(path) && (folders.test(path) || names.test(path.replace(/^.*\//, ''))),
  )
}

/**
 * A manifest is changed when a version of it is released, too: the file or the job has to name an environment, or job or
 * step what is done with it; of a chart's own values only an environment tells.
 */
function tellsPlace(path: string, { environment, key, steps }: Job): boolean {
  if (environment !== undefined || !isHidden(classify(path, defaultSettings))) return true
  return (
    !/(^|\/)values\.ya?ml$/.test(path) && [key, ...steps.map(({ name }) => name)].some((name) => saysWhy.test(name))
  )
}

const saysWhy = /deploy|roll-?out|git-?ops|argo|\bflux|manifest|promot/i
