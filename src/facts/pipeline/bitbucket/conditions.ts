import type { DataNode } from '../../../documents/tree.ts'
import { both } from '../dialect/conditions.ts'
import type { Condition, Run } from '../model.ts'
import { holds } from './expression.ts'

/**
 * `condition:` of a step or a stage. Which paths have changed is known only when it runs; an expression may speak of the
 * branch or of a variable of the start. A step that is left out holds up nothing.
 */
export function conditionOf(node: DataNode | undefined): Condition | undefined {
  return both(pathsCondition(node?.get('changesets')), stateCondition(node?.get('state')))
}

function pathsCondition(node: DataNode | undefined): Condition | undefined {
  const [include, exclude] = ['includePaths', 'excludePaths'].map((key) => globs(node?.get(key)))
  if (!node || (!include && !exclude)) return undefined
  const text = include ? `changes in ${include}` : `changes outside ${exclude}`
  return { text, place: node.place, holds: () => undefined }
}

function globs(node: DataNode | undefined): string | undefined {
  const all = node?.asList.flatMap((item) => item.text ?? []) ?? []
  return all.length ? all.join(', ') : undefined
}

function stateCondition(node: DataNode | undefined): Condition | undefined {
  const text = node?.text
  if (!node || text === undefined) return undefined
  return { text, place: node.place, holds: (run) => holds(text, (name) => valueIn(run, name)) }
}

/** What a run tells of a variable. */
function valueIn(run: Run, name: string): string | undefined {
  if (name === 'BITBUCKET_BRANCH') return run.trigger.kind === 'tag' ? '' : run.branch
  if (name === 'BITBUCKET_TAG') return run.trigger.kind === 'tag' ? undefined : ''
  return run.inputs[name]
}
