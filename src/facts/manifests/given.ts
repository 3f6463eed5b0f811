import { joinPath } from '../../documents/path.ts'
import { argumentsOf } from '../image/arguments.ts'
import type { Workflow } from '../pipeline/model.ts'

/** The paths of values that pipelines set when they deploy (`--set a.b=…`): these win over any file. */
export function givenByPipelines(workflows: readonly Workflow[]): ReadonlySet<string> {
  const found = new Set<string>()
  for (const { jobs } of workflows) {
    for (const { steps } of jobs) {
      for (const { acts } of steps) {
        const deploys = acts.some(({ kinds }) => kinds.includes('deploy'))
        for (const { tool, words } of acts) {
          // a chart that is rendered with other values to try it is not deployed with them
          if (!deploys || !tool.startsWith('helm')) continue
          for (const word of words) {
            for (const [, path] of word.matchAll(/(?:^|[,=\s])([A-Za-z][\w.-]*)=/g)) found.add(path as string)
          }
        }
      }
    }
  }
  return found
}

/** A file of values that a command of Helm is given with a chart. */
export interface GivenFile {
  /** the folder of the chart */
  readonly chart: string
  readonly path: string
}

/** The files of values that pipelines give to charts when they deploy (`helm upgrade shop ./chart -f prod.yaml`). */
export function filesGiven(workflows: readonly Workflow[]): readonly GivenFile[] {
  const found: GivenFile[] = []
  for (const { jobs } of workflows) {
    for (const { acts } of jobs.flatMap(({ steps }) => steps)) {
      for (const act of acts) {
        const { directory } = act
        if (directory === undefined || !act.tool.startsWith('helm ') || !act.kinds.includes('deploy')) continue
        const args = argumentsOf(act)
        const pathOf = (word: string) => joinPath(directory, word)
        const files = args
          .flag('-f', '--values')
          .flatMap((list) => list.split(','))
          .flatMap((word) => pathOf(word) ?? [])
        for (const chart of args.rest.slice(1).flatMap((word) => pathOf(word) ?? []))
          found.push(...files.map((path) => ({ chart, path })))
      }
    }
  }
  return found
}
