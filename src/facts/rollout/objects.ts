import { basename } from '../../documents/path.ts'
import type { DataNode } from '../../documents/tree.ts'
import type { NamedEnvironment } from '../environments.ts'
import type { Hidden } from '../hidden.ts'
import { type Building, type BuiltObject, builtObjects, ofKinds, type UnreadText } from '../manifests/as-built.ts'
import { hiddenOf } from '../manifests/unseen.ts'

/** An object that says how a version is rolled out, or what is looked at meanwhile, as it is built for one environment. */
export interface RolloutObject {
  readonly kind: 'Rollout' | 'Canary' | 'AnalysisTemplate' | 'ClusterAnalysisTemplate' | 'MetricTemplate'
  readonly name: string
  readonly namespace: string
  readonly file: string
  readonly node: DataNode
  readonly environment: NamedEnvironment | undefined
  /** what builds it: its file, or the folder of a kustomization or a chart */
  readonly source: string
  readonly by: BuiltObject['by']
  /** whether it is made at all, where that is hidden */
  readonly condition?: Hidden | undefined
}

/** All that says here how versions are rolled out, and the texts with an analysis of which nobody can tell what they write. */
export interface RolloutObjects {
  readonly objects: readonly RolloutObject[]
  readonly unread: readonly UnreadText[]
}

/** The kinds that roll out. */
export const rollingOut = ofKinds(['Rollout', 'Canary'], 'rollbackTriggers')
const wanted = ofKinds(
  ['Rollout', 'Canary', 'AnalysisTemplate', 'ClusterAnalysisTemplate', 'MetricTemplate'],
  'rollbackTriggers',
)

/** Reads the objects of Argo Rollouts and Flagger as they are built. */
export async function rolloutObjects(building: Building): Promise<RolloutObjects> {
  const { objects, unread } = await builtObjects(building, wanted)
  const rolling: UnreadText[] = []
  for (const one of unread) {
    const content = (await building.repository.text(one.file))?.content ?? ''
    if (/\bCanary\b/.test(content) || (rollingOut.text.test(content) && /analysis/i.test(content))) rolling.push(one)
  }
  return { objects: objects.flatMap(objectOf), unread: rolling }
}

/** A patch of a rollout that comes from elsewhere does not tell what that one looks at. */
function objectOf({ root, environment, source, by, isPart, condition }: BuiltObject): readonly RolloutObject[] {
  const kind = root.get('kind')?.text ?? ''
  const group = root.get('apiVersion')?.text?.split('/')[0]
  const called = root.at('metadata', 'name')
  const name = called?.text ?? (hiddenOf(called) ? basename(root.file) : undefined)
  const isOurs = group === 'argoproj.io' ? /^(Rollout|(Cluster)?AnalysisTemplate)$/ : /^(Canary|MetricTemplate)$/
  const isOfEither = group === 'argoproj.io' || group === 'flagger.app'
  if (isPart || name === undefined || !isOfEither || !isOurs.test(kind)) return []
  const namespace = root.at('metadata', 'namespace')?.text ?? ''
  const made = { name, namespace, file: root.file, node: root, environment, source, by, condition }
  return [{ kind: kind as RolloutObject['kind'], ...made }]
}
