import { type HclBody, type HclExpression, plainTextOf } from '../../documents/hcl/index.ts'
import { isMap, keysOf } from '../infrastructure/value.ts'
import { attributeOf, type Configuration } from './configuration.ts'
import { evaluate } from './evaluate.ts'
import type { Instance } from './instance.ts'
import { pathOf } from './scope.ts'

/** What chooses an environment when Terraform is run: the workspace, or a variable that nothing gives. */
export interface Selector {
  /** undefined: the workspace */
  readonly variable: string | undefined
  /** the names that the configuration has something for */
  readonly names: readonly string[]
  /** what stands before each of them: `shop` where the end of `shop-production` is cut off and compared */
  readonly prefix: string
}

const namesEnvironment =
  /^(env|environment|environment_name|env_name|stage|workspace|deployment_environment|account_name)$/

/**
 * The names that a configuration knows for what chooses its environment: keys of a map that is looked up by it
 * (`local.sizes[terraform.workspace]`), and texts that it is compared with. Undefined where it is asked for nowhere.
 */
export function selectorOf(configuration: Configuration, instance: Instance): Selector | undefined {
  const aliases = aliasesOf(configuration)
  const found = new Map<string, Set<string>>()
  const add = (selector: string, names: readonly string[]) => {
    const known = found.get(selector) ?? new Set()
    for (const name of names) known.add(name)
    found.set(selector, known)
  }
  const selects = (expression: HclExpression) => selectorIn(expression, aliases, configuration)
  for (const expression of expressionsIn(configuration)) {
    if (expression.kind === 'index') {
      const selector = selects(expression.index)
      if (selector !== undefined) add(selector, keysIn(expression.object, instance))
    } else if (expression.kind === 'call' && (expression.name === 'lookup' || expression.name === 'contains')) {
      const [first, second] = expression.args
      const selector = second && selects(second)
      if (selector !== undefined && first && expression.name === 'lookup') add(selector, keysIn(first, instance))
    } else if (expression.kind === 'binary' && (expression.operator === '==' || expression.operator === '!=')) {
      const selector = selects(expression.left) ?? selects(expression.right)
      const text = plainTextOf(expression.right) ?? plainTextOf(expression.left)
      if (selector !== undefined && text !== undefined) add(selector, [text])
    }
  }
  const prefix = prefixOf(configuration, instance)
  const names = (selector: string) => [...(found.get(selector) ?? [])].filter((name) => name !== 'default').sort()
  if (names('').length) return { variable: undefined, names: names(''), prefix }
  const variable = [...found.keys()].find((name) => names(name).length > 0)
  return variable === undefined ? undefined : { variable, names: names(variable), prefix: '' }
}

/** `''` for the workspace, else the name of the variable; undefined for any other expression. */
function selectorIn(
  expression: HclExpression,
  aliases: ReadonlyMap<string, string>,
  { variables }: Configuration,
): string | undefined {
  if (expression.kind === 'call' && /^(lower|replace|substr|trimspace)$/.test(expression.name)) {
    const [first] = expression.args
    return first && selectorIn(first, aliases, { variables } as Configuration)
  }
  const [only] = expression.kind === 'template' ? expression.parts : []
  if (expression.kind === 'template' && expression.parts.length === 1 && only?.kind === 'interpolation') {
    return selectorIn(only.expression, aliases, { variables } as Configuration)
  }
  const path = pathOf(expression)
  const [first] = path?.steps ?? []
  if (!path || typeof first !== 'string' || path.steps.length !== 1) return undefined
  if (path.root === 'terraform' && first === 'workspace') return ''
  if (path.root === 'local') return aliases.get(first)
  const declared = path.root === 'var' && namesEnvironment.test(first) ? variables.get(first) : undefined
  return declared && !attributeOf(declared.block.body, 'default') ? first : undefined
}

/** Locals that are the workspace, or the variable, under another name. */
function aliasesOf(configuration: Configuration): ReadonlyMap<string, string> {
  const aliases = new Map<string, string>()
  for (let before = -1; before !== aliases.size; ) {
    before = aliases.size
    for (const [name, { attribute }] of configuration.locals) {
      const selector = aliases.has(name) ? undefined : selectorIn(attribute.value, aliases, configuration)
      if (selector !== undefined) aliases.set(name, selector)
    }
  }
  return aliases
}

/** `substr(terraform.workspace, length(local.name), …)`: the workspace begins with that name. */
function prefixOf(configuration: Configuration, instance: Instance): string {
  for (const expression of expressionsIn(configuration)) {
    if (expression.kind !== 'call' || expression.name !== 'substr') continue
    const [text, offset] = expression.args
    if (!text || selectorIn(text, none, configuration) !== '' || offset?.kind !== 'call' || offset.name !== 'length')
      continue
    const cut = offset.args[0] && evaluate(offset.args[0], instance.scope)
    if (typeof cut === 'string') return cut
  }
  return ''
}

const none: ReadonlyMap<string, string> = new Map()

function keysIn(expression: HclExpression, instance: Instance): readonly string[] {
  const value = evaluate(expression, instance.scope)
  return isMap(value) ? keysOf(value) : []
}

/** All expressions of a configuration, with those that they hold. */
function* expressionsIn({ locals, resources, calls, outputs, data }: Configuration): Generator<HclExpression> {
  const stack: HclExpression[] = [...locals.values()].map(({ attribute }) => attribute.value)
  const bodies: HclBody[] = []
  for (const declared of [resources, calls, outputs, data])
    for (const { block } of declared.values()) bodies.push(block.body)
  for (let body = bodies.pop(); body; body = bodies.pop()) {
    for (const { value } of body.attributes) stack.push(value)
    for (const block of body.blocks) bodies.push(block.body)
  }
  for (let expression = stack.pop(); expression; expression = stack.pop()) {
    yield expression
    stack.push(...childrenOf(expression))
  }
}

function childrenOf(expression: HclExpression): readonly HclExpression[] {
  switch (expression.kind) {
    case 'template':
      return expression.parts.flatMap((part) => (part.kind === 'interpolation' ? [part.expression] : []))
    case 'attribute':
      return [expression.object]
    case 'index':
      return [expression.object, expression.index]
    case 'splat':
      return [expression.list]
    case 'call':
      return expression.args
    case 'list':
      return expression.items
    case 'map':
      return expression.entries.map(({ value }) => value)
    case 'for':
      return [expression.list, expression.value, ...(expression.condition ? [expression.condition] : [])]
    case 'conditional':
      return [expression.condition, expression.then, expression.else]
    case 'unary':
      return [expression.operand]
    case 'binary':
      return [expression.left, expression.right]
    default:
      return []
  }
}
