import type { Settings } from '../../config/settings.ts'
import { groupBy } from '../../documents/group.ts'
import { compareText } from '../../documents/place.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import type { AccessPair } from '../schema/access.ts'
import { plainName } from '../workload/model.ts'
import type { Grant } from './grant.ts'

/**
 * Who has access to staging beside who has access to production, for each system that says so. What only one side shows
 * proves nothing, and is left out where another system shows both.
 */
export function accessPairs(grants: readonly Grant[], settings: Settings): readonly AccessPair[] {
  const pairs: AccessPair[] = []
  const halves: AccessPair[] = []
  for (const [id, all] of groupBy(grants, ({ system, about }) => `${system} ${about}`.trim())) {
    const staging = nearest(all, 'staging')
    const production = nearest(all, 'production')
    const [first] = staging.length ? staging : production
    if (!first) continue
    const people = [staging, production].map((side) => new Set(side.map(({ who }) => who)))
    const [here = new Set(), there = new Set()] = people
    const onlyStaging = texts(here).filter((who) => !there.has(who))
    const onlyProduction = texts(there).filter((who) => !here.has(who))
    const pair = {
      id,
      system: first.system,
      about: first.about,
      staging: staging[0]?.name ?? '',
      production: production[0]?.name ?? '',
      both: texts(here).filter((who) => there.has(who)),
      onlyStaging,
      onlyProduction,
      same: same(staging, production, onlyStaging, onlyProduction, settings),
      place: first.place,
    } as unknown as AccessPair
    if (staging.length && production.length) pairs.push(pair)
    else halves.push(pair)
  }
  return pairs.length ? pairs : halves
}

/** The grants of one environment of a class: of several, the one with the plainest name. */
function nearest(all: readonly Grant[], kind: 'staging' | 'production'): readonly Grant[] {
  const own = all.filter(({ environment }) => environment === kind)
  const plain = /^(staging|stage|stg|preprod|production|prod|prd|live)$/i
  const [name] = [...new Set(own.map((grant) => grant.name))].sort(
    (a, b) => Number(plain.test(b)) - Number(plain.test(a)) || compareText(a, b),
  )
  return own.filter((grant) => grant.name === name)
}

const texts = (who: ReadonlySet<unknown>) => [...who].filter((one) => typeof one === 'string').sort(compareText)

function same(
  staging: readonly Grant[],
  production: readonly Grant[],
  onlyStaging: readonly string[],
  onlyProduction: readonly string[],
  settings: Settings,
): Seen<boolean> {
  if (!staging.length) return oneSide('staging', production[0] as Grant)
  if (!production.length) return oneSide('production', staging[0] as Grant)
  const unseen = [...staging, ...production].find(({ who }) => isHidden(who))
  if (unseen) return unseen.who as Hidden
  if (!onlyStaging.length && !onlyProduction.length) return true
  const plain = (all: readonly string[]) => all.map((who) => plainName(who, settings)).sort(compareText)
  if (plain(onlyStaging).join('\n') !== plain(onlyProduction).join('\n')) return false
  return new Hidden(`whether ${onlyStaging.join(', ')} and ${onlyProduction.join(', ')} have the same members`, {
    kind: 'answer',
    text: 'say in assay.yaml who has access to staging and to production: environments: {staging: {access: [<group>]}}',
  })
}

const oneSide = (environment: string, { system, name }: Grant) =>
  new Hidden(`who has access to ${environment} (${system} tell it of ${name} alone)`, {
    kind: 'answer',
    text: `say in assay.yaml who has access to ${environment}: environments: {${environment}: {access: [<group>]}}`,
  })
