import { basename, dirname, join } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import type { DataNode } from '../../documents/tree.ts'
import { and, isHidden, type Seen } from '../hidden.ts'
import type { Problem } from '../infrastructure/broken.ts'
import type { Names } from '../infrastructure/named.ts'
import type { Node } from '../infrastructure/node.ts'
import type { InfrastructureResource } from '../infrastructure/resource.ts'
import { Made, type Value } from '../infrastructure/value.ts'
import type { Variant } from '../infrastructure/variants.ts'
import { condition, evaluate } from './evaluate.ts'
import type { Scope } from './scope.ts'
import { preferences } from './serverless.ts'
import type { Template } from './template.ts'
import { treeOf } from './tree.ts'
import { types } from './types.ts'

/** All that is read of the templates of a repository. */
export interface Reading {
  readonly templates: ReadonlyMap<string, Template>
  /** templates that were read so far, as a stack of their own or nested in one */
  readonly reached: Set<string>
  readonly problems: Problem[]
  readonly left: { steps: number; resources: number }
}

/** What a resource holds in a list, and Terraform makes a resource of its own that names the whole. */
interface Within {
  readonly list: string
  readonly type: string
  /** what Terraform calls the whole there */
  readonly owner: string
}

const within: Readonly<Record<string, Within>> = {
  'AWS::Events::Rule': { list: 'Targets', type: 'aws_cloudwatch_event_target', owner: 'rule' },
  'AWS::SNS::Topic': { list: 'Subscription', type: 'aws_sns_topic_subscription', owner: 'topic_arn' },
}

/** A resource as Terraform has it, before it is told for which environment. */
interface Part extends Pick<InfrastructureResource, 'type' | 'name' | 'node' | 'place'> {
  /** something of which only its maker knows what it comes to */
  readonly isModule?: true
}

/** The resources that a stack of a template has in one environment, those of its nested stacks too. */
export function resourcesIn(
  template: Template,
  variant: Variant,
  number: number,
  reading: Reading,
): readonly InfrastructureResource[] {
  const { given, open, environment, environmentName } = variant
  const found: InfrastructureResource[] = []
  const common = { root: template.file, environment, environmentName, variant: number }
  const key = `${template.file}${environmentName && ` (${environmentName})`}`
  const add = ({ isModule, ...part }: Part, exists: Seen<boolean>, { template: { file }, prefix }: Scope) => {
    if (reading.left.resources-- <= 0) return
    const address = `${prefix}${part.name}`
    const mode = isModule ? 'module' : 'managed'
    found.push({ ...common, id: `${key}:${address}`, mode, ...part, address, module: dirname(file), exists, file })
  }
  const scope: Scope = { template, given, open, prefix: '', asked: new Map(), left: reading.left }
  const stack: Stack[] = [{ scope, exists: true, way: [template.file] }]
  for (let at = stack.pop(); at; at = stack.pop()) {
    const { scope } = at
    reading.reached.add(scope.template.file)
    for (const macro of scope.template.macros) add(ofMacro(macro), true, scope)
    for (const entry of scope.template.resources.entries) {
      const exists = and(at.exists, existence(entry.value, scope))
      if (exists === false) continue
      const child = nestedIn(entry, at, reading)
      if (child) stack.push({ ...child, exists, scope: { ...child.scope, prefix: `${scope.prefix}${entry.key}.` } })
      else for (const part of partsOf(entry, scope)) add(part, exists, scope)
    }
  }
  if (reading.left.resources <= 0)
    reading.problems.push({
      place: template.root.place,
      message: 'the templates come to too many resources; the rest is not read',
    })
  return found
}

const ofMacro = ({ text = '', place }: DataNode): Part => ({
  type: `the macro ${text}`,
  name: 'Transform',
  node: { kind: 'value', value: null, place },
  place,
  isModule: true,
})

/** What a resource of a template is to Terraform: itself, what it holds in a list, and what it makes beside it. */
function* partsOf(entry: Entry, scope: Scope): Generator<Part> {
  const { key: name, value } = entry
  const place = placeOf(entry, scope)
  const type = value.get('Type')?.text ?? ''
  const properties = value.get('Properties')
  const known = Object.hasOwn(types, type) ? types[type] : undefined
  const isCluster = type === 'AWS::RDS::DBInstance' && properties?.get('DBClusterIdentifier')
  if (known && !isCluster) yield { type: known.type, name, node: nodeOf(properties, scope, known.names, place), place }
  else if (isElsewhere(type, name)) {
    const there = elsewhere(type, name, properties, scope)
    yield { type: there, name, node: nodeOf(properties, scope, {}, place), place, isModule: true }
  }
  const inside = Object.hasOwn(within, type) ? within[type] : undefined
  for (const [i, item] of (inside ? (properties?.get(inside.list)?.items ?? []) : []).entries()) {
    const { list, type: made, owner } = inside as Within
    const whole = new Made(`${scope.prefix}${name}`, '')
    const node = treeOf(item, scope, { [owner]: { value: whole } })
    yield { type: made, name: `${name}.${list}.${i}`, node, place: item.place }
  }
  if (type !== 'AWS::Serverless::Function' || !properties) return
  for (const node of preferences(properties, scope, place))
    yield { type: 'aws_codedeploy_deployment_group', name: `${name}DeploymentGroup`, node, place: node.place }
}

interface Stack {
  readonly scope: Scope
  readonly exists: Seen<boolean>
  /** the templates that lead here, the outermost first */
  readonly way: readonly string[]
}

type Entry = DataNode['entries'][number]

const placeOf = ({ keySpan }: Entry, { template: { file } }: Scope): Place => ({
  file,
  start: keySpan.start,
  end: keySpan.end,
})

const nodeOf = (properties: DataNode | undefined, scope: Scope, names: Names | undefined, place: Place): Node =>
  properties ? treeOf(properties, scope, names, place) : { kind: 'value', value: null, place }

function existence(resource: DataNode, scope: Scope): Seen<boolean> {
  const name = resource.get('Condition')?.text
  return name === undefined ? true : condition(name, scope)
}

/** A nested stack whose template is in this repository. */
function nestedIn(entry: Entry, { scope, way }: Stack, reading: Reading): Pick<Stack, 'scope' | 'way'> | undefined {
  const type = entry.value.get('Type')?.text
  const properties = entry.value.get('Properties')
  const location =
    type === 'AWS::CloudFormation::Stack'
      ? properties?.get('TemplateURL')
      : type === 'AWS::Serverless::Application'
        ? properties?.get('Location')
        : undefined
  const path = location?.text
  if (!path || /[:$]/.test(path)) return undefined
  const file = join(dirname(scope.template.file), path)
  const template = reading.templates.get(file)
  if (!template) return undefined
  if (way.includes(file) || way.length > 12) {
    reading.problems.push({
      place: placeOf(entry, scope),
      message: `nested stacks go in a circle: ${[...way.slice(way.indexOf(file)), file].join(' → ')}`,
    })
    return undefined
  }
  const given = new Map<string, Value>()
  for (const { key, value } of properties?.get('Parameters')?.entries ?? []) {
    const found = evaluate(value, scope)
    if (found !== undefined) given.set(key, found)
  }
  return { scope: { ...scope, template, given, open: undefined, asked: new Map() }, way: [...way, file] }
}

/** Stacks and modules that are elsewhere, and what a loop makes. */
const isElsewhere = (type: string, key: string) =>
  /^AWS::(CloudFormation::Stack(Set)?|Serverless::Application)$|::MODULE$/.test(type) || key.startsWith('Fn::ForEach')

function elsewhere(type: string, key: string, properties: DataNode | undefined, scope: Scope): string {
  const location = properties?.get('TemplateURL') ?? properties?.get('Location')
  const value = location && evaluate(location, scope)
  if (typeof value === 'string') return basename(value)
  if (isHidden(value)) return `${key}: ${location?.text ?? value.what}`
  return type ? `${key} (${type})` : key
}

/** The paths of templates that another one nests; they are read with what it gives them. */
export function nestedFiles(templates: readonly Template[]): ReadonlySet<string> {
  const found = new Set<string>()
  for (const { file, resources } of templates) {
    for (const { value } of resources.entries) {
      const location = value.at('Properties', 'TemplateURL')?.text ?? value.at('Properties', 'Location')?.text
      if (location && !/[:$]/.test(location)) found.add(join(dirname(file), location))
    }
  }
  return found
}
