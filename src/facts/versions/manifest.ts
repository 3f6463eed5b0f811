import type { Place } from '../../documents/place.ts'
import { Hidden, type Seen } from '../hidden.ts'

/** The version that a manifest gives to a package. */
export interface Manifest {
  readonly file: string
  readonly ecosystem: string
  readonly name: string
  readonly version: Seen<string>
  /** Said not to be published: `"private": true`, `publish = false`. */
  readonly private: boolean
  /** the version of what it deploys, which has a line of its own: a chart's `appVersion` */
  readonly deploys?: string
  readonly place: Place
}

/** A version that is filled in when the package is built cannot be seen. */
export function resolved(version: string, place: Place): Pick<Manifest, 'file' | 'version' | 'place'> {
  const hole = /\$\{[^}]*\}|\{\{[^}]*\}\}|\$\([^)]*\)|\$[A-Za-z_]\w*|@[A-Za-z_.]+@|^(attr|file):/.exec(version)
  if (!hole) return { file: place.file, version, place }
  const what = `the version that ${hole[0]} stands for in ${place.file}`
  const settle = { kind: 'file', text: `write the version into ${place.file}` } as const
  return { file: place.file, version: new Hidden(what, settle), place }
}
