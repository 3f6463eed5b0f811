import type { Settings } from '../../config/settings.ts'
import type { EnvironmentClass } from '../../config/vocabulary.ts'
import { plainTextOf } from '../../documents/hcl/index.ts'
import { basename, dirname } from '../../documents/path.ts'
import { environmentOfName, environmentOfPath, type NamedEnvironment } from '../environments.ts'
import { Hidden, type Seen } from '../hidden.ts'
import { textOf, type Value } from '../infrastructure/value.ts'
import { attributeOf, type Configuration } from './configuration.ts'
import { Instance } from './instance.ts'
import type { Reading, Run } from './run.ts'
import { selectorOf } from './selectors.ts'
import type { Unit } from './terragrunt.ts'
import { isAutomatic, type Variables } from './variables.ts'

/** One way in which a root configuration is applied, and to which environment. */
export interface Variant {
  readonly run: Run
  /** the folder from which it is applied */
  readonly root: string
  readonly environment: Seen<EnvironmentClass>
  /** as it is named; empty where nothing names it */
  readonly environmentName: string
}

/** Files of this name are loaded beside those of an environment. */
const common = /^(common|global|globals|shared|base|defaults?|all)$/i

/** Names of files that tell nothing: their folder does. */
const generic = /^(terraform|variables?|vars|main|config|inputs?|values|settings|tfvars)$/i

const mostVariants = 24

/** Files of variables for one environment. */
interface Group {
  readonly environment: NamedEnvironment | undefined
  readonly values: (readonly [string, Value])[]
  open: Hidden | undefined
}

/**
 * In which environments a root configuration is applied, by the first of these that tells: its files of variables, its
 * folder, the key of its state, names that it knows for its workspace (or for the variable that chooses).
 * @param variables the files that belong to it
 * @param backends names of files with settings of its backend, one for each environment
 */
export function variantsOf(
  configuration: Configuration,
  variables: readonly Variables[],
  backends: readonly string[],
  reading: Reading,
  settings: Settings,
): readonly Variant[] {
  const { folder } = configuration
  const automatic = variables.filter(({ file }) => isAutomatic(basename(file)) && dirname(file) === folder)
  const others = variables.filter((one) => !automatic.includes(one))
  const labelled = others.map((one) => ({ ...one, ...labelOf(one.file, folder, settings) }))
  const forAll = [...automatic, ...labelled.filter(({ label }) => common.test(label))]
  const base = forAll.flatMap(({ values }) => [...values])
  const open = forAll.find((one) => one.open)?.open
  const run = (given: Iterable<readonly [string, Value]>, workspace: Value, own?: Hidden): Run => ({
    reading,
    folder,
    given: new Map([...base, ...given]),
    open: own ?? open,
    workspace,
  })
  const groups = new Map<string, Group>()
  for (const { label, environment, values, open } of labelled) {
    if (common.test(label)) continue
    const group = groups.get(label) ?? { environment, values: [], open: undefined }
    groups.set(label, group)
    group.values.push(...values)
    group.open ??= open
  }
  const here = placeOf(configuration, settings)
  if (groups.size > 0) {
    return [...groups].slice(0, mostVariants).map(([label, { environment, values, open }]) => {
      const named = environment ?? here
      return {
        root: folder,
        run: run(values, noWorkspace(folder), open),
        environment: named?.class ?? unnamed(folder, label),
        environmentName: named?.name ?? label,
      }
    })
  }
  if (here) {
    return [{ root: folder, run: run([], noWorkspace(folder)), environment: here.class, environmentName: here.name }]
  }
  const chosen = chosenIn(configuration, run([], noWorkspace(folder)), backends, settings)
  if (chosen.length > 0) {
    return chosen.slice(0, mostVariants).map(({ named, variable, workspace }) => ({
      root: folder,
      run: run(variable ? [[variable, named.name]] : [], workspace ?? noWorkspace(folder)),
      environment: named.class,
      environmentName: named.name,
    }))
  }
  const only = run([], noWorkspace(folder))
  const told = environmentOfVariable(only, settings)
  return [{ root: folder, run: only, environment: told?.class ?? unnamed(folder), environmentName: told?.name ?? '' }]
}

/** A unit of Terragrunt: one module with its inputs, in the environment that its folder names. */
export function variantOfUnit(unit: Unit, reading: Reading, settings: Settings): Variant {
  const named = environmentOfPath(unit.folder, settings)
  const { folder, inputs, open } = unit
  return {
    root: folder,
    run: { reading, folder, given: inputs, open, workspace: noWorkspace(folder) },
    environment: named?.class ?? unnamed(folder),
    environmentName: named?.name ?? '',
  }
}

interface Chosen {
  readonly named: NamedEnvironment
  readonly variable: string | undefined
  readonly workspace: string | undefined
}

/** The environments that the configuration itself has something for. */
function chosenIn(
  configuration: Configuration,
  run: Run,
  backends: readonly string[],
  settings: Settings,
): readonly Chosen[] {
  const selector = selectorOf(configuration, new Instance(run, configuration, '', undefined, undefined, true))
  const names = selector?.names ?? backends
  const found = new Map<string, Chosen>()
  for (const name of names) {
    const named = environmentOfName(name.replace(/^[-_]/, ''), settings, true)
    const whole = selector && (/^[-_]/.test(name) ? selector.prefix + name : name)
    const workspace = selector?.variable === undefined ? whole : undefined
    if (named) found.set(name, { named, variable: selector?.variable, workspace })
  }
  return [...found.values()]
}

/** `environment = "production"` where a variable that names it has this one value. */
function environmentOfVariable({ given }: Run, settings: Settings): NamedEnvironment | undefined {
  for (const name of ['environment', 'env', 'environment_name', 'stage']) {
    const text = textOf(given.get(name) ?? null)
    const named = text && environmentOfName(text, settings, true)
    if (named) return named
  }
  return undefined
}

/** The environment by the folder of the configuration, or by where its state is kept. */
function placeOf({ folder, settings: blocks }: Configuration, settings: Settings): NamedEnvironment | undefined {
  const byFolder = environmentOfPath(folder, settings)
  if (byFolder) return byFolder
  for (const { block } of blocks) {
    for (const { type, body } of block.body.blocks) {
      if (type !== 'backend' && type !== 'cloud') continue
      const inside = body.blocks.find((one) => one.type === 'workspaces')?.body
      const texts = [
        ...['key', 'prefix', 'workspace_key_prefix'].map((name) => plain(body, name)),
        inside && plain(inside, 'name'),
      ]
      for (const text of texts) {
        const found = text && environmentOfPath(text.replace(/\.tfstate$/, ''), settings)
        if (found) return found
      }
    }
  }
  return undefined
}

function plain(body: Parameters<typeof attributeOf>[0], name: string): string | undefined {
  return plainTextOf(attributeOf(body, name)?.value)
}

/** What a file of variables is for: by its name, else by its folder inside of the configuration. */
function labelOf(
  file: string,
  root: string,
  settings: Settings,
): { readonly label: string; readonly environment: NamedEnvironment | undefined } {
  const name = basename(file).replace(/(\.auto)?\.tfvars(\.json)?$/, '')
  const own = generic.test(name) ? undefined : environmentOfName(name, settings, true)
  if (own) return { label: name, environment: own }
  const folder = dirname(file)
  const below = folder.startsWith(root) ? folder.slice(root.length) : folder
  const environment = environmentOfPath(below, settings)
  // `production/common.tfvars` is for production; one beside the files of environments is for all of them
  return { label: environment?.name ?? name, environment }
}

const noWorkspace = (folder: string): Value =>
  new Hidden(`the workspace of ${folder || 'the root configuration'}`, {
    kind: 'file',
    text: 'write out what hangs on the workspace in a file of variables for each environment',
  })

function unnamed(folder: string, label = ''): Hidden {
  const key = label || folder || '.'
  const text = `say in assay.yaml: environments: {${/^[A-Za-z][\w.-]*$/.test(key) ? key : `'${key}'`}: development | integration | staging | production}`
  return new Hidden(
    `to which environment ${key === '.' ? 'the root configuration' : key} is applied`,
    { kind: 'answer', text },
    'unknown',
  )
}
