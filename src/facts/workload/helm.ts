import type { Settings } from '../../config/settings.ts'
import type { Place } from '../../documents/place.ts'
import type { DataNode } from '../../documents/tree.ts'
import { type Hidden, isHidden, type Seen } from '../hidden.ts'
import type { Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import { type Chart, type Values, valuesOf } from './charts.ts'
import { givenByPipelines } from './given.ts'
import { type Running, unseen } from './model.ts'
import { type Action, actionsOf, blocksAt, lookUp, rendered } from './template.ts'
import { type Head, headsOf, probeOf } from './template-heads.ts'

/**
 * The workloads of charts, read from the text of their templates: what stands outside of any block is there, what stands in
 * one is there where the values of the environment say so, and all else is hidden. No template is run.
 */
export async function helmWorkloads(
  repository: Repository,
  settings: Settings,
  charts: readonly Chart[],
  workflows: readonly Workflow[],
): Promise<Running[]> {
  const given = givenByPipelines(workflows)
  const found: Running[] = []
  for (const chart of charts) {
    if (chart.isLibrary) continue
    const heads = await headsOfChart(repository, chart)
    const uses = await valuesOf(chart, charts, repository, settings)
    for (const values of uses) {
      const context: Context = { chart, values, given, heads }
      for (const head of heads) found.push(...running(head, context))
      for (const { name, key, node } of chart.dependencies) found.push(...dependency(name, key, node, context, uses))
    }
  }
  return found
}

interface Context {
  readonly chart: Chart
  readonly values: Values
  readonly given: ReadonlySet<string>
  readonly heads: readonly Head[]
}

async function headsOfChart(repository: Repository, { folder, name }: Chart): Promise<Head[]> {
  const heads: Head[] = []
  const helpers = new Map<string, string>()
  const texts: { file: string; content: string; actions: readonly Action[] }[] = []
  for (const { path } of repository.under(`${folder ? `${folder}/` : ''}templates`)) {
    if (!/\.(ya?ml|tpl)$/.test(path) || path.includes('/tests/')) continue
    const text = await repository.text(path)
    if (!text || text.content.length > 500_000) continue
    const actions = actionsOf(text.content)
    for (const [i, action] of actions.entries()) {
      const defined = /^define\s+"([^"]+)"/.exec(action.text)?.[1]
      if (!defined) continue
      const end = actions.slice(i + 1).find((one) => one.blocks.length === action.blocks.length && one.text === 'end')
      helpers.set(defined, text.content.slice(action.end, end?.start))
    }
    texts.push({ file: path, content: text.content, actions })
  }
  for (const text of texts) heads.push(...headsOf(text, name, helpers))
  return heads
}

function running(head: Head, context: Context): Running[] {
  if (head.kind === 'HorizontalPodAutoscaler') return []
  const { chart, values, given } = context
  const made = rendered(blocksAt(head.actions, head.start), values, given)
  if (made === false) return []
  const [replicas, place] = replicasOf(head, context)
  const watched = (probe: string): Seen<boolean> => {
    const found = probeOf(head, probe, values, given)
    return isHidden(made) && found === false ? made : found
  }
  return [
    {
      kind: head.kind,
      name: named(head, context),
      service: `${head.kind} ${head.name} ${head.file} ${chart.folder}`,
      environment: values.environment,
      replicas: isHidden(made) ? made : replicas,
      readiness: watched('readinessProbe'),
      liveness: watched('livenessProbe'),
      goesBack: head.kind === 'Rollout' ? unseen(`what takes a rollout of ${head.name} back`, head.file) : false,
      byHelm: true,
      source: chart.folder,
      file: head.file,
      place,
    },
  ]
}

/** The name as far as values and the chart tell it. */
function named({ title, name }: Head, { chart, values, given }: Context): string {
  const filled = title.replace(/["']/g, '').replace(/\{\{-?\s*(.*?)\s*-?\}\}/g, (_, action: string) => {
    const value = /^\$?\.Values(\.\w+)+$/.test(action) ? lookUp(action, values, given) : chart.name
    return isHidden(value) || value === '' || value === '{}' ? chart.name : value
  })
  return filled || name
}

/** The minimum of an autoscaler that is made, else `replicas:`, else the documented default. */
function replicasOf(head: Head, { heads, values, given }: Context): [Seen<number>, Place] {
  const at = (one: Head, offset: number, end: number): Place => ({ file: one.file, start: offset, end })
  const scaler = heads.find(({ kind, about }) => kind === 'HorizontalPodAutoscaler' && about === head.title)
  if (scaler) {
    const made = rendered(blocksAt(scaler.actions, scaler.start), values, given)
    if (isHidden(made)) return [made, at(head, head.start, head.nameEnd)]
    if (made) return numberAt(scaler, 'minReplicas', values, given)
  }
  return numberAt(head, 'replicas', values, given)
}

function numberAt(head: Head, key: string, values: Values, given: ReadonlySet<string>): [Seen<number>, Place] {
  const match = new RegExp(`^ {1,4}${key}:[ \\t]*(.*?)[ \\t]*$`, 'm').exec(head.text)
  const whole: Place = { file: head.file, start: head.start, end: head.nameEnd }
  if (!match) return [1, whole]
  const offset = head.offset + match.index
  const place = { file: head.file, start: offset, end: offset + match[0].length }
  const made = rendered(blocksAt(head.actions, offset), values, given)
  if (isHidden(made)) return [made, place]
  if (!made) return [1, whole]
  const written = (match[1] as string).replace(/^(["'])(.*)\1$/, '$2').replace(/\s+#.*$/, '')
  const value = numberOf(written, values, given)
  return [
    isHidden(value) || value !== undefined ? value : unseen(`how many of ${head.name} run`, head.file),
    placeOf(written, values) ?? place,
  ]
}

const simple = /^\{\{-?\s*(?:int\s+)?(\$?\.Values(?:\.\w+)+)\s*(?:\|\s*default\s+(\d+)\s*)?(?:\|\s*int\s*)?-?\}\}$/
const preset = /^\{\{-?\s*default\s+(\d+)\s+(\$?\.Values(?:\.\w+)+)\s*-?\}\}$/

function numberOf(written: string, values: Values, given: ReadonlySet<string>): Seen<number> | undefined {
  if (/^\d+$/.test(written)) return Number(written)
  const found = simple.exec(written)
  const other = preset.exec(written)
  const path = found?.[1] ?? other?.[2]
  if (!path) return undefined
  const value = lookUp(path, values, given)
  if (isHidden(value)) return value
  const text = value === '' || value === '0' ? (found?.[2] ?? other?.[1] ?? value) : value
  return /^\d+$/.test(text) ? Number(text) : undefined
}

/** Where the values of the environment say it. */
function placeOf(written: string, values: Values): Place | undefined {
  const path = (simple.exec(written)?.[1] ?? preset.exec(written)?.[2])?.replace(/^\$?\.Values\./, '').split('.')
  if (!path) return undefined
  return [...values.own, ...(values.defaults ? [values.defaults] : [])].map((one) => one.at(...path)).find(Boolean)
    ?.place
}

/** A chart from elsewhere: the same in both where no environment has values for it. */
function dependency(
  name: string,
  key: string,
  node: DataNode,
  { chart, values }: Context,
  uses: readonly Values[],
): Running[] {
  const switchedOff = node.get('condition')?.text
  if (switchedOff && /^[\w.-]+$/.test(switchedOff) && lookUp(`.Values.${switchedOff}`, values, new Set()) === 'false')
    return []
  const hidden: Hidden = unseen(`the workloads of the chart ${name}`, 'this repository, as a copy in charts/')
  const isSame = !uses.some(({ own }) => own.some((one) => one.get(key) ?? one.get('global') ?? one.get('tags')))
  return [
    {
      kind: 'chart',
      name,
      // each its own service where nothing differs: there is nothing to compare
      service: `chart ${name} ${chart.folder}${isSame ? ` ${values.environment?.name}` : ''}`,
      environment: values.environment,
      replicas: hidden,
      readiness: hidden,
      liveness: hidden,
      goesBack: hidden,
      byHelm: true,
      source: chart.folder,
      file: node.file,
      place: node.place,
    },
  ]
}
