import type { DataNode } from '../../../documents/tree.ts'
import type { Input, Problem, Trigger, TriggerKind } from '../model.ts'

/** The kinds of GitHub's events (docs.github.com, "Events that trigger workflows"); all others are `external`. */
const kindOf: Readonly<Record<string, TriggerKind>> = {
  push: 'push',
  pull_request: 'pull-request',
  pull_request_target: 'pull-request',
  merge_group: 'pull-request',
  schedule: 'schedule',
  workflow_dispatch: 'manual',
  release: 'release',
  workflow_run: 'pipeline',
  workflow_call: 'call',
}

/** Reads `on:` (a string, a list or a map). A push to branches and tags is two triggers. What makes no sense is a problem. */
export function readTriggers(root: DataNode, problems: Problem[]): Trigger[] {
  const on = root.get('on')
  if (!on || (on.kind === 'scalar' && !on.text)) {
    problems.push({ place: root.place, message: 'no `on:`: nothing starts this workflow', unreadable: false })
    return []
  }
  if (on.kind === 'map') return on.entries.flatMap((entry) => triggersOf(entry.key, entry.value, on))
  return on.asList.flatMap((item) => (item.text ? triggersOf(item.text, undefined, item) : []))
}

function triggersOf(event: string, filter: DataNode | undefined, at: DataNode): Trigger[] {
  const kind = kindOf[event] ?? 'external'
  const place = at.keyPlace(event)
  const base = { kind, event, place, ...(event === 'merge_group' && { merges: true as const }) }
  if (event === 'push') return pushes(filter, base)
  const branches = texts(filter?.get('branches'))
  const branchesIgnore = texts(filter?.get('branches-ignore'))
  const paths = texts(filter?.get('paths'))
  const after = event === 'workflow_run' ? followed(filter) : undefined
  const inputs = kind === 'manual' || kind === 'call' ? readInputs(filter?.get('inputs')) : undefined
  return [
    {
      ...base,
      ...(branches && { branches }),
      ...(branchesIgnore && { branchesIgnore }),
      ...(paths && { paths }),
      ...(after && { after }),
      ...(inputs && { inputs }),
    },
  ]
}

/** The workflows whose end starts this one; what starts with another knows nothing of how that will end. */
function followed(filter: DataNode | undefined): string[] {
  const types = texts(filter?.get('types'))
  return types && !types.includes('completed') ? [] : (texts(filter?.get('workflows')) ?? [])
}

/** `push` without filters is any branch and any tag; with only `tags` no branch, and the other way round. */
function pushes(filter: DataNode | undefined, base: Pick<Trigger, 'event' | 'place'>): Trigger[] {
  const branches = texts(filter?.get('branches'))
  const branchesIgnore = texts(filter?.get('branches-ignore'))
  const tags = texts(filter?.get('tags'))
  const tagsIgnore = texts(filter?.get('tags-ignore'))
  // `paths-ignore` leaves out some changes just as `paths` does.
  const paths = texts(filter?.get('paths')) ?? texts(filter?.get('paths-ignore'))?.map((glob) => `!${glob}`)
  const limits = paths ? { paths } : {}
  const triggers: Trigger[] = []
  const onlyTags = (tags || tagsIgnore) && !branches && !branchesIgnore
  const onlyBranches = (branches || branchesIgnore) && !tags && !tagsIgnore
  if (!onlyTags) {
    const ignore = branchesIgnore ?? undefined
    triggers.push({
      ...base,
      ...limits,
      kind: 'push',
      ...(branches && { branches }),
      ...(ignore && { branchesIgnore: ignore }),
    })
  }
  // Path filters are not evaluated for tags.
  if (!onlyBranches) {
    const ignore = tagsIgnore ?? undefined
    triggers.push({ ...base, kind: 'tag', ...(tags && { branches: tags }), ...(ignore && { branchesIgnore: ignore }) })
  }
  return triggers
}

/** The inputs of `workflow_dispatch`, `workflow_call` or an action. */
function readInputs(node: DataNode | undefined): Input[] {
  return (node?.entries ?? []).map(({ key, value }) => {
    const type = value.get('type')?.text ?? 'string'
    // Nobody can start it with the empty option of a required choice: it only makes people choose.
    const required = value.get('required')?.value === true
    const options = texts(value.get('options'))?.filter((option) => option !== '' || !required)
    const fallback = value.get('default')?.text
    return { name: key, type, ...(options && { options }), ...(fallback !== undefined && { default: fallback }) }
  })
}

function texts(node: DataNode | undefined): string[] | undefined {
  if (!node) return undefined
  const list = node.asList.flatMap((item) => item.text ?? [])
  return list.length ? list : undefined
}
