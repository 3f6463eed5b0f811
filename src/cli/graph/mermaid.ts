import { oneLine } from '../table.ts'
import type { Drawing } from './drawing.ts'
import { type OutlineEdge, type OutlineNode, outlinesOf } from './outline.ts'

const arrows: Readonly<Record<OutlineEdge['requires'], string>> = {
  success: '-->',
  completion: '-- "any end" -->',
  failure: '-. "failure" .->',
}

const classes = [
  '  classDef deploy stroke-width:3px',
  '  classDef gate stroke-dasharray:6 3,stroke-width:2px',
  '  classDef hidden stroke-dasharray:2 4',
]

/** More arrows than this are refused where nobody says otherwise, and a diagram cannot (`maxEdges`, mermaid.js.org/config). */
export const MERMAID_EDGES = 500

/** How many arrows the flowchart has. */
export function edgesOf(drawing: Drawing): number {
  return outlinesOf(drawing).reduce((sum, { edges }) => sum + edges.length, 0)
}

/** The pipelines as a Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html), one subgraph each. */
export function graphMermaid(drawing: Drawing): string {
  const lines = outlinesOf(drawing).flatMap(({ name, nodes, edges }, p) => [
    `  subgraph p${p}["${escaped(name)}"]`,
    ...nodes.map((node) => `    ${box(node)}`),
    ...edges.map(({ from, to, requires }) => `    ${from} ${arrows[requires]} ${to}`),
    '  end',
  ])
  return `${['flowchart LR', ...lines, ...classes].join('\n')}\n`
}

function box({ id, lines, look }: OutlineNode): string {
  const label = `"${lines.map(escaped).join('<br/>')}"`
  if (look === 'start') return `${id}([${label}])`
  return `${id}[${label}]${look === 'job' ? '' : `:::${look}`}`
}

/** Mermaid's entities begin with `#`; what a browser would take for HTML is written out. */
function escaped(text: string): string {
  return oneLine(text).replace(/[#"&<>`[\]{}|\\]/g, (sign) => `#${sign.codePointAt(0)};`)
}
