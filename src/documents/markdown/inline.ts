import type { InlineCode, Nodes } from 'mdast'

/** The words of a node as a reader sees them: links by their text, images by their description, a line break as such. */
export function plainText(root: Nodes): string {
  let text = ''
  visit(root, (node) => {
    if (node.type === 'text' || node.type === 'inlineCode') text += node.value
    else if (node.type === 'break') text += '\n'
    else if (node.type === 'image' || node.type === 'imageReference') text += node.alt ?? ''
  })
  return text.replaceAll('\r\n', '\n')
}

/** The code spans of a node in their order. */
export function codeSpans(root: Nodes): InlineCode[] {
  const found: InlineCode[] = []
  visit(root, (node) => {
    if (node.type === 'inlineCode') found.push(node)
  })
  return found
}

function visit(root: Nodes, see: (node: Nodes) => void): void {
  const stack: Nodes[] = [root]
  for (let node = stack.pop(); node; node = stack.pop()) {
    see(node)
    if ('children' in node) for (let i = node.children.length - 1; i >= 0; i--) stack.push(node.children[i] as Nodes)
  }
}
