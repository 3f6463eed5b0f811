import type { Environment } from '@marcbachmann/cel-js'
import type { FactTypes, FieldType } from './fact-types.ts'
import { celType } from './fact-types.ts'
import { type CompilePattern, glob, loadPatterns } from './functions.ts'
import { quicken } from './quicken.ts'
import type { Parameter } from './rule.ts'
import { mostShared, type SharedValue, sharedClass, sharedName } from './shared.ts'
import { type FactClass, factClasses, PlaceValue, TraceValue, type Watch } from './wrap.ts'

/** The variables that an expression may name beside the collections, and of what type. */
export interface Scope {
  readonly it?: FieldType
  readonly part?: FieldType
  readonly found?: FieldType
  readonly parameters?: Readonly<Record<string, Parameter>>
}

/** What expressions run on. One engine serves runs that follow one another. */
export interface Engine {
  readonly types: FactTypes
  readonly classes: ReadonlyMap<string, FactClass>
  readonly watch: Watch
  readonly pattern: CompilePattern
  /** what shared parts and joined collections are read from */
  readonly Shared: typeof SharedValue
  /** The CEL environment for a scope, made once for each. */
  environment(scope: Scope): Environment
  /** An expression, parsed when it first runs. Running it throws what {@link HiddenError} and CEL throw. */
  expression(source: string, scope: Scope): (variables: object) => unknown
  /** The object behind the variable `parameters` of a rule. */
  parameters(declared: Readonly<Record<string, Parameter>>, values: Readonly<Record<string, unknown>>): object
}

/**
 * Makes an engine for the given types of facts. `patterns: false` leaves the engine for regular expressions unloaded;
 * `regex` then throws.
 */
export async function createEngine(types: FactTypes, options: { readonly patterns: boolean }): Promise<Engine> {
  const cel = await import('@marcbachmann/cel-js')
  const pattern = options.patterns ? await loadPatterns() : noPatterns
  const watch: Watch = { visits: 0, read: undefined }
  const classes = factClasses(types, watch)
  // a fresh environment for each scope: registering into a clone of a filled one is no cheaper, and checks more
  const environments = new Map<string, Environment>()
  const parsed = new Map<Environment, Map<string, (variables: object) => unknown>>()
  const parameterClasses = new Map<string, ParameterClass>()

  const base = new cel.Environment({
    unlistedVariablesAreDyn: false,
    limits: { maxAstNodes: 2000, maxDepth: 60, maxListElements: 200, maxMapEntries: 50, maxCallArguments: 8 },
  })
  base.registerType('Place', { ctor: PlaceValue, fields: { file: 'string' } })
  base.registerType('Trace', { ctor: TraceValue, fields: {} })
  for (const name of inOrder(types)) {
    const fields = Object.fromEntries(Object.entries(types.records[name] ?? {}).map(([k, v]) => [k, celType(v)]))
    base.registerType(name, { ctor: classes.get(name) as FactClass, fields })
  }
  for (const [name, record] of Object.entries(types.collections)) base.registerVariable(name, `list<${record}>`)
  for (const [name, record] of Object.entries(types.singletons)) base.registerVariable(name, record)
  const parts = Array.from({ length: mostShared }, (_, index) => [`s${index}`, 'bool'])
  const lists = Object.entries(types.collections).map(([name, record]) => [name, `list<${record}>`])
  const Shared = sharedClass(types.collections)
  base.registerType('Shared', { ctor: Shared, fields: Object.fromEntries([...parts, ...lists]) })
  base.registerVariable(sharedName, 'Shared')
  base.registerFunction('regex(string, string): bool', (text: string, source: string) => pattern(source)(text))
  base.registerFunction('glob(string, string): bool', glob)

  function parameterClass(declared: Readonly<Record<string, Parameter>>): ParameterClass {
    const key = JSON.stringify(declared)
    let made = parameterClasses.get(key)
    if (!made) {
      made = class Parameters {}
      parameterClasses.set(key, made)
    }
    return made
  }

  const byScope = new WeakMap<Scope, Environment>()
  function environment(scope: Scope): Environment {
    const known = byScope.get(scope)
    if (known) return known
    const made = environmentOf(scope)
    byScope.set(scope, made)
    return made
  }

  function environmentOf(scope: Scope): Environment {
    const key = JSON.stringify([scope.it, scope.part, scope.found, scope.parameters])
    let env = environments.get(key)
    if (!env) {
      env = base.clone()
      if (scope.it) env.registerVariable('it', celType(scope.it))
      if (scope.part) env.registerVariable('part', celType(scope.part))
      if (scope.found) env.registerVariable('found', celType(scope.found))
      if (scope.parameters) {
        const fields = Object.fromEntries(Object.entries(scope.parameters).map(([name, { type }]) => [name, type]))
        env.registerType('Parameters', { ctor: parameterClass(scope.parameters), fields })
        env.registerVariable('parameters', 'Parameters')
      }
      environments.set(key, env)
    }
    return env
  }

  return {
    types,
    classes,
    watch,
    pattern,
    Shared,
    environment,
    expression(source, scope) {
      const env = environment(scope)
      const known = parsed.get(env) ?? new Map<string, (variables: object) => unknown>()
      parsed.set(env, known)
      let run = known.get(source)
      if (!run) {
        let evaluate: ((variables: object) => unknown) | undefined
        run = (variables) => {
          evaluate ??= parsedQuickly(env, source, classes)
          return evaluate(variables)
        }
        known.set(source, run)
      }
      return run
    },
    parameters(declared, values) {
      const made = new (parameterClass(declared))() as Record<string, unknown>
      for (const [name, { type }] of Object.entries(declared)) {
        const value = values[name]
        made[name] = type === 'int' ? BigInt(value as number) : value
      }
      return made
    },
  }
}

type ParameterClass = new () => object

/** An expression, parsed and checked, that reads facts without detours; one with a mistake tells it when it runs. */
function parsedQuickly(env: Environment, source: string, classes: Engine['classes']): (variables: object) => unknown {
  const parsed = env.parse(source)
  if (parsed.check().valid) quicken(parsed.ast, classes)
  return parsed as (variables: object) => unknown
}

const noPatterns: CompilePattern = () => {
  throw new Error('regular expressions are not loaded')
}

/** Records, those before that others hold. */
function inOrder(types: FactTypes): readonly string[] {
  const order: string[] = []
  const add = (name: string) => {
    if (order.includes(name)) return
    for (const type of Object.values(types.records[name] ?? {})) {
      const inner = type.kind === 'list' ? type.of : type
      if (inner.kind === 'record') add(inner.name)
    }
    order.push(name)
  }
  for (const name of Object.keys(types.records)) add(name)
  return order
}
