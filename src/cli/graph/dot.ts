import { oneLine } from '../table.ts'
import type { Drawing } from './drawing.ts'
import { type OutlineEdge, type OutlineNode, outlinesOf } from './outline.ts'

const looks: Readonly<Record<OutlineNode['look'], string>> = {
  start: ', shape=oval',
  job: '',
  deploy: ', penwidth=3',
  gate: ', style=dashed',
  hidden: ', style=dotted',
}

const arrows: Readonly<Record<OutlineEdge['requires'], string>> = {
  success: '',
  completion: ' [label="any end", style=dashed]',
  failure: ' [label="failure", style=dotted]',
}

/** The pipelines in Graphviz's language (https://graphviz.org/doc/info/lang.html), one cluster each. */
export function graphDot(drawing: Drawing): string {
  const lines = outlinesOf(drawing).flatMap(({ name, nodes, edges }, p) => [
    `  subgraph cluster_${p} {`,
    `    label="${escaped(name)}"`,
    ...nodes.map((node) => `    ${node.id} [label="${node.lines.map(escaped).join('\\n')}"${looks[node.look]}]`),
    ...edges.map(({ from, to, requires }) => `    ${from} -> ${to}${arrows[requires]}`),
    '  }',
  ])
  return `${['digraph pipelines {', '  rankdir=LR', '  node [shape=box, fontname="sans-serif"]', ...lines, '}'].join('\n')}\n`
}

const escaped = (text: string) => oneLine(text).replace(/["\\]/g, '\\$&')
