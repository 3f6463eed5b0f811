import type { Settings } from '../../config/settings.ts'
import type { HclExpression } from '../../documents/hcl/index.ts'
import { type Hidden, isHidden } from '../hidden.ts'
import { childOf } from '../infrastructure/node.ts'
import { dataIn, type InfrastructureResource, jsonIn, nameIn, resourcesOf } from '../infrastructure/resource.ts'
import { isList, isMap, mapOf, textOf, type Value } from '../infrastructure/value.ts'
import { runsOf, whereOf } from '../infrastructure/where.ts'
import type { Dashboard } from '../schema/dashboard.ts'
import { evaluate } from '../terraform/evaluate.ts'
import type { Scope } from '../terraform/scope.ts'
import { ofPortal, ofWorkbook } from './azure.ts'
import { ofCloudWatch } from './cloudwatch.ts'
import { ofDatadog } from './datadog.ts'
import { factOf, hiddenFact } from './fact.ts'
import { ofGoogle } from './google.ts'
import { ofGrafana } from './grafana.ts'
import { ofNewRelic } from './newrelic.ts'
import { type Sheet, unseen } from './sheet.ts'
import { maskTemplate } from './template.ts'

type Reader = (body: Value) => Sheet

/** Resources with a body, by the attribute that holds it; and those that are written in blocks. */
const bodies: ReadonlyMap<string, readonly [string, Reader]> = new Map([
  ['grafana_dashboard', ['config_json', ofGrafana]],
  ['aws_cloudwatch_dashboard', ['dashboard_body', ofCloudWatch]],
  ['datadog_dashboard_json', ['dashboard', ofDatadog]],
  ['google_monitoring_dashboard', ['dashboard_json', ofGoogle]],
  ['azurerm_portal_dashboard', ['dashboard_properties', ofPortal]],
  ['azurerm_dashboard', ['dashboard_properties', ofPortal]],
  ['azurerm_application_insights_workbook', ['data_json', ofWorkbook]],
  ['newrelic_one_dashboard_json', ['json', ofNewRelic]],
])
const blocks: ReadonlyMap<string, Reader> = new Map([
  ['datadog_dashboard', ofDatadog],
  ['newrelic_one_dashboard', ofNewRelic],
])

/** The dashboards that Terraform makes, but for those whose body is a file: that is read as any. */
export function dashboardsOfTerraform(
  all: readonly InfrastructureResource[],
  settings: Settings,
): readonly Dashboard[] {
  return runsOf(all).flatMap((run) => [
    ...resourcesOf(run, [...bodies.keys(), ...blocks.keys()]).flatMap((resource) => dashboardOf(resource, settings)),
    ...run
      .filter(({ mode, type }) => mode === 'module' && /dashboard/i.test(type))
      .map((module) => hidden(module, `the dashboards of the module ${module.type}`)),
  ])
}

function dashboardOf(resource: InfrastructureResource, settings: Settings): readonly Dashboard[] {
  if (isHidden(resource.exists)) return [hidden(resource, resource.exists.what)]
  const inBlocks = blocks.get(resource.type)
  if (inBlocks) return [factOf(foundAt(resource), inBlocks(dataIn(resource)), new WeakMap(), settings)]
  const [attribute, read] = bodies.get(resource.type) as readonly [string, Reader]
  const body = bodyIn(resource, attribute)
  if (body === 'a file') return []
  if (body === undefined || isHidden(body)) return [hidden(resource, body?.what ?? `the body of ${resource.address}`)]
  return [factOf(foundAt(resource), read(body), new WeakMap(), settings)]
}

const foundAt = (resource: InfrastructureResource) => ({
  id: resource.id,
  file: resource.file,
  place: resource.place,
  name: nameIn(resource, 'dashboard_name', 'display_name', 'title', 'name'),
  ...whereOf(resource),
})

const hidden = (resource: InfrastructureResource, what: string) =>
  hiddenFact(foundAt(resource), systemOf(resource), what, `write the dashboard ${resource.name} out where it is made`)

const systems: Readonly<Record<string, string>> = {
  aws: 'cloudwatch',
  google: 'google-monitoring',
  azurerm: 'azure-portal',
}

function systemOf({ mode, type }: InfrastructureResource): string {
  const [provider = ''] = type.split('_')
  return mode === 'module' ? 'module' : (systems[provider] ?? provider)
}

function bodyIn(resource: InfrastructureResource, attribute: string): Value | Hidden | 'a file' | undefined {
  const child = childOf(resource.node, attribute)
  if (child?.kind === 'expression') {
    if (holdsFile(child.expression)) return 'a file'
    if (child.expression.kind === 'template') return ofText(filledIn(child.expression, child.scope))
  }
  const found = jsonIn(resource, attribute)
  return typeof found === 'string' ? ofText(found) : found
}

/** `file("…")`, `templatefile("…", {…})` and what is made of them. */
function holdsFile(expression: HclExpression): boolean {
  if (expression.kind !== 'call') return false
  return /^(templatefile|file|fileset)$/.test(expression.name) || expression.args.some(holdsFile)
}

/** What stands for a value that is not known; a text that is nothing else is hidden. */
const standIn = '${hidden}'

/** A text with what is put into it, as far as that is known. */
function filledIn({ parts }: Extract<HclExpression, { kind: 'template' }>, scope: Scope): string {
  return parts
    .map((part) => {
      if (part.kind === 'text') return part.value
      if (part.kind !== 'interpolation') return ''
      const value = evaluate(part.expression, scope)
      return (isHidden(value) ? undefined : textOf(value)) ?? standIn
    })
    .join('')
}

function ofText(text: string): Value {
  try {
    return withHidden(JSON.parse(maskTemplate(text)) as Value)
  } catch {
    return unseen('the JSON of a dashboard', 'write the dashboard with jsonencode')
  }
}

/** The body with what is not known hidden. */
function withHidden(value: Value): Value {
  if (value === standIn) return unseen('a text of a dashboard that is not known here', 'write it out in the dashboard')
  if (isHidden(value)) return value
  if (isList(value)) return value.map(withHidden)
  return isMap(value) ? mapOf(Object.entries(value).map(([key, one]) => [key, withHidden(one)] as const)) : value
}
