import { Hidden, isHidden } from '../hidden.ts'
import type { Value, ValueMap } from '../infrastructure/value.ts'
import { at, hiddenAt, mapsAt, seenTextAt, textAt } from './body.ts'
import { ofCloudWatchMetric } from './cloud-metrics.ts'
import { ofLogQuery } from './promql.ts'
import { byTitle, type Measured, nothing, panelOf, type Sheet } from './sheet.ts'

/*
 * Bodies of CloudWatch dashboards (docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html).
 */

/** Whether a map is the body of a dashboard: widgets with a type and properties. */
export function isCloudWatch(body: Value): boolean {
  const widgets = mapsAt(body, 'widgets')
  return widgets.some(
    (widget) =>
      /^(metric|log|text|alarm|explorer)$/.test(textAt(widget, 'type')) && at(widget, 'properties') !== undefined,
  )
}

/** Reads a dashboard. */
export function ofCloudWatch(body: Value): Sheet {
  const panels = mapsAt(body, 'widgets').map((widget) => {
    const properties = at(widget, 'properties')
    return panelOf(isHidden(properties) ? properties : seenTextAt(properties, 'title'), queriesOf(widget), widget)
  })
  return { system: 'cloudwatch', title: '', panels, hidden: hiddenAt(body, 'widgets') }
}

function queriesOf(widget: ValueMap): readonly Measured[] {
  const type = textAt(widget, 'type')
  const properties = at(widget, 'properties')
  if (isHidden(properties)) return [{ shows: [], hidden: properties }]
  if (type === 'log') return [ofLogQuery(textAt(properties, 'query'))]
  if (type === 'explorer')
    return mapsAt(properties, 'metrics').map((one) =>
      ofCloudWatchMetric(namespaceOf(textAt(one, 'resourceType')), textAt(one, 'metricName')),
    )
  if (type !== 'metric') return []
  const hidden = hiddenAt(properties, 'metrics')
  const metrics = at(properties, 'metrics')
  const read = Array.isArray(metrics) ? metricsOf(metrics) : []
  return hidden ? [...read, { shows: [], hidden }] : read
}

/** `[namespace, name, dimension, value, {…}]`, where `.` repeats what stands above and `...` all of it. */
function metricsOf(rows: readonly Value[]): readonly Measured[] {
  let above: readonly Value[] = []
  return rows.map((row) => {
    if (!Array.isArray(row)) return isHidden(row) ? { shows: [], hidden: row } : nothing
    const [first] = row
    if (typeof first === 'object' && first !== null && !isHidden(first)) return ofExpression(first)
    if (first !== '...') above = row.map((part, i) => (part === '.' ? (above[i] ?? '') : part))
    const [namespace = '', name = ''] = above
    if (name instanceof Hidden) return { shows: [], hidden: name, open: true }
    const measured = ofCloudWatchMetric(
      typeof namespace === 'string' ? namespace : '',
      typeof name === 'string' ? name : '',
    )
    const service = above[above.findIndex((part) => part === 'ServiceName' || part === 'FunctionName') + 1]
    return typeof service === 'string' && above.indexOf(service) > 2 ? { ...measured, services: [service] } : measured
  })
}

/** A computation over other metrics tells nothing of its own; a search names its metrics. */
function ofExpression(value: Value): Measured {
  const expression = textAt(value, 'expression')
  const namespace =
    /\{\s*([\w/]+)\s*,?/.exec(expression)?.[1] ?? /FROM\s+(?:SCHEMA\()?"?([\w/]+)"?/.exec(expression)?.[1] ?? ''
  const name =
    /MetricName\s*=\s*\\?"([\w.]+)/.exec(expression)?.[1] ?? /^SELECT\s+\w+\(\s*"?([\w.]+)/.exec(expression)?.[1]
  return name ? ofCloudWatchMetric(namespace, name) : byTitle
}

/** `AWS::RDS::DBInstance` publishes in `AWS/RDS`. */
const namespaceOf = (type: string) => type.split('::').slice(0, 2).join('/')
