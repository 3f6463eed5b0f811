import type { DictionaryEntry, Expression } from '../../documents/bicep/ast.ts'
import type { DataNode } from '../../documents/tree.ts'
import type { Module, Parameter, Repeated, Resource, Template } from './template.ts'
import { expressionIn } from './texts.ts'

/** A tree of JSON as a template; undefined where it has no resources. */
export function templateOfJson(file: string, root: DataNode): Template | undefined {
  const listed = root.get('resources')
  if (!listed || listed.kind === 'scalar') return undefined
  const into = { resources: [] as Resource[], modules: [] as Module[] }
  for (const { symbol, node } of resourcesIn(listed)) take(node, symbol, undefined, into, file)
  return {
    file,
    place: root.place,
    isBicep: false,
    parameters: new Map(root.get('parameters')?.entries.map(({ key, value }) => [key, parameterOf(value)])),
    variables: variablesIn(root.get('variables')),
    outputs: new Map(
      root.get('outputs')?.entries.flatMap(({ key, value }): [string, Expression][] => {
        const held = value.get('value')
        return held ? [[key, expressionOf(held)]] : []
      }),
    ),
    ...into,
    imports: new Map(),
  }
}

/** A list; by their symbols with `languageVersion: 2.0`. */
function resourcesIn(listed: DataNode): readonly { symbol: string; node: DataNode }[] {
  return listed.kind === 'list'
    ? listed.items.map((node) => ({ symbol: '', node }))
    : listed.entries.map(({ key, value }) => ({ symbol: key, node: value }))
}

function parameterOf(node: DataNode): Parameter {
  const [otherwise, allowed] = [node.get('defaultValue'), node.get('allowedValues')]
  return {
    otherwise: otherwise && expressionOf(otherwise),
    allowed: allowed && expressionOf(allowed),
    secure: /^secure/i.test(node.get('type')?.text ?? ''),
  }
}

function variablesIn(node: DataNode | undefined): ReadonlyMap<string, Expression> {
  const map = node && expressionOf(node)
  const entries = map?.kind === 'map' ? map.entries : []
  return new Map(entries.flatMap(({ key, value }) => (typeof key === 'string' ? [[key, value]] : [])))
}

/** Resources may stand in one another; then types and names go on from those of what holds them. */
function take(
  node: DataNode,
  symbol: string,
  parent: Resource | undefined,
  into: { readonly resources: Resource[]; readonly modules: Module[] },
  file: string,
  depth = 0,
): void {
  const written = node.get('type')?.text
  const name = node.get('name')
  if (!written || !name || depth > 5) return
  const head = node.entry('type')
  const common = {
    symbol,
    condition: partOf(node, 'condition') ?? (parent?.condition as Expression | undefined),
    loop: loopOf(node.get('copy')) ?? parent?.loop,
    place: head ? { file, start: head.keySpan.start, end: head.value.span.end } : node.place,
  }
  const own = expressionOf(name)
  if (/^Microsoft\.Resources\/deployments$/i.test(written)) {
    into.modules.push({ ...common, name: own, ...deploymentOf(node, file) })
    return
  }
  const isRelative = parent !== undefined && !written.toLowerCase().startsWith(parent.type.toLowerCase())
  const slash: Expression = { kind: 'literal', value: '/', span: own.span }
  const resource: Resource = {
    ...common,
    type: isRelative ? `${parent.type}/${written}` : written,
    name: parent
      ? { kind: 'call', name: 'concat', of: undefined, args: [parent.name, slash, own], span: own.span }
      : own,
    existing: node.get('existing')?.value === true,
    body: expressionOf(node),
    parent: undefined,
  }
  into.resources.push(resource)
  const below = node.get('resources')
  for (const one of below ? resourcesIn(below) : []) take(one.node, one.symbol, resource, into, file, depth + 1)
}

const partOf = (node: DataNode, key: string) => {
  const found = node.get(key)
  return found && expressionOf(found)
}

/** A nested template or a linked one. */
function deploymentOf(node: DataNode, file: string): Pick<Module, 'source' | 'parameters' | 'sharesScope'> {
  const properties = node.get('properties')
  const inline = properties?.get('template')
  const template = inline && templateOfJson(file, inline)
  const parameters = properties && partOf(properties, 'parameters')
  if (template) {
    const scope = properties?.at('expressionEvaluationOptions', 'scope')?.text ?? 'outer'
    return { source: { template }, parameters, sharesScope: scope.toLowerCase() === 'outer' }
  }
  const path = properties?.at('templateLink', 'relativePath')?.text
  if (path && !path.startsWith('[')) return { source: { path }, parameters, sharesScope: false }
  const uri = properties?.at('templateLink', 'uri') ?? properties?.at('templateLink', 'id') ?? node
  const elsewhere = uri === node ? ({ kind: 'unread', span: node.span } as const) : expressionOf(uri)
  return { source: { elsewhere }, parameters, sharesScope: false }
}

/** `copy: {name, count}` goes over the numbers below the count; `copyIndex('name')` asks for the number. */
function loopOf(copy: DataNode | undefined): Repeated | undefined {
  const count = copy?.get('count')
  if (!copy || !count) return undefined
  const { span } = copy
  const zero: Expression = { kind: 'literal', value: 0, span }
  return {
    kind: 'loop',
    item: '',
    index: `copy ${copy.get('name')?.text ?? ''}`,
    list: { kind: 'call', name: 'range', of: undefined, args: [zero, expressionOf(count)], span },
    condition: undefined,
    span,
  }
}

/** A node with the expressions in its texts read, and what is to be copied as loops. */
export function expressionOf(node: DataNode): Expression {
  const { span } = node
  if (node.kind === 'list')
    return { kind: 'list', items: node.items.map((item) => ({ value: expressionOf(item), spread: false })), span }
  if (node.kind === 'scalar')
    return typeof node.value === 'string'
      ? expressionIn(node.value, span)
      : { kind: 'literal', value: node.value, span }
  const entries = node.entries.flatMap(({ key, keySpan, value }): DictionaryEntry[] => {
    if (key !== 'copy' || value.kind !== 'list') return [{ key, keySpan, value: expressionOf(value) }]
    return value.items.flatMap((one): DictionaryEntry[] => {
      const [name, input, loop] = [one.get('name')?.text, one.get('input'), loopOf(one)]
      return name && input && loop ? [{ key: name, keySpan, value: { ...loop, body: expressionOf(input) } }] : []
    })
  })
  return { kind: 'map', entries, spreads: [], span }
}
