import { compareText } from '../../documents/place.ts'
import { collector } from '../collector.ts'
import { graphOf } from '../pipeline/graph/index.ts'

/** One fact for each pipeline definition that a dialect has read. */
export default collector({
  yields: ['pipelines'],
  needs: ['workflows'],
  reads: 'the pipelines, brought to one graph',
  collect(context) {
    const { nodes, judge } = graphOf(context)
    return {
      pipelines: judge.plans.all.map(({ workflow, atoms }) => {
        const deploys = nodes.some((node) => node.plan.workflow === workflow)
        const parts = [...workflow.hidden, ...atoms.flatMap((atom) => atom.hidden ?? [])]
        const hidden = parts.find((part) => part.couldBe.includes('deploy'))
        return {
          id: workflow.id,
          file: workflow.file,
          system: workflow.system,
          name: workflow.name,
          read: workflow.read !== false,
          triggers: [...new Set(workflow.triggers.map((trigger) => trigger.kind))].sort(compareText),
          deploys: deploys || (hidden?.value ?? false),
          place: workflow.place,
        }
      }),
    }
  },
})
