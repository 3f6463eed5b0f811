import type { Value, ValueMap } from '../infrastructure/value.ts'
import { isMap } from '../infrastructure/value.ts'
import { at, hiddenAt, mapsAt, mapsIn, seenTextAt, textAt, textsUnder } from './body.ts'
import { ofDatadogMetric } from './cloud-metrics.ts'
import { joined } from './metrics.ts'
import { ofLogQuery } from './promql.ts'
import { byTitle, type Measured, type PanelRead, panelOf, type Sheet, unseen } from './sheet.ts'

/*
 * Dashboards of Datadog: the form of its API (docs.datadoghq.com/api/latest/dashboards), and blocks of Terraform, whose
 * widgets are named after what they hold: `timeseries_definition`.
 */

/** Whether a map is a dashboard: widgets with a definition, and how they are laid out. */
export function isDatadog(body: Value): boolean {
  const laid = at(body, 'layout_type') !== undefined
  return (
    mapsAt(body, 'widgets').some((widget) => at(widget, 'definition') !== undefined) &&
    (laid || at(body, 'title') !== undefined)
  )
}

/** Reads a dashboard, whether its widgets stand in `widgets` (the API) or in blocks `widget`. */
export function ofDatadog(body: Value): Sheet {
  const panels: PanelRead[] = []
  collect(body, panels, 0)
  return {
    system: 'datadog',
    title: seenTextAt(body, 'title') ?? '',
    panels,
    hidden: hiddenAt(body, 'widgets') ?? hiddenAt(body, 'widget'),
  }
}

function collect(holder: Value | undefined, panels: PanelRead[], depth: number): void {
  for (const widget of [...mapsAt(holder, 'widgets'), ...mapsAt(holder, 'widget')]) {
    const [definition, type] = definitionOf(widget)
    if (definition === undefined || depth > 3) continue
    if (type === 'group') collect(definition, panels, depth + 1)
    else panels.push(panelOf(seenTextAt(definition, 'title'), queriesOf(definition, type), definition))
  }
}

function definitionOf(widget: ValueMap): readonly [ValueMap | undefined, string] {
  const own = at(widget, 'definition')
  if (own !== undefined && isMap(own)) return [own, textAt(own, 'type')]
  const block = Object.keys(widget).find((key) => key.endsWith('_definition'))
  return block ? [mapsAt(widget, block)[0], block.replace(/_definition$/, '')] : [undefined, '']
}

const queries = new Set(['q', 'query'])

function queriesOf(definition: ValueMap, type: string): readonly Measured[] {
  if (/^(note|free_text|image|iframe|alert_graph|alert_value|manage_status|event_stream)$/.test(type)) return []
  if (type === 'powerpack')
    return [{ shows: [], hidden: unseen('a powerpack of Datadog', 'keep its widgets in the dashboard') }]
  if (type === 'trace_service' || type === 'service_summary') return [{ shows: ['latency', 'errors', 'traffic'] }]
  if (/^log_stream|^list_stream/.test(type))
    return [ofLogQuery(textsUnder(definition, new Set(['query', 'query_string'])).join(' '))]
  const found = textsUnder(at(definition, 'requests') ?? at(definition, 'request') ?? definition, queries).map(ofQuery)
  if (found.length) return found
  for (const map of mapsIn(definition)) {
    const hidden = hiddenAt(map, 'q') ?? hiddenAt(map, 'query')
    if (hidden) return [{ shows: [], hidden, open: true }]
  }
  return [byTitle]
}

function ofQuery(query: string): Measured {
  const names = [...query.matchAll(/([a-z][\w]*(?:\.[\w]+)+)\s*\{([^}]*)\}/gi)]
  if (!names.length) return ofLogQuery(query)
  return joined(
    names.map(([, name, filter]) => {
      const measured = ofDatadogMetric(name as string)
      const fails = /(status|status_code|http\.status_code|code):\s*\(?5/.test(filter as string)
      return fails && measured.shows.includes('traffic') ? { shows: ['errors'] } : measured
    }),
  )
}
