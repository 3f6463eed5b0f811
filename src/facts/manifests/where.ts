import type { Settings } from '../../config/settings.ts'
import { basename, dirname } from '../../documents/path.ts'
import type { DataNode } from '../../documents/tree.ts'
import { environmentOfName, environmentOfPath, type NamedEnvironment } from '../environments.ts'
import { classOfJobName, declaredClass } from '../pipeline/environment.ts'
import type { Build } from './kustomize/build.ts'
import { withoutTemplate } from './template-name.ts'

/** The environment of a manifest: its namespace, a folder or the name of its file, the first that tells. */
export function environmentOfManifest(
  { namespace, file }: { readonly namespace: string; readonly file: string },
  settings: Settings,
): NamedEnvironment | undefined {
  const spoken = namespace ? environmentOfName(namespace, settings) : undefined
  return spoken ?? environmentOfPath(dirname(file), settings) ?? ofFile(file, settings)
}

function ofFile(file: string, settings: Settings): NamedEnvironment | undefined {
  const name = withoutTemplate(basename(file)).replace(/\.(ya?ml|json)$/, '')
  const kind = declaredClass(file, settings) ?? classOfJobName(name, settings)
  return kind && { name: kind, class: kind }
}

/** The environment of what a kustomization makes: its folder, its namespace, else that of the object. */
export function environmentOfBuild(
  { folder, document }: Pick<Build, 'folder' | 'document'>,
  namespace: string,
  settings: Settings,
): NamedEnvironment | undefined {
  const own = document.get('namespace')?.text
  return (
    environmentOfPath(folder, settings) ??
    (own ? environmentOfName(own, settings) : undefined) ??
    (namespace ? environmentOfName(namespace, settings) : undefined)
  )
}

/** The namespace that an object says; empty where it says none. */
export const namespaceOf = (root: DataNode): string => root.at('metadata', 'namespace')?.text ?? ''
