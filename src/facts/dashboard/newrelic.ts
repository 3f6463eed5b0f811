import { isMap, type Value } from '../infrastructure/value.ts'
import { at, hiddenAt, mapsAt, mapsIn, seenTextAt, textAt } from './body.ts'
import { byTitle, type Measured, type PanelRead, panelOf, type Sheet } from './sheet.ts'
import { ofNrql } from './texts.ts'

/*
 * Dashboards of New Relic: the form of its API (docs.newrelic.com/docs/apis/nerdgraph, "dashboards"), and blocks of
 * Terraform: `page { widget_line { title nrql_query { query } } }`.
 */

/** Whether a map is a dashboard: pages of widgets with queries in NRQL. */
export const isNewRelic = (body: Value) =>
  mapsAt(body, 'pages').some((page) =>
    mapsAt(page, 'widgets').some((widget) => at(widget, 'rawConfiguration') !== undefined),
  )

/** Reads a dashboard. */
export function ofNewRelic(body: Value): Sheet {
  const panels: PanelRead[] = []
  for (const page of [...mapsAt(body, 'pages'), ...mapsAt(body, 'page')]) {
    const blocks = Object.keys(page).filter((key) => key.startsWith('widget'))
    for (const widget of blocks.flatMap((key) => mapsAt(page, key))) {
      if (isMap(widget)) panels.push(panelOf(seenTextAt(widget, 'title'), queriesOf(widget), widget))
    }
  }
  return {
    system: 'newrelic',
    title: seenTextAt(body, 'name') ?? '',
    panels,
    hidden: hiddenAt(body, 'pages') ?? hiddenAt(body, 'page'),
  }
}

function queriesOf(widget: Value): readonly Measured[] {
  const found: Measured[] = []
  for (const map of mapsIn(widget)) {
    const hidden = hiddenAt(map, 'query')
    if (hidden) found.push({ shows: [], hidden, open: true })
    const query = textAt(map, 'query')
    if (query) found.push(ofNrql(query))
  }
  return found.length ? found : [byTitle]
}
