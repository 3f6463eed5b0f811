import { hasTemplateMarks } from '../../documents/pattern.ts'
import { Text } from '../../documents/text.ts'
import type { DataNode } from '../../documents/tree.ts'
import { parseYaml } from '../../documents/yaml.ts'
import { isForOwnMachine } from '../areas.ts'
import type { NamedEnvironment } from '../environments.ts'
import { Hidden } from '../hidden.ts'
import type { Repository } from '../repository.ts'
import type { Word } from '../words.ts'
import { type Building, builtObjects, type UnreadText } from './as-built.ts'
import { chartsOf, isChartTemplate } from './chart-values.ts'
import { buildKustomizations } from './kustomize/build.ts'
import { isKustomization } from './kustomize/kustomization.ts'
import type { Wanted } from './plain.ts'

/** YAML as it takes effect: an object as it is built, or a document of a file that is no manifest as it is written. */
export interface BuiltTree {
  readonly root: DataNode
  /** what a person would edit */
  readonly file: string
  readonly environment: NamedEnvironment | undefined
  readonly isObject: boolean
  /** what decides whether it is made, where that is hidden */
  readonly condition?: Hidden | undefined
}

/** What of a form is wanted, that may stand in objects and in files of their own. */
export interface WantedTrees extends Wanted {
  /** one of these stands in each such file that is no manifest */
  readonly words: readonly Word[]
}

/** The trees, and the texts of which it cannot be told what they write. */
export interface BuiltTrees {
  readonly trees: readonly BuiltTree[]
  readonly unread: readonly UnreadText[]
  /** files that are no manifests, and that some engine fills in first */
  readonly filledIn: readonly string[]
}

/**
 * All YAML that may hold what is wanted, as it takes effect: objects as they are built, and files that are no manifests.
 * Values of charts of this repository take effect by what the charts write: only what they give to charts from elsewhere
 * is read as it is written.
 */
export async function builtTrees(building: Building, wanted: WantedTrees): Promise<BuiltTrees> {
  const { repository } = building
  const { objects, unread, values } = await builtObjects(building, wanted)
  const trees: BuiltTree[] = []
  for (const { root, source, by, environment, condition: decides, isBeside } of objects) {
    const keys = by === 'file' ? values.get(source) : undefined
    const isObject = root.entry('kind') !== undefined && keys === undefined
    const condition = decides ?? (isObject && isBeside && !isForOwnMachine(source) ? leftOut(source) : undefined)
    const known = by === 'file' && !isObject ? undefined : environment
    const parts = keys ? partsFor(root, keys) : [root]
    for (const part of parts) trees.push({ root: part, file: part.file, environment: known, isObject, condition })
  }
  const told = new Set([
    ...objects.filter(({ by }) => by === 'file').map(({ source }) => source),
    ...unread.map(({ file }) => file),
  ])
  const filledIn: string[] = []
  for (const path of await otherFiles(repository, wanted, told)) {
    const documents = await repository.yaml(path)
    const isTemplate = !documents && hasTemplateMarks((await repository.text(path))?.content ?? '')
    if (isTemplate) filledIn.push(path)
    else if (!documents && wanted.loses.length > 0) repository.claim(path, ...wanted.loses)
    const keys = values.get(path)
    for (const root of documents ?? [])
      for (const part of keys ? partsFor(root, keys) : [root])
        trees.push({ root: part, file: path, environment: undefined, isObject: false })
  }
  return { trees, unread, filledIn }
}

const leftOut = (file: string) =>
  new Hidden(`whether ${file} is applied, which the kustomization beside it does not name`, {
    kind: 'file',
    text: `name ${file} under resources of the kustomization`,
  })

const partsFor = (root: DataNode, keys: ReadonlySet<string>) =>
  root.entries.filter(({ key }) => keys.has(key)).map(({ value }) => value)

/** Files of YAML that may hold what is wanted, and of which nothing is told yet. */
async function otherFiles(
  repository: Repository,
  { text, words }: WantedTrees,
  told: ReadonlySet<string>,
): Promise<string[]> {
  const charts = new Set((await chartsOf(repository)).map(({ folder }) => folder))
  const { owned } = await buildKustomizations(repository)
  const found: string[] = []
  for (const file of repository.ending('.yaml', '.yml')) {
    const { path, area } = file
    if (area !== 'main' || told.has(path) || !repository.mayHold(path, ...words)) continue
    if (owned.has(path) || isKustomization(file) || isChartTemplate(path, (folder) => charts.has(folder))) continue
    if (text.test((await repository.text(path))?.content ?? '')) found.push(path)
  }
  return found
}

/** The documents of a text inside of a tree. */
export interface InnerDocuments {
  readonly documents: readonly DataNode[]
  /** the file that the text is taken from as a whole, where its nodes have their own places */
  readonly file: string | undefined
}

/** Reads a text inside of a tree as YAML: that of a file, which a generator or a chart put there, in the places of that file. */
export async function documentsInside(node: DataNode, text: string, repository: Repository): Promise<InnerDocuments> {
  const { file, start, end } = node.place
  if (start === 0 && end === text.length && (await repository.text(file))?.content === text) {
    const documents = await repository.yaml(file)
    return { documents: documents ?? [], file }
  }
  const { documents } = await parseYaml(new Text(node.file, text))
  return { documents, file: undefined }
}
