import { controllersIn } from '../change/controllers.ts'
import { installedControllers } from '../change/installed-controllers.ts'
import { mayChange } from '../change/may-hold.ts'
import { type Context, collector } from '../collector.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { isPassing } from '../pipeline/graph/deployment/throw-away.ts'
import { environmentAt } from '../pipeline/graph/deployment/where.ts'
import { graphOf } from '../pipeline/graph/index.ts'
import { scheduledIn } from '../pipeline/graph/run/scheduled.ts'
import type { Act, Job, Step } from '../pipeline/model.ts'
import type { DriftControl } from '../schema/change.ts'

const manifests = /^(kubectl|oc) (apply|replace)$|^helm upgrade|^helmfile/

/** What finds or takes back drift: scheduled plans and applies, and GitOps controllers. */
export default collector({
  yields: ['driftControls'],
  needs: ['workflows'],
  reads:
    'the scheduled pipelines, manifests of Argo CD, Flux and Config Sync, and helmfiles and Terraform that install them',
  async collect(context) {
    const { judge, nodes } = graphOf(context)
    const controls: DriftControl[] = []
    const add = (control: Omit<DriftControl, 'id' | 'component' | 'sure'>) => {
      // one script may do it in several environments
      const id = `${control.file}:${control.place.start ?? 0}:${control.tool}@${control.environment}`
      const sure = control.works === true
      if (!controls.some((one) => one.id === id)) controls.push({ id, ...control, sure } as DriftControl)
    }
    for (const plan of judge.plans.all) {
      if (!plan.workflow.triggers.some(({ kind }) => kind === 'schedule') && !plan.workflow.hidden.length) continue
      const { acts, hidden } = scheduledIn(plan, judge.passes(plan))
      for (const { act, job, step, meant } of acts) {
        const found = controlOf(act, step)
        if (!found || isOfTests(act, job, step, context)) continue
        const control = meant || found.works === false ? found : { ...found, works: onSomeSchedule(job) }
        const { class: seen } = environmentAt(plan, job, act, nodes, context.settings)
        const environment = isHidden(seen) ? 'unknown' : seen
        add({ file: act.place.file, tool: act.tool, place: act.place, environment, ...control })
      }
      const unseen = [
        ...hidden.flatMap((atom) => (mayChange(atom, nodes) ? (atom.hidden ?? []) : [])),
        ...plan.workflow.hidden,
      ]
      for (const { couldBe, value, place } of unseen) {
        if (!couldBe.includes('plan') && !couldBe.includes('apply')) continue
        const common = { file: place.file, how: 'hidden', environment: 'unknown' } as const
        add({ ...common, tool: value.what, works: value, lacks: '', place })
      }
    }
    for (const { place, ...controller } of await controllersIn({ ...context, workflows: context.observed.workflows })) {
      add({ file: place.file, how: 'controller', place, ...controller })
    }
    // what its own objects say counts; only where none is here, that it is installed does
    if (!controls.some(({ how }) => how === 'controller')) {
      for (const { place, ...controller } of await installedControllers(context.repository))
        add({ file: place.file, how: 'controller', place, ...controller })
    }
    return { driftControls: controls }
  },
})

/** What goes into a cluster of the runner, is taken away by the same job, or stands in a script of tests, keeps nothing. */
const isOfTests = (act: Act, job: Job, step: Step, { repository }: Context): boolean =>
  isPassing({ act, job, stepIndex: job.steps.indexOf(step), actIndex: step.acts.indexOf(act) }) ||
  repository.file(act.place.file)?.area === 'test'

type Control = Pick<DriftControl, 'how' | 'works' | 'lacks'>

/** A job of every push, in a pipeline that speaks of schedules of the forge. */
const onSomeSchedule = (job: Job) =>
  new Hidden(`whether a schedule of the forge runs ${job.name}`, {
    kind: 'file',
    text: 'give the schedule a job of its own, with a condition that names the schedule',
  })

/** Tools that speak to people, or only print. */
const tells = /^(gh|glab|echo|printf|curl|mail|sendmail|git)\b|slack|teams|notify/i

/** What a scheduled act does against drift; undefined where nothing. */
function controlOf(act: Act, step: Step): Control | undefined {
  if (act.kinds.includes('apply') || (act.kinds.includes('deploy') && manifests.test(act.tool))) {
    return { how: 'apply', works: true, lacks: '' }
  }
  // what is written to people about drift finds none: `gh issue create --title 'Drift detected'`
  const text = [act.tool, ...act.words.filter((word) => !/\s/.test(word))].join(' ')
  const named =
    !tells.test(act.tool) && /\bdriftctl\b|detect-stack-drift|detect-drift|terraform-check$|\bdrift detect/.test(text)
  if (!act.kinds.includes('plan') && !named) return undefined
  if (named || /-detailed-exitcode|--expect-no-changes|--exit-code|^(cdk diff.*--fail|kubectl diff)/.test(text)) {
    // what is there is not asked
    if (/-refresh=false\b/.test(text)) return { how: 'plan', works: false, lacks: '-refresh=true' }
    const works = noticed(act, step)
    return { how: 'plan', works, lacks: '' }
  }
  if (act.inputs && Object.keys(act.inputs).length) {
    const settle = { kind: 'file', text: 'plan with -detailed-exitcode, so that a difference fails the job' } as const
    return { how: 'plan', works: new Hidden(`whether a difference in ${act.tool} is noticed`, settle), lacks: '' }
  }
  return { how: 'plan', works: false, lacks: '-detailed-exitcode' }
}

/** Whether a difference fails the job; where its code is kept, what becomes of it cannot be told. */
function noticed(act: Act, step: Step): Seen<boolean> {
  if (isHidden(act.onFailure)) return act.onFailure
  if (act.onFailure === 'stops' && step.continueOnError === false) return true
  return new Hidden(`what becomes of the exit code of ${act.tool}`, {
    kind: 'file',
    text: `let the exit code of ${act.tool} fail the job`,
  })
}
