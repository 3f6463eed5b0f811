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
