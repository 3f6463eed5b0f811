import type { Settings } from '../../config/settings.ts'
import { groupBy } from '../../documents/group.ts'
import type { HclBlock, HclFile } from '../../documents/hcl/ast.ts'
import { parseHcl } from '../../documents/hcl/index.ts'
import { dirname } from '../../documents/path.ts'
import type { Text } from '../../documents/text.ts'
import { DataNode, type Entry } from '../../documents/tree.ts'
import { Hidden } from '../hidden.ts'
import { Unseen } from '../manifests/unseen.ts'
import type { Repository } from '../repository.ts'
import type { BuiltPair, Side } from './built.ts'
import { bySlot, plainestFirst, type Slot, slotOfFolder, strangersIn } from './slots.ts'
import { ofExpression } from './trees.ts'

/*
 * Configurations of Terraform that are kept apart by environment: terraform/staging/main.tf beside
 * terraform/production/main.tf (developer.hashicorp.com/terraform/language/style, "Multiple environments"). What is given to
 * modules and resources is what the two configure; backends, providers, variables and outputs say where and how.
 */

interface Candidate {
  readonly folder: string
  readonly files: readonly string[]
  readonly slot: Slot
}

/** The configurations of staging beside those of production, whose folders differ by the name of their environment alone. */
export async function rootPairs(repository: Repository, settings: Settings): Promise<readonly BuiltPair[]> {
  const pairs: BuiltPair[] = []
  for (const { staging, production } of bySlot(candidatesIn(repository, settings), ({ slot }) => slot)) {
    const [one] = plainestFirst(staging)
    const [other] = plainestFirst(production)
    if (!one || !other) continue
    const [here, there] = await Promise.all([partsOf(repository, one), partsOf(repository, other)])
    // a folder of variables, or of outputs alone, configures nothing
    if (!here || !there) continue
    const hidden = strangersIn(staging, folderOf) ?? strangersIn(production, folderOf) ?? here.unread ?? there.unread
    const [left, right] = alike(here.parts, there.parts, [one.slot.name, other.slot.name])
    pairs.push({ staging: asSide(one, left), production: asSide(other, right), ...(hidden && { hidden }) })
  }
  return pairs
}

const folderOf = ({ folder }: Candidate) => folder

function candidatesIn(repository: Repository, settings: Settings): readonly Candidate[] {
  const byFolder = new Map<string, string[]>()
  for (const { path, area } of repository.files) {
    if (area !== 'main' || !/\.(tf|tofu)$/.test(path)) continue
    const folder = dirname(path)
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), path])
  }
  return [...byFolder].flatMap(([folder, files]): Candidate[] => {
    // what is called by others is no configuration of an environment's own
    const slot = /(^|\/)modules(\/|$)/.test(folder) ? undefined : slotOfFolder(folder, settings)
    return slot ? [{ folder, files: files.sort(), slot }] : []
  })
}

/** A module or resource: what it is (its type, or where the module comes from), and what it is given. */
interface Part {
  readonly what: string
  readonly entry: Entry
}

/** What a configuration gives to its modules and resources; undefined where it has neither. */
async function partsOf(
  repository: Repository,
  { files }: Candidate,
): Promise<{ readonly parts: readonly Part[]; readonly unread: Hidden | undefined } | undefined> {
  const parts: Part[] = []
  let unread: Hidden | undefined
  for (const path of files) {
    const text = await repository.text(path)
    const { document, problems = [] } = text ? parseHcl(text) : {}
    if (document && text && problems.length === 0) parts.push(...partsIn(document, text))
    else unread = new Hidden(`what ${path} configures, which cannot be read`, { kind: 'file', text: `mend ${path}` })
  }
  return parts.length ? { parts, unread } : undefined
}

function asSide({ folder, files: [first = folder] }: Candidate, parts: readonly Part[]): Side {
  const entries = parts.map(({ entry }) => entry)
  return {
    path: folder,
    tree: new DataNode('map', first, { start: 0, end: 0 }, null, [], entries, '', ''),
    file: first,
  }
}

function* partsIn({ body }: HclFile, text: Text): Generator<Part> {
  for (const block of body.blocks) {
    if (block.type !== 'module' && block.type !== 'resource') continue
    const source = block.body.attributes.find(({ name }) => name === 'source')?.value
    const what = block.type === 'module' ? (source ? text.slice(source.span) : '') : (block.labels[0] ?? '')
    const key = [block.type, ...block.labels].join('.')
    yield { what: `${block.type} ${what}`, entry: { key, keySpan: block.head, value: ofBlock(block, text) } }
  }
}

/**
 * The parts of both under one name where they differ in it alone: `backup-staging` beside `backup-production`, `cluster-2`
 * beside `cluster-3` where each has one more of that type. Which of several stands beside which is not known.
 */
function alike(
  here: readonly Part[],
  there: readonly Part[],
  [staging, production]: readonly [string, string],
): readonly [readonly Part[], readonly Part[]] {
  const plain = (parts: readonly Part[], name: string) =>
    parts.map((part) => ({ ...part, entry: { ...part.entry, key: part.entry.key.replaceAll(name, '*') } }))
  const [left, right] = [plain(here, staging), plain(there, production)]
  const inRight = new Set(right.map(({ entry }) => entry.key))
  const inLeft = new Set(left.map(({ entry }) => entry.key))
  const more = groupBy(
    left.filter(({ entry }) => !inRight.has(entry.key)),
    ({ what }) => what,
  )
  const others = groupBy(
    right.filter(({ entry }) => !inLeft.has(entry.key)),
    ({ what }) => what,
  )
  const renamed = new Map<Part, string>()
  const strange = new Map<Part, Hidden>()
  for (const what of new Set([...more.keys(), ...others.keys()])) {
    const [ours = [], theirs = []] = [more.get(what), others.get(what)]
    const [one, other] = [ours[0], theirs[0]]
    if (one && other && ours.length === 1 && theirs.length === 1) renamed.set(one, other.entry.key)
    else for (const part of [...ours, ...theirs]) strange.set(part, besideWhich(ours, theirs))
  }
  const named = (parts: readonly Part[]) =>
    parts.map((part) => {
      const { key, keySpan, value } = part.entry
      const hidden = strange.get(part)
      const seen = hidden ? new Unseen(hidden, value.place) : value
      return { ...part, entry: { key: renamed.get(part) ?? key, keySpan, value: seen } }
    })
  return [named(left), named(right)]
}

/** What one has alone may be the service's or the account's (users, zones, state), of which one is enough. */
function besideWhich(ours: readonly Part[], theirs: readonly Part[]): Hidden {
  const names = [...ours, ...theirs].map(({ entry }) => entry.key).join(', ')
  const what =
    ours.length && theirs.length
      ? `which of ${names} stand beside one another`
      : `whether the service needs ${names}, which only ${ours.length ? 'staging' : 'production'} has`
  return new Hidden(what, { kind: 'file', text: 'call them alike in both environments' })
}

/** What says where a module comes from, and how many there are: the two may take another version while one is tried. */
const ofTheCall = new Set(['source', 'version', 'providers', 'depends_on', 'lifecycle'])

function ofBlock({ body, span }: HclBlock, text: Text): DataNode {
  const attributes = body.attributes
    .filter(({ name }) => !ofTheCall.has(name))
    .map(({ name, nameSpan, value }) => ({ key: name, keySpan: nameSpan, value: ofExpression(value, text) }))
  const blocks = body.blocks
    .filter(({ type }) => !ofTheCall.has(type))
    .map((block) => ({ key: block.type, keySpan: block.head, value: ofBlock(block, text) }))
  return new DataNode('map', text.file, span, null, [], [...attributes, ...blocks], '', '')
}
