import { basename } from '../../../../documents/path.ts'
import { environmentName } from '../../commands/special/environment-name.ts'
import { tellsEnvironment } from '../../dialect/words.ts'
import type { Act, Condition, Job, Step, Workflow } from '../../model.ts'

/*
 * Commands that work on what an earlier step chose: a plan that was made for one environment is applied to it, and so is
 * everything behind the workspace, the stack or the state that was chosen (developer.hashicorp.com/terraform/cli/commands,
 * "plan -out", "workspace select", "init -backend-config"; pulumi.com/docs/cli, "stack select"). A shell of its own for
 * each step forgets its variables, not these.
 */

/** What changes or plans, and by which program the choice is made. */
const working = /^(terraform|tofu|terragrunt|pulumi)(?: run| run-all)? (apply|plan|up|preview)$/

/**
 * The workflows, with the environment noted at each command that names none itself and works on one that an earlier
 * command chose: the plan that it applies, in the same job or, by the same file's name, in another one; a workspace, a
 * stack or a backend in the same job and folder.
 */
export function withChosenBefore(workflows: readonly Workflow[]): readonly Workflow[] {
  return workflows.map((workflow) => {
    if (!workflow.jobs.some((job) => actsOf(job).some(isOpen))) return workflow
    const jobs = workflow.jobs.map((job) => filled(job, chosenIn))
    return { ...workflow, jobs: jobs.map((job) => filled(job, (before, one) => plannedFor(one, before, jobs))) }
  })
}

const actsOf = (job: Job): readonly Act[] => job.steps.flatMap(({ acts }) => acts)

const isOpen = ({ tool, environment, remote }: Act): boolean =>
  environment === undefined && !remote && working.test(tool)

/** A command with the step that it stands in. */
interface Standing {
  readonly act: Act
  readonly step: Step
}

/** The job with what is found for each open command, by the commands before it, the nearest first. */
function filled(job: Job, find: (before: readonly Standing[], one: Standing) => string | undefined): Job {
  const earlier: Standing[] = []
  let changed = false
  const steps = job.steps.map((step) => ({
    ...step,
    acts: step.acts.map((act) => {
      const before = earlier.filter((one) => isSamePlace(one.act, act))
      const environment = isOpen(act) ? find(before.reverse(), { act, step }) : undefined
      const whole = environment === undefined ? act : { ...act, environment }
      changed ||= whole !== act
      earlier.push({ act: whole, step })
      return whole
    }),
  }))
  return changed ? { ...job, steps } : job
}

/**
 * Those of the commands before one that may have the last word, the nearest first: what runs on a condition of its own may
 * not have run, and leaves the word to those before it. Empty where all of them may not have run, and only one is there.
 */
function lastWords(before: readonly Standing[], one: Standing): readonly Act[] {
  const at = before.findIndex((earlier) => hasRun(earlier, one))
  const found = at < 0 ? before : before.slice(0, at + 1)
  return at < 0 && found.length < 2 ? [] : found.map(({ act }) => act)
}

/** Whether a command has run where a later one runs: it stands under no condition that is not the later one's, too. */
const hasRun = (earlier: Standing, later: Standing): boolean =>
  isUnder(earlier.step.condition, later.step.condition) && isUnder(earlier.act.condition, later.act.condition)

const isUnder = (condition: Condition | undefined, later: Condition | undefined): boolean =>
  condition === undefined || later?.text === condition.text || later?.text.startsWith(`${condition.text} && `) === true

/** By the same program, and in the same folder as far as both are known. */
const isSamePlace = (one: Act, other: Act): boolean =>
  programOf(one) === programOf(other) && one.directory === other.directory && !one.remote

const programOf = ({ tool }: Act): string => tool.replace(/ .*$/, '')

/** What the nearest command that chooses says; nothing where that names no environment, or others may have chosen another. */
function chosenIn(before: readonly Standing[], one: Standing): string | undefined {
  const choosing = before.filter(({ act }) => choiceOf(act) !== undefined)
  return only(lastWords(choosing, one).map(choiceOf)) || undefined
}

/** The one of which all are. */
function only(names: readonly (string | undefined)[]): string | undefined {
  const [name, ...others] = new Set(names)
  return others.length ? undefined : name
}

/** The environment that a command chooses for those behind it; '' where it chooses one that is not known. */
function choiceOf({ words }: Act): string | undefined {
  const [first = '', second = ''] = words
  if ((first === 'workspace' || first === 'stack') && /^(select|new|init)$/.test(second)) {
    const name = words
      .slice(2)
      .find((word) => !word.startsWith('-'))
      ?.replace(/^.*\//, '')
    return name !== undefined && tellsEnvironment(name) ? name : ''
  }
  if (first !== 'init') return undefined
  const values = words.flatMap((word, i) => {
    const joined = /^--?backend-config=(.*)$/s.exec(word)?.[1]
    if (joined !== undefined) return [joined]
    return /^--?backend-config$/.test(words[i - 1] ?? '') ? [word] : []
  })
  // a bucket may hold the states of all environments: a file of settings, and the state's own key, tell which one it is
  const telling = values.filter((value) => /^(key|prefix|workspace\w*)=/.test(value) || !value.includes('='))
  const names = telling.map((value) => environmentName([value])).filter((name) => name && tellsEnvironment(name))
  return values.length ? (only(names) ?? '') : undefined
}

/** The environment of the plan that an act applies, where all plans of that name are for the same one. */
function plannedFor(one: Standing, before: readonly Standing[], jobs: readonly Job[]): string | undefined {
  const file = planIn(one.act)
  if (file === undefined) return undefined
  const makes = (act: Act) => programOf(act) === programOf(one.act) && outOf(act) === file
  const here = before.filter(({ act }) => makes(act))
  const plans = here.length ? lastWords(here, one) : jobs.flatMap(actsOf).filter(makes)
  return only(plans.map(({ environment }) => environment))
}

/** The file of the plan that a command makes. */
function outOf({ words }: Act): string | undefined {
  const at = words.findIndex((word) => /^--?out(=|$)/.test(word))
  if (at < 0 || !words.includes('plan')) return undefined
  const file = /^--?out=(.+)$/s.exec(words[at] ?? '')?.[1] ?? words[at + 1]
  return file && basename(file)
}

/** The file of the plan that a command applies: its last word, where that is no flag and no flag's value. */
function planIn({ words }: Act): string | undefined {
  const last = words.at(-1) ?? ''
  if (!words.includes('apply') || /^-|[<>|]|^apply$/.test(last)) return undefined
  return /^--?(var|var-file|target|replace|lock-timeout|parallelism|backup|state|state-out|chdir)$/.test(
    words.at(-2) ?? '',
  )
    ? undefined
    : basename(last)
}
