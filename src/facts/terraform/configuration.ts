import type { HclAttribute, HclBlock, HclBody } from '../../documents/hcl/index.ts'
import type { Place } from '../../documents/place.ts'
import type { Repository } from '../repository.ts'
import { bodyOfJson } from './json.ts'

/** A block with the file it stands in. */
export interface Declared {
  readonly file: string
  readonly block: HclBlock
}

/** A folder of Terraform: what its files declare together. */
export interface Configuration {
  /** '' for the root of the repository */
  readonly folder: string
  readonly files: readonly string[]
  readonly variables: ReadonlyMap<string, Declared>
  readonly locals: ReadonlyMap<string, { readonly file: string; readonly attribute: HclAttribute }>
  /** by `type.name` */
  readonly resources: ReadonlyMap<string, Declared>
  readonly data: ReadonlyMap<string, Declared>
  readonly calls: ReadonlyMap<string, Declared>
  readonly outputs: ReadonlyMap<string, Declared>
  readonly providers: readonly Declared[]
  /** `terraform { … }` */
  readonly settings: readonly Declared[]
}

/** Where the head of a block stands. */
export const headOf = ({ file, block }: Declared): Place => ({ file, ...block.head })

/** An attribute of a block by its name. */
export function attributeOf(body: HclBody, name: string): HclAttribute | undefined {
  return body.attributes.find((attribute) => attribute.name === name)
}

/** Reads all files of a folder; undefined where none can be read. The caller claims what is broken. */
export async function readConfiguration(
  folder: string,
  paths: readonly string[],
  repository: Repository,
): Promise<Configuration> {
  const parts = {
    variables: new Map<string, Declared>(),
    locals: new Map<string, { file: string; attribute: HclAttribute }>(),
    resources: new Map<string, Declared>(),
    data: new Map<string, Declared>(),
    calls: new Map<string, Declared>(),
    outputs: new Map<string, Declared>(),
    providers: [] as Declared[],
    settings: [] as Declared[],
  }
  // what an override says comes last (developer.hashicorp.com/terraform/language/files/override)
  for (const path of [...paths].sort((a, b) => Number(isOverride(a)) - Number(isOverride(b)))) {
    const body = await bodyOf(path, repository)
    for (const block of body?.blocks ?? []) declare(parts, { file: path, block }, isOverride(path))
  }
  return { folder, files: paths, ...parts }
}

const isOverride = (path: string) => /(^|[/_])override\.(tf|tofu)(\.json)?$/.test(path)

async function bodyOf(path: string, repository: Repository): Promise<HclBody | undefined> {
  if (!path.endsWith('.json')) return (await repository.hcl(path))?.body
  const root = await repository.json(path)
  return root && bodyOfJson(root)
}

type Parts = {
  -readonly [K in keyof Omit<Configuration, 'folder' | 'files'>]: Configuration[K] extends ReadonlyMap<string, infer V>
    ? Map<string, V>
    : Declared[]
}

function declare(parts: Parts, declared: Declared, overrides: boolean): void {
  const { block, file } = declared
  const [first = '', second = ''] = block.labels
  const put = (into: Map<string, Declared>, name: string) => {
    const known = into.get(name)
    into.set(
      name,
      known && overrides ? { file: known.file, block: overridden(known.block, block) } : (known ?? declared),
    )
  }
  switch (block.type) {
    case 'variable':
      put(parts.variables, first)
      return
    case 'resource':
      put(parts.resources, `${first}.${second}`)
      return
    case 'data':
    case 'ephemeral':
      put(parts.data, `${first}.${second}`)
      return
    case 'module':
      put(parts.calls, first)
      return
    case 'output':
      put(parts.outputs, first)
      return
    case 'locals':
      for (const attribute of block.body.attributes) parts.locals.set(attribute.name, { file, attribute })
      return
    case 'provider':
      parts.providers.push(declared)
      return
    case 'terraform':
      parts.settings.push(declared)
  }
}

function overridden(block: HclBlock, by: HclBlock): HclBlock {
  const names = new Set(by.body.attributes.map(({ name }) => name))
  const types = new Set(by.body.blocks.map(({ type }) => type))
  const body = {
    span: block.body.span,
    attributes: [...block.body.attributes.filter(({ name }) => !names.has(name)), ...by.body.attributes],
    blocks: [...block.body.blocks.filter(({ type }) => !types.has(type)), ...by.body.blocks],
  }
  return { ...block, body }
}
