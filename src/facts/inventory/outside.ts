import { join } from '../../documents/path.ts'
import { Hidden } from '../hidden.ts'
import type { Act, Job } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'

/** What brings manifests, charts or infrastructure to an environment from files that it is told. */
const applies = /^(kubectl|oc) (apply|create|replace)$|^helm (upgrade|install)$|^kustomize|^helmfile|^terraform|^tofu/

/** Options whose value is a file or folder of what is applied. */
const option = /^(?:-f|-k|--filename|--kustomize|--values|-var-file|--var-file)(?:=(.+))?$/

/** Where a job applies what lies in no folder of this repository (another one that it clones): whatever configures it is there. */
export function appliedFromOutside(job: Job, repository: Repository): Hidden | undefined {
  for (const { acts } of job.steps) {
    for (const act of acts) {
      if (act.remote || act.directory === undefined || !applies.test(act.tool)) continue
      const folder = foldersOf(act, act.directory).find((one) => !isHere(one, repository))
      if (folder !== undefined) return inFolder(folder)
    }
  }
  return undefined
}

/** The first parts of the paths at which a command works. */
function foldersOf({ words }: Act, directory: string): string[] {
  if (directory !== '') return [directory]
  return words.flatMap((word, at) => {
    const written = option.exec(word)?.[1] ?? (option.test(words[at - 1] ?? '') ? word : '')
    const path = join('', written)
    return /^[\w.@+-]+\/[\w./@+-]*$/.test(path) && !path.startsWith('../') ? [path.replace(/\/.*$/, '')] : []
  })
}

const isHere = (folder: string, repository: Repository): boolean => repository.under(folder).length > 0

const inFolder = (folder: string) =>
  new Hidden(`what is applied from the folder ${folder}, which is not in the repository`, {
    kind: 'answer',
    text: 'run Assay in the repository that holds it, too, or keep the configuration here',
  })
