import { groupBy } from '../../documents/group.ts'
import { compareText } from '../../documents/place.ts'
import { type Hidden, isHidden, type Seen } from '../hidden.ts'
import type { Scale } from '../schema/workload.ts'
import { type Running, unseen } from './model.ts'

/** For each service that runs in staging and in production: how many of it there are. */
export function scalesOf(all: readonly Running[]): Scale[] {
  const found: Scale[] = []
  for (const [service, uses] of groupBy(all, (one) => one.service)) {
    // one of these runs on each machine
    if (/^(DaemonSet|ECS daemon|global service)$/.test(uses[0]?.kind ?? '')) continue
    const staging = nearest(uses.filter(({ environment }) => environment?.class === 'staging'))
    const production = nearest(uses.filter(({ environment }) => environment?.class === 'production'))
    const [one] = staging
    if (!one || production.length === 0) continue
    const most = mostOf(production)
    found.push({
      id: `scale ${service}`,
      kind: one.kind,
      name: one.name,
      staging: least(staging),
      // where none needs to run, load alone decides
      production:
        most === 0 ? unseen(`how many of ${one.name} run in production, which the load decides`, one.file) : most,
      place: one.place,
    })
  }
  return found.sort((a, b) => compareText(a.id, b.id))
}

/** Of several environments of a class, the one that has its plain name. */
function nearest(uses: readonly Running[]): readonly Running[] {
  const plain = uses.filter(({ environment }) =>
    /^(staging|stage|stg|preprod|production|prod|prd|live)$/i.test(environment?.name ?? ''),
  )
  return plain.length > 0 ? plain : uses
}

const least = (uses: readonly Running[]) => extreme(uses, (numbers) => Math.min(...numbers))
const mostOf = (uses: readonly Running[]) => extreme(uses, (numbers) => Math.max(...numbers))

function extreme(uses: readonly Running[], pick: (numbers: readonly number[]) => number): Seen<number> {
  const counts = uses.map(({ replicas }) => replicas)
  const hidden = counts.find((count): count is Hidden => isHidden(count))
  return hidden ?? pick(counts as readonly number[])
}
