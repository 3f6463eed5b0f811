import { readAzurePipelines } from '../../../src/facts/pipeline/azure/files.ts'
import { stubFinders } from '../../support/dialect.ts'
import { type Extras, repositoryOf } from '../../support/repository.ts'

export { job, needs, start } from '../../support/dialect.ts'

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
