import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { both } from '../dialect/conditions.ts'
import { isOpen } from '../dialect/open-text.ts'
import type { Condition, Run } from '../model.ts'
import { itemsOf, type Params, textWith } from './params.ts'

/** What `when:` says of how other tasks must have ended, which is no condition on the start: for `finally`. */
export interface StatusWhen {
  /** the task, or undefined for all together (`$(tasks.status)`) */
  readonly task: string | undefined
  readonly requires: 'success' | 'failure' | 'completion'
}

/** `when:` of a task, read. */
export interface When {
  readonly condition: Condition | undefined
  readonly statuses: readonly StatusWhen[]
}

/**
 * Reads `when:` (a list of which all must hold): `input`, `operator` (`in`, `notin`) and `values`, or a `cel` expression,
 * of which nothing is known here.
 */
export function readWhen(node: DataNode | undefined, params: Params): When {
  const conditions: Condition[] = []
  const statuses: StatusWhen[] = []
  for (const one of node?.asList ?? []) {
    const status = statusOf(one)
    if (status === 'not run') conditions.push({ ...conditionOf(one, params), holds: () => false })
    else if (status) statuses.push(status)
    else conditions.push(conditionOf(one, params))
  }
  return { condition: both(...conditions), statuses }
}

function conditionOf(one: DataNode, params: Params): Condition {
  const cel = one.get('cel')
  if (cel) return unknownCondition(textWith(cel.text ?? '', params), cel.place)
  const input = textWith((one.get('input') ?? one.get('Input'))?.text ?? '', params)
  const operator = (one.get('operator') ?? one.get('Operator'))?.text ?? ''
  const values = (one.get('values') ?? one.get('Values'))?.asList.flatMap((item) => itemsOf(item, params)) ?? []
  if (!/^(in|notin)$/i.test(operator)) return unknownCondition(`${input} ${operator}`, one.place)
  const isIn = operator.toLowerCase() === 'in'
  const text = values
    .map((value) => `"${input}" ${isIn ? '==' : '!='} "${value}"`.replace(/^"(\$\{[^}]*\})"/, '$1'))
    .join(isIn ? ' || ' : ' && ')
  return {
    text: text || `${input} ${operator} nothing`,
    place: one.place,
    holds: (run) => {
      const found = isAmong(
        ofRun(input, run),
        values.map((value) => ofRun(value, run)),
      )
      return found === undefined ? undefined : found === isIn
    },
  }
}

function isAmong(input: string, values: readonly string[]): boolean | undefined {
  if (values.length === 0) return false
  if (isOpen(input)) return undefined
  if (values.includes(input)) return true
  return values.some(isOpen) ? undefined : false
}

/** What a run tells of the branch that the forge puts in. */
function ofRun(text: string, run: Run): string {
  const { branch, trigger } = run
  if (branch === undefined || branch === 'default' || trigger.kind !== 'push') return text
  return text
    .replace(/\$\{(TARGET_BRANCH|SOURCE_BRANCH|GIT_TAG_OR_BRANCH)\}/g, branch)
    .replace(/\$\{BODY_REF\}/g, `refs/heads/${branch}`)
}

function unknownCondition(text: string, place: Place): Condition {
  return { text, place, holds: () => undefined }
}

/**
 * `$(tasks.deploy.status)` or `$(tasks.status)` among ends: what must have become of tasks. Where none
 * must have run (`None`), it comes after nothing that a task has done.
 */
function statusOf(one: DataNode): StatusWhen | 'not run' | undefined {
  const input = (one.get('input') ?? one.get('Input'))?.text ?? ''
  const found = /^\s*\$\(tasks(?:\.([\w-]+))?\.status\)\s*$/.exec(input)
  if (!found) return undefined
  const values = new Set((one.get('values') ?? one.get('Values'))?.asList.map((item) => item.text ?? '') ?? [])
  const isIn = (one.get('operator') ?? one.get('Operator'))?.text?.toLowerCase() !== 'notin'
  const holds = (status: string) => values.has(status) === isIn
  const good = holds('Succeeded') || (found[1] === undefined && holds('Completed'))
  const bad = holds('Failed')
  if (!good && !bad) return 'not run'
  return { task: found[1], requires: good && bad ? 'completion' : bad ? 'failure' : 'success' }
}
