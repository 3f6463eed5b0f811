import type { Value, ValueMap } from '../infrastructure/value.ts'
import { at, hiddenAt, mapsAt, mapsIn, seenTextAt, textAt } from './body.ts'
import { ofGoogleMetric } from './cloud-metrics.ts'
import { ofLogQuery, ofPromql } from './promql.ts'
import { byTitle, type Measured, type PanelRead, panelOf, type Sheet } from './sheet.ts'
import { ofMonitoringQuery } from './texts.ts'

/*
 * Dashboards of Google Cloud (cloud.google.com/monitoring/api/ref_v3/rest/v1/projects.dashboards).
 */

const layouts = ['gridLayout', 'mosaicLayout', 'rowLayout', 'columnLayout'] as const

/** Whether a map is a dashboard: one of four layouts. */
export const isGoogle = (body: Value) => layouts.some((layout) => mapsAt(body, layout).length > 0)

/** Reads a dashboard. */
export function ofGoogle(body: Value): Sheet {
  const panels: PanelRead[] = []
  let hidden = layouts.map((layout) => hiddenAt(body, layout)).find((one) => one !== undefined)
  for (const layout of layouts) {
    const holder = at(body, layout)
    hidden ??= hiddenAt(holder, 'widgets') ?? hiddenAt(holder, 'tiles')
    const widgets = [
      ...mapsAt(holder, 'widgets'),
      ...mapsAt(holder, 'tiles').flatMap((tile) => mapsAt(tile, 'widget')),
      ...[...mapsAt(holder, 'rows'), ...mapsAt(holder, 'columns')].flatMap((row) => mapsAt(row, 'widgets')),
    ]
    for (const widget of widgets) panels.push(panelOf(seenTextAt(widget, 'title'), queriesOf(widget), widget))
  }
  return { system: 'google-monitoring', title: seenTextAt(body, 'displayName') ?? '', panels, hidden }
}

function queriesOf(widget: ValueMap): readonly Measured[] {
  if (at(widget, 'text') !== undefined || at(widget, 'blank') !== undefined) return []
  const logs = at(widget, 'logsPanel')
  if (logs !== undefined)
    return [ofLogQuery(textAt(logs, 'filter').replace(/severity\s*>=?\s*"?(ERROR|CRITICAL)/i, 'level="error'))]
  const found: Measured[] = []
  for (const map of mapsIn(widget)) {
    const hidden =
      hiddenAt(map, 'filter') ?? hiddenAt(map, 'prometheusQuery') ?? hiddenAt(map, 'timeSeriesQueryLanguage')
    if (hidden) found.push({ shows: [], hidden, open: true })
    const promql = textAt(map, 'prometheusQuery')
    if (promql) found.push(ofPromql(promql, ''))
    const query = textAt(map, 'timeSeriesQueryLanguage')
    if (query) found.push(ofMonitoringQuery(query))
    const filter = textAt(map, 'filter')
    const type = /metric\.type\s*=\s*\\?"([^"\\]+)/.exec(filter)?.[1]
    if (type) found.push(ofGoogleMetric(type, filter, JSON.stringify(groupings(map))))
  }
  return found.length ? found : [byTitle]
}

const groupings = (map: ValueMap) =>
  [at(map, 'aggregation', 'groupByFields'), at(map, 'secondaryAggregation', 'groupByFields')].map((one) => one ?? '')
