import { collector } from '../collector.ts'
import { isHidden } from '../hidden.ts'
import { inProduction, serviceAlertsOf } from '../monitoring/service-alerts.ts'
import { withOwnServices } from '../monitoring/service-names.ts'
import type { Alert, Form, MonitoredService } from '../schema/operation.ts'

/** The services of which metrics raise alerts in production, each with its alerts. */
export default collector({
  yields: ['monitoredServices'],
  needs: ['alerts'],
  reads: 'alerts on metrics of services, for production or for no environment by name',
  collect({ observed }) {
    const alerts = observed.alerts.filter(inProduction).flatMap((alert) => withOwnServices(alert) ?? [])
    const named = new Map<string, Alert>()
    let unnamed: Alert | undefined
    for (const alert of alerts) {
      if (alert.scope !== 'service') continue
      for (const name of alert.services) if (!named.has(name)) named.set(name, alert)
      // what says nothing of any service is known is the last resort
      if (!alert.services.length && (!unnamed || isHidden(unnamed.signal))) unnamed = alert
    }
    if (!named.size && unnamed) named.set('', unnamed)
    const alertsOf = serviceAlertsOf(alerts)
    return {
      monitoredServices: [...named].map(([name, alert]) => serviceOf(name, alert, alertsOf, formOf(name, alerts))),
    }
  },
})

/** What a service is by all alerts that name it; of services that none names, by all alerts. */
function formOf(name: string, alerts: readonly Alert[]): Form {
  const own = alerts.filter(
    ({ scope, services }) => scope === 'service' && (name ? services.includes(name) : services.length === 0),
  )
  const forms = new Set(own.map(({ form }) => form))
  return forms.size === 1 ? ([...forms][0] as Form) : ''
}

function serviceOf(
  name: string,
  { file, place }: Alert,
  alertsOf: ReturnType<typeof serviceAlertsOf>,
  form: Form,
): MonitoredService {
  return {
    id: name || 'the services here',
    name,
    title: name ? `the service ${name}` : 'the services here',
    form,
    ...alertsOf(name),
    file,
    place,
  }
}
