import type { BicepFile, Call, Declaration, Expression, Made } from '../../documents/bicep/ast.ts'
import { dirname, join } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import type { Module, Parameter, Resource, Template } from './template.ts'

/** A file of Bicep as a template. */
export function templateOfBicep({ file, statements }: BicepFile): Template {
  const of = (kind: Declaration['kind']) => statements.filter((one): one is Declaration => one.kind === kind)
  const made = statements.filter((one): one is Made => one.kind === 'resource' || one.kind === 'module')
  const imports = statements.flatMap((one) =>
    one.kind === 'import'
      ? one.names.map(([here, there]) => [here, { path: join(dirname(file), one.path), name: there }] as const)
      : [],
  )
  return {
    file,
    place: { file },
    isBicep: true,
    parameters: new Map(of('param').map((one) => [one.name, parameterOf(one)])),
    variables: withValues(of('var')),
    outputs: withValues(of('output')),
    resources: made.flatMap((one) => (one.kind === 'resource' ? resourcesOf(one, undefined, file, 0) : [])),
    modules: made.flatMap((one) => (one.kind === 'module' ? [moduleOf(one, file)] : [])),
    imports: new Map(imports),
  }
}

const withValues = (all: readonly Declaration[]) =>
  new Map(all.flatMap(({ name, value }): [string, Expression][] => (value ? [[name, value]] : [])))

function parameterOf({ value, decorators, literals, optional, span }: Declaration): Parameter {
  const decorator = (name: string): Call | undefined => decorators.find((one) => one.name === name)
  const listed = literals.map((text) => ({ value: { kind: 'literal', value: text, span } as const, spread: false }))
  const ofType: Expression | undefined = listed.length > 1 ? { kind: 'list', items: listed, span } : undefined
  return {
    // what need not be given is null where it is not
    otherwise: value ?? (optional ? { kind: 'literal', value: null, span } : undefined),
    allowed: decorator('allowed')?.args[0] ?? ofType,
    secure: decorator('secure') !== undefined,
  }
}

const partOf = ({ body }: Made, name: string) => body.entries.find(({ key }) => key === name)?.value

const commonOf = (one: Made, file: string) => ({
  symbol: one.name,
  condition: one.condition,
  loop: one.loop,
  place: { file, start: one.head.start, end: one.head.end } as Place,
  name: partOf(one, 'name') ?? { kind: 'literal' as const, value: one.name, span: one.head },
})

/** A resource with those that are declared in it, whose types may go on from its own. */
function resourcesOf(one: Made, parent: Resource | undefined, file: string, depth: number): readonly Resource[] {
  const type = one.type.replace(/@.*$/, '')
  const own: Resource = {
    ...commonOf(one, file),
    condition: one.condition ?? parent?.condition,
    loop: one.loop ?? parent?.loop,
    type: parent && !/^[\w]+\.[\w.]+\//.test(type) ? `${parent.type}/${type}` : type,
    existing: one.existing,
    body: one.body,
    parent: parent ? { kind: 'name', name: parent.symbol, span: one.head } : partOf(one, 'parent'),
  }
  return [own, ...(depth < 5 ? one.nested.flatMap((inner) => resourcesOf(inner, own, file, depth + 1)) : [])]
}

function moduleOf(one: Made, file: string): Module {
  const isHere = /^\.{0,2}\/|^[\w-][^:]*\.(bicep|json)$/.test(one.type)
  const elsewhere: Expression = { kind: 'literal', value: one.type, span: one.head }
  return {
    ...commonOf(one, file),
    source: isHere ? { path: one.type } : { elsewhere },
    parameters: partOf(one, 'params'),
    sharesScope: false,
  }
}
