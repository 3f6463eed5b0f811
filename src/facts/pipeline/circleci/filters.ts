import type { DataNode } from '../../../documents/tree.ts'
import type { Condition } from '../model.ts'
import type { Frame, Reading } from './frame.ts'
import { conditionOf } from './logic.ts'
import { sourceOf } from './patterns.ts'
import { textOf } from './template.ts'
import { named, type Value } from './values.ts'

/**
 * `filters:` of a job's use (circleci.com/docs/configuration-reference, "filters"): branches limit pushes to branches,
 * and a tag starts only jobs that say so. With both `only` and `ignore`, `ignore` counts.
 * @param at where there are no filters: the use itself
 * @param tags whether anything in the file speaks of tags: else a job without filters always runs
 */
export function filterOf(
  node: DataNode | undefined,
  at: DataNode,
  frame: Frame,
  reading: Reading,
  tags: boolean,
): Condition | undefined {
  if (node?.kind === 'scalar' && node.text) return conditionOf(node, frame, reading)
  const branches = node?.get('branches')
  const tag = node?.get('tags')
  if (!branches && !tags) return undefined
  const text = [
    branches ? textOfFilter('pipeline.git.branch', branches) : tag ? '' : 'pipeline.git.tag == ""',
    tag ? textOfFilter('pipeline.git.tag', tag) : '',
  ]
  return {
    text: text.filter(Boolean).join(' || '),
    place: (node ?? at).place,
    holds: (run) => {
      const asked = { frame, reading, run }
      const isTag = run.trigger.kind === 'tag'
      if (isTag) return tag ? allows(tag, run.trigger.branches?.[0], frame, reading) : false
      if (!branches) return true
      return allows(branches, named('pipeline.git.branch', asked), frame, reading)
    },
  }
}

function allows(filter: DataNode, name: Value, frame: Frame, reading: Reading): boolean | undefined {
  const ignore = filter.get('ignore')
  if (ignore) {
    const answer = anyOf(ignore, name, frame, reading)
    return answer === undefined ? undefined : !answer
  }
  const only = filter.kind === 'map' ? filter.get('only') : filter
  return only ? anyOf(only, name, frame, reading) : true
}

function anyOf(list: DataNode, name: Value, frame: Frame, reading: Reading): boolean | undefined {
  let open = false
  for (const item of list.asList) {
    const written = textOf(item, frame)
    const source = sourceOf(written)
    if (source !== undefined && /^\.[*+]$/.test(source)) return true
    if (typeof name !== 'string' || written.includes('<<')) open = true
    else if (source === undefined ? written === name : reading.patterns.matches(source, name, true)) return true
    else if (source !== undefined && reading.patterns.matches(source, name, true) === undefined) open = true
  }
  return open ? undefined : false
}

function textOfFilter(value: string, filter: DataNode): string {
  const ignore = filter.get('ignore')
  const list = ignore ?? (filter.kind === 'map' ? filter.get('only') : filter)
  const parts = (list?.asList ?? []).map((item) => {
    const source = sourceOf(item.text ?? '')
    return source === undefined ? `${value} == "${item.text ?? ''}"` : `${value} =~ /${source}/`
  })
  const text = parts.join(' || ')
  return ignore ? `!(${text})` : text
}
