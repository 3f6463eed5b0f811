import { choicesOf } from '../../dialect/choices.ts'
import type { Condition, Run, Trigger, Workflow } from '../../model.ts'
import { type Branches, branchAllowed, isDefaultBranch } from './branches.ts'
import { touchedFiles } from './touched.ts'

/** A start of a workflow with the answers of its conditions. */
export interface RunInfo {
  readonly run: Run
  /** How many inputs depart from what is offered at the start: a scan that can be switched off is judged by its default. */
  readonly departures: number
  /** What each condition of the workflow answers in this run; undefined: not known. */
  readonly answers: ReadonlyMap<Condition, boolean | undefined>
}

export interface Runs {
  readonly runs: readonly RunInfo[]
  /** Those of a push that changes one file alone, where conditions ask for the files that changed. */
  readonly touching: readonly RunInfo[]
  /** Conditions that no run answers: they hang on data, not on how the workflow was started. */
  readonly dataDependent: ReadonlySet<Condition>
}

/** Whether an open condition hangs on data alone in this run. */
export function hangsOnData(condition: Condition, info: RunInfo, { dataDependent }: Runs): boolean {
  return condition.onData ? condition.onData(info.run) : dataDependent.has(condition)
}

/**
 * The ways in which a workflow starts, each as one run: every trigger, on the default branch, on each branch that
 * triggers or conditions name and on some other one, with each choice of its inputs. Runs of one trigger in which all
 * conditions answer alike are one.
 */
export function runsOf(workflow: Workflow, branches: Branches): Runs {
  const conditions = conditionsOf(workflow)
  const mentioned = mentionedBranches(conditions)
  const found: RunInfo[] = []
  for (const trigger of startsOf(workflow)) {
    const seen = new Set<string>()
    for (const { inputs, departures } of choicesOf(trigger.inputs ?? [])) {
      for (const at of branchesOf(trigger, branches, mentioned)) {
        const run: Run = { trigger, ...at, inputs }
        const answers = answersOf(conditions, run)
        const signature = [...answers.values()].map((value) => (value === undefined ? '?' : value ? '1' : '0')).join('')
        // A branch that is not the default one differs even if all conditions agree: protection and merges hang on it.
        const key = `${trigger.kind === 'push' ? at.onDefaultBranch : ''} ${signature}`
        if (seen.has(key)) continue
        seen.add(key)
        found.push({ run, departures, answers })
      }
    }
  }
  const dataDependent = conditions.filter((condition) =>
    found.every((info) => info.answers.get(condition) === undefined),
  )
  return { runs: found, touching: touchingOf(found, conditions), dataDependent: new Set(dataDependent) }
}

/** The pushes among some runs once more, each with one file that changes: for every file that conditions tell apart. */
function touchingOf(runs: readonly RunInfo[], conditions: readonly Condition[]): RunInfo[] {
  const files = touchedFiles(conditions)
  return runs
    .filter(({ run }) => run.trigger.kind === 'push')
    .flatMap(({ run, departures }) =>
      files.map((touched) => {
        const narrowed: Run = { ...run, touched }
        return { run: narrowed, departures, answers: answersOf(conditions, narrowed) }
      }),
    )
}

const answersOf = (conditions: readonly Condition[], run: Run) =>
  new Map(conditions.map((condition) => [condition, condition.holds(run)]))

/** A workflow that can also be called is judged by its own starts; its callers have spliced it in. */
function startsOf(workflow: Workflow): readonly Trigger[] {
  const own = workflow.triggers.filter((trigger) => trigger.kind !== 'call')
  return own.length > 0 ? own : workflow.triggers
}

function conditionsOf(workflow: Workflow): Condition[] {
  const all = new Set<Condition>()
  for (const job of workflow.jobs) {
    if (job.condition) all.add(job.condition)
    for (const step of job.steps) {
      if (step.condition) all.add(step.condition)
      for (const act of step.acts) if (act.condition) all.add(act.condition)
    }
  }
  return [...all]
}

/** Branches that conditions compare with: `refs/heads/x`, or a name behind a variable that speaks of a branch or ref. */
export function mentionedBranches(conditions: readonly Condition[]): string[] {
  const names = new Set<string>()
  for (const { text, branches = [] } of conditions) {
    for (const name of branches) names.add(name)
    for (const match of text.matchAll(/refs\/heads\/([\w./-]+)/g)) names.add(match[1] as string)
    for (const match of text.matchAll(/(?:ref_name|branch)\w*['"})\s]*={1,2}~?\s*['"]([\w./-]+)['"]/gi)) {
      names.add(match[1] as string)
    }
  }
  return [...names].slice(0, 8)
}

interface At {
  readonly branch: string | undefined
  readonly onDefaultBranch: boolean | undefined
}

function branchesOf(trigger: Trigger, branches: Branches, mentioned: readonly string[]): At[] {
  const onDefault: At = { branch: branches.default, onDefaultBranch: true }
  const elsewhere: At = { branch: undefined, onDefaultBranch: false }
  switch (trigger.kind) {
    case 'push':
      return pushed(trigger, branches, mentioned)
    case 'manual':
    case 'call': {
      const named = mentioned.filter((name) => name !== branches.default)
      return [onDefault, ...named.map((name) => at(name, branches)), elsewhere]
    }
    case 'tag':
    case 'release':
    case 'pull-request':
      return [elsewhere]
    default:
      return [onDefault]
  }
}

function pushed(trigger: Trigger, branches: Branches, mentioned: readonly string[]): At[] {
  if (trigger.branchUnseen) return [{ branch: undefined, onDefaultBranch: undefined }]
  const names = new Set<string>()
  let open = trigger.branches === undefined
  for (const pattern of trigger.branches ?? []) {
    if (pattern.startsWith('!')) continue
    if (/[*?+[\]]/.test(pattern)) open = true
    else names.add(pattern)
  }
  if (branches.default !== undefined && branchAllowed(trigger, branches.default)) names.add(branches.default)
  for (const name of mentioned) if (branchAllowed(trigger, name)) names.add(name)
  const found = [...names].filter((name) => branchAllowed(trigger, name)).map((name) => at(name, branches))
  if (branches.default === undefined && everyBranch(trigger)) {
    found.unshift({ branch: undefined, onDefaultBranch: true })
  }
  if (open) found.push({ branch: undefined, onDefaultBranch: false })
  return found.sort((a, b) => Number(b.onDefaultBranch === true) - Number(a.onDefaultBranch === true))
}

/** Whether the default branch is among those that start it, whatever its name. */
function everyBranch({ branches = ['**'] }: Trigger): boolean {
  return branches.some((pattern) => /^\*\*?$/.test(pattern)) && !branches.some((pattern) => pattern.startsWith('!'))
}

function at(name: string, branches: Branches): At {
  return { branch: name, onDefaultBranch: isDefaultBranch(name, branches) }
}
