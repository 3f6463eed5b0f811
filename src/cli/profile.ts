import type { Loaded } from '../config/load.ts'
import { isLocked, type Override } from '../config/merge.ts'
import { locksOf } from '../config/policy.ts'
import type { Level } from '../rules/rule.ts'

/** The level that is judged up to: what the caller wants, unless a policy locks another one. */
export function profileOf(wanted: Level | undefined, configuration: Loaded): Level {
  const { profile } = configuration.settings
  return wanted === undefined || lockOf(configuration) ? profile : wanted
}

/** That the caller wants another level than a policy locks. */
export function lockedProfile(wanted: Level | undefined, configuration: Loaded): readonly Override[] {
  const lock = lockOf(configuration)
  const { profile } = configuration.settings
  if (!lock || wanted === undefined || wanted === profile) return []
  return [{ place: lock.place, message: `profile is locked here and stays ${profile}; leave out --profile ${wanted}` }]
}

function lockOf({ layers }: Loaded) {
  return layers.flatMap(({ root }) => locksOf(root)).find((lock) => isLocked(lock.text ?? '', ['profile']))
}
