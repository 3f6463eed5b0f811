import type { Run, Trigger, Workflow } from '../../../src/facts/pipeline/model.ts'
import { readTekton } from '../../../src/facts/pipeline/tekton/workflows.ts'
import { stubFinders } from '../../support/dialect.ts'
import { type Extras, repositoryOf } from '../../support/repository.ts'

export { job, needs, stubFinders } from '../../support/dialect.ts'

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

/** A start by a trigger of the workflow. */
export function start(trigger: Trigger, more: Partial<Run> = {}): Run {
  return { trigger, branch: 'default', onDefaultBranch: true, inputs: {}, ...more }
}

/** Triggers in short: `push main`, `tag v*`, `pull-request`. */
export function triggers(workflow: Workflow): string[] {
  return workflow.triggers.map((one) =>
    [one.kind, ...(one.branches ?? []), ...(one.branchesIgnore ?? []).map((name) => `!${name}`)].join(' '),
  )
}
