import type { KindAnswer } from '../../../../config/settings.ts'
import type { Job, Workflow } from '../../model.ts'
import { isFile, isOfPart, isStep, ofJob } from './answers.ts'

/** An answer of `assay.yaml` (`kinds:`) that speaks of nothing here, with what may have been meant. */
export interface Unheard {
  /** its place in the list */
  readonly index: number
  /** what is not found */
  readonly wanting: 'pipeline' | 'job' | 'step'
  readonly name: string
  /** the names that are here */
  readonly known: readonly string[]
}

/** The answers that no job, step or include is called by: whoever misspelt a name takes them for said. */
export function unheard(workflows: readonly Workflow[], answers: readonly KindAnswer[]): readonly Unheard[] {
  return answers.flatMap((answer, index): readonly Unheard[] => {
    const here = workflows.filter((workflow) => answer.file === undefined || isFile(workflow, answer.file))
    if (answer.file !== undefined && here.length === 0) {
      return [{ index, wanting: 'pipeline', name: answer.file, known: workflows.map(({ file }) => file) }]
    }
    if (here.some(({ hidden }) => hidden.some((part) => isOfPart(answer, part)))) return []
    const jobs = here.flatMap((workflow) => workflow.jobs).filter((job) => ofJob(job, [answer]).length > 0)
    if (jobs.length === 0) {
      const known = here.flatMap((workflow) => workflow.jobs.map(({ key }) => key))
      return answer.job === undefined ? [] : [{ index, wanting: 'job', name: answer.job, known }]
    }
    const { step } = answer
    if (step === undefined || jobs.some((job) => job.steps.some((one) => isStep(one, step)))) return []
    return [{ index, wanting: 'step', name: step, known: jobs.flatMap(stepNames) }]
  })
}

const stepNames = ({ steps }: Job): readonly string[] =>
  steps.flatMap(({ name, acts }) => [name, ...acts.map(({ tool }) => tool)])
