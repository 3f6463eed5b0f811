import type { Place } from '../../../documents/place.ts'
import type { Input, Trigger } from '../model.ts'
import { fieldOf, itemsOf } from './expand.ts'
import type { Bound } from './scope.ts'
import { parametersOf } from './templates.ts'

/**
 * The ways in which a pipeline starts (learn.microsoft.com, "Triggers in Azure Pipelines"). Without `trigger`, a push to
 * any branch does; anybody with the right may also start it by hand, which is told where the file expects it: it has
 * parameters, asks for the reason `Manual`, or nothing else starts it.
 */
export function readTriggers(root: Bound, text: string): Trigger[] {
  const triggers = [...pushes(root), ...requests(root), ...schedules(root), ...resources(root)]
  const inputs = inputsOf(root)
  if (inputs.length || triggers.length === 0 || /'Manual'/.test(text)) {
    const key = root.node.get('parameters') ? 'parameters' : 'trigger'
    triggers.push({
      kind: 'manual',
      event: 'manual',
      inputs,
      place: root.node.get(key) ? root.node.keyPlace(key) : head(root),
    })
  }
  return triggers
}

/** Nothing in the file says so: the first of its keys stands for it. */
function head(root: Bound): Place {
  return root.node.headPlace
}

function pushes(root: Bound): Trigger[] {
  const node = root.node.get('trigger')
  const place = node ? root.node.keyPlace('trigger') : head(root)
  if (!node) {
    // A pipeline that only waits for another one says `trigger: none`; the implied one is there as well.
    return [{ kind: 'push', event: 'IndividualCI', place }]
  }
  if (isNone(node.text)) return []
  const [trigger] = fieldOf(root, 'trigger')
  const branches = globs(trigger, 'branches')
  const tags = node.kind === 'map' ? globs(trigger, 'tags') : {}
  const paths = node.kind === 'map' ? globs(trigger, 'paths') : {}
  const limits = {
    ...((paths.include || paths.exclude) && {
      paths: [...(paths.include ?? []), ...(paths.exclude ?? []).map((glob) => `!${glob}`)],
    }),
  }
  const found: Trigger[] = []
  const onlyTags = tags.include && !branches.include && !branches.exclude
  if (!onlyTags) {
    found.push({
      kind: 'push',
      event: 'IndividualCI',
      ...branchLimits(branches),
      ...limits,
      place,
    })
  }
  if (tags.include || tags.exclude) {
    found.push({
      kind: 'tag',
      event: 'IndividualCI',
      ...(tags.include && { branches: tags.include.map((tag) => tag.replace(/^refs\/tags\//, '')) }),
      place,
    })
  }
  return found
}

interface Globs {
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
}

/** `[main]`, `{include: [main], exclude: [x]}`, or under `branches:` either of them. `*` is any name, slashes and all. */
function globs(bound: Bound | undefined, key: 'branches' | 'tags' | 'paths'): Globs {
  if (!bound) return {}
  const under = bound.node.kind === 'map' ? fieldOf(bound, key)[0] : bound
  if (!under) return {}
  const list = (bounds: readonly Bound[]) => {
    const found = bounds.flatMap((one) => itemsOf(one).flatMap((item) => item.node.text ?? []))
    return found.length ? found.map((glob) => glob.replace(/^refs\/heads\//, '').replace(/\*+/g, '**')) : undefined
  }
  if (under.node.kind !== 'map') {
    const include = list([under])
    return include ? { include } : {}
  }
  const include = list(fieldOf(under, 'include'))
  const exclude = list(fieldOf(under, 'exclude'))
  return { ...(include && { include }), ...(exclude && { exclude }) }
}

function branchLimits({ include, exclude }: Globs): Pick<Trigger, 'branches' | 'branchesIgnore'> {
  const any = include?.some((glob) => glob === '**')
  return { ...(include && !any && { branches: include }), ...(exclude && { branchesIgnore: exclude }) }
}

/** `pr:`; where it is left out, requests are a matter of the service's branch policies. */
function requests(root: Bound): Trigger[] {
  const [node] = fieldOf(root, 'pr')
  if (!node || isNone(node.node.text)) return []
  return [
    {
      kind: 'pull-request',
      event: 'PullRequest',
      ...branchLimits(globs(node, 'branches')),
      place: root.node.keyPlace('pr'),
    },
  ]
}

function schedules(root: Bound): Trigger[] {
  return fieldOf(root, 'schedules').flatMap((list) =>
    itemsOf(list).flatMap((item): Trigger[] =>
      item.node.get('cron')
        ? [
            {
              kind: 'schedule',
              event: 'Schedule',
              ...branchLimits(globs(item, 'branches')),
              place: item.node.keyPlace('cron'),
            },
          ]
        : [],
    ),
  )
}

/** Pipelines (`trigger:` of theirs), containers, webhooks and repositories whose news start this one. */
function resources(root: Bound): Trigger[] {
  const [held] = fieldOf(root, 'resources')
  if (!held) return []
  const of = (key: string) => fieldOf(held, key).flatMap((list) => itemsOf(list))
  const pipelines = of('pipelines').flatMap((item): Trigger[] => {
    const trigger = item.node.get('trigger')
    if (!trigger || isNone(trigger.text) || trigger.text === 'false') return []
    const [bound] = fieldOf(item, 'trigger')
    const enabled = trigger.get('enabled')?.text
    if (enabled === 'false') return []
    const source = item.node.get('source')?.text ?? item.node.get('pipeline')?.text ?? ''
    return [
      {
        kind: 'pipeline',
        event: 'ResourceTrigger',
        ...(trigger.kind === 'map' && branchLimits(globs(bound, 'branches'))),
        after: [source],
        place: item.node.keyPlace('trigger'),
      },
    ]
  })
  const others = ['containers', 'webhooks', 'packages', 'repositories', 'builds'].flatMap((key) =>
    of(key).flatMap((item): Trigger[] => {
      const trigger = item.node.get('trigger')
      const starts = key === 'webhooks' || (trigger && !isNone(trigger.text) && trigger.text !== 'false')
      if (!starts) return []
      const place = trigger ? item.node.keyPlace('trigger') : item.node.place
      return [{ kind: 'external', event: key, place }]
    }),
  )
  return [...pipelines, ...others]
}

function isNone(text: string | undefined): boolean {
  return text === 'none' || text === 'None' || text === ''
}

/** Runtime parameters: what is asked for when somebody starts the pipeline. */
export function inputsOf(root: Bound): Input[] {
  return parametersOf(root.node).map(({ name, fallback, node }) => {
    const type = node?.get('type')?.text ?? 'string'
    const options = node?.get('values')?.items.flatMap((item) => item.text ?? [])
    const usual = fallback?.text
    return {
      name,
      type,
      ...(options?.length && { options }),
      ...(usual !== undefined && { default: type === 'boolean' ? usual.toLowerCase() : usual }),
    }
  })
}
