import { asks } from '../../src/assessment/levels.ts'
import { catalogue } from '../../src/rules/catalogue.ts'
import type { LoadedRule } from '../../src/rules/load.ts'
import type { Level } from '../../src/rules/rule.ts'
import { header } from './text.ts'

/** `src/rules/counts.generated.ts`: how many rules each profile asks for, told without loading them. */
export function ruleCountsModule(rules: readonly LoadedRule[]): string {
  const levels = new Map(catalogue.map(({ id, level }) => [id, level]))
  const count = (profile: Level) =>
    rules.filter(({ rule }) => asks(profile, levels.get(rule.id) ?? rule.level ?? 'gold')).length
  return `${header('rules/ and rules/catalogue.yaml')}import type { Level } from './rule.ts'

export const ruleCounts: Readonly<Record<Level, number>> = {
  bronze: ${count('bronze')},
  silver: ${count('silver')},
  gold: ${count('gold')},
}
`
}
