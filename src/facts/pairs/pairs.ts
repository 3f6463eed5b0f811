import type { Settings } from '../../config/settings.ts'
import type { Place } from '../../documents/place.ts'
import type { DataNode } from '../../documents/tree.ts'
import { Hidden, isHidden } from '../hidden.ts'
import { hiddenOf, OpenMap } from '../manifests/unseen.ts'
import type { Repository } from '../repository.ts'
import type { SettingsPair } from '../schema/settings.ts'
import { builtPairs, type Side } from './built.ts'
import { madeInOneAlone } from './conditional.ts'
import { plainPairs } from './plain.ts'
import { rootPairs } from './roots.ts'
import { bySlot, plainestFirst, type Slot, slotOf, strangersIn } from './slots.ts'
import { treeOf } from './trees.ts'

/**
 * Each file of staging with the one of production that has the same name but for the environment, and what kustomizations of
 * the two make or folders of plain manifests hold.
 */
export async function settingsPairs(repository: Repository, settings: Settings): Promise<readonly SettingsPair[]> {
  const candidates = repository.files.flatMap(({ path, area }): Candidate[] => {
    const slot = area === 'main' ? slotOf(path, settings) : undefined
    return slot ? [{ path, slot }] : []
  })
  const pairs: SettingsPair[] = []
  for (const { staging, production } of bySlot(candidates, ({ slot }) => slot)) {
    const [one] = plainestFirst(staging)
    const [other] = plainestFirst(production)
    if (!one || !other) continue
    const hidden = strangersIn(staging, pathOf) ?? strangersIn(production, pathOf)
    pairs.push(
      hidden
        ? notCompared(one.path, other.path, hidden)
        : await withConditions(await compare(repository, one.path, other.path), repository, settings),
    )
  }
  const made = [
    ...(await builtPairs(repository, settings)),
    ...(await plainPairs(repository, settings)),
    ...(await rootPairs(repository, settings)),
  ]
  for (const { staging, production, hidden } of made)
    pairs.push(
      hidden ? notCompared(staging.path, production.path, hidden, staging.file) : compared(staging, production, []),
    )
  return pairs
}

/** Files of variables that agree in all that must, where the configuration makes more of one of them. */
async function withConditions(pair: SettingsPair, repository: Repository, settings: Settings): Promise<SettingsPair> {
  const agrees = !isHidden(pair.changed) && pair.changed.length === 0
  if (!agrees || !/\.tfvars(\.json)?$/.test(pair.staging)) return pair
  const hidden = await madeInOneAlone(repository, pair.staging, settings)
  return hidden ? ({ ...pair, changed: hidden } as object as SettingsPair) : pair
}

interface Candidate {
  readonly path: string
  readonly slot: Slot
}

const pathOf = ({ path }: Candidate) => path

/** A pair of which nobody can tell in what it differs. */
function notCompared(staging: string, production: string, hidden: Hidden, file = staging): SettingsPair {
  return {
    id: `${staging} ${production}`,
    staging,
    production,
    onlyStaging: [],
    onlyProduction: [],
    alone: [],
    changed: hidden,
    differing: [],
    mode: modeFile.test(staging),
    place: { file },
  } as SettingsPair
}

async function compare(repository: Repository, staging: string, production: string): Promise<SettingsPair> {
  const [one, other] = await Promise.all([staging, production].map((path) => treeOf(repository, path)))
  if (!one || !other) {
    const unread = one ? production : staging
    const hidden = new Hidden(`the keys of ${unread}, which cannot be read as those of one file of settings`, {
      kind: 'file',
      text: `keep the settings of one application in ${unread}, in a form that can be read`,
    })
    return notCompared(staging, production, hidden)
  }
  const base = await common(repository, staging)
  return compared(
    { path: staging, tree: one, file: staging },
    { path: production, tree: other, file: production },
    base,
  )
}

/** Key by key; where there are too many, it is said. */
function compared(staging: Side, production: Side, base: readonly DataNode[]): SettingsPair {
  const here = leaves(staging.tree, base)
  const there = leaves(production.tree, base)
  if (here.size === 0 && there.size === 0) {
    const hidden = new Hidden(
      `what ${staging.path} and ${production.path} are to set, of which nothing stands in them`,
      {
        kind: 'file',
        text: `keep the settings of both environments here`,
      },
    )
    return notCompared(staging.path, production.path, hidden, staging.file)
  }
  if (here.size >= most || there.size >= most) {
    const large = here.size >= most ? staging : production
    const hidden = new Hidden(`in what the ${most} keys and more of ${large.path} differ from the other environment`, {
      kind: 'file',
      text: `keep fewer than ${most} keys in ${large.path}`,
    })
    return notCompared(staging.path, production.path, hidden, staging.file)
  }
  const [onlyStaging, onlyProduction] = withoutNames(missing(here, there), missing(there, here))
  const unlike = [...there].filter(([key, node]) => differs(here.get(key), node))
  const changed = unlike.filter(([key]) => mustAgree.test(key))
  const differing = unlike.filter(([key, node]) => !mustAgree.test(key) && !mayDiffer(here.get(key), node))
  const unseen = [...here.values(), ...there.values()].map(hiddenOf).find((hidden) => hidden !== undefined)
  return {
    id: `${staging.path} ${production.path}`,
    staging: staging.path,
    production: production.path,
    onlyStaging: onlyStaging.map(([key]) => key),
    onlyProduction: onlyProduction.map(([key]) => key),
    alone: [...lone(onlyProduction, 'production'), ...lone(onlyStaging, 'staging')],
    // what is hidden may be one that differs
    changed: changed.length === 0 && unseen ? unseen : changed.map(([key]) => key),
    differing: differing.map(([key]) => key),
    mode: modeFile.test(staging.path),
    place: firstOf([...onlyProduction, ...changed, ...onlyStaging]) ?? { file: staging.file },
  } as SettingsPair
}

const lone = (keys: Missing, side: 'staging' | 'production') => keys.map(([key, { place }]) => ({ key, side, place }))

/** ASP.NET reads these by ASPNETCORE_ENVIRONMENT (learn.microsoft.com/aspnet/core/fundamentals/environments), no name of a place. */
const modeFile = /(^|\/)appsettings[._-]/i

/** The repository of an image, and what watches a container: these are the same in both (verdicts.md). */
const mustAgree = /(^|\.)image\.(repository|name)$|(^|\.)(liveness|readiness|startup)Probe\.(?!.*\.host$)/i

function differs(one: DataNode | undefined, other: DataNode): boolean {
  if (hiddenOf(one) || hiddenOf(other)) return false
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
    /:\/\/|^[\w-]+(\.[\w-]+)+(:\d+)?$|^arn:|[0-9a-f]{8}-[0-9a-f]{4}-|(^|[^a-z])(stag|stg|prod|prd|preprod|uat|live)/i.test(
      node?.text ?? '',
    ),
  )

/** What both are laid over, beside them: values.yaml, or that of the one chart below; appsettings.json, .env, terraform.tfvars. */
async function common(repository: Repository, path: string): Promise<readonly DataNode[]> {
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const found = await Promise.all(
    basesOf(repository, path, folder)
      .filter((one) => one !== path && repository.has(one))
      .map((one) => treeOf(repository, one)),
  )
  return found.filter((one) => one !== undefined)
}

function basesOf(repository: Repository, path: string, folder: string): readonly string[] {
  const name = path.slice(folder.length)
  // values/prod.yaml lies over the values.yaml of the chart around it
  const around = /(^|\/)values\/$/i.test(folder) ? [folder.replace(/values\/$/i, 'values.yaml')] : []
  if (/^appsettings/i.test(name)) return [`${folder}appsettings.json`]
  if (name.startsWith('.env')) return [`${folder}.env`]
  if (/\.tfvars(\.json)?$/.test(name)) return name.startsWith('terraform.') ? [] : [`${folder}terraform.tfvars`]
  const charts = repository
    .under(folder)
    .map((file) => file.path)
    .filter((one) => /^[^/]+\/Chart\.yaml$/.test(one.slice(folder.length)))
  const below = charts.length === 1 ? charts.map((one) => one.replace(/Chart\.yaml$/, 'values.yaml')) : []
  return [`${folder}values.yaml`, `${folder}values.yml`, ...around, ...below]
}

function firstOf(found: readonly (readonly [string, DataNode])[]): Place | undefined {
  return found[0]?.[1].place
}

/** Keys that the other lacks, each at the outermost that is missing as a whole. */
function missing(
  here: ReadonlyMap<string, DataNode>,
  there: ReadonlyMap<string, DataNode>,
): readonly (readonly [string, DataNode])[] {
  const found = new Map<string, DataNode>()
  for (const [key, node] of here) {
    const isBelow = (above: string) =>
      found.has(above) || hiddenOf(there.get(above)) || there.get(above) instanceof OpenMap
    if (there.has(key) || hiddenOf(node) || [...outer(key)].some(isBelow)) continue
    found.set(key, node)
  }
  return [...found].map(([key, node]) => narrowed(key, node))
}

/** What holds nothing but levels of logs is told by them (`Logging.Till.LogLevel`), since these may differ. */
function narrowed(key: string, node: DataNode): readonly [string, DataNode] {
  const [only, ...more] = node.entries
  return only !== undefined && more.length === 0 && /^log[-_]?levels?$/i.test(only.key)
    ? [`${key}.${only.key}`, only.value]
    : [key, node]
}

type Missing = readonly (readonly [string, DataNode])[]

/**
 * Without keys of one side that name the like of what a key of the other side names, with the same keys below it: identifiers
 * may differ (verdicts.md).
 */
function withoutNames(staging: Missing, production: Missing): readonly [Missing, Missing] {
  const named = (all: Missing) => new Map(all.map(([key, node]) => [likeOf(key), { key, below: keysBelow(node) }]))
  const [here, there] = [named(staging), named(production)]
  const like = (known: ReturnType<typeof named>) => (one: Missing[number]) => {
    const alike = likeOf(one[0])
    const other = known.get(alike)
    return alike === one[0] || !other || other.key === alike || other.below !== keysBelow(one[1])
  }
  return [staging.filter(like(there)), production.filter(like(here))]
}

/** The keys below one, with the values of those that must agree. */
const keysBelow = (node: DataNode): string =>
  [...leaves(node, [])]
    .map(([key, value]) => (mustAgree.test(key) ? `${key}=${flatten(value)}` : key))
    .sort()
    .join()

/** A key with `*` for the environment in its last part, and for what its maker numbered it by: `cp-7aebb59f2ce1-001`. */
function likeOf(key: string): string {
  const at = key.lastIndexOf('.') + 1
  const name = key
    .slice(at)
    .replace(/[^-_]+/g, (part) => (ofEnvironment.test(part) || numbered.test(part) ? '*' : part))
  return key.slice(0, at) + name
}

const ofEnvironment = /^(stage|staging|stg|uat|preprod|preproduction|prod|production|prd|live)$/i
const numbered = /^(?=[a-f]*\d)[0-9a-f]{8,}$/i

function* outer(key: string): Generator<string> {
  for (let at = key.lastIndexOf('.'); at > 0; at = key.lastIndexOf('.', at - 1)) yield key.slice(0, at)
}

/** More keys than people keep in two files. */
const most = 20_000

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
