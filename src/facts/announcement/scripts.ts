import type { Graph } from '../pipeline/graph/index.ts'
import type { Act } from '../pipeline/model.ts'
import { isProgramFile } from '../program-file.ts'
import type { Repository } from '../repository.ts'
import { reachesPeople } from './channel.ts'

/** Texts of the scripts of the repository that pipelines run and whose commands are not followed. */
export type Scripts = ReadonlyMap<Act, string>

const mostCharacters = 200_000

/** Reads the scripts that speak to a service which reaches people, each once. */
export async function readScripts({ judge }: Graph, repository: Repository): Promise<Scripts> {
  const found = new Map<Act, string>()
  const texts = new Map<string, string>()
  for (const { workflow } of judge.plans.all) {
    for (const act of workflow.jobs.flatMap((job) => job.steps.flatMap((step) => step.acts))) {
      const path = isProgramFile(act.tool) || /\.ps1$/i.test(act.tool) ? pathOf(act, repository) : undefined
      if (path === undefined) continue
      let text = texts.get(path)
      if (text === undefined) {
        text = (await repository.text(path))?.content.slice(0, mostCharacters) ?? ''
        texts.set(path, text)
      }
      if (reachesPeople(text)) found.set(act, text)
    }
  }
  return found
}

/** The script's path: as written, from the root or from the folder in which it runs. */
function pathOf({ text, tool, directory = '' }: Act, repository: Repository): string | undefined {
  for (const word of text.split(/[\s"']+/)) {
    if (!word.endsWith(tool)) continue
    const path = word.replace(/^(\.\/)+/, '')
    const found = [path, directory === '' ? path : `${directory}/${path}`].find((one) => repository.has(one))
    if (found !== undefined) return found
  }
  return undefined
}
