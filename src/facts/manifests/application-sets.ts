import { DataNode } from '../../documents/tree.ts'
import type { Manifest } from '../pipeline/dialect/manifests.ts'
import { type Element, elementsOf, fillingOf } from '../pipeline/gitops/generators.ts'
import type { Repository } from '../repository.ts'

/** An Application as an ApplicationSet makes it. */
export interface MadeApplication {
  readonly name: string
  /** its `metadata` and `spec`, with all filled in that the generators tell */
  readonly node: DataNode
  /** what the generators say of an environment */
  readonly environments: readonly string[]
  /** something else may change it (`templatePatch`) */
  readonly isPatched: boolean
}

/** Most applications that one ApplicationSet is taken to make. */
const most = 100

/**
 * The Applications that an ApplicationSet makes by lists, folders and files of git and their products
 * (argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators); none where its generators ask elsewhere.
 */
export function applicationsOfSet({ node, name }: Manifest, repository: Repository): readonly MadeApplication[] {
  const spec = node.get('spec')
  const template = spec?.get('template')
  if (!template || !isKnown(spec?.get('generators'))) return []
  return elementsOf(spec?.get('generators'), repository)
    .slice(0, most)
    .map((element) => {
      const made = filled(template, element)
      return {
        name: made.at('metadata', 'name')?.text ?? name,
        node: made,
        environments: [...element].filter(([key]) => isOfEnvironment.test(key)).map(([, value]) => value),
        isPatched: spec?.get('templatePatch') !== undefined,
      }
    })
}

const isOfEnvironment = /^(?:[\w-]+\.)*(?:env|environment|stage|tier)$/i

/** Generators that are written here as a whole; others ask the cluster or a forge. */
function isKnown(generators: DataNode | undefined): boolean {
  const all = generators?.asList ?? []
  return (
    all.length > 0 &&
    all.every(
      (one) =>
        one.get('selector') === undefined &&
        (one.at('list', 'elements') ??
          one.at('git', 'directories') ??
          one.at('git', 'files') ??
          isKnown(one.at('matrix', 'generators'))),
    )
  )
}

/** Whether something in a tree was not filled in. */
export const isOpenTree = (node: DataNode): boolean =>
  node.kind === 'scalar'
    ? (node.text?.includes('{{') ?? false)
    : node.items.some(isOpenTree) || node.entries.some(({ value }) => isOpenTree(value))

/**
 * `{{env}}`, `{{ .path.basename }}`, `{{index .path.segments 1}}`; what a function but `default` makes of a value stays as it
 * is written.
 */
const hole = /\{\{-?\s*\.?([^{}]*?)\s*-?\}\}/g

function filled(node: DataNode, element: Element): DataNode {
  const { file, span, tag, source } = node
  if (node.kind === 'scalar') {
    const text = node.text
    if (!text?.includes('{{')) return node
    const made = text.replace(hole, (whole, name: string) => fillingOf(name, element) ?? whole)
    // a text stays one, whatever it looks like; all of it stands where the template does
    return new DataNode('scalar', file, span, made, [], [], tag, JSON.stringify(made), () => span.start)
  }
  const items = node.items.map((item) => filled(item, element))
  const entries = node.entries.map((entry) => ({ ...entry, value: filled(entry.value, element) }))
  return new DataNode(node.kind, file, span, null, items, entries, tag, source)
}
