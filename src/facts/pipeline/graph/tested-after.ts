import { Hidden } from '../../hidden.ts'
import type { Act, Job, Step, Workflow } from '../model.ts'
import { intoThrowAwayCluster } from './throw-away.ts'

/** Options that tell a runner which system it is to ask: `--release=staging`, `--base-url https://…`, `--env prod`. */
const whichSystem =
  /^--?(base[-_]?ur[li]|ur[li]|host(name)?|server|target|env(ironment)?|release|stage|deployment)(=|$)/i

/** Jest's `--env=jsdom` is where its tests run, not what they ask. */
const ofJest = /^(--env=)?(jsdom|node|happy-dom)$/

/** What people call a step that looks at what was just deployed. */
const looksAtIt =
  /\b(smoke|verif(y|ies|ying|ication)|sanity|health|post[- ]?deploy\w*|(is|are) (up|live)|works|(test|check) (the )?deploy(ed|ment))\b/i

/**
 * The workflows with what their test runners are for: one of unit tests (`pytest`, `npm test`) that comes after a
 * deployment in its job tests what was deployed, if the step says so or the runner is told which system to ask. Else
 * nothing here tells which of the two it does: tests of the code need not wait for a deployment.
 */
export function withTestsAfter(workflows: readonly Workflow[]): readonly Workflow[] {
  return workflows.map((workflow) => {
    const jobs = workflow.jobs.map(ofJob)
    return jobs.some((job, i) => job !== workflow.jobs[i]) ? { ...workflow, jobs } : workflow
  })
}

function ofJob(job: Job): Job {
  let deployed = false
  let changed = false
  const steps = job.steps.map((step, stepIndex) => {
    const acts = step.acts.map((act) => {
      const after = deployed && isUnitTest(act) && !intoThrowAwayCluster({ stepIndex }, job)
      deployed ||= act.kinds.includes('deploy')
      changed ||= after
      return after ? told(act, step, job) : act
    })
    return changed ? { ...step, acts } : step
  })
  return changed ? { ...job, steps } : job
}

const isUnitTest = ({ kinds }: Act) => kinds.includes('unit-test') && !kinds.includes('build')

function told({ hidden: _, ...act }: Act, step: Step, job: Job): Act {
  const rest = act.kinds.filter((kind) => kind !== 'unit-test' && kind !== 'integration-test')
  const asks = act.words.some(
    (word, i) => whichSystem.test(word) && !ofJest.test(word) && !ofJest.test(act.words[i + 1] ?? ''),
  )
  if (looksAtIt.test(step.name) || asks) {
    return { ...act, kinds: [...rest, 'smoke-test'] }
  }
  const value = new Hidden(`whether ${act.tool} in ${job.id} tests what was deployed before it, or the code alone`, {
    kind: 'answer',
    text: `say in assay.yaml which tests they are: kinds: [{job: ${job.key}, step: ${step.name}, kinds: [smoke-test]}]`,
  })
  const couldBe = ['unit-test', 'integration-test', 'smoke-test'] as const
  return { ...act, kinds: rest, hidden: { place: act.place, value, couldBe } }
}
