import type { Place } from '../../../documents/place.ts'
import { type DataNode, walk } from '../../../documents/tree.ts'
import { Hidden, isHidden, type Seen } from '../../hidden.ts'
import { hiddenOf } from '../../manifests/unseen.ts'
import { daysIn } from '../days.ts'

/** A rule by which indices are deleted, or that none deletes them. */
export interface Lifecycle {
  readonly system: 'elasticsearch' | 'opensearch'
  readonly name: string
  /** patterns of the indices that it is for; empty where it says none */
  readonly indices: readonly string[]
  /** 0: for ever */
  readonly days: Seen<number>
  readonly place: Place
}

/**
 * The policies that a tree writes: those of Elasticsearch (elastic.co, "Put lifecycle policy"), of OpenSearch
 * (docs.opensearch.org, "Index State Management policies"), and actions of Curator (elastic.co, "delete_indices").
 * @param name what a policy is called that has no name of its own
 */
export function lifecyclesIn(root: DataNode, name: string): readonly Lifecycle[] {
  const found: Lifecycle[] = []
  const visit = (node: DataNode, outer: string) => {
    const named = /\/(?:_ilm\/policy|_ism\/policies)\/([\w.-]+)/.exec(node.get('url')?.text ?? '')?.[1] ?? outer
    if (isPhases(node.get('phases')))
      found.push({ system: 'elasticsearch', name: named, indices: [], ...ofPhases(node, named) })
    else if (isStates(node)) found.push(ofStates(node, named))
    else if (isActions(node.get('actions'))) found.push(...ofCurator(node.get('actions') as DataNode, named))
    else {
      for (const item of node.items) visit(item, named)
      for (const { key, value } of node.entries) visit(value, isWrapper.test(key) ? named : key)
    }
  }
  visit(root, name)
  return found
}

/** Keys around a policy that are no name of it. */
const isWrapper =
  /^(policy|body|data|spec|elasticsearch|config|json|items|indexLifecyclePolicies|ilm|ism|policies|ansible\.builtin\.uri|uri|content|values?)$/

const isPhases = (node: DataNode | undefined) =>
  node?.kind === 'map' &&
  node.entries.length > 0 &&
  node.entries.every(({ key, value }) => /^(hot|warm|cold|frozen|delete)$/.test(key) && value.kind === 'map')

const isStates = (node: DataNode) =>
  node.get('states')?.kind === 'list' &&
  (node.get('states')?.items ?? []).some(
    (state) => state.get('name') && (state.get('actions') ?? state.get('transitions')),
  )

const isActions = (node: DataNode | undefined) =>
  node?.kind === 'map' &&
  node.entries.some(({ value }) => value.get('action')?.text !== undefined && value.get('filters'))

/**
 * Policies with the indices that templates beside them give them to: by their names, and where there is but one policy, which
 * is named by a variable as a rule, by whatever name.
 */
export function withIndices(found: readonly Lifecycle[], beside: readonly DataNode[]): readonly Lifecycle[] {
  const templates = beside.flatMap(templatesIn)
  const isOnly = found.length === 1
  return found.map((one) => {
    const own = templates.filter(({ policy }) => isOnly || policy === one.name).flatMap(({ indices }) => indices)
    return one.indices.length > 0 || own.length === 0 ? one : { ...one, indices: own }
  })
}

/** The templates of indices in a tree that name a policy. */
function templatesIn(root: DataNode): readonly { readonly policy: string; readonly indices: readonly string[] }[] {
  const found: { policy: string; indices: readonly string[] }[] = []
  for (const node of walk(root)) {
    const patterns = node.kind === 'map' ? node.get('index_patterns') : undefined
    if (!patterns) continue
    const indices = patterns.asList.map(({ text }) => text ?? '')
    for (const inner of walk(node)) {
      const policy = inner.get('index.lifecycle.name') ?? inner.at('lifecycle', 'name') ?? inner.get('lifecycle.name')
      if (policy?.text !== undefined) found.push({ policy: policy.text, indices })
    }
  }
  return found
}

type Told = Pick<Lifecycle, 'days' | 'place'>

/** The age of a phase counts from the roll-over, else from when the index was made. */
function ofPhases(policy: DataNode, name: string): Told {
  const phases = policy.get('phases') as DataNode
  const last = phases.get('delete')
  const hidden = hiddenOf(phases) ?? hiddenOf(last)
  if (hidden) return { days: hidden, place: phases.place }
  const actions = last?.get('actions')
  if (!last || (actions && !actions.entry('delete'))) return { days: 0, place: policy.keyPlace('phases') }
  const age = last.get('min_age')
  return { days: ageOf(age, name, phases.file), place: age ? last.keyPlace('min_age') : phases.keyPlace('delete') }
}

function ageOf(age: DataNode | undefined, name: string, file: string): Seen<number> {
  const hidden = hiddenOf(age)
  if (hidden) return hidden
  const days = age && daysIn(age.text ?? '')
  // what is deleted as soon as it is rolled over was kept for as long as that took
  return days || unsaid(name, file)
}

const unsaid = (name: string, file: string) =>
  new Hidden(`when the policy ${name} deletes an index`, {
    kind: 'file',
    text: `say in ${file} how old an index must be before the policy ${name} deletes it, as a number of days`,
  })

/** States that are reached from the first; an index goes with the first of them that deletes it. */
function ofStates(policy: DataNode, named: string): Lifecycle {
  const name = policy.get('policy_id')?.text ?? named
  const states = policy.get('states')?.items ?? []
  const byName = new Map(states.map((state) => [state.get('name')?.text ?? '', state]))
  const first = byName.get(policy.get('default_state')?.text ?? '') ?? states[0]
  const reached = new Set<DataNode>(first ? [first] : [])
  const ages: { days: Seen<number>; place: Place }[] = []
  if (first && deletes(first)) ages.push({ days: unsaid(name, policy.file), place: first.place })
  for (const state of reached) {
    for (const transition of state.get('transitions')?.items ?? []) {
      const next = byName.get(transition.get('state_name')?.text ?? '')
      if (!next) continue
      reached.add(next)
      if (!deletes(next)) continue
      const conditions = transition.get('conditions')
      const age = conditions?.get('min_index_age') ?? conditions?.get('min_rollover_age')
      ages.push({ days: ageOf(age, name, policy.file), place: age?.place ?? transition.place })
    }
  }
  const indices = (policy.get('ism_template')?.asList ?? []).flatMap((template) =>
    (template.get('index_patterns')?.asList ?? []).map(({ text }) => text ?? ''),
  )
  const shortest = ages.find(({ days }) => isHidden(days)) ?? ages.sort((a, b) => Number(a.days) - Number(b.days))[0]
  return { system: 'opensearch', name, indices, ...(shortest ?? { days: 0, place: policy.keyPlace('states') }) }
}

const deletes = (state: DataNode) => (state.get('actions')?.items ?? []).some((action) => action.entry('delete'))

const unitDays: Readonly<Record<string, number>> = { days: 1, weeks: 7, months: 30, years: 365 }

/** Curator deletes what all filters of an action leave. */
function ofCurator(actions: DataNode, named: string): readonly Lifecycle[] {
  return actions.entries.flatMap(({ key, value: action }) => {
    if (action.get('action')?.text !== 'delete_indices') return []
    if (/^true$/i.test(action.at('options', 'disable_action')?.text ?? '')) return []
    const name = `${named} ${key}`
    const filters = action.get('filters')?.items ?? []
    const of = (type: string) => filters.filter((filter) => filter.get('filtertype')?.text === type)
    const [age] = of('age')
    const count = Number(age?.get('unit_count')?.text)
    const unit = unitDays[age?.get('unit')?.text ?? '']
    // by size or number, what is deleted depends on how much comes in
    const isByAge = of('space').length === 0 && of('count').length === 0 && age?.get('direction')?.text === 'older'
    const days =
      isByAge && unit !== undefined && Number.isInteger(count) && count > 0 ? count * unit : unsaid(name, action.file)
    const indices = of('pattern')
      .filter((filter) => !/^true$/i.test(filter.get('exclude')?.text ?? ''))
      .map((filter) => filter.get('value')?.text ?? '')
    const place = age ? age.keyPlace('unit_count') : action.place
    return [{ system: 'elasticsearch' as const, name, indices, days, place }]
  })
}
