import { readAzurePipelines } from '../../../src/facts/pipeline/azure/files.ts'
import type { Finders } from '../../../src/facts/pipeline/dialect/reading.ts'
import type { Job, Run, Trigger, Workflow } from '../../../src/facts/pipeline/model.ts'
import type { Script } from '../../../src/facts/pipeline/script.ts'
import { type Extras, repositoryOf } from '../../support/repository.ts'

/** Stands for the finders: every script and task is one act, and scripts are kept for the test. */
function stubFinders(): Finders & { readonly scripts: Script[] } {
  const scripts: Script[] = []
  const base = { kinds: [], onFailure: 'stops', words: [] } as const
  return {
    scripts,
    findActs: async (script) => {
      scripts.push(script)
      const place = script.placeOf(0, script.text.trimEnd().length)
      return [{ ...base, tool: 'run', text: script.text.trim(), place, via: script.via }]
    },
    actsOfUse: async ({ name, text, place, via, inputs }) => [{ ...base, tool: name, text, place, via, inputs }],
    actsOfImage: async (image, args, place, via) => [{ ...base, tool: image, text: args, place, via }],
  }
}

/** Reads all pipelines of a made-up repository. */
export async function read(files: Readonly<Record<string, string>>, extras: Extras = {}) {
  const repository = repositoryOf(files, extras)
  const finders = stubFinders()
  return { workflows: await readAzurePipelines(repository, finders), scripts: finders.scripts }
}

/** Reads one pipeline, `azure-pipelines.yml`, with the templates beside it. */
export async function readOne(text: string, others: Readonly<Record<string, string>> = {}) {
  const { workflows, scripts } = await read({ ...others, 'azure-pipelines.yml': text })
  const workflow = workflows.find((each) => each.file === 'azure-pipelines.yml')
  if (!workflow) throw new Error('no pipeline')
  return { workflow, workflows, scripts }
}

export function job(workflow: Workflow, id: string): Job {
  const found = workflow.jobs.find((each) => each.id === id)
  if (!found) throw new Error(`no job ${id} among ${workflow.jobs.map((each) => each.id).join(', ')}`)
  return found
}

/** A start by a trigger of the pipeline. */
export function start(workflow: Workflow, kind: Trigger['kind'], more: Partial<Run> = {}): Run {
  const trigger = workflow.triggers.find((each) => each.kind === kind)
  if (!trigger) throw new Error(`no trigger ${kind}`)
  return { trigger, branch: 'default', onDefaultBranch: true, inputs: {}, ...more }
}

/** `build, test:completion, deploy~` (a skipped one does not stop it). */
export function needs(job: Job): string[] {
  return job.needs.map(
    (need) => `${need.job}${need.requires === 'success' ? '' : `:${need.requires}`}${need.evenIfSkipped ? '~' : ''}`,
  )
}
