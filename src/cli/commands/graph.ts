import { didYouMean } from '../../config/nearest.ts'
import { mask } from '../../documents/mask.ts'
import type { Place } from '../../documents/place.ts'
import type { Text } from '../../documents/text.ts'
import { UsageError } from '../errors.ts'
import { type ForgeOptions, openForge, tellForge } from '../forge.ts'
import type { Drawing } from '../graph/drawing.ts'

import { parseTargets, print, reportWidth, wantsColor, writeWhole } from '../output.ts'
import { tell } from '../tell.ts'

interface Options extends ForgeOptions {
  readonly format?: readonly string[]
  readonly pipeline?: readonly string[]
  readonly rev?: string
  readonly color?: boolean
}

/** `assay graph [path]`: draws what was understood of the pipelines. Exit code 2 where one could not be read. */
export async function graph(path: string | undefined, options: Options): Promise<number> {
  const targets = parseTargets(options.format ?? [], ['terminal', 'mermaid', 'dot', 'json'] as const)
  const opened = await openForge(path, options.rev, options)
  const { repository, configuration } = opened
  const { settings } = configuration
  const { collectFacts } = await import('../../facts/collect.ts')
  const { facts, observed, failed } = await collectFacts(repository, settings, ['workflows', 'brokenFiles'])
  const { graphOf } = await import('../../facts/pipeline/graph/index.ts')
  const { drawingOf } = await import('../graph/drawing.ts')
  const drawing = chosen(drawingOf(graphOf({ repository, settings, observed })), options.pipeline ?? [])
  const unreadable = facts.brokenFiles.filter(({ claimed }) => claimed)
  for (const { file, message } of unreadable) tell(`${file}: ${message}`)
  for (const [name, message] of failed) tell(`${name} could not be collected: ${message}`)
  tellForge(opened)
  const texts = new Map<string, Text | undefined>()
  for (const { jobs } of drawing.pipelines) {
    for (const { file } of jobs.map(({ place }) => place)) {
      if (!texts.has(file)) texts.set(file, repository.has(file) ? await repository.text(file) : undefined)
    }
  }
  const lineOf = ({ file, start }: Place) => (start === undefined ? undefined : texts.get(file)?.position(start).line)
  for (const { format, file } of targets) {
    const content = mask(await drawn(format, drawing, lineOf, file === undefined, options.color !== false))
    if (file === undefined) await print(content)
    else await writeWhole(file, content)
  }
  return unreadable.length || failed.size || opened.forge?.problem ? 2 : 0
}

/** The pipelines whose id, name or file holds one of the given words; all without a wish. */
function chosen(drawing: Drawing, wanted: readonly string[]): Drawing {
  if (wanted.length === 0) return drawing
  const named = (word: string) =>
    drawing.pipelines.filter(({ id, name }) => `${id}\n${name}`.toLowerCase().includes(word.toLowerCase()))
  for (const word of wanted) {
    if (named(word).length) continue
    const known = drawing.pipelines.map(({ id }) => id)
    throw new UsageError(
      `no pipeline is called "${word}"${didYouMean(word, known) || `; there are ${known.join(', ') || 'none here'}`}`,
    )
  }
  const kept = new Set(wanted.flatMap(named))
  return { ...drawing, pipelines: drawing.pipelines.filter((pipeline) => kept.has(pipeline)) }
}

async function drawn(
  format: 'terminal' | 'mermaid' | 'dot' | 'json',
  drawing: Drawing,
  lineOf: (place: Place) => number | undefined,
  toTerminal: boolean,
  color: boolean,
): Promise<string> {
  if (format === 'mermaid') {
    const { graphMermaid, MERMAID_EDGES, edgesOf } = await import('../graph/mermaid.ts')
    const edges = edgesOf(drawing)
    if (edges > MERMAID_EDGES) {
      tell(
        `Mermaid draws ${MERMAID_EDGES} arrows at most, and this has ${edges}: choose with --pipeline, or take --format dot`,
      )
    }
    return graphMermaid(drawing)
  }
  if (format === 'dot') return (await import('../graph/dot.ts')).graphDot(drawing)
  if (format === 'json') return (await import('../graph/json.ts')).graphJson(drawing, lineOf)
  const { graphText } = await import('../graph/text.ts')
  const { Chalk } = await import('chalk')
  const paint = new Chalk({ level: toTerminal && wantsColor(color, process.env, process.stdout.isTTY) ? 1 : 0 })
  const width = reportWidth(toTerminal ? process.stdout.columns : undefined)
  return graphText(drawing, { width, dim: paint.dim, strong: paint.bold, lineOf })
}
