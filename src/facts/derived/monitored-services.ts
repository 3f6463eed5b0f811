import { collector } from '../collector.ts'
import { isHidden } from '../hidden.ts'
import type { Alert, MonitoredService } from '../schema/operation.ts'

/** The services of which metrics raise alerts in production. */
export default collector({
  yields: ['monitoredServices'],
  needs: ['alerts'],
  reads: 'alerts on metrics of services, for production or for no environment by name',
  collect({ observed }) {
    const named = new Map<string, Alert>()
    let unnamed: Alert | undefined
    for (const alert of observed.alerts) {
      if (alert.scope !== 'service' || !(alert.environmentClass === 'production' || alert.environmentClass === ''))
        continue
      for (const name of alert.services) if (!named.has(name)) named.set(name, alert)
      // what says nothing of any service is known is the last resort
      if (!alert.services.length && (!unnamed || isHidden(unnamed.signal))) unnamed = alert
    }
    const monitoredServices = [...named].map(([name, alert]) => serviceOf(name, alert))
    if (!monitoredServices.length && unnamed) monitoredServices.push(serviceOf('', unnamed))
    return { monitoredServices }
  },
})

function serviceOf(name: string, { file, place }: Alert): MonitoredService {
  return {
    id: name || 'the services here',
    name,
    title: name ? `the service ${name}` : 'the services here',
    file,
    place,
  }
}
