import type { ObservationName } from '../facts/table.ts'
import { touching } from '../facts/touching.generated.ts'
import type { LoadedRule } from '../rules/load.ts'
import { testsOf } from '../rules/normal.ts'

/**
 * The ids of the rules that may show something where these collections were touched: they read one of them, for more than
 * to tell what holds where there is nothing to judge, or have a `none` that fails. Of all others every member is judged as
 * it was before, and what they say of a repository without members is no finding. That something was found at all (the
 * repository) is read by most: it is asked only of the rules that read something else that was touched.
 */
export function rulesFor(collections: ReadonlySet<string>, rules: readonly LoadedRule[]): ReadonlySet<string> {
  const unsteady = new Set<string>([
    ...collections,
    ...named,
    ...(changesRepository(collections) ? ['repository'] : []),
  ])
  const mayShow = ({ rule, reads, judges = reads }: LoadedRule) =>
    reads.some((name) => collections.has(name)) && (judges.some((name) => unsteady.has(name)) || failsWithout(rule))
  return new Set(rules.filter(mayShow).map(({ rule }) => rule.id))
}

/** What may stand in a touched file although nothing was read in it: what counts is whether the file is there. */
const named: readonly ObservationName[] = touching.filter(({ listed }) => listed).flatMap(({ yields }) => yields)

const changesRepository = (collections: ReadonlySet<string>) =>
  touching.some(({ yields, needs }) => yields.includes('repository') && needs.some((name) => collections.has(name)))

/** Whether the lack of anything to judge is a fail. */
const failsWithout = (rule: LoadedRule['rule']) =>
  testsOf(rule).some(({ none }) => none.some(({ then }) => then === 'fail'))
