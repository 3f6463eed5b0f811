import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import type { Problem, Trigger } from '../model.ts'
import { eventTriggers } from './events.ts'
import { globsOf, winningOver } from './patterns.ts'
import { readVariables, variablesOf } from './variables.ts'

/** One pipeline of the file: `branches/main`, `custom/deploy`, `default`. */
export interface Definition {
  /** the section and the pattern or name in it */
  readonly id: string
  /** the pattern or name alone, as people call it */
  readonly key: string
  readonly node: DataNode
  readonly place: Place
  readonly triggers: readonly Trigger[]
}

/** Sections whose keys are names or patterns. */
const named = ['branches', 'tags', 'bookmarks', 'pull-requests', 'custom']

/**
 * The pipelines of a file with what starts them (support.atlassian.com, "Pipeline start conditions"). Where the file only
 * shares pipelines (`definitions: pipelines:`), those, started by a caller elsewhere.
 */
export function readDefinitions(root: DataNode, problems: Problem[]): Definition[] {
  const pipelines = root.get('pipelines')
  if (pipelines?.kind !== 'map') {
    const shared = root.at('definitions', 'pipelines')
    if (!pipelines && shared?.kind === 'map') return sharedDefinitions(shared)
    const message = pipelines ? '`pipelines` must be a map' : 'no `pipelines`: nothing is run'
    problems.push({ place: pipelines?.place ?? root.place, message, unreadable: true })
    return []
  }
  const definitions: Definition[] = []
  for (const { key: section, value: node } of pipelines.entries) {
    if (section === 'default') {
      const trigger = defaultTrigger(pipelines)
      definitions.push({
        id: 'default',
        key: 'default',
        node,
        place: pipelines.keyPlace('default'),
        triggers: [trigger],
      })
    } else if (!named.includes(section)) {
      const place = pipelines.keyPlace(section)
      problems.push({ place, message: `\`pipelines\` has no section \`${section}\``, unreadable: false })
    } else {
      const keys = node.entries.map((entry) => entry.key)
      for (const { key, value } of node.entries) {
        const place = node.keyPlace(key)
        const triggers =
          section === 'custom'
            ? [manual(value, place), ...eventTriggers(root, key)]
            : [triggerOf(section, key, keys, place)]
        definitions.push({ id: `${section}/${key}`, key, node: value, place, triggers })
      }
    }
  }
  return definitions
}

function sharedDefinitions(shared: DataNode): Definition[] {
  return shared.entries.map(({ key, value }) => {
    const place = shared.keyPlace(key)
    const inputs = readVariables(variablesOf(value))
    return { id: `definitions/${key}`, key, node: value, place, triggers: [{ kind: 'call', event: '', inputs, place }] }
  })
}

/** Every push but of tags, to branches that have no pipeline of their own. */
function defaultTrigger(pipelines: DataNode): Trigger {
  const branches = pipelines.get('branches')?.entries.flatMap(({ key }) => globsOf(key)) ?? []
  const place = pipelines.keyPlace('default')
  return { kind: 'push', event: 'default', place, ...(branches.length && { branchesIgnore: branches }) }
}

function manual(node: DataNode, place: Place): Trigger {
  return { kind: 'manual', event: 'custom', inputs: readVariables(variablesOf(node)), place }
}

function triggerOf(section: string, pattern: string, all: readonly string[], place: Place): Trigger {
  // A pull request's pattern speaks of the branch that it comes from, not of the one that it goes into.
  if (section === 'pull-requests') return { kind: 'pull-request', event: section, place }
  const branchesIgnore = winningOver(pattern, all)
  return {
    kind: section === 'tags' ? 'tag' : 'push',
    event: section,
    branches: globsOf(pattern),
    place,
    ...(branchesIgnore.length && { branchesIgnore }),
  }
}
