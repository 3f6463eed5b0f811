import { productionOf } from '../announcement/production.ts'
import { recordsOf } from '../announcement/records.ts'
import { collector } from '../collector.ts'
import { uniqueIds } from '../pipeline/graph/deployment/ids.ts'
import { graphOf } from '../pipeline/graph/index.ts'

/** The records that the pipelines write of production deployments. */
export default collector({
  yields: ['deploymentRecords'],
  needs: ['workflows'],
  reads: 'the pipelines: environments of the forge, markers, changes and annotations that their steps write',
  collect(context) {
    const graph = graphOf(context)
    const nodes = productionOf(graph)
    const named = [...uniqueIds(graph.nodes)].filter(([node]) => nodes.has(node))
    return { deploymentRecords: named.flatMap(([node, id]) => recordsOf(node, id, graph.judge)) }
  },
})
