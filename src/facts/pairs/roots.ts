import type { Settings } from '../../config/settings.ts'
import type { HclBlock, HclFile } from '../../documents/hcl/ast.ts'
import { parseHcl } from '../../documents/hcl/index.ts'
import { dirname } from '../../documents/path.ts'
import type { Text } from '../../documents/text.ts'
import { DataNode, type Entry } from '../../documents/tree.ts'
import { Hidden } from '../hidden.ts'
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
    const [here, there] = await Promise.all([sideOf(repository, one), sideOf(repository, other)])
    // a folder of variables, or of outputs alone, configures nothing
    if (!here || !there) continue
    const hidden = strangersIn(staging, folderOf) ?? strangersIn(production, folderOf) ?? here.unread ?? there.unread
    pairs.push({ staging: here.side, production: there.side, ...(hidden && { hidden }) })
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

/** What a configuration gives to its modules and resources; undefined where it has neither. */
async function sideOf(
  repository: Repository,
  { folder, files }: Candidate,
): Promise<{ readonly side: Side; readonly unread: Hidden | undefined } | undefined> {
  const entries: Entry[] = []
  let unread: Hidden | undefined
  for (const path of files) {
    const text = await repository.text(path)
    const { document, problems = [] } = text ? parseHcl(text) : {}
    if (document && text && problems.length === 0) entries.push(...entriesOf(document, text))
    else unread = new Hidden(`what ${path} configures, which cannot be read`, { kind: 'file', text: `mend ${path}` })
  }
  const [first] = files
  if (!entries.length || first === undefined) return undefined
  const tree = mapOf(first, entries)
  return { side: { path: folder, tree, file: first }, unread }
}

const mapOf = (file: string, entries: readonly Entry[]) =>
  new DataNode('map', file, { start: 0, end: 0 }, null, [], entries, '', '')

function* entriesOf({ body }: HclFile, text: Text): Generator<Entry> {
  for (const block of body.blocks) {
    if (block.type !== 'module' && block.type !== 'resource') continue
    yield { key: [block.type, ...block.labels].join('.'), keySpan: block.head, value: ofBlock(block, text) }
  }
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
