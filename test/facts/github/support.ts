import type { Finders } from '../../../src/facts/pipeline/github/dialect.ts'
import { readWorkflows } from '../../../src/facts/pipeline/github/workflow.ts'
import type { Job, Run, Trigger, Workflow } from '../../../src/facts/pipeline/model.ts'
import type { Script } from '../../../src/facts/pipeline/script.ts'
import { type Extras, repositoryOf } from '../../support/repository.ts'

/** Stands for the finder of commands: every script, action and image is one act, and scripts are kept for the test. */
export function stubFinders(): Finders & { readonly scripts: Script[] } {
  const scripts: Script[] = []
  const act = (tool: string, text: string, place: Script['via'][number], via: Script['via']) =>
    ({ kinds: [], tool, text, place, via, onFailure: 'stops', words: [] }) as const
  return {
    scripts,
    findActs: async (script) => {
      scripts.push(script)
      return [act('run', script.text.trim(), script.placeOf(0, script.text.trimEnd().length), script.via)]
    },
    actsOfAction: async (uses, inputs, at, via) => [{ ...act(uses, uses, at, via), inputs }],
    actsOfImage: async (image, args, at, via) => [act(image, args, at, via)],
  }
}

/** Reads workflows from texts; a bare name is a file under .github/workflows. */
export async function read(files: Readonly<Record<string, string>>, extras: Extras = {}) {
  const paths = Object.entries(files).map(([name, text]) => [
    name.includes('/') ? name : `.github/workflows/${name}`,
    text,
  ])
  const repository = repositoryOf(Object.fromEntries(paths), extras)
  const finders = stubFinders()
  const workflows = await readWorkflows(repository, finders)
  const textOf = async (job: Job) =>
    (await repository.text(job.place.file))?.content.slice(job.place.start, job.place.end)
  return { workflows, repository, scripts: finders.scripts, textOf }
}

/** Reads one workflow. */
export async function readOne(text: string, others: Readonly<Record<string, string>> = {}, extras: Extras = {}) {
  const { workflows, ...rest } = await read({ ...others, 'main.yml': text }, extras)
  const workflow = workflows.find((each) => each.file === '.github/workflows/main.yml')
  if (!workflow) throw new Error('no workflow')
  return { workflow, workflows, ...rest }
}

export function job(workflow: Workflow, id: string): Job {
  const found = workflow.jobs.find((each) => each.id === id)
  if (!found) throw new Error(`no job ${id} among ${workflow.jobs.map((each) => each.id).join(', ')}`)
  return found
}

/** A start by a trigger of the workflow. */
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
