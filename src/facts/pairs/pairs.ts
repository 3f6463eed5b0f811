import type { Settings } from '../../config/settings.ts'
import type { Place } from '../../documents/place.ts'
import type { DataNode } from '../../documents/tree.ts'
import { isHidden } from '../hidden.ts'
import { classify } from '../pipeline/environment.ts'
import type { Repository } from '../repository.ts'
import type { SettingsPair } from '../schema/settings.ts'

/** Files of values and settings that carry an environment's name: values-prod.yaml, appsettings.Production.json. */
const named = /^(.*?)(values|appsettings)([._-])([\w-]+)\.(ya?ml|json)$/i

/** Each file of staging with the one of production that has the same name but for the environment. */
export async function settingsPairs(repository: Repository, settings: Settings): Promise<readonly SettingsPair[]> {
  const groups = new Map<string, { staging: string[]; production: string[] }>()
  for (const { path, area } of repository.files) {
    const match = area === 'main' ? named.exec(path) : null
    if (!match) continue
    const kind = classify(match[4] as string, settings)
    if (isHidden(kind) || (kind !== 'staging' && kind !== 'production')) continue
    const key = `${match[1]}${match[2]}${match[3]}.${match[5]}`
    const group = groups.get(key) ?? { staging: [], production: [] }
    group[kind].push(path)
    groups.set(key, group)
  }
  const pairs: SettingsPair[] = []
  for (const { staging, production } of groups.values()) {
    // where there are several of a class, which belongs to which is not known
    if (staging.length !== 1 || production.length !== 1) continue
    const pair = await compare(repository, staging[0] as string, production[0] as string)
    if (pair) pairs.push(pair)
  }
  return pairs
}

async function compare(repository: Repository, staging: string, production: string): Promise<SettingsPair | undefined> {
  const [one, other] = await Promise.all([staging, production].map((path) => read(repository, path)))
  if (!one || !other) return undefined
  const base = await common(repository, staging)
  const here = leaves(one, base)
  const there = leaves(other, base)
  const onlyStaging = missing(here, there)
  const onlyProduction = missing(there, here)
  const unlike = [...there].filter(([key, node]) => differs(here.get(key), node))
  const changed = unlike.filter(([key]) => mustAgree.test(key))
  const differing = unlike.filter(([key, node]) => !mustAgree.test(key) && !mayDiffer(here.get(key), node))
  return {
    id: `${staging} ${production}`,
    staging,
    production,
    onlyStaging: onlyStaging.map(([key]) => key),
    onlyProduction: onlyProduction.map(([key]) => key),
    changed: changed.map(([key]) => key),
    differing: differing.map(([key]) => key),
    place: firstOf([...onlyProduction, ...changed, ...onlyStaging]) ?? { file: staging },
  } as SettingsPair
}

/** The repository of an image, and what watches a container: these are the same in both (verdicts.md). */
const mustAgree = /(^|\.)image\.(repository|name)$|(^|\.)(liveness|readiness|startup)Probe\.(?!.*\.host$)/i

function differs(one: DataNode | undefined, other: DataNode): boolean {
  if (!one || (one.kind === 'map' && other.kind === 'map')) return false
  return one !== other && flatten(one) !== flatten(other)
}

const flatten = (node: DataNode): string =>
  node.kind === 'scalar'
    ? JSON.stringify(node.text ?? null)
    : `[${[...node.items, ...node.entries.map(({ value }) => value)].map(flatten).join()}]${node.entries.map(({ key }) => key).join()}`

/** Addresses, hosts and names of environments say where something is, and are bound to differ. */
const mayDiffer = (one: DataNode | undefined, other: DataNode): boolean =>
  [one, other].every((node) => node?.kind === 'scalar' && typeof node.value === 'string') &&
  [one, other].every((node) =>
    /:\/\/|^[\w-]+(\.[\w-]+)+(:\d+)?$|^arn:|[0-9a-f]{8}-[0-9a-f]{4}-|(^|[^a-z])(stag|prod|preprod|uat|live)/i.test(
      node?.text ?? '',
    ),
  )

/** What both are laid over: values.yaml beside them or of the one chart below, appsettings.json. */
async function common(repository: Repository, path: string): Promise<readonly DataNode[]> {
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const isSettings = /appsettings[._-][\w-]+\.json$/i.test(path)
  const beside = isSettings ? [`${folder}appsettings.json`] : [`${folder}values.yaml`, `${folder}values.yml`]
  const below = isSettings
    ? []
    : repository
        .under(folder)
        .map((file) => file.path)
        .filter((one) => /^[^/]+\/Chart\.yaml$/.test(one.slice(folder.length)))
        .map((one) => one.replace(/Chart\.yaml$/, 'values.yaml'))
  const found = await Promise.all(
    [...beside, ...(below.length === 1 ? below : [])]
      .filter((one) => repository.has(one))
      .map((one) => read(repository, one)),
  )
  return found.filter((one) => one !== undefined)
}

function firstOf(found: readonly (readonly [string, DataNode])[]): Place | undefined {
  return found[0]?.[1].place
}

async function read(repository: Repository, path: string): Promise<DataNode | undefined> {
  if (path.endsWith('.json')) return repository.json(path)
  const documents = await repository.yaml(path)
  return documents?.length === 1 ? documents[0] : undefined
}

/** Keys that the other lacks, each at the outermost that is missing as a whole. */
function missing(
  here: ReadonlyMap<string, DataNode>,
  there: ReadonlyMap<string, DataNode>,
): readonly (readonly [string, DataNode])[] {
  const found = new Map<string, DataNode>()
  for (const [key, node] of here) {
    if (there.has(key) || [...outer(key)].some((above) => found.has(above))) continue
    found.set(key, node)
  }
  return [...found]
}

function* outer(key: string): Generator<string> {
  for (let at = key.lastIndexOf('.'); at > 0; at = key.lastIndexOf('.', at - 1)) yield key.slice(0, at)
}

const most = 5_000

/** Every key of nested maps, with dots, those of what is beneath first; lists are compared as wholes. */
function leaves(root: DataNode, base: readonly DataNode[]): ReadonlyMap<string, DataNode> {
  const found = new Map<string, DataNode>()
  const visit = (node: DataNode, path: string) => {
    for (const { key, value } of node.kind === 'map' ? node.entries : []) {
      if (found.size >= most) return
      const whole = path ? `${path}.${key}` : key
      found.set(whole, value)
      visit(value, whole)
    }
  }
  for (const one of [...base].reverse()) visit(one, '')
  visit(root, '')
  return found
}
