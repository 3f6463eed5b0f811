import type { Finders } from '../../../src/facts/pipeline/dialect/reading.ts'
import type { Job, Run, Trigger, Workflow } from '../../../src/facts/pipeline/model.ts'
import type { Script } from '../../../src/facts/pipeline/script.ts'
import { readTekton } from '../../../src/facts/pipeline/tekton/workflows.ts'
import { type Extras, repositoryOf } from '../../support/repository.ts'

/** Stands for the finder of commands: every script, use and image is one act, and scripts are kept for the test. */
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
    actsOfUse: async (use) => [{ ...act(use.name, use.text, use.place, use.via), inputs: use.inputs }],
    actsOfImage: async (image, args, at, via) => [act(image, args, at, via)],
  }
}

/** Reads Tekton's objects from texts; a bare name is a file under .tekton. */
export async function read(files: Readonly<Record<string, string>>, extras: Extras = {}) {
  const paths = Object.entries(files).map(([name, text]) => [name.includes('/') ? name : `.tekton/${name}`, text])
  const repository = repositoryOf(Object.fromEntries(paths), extras)
  const finders = stubFinders()
  const workflows = await readTekton(repository, finders)
  return { workflows, repository, scripts: finders.scripts }
}

/** The only workflow of a text. */
export async function readOne(text: string, others: Readonly<Record<string, string>> = {}) {
  const { workflows, ...rest } = await read({ 'main.yaml': text, ...others })
  const [workflow] = workflows
  if (!workflow || workflows.length > 1) throw new Error(`${workflows.length} workflows`)
  return { workflow, ...rest }
}

/** A Pipeline of these tasks (indented by four), with parameters. */
export const pipeline = (tasks: string, more = '') =>
  `apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {name: deliver}\nspec:\n${more}  tasks:\n${tasks}`

/** A task of a pipeline with a script of its own. */
export const task = (name: string, script = 'true', more = '') =>
  `    - name: ${name}\n      taskSpec: {steps: [{name: run, image: alpine, script: '${script}'}]}\n${more}`

export function job(workflow: Workflow, id: string): Job {
  const found = workflow.jobs.find((each) => each.id === id)
  if (!found) throw new Error(`no job ${id} among ${workflow.jobs.map((each) => each.id).join(', ')}`)
  return found
}

/** A start by a trigger of the workflow. */
export function start(trigger: Trigger, more: Partial<Run> = {}): Run {
  return { trigger, branch: 'default', onDefaultBranch: true, inputs: {}, ...more }
}

/** `build, test:completion, deploy~` (a skipped one does not stop it). */
export function needs(of: Job): string[] {
  return of.needs.map(
    (need) => `${need.job}${need.requires === 'success' ? '' : `:${need.requires}`}${need.evenIfSkipped ? '~' : ''}`,
  )
}

/** Triggers in short: `push main`, `tag v*`, `pull-request`. */
export function triggers(workflow: Workflow): string[] {
  return workflow.triggers.map((one) =>
    [one.kind, ...(one.branches ?? []), ...(one.branchesIgnore ?? []).map((name) => `!${name}`)].join(' '),
  )
}
