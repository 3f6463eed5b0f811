import { Hidden } from '../../../hidden.ts'
import { mayDeploy } from '../../acts.ts'
import { mayAsk } from '../../commands/tests/asked-system.ts'
import { ownMachine } from '../../commands/tests/hosts.ts'
import { toSay } from '../../dialect/question.ts'
import type { Act, Job, Step, Workflow } from '../../model.ts'
import { intoThrowAwayCluster } from '../deployment/throw-away.ts'

/** Options that tell a runner which system it is to ask: `--release=staging`, `--base-url https://…`, `--env prod`. */
const whichSystem =
  /^--?(base[-_]?ur[li]|ur[li]|host(name)?|server|target|env(ironment)?|release|stage|deployment)(=|$)/i

/** Jest's `--env=jsdom` is where its tests run, not what they ask. */
const ofJest = /^(--env=)?(jsdom|node|happy-dom)$/

/** What people call a step that looks at what was just deployed. */
const looksAtIt =
  /\b(smoke|verif(y|ies|ying|ication)|sanity|health|post[- ]?deploy\w*|(is|are) (up|live)|works|(test|check) (the )?deploy(ed|ment))\b/i

/** What people call a job of its own that does so. Many a job is called after a service "health", or after `mvn verify`. */
const jobLooksAtIt =
  /\b(smoke|sanity|post deploy\w*|live checks?|(verif(y|ies|ying|ication)|checks?|tests?)( of)?( the)? deploy(ed|ments?)|deploy(ed|ments?) (verification|checks?|tests?))\b/i

/** What brings up a system to be asked beside the runner: it is none that was deployed. */
const servesItself =
  /^(docker[ -]compose (up|start)|start-server-and-test|concurrently|http-server|serve|vite|next|nuxt|ng|vue-cli-service|react-scripts|nodemon|node|rails|flask|uvicorn|gunicorn|php|wrangler|dotnet run)\b|runserver|bootRun|spring-boot:run/

/** Whether an act brings up a system of its own, or asks one on the runner, by its command or by what it is given. */
const asksItself = ({ tool, text, inputs = {}, asksOwnMachine }: Act): boolean =>
  asksOwnMachine === 'yes' ||
  servesItself.test(tool) ||
  [text, ...Object.values(inputs)].some((one) => ownMachine.test(one)) ||
  // the action of Cypress starts the program that it tests (github.com/cypress-io/github-action, "Start server")
  (/cypress/i.test(tool) && Boolean(inputs.start))

/** Tests of more than one unit in a job that is called after looking at what was deployed, and asks no system of its own. */
const isCalledSo = (job: Job): boolean => {
  const names = `${job.key} ${job.name}`.replace(/[-_:/.]+/g, ' ')
  return jobLooksAtIt.test(names) && !job.steps.some(({ acts }) => acts.some(asksItself))
}

/**
 * The workflows with what their test runners are for. One of unit tests (`pytest`, `npm test`) that comes after a
 * deployment in its job tests what was deployed, if the step says so or the runner is told which system to ask; else
 * nothing here tells which of the two it does: tests of the code need not wait for a deployment. Integration tests that say
 * so become smoke tests as well, and those of a job that waits for a deployment and is called after that. Tests behind a
 * deployment, in its job or in one that waits for it, which a variable tells the address of the system, look at what was deployed.
 */
export function withTestsAfter(workflows: readonly Workflow[]): readonly Workflow[] {
  return workflows.map((workflow) => {
    const waiting = behindDeployment(workflow)
    const everywhere = toldEverywhere(workflow, waiting)
    const jobs = workflow.jobs.map((job) => ofJob(job, waiting.has(job.id), everywhere))
    return jobs.some((job, i) => job !== workflow.jobs[i]) ? { ...workflow, jobs } : workflow
  })
}

/** The jobs that wait for one that deploys, whatever stands between. */
function behindDeployment({ jobs }: Workflow): ReadonlySet<string> {
  const behind = new Set<string>()
  const asks = (job: Job) => isCalledSo(job) || job.steps.some(({ acts }) => acts.some(({ asksSystem }) => asksSystem))
  if (!jobs.some(asks)) return behind
  const dependants = new Map<string, string[]>()
  for (const { id, needs } of jobs) {
    for (const need of needs) {
      const list = dependants.get(need.job) ?? []
      dependants.set(need.job, list)
      list.push(id)
    }
  }
  const waiting = jobs.filter(deploysLastingly).map(({ id }) => id)
  for (const id of waiting) {
    for (const next of dependants.get(id) ?? []) {
      if (behind.has(next)) continue
      behind.add(next)
      waiting.push(next)
    }
  }
  return behind
}

/**
 * The variables that are told to unit tests before anything is deployed: they are the workflow's, and tell of no test which
 * system it asks.
 */
function toldEverywhere({ jobs }: Workflow, waiting: ReadonlySet<string>): ReadonlySet<string> {
  const names = jobs
    .filter((job) => !waiting.has(job.id) && !deploysLastingly(job))
    .flatMap(({ steps }) => steps.flatMap(({ acts }) => acts))
    .flatMap((act) => (isUnitTest(act) ? (act.asksSystem ?? []) : []))
  return new Set(names)
}

/** A name that says of which environment the address is, and not who asks it: `PRODUCTION_URL`. */
const ofEnvironment = /^(staging|stage|uat|qa|preprod|prod|production)_/i

/** Whether a variable tells an act which system to ask. */
const isTold = ({ kinds, asksSystem }: Act, everywhere: ReadonlySet<string>): boolean =>
  asksSystem?.some(
    (name) => !everywhere.has(name) || (kinds.includes('integration-test') && !ofEnvironment.test(name)),
  ) ?? false

/** It deploys, by itself or as a part of what is applied, or may: what is asked by its address afterwards is there. */
const deploysLastingly = (job: Job) =>
  job.steps.some(
    ({ acts }, stepIndex) => acts.some((act) => mayDeploy(act, 'apply')) && !intoThrowAwayCluster({ stepIndex }, job),
  )

function ofJob(job: Job, waits: boolean, everywhere: ReadonlySet<string>): Job {
  let deployed = false
  let applied = false
  let changed = false
  const calledSo = waits && isCalledSo(job)
  const steps = job.steps.map((step, stepIndex) => {
    const acts = step.acts.map((act) => {
      const inPlace = !intoThrowAwayCluster({ stepIndex }, job)
      const asks = isTold(act, everywhere) && (deployed || applied || waits) && inPlace
      const after = deployed && isUnitTest(act) && inPlace
      const isOfSystem = inPlace && act.kinds.includes('integration-test') && act.asksOwnMachine !== 'yes'
      const looks = isOfSystem && (calledSo || (deployed && tellsSo(act, step)))
      deployed ||= act.kinds.includes('deploy')
      applied ||= act.kinds.includes('apply')
      changed ||= after || asks || looks
      if (looks && act.asksOwnMachine === 'open') return askedMaybe(act, step, job)
      return asks || looks ? asked(act) : after ? told(act, step, job) : act
    })
    return changed ? { ...step, acts } : step
  })
  return changed ? { ...job, steps } : job
}

const isUnitTest = ({ kinds }: Act) => kinds.includes('unit-test') && !kinds.includes('build')

/** Tests of more than one unit stay that as well: they have run before what comes next. */
const asked = ({ hidden, ...act }: Act): Act => ({
  ...act,
  kinds: [...new Set([...act.kinds.filter((kind) => kind !== 'unit-test'), 'smoke-test'] as const)],
  ...(hidden && !mayAsk(hidden) && { hidden }),
})

/** Tests of more than one unit that may ask a system of their own, or the one that was deployed. */
const askedMaybe = (act: Act, step: Step, job: Job): Act => {
  const value = new Hidden(
    `whether ${act.tool} in ${job.id} asks what was deployed, or a system on its own machine`,
    toSay('which tests they are', { job: job.key, step: step.name }, ['smoke-test']),
  )
  return { ...act, hidden: act.hidden ?? { place: act.place, value, couldBe: ['smoke-test'] } }
}

/** The step's name says that it looks at what was deployed, or the runner is told which system to ask. */
const tellsSo = (act: Act, step: Step): boolean =>
  looksAtIt.test(step.name) ||
  act.words.some((word, i) => whichSystem.test(word) && !ofJest.test(word) && !ofJest.test(act.words[i + 1] ?? ''))

function told({ hidden: _, ...act }: Act, step: Step, job: Job): Act {
  const rest = act.kinds.filter((kind) => kind !== 'unit-test' && kind !== 'integration-test')
  if (tellsSo(act, step)) {
    return { ...act, kinds: [...rest, 'smoke-test'] }
  }
  const value = new Hidden(
    `whether ${act.tool} in ${job.id} tests what was deployed before it, or the code alone`,
    toSay('which tests they are', { job: job.key, step: step.name }, ['smoke-test']),
  )
  const couldBe = ['unit-test', 'integration-test', 'smoke-test'] as const
  return { ...act, kinds: rest, hidden: { place: act.place, value, couldBe } }
}
