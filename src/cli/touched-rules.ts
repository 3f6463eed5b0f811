import type { Limit } from '../assessment/assess.ts'
import type { ObservationName } from '../facts/table.ts'
import { touching } from '../facts/touching.generated.ts'
import type { LoadedRule } from '../rules/load.ts'
import { testsOf } from '../rules/normal.ts'

/**
 * The ids of the rules that read one of the collections that were touched. That something was found at all (the repository)
 * is read by most: it is asked only of the rules that read something else that was touched.
 *
 * Idle are those that read it only to tell what holds where there is nothing to judge, and that is never a fail: every
 * member is judged as it was before, and what they say of a repository without members is no finding.
 */
export function rulesFor(
  collections: ReadonlySet<string>,
  rules: readonly LoadedRule[],
): Required<Pick<Limit, 'rules' | 'idle' | 'watched'>> {
  const unsteady = new Set<string>([
    ...collections,
    ...named,
    ...(changesRepository(collections) ? ['repository'] : []),
  ])
  const reading = rules.filter(({ reads }) => reads.some((name) => collections.has(name)))
  const isIdle = ({ rule, reads, judges = reads }: LoadedRule) =>
    !judges.some((name) => unsteady.has(name)) && !failsWithout(rule)
  const ids = (some: readonly LoadedRule[]) => new Set(some.map(({ rule }) => rule.id))
  const idle = reading.filter(isIdle)
  const watched = idle.flatMap(({ reads }) => reads.filter((name) => collections.has(name)))
  return { rules: ids(reading), idle: ids(idle), watched: [...new Set(watched)] }
}

/** What may stand in a touched file although nothing was read in it: what counts is whether the file is there. */
const named: readonly ObservationName[] = touching.filter(({ listed }) => listed).flatMap(({ yields }) => yields)

const changesRepository = (collections: ReadonlySet<string>) =>
  touching.some(({ yields, needs }) => yields.includes('repository') && needs.some((name) => collections.has(name)))

/** Whether the lack of anything to judge is a fail. */
const failsWithout = (rule: LoadedRule['rule']) =>
  testsOf(rule).some(({ none }) => none.some(({ then }) => then === 'fail'))
