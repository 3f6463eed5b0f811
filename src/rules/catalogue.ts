import { catalogue } from './catalogue.generated.ts'
import type { Requirement, Rule } from './rule.ts'

/** The 121 requirements of the standard, in its order (rules/catalogue.yaml). */
export { catalogue }

const byId = new Map(catalogue.map((requirement) => [requirement.id, requirement]))

/** One of the 121 by its id; undefined for any other. */
export function requirementOf(id: string): Requirement | undefined {
  return byId.get(id)
}

/** The entry of a user's own rule, made from the rule itself; its level is checked when it loads. */
export function ownRequirement(rule: Rule): Requirement {
  return { id: rule.id, section: rule.id.split('.')[0] ?? '', row: rule.title, level: rule.level ?? 'gold' }
}
