import { open } from '../src/cli/open.ts'
import { collectFacts } from '../src/facts/collect.ts'
import { deploymentFact } from '../src/facts/pipeline/graph/deployment/fact.ts'
import { uniqueIds } from '../src/facts/pipeline/graph/deployment/ids.ts'
import { buildGraph } from '../src/facts/pipeline/graph/index.ts'

/**
 * The median time in milliseconds, in this process, of making the graph of a repository from its workflows, and all of
 * its deployments with their guards and gaps. The files are read and parsed before. The first run, for which nothing is
 * compiled yet, counts as the others do.
 */
export async function measureGraph(folder: string, runs: number): Promise<{ median: number; deployments: number }> {
  const { repository, configuration } = await open(folder, undefined)
  const { settings } = configuration
  const { observed } = await collectFacts(repository, settings, ['workflows'])
  const times: number[] = []
  let deployments = 0
  for (let i = 0; i < runs; i++) {
    const start = process.hrtime.bigint()
    const { nodes, judge } = buildGraph(observed.workflows, settings, repository.history)
    deployments = [...uniqueIds(nodes)].map(([node, id]) => deploymentFact(node, id, judge)).length
    times.push(Number(process.hrtime.bigint() - start) / 1e6)
  }
  return { median: times.sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN, deployments }
}
