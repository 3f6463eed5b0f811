import type { DataNode } from '../../../documents/tree.ts'
import type { Reading } from '../dialect/reading.ts'

/** Where an imported pipeline leads. */
export type Imported =
  /** to a pipeline of this repository */
  | { readonly kind: 'here'; readonly node: DataNode; readonly root: DataNode }
  | { readonly kind: 'elsewhere'; readonly what: string }
  /** a circle of imports, with what shows it */
  | { readonly kind: 'circle'; readonly circle: string }

/**
 * Follows `import: repository:ref:pipeline`, or `import: pipeline@source` with the source under `definitions: imports:`,
 * which may be a file of this repository (support.atlassian.com, "Share pipelines configurations").
 */
export async function followImport(
  text: string,
  root: DataNode,
  reading: Reading,
  seen: readonly string[] = [],
): Promise<Imported> {
  const [name = '', source] = text.split('@')
  if (source === undefined) return { kind: 'elsewhere', what: `the imported pipeline ${text}` }
  const named = root.at('definitions', 'imports', source) ?? root.at('definitions', 'imports', 'pipelines', source)
  const from = named?.text ?? named?.get('import')?.text
  const file = from?.replace(/^\.?\//, '')
  if (file === undefined || file.includes(':') || !reading.repository.has(file)) {
    return { kind: 'elsewhere', what: `the pipeline ${name} of ${from ?? source}` }
  }
  const step = `${name}@${file}`
  if (seen.includes(step)) return { kind: 'circle', circle: [...seen, step].join(' → ') }
  reading.repository.claim(file)
  const other = (await reading.repository.yaml(file))?.find((document) => document.kind === 'map')
  const node = other?.at('definitions', 'pipelines', name) ?? other?.at('pipelines', 'custom', name)
  if (!other || !node) return { kind: 'elsewhere', what: `the pipeline ${name} of ${file}` }
  const further = node.kind === 'map' ? node.get('import')?.text : undefined
  return further === undefined
    ? { kind: 'here', node, root: other }
    : followImport(further, other, reading, [...seen, step])
}
