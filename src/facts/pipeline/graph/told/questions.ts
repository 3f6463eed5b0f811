import type { Kind } from '../../../../config/vocabulary.ts'
import { Hidden } from '../../../hidden.ts'
import { quoted } from '../../dialect/question.ts'
import { likelyKind, tellsNothing } from '../../dialect/words.ts'
import type { Act, Job, Step, Workflow } from '../../model.ts'

/** A question about a step that does not know yet which one it stands in. */
const unnamed = '{job: <job>, step: <name>,'

/** Longer commands are no name by which people speak of a step. */
const NAME_LIMIT = 60

/**
 * The workflows with the questions of their hidden steps filled in: whoever reads one a command deep in a script knows
 * neither the step nor the job that comes to it, and whoever answers needs both.
 */
export function withNamedQuestions(workflows: readonly Workflow[]): readonly Workflow[] {
  return workflows.map((workflow) =>
    workflow.jobs.some((job) => job.steps.some(asksUnnamed))
      ? {
          ...workflow,
          jobs: workflow.jobs.map((job) => ({ ...job, steps: job.steps.map((step) => named(step, job)) })),
        }
      : workflow,
  )
}

const asksUnnamed = (step: Step) => step.acts.some((act) => act.hidden?.value.settle.text.includes(unnamed))

function named(step: Step, job: Job): Step {
  return asksUnnamed(step) ? { ...step, acts: step.acts.map((act) => namedAct(act, step, job)) } : step
}

function namedAct(act: Act, step: Step, job: Job): Act {
  const { hidden } = act
  if (!hidden?.value.settle.text.includes(unnamed)) return act
  const { what, settle, as } = hidden.value
  const name = nameOf(step, act)
  const said = name === undefined ? `a step of the job ${job.key}` : `the step ${quoted(name)} of the job ${job.key}`
  const text = settle.text
    .replace('what the step does:', () => `what ${said} does:`)
    .replace(unnamed, () => `{job: ${quoted(job.key)}, step: ${name === undefined ? '<name>' : quoted(name)},`)
    .replace('<kind>', () => guessed(step.name, hidden.couldBe) ?? '<kind>')
  return { ...act, hidden: { ...hidden, value: new Hidden(what, { ...settle, text }, as) } }
}

/** What a step most likely does by its own name, to fill in the answer; undefined where the name tells nothing of it. */
function guessed(name: string, couldBe: readonly Kind[]): Kind | undefined {
  if (/^(set[- ]?up|install)\b/i.test(name)) return 'set-up'
  if (tellsNothing(name)) return undefined
  const kind = likelyKind(name)
  return couldBe.includes(kind) ? kind : undefined
}

/** What an answer can call the step by: its name, or the command that is not seen. */
function nameOf(step: Step, act: Act): string | undefined {
  return [step.name, act.text, act.tool].find((name) => name && name.length <= NAME_LIMIT && !name.includes('\n'))
}
