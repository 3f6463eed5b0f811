import { DataNode } from '../../../documents/tree.ts'
import { fillPieces, piecesOf } from '../dialect/fill.ts'

/** Inputs of a file (`spec: inputs`), by name; a missing one is not known. */
export type Inputs = ReadonlyMap<string, DataNode>

const pattern = /\$\[\[\s*(.*?)\s*\]\]/g

/**
 * Puts inputs in at `$[[ inputs.name ]]`, in values and keys (docs.gitlab.com/ci/inputs). A text that is nothing else
 * becomes the input itself, of whatever type. What is not known stays as it is written.
 */
export function interpolated(root: DataNode, inputs: Inputs): DataNode {
  // What aliases share stays shared.
  const made = new Map<DataNode, DataNode>()
  const fill = (node: DataNode): DataNode => {
    const known = made.get(node)
    if (known) return known
    const result = filled(node, inputs, fill)
    made.set(node, result)
    return result
  }
  return fill(root)
}

function filled(node: DataNode, inputs: Inputs, fill: (node: DataNode) => DataNode): DataNode {
  if (node.kind === 'scalar') return scalar(node, inputs)
  if (node.kind === 'list') {
    const items = node.items.map(fill)
    if (items.every((item, i) => item === node.items[i])) return node
    return new DataNode('list', node.file, node.span, null, items, [], node.tag, node.source)
  }
  let changed = false
  const entries = node.entries.map((entry) => {
    const value = fill(entry.value)
    const key = entry.key.includes('$[[') ? textWith(entry.key, inputs).text : entry.key
    changed ||= value !== entry.value || key !== entry.key
    return { ...entry, key, value }
  })
  return changed ? new DataNode('map', node.file, node.span, null, [], entries, node.tag, node.source) : node
}

function scalar(node: DataNode, inputs: Inputs): DataNode {
  const { value } = node
  if (typeof value !== 'string' || !value.includes('$[[')) return node
  const whole = /^\s*\$\[\[\s*inputs\.([\w-]+)\s*\]\]\s*$/.exec(value)?.[1]
  const given = whole === undefined ? undefined : inputs.get(whole)
  if (given) {
    if (given.kind !== 'scalar') return given
    const at = (index: number) => node.offsetOf(Math.min(index, Math.max(0, value.length - 1)))
    return new DataNode('scalar', node.file, node.span, given.value, [], [], node.tag, given.source, at)
  }
  const { text, startOf } = textWith(value, inputs)
  return new DataNode('scalar', node.file, node.span, text, [], [], node.tag, text, (index) =>
    node.offsetOf(startOf(index)),
  )
}

function textWith(text: string, inputs: Inputs) {
  return fillPieces(text, piecesOf(text, pattern), (expression) => inputText(expression, inputs))
}

/** `inputs.name`, with the functions that change the text: `truncate(0, 8)`; `expand_vars` leaves it to the shell. */
function inputText(expression: string, inputs: Inputs): string | undefined {
  const [path = '', ...functions] = expression.split('|').map((part) => part.trim())
  const name = /^inputs\.([\w-]+)$/.exec(path)?.[1]
  const node = name === undefined ? undefined : inputs.get(name)
  if (node?.kind !== 'scalar') return undefined
  let value = node.text ?? ''
  for (const call of functions) {
    const cut = /^truncate\(\s*(\d+)\s*,\s*(\d+)\s*\)$/.exec(call)
    if (cut) value = value.slice(Number(cut[1]), Number(cut[1]) + Number(cut[2]))
    else if (!/^(expand_vars|posix_escape)$/.test(call)) return undefined
  }
  return value
}

/** The inputs that a file gets: what is given to it, else the defaults of its header. */
export function inputsOf(header: DataNode | undefined, given: DataNode | undefined): Inputs {
  const inputs = new Map<string, DataNode>()
  for (const { key, value } of header?.at('spec', 'inputs')?.entries ?? []) {
    const chosen = given?.get(key) ?? value.get('default')
    if (chosen) inputs.set(key, chosen)
  }
  return inputs
}
