import type { Place } from '../../documents/place.ts'
import { type DataNode, walk } from '../../documents/tree.ts'
import type { Hidden } from '../hidden.ts'
import { hiddenOf, Unseen } from '../manifests/unseen.ts'
import { workloads } from './manifest-lines.ts'
import { isTemplated } from './reference.ts'

/** The image of a container. */
export interface ObjectImage {
  /** as it is deployed; of one that is hidden, whose it is */
  readonly reference: string
  readonly place: Place
  readonly hidden: Hidden | undefined
  /** the name of its container; undefined where that is not seen */
  readonly container?: string
  /** of one that is hidden in part: the rest, with expressions for what is hidden */
  readonly written?: string
}

/** The images of the containers of an object that runs; one that is hidden where its containers are. */
export function imagesOf(root: DataNode): ObjectImage[] {
  const kind = root.get('kind')?.text ?? ''
  const isKnative = kind === 'Service' && root.get('apiVersion')?.text?.startsWith('serving.')
  if (!workloads.test(kind) && !isKnative) return []
  const found: ObjectImage[] = []
  const title = `${kind} ${root.at('metadata', 'name')?.text ?? root.file}`
  for (const node of walk(root)) {
    for (const { key, value: list } of node.entries) {
      if (key !== 'containers' && key !== 'initContainers') continue
      for (const container of list.items) {
        const written = container.get('image')
        const image = kind === 'DeploymentConfig' && !written?.text?.trim() ? triggered(root, container) : written
        const hidden = hiddenOf(image)
        if (!image || !(image.text || hidden) || isInjected(container)) continue
        const reference =
          ofKo(image.text) ?? image.text ?? `${container.get('name')?.text ?? 'a container'} of ${title}`
        const rest = image instanceof Unseen ? image.written : ''
        const name = container.get('name')?.text
        found.push({
          reference,
          place: image.place,
          hidden,
          ...(name && !isTemplated(name) && { container: name }),
          ...(rest && { written: rest }),
        })
      }
    }
  }
  const containers = root.at(...podOf(kind), 'containers')
  const hidden = hiddenOf(containers)
  if (containers && hidden) found.push({ reference: title, place: containers.place, hidden })
  return found
}

/**
 * `ko://github.com/acme/shop/cmd/web`: what ko builds from that package and writes in place of it, in a registry
 * that its environment names. Undefined for any other image.
 */
function ofKo(image: string | undefined): string | undefined {
  const path = /^ko:\/\/(\S+)$/.exec(image?.trim() ?? '')?.[1]
  return path && `\${KO_DOCKER_REPO}/${path}:\${KO_TAG}`
}

/**
 * Whether the mesh puts its own proxy into a container, of which the manifest only sets something: `image: auto` (istio.io,
 * "Customizing injection"). Where nothing of it is set, it stands in no manifest either.
 */
const isInjected = (container: DataNode) =>
  container.get('name')?.text === 'istio-proxy' && container.get('image')?.text === 'auto'

/**
 * The tag of a stream in the cluster that a trigger puts into a container (docs.openshift.com, "Deployment triggers",
 * `imageChangeParams`); undefined where none does.
 */
function triggered(root: DataNode, container: DataNode): DataNode | undefined {
  const name = container.get('name')?.text
  const trigger = (root.at('spec', 'triggers')?.items ?? []).find((one) =>
    one.at('imageChangeParams', 'containerNames')?.items.some(({ text }) => text === name),
  )
  return trigger?.at('imageChangeParams', 'from', 'name')
}

/** Whether a chart runs an object only to be tested: `helm test` (helm.sh/docs/topics/chart_tests). */
export function isChartTest(root: DataNode): boolean {
  const hook = root.at('metadata', 'annotations')?.get('helm.sh/hook')?.text ?? ''
  return /(^|,)\s*test(-success|-failure)?\s*(,|$)/.test(hook)
}

/** Where the pod stands in an object of a kind. */
function podOf(kind: string): readonly string[] {
  if (kind === 'Pod') return ['spec']
  return kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template', 'spec'] : ['spec', 'template', 'spec']
}
