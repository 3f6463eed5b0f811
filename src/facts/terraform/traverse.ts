import type { HclExpression } from '../../documents/hcl/index.ts'
import { Hidden, isHidden } from '../hidden.ts'
import { isList, Made, Missing, member, textOf, type Value } from '../infrastructure/value.ts'
import type { Path, Scope } from './scope.ts'

type Evaluate = (expression: HclExpression) => Value

/** What a traversal comes to: a variable, a local, an output of a module, an attribute of a resource. */
export function traverse(path: Path, scope: Scope, evaluate: Evaluate): Value {
  const { root, steps } = path
  const bound = scope.names.get(root)
  if (bound !== undefined) return follow(bound, steps, scope, evaluate)
  const { module } = scope
  const [first, second] = steps
  if (root === 'data') {
    if (typeof first !== 'string' || typeof second !== 'string') return new Missing('a data source')
    return follow(module.data(first, second), steps.slice(2), scope, evaluate)
  }
  if (typeof first !== 'string') return new Missing(`the name ${root}`)
  switch (root) {
    case 'var':
      return follow(module.variable(first), steps.slice(1), scope, evaluate)
    case 'local':
      return follow(module.local(first), steps.slice(1), scope, evaluate)
    case 'module':
      return output(first, steps.slice(1), scope, evaluate)
    case 'path':
      return module.path(first)
    case 'terraform':
      return first === 'workspace' ? module.workspace : new Missing(`terraform.${first}`)
    case 'each':
    case 'count':
      return follow(scope.names.get(`${root}.${first}`) ?? unbound(root, first), steps.slice(1), scope, evaluate)
    case 'self':
      return unbound(root, first)
    default:
      return follow(module.resource(root, first), steps.slice(1), scope, evaluate)
  }
}

const unbound = (root: string, name: string) =>
  new Hidden(`${root}.${name}`, { kind: 'file', text: `write out what ${root}.${name} comes to` })

/** `module.x.out`, `module.x[key].out`, `module.x[*].out` is a splat over `module.x`. */
function output(name: string, steps: Path['steps'], scope: Scope, evaluate: Evaluate): Value {
  const { module } = scope
  const repeated = module.isRepeated(name)
  const [first, second] = steps
  if (!repeated) {
    const rest = typeof first === 'string' ? 1 : 2
    const wanted = typeof first === 'string' ? first : second
    if (typeof wanted !== 'string') return wholeModule(name)
    return follow(module.output(name, undefined, wanted), steps.slice(rest), scope, evaluate)
  }
  if (first === undefined) return wholeModule(name)
  const key = typeof first === 'string' ? first : evaluate(first)
  if (isHidden(key)) return key
  if (typeof second !== 'string') return wholeModule(name)
  const at = typeof key === 'number' ? key : (textOf(key) ?? '')
  return follow(module.output(name, at, second), steps.slice(2), scope, evaluate)
}

const wholeModule = (name: string) =>
  new Hidden(`all outputs of module.${name} at once`, { kind: 'file', text: `name the output of module.${name}` })

function follow(value: Value, steps: Path['steps'], scope: Scope, evaluate: Evaluate): Value {
  let at = value
  /** the instance of a resource that is made several times */
  let key: string | undefined
  for (const step of steps) {
    if (at instanceof Made && at.attribute === '') {
      if (typeof step !== 'string') {
        const index = evaluate(step)
        key = isHidden(index) ? undefined : textOf(index)
        continue
      }
      at = scope.module.attribute(at.address, key, step)
      continue
    }
    if (isHidden(at)) return at
    const index = typeof step === 'string' ? step : evaluate(step)
    if (isHidden(index)) return index
    // the old `list.attribute` of a list with one block
    if (isList(at) && typeof index === 'string' && !/^\d+$/.test(index) && at.length === 1) at = at[0] as Value
    at = member(at, typeof index === 'number' ? index : (textOf(index) ?? ''))
  }
  return at
}
