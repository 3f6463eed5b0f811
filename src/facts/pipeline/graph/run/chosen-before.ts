import { basename } from '../../../../documents/path.ts'
import { environmentName } from '../../commands/special/environment-name.ts'
import { tellsEnvironment } from '../../dialect/words.ts'
import type { Act, Job, Workflow } from '../../model.ts'

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
    const jobs = workflow.jobs.map((job) => filled(job, (before) => chosenIn(before)))
    return { ...workflow, jobs: jobs.map((job) => filled(job, (before, act) => plannedFor(act, before, jobs))) }
  })
}

const actsOf = (job: Job): readonly Act[] => job.steps.flatMap(({ acts }) => acts)

const isOpen = ({ tool, environment, remote }: Act): boolean =>
  environment === undefined && !remote && working.test(tool)

/** The job with what is found for each open command, by the commands before it, the nearest first. */
function filled(job: Job, find: (before: readonly Act[], act: Act) => string | undefined): Job {
  const earlier: Act[] = []
  let changed = false
  const steps = job.steps.map((step) => ({
    ...step,
    acts: step.acts.map((act) => {
      const before = earlier.filter((one) => isSamePlace(one, act))
      const environment = isOpen(act) ? find(before.reverse(), act) : undefined
      const whole = environment === undefined ? act : { ...act, environment }
      changed ||= whole !== act
      earlier.push(whole)
      return whole
    }),
  }))
  return changed ? { ...job, steps } : job
}

/** By the same program, and in the same folder as far as both are known. */
const isSamePlace = (one: Act, other: Act): boolean =>
  programOf(one) === programOf(other) && one.directory === other.directory && !one.remote

const programOf = ({ tool }: Act): string => tool.replace(/ .*$/, '')

/** What the nearest command that chooses says; nothing where that names no environment. */
function chosenIn(before: readonly Act[]): string | undefined {
  const choosing = before.map(choiceOf).filter((choice) => choice !== undefined)
  return choosing[0] !== '' ? choosing[0] : undefined
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
  const names = new Set(
    telling.map((value) => environmentName([value])).filter((name) => name && tellsEnvironment(name)),
  )
  const [name] = names
  return names.size === 1 ? name : values.length ? '' : undefined
}

/** The environment of the plan that an act applies, where all plans of that name are for the same one. */
function plannedFor(act: Act, before: readonly Act[], jobs: readonly Job[]): string | undefined {
  const file = planIn(act)
  if (file === undefined) return undefined
  const makes = (one: Act) => programOf(one) === programOf(act) && outOf(one) === file
  const here = before.filter(makes)
  const plans = here.length ? here.slice(0, 1) : jobs.flatMap(actsOf).filter(makes)
  const names = new Set(plans.map(({ environment }) => environment))
  const [name] = names
  return names.size === 1 ? name : undefined
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
