import type { Place } from '../../documents/place.ts'
import type { Building } from '../manifests/as-built.ts'
import { whereOf } from '../monitoring/where.ts'
import type { LogShipper } from '../schema/operation.ts'

/** A store of logs that is told of here, and which nothing is seen to deploy. */
export function unusedStore(
  tool: string,
  file: string,
  place: Place,
  { settings }: Building,
  { what = 'logs', why = 'is put to use by nothing that deploys' } = {},
): LogShipper {
  return {
    id: `${file}#${tool}`,
    tool,
    sinks: '',
    said: `${tool} is told how long to keep ${what} in ${file}, which ${why}`,
    settle: `let what deploys ${tool} name ${file}, or keep it in a folder that names its environment`,
    ...whereOf(file, settings),
    file,
    place,
  } as LogShipper
}
