import type { DataNode } from '../../documents/tree.ts'
import type { Seen } from '../hidden.ts'
import { type Building, type BuiltObject, builtObjects, ofKinds } from '../manifests/as-built.ts'
import { hiddenItem, hiddenOf } from '../manifests/unseen.ts'
import { unseen } from '../workload/model.ts'

const wanted = {
  ...ofKinds(['Service', 'Ingress', 'HTTPRoute', 'Route', 'IngressRoute', 'VirtualService', 'HTTPProxy', 'Mapping']),
  loses: [],
}

/** Tells whether a port of a workload is reached from outside; undefined where nothing here tells. */
export type Exposure = (workload: BuiltObject, port: Seen<string> | undefined) => Seen<boolean> | undefined

/**
 * What leads to workloads from outside: Services of the type LoadBalancer or NodePort, and those that an Ingress or a
 * route names (kubernetes.io, "Service", "Ingress"; gateway-api.sigs.k8s.io; docs.openshift.com, "Routes"). Where all is
 * seen and no Service selects a workload, nothing does.
 */
export async function exposureOf(building: Building, isOpen: boolean): Promise<Exposure> {
  const { objects, unread } = await builtObjects(building, wanted)
  const all = objects.filter(({ isPart }) => !isPart)
  const services = all.filter(({ root }) => root.get('kind')?.text === 'Service' && root.at('spec', 'selector'))
  const routes = all.filter(({ root }) => root.get('kind')?.text !== 'Service')
  const named = new Map<BuiltObject, ReadonlySet<string>>(routes.map((route) => [route, servicesNamedIn(route.root)]))
  return (workload, port) => {
    const beside = (one: BuiltObject) => one.by === workload.by && (one.by === 'file' || one.source === workload.source)
    const near = services.filter(beside)
    const open = isOpen || unread.length > 0 || near.some(({ root }) => hiddenOf(root.at('spec', 'selector')))
    const own = near.filter(({ root }) => selects(root, workload.root))
    if (own.length === 0) return open ? undefined : false
    const outside = own.find(({ root }) => {
      const name = root.at('metadata', 'name')?.text ?? ''
      const type = root.at('spec', 'type')?.text ?? ''
      const isNamed = routes.some((route) => beside(route) && named.get(route)?.has(name))
      return isNamed || type === 'LoadBalancer' || type === 'NodePort'
    })
    if (!outside) return undefined
    return (
      leadsTo(outside.root, port, workload.root) ||
      unseen(`whether the port ${portText(port)} is reached from outside`, outside.root.file)
    )
  }
}

const portText = (port: Seen<string> | undefined) => (typeof port === 'string' ? port : 'that is probed')

function selects(service: DataNode, workload: DataNode): boolean {
  const labels = workload.at('spec', 'template', 'metadata', 'labels') ?? workload.at('metadata', 'labels')
  const wanted = service.at('spec', 'selector')?.entries ?? []
  return (
    wanted.length > 0 &&
    wanted.every(({ key, value }) => value.text !== undefined && labels?.get(key)?.text === value.text)
  )
}

/** Whether a Service leads to the port that is probed: a port of its own for health is often reached by nobody else. */
function leadsTo(service: DataNode, port: Seen<string> | undefined, workload: DataNode): boolean {
  if (typeof port !== 'string') return false
  const containers = workload.at('spec', 'template', 'spec', 'containers')?.items ?? []
  const names = new Set([port])
  for (const one of containers.flatMap((container) => container.get('ports')?.items ?? [])) {
    if (one.get('containerPort')?.text === port) names.add(one.get('name')?.text ?? port)
  }
  return (service.at('spec', 'ports')?.items ?? []).some((one) =>
    names.has((one.get('targetPort') ?? one.get('port'))?.text ?? ''),
  )
}

/** The Services that an Ingress or a route sends requests to, by whatever key its kind has for them. */
function servicesNamedIn(root: DataNode): ReadonlySet<string> {
  const found = new Set<string>()
  const look = (node: DataNode, key: string) => {
    if (hiddenOf(node) ?? hiddenItem(node)) return
    if (/^(?:service|serviceName|to|backend|backendRefs|services|destination|host)$/.test(key)) {
      const name = node.text ?? node.get('name')?.text
      if (name) found.add(name.split('.')[0] as string)
    }
    for (const entry of node.entries) look(entry.value, entry.key)
    for (const item of node.items) look(item, key)
  }
  const spec = root.get('spec')
  if (spec) look(spec, 'spec')
  return found
}
