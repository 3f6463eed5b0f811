import { announcementsFrom } from '../announcement/facts.ts'
import { productionOf } from '../announcement/production.ts'
import { doubtEver } from '../announcement/runs.ts'
import { joinSaid, saidInRunbooks, saidInSettings } from '../announcement/said.ts'
import { saysOf } from '../announcement/says.ts'
import { readScripts } from '../announcement/scripts.ts'
import { mayTell, type Teller } from '../announcement/teller.ts'
import { collector } from '../collector.ts'
import { uniqueIds } from '../pipeline/graph/deployment/ids.ts'
import { type Graph, graphOf } from '../pipeline/graph/index.ts'

/** What is told to people, by what, at which moment of each production deployment. */
export default collector({
  yields: ['announcements'],
  needs: ['workflows', 'runbooks'],
  reads: 'the pipelines, runbooks that speak of a status page, and what assay.yaml says of integrations',
  async collect(context) {
    const { repository, settings, observed } = context
    const graph = graphOf(context)
    const nodes = productionOf(graph)
    if (nodes.size === 0) return { announcements: [] }
    const announcementsOf = announcementsFrom({
      judge: graph.judge,
      scripts: await readScripts(graph, repository),
      said: joinSaid(saidInSettings(settings), await saidInRunbooks(observed.runbooks, repository)),
      notices: noticesIn(graph),
    })
    const named = [...uniqueIds(graph.nodes)].filter(([node]) => nodes.has(node))
    return { announcements: named.flatMap(([node, id]) => announcementsOf(node, id)) }
  },
})

/** What may announce a deployment of another day: anywhere in the pipelines, since no run does it on that day. */
function noticesIn({ judge }: Graph): readonly Teller[] {
  return judge.plans.all.flatMap((plan) =>
    plan.atoms
      .filter((atom) => mayTell(atom) && (!atom.hidden || saysOf(atom).schedule))
      .flatMap((atom) => {
        const doubt = doubtEver(atom, plan)
        return doubt === 'off' ? [] : [{ atom, doubt }]
      }),
  )
}
