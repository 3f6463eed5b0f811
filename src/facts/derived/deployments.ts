import { collector } from '../collector.ts'
import { deploymentFact } from '../pipeline/graph/deployment-fact.ts'
import { uniqueIds } from '../pipeline/graph/ids.ts'
import { graphOf } from '../pipeline/graph/index.ts'

/** Jobs that deploy, each with what stands before and after it on every path from a trigger. */
export default collector({
  yields: ['deployments'],
  needs: ['workflows'],
  reads: 'the pipelines, brought to one graph',
  collect(context) {
    const { nodes, judge } = graphOf(context)
    return { deployments: [...uniqueIds(nodes)].map(([node, id]) => deploymentFact(node, id, judge)) }
  },
})
