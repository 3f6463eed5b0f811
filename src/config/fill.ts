import type { DataNode } from '../documents/tree.ts'
import { defaultSettings, type InventoryEntry, type KindAnswer, type Settings } from './settings.ts'

/** What a configuration says, its form being right, with the defaults where it says nothing. */
export function fill(root: DataNode): Settings {
  const profile = root.get('profile')?.text as Settings['profile'] | undefined
  return {
    profile: profile ?? defaultSettings.profile,
    parameters: record(root.get('parameters'), (rule) => record(rule, plain)),
    exclude: texts(root.get('exclude')),
    include: texts(root.get('include')),
    environments: classes(root.get('environments')),
    inventory: inventory(root.get('environments')),
    kinds: (root.get('kinds')?.items ?? []).map(answer),
    deploys: root.get('deploys')?.value as boolean | undefined,
    components: record(root.get('components'), (node) => string(node).replace(/^\.\/|\/+$/g, '')),
    documents: record(root.get('documents'), texts),
    announced: record(root.get('announced'), texts),
    rules: texts(root.get('rules')).map((folder) => folder.replace(/^\.\/|\/+$/g, '')),
    baseline: root.get('baseline')?.text?.replace(/^\.\//, ''),
    newRules: (root.get('new-rules')?.text as Settings['newRules'] | undefined) ?? defaultSettings.newRules,
    notApplicable: record(root.get('not-applicable'), string),
  }
}

/** The classes that are said, by name, whether alone or in an entry of the inventory. */
function classes(node: DataNode | undefined): Settings['environments'] {
  const said = Object.entries(record(node, (value) => (value.kind === 'map' ? value.get('class')?.text : value.text)))
  return Object.fromEntries(said.filter(([, value]) => value !== undefined)) as Settings['environments']
}

function inventory(node: DataNode | undefined): Settings['inventory'] {
  const entries = node?.entries.filter(({ value }) => value.kind === 'map') ?? []
  return Object.fromEntries(
    entries.map(({ key, value }) => [
      key,
      {
        purpose: value.get('purpose')?.text ?? '',
        data: (value.get('data')?.text ?? '') as InventoryEntry['data'],
        access: texts(value.get('access')),
      },
    ]),
  )
}

function answer(node: DataNode): KindAnswer {
  const of = (key: 'file' | 'job' | 'step') => {
    const text = node.get(key)?.text
    return text === undefined ? {} : { [key]: text }
  }
  return { ...of('file'), ...of('job'), ...of('step'), kinds: texts(node.get('kinds')) as KindAnswer['kinds'] }
}

const string = (node: DataNode): string => node.text ?? ''

const texts = (node: DataNode | undefined): string[] => node?.asList.map(string) ?? []

/** A parameter's value as plain data. */
const plain = (node: DataNode): unknown => (node.kind === 'list' ? node.items.map(plain) : node.value)

/** A map as a record; keys such as `__proto__` are kept as data. */
function record<T>(node: DataNode | undefined, value: (node: DataNode) => T): Record<string, T> {
  return Object.fromEntries(node?.entries.map((entry) => [entry.key, value(entry.value)]) ?? [])
}
