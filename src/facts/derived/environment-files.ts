import type { Settings } from '../../config/settings.ts'
import type { Kind } from '../../config/vocabulary.ts'
import { groupBy } from '../../documents/group.ts'
import { basename, dirname } from '../../documents/path.ts'
import { compareText } from '../../documents/place.ts'
import { type Context, collector } from '../collector.ts'
import { namedByPipelines } from '../configuration/named.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { type EnvironmentFile, emptyFiles, environmentFiles } from '../inventory/files.ts'
import { fileOfAnyName } from '../inventory/of-any-name.ts'
import { appliedFromOutside } from '../inventory/outside.ts'
import { classify, environmentWord } from '../pipeline/environment.ts'
import { deployedUnseen } from '../pipeline/graph/deployment/rolled-out.ts'
import type { Job, Workflow } from '../pipeline/model.ts'
import { wordsOf } from '../pipeline/name-words.ts'
import type { Repository } from '../repository.ts'
import type { EnvironmentConfiguration } from '../schema/environment.ts'
import type { Deployment } from '../schema/pipeline.ts'
import type { Observations } from '../table.ts'

/** Whether each environment that is deployed to has a file or folder of configuration of its own. */
export default collector({
  yields: ['environmentConfigurations'],
  needs: ['deployments', 'workflows'],
  reads:
    'deployments with the files of values that their jobs name, and the names of configuration files and folders: overlays, values, tfvars, .env, appsettings, Rails’ config/environments',
  touches: [
    {
      path: /\.(ya?ml|json|toml|ini|conf|cfg|properties|env|tfvars|hcl|tf|xml|bicepparam|\w+sonnet|cue|pkl|edn|dhall|txt|csv|list)|(^|\/)(\.env|config\/environments\/)/i,
      listed: true,
    },
    // one that is emptied is its environment's no more
    {
      path: /(prod|prd|live|sta?ge?|stg|uat|acc|pp|nft|perf|dev|sandbox|review|pr-|int|test|qa|sit|iat|e2e)[^/]*(\/.*)?\.(ya?ml|json|toml|ini|conf|properties|env|tfvars|hcl)|(^|\/)\.env/i,
    },
  ],
  collect: async ({ repository, settings, observed }) => ({
    environmentConfigurations: configurations(observed, repository, settings, await emptyFiles(repository, settings)),
  }),
})

function configurations(
  { deployments, workflows }: Pick<Observations, 'deployments' | 'workflows'>,
  repository: Repository,
  settings: Settings,
  empty: ReadonlySet<string>,
): EnvironmentConfiguration[] {
  const named = deployments.filter(({ environmentClass }) => environmentClass)
  if (!named.length) return []
  const definitions = new Set(workflows.map(({ file }) => file))
  const all = environmentFiles(repository, settings, empty)
  const written = all.filter(({ file }) => !definitions.has(file))
  const ofMachines = composedOnMachines(written, workflows)
  // a file of values says more of an environment than what is composed on one machine
  const files = [...written.filter((one) => !isComposed(one)), ...written.filter(isComposed)].filter(
    (one) => !ofMachines.includes(one),
  )
  const others = new Set(named.map(({ environmentClass }) => environmentClass)).size - 1
  const withEmpty = () => environmentFiles(repository, settings).filter(({ file }) => empty.has(file))
  let given: Given | undefined
  const found = new Map<string, EnvironmentConfiguration>()
  const elsewhere = new Map(
    workflows.flatMap((workflow) =>
      workflow.jobs.map((job) => [`${workflow.id}\0${job.id}`, unseenOf(job, workflow, repository)] as const),
    ),
  )
  for (const { environmentName, environmentClass, place, pipeline, job } of named) {
    const name = environmentName || environmentClass
    const id = `${environmentClass} ${name}`
    if (found.has(id)) continue
    let own = ownOf(files, name, environmentClass, job)
    if (own === '' || isHidden(own)) own = besideOthers(files, name, repository) ?? rootOf(name, repository) ?? own
    if (own === '' || isHidden(own)) {
      given ??= givenTo(named, workflows, { repository, settings })
      const path = given.own.get(environmentClass)
      const shared = given.shared.get(environmentClass)
      if (path !== undefined && !empty.has(path)) own = path
      else if (own === '' && shared !== undefined) own = givenToOthers(shared, name)
    }
    // what deploys is not here, and may bring the values along
    if (own === '') own = elsewhere.get(`${pipeline}\0${job}`) ?? own
    if (own === '') own = inPipeline(ownOf(all, name, environmentClass, job))
    if (own === '' && empty.size > 0) own = saysNothing(ownOf(withEmpty(), name, environmentClass, job))
    if (own === '') own = perhapsOfMachines(ownOf(ofMachines, name, environmentClass, job), name)
    found.set(id, { id, name, class: environmentClass, own, others, place })
  }
  // where each of several has its own, so has the one that is chosen among them
  const each = others > 0 && [...found.values()].every(({ own }) => own !== '' && !isHidden(own))
  for (const one of ofNoClass(deployments, repository, each))
    if (!found.has(one.id)) found.set(one.id, { ...one, others })
  return [...found.values()].sort((a, b) => compareText(a.id, b.id))
}

/**
 * Environments that the forge knows by a name that tells no class, or by a variable: another file may be theirs. The site of
 * a repository (`github-pages`) and a registry of packages are none.
 * @param each whether several environments are deployed to, each with a file of its own
 */
function ofNoClass(
  deployments: readonly Deployment[],
  repository: Repository,
  each: boolean,
): Omit<EnvironmentConfiguration, 'others'>[] {
  return deployments.flatMap(({ environmentClass, environmentName, environmentOpen, recorded, job, place }) => {
    if (environmentClass || !recorded || notOfTheSystem.test(environmentName)) return []
    if (!environmentName && (!environmentOpen || each)) return []
    const name = environmentName || `the environment of ${job}`
    const own =
      (environmentName && fileOfAnyName(environmentName, repository)) ||
      new Hidden(`what configures ${name}`, {
        kind: 'file',
        text: environmentName
          ? `name its file of configuration after ${name}`
          : 'say in assay.yaml which environments it is for',
      })
    return [{ id: ` ${name}`, name, class: '', own, place }]
  })
}

const notOfTheSystem =
  /^(github-pages|gh-pages|pages|npm(js)?|pypi|testpypi|crates?(\.io)?|rubygems|maven|docker-?hub|ghcr)$/i

/**
 * How a job deploys, where that cannot be seen: it or the step that does it stands elsewhere, something elsewhere rolls out
 * what the job pushes, or what it applies is brought from elsewhere.
 */
function unseenOf(job: Job, workflow: Workflow, repository: Repository): Hidden | undefined {
  const acts = job.steps.flatMap((step) => step.acts)
  const parts = [job.hidden ?? deployedUnseen(job, workflow)?.hidden]
  if (!acts.some(({ kinds }) => kinds.some(changes))) parts.push(...acts.map(({ hidden }) => hidden))
  // and not who approves it
  const hidden = parts.find((part) => part?.couldBe.some(changes))
  return hidden?.value ?? appliedFromOutside(job, repository)
}

/**
 * Compose files that are called after development and that no pipeline starts: who develops starts them on a machine of one's
 * own (docs.docker.com/compose, "Use Compose in production").
 */
function composedOnMachines(
  files: readonly EnvironmentFile[],
  workflows: readonly Workflow[],
): readonly EnvironmentFile[] {
  const composed = files.filter((one) => one.class === 'development' && isComposed(one))
  return composed.length > 0 && workflows.some(startsCompose) ? [] : composed
}

const isComposed = ({ file }: EnvironmentFile): boolean => /(^|\/)(docker-)?compose[\w.-]*\.ya?ml$/i.test(file)

const startsCompose = ({ jobs }: Workflow): boolean =>
  jobs.some(({ steps }) =>
    steps.some(({ acts }) =>
      acts.some(({ tool }) => /^(docker[ -]compose|docker stack deploy|podman[ -]compose)/.test(tool)),
    ),
  )

/** What may only be started on machines of one's own, where nothing else is called after an environment that is deployed to. */
const perhapsOfMachines = (file: Seen<string>, name: string): Seen<string> =>
  isHidden(file) || file === ''
    ? file
    : new Hidden(`whether ${file}, which no pipeline starts, configures ${name}`, {
        kind: 'file',
        text: `keep the values of ${name} in a file that its deployment is given`,
      })

/** A file that holds nothing may mean that all defaults are right there, or have been forgotten. */
const saysNothing = (file: Seen<string>): Seen<string> =>
  isHidden(file) || file === ''
    ? file
    : new Hidden(`whether ${file}, which holds nothing, means that every default is right there`, {
        kind: 'file',
        text: `say in ${file} what holds in that environment`,
      })

/** What deploys to an environment does not configure it by its name alone; it may by the variables that it sets. */
const inPipeline = (file: Seen<string>): Seen<string> =>
  isHidden(file) || file === ''
    ? file
    : new Hidden(`whether the pipeline ${file} holds the configuration, too`, {
        kind: 'file',
        text: 'keep the values of each environment in a file of its own',
      })

const changes = (kind: Kind): boolean => kind === 'deploy' || kind === 'apply'

/** Values for one case of several: `values-ci.yaml`, `eu.tfvars`; what all have in common is `values.yaml`. */
const ofOneCase = /(^|\/)(values|config|settings|parameters)[._-][\w-]+\.(ya?ml|json)$|\.tfvars$/i

/** Files of values by the class of environment whose jobs are given them. */
interface Given {
  /** those that no others are given */
  readonly own: ReadonlyMap<string, string>
  /** those that some of the others are given as well, and not all */
  readonly shared: ReadonlyMap<string, string>
}

const givenToOthers = (path: string, name: string) =>
  new Hidden(`whether ${path}, which other environments are given as well, configures ${name}`, {
    kind: 'file',
    text: `give ${name} a file of its own`,
  })

/**
 * By class of environment, a file of values that the jobs which deploy there are given and those that deploy elsewhere are
 * not: it is theirs, whatever it is called. One that is called after another class (production given `dev.tfvars`) is that
 * one's, or nobody's own, unless nothing else is left for it: `values-test.yaml` for staging, beside `values-dev.yaml` and
 * `values-prod.yaml` of the others.
 */
function givenTo(
  deployments: readonly Deployment[],
  workflows: readonly Workflow[],
  { repository, settings }: Pick<Context, 'repository' | 'settings'>,
): Given {
  const ofJob = groupBy(deployments, ({ pipeline, job }) => `${pipeline}\0${job}`)
  const classesOf = new Map<string, Set<string>>()
  const calledOf = (path: string) => classify(basename(path).replace(/\.\w+$/, ''), settings)
  for (const { path, job, workflow } of namedByPipelines(workflows, repository.files)) {
    if (!(ofOneCase.test(path) || !isHidden(calledOf(path))) || !repository.has(path)) continue
    const classes = classesOf.get(path) ?? new Set()
    for (const { environmentClass } of ofJob.get(`${workflow?.id}\0${job?.id}`) ?? []) classes.add(environmentClass)
    classesOf.set(path, classes)
  }
  const ofOne = [...classesOf].flatMap(([path, classes]) => {
    const [kind, ...more] = classes
    return kind === undefined || more.length > 0 ? [] : [{ path, kind }]
  })
  const deployed = new Set(deployments.map(({ environmentClass }) => environmentClass))
  /* nobody deploys to what it is called after, and each of the others is given one that lies beside it */
  const isLeft = (path: string, kind: string, called: string) =>
    deployed.size > 1 &&
    !deployed.has(called as Deployment['environmentClass']) &&
    [...deployed].every(
      (other) => other === kind || ofOne.some((one) => one.kind === other && dirname(one.path) === dirname(path)),
    )
  const found = new Map<string, string>()
  for (const { path, kind } of ofOne) {
    const called = calledOf(path)
    if (!found.has(kind) && (isHidden(called) || called === kind || isLeft(path, kind, called))) found.set(kind, path)
  }
  const shared = new Map<string, string>()
  for (const [path, classes] of classesOf)
    if (classes.size > 1 && classes.size < deployed.size) for (const kind of classes) shared.set(kind, path)
  return { own: found, shared }
}

/** A file that is called so where the files of other environments lie: `dev/mock.yaml` beside `dev/preprod.yaml`. */
function besideOthers(files: readonly EnvironmentFile[], name: string, repository: Repository): string | undefined {
  for (const folder of new Set(files.map(({ file }) => dirname(file)))) {
    const [ending] = files.flatMap(({ file }) => (dirname(file) === folder ? (/\.\w+$/.exec(file) ?? []) : []))
    const path = folder === '' ? `${name}${ending}` : `${folder}/${name}${ending}`
    if (ending && repository.has(path)) return path
  }
  return undefined
}

/** The folder of Terraform that is called so: an environment of any name that is kept apart (`environments/shop-test/main.tf`). */
const rootOf = (name: string, { files }: Repository): string | undefined =>
  files.find(
    ({ path, area }) =>
      area === 'main' && /\.(tf|tofu)$|(^|\/)terragrunt\.hcl$/.test(path) && basename(dirname(path)) === name,
  )?.path

/* What is told of `review-${{ github.event.number }}`: `review-*`, `review-N`, or `review-` where a command names it. */
const madeAnew = /[-_./]$|^[-_./]|\*|[-_]N$/

/**
 * A file of that very name, or of another spelling of it (`prod` is `production`, `dev4` is one of `dev`), or of the name that
 * the job tells (`.env.uat` for `deploy (uat)`, whose class is staging). One that names another environment of the class
 * (`values-staging.yaml` for `uat`) may be its own or not.
 */
function ownOf(files: readonly EnvironmentFile[], name: string, kind: string, job: string): Seen<string> {
  const same = files.find((file) => file.name.toLowerCase() === name.toLowerCase())
  if (same) return same.file
  const word = environmentWord(name)?.environment
  const ofClass = files.filter((file) => file.class === kind)
  const spelled = ofClass.find((file) => !word || environmentWord(file.name)?.environment === word)
  if (spelled) return spelled.file
  const told = name === kind ? new Set(wordsOf(job)) : undefined
  const ofJob = ofClass.find((file) => told?.has(file.name.toLowerCase()))
  if (ofJob) return ofJob.file
  const [other] = ofClass
  if (!other) return madeAnew.test(name) ? ofEachRun(name) : ''
  return new Hidden(`whether ${other.file} configures ${name}`, {
    kind: 'file',
    text: `name the files of ${name} after it`,
  })
}

const ofEachRun = (name: string) =>
  new Hidden(`what configures ${name}, of which one is made for each run`, {
    kind: 'file',
    text: 'name a file of configuration after the class of environment (values-review.yaml)',
  })
