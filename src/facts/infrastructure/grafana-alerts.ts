import { isHidden } from '../hidden.ts'
import { alertsOfGrafana } from '../monitoring/grafana-alerts.ts'
import type { Alert } from '../schema/operation.ts'
import type { Node } from './node.ts'
import { type InfrastructureResource, jsonIn, nested, resourcesOf, textIn, truthIn } from './resource.ts'
import type { Value } from './value.ts'
import { whereOf } from './where.ts'

/** The alerts of `grafana_rule_group` (registry.terraform.io/providers/grafana/grafana, "rule_group"). */
export function grafanaAlertsOf(all: readonly InfrastructureResource[]): readonly Alert[] {
  return resourcesOf(all, ['grafana_rule_group']).flatMap((group) => {
    const rules = nested(group, 'rule')
    return isHidden(rules) ? [] : rules.flatMap((rule, i) => alertsOfRule(rule, group, i))
  })
}

function alertsOfRule(rule: Node, group: InfrastructureResource, i: number): readonly Alert[] {
  if (truthIn(rule, 'is_paused') === true) return []
  const data = nested(rule, 'data')
  const models = new Map<string, Value>()
  for (const one of isHidden(data) ? [] : data) {
    const letter = textIn(one, 'ref_id')
    if (typeof letter === 'string') models.set(letter, jsonIn(one, 'model') ?? null)
  }
  const said = (path: string) => {
    const text = textIn(rule, path)
    return typeof text === 'string' ? text : ''
  }
  return alertsOfGrafana(
    { name: said('name') || group.name, condition: said('condition'), models, severity: said('labels.severity') },
    `${group.id}#${i}`,
    { ...whereOf(group), file: group.file, place: rule.place },
  ).map((alert) => (isHidden(group.exists) ? { ...alert, made: group.exists } : alert))
}
