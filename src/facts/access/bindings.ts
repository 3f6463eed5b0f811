import type { Settings } from '../../config/settings.ts'
import { basename, dirname } from '../../documents/path.ts'
import { environmentOfName } from '../environments.ts'
import { type Building, type BuiltObject, builtObjects, ofKinds } from '../manifests/as-built.ts'
import { hiddenItem, hiddenOf } from '../manifests/unseen.ts'
import { plainName } from '../workload/model.ts'
import type { Grant } from './grant.ts'

const wanted = ofKinds(['RoleBinding', 'ClusterRoleBinding'], 'accessPairs')

/**
 * Role bindings of Kubernetes and OpenShift, as kustomizations and charts make them for each environment; all others with
 * that of their namespace, folder or file.
 */
export async function bindings(building: Building): Promise<readonly Grant[]> {
  const { objects } = await builtObjects(building, wanted)
  return objects.flatMap((object) => [...grantsOf(object, building.settings)])
}

function* grantsOf({ root, environment, source, condition }: BuiltObject, settings: Settings): Generator<Grant> {
  if (!environment || !/^(Cluster)?RoleBinding$/.test(root.get('kind')?.text ?? '')) return
  const namespace = root.at('metadata', 'namespace')?.text ?? ''
  // a plain file is about its folder; what is built is about what it says
  const about = plainName(namespace || (source === root.file ? basename(dirname(source)) : ''), settings)
  const grant = {
    system: 'role bindings',
    about: environmentOfName(about, settings) ? '' : about,
    environment: environment.class,
    name: environment.name,
  }
  const subjects = root.get('subjects')
  const unseen = condition ?? hiddenItem(subjects)
  if (subjects && unseen) {
    yield { ...grant, who: unseen, place: subjects.place }
    return
  }
  for (const subject of subjects?.items ?? []) {
    const kind = subject.get('kind')
    const who = subject.get('name')
    const hidden = hiddenOf(kind) ?? hiddenOf(who)
    if (!who || (hidden && kind?.text === 'ServiceAccount')) continue
    if (hidden) yield { ...grant, who: hidden, place: who.place }
    else if ((kind?.text === 'Group' || kind?.text === 'User') && who.text && !/^system:/.test(who.text))
      yield { ...grant, who: who.text, place: who.place }
  }
}
