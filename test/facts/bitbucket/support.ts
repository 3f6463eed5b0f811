import { readBitbucket } from '../../../src/facts/pipeline/bitbucket/workflow.ts'
import type { Finders } from '../../../src/facts/pipeline/dialect/reading.ts'
import type { Run, Workflow } from '../../../src/facts/pipeline/model.ts'
import { needs } from '../../support/dialect.ts'
import { repositoryOf } from '../../support/repository.ts'

export { job } from '../../support/dialect.ts'

/** The finder of commands itself: what a script comes to is part of the dialect here. */
async function finders(): Promise<Finders> {
  return import('../../../src/facts/pipeline/commands/index.ts')
}

/** Reads the pipelines of a file; other files of the repository may follow. */
export async function read(text: string, others: Readonly<Record<string, string>> = {}) {
  const repository = repositoryOf({ ...others, 'bitbucket-pipelines.yml': text })
  return { workflows: await readBitbucket(repository, await finders()), repository }
}

/** One pipeline of the file: `branches/main`. */
export async function readPipeline(id: string, text: string, others: Readonly<Record<string, string>> = {}) {
  const { workflows } = await read(text, others)
  const found = workflows.find((workflow) => workflow.name === id)
  if (!found) throw new Error(`no ${id} among ${workflows.map((workflow) => workflow.name).join(', ')}`)
  return found
}

/** `Deploy: Build, Test~` (a skipped one does not stop it), `Final: Build:completion`. */
export function order(workflow: Workflow): string[] {
  return workflow.jobs.map((job) => `${job.id}: ${needs(job).join(', ')}`)
}

/** A start by the first trigger of the pipeline. */
export function start(workflow: Workflow, more: Partial<Run> = {}): Run {
  const [trigger] = workflow.triggers
  if (!trigger) throw new Error('no trigger')
  return { trigger, branch: undefined, onDefaultBranch: undefined, inputs: {}, ...more }
}
