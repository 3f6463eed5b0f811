import { isMap, type Value } from '../infrastructure/value.ts'
import { isPortal, isWorkbook, ofPortal, ofWorkbook } from './azure.ts'
import { isCloudWatch, ofCloudWatch } from './cloudwatch.ts'
import { isDatadog, ofDatadog } from './datadog.ts'
import { isGoogle, ofGoogle } from './google.ts'
import { isGrafana, ofGrafana } from './grafana.ts'
import { isNewRelic, ofNewRelic } from './newrelic.ts'
import type { Sheet } from './sheet.ts'

const forms: readonly (readonly [(body: Value) => boolean, (body: Value) => Sheet])[] = [
  [isGrafana, ofGrafana],
  [isGoogle, ofGoogle],
  [isDatadog, ofDatadog],
  [isCloudWatch, ofCloudWatch],
  [isPortal, ofPortal],
  [isWorkbook, ofWorkbook],
  [isNewRelic, ofNewRelic],
]

/** Whether a dashboard of any form may stand in a text: what is parsed at all. */
export function mayBeDashboard(text: string): boolean {
  if (/"(panels|rows)"\s*:\s*\[/.test(text))
    return /"(schemaVersion|templating|targets|timepicker|annotations)"\s*:/.test(text)
  if (/"widgets"\s*:\s*\[/.test(text))
    return /"(properties|definition|rawConfiguration|gridLayout|xyChart)"\s*:/.test(text)
  return /"((grid|mosaic|row|column)Layout|lenses)"\s*:|"Notebook\/|dashboard\.grafana\.app/.test(text)
}

/** The dashboard that a body is; undefined where it is none. */
export function sheetOf(body: Value): Sheet | undefined {
  if (!isMap(body)) return undefined
  return forms.find(([isOne]) => isOne(body))?.[1](body)
}
