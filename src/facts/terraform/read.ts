import type { Settings } from '../../config/settings.ts'
import { groupBy } from '../../documents/group.ts'
import { basename, dirname } from '../../documents/path.ts'
import type { InfrastructureResource } from '../infrastructure/resource.ts'
import type { Repository } from '../repository.ts'
import { findCircles } from './circles.ts'
import { type Configuration, readConfiguration } from './configuration.ts'
import { isEmulated } from './emulated.ts'
import { keepsState } from './pins.ts'
import { type Reading, startReading } from './run.ts'
import { source } from './source.ts'
import { type Unit, unitsOf } from './terragrunt.ts'
import { readVariables, type Variables } from './variables.ts'
import { variantOfUnit, variantsOf } from './variants.ts'
import { resourcesIn } from './walk.ts'

/** All that Terraform makes from this repository, and what is wrong with its configurations. */
export interface Terraform {
  readonly configurations: ReadonlyMap<string, Configuration>
  /** the folders of the configurations that are applied */
  readonly roots: readonly string[]
  /** of these, those that files of variables belong to */
  readonly withVariables: ReadonlySet<string>
  /** units of Terragrunt */
  readonly units: readonly Unit[]
  readonly resources: readonly InfrastructureResource[]
  readonly problems: Reading['problems']
}

const code = /\.(tf|tofu)(\.json)?$/
const backendSettings = /(^|\/)(backends?|tfbackends?)(\/|[-_.])[^/]*$|\.tfbackend$/

/** Reads every configuration of a repository, and follows those that are applied. */
export async function readTerraform(repository: Repository, settings: Settings): Promise<Terraform> {
  const files = repository.files.filter(({ path }) => code.test(path) && !/(^|\/)\.terraform\//.test(path))
  const configurations = new Map<string, Configuration>()
  for (const [folder, members] of groupBy(files, ({ path }) => dirname(path))) {
    const paths = members.map(({ path }) => path)
    if (members.some(({ area }) => area === 'main')) for (const path of paths) claim(path, repository)
    configurations.set(folder, await readConfiguration(folder, paths, repository))
  }
  const reading = startReading(configurations)
  findCircles(configurations, reading)
  const main = new Set(files.filter(({ area }) => area === 'main').map(({ path }) => dirname(path)))
  const units = await unitsOf(repository, configurations)
  const used = new Set(units.map(({ module }) => module))
  const candidates = [...configurations.values()].filter(({ folder }) => main.has(folder) && !used.has(folder))
  const roots = rootsOf(candidates, configurations)
  const known = new Set(roots)
  const variables = await variablesOf(roots, configurations, repository)
  const backends = groupBy(
    repository.files.filter(({ path, area }) => area === 'main' && backendSettings.test(path)),
    ({ path }) => rootOf(path, known),
  )
  const resources = roots.flatMap((folder) => {
    const configuration = configurations.get(folder) as Configuration
    const own = (backends.get(folder) ?? []).map(({ path }) => stemOf(path))
    const variants = variantsOf(configuration, variables.get(folder) ?? [], own, reading, settings)
    return variants.flatMap((variant, number) => resourcesIn(configuration, variant, number, settings))
  })
  const ofUnits = units.flatMap((unit) => {
    const configuration = configurations.get(unit.module ?? '')
    return configuration ? resourcesIn(configuration, variantOfUnit(unit, reading, settings), 0, settings) : []
  })
  const withVariables = new Set(variables.keys())
  return {
    configurations,
    roots,
    units,
    withVariables,
    resources: [...resources, ...ofUnits],
    problems: reading.problems,
  }
}

/** What is lost where a file of Terraform cannot be read. */
function claim(path: string, repository: Repository): void {
  repository.claim(path, 'terraform', 'infrastructureModules', 'terraformProviders')
}

/**
 * The configurations that nothing here calls. Folders of modules that nothing here calls are for others to use, unless
 * they say where their state is kept; what is made in an emulator is no infrastructure.
 */
function rootsOf(candidates: readonly Configuration[], all: ReadonlyMap<string, Configuration>): readonly string[] {
  const called = new Set<string>()
  for (const configuration of all.values()) {
    for (const declared of configuration.calls.values()) {
      const from = source(declared, configuration.folder)
      if (from.kind === 'local') called.add(from.folder)
    }
  }
  const isApplied = (configuration: Configuration) =>
    keepsState(configuration) ||
    !(called.has(configuration.folder) || /(^|\/)modules?\//.test(`${configuration.folder}/`))
  // a folder of variables alone is there to be linked to
  return candidates
    .filter((one) => keepsState(one) || one.resources.size + one.data.size + one.calls.size + one.outputs.size > 0)
    .filter((one) => isApplied(one) && !isEmulated(one))
    .map(({ folder }) => folder)
    .sort()
}

/** Files of variables by the root configuration that they belong to. */
async function variablesOf(
  roots: readonly string[],
  configurations: ReadonlyMap<string, Configuration>,
  repository: Repository,
): Promise<ReadonlyMap<string, readonly Variables[]>> {
  const files = repository.files
    .filter(({ path, area }) => area === 'main' && /\.tfvars(\.json)?$/.test(path))
    .map(({ path }) => path)
  for (const path of files) claim(path, repository)
  const found = new Map<string, Variables[]>()
  for (const one of await readVariables(files, repository)) {
    for (const root of ownersOf(one, roots, configurations)) {
      const known = found.get(root)
      if (known) known.push(one)
      else found.set(root, [one])
    }
  }
  return found
}

/** The configuration above a file of variables; else those beside its folder that declare some of what it gives. */
function ownersOf(
  { file, values }: Variables,
  roots: readonly string[],
  configurations: ReadonlyMap<string, Configuration>,
): readonly string[] {
  const declares = (root: string) => {
    const known = configurations.get(root)?.variables
    return known !== undefined && [...values.keys()].some((name) => known.has(name))
  }
  const above = rootOf(file, new Set(roots))
  if (above !== undefined && (values.size === 0 || declares(above))) return [above]
  if (values.size === 0) return []
  const stem = basename(file).replace(/\.tfvars(\.json)?$/, '')
  let folder = dirname(file)
  while (folder !== '') {
    folder = dirname(folder)
    const beside = roots.filter((root) => (folder === '' || root.startsWith(`${folder}/`)) && declares(root))
    // `production/network.tfvars` is for the configuration `network`, where there is one
    const named = roots.filter((root) => root.endsWith(`/${stem}`) || root === stem)
    if (beside.length > 0) return named.length > 0 ? beside.filter((root) => named.includes(root)) : beside
  }
  return []
}

/** The deepest of the folders that a path lies in. */
function rootOf(path: string, known: ReadonlySet<string>): string | undefined {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (known.has(folder)) return folder
    if (folder === '') return undefined
  }
}

const stemOf = (path: string) =>
  basename(path)
    .replace(/\.(s3|gcs|azurerm)?\.?(tfbackend|hcl|tfvars|conf|config|json)$/, '')
    .replace(/^(backend|backend-config)[-_.]|[-_.]backend$/g, '')
