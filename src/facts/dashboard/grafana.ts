import type { Value, ValueMap } from '../infrastructure/value.ts'
import { at, hiddenAt, mapsAt, seenTextAt, textAt } from './body.ts'
import { ofTarget } from './grafana-targets.ts'
import { byTitle, type PanelRead, panelOf, type Sheet, unseen } from './sheet.ts'

/*
 * Dashboards of Grafana: the model of its files and exports (grafana.com/docs/grafana/latest/dashboards/build-dashboards/
 * view-dashboard-json-model), rows of the versions before 5, and the second schema (`dashboard.grafana.app/v2…`), which
 * keeps its panels by name.
 */

/** How many panels of a dashboard are looked at: what aliases share may come to more than anybody draws. */
const most = 5000

/** Whether a map is a dashboard. */
export function isGrafana(body: Value): boolean {
  const inner = insideOf(body)
  if (mapsAt(inner, 'elements').length) return at(inner, 'layout') !== undefined
  const panels = Array.isArray(at(inner, 'panels'))
  const rows = Array.isArray(at(inner, 'rows')) && mapsAt(inner, 'rows').some((row) => Array.isArray(at(row, 'panels')))
  const marks = ['schemaVersion', 'templating', 'annotations', 'timepicker', 'time', 'gnetId'].filter(
    (key) => at(inner, key) !== undefined,
  )
  return (panels || rows) && (marks.length > 0 || (seenTextAt(inner, 'title') !== undefined && hasTargets(inner)))
}

const hasTargets = (inner: Value | undefined) =>
  mapsAt(inner, 'panels').some((panel) => at(panel, 'targets') !== undefined && at(panel, 'type') !== undefined)

/** An export of the API wraps a dashboard in `dashboard`, a resource of the newer one in `spec`. */
function insideOf(body: Value): Value | undefined {
  if (/^dashboard\.grafana\.app\//.test(textAt(body, 'apiVersion'))) return at(body, 'spec')
  return at(body, 'panels') === undefined && at(body, 'dashboard') !== undefined ? at(body, 'dashboard') : body
}

/** Reads a dashboard. */
export function ofGrafana(body: Value): Sheet {
  const inner = insideOf(body)
  const panels: PanelRead[] = []
  for (const row of [inner, ...mapsAt(inner, 'rows')]) collect(row, panels, 0)
  const elements = at(inner, 'elements')
  for (const element of typeof elements === 'object' && elements !== null ? Object.values(elements) : []) {
    if (panels.length < most) panels.push(ofElement(element as Value))
  }
  return {
    system: 'grafana',
    title: seenTextAt(inner, 'title') ?? '',
    panels,
    hidden: hiddenAt(inner, 'panels') ?? hiddenAt(inner, 'rows'),
    copied: typeof at(inner, 'gnetId') === 'number',
  }
}

function collect(holder: Value | undefined, panels: PanelRead[], depth: number): void {
  for (const panel of mapsAt(holder, 'panels')) {
    if (panels.length >= most || depth > 5) return
    if (at(panel, 'panels') !== undefined) collect(panel, panels, depth + 1)
    const type = textAt(panel, 'type')
    if (!/^(row|text|news|dashlist|welcome|gettingstarted|alertlist)$/.test(type)) panels.push(ofPanel(panel))
  }
}

function ofPanel(panel: ValueMap): PanelRead {
  const title = seenTextAt(panel, 'title')
  const library = at(panel, 'libraryPanel')
  if (library !== undefined && at(panel, 'targets') === undefined) {
    const name = textAt(library, 'name') || textAt(library, 'uid')
    const hidden = unseen(`the library panel ${name} of Grafana`, `keep the panel ${name} in the dashboard itself`)
    return panelOf(title ?? name, [{ shows: [], hidden, open: true }], panel)
  }
  const hidden = hiddenAt(panel, 'targets')
  const queries = mapsAt(panel, 'targets').flatMap((target) => {
    const query = ofTarget(target, at(panel, 'datasource'))
    return isDrawn(target, query) ? [query] : []
  })
  return panelOf(title, hidden ? [...queries, { shows: [], hidden }] : queries, panel)
}

/** Whether a query draws anything: it is not hidden, and something is asked. */
const isDrawn = (target: ValueMap, query: ReturnType<typeof ofTarget>): boolean =>
  at(target, 'hide') !== true &&
  !(query === byTitle && ['expr', 'rawSql', 'query'].some((key) => at(target, key) === ''))

/** A panel of the second schema: `spec.data.spec.queries[].spec.query.spec.expr`. */
function ofElement(element: Value): PanelRead {
  const spec = at(element, 'spec')
  const title = seenTextAt(spec, 'title')
  if (textAt(element, 'kind') === 'LibraryPanel') {
    const name = textAt(spec, 'libraryPanel', 'name')
    const hidden = unseen(`the library panel ${name} of Grafana`, `keep the panel ${name} in the dashboard itself`)
    return panelOf(title, [{ shows: [], hidden }], element)
  }
  const queries = mapsAt(spec, 'data', 'spec', 'queries').map((query) => {
    const inner = at(query, 'spec', 'query')
    const target = at(inner, 'spec')
    const source = textAt(inner, 'group') || textAt(inner, 'kind')
    return typeof target === 'object' && target !== null && !Array.isArray(target)
      ? ofTarget(target as ValueMap, source)
      : byTitle
  })
  return panelOf(title, queries, element)
}
