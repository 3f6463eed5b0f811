import type { Settings } from '../../config/settings.ts'
import type { Place } from '../../documents/place.ts'
import { environmentOfName, type NamedEnvironment } from '../environments.ts'
import { Hidden, type Seen } from '../hidden.ts'
import { unnamed } from '../pipeline/environment.ts'
import type { Workload } from '../schema/workload.ts'

/** Step by step, or all at once. */
export type Manner = Seen<'gradual' | 'at-once'>

/** A workload as it runs in one environment, before it is told of. */
export interface Running {
  readonly kind: string
  readonly name: string
  /** what is the same in every environment: a template, an object of a base, a process */
  readonly service: string
  readonly environment: NamedEnvironment | undefined
  readonly replicas: Seen<number>
  readonly readiness: Seen<boolean>
  readonly liveness: Seen<boolean>
  readonly goesBack: Seen<boolean>
  /** how a new version takes over, as far as it is written with the workload */
  readonly manner?: Manner
  /** what a command that deploys it would name: a file, a folder, a chart */
  readonly source: string
  /** deployed by helm: what the pipeline demands of it may take it back */
  readonly byHelm: boolean
  readonly file: string
  readonly place: Place
}

/** What cannot be seen of a workload, and where it would have to be written. */
export function unseen(what: string, where: string): Hidden {
  return new Hidden(what, { kind: 'file', text: `write it out in ${where}, where Assay can read it` })
}

/** The form that rules see. Ids are made unique by their number where two are alike. */
export function workloadsOf(all: readonly Running[]): Workload[] {
  const taken = new Map<string, number>()
  return all.map(({ environment, service: _, byHelm: __, source: ___, ...running }) => {
    const id = `${running.kind} ${running.name} ${environment?.name ?? ''} ${running.file}`
    const times = taken.get(id) ?? 0
    taken.set(id, times + 1)
    return {
      id: times === 0 ? id : `${id} ${times + 1}`,
      ...running,
      title: titleOf(running),
      manner: running.manner ?? unseen(`how a new version of ${running.name} takes over`, running.file),
      environment: environment?.class ?? unnamed(running.file, running.name),
      environmentName: environment?.name ?? '',
      environmentClass: environment?.class ?? '',
    }
  })
}

/** One whose name nothing here tells is called after its file, kind and all. */
const titleOf = ({ kind, name }: Pick<Running, 'kind' | 'name'>) =>
  name.startsWith(`a ${kind} of `) ? name : `${kind} ${name}`

/** A name without its words for staging and production, so that `shop-staging` and `shop-prod` are one service. */
export function plainName(name: string, settings: Settings): string {
  const parts = name.split(/[-_.]/).filter((part) => {
    const kind = environmentOfName(part, settings)?.class
    return kind !== 'staging' && kind !== 'production'
  })
  return parts.length > 0 ? parts.join('-') : name
}
