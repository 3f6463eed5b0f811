import type { Finders } from '../../../src/facts/pipeline/github/dialect.ts'
import { readWorkflows } from '../../../src/facts/pipeline/github/workflow.ts'
import type { Job } from '../../../src/facts/pipeline/model.ts'
import { act, stubFinders as stub } from '../../support/dialect.ts'
import { type Extras, repositoryOf } from '../../support/repository.ts'

export { job, needs, start } from '../../support/dialect.ts'

/** Stands for the finder of commands: actions are an act each besides. */
function stubFinders(): Finders & Pick<ReturnType<typeof stub>, 'scripts'> {
  return { ...stub(), actsOfAction: async (uses, inputs, at, via) => [{ ...act(uses, uses, at, via), inputs }] }
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
