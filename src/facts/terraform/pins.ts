import { commentsOf } from '../../documents/comments/index.ts'
import { basename } from '../../documents/path.ts'
import { Hidden, isHidden } from '../hidden.ts'
import { isMap, textOf } from '../infrastructure/value.ts'
import type { Repository } from '../repository.ts'
import type { InfrastructureModule, TerraformProvider } from '../schema/terraform.ts'
import { attributeOf, type Configuration, type Declared, headOf } from './configuration.ts'
import { evaluate } from './evaluate.ts'
import { providerName, readLock } from './lock.ts'
import { type Source, source } from './source.ts'
import type { Unit } from './terragrunt.ts'
import { unknownPart } from './terragrunt-source.ts'
import { nothing } from './variables.ts'

const scope = { names: new Map(), module: nothing }

/**
 * The modules from elsewhere that configurations call, each with how it is fixed. A folder that the repository does not
 * hold is filled before Terraform runs (a clone, an archive), and nothing here says from what.
 */
export function modulesOf(
  configurations: Iterable<Configuration>,
  repository: Pick<Repository, 'under'>,
): readonly InfrastructureModule[] {
  const found: InfrastructureModule[] = []
  for (const configuration of configurations) {
    for (const [name, declared] of configuration.calls) {
      const from = source(declared, configuration.folder)
      if (from.kind === 'outside') continue
      if (from.kind === 'local' && repository.under(from.folder).length > 0) continue
      const version = textIn(declared, 'version')
      found.push({
        id: `${declared.file}: module.${name}`,
        file: declared.file,
        name,
        ...(from.kind === 'remote' ? pinOf(from.written, version) : unseen(from)),
        chart: false,
        place: headOf(declared),
      } as InfrastructureModule)
    }
  }
  return found
}

function unseen(
  from: Exclude<Source, { kind: 'remote' }>,
): Pick<InfrastructureModule, 'source' | 'version' | 'pinned'> {
  if (from.kind !== 'local') return { source: '', version: '', pinned: from.hidden }
  const pinned = new Hidden(`which version of the module ${from.written}, which is not in the repository, is fetched`, {
    kind: 'file',
    text: `name the module ${from.written} by its repository and a version (?ref=v1.2.3), or keep it in this one`,
  })
  return { source: from.written, version: '', pinned }
}

/** The modules from elsewhere that units of Terragrunt are made of. */
export function modulesOfUnits(units: readonly Unit[]): readonly InfrastructureModule[] {
  return units.flatMap(({ file, folder, remote }) =>
    remote.map(({ written, declared }, index) => {
      const version = /[?&]version=([^&]*)/.exec(written)?.[1] ?? ''
      return {
        id: `${file}: source${index ? ` ${index + 1}` : ''}`,
        file,
        name: basename(folder),
        ...pinOf(written, version),
        chart: false,
        place: headOf(declared),
      } as InfrastructureModule
    }),
  )
}

/**
 * How a source is fixed: git by its `ref` (a branch and a tag look alike; only a commit or a full version is fixed), an
 * archive by a version in its address, a registry by `version`.
 */
export function pinOf(written: string, version: string): Pick<InfrastructureModule, 'source' | 'version' | 'pinned'> {
  const [bare = '', query = ''] = written.split('?')
  const ref = /(?:^|&)ref=([^&]*)/.exec(query)?.[1]
  if (/^(git::|git@|github\.com\/|bitbucket\.org\/|hg::)/.test(written) || ref !== undefined) {
    return { source: bare, version: ref ?? '', pinned: refPin(ref) }
  }
  if (/^(https?::?\/\/|s3::|gcs::|oci:)|\.(zip|tar\.gz|tgz)$/.test(bare)) {
    const pinned = /[/_-]v?\d+\.\d+\.\d+/.test(bare) || /[?&]checksum=/.test(written)
    return { source: bare, version: '', pinned: pinned ? 'version' : 'moving' }
  }
  if (!version) return { source: bare, version, pinned: 'none' }
  return { source: bare, version, pinned: isExact(version) ? 'version' : 'moving' }
}

function refPin(ref: string | undefined): InfrastructureModule['pinned'] {
  if (!ref) return 'none'
  if (ref.includes(unknownPart)) {
    return new Hidden(`the ref ${ref} of a module`, { kind: 'file', text: 'write out the ref of the module' })
  }
  if (/^[\da-f]{40}$|^[\da-f]{64}$/i.test(ref)) return 'sha'
  if (/(^|[^\d])\d+\.\d+\.\d+|^\d{4}-\d{2}-\d{2}/.test(ref)) return 'version'
  // a short hash, if it is one: nobody names a branch so
  return /^(?=[\da-f]*\d)[\da-f]{7,39}$/i.test(ref) ? 'sha' : 'moving'
}

const isExact = (version: string) => /^\s*=?\s*v?\d+\.\d+\.\d+([-+][\w.-]+)?\s*$/.test(version)

/** The providers that a root configuration and the modules that it calls demand, once each. */
export async function providersOf(
  root: Configuration,
  all: ReadonlyMap<string, Configuration>,
  hasVariables: boolean,
  repository: Repository,
  at: string = root.folder,
): Promise<readonly TerraformProvider[]> {
  const lock = await readLock(at, repository)
  const whole = hasVariables || root.providers.length > 0 || keepsState(root) || lock !== undefined
  const missing = whole ? undefined : await undeclaredVariable(root, repository)
  const applied = whole || missing !== undefined
  const found = new Map<string, TerraformProvider>()
  for (const { name, version, declared, place, implied } of demandsOf(root, all)) {
    if (/^(terraform\.io\/)?builtin\//.test(name) || name === 'hashicorp/terraform') continue
    // helpers of HashiCorp that make no infrastructure: who demands none of them means none
    if (implied && helpers.test(name)) continue
    const locked = lock?.has(name) === true
    const loose = missing ? madeLater(at, missing) : version ? 'moving' : 'none'
    const pinned = locked ? 'lockfile' : isExact(version) ? 'version' : loose
    const known = found.get(name)
    // what the root demands wins over its modules; an exact version anywhere fixes it
    if (known && pinned !== 'version') continue
    const id = `${at || '.'}: ${name}`
    found.set(name, { id, file: declared.file, root: at || '.', name, version, pinned, applied, place })
  }
  return [...found.values()]
}

/**
 * A variable that is used and declared in no file of the folder: Terraform takes no such configuration, so other files join
 * it when it is applied, and it is a module for nobody.
 */
async function undeclaredVariable(root: Configuration, repository: Repository): Promise<string | undefined> {
  for (const file of root.files.filter((path) => !path.endsWith('.json'))) {
    const text = await repository.text(file)
    const comments = text ? await commentsOf(text) : []
    for (const { 1: name = '', index } of text?.content.matchAll(/\bvar\.([A-Za-z_][\w-]*)/g) ?? []) {
      if (!root.variables.has(name) && !comments.some(({ start, end }) => start <= index && index < end)) return name
    }
  }
  return undefined
}

const madeLater = (folder: string, variable: string) =>
  new Hidden(`the file that declares var.${variable} in ${folder || 'the root'} when it is applied`, {
    kind: 'file',
    text: `commit the lock file of ${folder || 'the root'}, and the files that complete it`,
  })

/** Whether a configuration says where its state is: only roots do. */
export function keepsState({ settings }: Configuration): boolean {
  return settings.some(({ block }) => block.body.blocks.some(({ type }) => type === 'backend' || type === 'cloud'))
}

interface Demand {
  readonly name: string
  readonly version: string
  readonly declared: Declared
  readonly place: TerraformProvider['place']
  /** only the type of a resource names it */
  readonly implied: boolean
}

const helpers = /^hashicorp\/(null|random|local|time|tls|archive|http|external|template)$/

/** `required_providers`, then those that only the types of resources name (developer.hashicorp.com/terraform/language/providers/requirements). */
function* demandsOf(root: Configuration, all: ReadonlyMap<string, Configuration>): Generator<Demand> {
  const called = [...reachable(root, all)]
  const locals = new Map<string, string>()
  for (const { settings } of called) {
    for (const declared of settings) {
      for (const { type, body } of declared.block.body.blocks) {
        if (type !== 'required_providers') continue
        for (const { name, value, span } of body.attributes) {
          const written = evaluate(value, scope)
          if (isHidden(written)) continue
          const map = isMap(written) ? written : { version: written }
          const from = providerName(textOf(map.source ?? null) ?? `hashicorp/${name}`)
          locals.set(name, from)
          const place = { file: declared.file, ...span }
          yield { name: from, version: textOf(map.version ?? null) ?? '', declared, place, implied: false }
        }
      }
    }
  }
  for (const { resources, data, providers } of called) {
    for (const declared of [...resources.values(), ...data.values(), ...providers]) {
      const [type = ''] = declared.block.labels
      const local = declared.block.type === 'provider' ? type : (providerIn(declared) ?? type.split('_')[0] ?? type)
      const version = declared.block.type === 'provider' ? textIn(declared, 'version') : ''
      const implied = declared.block.type !== 'provider'
      yield { name: locals.get(local) ?? `hashicorp/${local}`, version, declared, place: headOf(declared), implied }
    }
  }
}

/** `provider = google-beta`, also with an alias. */
function providerIn({ block }: Declared): string | undefined {
  const value = attributeOf(block.body, 'provider')?.value
  const named = value?.kind === 'attribute' ? value.object : value
  return named?.kind === 'name' ? named.name : undefined
}

function* reachable(root: Configuration, all: ReadonlyMap<string, Configuration>): Generator<Configuration> {
  const seen = new Set([root.folder])
  const queue = [root]
  for (const configuration of queue) {
    yield configuration
    for (const declared of configuration.calls.values()) {
      const from = source(declared, configuration.folder)
      const next = from.kind === 'local' ? all.get(from.folder) : undefined
      if (!next || seen.has(next.folder)) continue
      seen.add(next.folder)
      queue.push(next)
    }
  }
}

function textIn({ block }: Declared, name: string): string {
  const value = attributeOf(block.body, name)?.value
  return (value && textOf(evaluate(value, scope))) ?? ''
}
