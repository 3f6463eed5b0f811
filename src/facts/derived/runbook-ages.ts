import type { History } from '../../sources/source.ts'
import { type Context, collector } from '../collector.ts'
import { Hidden, type Seen } from '../hidden.ts'
import { buildGraph, type Graph, graphOf } from '../pipeline/graph/index.ts'
import { procedureFiles, procedureOf } from '../runbook/procedure.ts'
import type { RunbookAge } from '../schema/document.ts'

/** A runbook may be so much older than the procedure (verdicts.md). */
const grace = 30 * 24 * 3600 * 1000

/** What the runbooks are about that are compared with a procedure. */
const topics: ReadonlySet<string> = new Set(['deployment', 'rollback'])

/**
 * Whether the runbooks are older than the procedures that they describe. Where the files of the procedure have changed
 * later, the procedure of today is compared with the one at the end of the runbook's thirty days: one earlier revision,
 * and only then.
 */
export default collector({
  yields: ['runbookAges'],
  needs: ['workflows', 'runbooks'],
  isElsewhere: true,
  reads:
    'git: the last changes of runbooks and of the pipelines and scripts that deploy, and one earlier revision of these',
  async collect(context) {
    const graph = graphOf(context)
    const found: RunbookAge[] = []
    if (graph.nodes.length === 0) return { runbookAges: [] }
    const wanted = context.observed.runbooks.filter(({ best, topic }) => best && topics.has(topic))
    for (const [index, { id, file, topic, place }] of wanted.entries()) {
      // git answers for the next one meanwhile, and the history remembers what it said
      const next = wanted[index + 1]
      if (next) context.repository.history?.lastChange([next.file])
      found.push({ id, file, place, ...(await ageOf(file, topic === 'rollback', graph, context)) })
    }
    return { runbookAges: found }
  },
})

type Age = Pick<RunbookAge, 'changed' | 'procedureChanged' | 'stale'>

async function ageOf(file: string, rollback: boolean, graph: Graph, context: Context): Promise<Age> {
  const { history } = context.repository
  const [own, procedure] = history
    ? await Promise.all([history.lastChange([file]), history.lastChange(procedureFiles(graph, rollback))])
    : []
  const dates = { changed: own?.date.slice(0, 10) ?? '', procedureChanged: procedure?.date.slice(0, 10) ?? '' }
  if (!history || !own || !procedure) return { ...dates, stale: noHistory(file) }
  const until = Date.parse(own.date) + grace
  if (Date.parse(procedure.date) <= until) return { ...dates, stale: false }
  return { ...dates, stale: await changedSince(new Date(until).toISOString(), file, rollback, graph, context, history) }
}

async function changedSince(
  date: string,
  file: string,
  rollback: boolean,
  graph: Graph,
  { settings }: Context,
  history: History,
): Promise<Seen<boolean>> {
  const source = await history.before?.(date).catch(() => undefined)
  if (!source) return noHistory(file)
  const [{ openRepository }, { collectFacts }] = await Promise.all([import('../open.ts'), import('../collect.ts')])
  const earlier = await openRepository(source, settings)
  const { observed, failed } = await collectFacts(earlier, settings, ['workflows'])
  if (failed.has('workflows')) return noHistory(file)
  const then = buildGraph(observed.workflows, settings, history)
  return procedureOf(then, rollback) !== procedureOf(graph, rollback)
}

function noHistory(file: string): Hidden {
  return new Hidden(`whether ${file} is older than the deployment that it describes`, {
    kind: 'clone',
    text: 'check a full clone in which the runbook is committed: git fetch --unshallow',
  })
}
