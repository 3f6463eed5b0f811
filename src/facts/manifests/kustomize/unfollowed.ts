import type { DataNode } from '../../../documents/tree.ts'
import type { Hidden } from '../../hidden.ts'
import type { Repository } from '../../repository.ts'
import { changedAt, withItems, withKey } from '../edit.ts'
import { hiddenBecause } from '../helm/value.ts'
import { OpenMap, Unseen } from '../unseen.ts'
import type { Kustomization } from './kustomization.ts'
import { unseen } from './patching.ts'
import { join } from './paths.ts'
import { changedTo, type Resource } from './resource.ts'
import { selects } from './selecting.ts'

/** Replacements, variables and plugins are not followed: what they write is hidden, and nothing else. */
export async function withoutUnfollowed(
  one: Kustomization,
  resources: readonly Resource[],
  repository: Repository,
): Promise<readonly Resource[]> {
  const { document, folder } = one
  let made = resources
  for (const item of document.get('transformers')?.items ?? []) {
    const hidden = hiddenBecause(`what ${item.text?.split('\n')[0]} changes`, document.file)
    const path = join(folder, item.text ?? '')
    const kinds = (path === undefined ? [] : ((await repository.yaml(path)) ?? [])).map(
      (one) => one.get('kind')?.text ?? '',
    )
    const isHarmless = kinds.length > 0 && kinds.every((kind) => /^(Label|Annotations)Transformer$/.test(kind))
    made = made.map((resource) => (isHarmless ? withoutMarks(resource, hidden) : unseen(resource, hidden)))
  }
  const variables = (document.get('vars')?.items ?? []).flatMap((item) => item.get('name')?.text ?? [])
  if (variables.length > 0) {
    const hidden = hiddenBecause(`the variables of ${document.file}`, document.file)
    const signs = variables.map((name) => `$(${name})`)
    made = made.map((resource) => changedTo(resource, withoutTexts(resource.root, signs, hidden, 0)))
  }
  for (const item of document.get('replacements')?.items ?? []) {
    const path = item.get('path')?.text
    const file = path === undefined ? undefined : join(folder, path)
    const written = file === undefined ? [item] : ((await repository.yaml(file)) ?? []).flatMap((root) => root.asList)
    for (const replacement of written) made = replaced(made, replacement)
  }
  return made
}

/** What only marks objects leaves all else as it is. */
function withoutMarks(resource: Resource, hidden: Hidden): Resource {
  const open = (node: DataNode | undefined) => node && new OpenMap(hidden, node.place, node.entries)
  const root = changedAt(changedAt(resource.root, ['metadata'], open), ['spec', 'template', 'metadata'], open)
  return changedTo(resource, changedAt(root, ['spec', 'selector'], open))
}

function replaced(resources: readonly Resource[], replacement: DataNode): readonly Resource[] {
  const hidden = hiddenBecause('what a replacement writes', replacement.file)
  let made = resources
  for (const target of replacement.get('targets')?.items ?? []) {
    const select = target.get('select')
    const chosen = select ? selects(select) : () => true
    const paths = (target.get('fieldPaths')?.items ?? []).flatMap(({ text }) => text ?? [])
    const isMade = target.at('options', 'create')?.text === 'true'
    made = made.map((resource) => {
      if (chosen(resource) === false) return resource
      return paths.reduce((one, path) => changedTo(one, hiddenAt(one.root, stepsOf(path), hidden, isMade)), resource)
    })
  }
  return made
}

/** `spec.template.spec.containers.[name=web].image`; a point in a key is written `\.` */
function stepsOf(path: string): readonly string[] {
  return (path.match(/\[[^\]]*\]|(?:\\.|[^.[\]])+/g) ?? []).map((step) => step.replaceAll('\\.', '.'))
}

function hiddenAt(node: DataNode, steps: readonly string[], hidden: Hidden, creates: boolean): DataNode {
  const [step, ...rest] = steps
  if (step === undefined) return new Unseen(hidden, node.place)
  if (node.kind === 'list') {
    const [, key = '', value = ''] = /^\[(.+?)=(.*)\]$/.exec(step) ?? []
    const items = node.items.map((item, i) => {
      const isMeant = step === '*' || (key ? item.get(key)?.text === value : Number(step) === i)
      return isMeant ? hiddenAt(item, rest, hidden, creates) : item
    })
    return withItems(node, items)
  }
  const entry = node.kind === 'map' ? node.entries.find(({ key }) => key === step) : undefined
  if (entry) return withKey(node, step, hiddenAt(entry.value, rest, hidden, creates))
  return creates && node.kind === 'map' ? withKey(node, step, new Unseen(hidden, node.place)) : node
}

function withoutTexts(node: DataNode, signs: readonly string[], hidden: Hidden, depth: number): DataNode {
  if (depth > 40) return node
  if (node.kind === 'scalar')
    return typeof node.value === 'string' && signs.some((sign) => (node.value as string).includes(sign))
      ? new Unseen(hidden, node.place)
      : node
  if (node.kind === 'list') {
    const items = node.items.map((item) => withoutTexts(item, signs, hidden, depth + 1))
    return items.some((item, i) => item !== node.items[i]) ? withItems(node, items) : node
  }
  return node.entries.reduce((made, { key, value }) => {
    const next = withoutTexts(value, signs, hidden, depth + 1)
    return next === value ? made : withKey(made, key, next)
  }, node)
}
