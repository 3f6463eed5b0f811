import type { Settings } from '../../../config/settings.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { Hidden, isHidden } from '../../hidden.ts'
import type { Repository } from '../../repository.ts'
import { forgives } from '../dialect/forgiven.ts'
import { type Finders, mostSteps, type Reading, spend } from '../dialect/reading.ts'
import { everyKind } from '../dialect/words.ts'
import type { Job, Need, Starter, Step, Workflow } from '../model.ts'
import { actsOfStep, type Filling } from './step.ts'
import type { BuildTriggers } from './triggers.ts'

const system = 'google-cloud-build'

const fileName = /(^|\/)cloudbuild([._-][\w.-]*)?\.(ya?ml|json)$/

/** Other names in a folder for builds: there the content must tell. */
const folderName = /(^|\/)\.?(google-?)?cloud-?build\/([^/]+\/)*[^/]+\.ya?ml$/

/**
 * The builds of Google Cloud Build in the one form: each file is a workflow, each build step a job. A file that cannot be
 * read is a workflow with a problem.
 */
export async function readCloudBuild(
  repository: Repository,
  finders: Finders,
  settings: Settings,
): Promise<Workflow[]> {
  const budget = { left: mostSteps }
  const started = await triggersIn(repository, settings)
  const workflows: Workflow[] = []
  for (const { path, area } of repository.ofKind('json', 'yaml', 'yml')) {
    if (area !== 'main' || !(fileName.test(path) || mayBeBuild(path, repository))) continue
    if (!fileName.test(path) && !(await isBuild(path, repository))) continue
    repository.claim(path)
    const reading: Reading = { repository, finders, budget, problems: [] }
    workflows.push(await readBuild(path, reading, started.get(path)))
  }
  return workflows
}

/** The triggers of all builds. Terraform is gone through only where it makes one. */
async function triggersIn(repository: Repository, settings: Settings): Promise<ReadonlyMap<string, BuildTriggers>> {
  for (const { path, area } of repository.ending('.tf', '.tofu')) {
    if (area !== 'main' || !repository.mayHold(path, 'google_cloudbuild_trigger')) continue
    if (!(await repository.text(path))?.content.includes('"google_cloudbuild_trigger"')) continue
    const [{ readTerraform }, { buildTriggers }] = await Promise.all([
      import('../../terraform/read.ts'),
      import('./triggers.ts'),
    ])
    return buildTriggers((await readTerraform(repository, settings)).resources)
  }
  return new Map()
}

/** Where the files of other systems lie, whose steps may run in the same images. */
const ofOthers = /^\.|(^|\/)\.(github|gitlab|circleci|gitea|forgejo|azure\w*)\//

/** What no other system's steps are called. */
const builders = /^\s*-?\s*name:\s*['"]?gcr\.io\/(cloud-builders|google\.com\/cloudsdktool)\//m

/** A build may have any name (`gcloud builds submit --config ops/clean.yaml`): one that may run Google's builders is looked into. */
const mayBeBuild = (path: string, repository: Repository): boolean =>
  folderName.test(path) ||
  (/\.ya?ml$/.test(path) &&
    !ofOthers.test(path) &&
    repository.mayHold(path, 'gcr.io/cloud-builders/', 'gcr.io/google.com/cloudsdktool/'))

async function isBuild(path: string, repository: Repository): Promise<boolean> {
  const inFolder = folderName.test(path)
  const text = (await repository.text(path))?.content ?? ''
  return /^steps:\s*$/m.test(text) && (inFolder || builders.test(text))
}

async function readBuild(file: string, reading: Reading, started: BuildTriggers | undefined): Promise<Workflow> {
  const { repository, problems } = reading
  const documents = file.endsWith('.json') ? [await repository.json(file)] : await repository.yaml(file)
  const root = documents?.find((document) => document?.kind === 'map')
  const place = { file, start: 0, end: 0 }
  const base = { id: file, file, system, name: file, place }
  const steps = root?.get('steps')
  if (!root || steps?.kind !== 'list') {
    const message = root ? 'no list of `steps`: nothing is built' : 'this build cannot be read'
    const value = new Hidden(`the content of ${file}`, { kind: 'file', text: `mend ${file}` })
    return {
      ...base,
      triggers: [],
      jobs: [],
      hidden: [{ place, value, couldBe: everyKind }],
      problems: [{ place: root?.place ?? place, message, unreadable: true }],
    }
  }
  const jobs = await readJobs(root, steps, reading, {
    ...(await usual(root, reading)),
    ...started?.substitutions,
  })
  return {
    ...base,
    // Triggers live in the project, or in Terraform; a pipeline of another system may submit the build.
    ...(!started && { startedBy: submitted(file) }),
    triggers: started?.triggers ?? [{ kind: 'external', event: 'trigger', place: root.keyPlace('steps') }],
    jobs: started ? held(jobs, started) : jobs,
    hidden: [],
    problems,
  }
}

/**
 * What a build file says of its own substitutions (cloud.google.com/build/docs/configuring-builds/substitute-variable-values):
 * they hold where nothing that starts a build here gives others.
 */
async function usual(root: DataNode, { repository }: Reading): Promise<Filling['substitutions']> {
  const entries = root.get('substitutions')?.entries ?? []
  const plain = entries.filter(({ value }) => /^[\w.-]+$/.test(value.text ?? ''))
  if (plain.length === 0) return {}
  for (const { path } of repository.files) {
    if (path === root.file || !repository.mayHold(path, 'substitutions')) continue
    const gives = maySubmit.test(path) ? /--substitutions/ : makesTrigger.test(path) ? givesOthers : undefined
    if (gives?.test((await repository.text(path))?.content ?? '')) return {}
  }
  return Object.fromEntries(plain.map(({ key, value }) => [key, value.text ?? '']))
}

/** Files of triggers that Terraform or Config Connector makes, or that are imported as they are (`gcloud builds triggers import`). */
const makesTrigger = /\.(tf|tofu|ya?ml|json)$/
const givesOthers =
  /google_cloudbuild_trigger[\s\S]*\bsubstitutions\b|CloudBuildTrigger[\s\S]*\bsubstitutions\b|^filename:[\s\S]*^substitutions:|^substitutions:[\s\S]*^filename:/m

/** Files in which builds are submitted, and triggers made. */
const maySubmit =
  /\.(sh|bash|mk|md)$|(^|\/)(Makefile|justfile|Taskfile|Jenkinsfile|package\.json|\.gitlab-ci|bitbucket-pipelines|azure-pipelines|cloudbuild)[^/]*$|(^|\/)\.(github|gitlab|circleci|buildkite)\/.*\.ya?ml$/i

/**
 * `gcloud builds submit --config FILE` (cloud.google.com/sdk/gcloud/reference/builds/submit): with a tag or a pack it builds
 * without a file.
 */
const submitted = (path: string): Starter => ({
  tools: ['gcloud builds submit'],
  named: ['--config'],
  names: [],
  file: { path, usual: 'cloudbuild.yaml', without: ['--tag', '-t', '--pack'] },
})

/** A trigger that wants an approval holds the whole build. */
function held(jobs: readonly Job[], { approval, triggers }: BuildTriggers): readonly Job[] {
  const place = triggers[0]?.place
  if (approval === false || !place) return jobs
  const gate = isHidden(approval)
    ? { hidden: { place, value: approval, couldBe: ['approve'] as const } }
    : { approval: { place, how: 'approval of the trigger' } }
  return jobs.map((job) => (job.needs.length === 0 ? { ...job, ...gate } : job))
}

async function readJobs(
  root: DataNode,
  steps: DataNode,
  reading: Reading,
  substitutions: Filling['substitutions'],
): Promise<Job[]> {
  const shared = root.at('options', 'env')?.asList ?? []
  const jobs: Job[] = []
  const taken = new Map<string, Job>()
  // steps that no later one waits for so far: to wait for them is to wait for all
  const open = new Map<string, Job>()
  for (const [at, node] of steps.items.entries()) {
    const place = node.get('id') || node.get('name') ? node.keyPlace(node.get('id') ? 'id' : 'name') : node.place
    if (!spend(reading, place)) break
    const key = node.get('id')?.text ?? nameOf(node)
    let id = key
    for (let n = 2; taken.has(id); n++) id = `${key} #${n}`
    const minutes = secondsOf(node.get('timeout') ?? root.get('timeout')) / 60
    const codes = node.get('allowExitCodes')?.items.flatMap(({ text }) => text ?? []) ?? []
    const allowFailure = node.get('allowFailure')?.value === true || forgives(codes, node.file)
    const step: Step = {
      id: `${id}/0`,
      name: key,
      place,
      via: [],
      runsAfterFailure: 'no',
      continueOnError: false,
      acts: await actsOfStep(node, key, reading, { substitutions, shared, before: steps.items.slice(0, at) }),
    }
    const needs = needsOf(node, taken, open, reading)
    const job: Job = {
      id,
      key,
      name: key,
      place,
      via: [],
      needs,
      ...(minutes > 0 && { timeoutMinutes: minutes }),
      allowFailure,
      steps: [step],
    }
    jobs.push(job)
    taken.set(id, job)
    for (const need of needs) open.delete(need.job)
    open.set(id, job)
  }
  const images = root.get('images')
  if (images?.asList.length) jobs.push(pushOf(root, images, [...open.values()]))
  return jobs
}

/** What people call a step without `id`: its image, without registry and version. */
function nameOf(node: DataNode): string {
  const image = node.get('name')?.text ?? 'step'
  return image.replace(/@.*$/, '').replace(/^.*\//, '').replace(/:.*$/, '')
}

/**
 * `waitFor`: the steps named, `-` for none; without it, all steps before (cloud.google.com, "Configure the order of build
 * steps"). Any failure ends the whole build, so a step that starts after another is held by it.
 */
function needsOf(
  node: DataNode,
  before: ReadonlyMap<string, Job>,
  open: ReadonlyMap<string, Job>,
  reading: Reading,
): Need[] {
  const wait = node.get('waitFor')
  const place = wait ? node.keyPlace('waitFor') : node.place
  const named = wait?.asList.flatMap((item) => item.text ?? [])
  if (!named?.length) {
    return [...open.values()].filter(() => spend(reading, place)).map((job) => needing(job, place))
  }
  return named
    .filter((name) => name !== '-')
    .flatMap((name) => {
      const found = before.get(name)
      if (!found) reading.problems.push({ place, message: `no step before is called ${name}`, unreadable: false })
      return found ? [needing(found, place)] : []
    })
}

function needing(job: Job, place: Need['place']): Need {
  return { job: job.id, place, requires: 'success' }
}

function secondsOf(node: DataNode | undefined): number {
  return Number(/^([\d.]+)s$/.exec(node?.text ?? '')?.[1] ?? 0)
}

/** `images:` are pushed when all steps have succeeded. */
function pushOf(root: DataNode, images: DataNode, jobs: readonly Job[]): Job {
  const place = root.keyPlace('images')
  return {
    id: 'images',
    key: 'images',
    name: 'images',
    place,
    via: [],
    needs: jobs.map((job) => needing(job, place)),
    allowFailure: false,
    steps: [
      {
        id: 'images/0',
        name: 'images',
        place,
        via: [],
        runsAfterFailure: 'no',
        continueOnError: false,
        acts: images.asList.map((image) => ({
          kinds: ['publish'],
          tool: 'docker push',
          text: `docker push ${image.text ?? ''}`,
          place: image.place,
          via: [],
          onFailure: 'stops',
          words: ['push', image.text ?? ''],
        })),
      },
    ],
  }
}
