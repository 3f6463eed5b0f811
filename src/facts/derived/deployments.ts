import { collector } from '../collector.ts'
import { deploymentFact } from '../pipeline/graph/deployment/fact.ts'
import { uniqueIds } from '../pipeline/graph/deployment/ids.ts'
import { unlessOfOthers } from '../pipeline/graph/guard/tests-of-others.ts'
import { graphOf } from '../pipeline/graph/index.ts'
import { settledByPlatform } from '../pipeline/graph/rollback/platform.ts'

/** Jobs that deploy, each with what stands before and after it on every path from a trigger. */
export default collector({
  yields: ['deployments'],
  needs: ['workflows'],
  uses: ['rolloutGuards'],
  reads: 'the pipelines, brought to one graph; of platforms, what infrastructure code says of failed rollouts',
  async collect(context) {
    const { nodes, judge } = graphOf(context)
    const { rolloutGuards } = context.observed
    const deployments = [...uniqueIds(nodes)].map(async ([node, id]) => {
      const fact = deploymentFact(node, id, judge)
      const tested = await unlessOfOthers(fact.guarded.unit_test, node, judge, context.repository)
      return {
        ...fact,
        guarded: { ...fact.guarded, unit_test: tested },
        guardedBy: fact.guardedBy.filter((kind) => kind !== 'unit-test' || tested === true),
        rollsBack: settledByPlatform(fact.rollsBack, node, rolloutGuards),
      }
    })
    return { deployments: await Promise.all(deployments) }
  },
})
