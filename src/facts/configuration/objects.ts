import { escaped } from '../../documents/pattern.ts'
import { type DataNode, walk } from '../../documents/tree.ts'
import { Hidden } from '../hidden.ts'
import { type Building, type BuiltObject, builtObjects, ofKinds } from '../manifests/as-built.ts'
import type { Wanted } from '../manifests/plain.ts'
import type { Repository } from '../repository.ts'
import type { ConfigurationReference } from '../schema/configuration.ts'

const workloads = ['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout', 'DeploymentConfig', 'CronJob']

/** ConfigMaps, and the generators that make some. */
const configMaps: Wanted = {
  text: /\bkind["']?:\s*["']?ConfigMap\b|\bconfigMapGenerator\b/,
  kinds: new Set(['ConfigMap']),
  loses: [],
}

/** What every namespace has without anybody's doing. */
const ofTheCluster = /^(kube-root-ca\.crt|openshift-service-ca\.crt)$/

/** Objects that are often called as the ConfigMap is that they read or stand beside, and that make none. */
const readsOnly = new RegExp(
  `^kind:\\s*["']?(${[...workloads, 'Service', 'ServiceAccount', 'Ingress', 'Route', 'HorizontalPodAutoscaler', 'PodDisruptionBudget', 'Secret'].join('|')})["']?\\s*$`,
  'm',
)

type Reference = Omit<ConfigurationReference, 'component'>

/**
 * The ConfigMaps that workloads take their configuration from and that nothing here makes: no manifest, chart or generator,
 * and no text that names one as an object or as an argument. What they hold is kept elsewhere, or by hand. Secrets are none of
 * these, since they belong elsewhere (kubernetes.io/docs/concepts/configuration/configmap).
 */
export async function unmadeConfigMaps(building: Building): Promise<readonly Reference[]> {
  const { repository } = building
  const { objects } = await builtObjects(building, ofKinds(workloads))
  const wanted = objects.filter(isShipped).flatMap(namedBy)
  if (wanted.length === 0) return []
  const { objects: maps, unread } = await builtObjects(building, configMaps)
  // what writes one and cannot be read may write any
  if (unread.length > 0 || maps.some(({ root }) => nameOf(root) === undefined)) return []
  const made = new Set(maps.map(({ root }) => nameOf(root)))
  const names = new Set(wanted.map(({ name }) => name).filter((name) => !made.has(name)))
  for (const name of await madeOtherwise(names, repository)) names.delete(name)
  const found = new Map<string, Reference>()
  for (const { name, by, node } of wanted) {
    if (names.has(name)) found.set(`${by} ${name}`, referenceOf(name, by, node))
  }
  return [...found.values()]
}

/** An object that is deployed as it is: no patch of one from elsewhere, none beside a kustomization, none that may be left out. */
const isShipped = ({ isPart, isBeside, condition }: BuiltObject): boolean => !isPart && !isBeside && !condition

const nameOf = (root: DataNode) => root.at('metadata', 'name')?.text

function namedBy({ root }: BuiltObject): { name: string; by: string; node: DataNode }[] {
  const by = `${root.get('kind')?.text} ${nameOf(root) ?? ''}`.trim()
  return [...walk(root)].flatMap((node) =>
    ['configMapKeyRef', 'configMapRef', 'configMap'].flatMap((key) => {
      const reference = node.kind === 'map' ? node.get(key) : undefined
      const name = reference?.get('name')
      if (!name?.text || reference?.get('optional')?.text === 'true') return []
      if (!/^[a-z0-9][a-z0-9.-]*$/.test(name.text) || ofTheCluster.test(name.text)) return []
      return [{ name: name.text, by, node: name }]
    }),
  )
}

/** Texts that may make an object without being its manifest: scripts, programs, pipelines, operators' objects of the same name. */
const mayMake =
  /\.(sh|bash|ps1|py|rb|go|[cm]?[jt]s|java|kt|tf|tofu|hcl|groovy|mk|ya?ml|json|tpl|gotmpl|j2)$|(^|\/)(Makefile|Jenkinsfile|Tiltfile|Justfile|Taskfile)[\w.-]*$/i

async function madeOtherwise(names: ReadonlySet<string>, repository: Repository): Promise<ReadonlySet<string>> {
  const made = new Set<string>()
  if (names.size === 0) return made
  for (const { path, size } of repository.files) {
    if (!mayMake.test(path) || size > 1_000_000) continue
    const content = (await repository.text(path))?.content ?? ''
    const isData = /\.(ya?ml|json|tpl|gotmpl|j2)$/i.test(path)
    for (const name of names) {
      if (made.has(name) || !content.includes(name)) continue
      const isMade = isData
        ? makesInData(content, name)
        : new RegExp(`(^|[^\\w.-])${escaped(name)}($|[^\\w-])`, 'm').test(content)
      if (isMade) made.add(name)
    }
  }
  return made
}

/** In data only an object of that name makes one, be it by an operator, or a command that stands there. */
function makesInData(content: string, name: string): boolean {
  const object = new RegExp(`metadata["']?:[^\\0]{0,400}?\\bname["']?:\\s*["']?${escaped(name)}["']?\\s*$`, 'm')
  const command = new RegExp(`create\\s+(configmap|cm)\\s[^\\0]{0,200}?${escaped(name)}\\b`)
  return command.test(content) || content.split(/^---/m).some((one) => !readsOnly.test(one) && object.test(one))
}

function referenceOf(name: string, by: string, { file, place }: DataNode): Reference {
  const state = new Hidden(`what the ConfigMap ${name} holds, which ${by} reads and nothing here makes`, {
    kind: 'file',
    text: `keep the ConfigMap ${name} as a manifest in this repository, or generate it there (configMapGenerator)`,
  })
  return { id: `${file} ${by} ${name}`, file: `the ConfigMap ${name}`, by, state, place } as Reference
}
