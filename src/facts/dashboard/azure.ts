import type { Value, ValueMap } from '../infrastructure/value.ts'
import { at, hiddenAt, mapsAt, mapsIn, textAt } from './body.ts'
import { ofAzureMetric } from './cloud-metrics.ts'
import { byTitle, type Measured, type PanelRead, panelOf, type Sheet, unseen } from './sheet.ts'
import { ofKusto } from './texts.ts'

/*
 * Dashboards of the Azure portal (learn.microsoft.com/azure/azure-portal/azure-portal-dashboards-structure) and workbooks
 * (github.com/microsoft/Application-Insights-Workbooks).
 */

const lensesOf = (body: Value) => [...mapsAt(body, 'properties', 'lenses'), ...mapsAt(body, 'lenses')]

/** Whether a map is a dashboard of the portal: lenses with parts. */
export const isPortal = (body: Value) => lensesOf(body).some((lens) => mapsAt(lens, 'parts').length > 0)

/** Reads a dashboard of the portal. */
export function ofPortal(body: Value): Sheet {
  const parts = lensesOf(body).flatMap((lens) => mapsAt(lens, 'parts'))
  const title = textAt(body, 'tags', 'hidden-title') || textAt(body, 'name')
  const hidden = hiddenAt(body, 'properties') ?? hiddenAt(body, 'lenses')
  return { system: 'azure-portal', title, panels: parts.map(ofPart), hidden }
}

function ofPart(part: ValueMap): PanelRead {
  if (/MarkdownPart$|ClockPart$|ResourceGroupMapPinnedPart$/.test(textAt(part, 'metadata', 'type')))
    return panelOf('', [], part)
  let title = ''
  const queries: Measured[] = []
  for (const map of mapsIn(part)) {
    title ||= textAt(map, 'PartTitle') || (typeof at(map, 'title') === 'string' ? textAt(map, 'title') : '')
    for (const metric of mapsAt(map, 'metrics')) {
      const type = textAt(metric, 'namespace') || textAt(metric, 'resourceMetadata', 'id')
      if (textAt(metric, 'name')) queries.push(ofAzureMetric(typeOf(type), textAt(metric, 'name')))
    }
    // inputs of a part are pairs of a name and a value
    const name = textAt(map, 'name')
    const query = name === 'Query' || name === 'query' ? textAt(map, 'value') : textAt(map, 'Query')
    if (query) queries.push(ofKusto(query))
    if (name === 'PartTitle') title = textAt(map, 'value')
  }
  return panelOf(title, queries.length ? queries : [byTitle], part)
}

/** The type of a resource from its id: what stands behind `providers/`. */
const typeOf = (id: string) => /providers\/([\w.]+\/\w+)/i.exec(id)?.[1] ?? id

/** Whether a map is a workbook. */
export const isWorkbook = (body: Value) =>
  /^Notebook\//.test(textAt(body, 'version')) && mapsAt(body, 'items').length > 0

/** Reads a workbook. */
export function ofWorkbook(body: Value): Sheet {
  const panels: PanelRead[] = []
  collectItems(body, panels, 0)
  return { system: 'azure-workbook', title: '', panels, hidden: hiddenAt(body, 'items') }
}

function collectItems(holder: Value | undefined, panels: PanelRead[], depth: number): void {
  for (const item of mapsAt(holder, 'items')) {
    const content = at(item, 'content')
    const title = textAt(content, 'title') || textAt(item, 'name')
    const query = textAt(content, 'query')
    const metrics = mapsAt(content, 'metrics').filter((metric) => textAt(metric, 'metric'))
    if (at(content, 'items') !== undefined && depth < 6) collectItems(content, panels, depth + 1)
    if (textAt(content, 'loadFromTemplateId')) {
      const hidden = unseen(`the template of ${title || 'a group'} of a workbook`, 'keep its items in the workbook')
      panels.push(panelOf(title, [{ shows: [], hidden }], item))
    }
    if (query || metrics.length) {
      const found = metrics.map((metric) =>
        ofAzureMetric(textAt(metric, 'namespace') || textAt(metric, 'metric'), textAt(metric, 'metric')),
      )
      panels.push(panelOf(title, query ? [...found, ofKusto(query)] : found, item))
    }
  }
}
