import type { Settings } from '../../../config/settings.ts'
import { Text } from '../../../documents/text.ts'
import { parseYaml } from '../../../documents/yaml.ts'
import { Hidden, isHidden } from '../../hidden.ts'
import { storeOf } from '../../infrastructure/logs/store.ts'
import { attribute, type InfrastructureResource, nested, resourcesOf, textIn } from '../../infrastructure/resource.ts'
import { Composed, isList, member, OfFile, type Value } from '../../infrastructure/value.ts'
import type { Repository } from '../../repository.ts'
import type { LogStore } from '../../schema/operation.ts'
import { lastsNot } from './lasting.ts'
import { retentionOf } from './retention.ts'
import { settingsIn } from './settings.ts'

const charts = /(^|\/)(loki|loki-stack|loki-distributed|loki-simple-scalable)$/

/**
 * Releases of Loki's charts that Terraform makes, with the values that it writes itself
 * (registry.terraform.io/providers/hashicorp/helm/latest/docs/resources/release). Files of values are read as files.
 */
export async function releasedStores(
  terraform: readonly InfrastructureResource[],
  repository: Repository,
  settings: Settings,
): Promise<readonly LogStore[]> {
  const found: LogStore[] = []
  for (const release of resourcesOf(terraform, ['helm_release'])) {
    const chart = textIn(release, 'chart')
    if (typeof chart !== 'string' || !charts.test(chart)) continue
    const { value, place } = attribute(release, 'values')
    const given = value === undefined ? [] : isList(value) ? value : [value]
    // what stands in a file is read there
    if (given.some((one) => one instanceof OfFile)) continue
    const texts = given.map(textOf)
    const hide = new Hidden(`how long the Loki of ${release.address} keeps logs`, {
      kind: 'file',
      text: `write the values of ${release.address} into a file that it reads`,
    })
    const kept = []
    for (const text of texts) {
      if (text === undefined) continue
      const { documents } = await parseYaml(new Text(release.file, text))
      for (const root of documents)
        for (const loki of await settingsIn(root, repository)) {
          const tree = { root, file: release.file, environment: undefined, isObject: false }
          const building = { repository, settings, workflows: [] }
          const hidden = await lastsNot(loki, tree, building)
          const where = { file: release.file, isPart: texts.length > 1, runtime: [], settings }
          kept.push(
            ...retentionOf({ ...loki, outer: place }, where).map((one) => (hidden ? { ...one, days: hidden } : one)),
          )
        }
    }
    const isOpen = texts.includes(undefined) || isSet(release)
    const all = kept.length > 0 ? kept : [{ kind: 'application' as const, days: hide, place, of: '' }]
    for (const { kind, days, place: at, of } of all)
      found.push(
        storeOf(release, {
          id: `${release.id}${of ? ` ${of}` : ''}`,
          name: `Loki of ${release.address}${of ? ` (${of})` : ''}`,
          kind,
          system: 'loki',
          days: isOpen ? hide : isHidden(release.exists) ? release.exists : days,
          place: at,
        }),
      )
  }
  return found
}

/** A text as far as it is written out; what is put into it is left as a variable. */
const textOf = (value: Value): string | undefined =>
  value instanceof Composed ? value.open : typeof value === 'string' ? value : undefined

/** Whether single values are set that say how long logs are kept, or may do so: in blocks, or a list of version 3. */
function isSet(release: InfrastructureResource): boolean {
  return ['set', 'set_list', 'set_sensitive'].some((type) => {
    const blocks = nested(release, type)
    const { value } = attribute(release, type)
    const names = isHidden(blocks)
      ? [undefined]
      : value !== undefined && isList(value)
        ? value.map((one) => member(one, 'name'))
        : blocks.map((block) => textIn(block, 'name'))
    return names.some((name) => typeof name !== 'string' || name.includes('retention'))
  })
}
