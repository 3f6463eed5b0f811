import type { Loaded } from '../../config/load.ts'
import { isLocked, leavesOf, plain } from '../../config/merge.ts'
import { defaultPolicy, locksOf } from '../../config/policy.ts'
import { defaultSettings } from '../../config/settings.ts'
import type { Text } from '../../documents/text.ts'
import { open } from '../open.ts'
import { print } from '../output.ts'
import { harmless } from '../tell.ts'

interface Options {
  readonly explain?: boolean
  readonly policy?: string
  readonly rev?: string
}

/** A value with where it comes from. */
interface Told {
  readonly key: string
  readonly value: string
  readonly from: string
}

/**
 * `assay config [path]`: every value that holds, one a line; with `--explain` where it comes from: a file with its line, or
 * the default. Exit code 2 where somebody says otherwise what a policy locks.
 */
export async function config(path = '.', { explain, policy, rev }: Options): Promise<number> {
  const { configuration } = await open(path, rev, { policy })
  const lines = valuesOf(configuration).map(({ key, value, from }) =>
    harmless(explain ? `${key}: ${value}  (${from})` : `${key}: ${value}`),
  )
  for (const { place, message } of configuration.overrides) {
    lines.push(harmless(`${whereIn(configuration, place.file, place.start ?? 0)}: error: ${message}`))
  }
  await print(`${lines.join('\n')}\n`)
  return configuration.overrides.length ? 2 : 0
}

function valuesOf(configuration: Loaded): readonly Told[] {
  const { root, layers, policy } = configuration
  const locks = layers.flatMap((layer) => locksOf(layer.root))
  const said = (root ? [...leavesOf(root)] : [])
    .filter(({ path: [first = ''] }) => first !== 'policy' && first !== '$schema')
    .map(({ path, entry }) => {
      const lock = locks.find((one) => isLocked(one.text ?? '', path))
      const at = whereIn(configuration, entry.value.file, entry.keySpan.start)
      return { key: path.join('.'), value: plain(entry.value), from: lock ? `${at}, locked` : at }
    })
  const silent = (key: string, value: string): Told[] =>
    said.some((one) => one.key === key) ? [] : [{ key, value, from: 'default' }]
  const word = (key: string, value: string | number | undefined, fallback: string | number | undefined): Told[] =>
    value === undefined
      ? []
      : [
          {
            key: `policy.${key}`,
            value: String(value),
            from: value === fallback ? 'default' : demandedBy(configuration, key),
          },
        ]
  return [
    ...silent('profile', JSON.stringify(defaultSettings.profile)),
    ...silent('new-rules', JSON.stringify(defaultSettings.newRules)),
    ...said,
    ...word('local-waivers', policy.localWaivers, defaultPolicy.localWaivers),
    ...word('max-waiver-days', policy.maxWaiverDays, undefined),
    ...word('self-approval', policy.selfApproval, defaultPolicy.selfApproval),
    ...word('inline-ignores', policy.inlineIgnores, defaultPolicy.inlineIgnores),
  ].sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** The policy that demands what holds. */
function demandedBy({ layers, policy }: Loaded, key: string): string {
  const wanted = key === 'max-waiver-days' ? String(policy.maxWaiverDays) : 'forbid'
  const layer = layers.find(({ root }) => root?.at('policy', key)?.text === wanted)
  const entry = layer?.root?.get('policy')?.entry(key)
  return layer && entry ? at(layer.text, entry.keySpan.start) : 'default'
}

function whereIn({ layers }: Loaded, file: string, offset: number): string {
  const text = layers.find((layer) => layer.text.file === file)?.text
  return text ? at(text, offset) : file
}

const at = (text: Text, offset: number) => `${text.file}:${text.position(offset).line}`
