import { isHidden } from '../hidden.ts'
import type { Alert, MonitoredService, ServiceAlert, Signal } from '../schema/operation.ts'
import { signalsNamed } from './metric-names.ts'

/** The alerts of one service by their signals. */
export type SignalAlerts = Pick<MonitoredService, 'errorRate' | 'latency' | 'cpu' | 'memory'>

const fields = [
  ['errorRate', 'error-rate'],
  ['latency', 'latency'],
  ['cpu', 'cpu'],
  ['memory', 'memory'],
] as const satisfies readonly (readonly [keyof SignalAlerts, Signal])[]

/** What the machines under a service have too. */
const ofMachines: ReadonlySet<Signal> = new Set(['cpu', 'memory'])

/** Whether an alert is for production, or for no environment by name. */
export const inProduction = ({ environmentClass }: Alert) =>
  environmentClass === 'production' || environmentClass === ''

/** An alert as services see it, in its turn among all alerts. */
interface Turn {
  readonly turn: number
  readonly alert: ServiceAlert
}

/**
 * Finds the alerts of a service by its name, the empty name for services that no alert names. Alerts that name no service
 * may be on any: they belong to each. Those whose signal is hidden may be on any signal that their name does not rule out.
 * @param alerts those of production
 */
export function serviceAlertsOf(alerts: readonly Alert[]): (name: string) => SignalAlerts {
  const bySignal = fields.map(([field, signal]) => [field, alertsFor(alerts, signal)] as const)
  return (name) => Object.fromEntries(bySignal.map(([field, of]) => [field, of(name)])) as unknown as SignalAlerts
}

function alertsFor(alerts: readonly Alert[], signal: Signal): (name: string) => readonly ServiceAlert[] {
  const named = new Map<string, Turn[]>()
  const unnamed: Turn[] = []
  const isNamed = alerts.some(({ scope, services }) => scope === 'service' && services.length > 0)
  for (const [turn, alert] of alerts.entries()) {
    if (!mayBeOn(alert, signal, isNamed)) continue
    for (const name of alert.services) {
      const turns = named.get(name) ?? []
      named.set(name, turns)
      turns.push({ turn, alert: asSeen(alert, alert.scope === 'machine' ? 'machine' : 'service') })
    }
    if (!alert.services.length)
      unnamed.push({ turn, alert: asSeen(alert, alert.scope === 'machine' ? 'machine' : 'unnamed') })
  }
  // where no alert names a service, those that name none are on what there is
  const own = unnamed.map(({ alert }) => (alert.about === 'unnamed' ? { ...alert, about: 'service' as const } : alert))
  return (name) => (name === '' ? own : merged(named.get(name) ?? [], unnamed))
}

/** Where no alert names a service, little is known of them, and a name rules nothing out. */
function mayBeOn({ name, signal, scope }: Alert, wanted: Signal, isNamed: boolean): boolean {
  if (scope !== 'service' && !(scope === 'machine' && ofMachines.has(wanted))) return false
  if (!isHidden(signal)) return signal === wanted
  const expected = signalsNamed(name)
  return !isNamed || expected.length === 0 || expected.includes(wanted)
}

function asSeen(
  { name, signal, made, silent, statistic, measure, bound, file, place }: Alert,
  about: ServiceAlert['about'],
): ServiceAlert {
  const seen = isHidden(signal)
    ? { tells: signal, statistic: signal, measure: signal, bound: signal }
    : { tells: silent ? false : made, statistic, measure, bound }
  return { name, about, ...seen, file, place } as ServiceAlert
}

const merged = (one: readonly Turn[], two: readonly Turn[]) =>
  (one.length ? [...one, ...two].sort((a, b) => a.turn - b.turn) : two).map(({ alert }) => alert)
