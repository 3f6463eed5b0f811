import type { Settings } from '../../config/settings.ts'
import { basename, dirname, join } from '../../documents/path.ts'
import type { DataNode } from '../../documents/tree.ts'
import type { NamedEnvironment } from '../environments.ts'
import { Hidden } from '../hidden.ts'
import { isList, type Value } from '../infrastructure/value.ts'
import { environmentOfParameters, type Given } from '../infrastructure/variants.ts'
import type { Repository } from '../repository.ts'
import { expressionOf } from './from-json.ts'
import { type Scope, type Shared, scopeOf } from './scope.ts'
import type { Template } from './template.ts'

/** A file of parameters, with the environment that it is for. */
export interface ParameterFile {
  readonly path: string
  readonly environment: NamedEnvironment | undefined
  readonly values: ReadonlyMap<string, Value>
  /** the template that it says it is for */
  readonly using: string | undefined
}

/** Files of parameters in JSON (learn.microsoft.com/azure/azure-resource-manager/templates/parameter-files). */
export async function filesOfParameters(
  repository: Repository,
  settings: Settings,
  shared: Shared,
): Promise<readonly ParameterFile[]> {
  const found: ParameterFile[] = []
  for (const { path, area, size } of repository.ending('.json')) {
    if (area !== 'main' || size > 200_000 || !repository.mayHold(path, '$schema')) continue
    const root = await repository.json(path)
    const parameters = root?.get('parameters')
    if (!parameters || !/deploymentParameters\.json/i.test(root?.get('$schema')?.text ?? '')) continue
    const scope = scopeOf(noTemplate(path), new Map(), undefined, shared)
    const values = new Map(parameters.entries.map(({ key, value }) => [key, given(value, key, scope)] as const))
    found.push({ path, environment: environmentOfFile(path, settings), values, using: undefined })
  }
  return found
}

/** What a file of parameters stands in: it knows no other names. */
const noTemplate = (file: string): Template => ({
  file,
  place: { file },
  isBicep: false,
  parameters: new Map(),
  variables: new Map(),
  outputs: new Map(),
  resources: [],
  modules: [],
  imports: new Map(),
})

function given(node: DataNode, name: string, scope: Scope): Value {
  const value = node.get('value')
  if (value) return scope.shared.evaluate(expressionOf(value), scope)
  return new Hidden(`what the vault holds for ${name}`, { kind: 'file', text: `write ${name} out, if it is no secret` })
}

/** `shop.prod.parameters.json`, `parameters/prod.json`, `main-prod.bicepparam`: the words for templates tell nothing. */
export function environmentOfFile(path: string, settings: Settings): NamedEnvironment | undefined {
  const name = basename(path)
    .replace(/\.(json|bicepparam)$/, '')
    .replace(/(^|[._-])(azuredeploy|parameters?|params?|template|main)(?=$|[._-])/gi, '')
    .replace(/^[._-]+|[._-]+$/g, '')
  return environmentOfParameters(path, name, settings)
}

/** Which of the files belong to a template: those that say so, else those near it, all of whose names it has. */
export function filesFor(template: Template, files: readonly ParameterFile[]): readonly ParameterFile[] {
  const root = dirname(dirname(template.file))
  const names = new Set([...template.parameters.keys()].map((name) => name.toLowerCase()))
  return files.filter(({ path, using, values }) => {
    if (using !== undefined) return join(dirname(path), using) === template.file
    if (root !== '' && !path.startsWith(`${root}/`)) return false
    return values.size > 0 && [...values.keys()].every((name) => names.has(name.toLowerCase()))
  })
}

/** The files as what a template is given, under the names that it has for its parameters. */
export function givenBy({ parameters }: Template, { environment, values }: ParameterFile): Given {
  const own = new Map([...parameters.keys()].map((name) => [name.toLowerCase(), name]))
  return {
    environment,
    values: new Map([...values].map(([name, value]) => [own.get(name.toLowerCase()) ?? name, value])),
    open: undefined,
  }
}

/** The values that a parameter allows. */
export function allowedBy(template: Template, name: string, shared: Shared): readonly string[] {
  const allowed = template.parameters.get(name)?.allowed
  const scope = scopeOf(template, new Map(), undefined, shared)
  const value = allowed && shared.evaluate(allowed, scope)
  return isList(value ?? null) ? (value as readonly Value[]).filter((one) => typeof one === 'string') : []
}
