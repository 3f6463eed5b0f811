import type { Place } from '../../documents/place.ts'
import { Hidden } from '../hidden.ts'
import type { Alert } from '../schema/operation.ts'

/** What an alert says of a metric where it watches none: events and logs. */
export const noMetric = {
  made: true,
  silent: false,
  statistic: '',
  measure: 'none',
  bound: 0,
  services: [] as readonly string[],
  scope: 'event',
  form: '',
  severity: '',
} as const

/** What is said of a metric that cannot be told from here: it may be any. */
export const hiddenMetricOf = (hidden: Hidden) => ({
  statistic: hidden,
  measure: hidden,
  bound: hidden,
  services: [] as string[],
  scope: 'service' as const,
  form: '' as const,
})

/** Alerts that something makes when it runs, or that cannot be read: any of them may be there. */
export function hiddenAlert(
  file: string,
  what: string,
  settle: string,
  where: Pick<Alert, 'environment' | 'environmentName' | 'environmentClass'>,
  place: Place = { file },
): Alert {
  const hidden = new Hidden(what, { kind: 'file', text: settle })
  return {
    ...noMetric,
    id: file,
    name: what,
    system: 'prometheus',
    signal: hidden,
    made: hidden,
    reaches: hidden,
    ...hiddenMetricOf(hidden),
    ...where,
    file,
    place,
  } as unknown as Alert
}
