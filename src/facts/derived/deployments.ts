import { collector } from '../collector.ts'
import { deploymentFact } from '../pipeline/graph/deployment-fact.ts'
import { graphOf } from '../pipeline/graph/index.ts'

/** Jobs that deploy, each with what stands before and after it on every path from a trigger. */
export default collector({
  yields: ['deployments'],
  needs: ['workflows'],
  reads: 'the pipelines, brought to one graph',
  collect(context) {
    const { nodes, judge } = graphOf(context)
    const used = new Map<string, number>()
    return {
      deployments: nodes.map((node) => {
        const times = (used.get(node.id) ?? 0) + 1
        used.set(node.id, times)
        return deploymentFact(node, times === 1 ? node.id : `${node.id}#${times}`, judge)
      }),
    }
  },
})
