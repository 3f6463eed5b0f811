import type { DataNode } from '../../documents/tree.ts'
import { Unseen } from './unseen.ts'

const deepest = 60

/**
 * An object as a text of YAML, for those who judge it by words and lines, wherever its parts are written: each key on a
 * line of its own, texts of several lines as blocks; what is hidden stands in double braces.
 */
export function printed(root: DataNode): string {
  const lines: string[] = []
  print(root, '', '', lines, 0)
  return `${lines.join('\n')}\n`
}

/** @param head what stands on the line already: the margin, a dash, the key */
function print(node: DataNode, head: string, margin: string, lines: string[], depth: number): void {
  if (depth > deepest) return
  if (node.kind === 'scalar') {
    printScalar(node, head, margin, lines)
    return
  }
  const isUnderKey = head.endsWith(':')
  if (isUnderKey) lines.push(head)
  // the first key of an item stands behind its dash
  let first = isUnderKey ? margin : head
  for (const { key, value } of node.entries) {
    print(value, `${first}${key}:`, `${margin}  `, lines, depth + 1)
    first = margin
  }
  for (const item of node.items) {
    print(item, `${first}- `, `${margin}  `, lines, depth + 1)
    first = margin
  }
}

function printScalar(node: DataNode, head: string, margin: string, lines: string[]): void {
  const start = head.endsWith(':') ? `${head} ` : head
  const text = node instanceof Unseen ? node.written || '{{ hidden }}' : (node.text ?? '')
  if (!text.includes('\n')) lines.push(`${start}${text}`)
  else lines.push(`${start}|`, ...text.split('\n').map((line) => `${margin}${line}`))
}
