import { collector } from '../collector.ts'
import { deploymentFact } from '../pipeline/graph/deployment/fact.ts'
import { uniqueIds } from '../pipeline/graph/deployment/ids.ts'
import { graphOf } from '../pipeline/graph/index.ts'
import { settledByPlatform } from '../pipeline/graph/rollback/platform.ts'

/** Jobs that deploy, each with what stands before and after it on every path from a trigger. */
export default collector({
  yields: ['deployments'],
  needs: ['workflows'],
  uses: ['rolloutGuards'],
  reads: 'the pipelines, brought to one graph; of platforms, what infrastructure code says of failed rollouts',
  collect(context) {
    const { nodes, judge } = graphOf(context)
    const { rolloutGuards } = context.observed
    return {
      deployments: [...uniqueIds(nodes)].map(([node, id]) => {
        const fact = deploymentFact(node, id, judge)
        return { ...fact, rollsBack: settledByPlatform(fact.rollsBack, node, rolloutGuards) }
      }),
    }
  },
})
