import type { DataNode } from '../../documents/tree.ts'
import type { Seen } from '../hidden.ts'
import { isChartTest } from '../image/object-images.ts'
import { type Building, type BuiltObject, builtObjects, ofKinds } from '../manifests/as-built.ts'
import { hiddenItem, hiddenOf } from '../manifests/unseen.ts'
import { unseen } from '../workload/model.ts'
import { endpointAskedIn } from './commands.ts'
import type { Declared } from './declared.ts'
import { exposureOf } from './exposure.ts'
import { healthOf, segmentsOf } from './path.ts'

const running = ['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout', 'DeploymentConfig']
/** Knative's Services run containers, too; a text with a plain one says nothing of probes. */
const wanted = { ...ofKinds(running), kinds: new Set([...running, 'Service']) }
const probes = ['readinessProbe', 'livenessProbe', 'startupProbe']

/** What the probes of workloads ask over HTTP (kubernetes.io, "Configure Liveness, Readiness and Startup Probes"). */
export async function probedEndpoints(building: Building): Promise<readonly Declared[]> {
  const { objects, unread } = await builtObjects(building, wanted)
  const workloads = objects.filter(
    ({ root, isPart, isBeside }) => !isPart && !isBeside && !isChartTest(root) && podOf(root)?.get('containers'),
  )
  const exposure = workloads.length > 0 ? await exposureOf(building, unread.length > 0) : undefined
  const hidden = unread.map(
    ({ place, hidden }): Declared => ({
      by: 'probe',
      segments: hidden,
      rooted: true,
      sure: true,
      service: place.file,
      place,
    }),
  )
  return [...workloads.flatMap((object) => ofWorkload(object, (port) => exposure?.(object, port))), ...hidden]
}

/** The pod that a workload runs. */
export const podOf = (root: DataNode): DataNode | undefined => root.at('spec', 'template', 'spec') ?? root.get('spec')

function ofWorkload(
  { root }: BuiltObject,
  reachable: (port: Seen<string> | undefined) => Seen<boolean> | undefined,
): Declared[] {
  const name = root.at('metadata', 'name')?.text ?? `a ${root.get('kind')?.text} of ${root.file}`
  const containers = podOf(root)?.get('containers')
  const open = hiddenItem(containers)
  const common = { by: 'probe', rooted: true, sure: true, service: name } as const
  const found: Declared[] = open ? [{ ...common, segments: open, place: root.place }] : []
  for (const container of containers?.items ?? []) {
    for (const key of probes) {
      const probe = container.get(key)
      const request = probe?.get('httpGet')
      const hidden = hiddenOf(probe) ?? hiddenOf(request) ?? hiddenOf(request?.get('path'))
      const place = (request?.get('path') ?? probe ?? container).place
      if (hidden) found.push({ ...common, segments: hidden, place })
      else if (request) {
        const port = hiddenOf(request.get('port')) ?? portOf(container, request.get('port')?.text)
        found.push({
          ...common,
          ...told(request.get('path')?.text ?? '/', name, root.file),
          ...seenBy(reachable(port)),
          place,
        })
      } else if (probe?.at('exec', 'command')) {
        const command =
          probe
            .at('exec', 'command')
            ?.items.map((item) => item.text ?? '')
            .join(' ') ?? ''
        const asked = endpointAskedIn(command)
        if (asked) found.push({ ...common, ...told(asked.path, name, root.file), place })
      }
    }
  }
  return found
}

const seenBy = (reachable: Seen<boolean> | undefined) => (reachable === undefined ? {} : { reachable })

/** A named port by its number, where the container tells it. */
function portOf(container: DataNode, port: string | undefined): string | undefined {
  if (port === undefined || /^\d+$/.test(port)) return port
  const named = container.get('ports')?.items.find((one) => one.get('name')?.text === port)
  return named?.get('containerPort')?.text ?? port
}

function told(path: string, name: string, file: string): Pick<Declared, 'segments' | 'sure'> {
  if (/\$\(|\$\{|\{\{/.test(path))
    return { segments: unseen(`what path the probe of ${name} asks (${path})`, file), sure: true }
  const segments = segmentsOf(path)
  return { segments, sure: healthOf(segments) !== undefined }
}
