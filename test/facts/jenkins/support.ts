import * as finders from '../../../src/facts/pipeline/commands/index.ts'
import { readJenkins } from '../../../src/facts/pipeline/jenkins/workflow.ts'
import type { Act, Job, Run, Trigger, Workflow } from '../../../src/facts/pipeline/model.ts'
import { needs as list } from '../../support/dialect.ts'
import { type Extras, repositoryOf } from '../../support/repository.ts'

export { job } from '../../support/dialect.ts'

/** Reads pipelines from texts, with the real finders of commands. */
export async function read(files: Readonly<Record<string, string>>, extras: Extras = {}): Promise<Workflow[]> {
  return readJenkins(repositoryOf(files, extras), finders)
}

/** Reads one Jenkinsfile. */
export async function readOne(text: string, others: Readonly<Record<string, string>> = {}, extras: Extras = {}) {
  const found = (await read({ ...others, Jenkinsfile: text }, extras)).find(({ file }) => file === 'Jenkinsfile')
  if (!found) throw new Error('no pipeline')
  return found
}

/** The stages of a declarative pipeline around their texts. */
export const declarative = (stages: string, more = '') =>
  `pipeline {\n  agent any\n${more}\n  stages {\n${stages}\n  }\n}\n`

/** `a; b:completion; c~` (one that is skipped holds nothing up) */
export const needs = (of: Job): string => list(of).join('; ')

/** What a job does, step by step. */
export function actsOf({ steps }: Job): Act[] {
  return steps.flatMap((step) => [...step.acts])
}

/** `deploy@staging; approve`, with `?` for what is hidden. */
export function kinds(each: Job): string {
  return actsOf(each)
    .filter((act) => act.kinds.length > 0 || act.hidden)
    .map((act) => `${act.kinds.join('+') || '?'}${act.environment ? `@${act.environment}` : ''}`)
    .join('; ')
}

/** A start by a trigger of the workflow. */
export function start(workflow: Workflow, kind: Trigger['kind'], more: Partial<Run> = {}): Run {
  const trigger = workflow.triggers.find((each) => each.kind === kind)
  if (!trigger) throw new Error(`no trigger ${kind}`)
  return { trigger, branch: 'main', onDefaultBranch: true, inputs: {}, ...more }
}
