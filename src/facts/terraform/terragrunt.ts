import type { HclBody, HclExpression } from '../../documents/hcl/index.ts'
import { dirname } from '../../documents/path.ts'
import { Hidden, isHidden } from '../hidden.ts'
import { isMap, mapOf, type Value, type ValueMap } from '../infrastructure/value.ts'
import type { Repository } from '../repository.ts'
import { attributeOf, type Configuration, type Declared } from './configuration.ts'
import { evaluate } from './evaluate.ts'
import type { Scope } from './scope.ts'
import { generatedBy } from './terragrunt-generate.ts'
import { placesOf, type Written } from './terragrunt-source.ts'
import { nothing } from './variables.ts'

/** A unit of Terragrunt: a module with its inputs, in a folder of its own (terragrunt.gruntwork.io/docs). */
export interface Unit {
  readonly file: string
  readonly folder: string
  /** the module in this repository, where its source names one */
  readonly module: string | undefined
  /** modules from elsewhere that its source names */
  readonly remote: readonly { readonly written: string; readonly declared: Declared }[]
  readonly inputs: ReadonlyMap<string, Value>
  /** Something else may give variables too: what is left to its default need not have it. */
  readonly open: Hidden | undefined
  /** `terraform` blocks of files that it writes beside the module */
  readonly settings: readonly Declared[]
  /** It writes a file whose text cannot be told: what that fixes is not known. */
  readonly unwritten: Hidden | undefined
}

/** All units of a repository whose source can be told. */
export async function unitsOf(
  repository: Repository,
  configurations: ReadonlyMap<string, Configuration>,
): Promise<readonly Unit[]> {
  const files = repository.named('terragrunt.hcl').filter(({ area }) => area === 'main')
  const units = await Promise.all(files.map(({ path }) => unitOf(path, repository, configurations)))
  return units.filter((unit) => unit !== undefined)
}

async function unitOf(
  file: string,
  repository: Repository,
  configurations: ReadonlyMap<string, Configuration>,
): Promise<Unit | undefined> {
  repository.claim(file, 'terraform', 'infrastructureModules', 'terraformProviders')
  const body = (await repository.hcl(file))?.body
  if (!body) return undefined
  const folder = dirname(file)
  const parents = await parentsOf(body, folder, repository)
  const all = [{ file, body }, ...parents.found]
  const sources = all.flatMap(({ file: at, body: each }) =>
    each.blocks
      .filter(({ type }) => type === 'terraform')
      .map((block) => ({ declared: { file: at, block }, value: attributeOf(block.body, 'source')?.value })),
  )
  const source = sources.find(({ value }) => value)
  if (!source?.value) return undefined
  const places = placesOf(source.value, folder, dirname(parents.found[0]?.file ?? file))
  const module = places
    .flatMap((one) => (one.kind === 'local' ? [one.folder] : []))
    .find((one) => configurations.has(one))
  const remote = places.filter((one): one is Written & { kind: 'remote' } => one.kind === 'remote')
  const written = await Promise.all(
    all.flatMap(({ file: at, body: { blocks } }) =>
      blocks.flatMap((block) => (block.type === 'generate' ? [generatedBy(block, at, folder, repository)] : [])),
    ),
  )
  const given = all.map((one) => inputsOf(one.body))
  const extra = sources.some(({ declared }) =>
    declared.block.body.blocks.some(({ type }) => type === 'extra_arguments'),
  )
  return {
    file,
    folder,
    module,
    remote: remote.map(({ written: text }) => ({ written: text, declared: source.declared })),
    inputs: new Map(given.reverse().flatMap((one) => (isHidden(one) ? [] : Object.entries(one)))),
    open: given.find(isHidden) ?? (extra || parents.lost ? elsewhere(folder) : undefined),
    settings: written.flatMap(({ settings }) => settings),
    unwritten: written.find(({ unseen }) => unseen)?.unseen,
  }
}

const elsewhere = (folder: string) =>
  new Hidden(`what Terragrunt gives ${folder} besides its inputs`, {
    kind: 'file',
    text: `write the inputs of ${folder} in its terragrunt.hcl`,
  })

/** What names mean in a file of Terragrunt: its own locals; what other units give is hidden. */
function scopeOf(body: HclBody): Scope {
  const locals = body.blocks.filter(({ type }) => type === 'locals')
  const under = new Set<string>()
  const unseen = (what: string) => new Hidden(what, { kind: 'file', text: `write out ${what} in terragrunt.hcl` })
  const scope: Scope = {
    names: new Map(),
    module: {
      ...nothing,
      resource: (type, name) => unseen(`${type}.${name} of Terragrunt`),
      local(name) {
        const found = locals.map((block) => attributeOf(block.body, name)).find((one) => one !== undefined)
        if (!found || under.has(name)) return unseen(`local.${name} of Terragrunt`)
        under.add(name)
        const value = evaluate(found.value, scope)
        under.delete(name)
        return value
      },
    },
  }
  return scope
}

/** The inputs of one file; hidden as a whole where it cannot be told which there are. */
function inputsOf(body: HclBody): ValueMap | Hidden {
  const inputs = attributeOf(body, 'inputs')
  if (!inputs) return mapOf([])
  const value = evaluate(inputs.value, scopeOf(body))
  return isMap(value) ? value : isHidden(value) ? value : mapOf([])
}

interface Found {
  readonly file: string
  readonly body: HclBody
}

/** The files that a unit includes, each found above it; `lost` where one cannot be told. */
async function parentsOf(
  body: HclBody,
  folder: string,
  repository: Repository,
): Promise<{ found: readonly Found[]; lost: boolean }> {
  const found: Found[] = []
  let lost = false
  for (const { type, body: include } of body.blocks) {
    if (type !== 'include') continue
    const name = nameOf(attributeOf(include, 'path')?.value)
    const file = name && above(folder, name, repository)
    const parent = file ? (await repository.hcl(file))?.body : undefined
    if (file && parent) found.push({ file, body: parent })
    else lost = true
  }
  return { found, lost }
}

/** `find_in_parent_folders("root.hcl")`; the name is terragrunt.hcl where none is given. */
function nameOf(path: HclExpression | undefined): string | undefined {
  if (path?.kind !== 'call' || path.name !== 'find_in_parent_folders') return undefined
  const name = path.args[0] && evaluate(path.args[0], { names: new Map(), module: nothing })
  return typeof name === 'string' ? name : path.args.length === 0 ? 'terragrunt.hcl' : undefined
}

function above(folder: string, name: string, repository: Repository): string | undefined {
  for (let at = folder; at !== ''; ) {
    at = dirname(at)
    const path = at ? `${at}/${name}` : name
    if (repository.has(path)) return path
  }
  return undefined
}
