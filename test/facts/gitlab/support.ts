import type { Finders } from '../../../src/facts/pipeline/dialect/reading.ts'
import { readPipelines } from '../../../src/facts/pipeline/gitlab/workflow.ts'
import type { Run, Trigger, Workflow } from '../../../src/facts/pipeline/model.ts'
import type { Script } from '../../../src/facts/pipeline/script.ts'
import { job } from '../../support/dialect.ts'
import { type Extras, repositoryOf } from '../../support/repository.ts'

export { job, needs } from '../../support/dialect.ts'

/** Reads the pipeline of a repository; scripts are kept, each is one act. */
export async function read(text: string, others: Readonly<Record<string, string>> = {}, extras: Extras = {}) {
  const scripts: Script[] = []
  const finders: Finders = {
    findActs: async (script) => {
      scripts.push(script)
      const place = script.placeOf(0, script.text.length)
      return [{ kinds: [], tool: 'run', text: script.text, place, via: [], onFailure: 'stops', words: [] }]
    },
    actsOfUse: async ({ name, place }) => [
      { kinds: [], tool: name, text: name, place, via: [], onFailure: 'stops', words: [] },
    ],
    actsOfImage: async () => [],
  }
  const repository = repositoryOf({ '.gitlab-ci.yml': text, ...others }, extras)
  const workflows = await readPipelines(repository, finders)
  const workflow = workflows[0] as Workflow
  const messages = workflow.problems.map(({ message }) => message)
  return { workflow, workflows, scripts, messages, repository }
}

/** A start by a trigger of the workflow; a push is to `main`, the default branch, unless another is named. */
export function start(workflow: Workflow, kind: Trigger['kind'], branch?: string): Run {
  const trigger = workflow.triggers.find((one) => one.kind === kind) ?? { kind, event: 'push', place: { file: '' } }
  const isDefault = branch === undefined && kind !== 'tag' && kind !== 'pull-request'
  return { trigger, branch: isDefault ? 'main' : branch, onDefaultBranch: isDefault, inputs: {} }
}

/** Whether a job runs when a pipeline is started so; undefined: not known. */
export function runs(workflow: Workflow, id: string, run: Run): boolean | undefined {
  const { condition } = job(workflow, id)
  return condition ? condition.holds(run) : true
}
