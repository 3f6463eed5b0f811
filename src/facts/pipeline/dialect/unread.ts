import type { Place } from '../../../documents/place.ts'
import { Hidden } from '../../hidden.ts'
import type { Problem, Workflow } from '../model.ts'
import { everyKind } from './words.ts'

/**
 * A pipeline file of which nothing can be told: what it does is hidden by the file's name, and could be anything.
 * @param problems what is wrong with it; none where it is hidden for another reason
 */
export function hiddenWorkflow(
  file: string,
  system: string,
  value: Hidden,
  problems: readonly Problem[] = [],
  place: Place = { file },
): Workflow {
  return {
    id: file,
    file,
    system,
    name: file,
    place,
    triggers: [],
    jobs: [],
    hidden: [{ place, value, couldBe: everyKind }],
    problems,
  }
}

/** A pipeline file that is broken or empty: lost evidence (exit code 2), with the problems that are known or the message. */
export function brokenWorkflow(
  file: string,
  system: string,
  message = 'this pipeline cannot be read',
  known: readonly Problem[] = [],
): Workflow {
  const problems = known.length ? known : [{ place: { file }, message, unreadable: true }]
  return hiddenWorkflow(file, system, new Hidden(`the content of ${file}`, mend(file)), problems)
}

const mend = (file: string) => ({ kind: 'file', text: `mend ${file}` }) as const

/** A template (Helm, an engine of its own) is no pipeline yet: hidden by name, and nothing is wrong with it. */
export function templateWorkflow(file: string, system: string): Workflow {
  const settle = { kind: 'file', text: `write the pipeline of ${file} out, beside the template` } as const
  return hiddenWorkflow(file, system, new Hidden(`the pipeline that the template ${file} makes`, settle))
}
