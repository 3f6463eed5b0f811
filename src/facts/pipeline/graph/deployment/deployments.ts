import type { Settings } from '../../../../config/settings.ts'
import type { Kind } from '../../../../config/vocabulary.ts'
import { compareText } from '../../../../documents/place.ts'
import { isHidden } from '../../../hidden.ts'
import {
  doesBeside,
  doesOnlyBeside,
  isDeployment,
  isNameOfDeployment,
  isOtherWork,
  onlyLooks,
  saysChange,
  saysDeploy,
  tellsWhereTo,
  wordsOfDeployment,
} from '../../dialect/says-deploy.ts'
import { classOfJobName, tellsSomeClass } from '../../environment.ts'
import type { Act, Job } from '../../model.ts'
import { wordsOf } from '../../name-words.ts'
import type { Atom } from '../run/atoms.ts'
import type { Plan } from '../run/family.ts'
import { kindsByName } from '../told/by-name.ts'
import { areAlternatives, environmentOfBranch } from './alternatives.ts'
import {
  declaredEnvironment,
  type Environment,
  environmentOfAtom,
  namedByAct,
  nowhere,
  saidOf,
  stemOf,
  toldByName,
  withoutSlot,
} from './environment-of.ts'
import { toldByGroup } from './grouped.ts'
import { appliesAside } from './partial-apply.ts'
import { deployedUnseen, saidToPushOnly } from './rolled-out.ts'
import { publishesDocumentation, setsUpNames } from './service.ts'
import { appOf, goesToStagingSlot, swapsSlots } from './slot.ts'
import { isPassing } from './throw-away.ts'

/** A use of a job that deploys to one environment. */
export interface DeploymentNode {
  readonly id: string
  readonly plan: Plan
  readonly job: Job
  readonly jobIndex: number
  /** the first thing that deploys: what stands before it can guard */
  readonly first: Atom
  /** all that deploys to this environment in the job */
  readonly atoms: readonly Atom[]
  readonly environment: Environment
  /** a run takes this branch of its job or another one, which names where it deploys to: so this one goes elsewhere */
  readonly alternative?: true
}

/**
 * The deployments of a workflow: for each use of a job and each environment one. Acts of kind `deploy` count; acts of
 * kind `apply` (infrastructure) count where their environment is declared or nothing else in the workflow deploys; a
 * job that is elsewhere counts where it may deploy, or is said to apply, and its name or environment says so, and a push that a job calls a
 * deployment. Sites of documentation, and names that are set up beside a service, are none.
 */
export function findDeployments(plan: Plan, settings: Settings): DeploymentNode[] {
  const byJob = new Map<number, Atom[]>()
  for (const atom of plan.atoms) {
    const list = byJob.get(atom.jobIndex)
    if (list) list.push(atom)
    else byJob.set(atom.jobIndex, [atom])
  }
  const deploys = [...byJob.values()].some((atoms) => {
    const acting = deploying(atoms, 'deploy', plan)
    return acting.length > 0 && !documents((acting[0] as Atom).job, acting, plan)
  })
  const found: DeploymentNode[] = []
  const own = [...byJob.values()].some(
    (atoms) => !setsUpNames((atoms[0] as Atom).job) && changing.some((kind) => deploying(atoms, kind, plan).length > 0),
  )
  for (const [jobIndex, atoms] of byJob) {
    const job = plan.workflow.jobs[jobIndex] as Job
    let acting = deploying(atoms, 'deploy', plan)
    if (acting.length === 0) {
      acting = deploying(atoms, 'apply', plan)
      if (deploys && !namesEnvironment(job, acting)) acting = []
      if (own && setsUpNames(job)) acting = []
    }
    if (acting.length === 0) {
      const pushed = deployedUnseen(job, plan.workflow)?.act
      acting = mostTelling(
        atoms.filter((atom) =>
          pushed && atom.act === pushed ? !saidToPushOnly(job, settings) : hiddenDeployment(job, atom, plan, settings),
        ),
      )
    }
    if (documents(job, acting, plan)) continue
    for (const group of byEnvironment(plan, job, acting, settings)) {
      const suffix = group.environment.name === '' ? '' : `@${group.environment.name}`
      found.push({
        id: `${plan.workflow.id}:${job.id}${suffix}`,
        plan,
        job,
        jobIndex,
        first: group.atoms[0] as Atom,
        atoms: group.atoms,
        environment: group.environment,
        ...(group.alternative && { alternative: true }),
      })
    }
  }
  return found.sort((a, b) => a.first.index - b.first.index || compareText(a.id, b.id))
}

const changing = ['deploy', 'apply'] as const

const namesEnvironment = (job: Job, acting: readonly Atom[]) =>
  job.environment !== undefined || acting.some((atom) => atom.act?.environment)

const documents = (job: Job, acting: readonly Atom[], plan: Plan) =>
  publishesDocumentation(
    job,
    acting.flatMap(({ act }) => act ?? []),
    plan,
  )

function deploying(atoms: readonly Atom[], kind: Kind, plan: Plan): Atom[] {
  return atoms.filter(
    (atom) =>
      atom.kinds.includes(kind) &&
      !(kind === 'apply' && atom.act !== undefined && appliesAside(atom.act)) &&
      atom.step?.runsAfterFailure !== 'only' &&
      !neverRuns(atom, plan) &&
      !isPassing(atom),
  )
}

/** In a branch for other environments: no start that comes to its job comes to it. */
export function neverRuns({ job, step, act }: Pick<Atom, 'job' | 'step' | 'act'>, plan: Plan): boolean {
  const conditions = [step?.condition, act?.condition].filter((condition) => condition !== undefined)
  if (conditions.length === 0) return false
  const { condition: ofJob } = job
  const runs = plan.runs.runs.filter(({ answers }) => !ofJob || answers.get(ofJob) !== false)
  return (
    runs.length > 0 && runs.every(({ answers }) => conditions.some((condition) => answers.get(condition) === false))
  )
}

function hiddenDeployment(job: Job, atom: Atom, plan: Plan, settings: Settings): boolean {
  // a step that is seen to run something else tells of itself, whatever else a template elsewhere adds to its job
  if (job.hidden === undefined || atom.hidden !== job.hidden) return hiddenInStep(job, atom, plan, settings)
  // Only the last part of `owner/repository/.github/workflows/deploy.yml@v1` is about this job.
  const file = job.hidden.value.what.replace(/@.*$/, '').replace(/^.*[/ ]/, '')
  // `terraform_apply.yml@v1`, where the environment is given to it
  const applies = kindsByName(job.hidden, job.hidden.value.what).includes('apply') || saysChange(stemOf(file))
  if (job.environment !== undefined && applies) return true
  if (!job.hidden.couldBe.includes('deploy')) return false
  const named = [...wordsOfDeployment(job.key), ...wordsOf(file)]
  // In `test_deploy` to the environment test, and at the end of `Deploy to Test`, the word is where it goes, not what it does.
  const target = job.environment && !isHidden(job.environment.name) ? wordsOf(job.environment.name) : []
  // `Acceptance tests` that begin with `build job: 'web-deployment'` to an environment: what is started says what it does
  const called = wordsOf(file)
  const starts =
    target.length > 0 && !wordsOf(job.key).some(isDeployment) && called.some(isDeployment) && !called.some(isOtherWork)
  const isOther = (word: string) => isOtherWork(word) && !target.includes(word) && !(starts && /^tests?$/.test(word))
  if (named.some(isOther)) return false
  if (named.some(isDeployment)) return true
  return job.environment !== undefined && classOfJobName(job.key, settings) !== undefined && !doesBeside(file)
}

/* What is deployed in the sense of Maven: to a registry, or as pages about the program. */
const isOfPackages = (word: string) =>
  /^(artifacts?|badges?|charts?|coverage|demo|docs?|documentation|gems?|helm|javadoc|images?|libs?|library|maven|mvn|nexus|npm|nuget|packages?|pages|pypi|reports?|snapshots?|sonatype|storybook|wiki|key|keys|token)$/.test(
    word,
  )

/**
 * A step that is elsewhere, where its job, its own arguments or the name of its job (`deploy_to_production`) name an
 * environment: what its own name or that of the job says. Where none is named, both have to say that they deploy, or a
 * place stands among its arguments. A name that tells a tool and what it changes (`terraform-plan-and-apply`) says it too.
 */
function hiddenInStep(job: Job, { act, hidden, step }: Atom, plan: Plan, settings: Settings): boolean {
  if (!act || !hidden?.couldBe.includes('deploy') || step?.runsAfterFailure === 'only') return false
  if (hidden.setsImage && !isSynced(plan)) return true
  const own = ownWords(act)
  // `production: {script: ./deploy.sh}`: the job says where to, and what it runs what is done
  const says = saysDeploy(job.key) || own.some(isDeployment)
  const byKey = !job.environment && says && tellsSomeClass(job.key, settings)
  const both = saysDeploy(job.key) && own.some(isDeployment) && ![...own, ...wordsOf(job.key)].some(isOfPackages)
  // `shipper deploy --cluster shop`: a place is named, whatever the environment is called
  const toPlace = own.some(isDeployment) && tellsWhereTo(act.words)
  const changes = saysChange(lastOf(act.tool))
  if (changes && onlyLooks(hidden.inputs ?? act.inputs)) return false
  if (changes && (job.environment ?? act.environment ?? says) && !doesBeside(job.key)) return true
  if (!job.environment && !act.environment && !byKey && !both && !toPlace) return false
  if (own.some(isOtherWork) || (own.some(isDeployment) && doesOnlyBeside(own.join(' ')))) return false
  if (Object.values(hidden.inputs ?? {}).some(isNameOfDeployment)) return true
  const ofJob = (job.environment || byKey) && !doesOnlyBeside(job.key) ? wordsOf(job.key) : []
  return [...own, ...ofJob].some(isDeployment)
}

/** What follows the repository is told by the workflow itself to sync: that is the deployment, and the push is none. */
const isSynced = ({ atoms }: Plan): boolean =>
  atoms.some(({ act, kinds }) => kinds.includes('deploy') && /argo-?cd|\bflux\b/i.test(`${act?.tool} ${act?.text}`))

const lastOf = (tool: string): string => tool.replace(/@.*$/, '').replace(/^.*\//, '')

const ownWords = ({ tool, words: [verb = ''] }: Act): readonly string[] => [
  ...wordsOf(lastOf(tool)),
  // what a program is told to do: `shipper apply`, `shipper deploy`
  ...(/^(apply|deploy|promote|rollout)$/.test(verb) ? ['deploy'] : []),
]

/** Where a step says itself that it deploys, those beside it, of which the job's name alone speaks, do not. */
function mostTelling(acting: readonly Atom[]): Atom[] {
  const says = ({ act, hidden }: Atom) =>
    !act ||
    ownWords(act).some(isDeployment) ||
    saysChange(lastOf(act.tool)) ||
    Object.values(hidden?.inputs ?? {}).some(isNameOfDeployment)
  return acting.some(says) ? acting.filter(says) : [...acting]
}

interface Group {
  readonly atoms: Atom[]
  readonly environment: Environment
  readonly alternative?: true
}

function byEnvironment(plan: Plan, job: Job, acting: readonly Atom[], settings: Settings): Group[] {
  if (acting.length === 0) return []
  const declared = declaredEnvironment(plan.workflow, job, settings)
  if (declared) return [{ atoms: [...acting], environment: declared }]
  const groups: Group[] = []
  const nameless: Atom[] = []
  const add = (atom: Atom, environment: Environment, alternative?: Pick<Group, 'alternative'> | false) => {
    const group = groups.find((one) => one.environment.class === environment.class)
    if (group) group.atoms.push(atom)
    else groups.push({ atoms: [atom], environment, ...alternative })
  }
  for (const atom of acting) {
    const environment = namedByAct(atom, settings)
    if (environment && !isHidden(environment.class)) add(atom, environment)
    else nameless.push(atom)
  }
  if (groups.length === 0) {
    const environment = byName(plan, job, acting, settings)
    if (!isHidden(environment.class)) return [{ atoms: [...acting], environment }]
  }
  const apart: Atom[] = []
  const named = [...groups]
  for (const atom of nameless) {
    // what never runs together with those that name one is a deployment of its own
    const beside = named.find(({ atoms }) => atoms.some((other) => !areAlternatives(atom, other, plan)))
    const said = beside ? undefined : environmentOfBranch(atom, settings)
    if (beside) beside.atoms.push(atom)
    else if (said) add(atom, said)
    else apart.push(atom)
  }
  if (apart.length) {
    const environment = byName(plan, job, apart, settings)
    const alternative = groups.length > 0 && { alternative: true as const }
    for (const atom of apart) add(atom, environment, alternative)
  }
  for (const { atoms } of groups) atoms.sort((a, b) => a.index - b.index)
  return groups
}

function byName(plan: Plan, job: Job, acting: readonly Atom[], settings: Settings): Environment {
  const said = saidOf(plan.workflow, job, settings)
  if (said) return said
  const stem = stemOf(plan.workflow.id)
  for (const name of [job.id, job.key, stem]) {
    const told = withoutSlot(toldByName(name, plan.workflow, settings), acting)
    if (told && (name !== stem || told.declared || !isOfOthers(told, plan, acting, settings))) return told
  }
  const named = acting.map((atom) => namedByAct(atom, settings)).find((one) => one !== undefined)
  if (named && !isHidden(named.class)) return named
  const byGroup = toldByGroup(job, acting, plan, settings)
  if (byGroup ?? named) return (byGroup ?? named) as Environment
  return swappedInto(plan, acting, settings) ?? { name: '', class: nowhere(plan.workflow, job), declared: false }
}

/**
 * Whether a file's name says nothing of a job that names a target of its own (`TF_WORKSPACE: training`), since others of
 * its jobs are for other environments: `path-to-live.yml` goes through several.
 */
function isOfOthers(told: Environment, plan: Plan, acting: readonly Atom[], settings: Settings): boolean {
  if (!acting.every((atom) => namedByAct(atom, settings))) return false
  return plan.workflow.jobs.some((job) => {
    const other = classOfJobName(job.key, settings)
    return other !== undefined && other !== told.class
  })
}

/** A slot belongs to the environment of the application that it changes places with, later in the pipeline. */
function swappedInto(plan: Plan, acting: readonly Atom[], settings: Settings): Environment | undefined {
  const slots = acting.flatMap(({ act }) => (act && goesToStagingSlot(act) ? [act] : []))
  if (slots.length === 0 || slots.length < acting.length) return undefined
  const apps = new Set(slots.map(appOf))
  const swaps = plan.atoms.filter(({ act }) => act && swapsSlots(act) && apps.has(appOf(act)))
  const found = swaps.map((atom) => environmentOfAtom(atom, settings))
  const [first] = found
  return first && found.every((one) => one?.class === first.class) ? first : undefined
}
