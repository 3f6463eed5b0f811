import type { Call, ClosureNode, Statement } from '../../../../documents/groovy/index.ts'
import type { Place } from '../../../../documents/place.ts'
import type { Condition, Run } from '../../model.ts'
import { asking, type Context, frameOf } from '../context.ts'
import { placeIn, writtenIn } from '../module.ts'
import { type Args, callsOf, literal } from '../values/args.ts'
import { evaluate, freeze, valueOfBody } from '../values/evaluate.ts'
import { equal, isTrue, matches, text } from '../values/values.ts'
import { combined, conditionOf, negated } from './conditions.ts'

/** `when { … }`: all of what stands in it must hold. */
export function readWhen(closure: ClosureNode, context: Context): Condition | undefined {
  const all = conditionsIn(closure, context)
  return all.length > 1 ? combined('&&', all, placeIn(context.module, closure.span)) : all[0]
}

/** Not conditions, but when they are asked. */
const options = new Set(['beforeAgent', 'beforeInput', 'beforeOptions'])

function conditionsIn(closure: ClosureNode | undefined, context: Context): Condition[] {
  return [...callsOf(closure?.body.statements ?? [])].flatMap(({ name, call, args }) =>
    options.has(name) ? [] : [conditionOfCall(name, call, args, context)],
  )
}

function conditionOfCall(name: string, call: Call, args: Args, context: Context): Condition {
  const place = placeIn(context.module, call.span)
  const written = writtenIn(context.module, call.span)
  const is = (holds: Condition['holds'], shown = written): Condition => ({ text: shown, place, holds })
  const given = (key: string) => literal(args.named.get(key) ?? (args.named.size ? undefined : args.positional[0]))
  switch (name) {
    case 'allOf':
    case 'anyOf': {
      const operator = name === 'allOf' ? '&&' : '||'
      const all = conditionsIn(args.closure, context)
      const texts = all.map((one) => (/&&|\|\|/.test(one.text) ? `(${one.text})` : one.text))
      return all.length === 1 && all[0] ? all[0] : combined(operator, all, place, texts.join(` ${operator} `))
    }
    case 'not': {
      const all = conditionsIn(args.closure, context)
      return negated(combined('&&', all, place))
    }
    case 'branch':
      return branchCondition(given('pattern'), literal(args.named.get('comparator')), is, written)
    case 'buildingTag':
      return is((run) => run.trigger.kind === 'tag')
    case 'tag':
      return is((run) => (run.trigger.kind === 'tag' ? tagMatches(given('pattern')) : false))
    case 'changeRequest':
      return is((run) => {
        if (run.trigger.kind !== 'pull-request') return false
        if (!args.named.size) return true
        const target = args.named.size === 1 && !args.named.has('comparator') ? given('target') : undefined
        const { branches, branchesIgnore } = run.trigger
        if (target === undefined) return undefined
        if (branches?.length === 1) return branches[0] === target
        return branchesIgnore?.includes(target) ? false : undefined
      })
    case 'triggeredBy':
      return is((run) => isTriggeredBy(given('value') ?? given('cause') ?? literal(args.positional[0]) ?? '', run))
    case 'environment':
      return environmentCondition(args, context, is)
    case 'equals':
      return equalsCondition(args, context, is)
    case 'expression':
      return expressionCondition(args.closure, context, place)
    case 'isRestartedRun':
      return is(() => false)
    default:
      // changeset, changelog: what was changed cannot be told
      return is(() => undefined)
  }
}

type Make = (holds: Condition['holds'], shown?: string) => Condition

function branchCondition(
  pattern: string | undefined,
  comparator: string | undefined,
  is: Make,
  written: string,
): Condition {
  if (pattern === undefined) return is(() => undefined)
  const isPlain = comparator !== 'REGEXP' && !/[*?]/.test(pattern)
  const shown = isPlain ? `branch == '${pattern}'` : written
  return is((run) => {
    // the build of a tag has the tag's name there, which is a version (jenkins.io, "Pipeline Syntax": BRANCH_NAME)
    if (run.trigger.kind === 'tag') return isPlain && !/\d/.test(pattern) ? false : undefined
    if (run.trigger.kind === 'pull-request') return matchesBranch('PR-0', pattern, comparator)
    if (run.branch !== undefined) return matchesBranch(run.branch, pattern, comparator)
    if (run.onDefaultBranch === true) return pattern === 'main' || pattern === 'master' ? true : undefined
    return isPlain && run.onDefaultBranch === false ? false : undefined
  }, shown)
}

/** Patterns are those of Ant: `**` goes over slashes; or EQUALS, GLOB, REGEXP as said. */
function matchesBranch(branch: string, pattern: string, comparator: string | undefined): boolean | undefined {
  if (comparator === 'REGEXP') return matches(text(branch), text(pattern), true)
  if (comparator === 'EQUALS') return branch === pattern
  const source = pattern.split(/(\*+|\?)/).map((part) => {
    if (part === '?') return '[^/]'
    if (part.startsWith('*')) return part.length > 1 ? '.*' : '[^/]*'
    return part.replace(/[.+^${}()|[\]\\]/g, '\\$&')
  })
  return new RegExp(`^${source.join('')}$`).test(branch)
}

function tagMatches(pattern: string | undefined): boolean | undefined {
  return pattern === '*' || pattern === '**' ? true : undefined
}

function isTriggeredBy(cause: string, { trigger }: Run): boolean | undefined {
  if (/Timer/i.test(cause)) return trigger.kind === 'schedule'
  if (/UserId|^User/i.test(cause)) return trigger.kind === 'manual'
  if (/SCM|Branch/i.test(cause))
    return trigger.kind === 'push' || trigger.kind === 'pull-request' || trigger.kind === 'tag'
  if (/Upstream|BuildUpstream/i.test(cause)) return trigger.kind === 'pipeline'
  return undefined
}

function environmentCondition(args: Args, context: Context, is: Make): Condition {
  const name = literal(args.named.get('name'))
  const value = literal(args.named.get('value'))
  if (name === undefined || value === undefined) return is(() => undefined)
  const { frame } = freeze({ kind: 'name', name, span: { start: 0, end: 0 } }, frameOf(context))
  const node = { kind: 'name', name, span: { start: 0, end: 0 } } as const
  return is((run) => equal(evaluate(node, frame, asking(context, run)), text(value)), `${name} == '${value}'`)
}

function equalsCondition(args: Args, context: Context, is: Make): Condition {
  const actual = args.named.get('actual')
  const expected = args.named.get('expected')
  if (!actual || !expected) return is(() => undefined)
  const { frame } = freeze(actual, frameOf(context))
  const shown = `${writtenIn(context.module, actual.span)} == ${writtenIn(context.module, expected.span)}`
  return is((run) => {
    const now = asking(context, run)
    return equal(evaluate(actual, frame, now), evaluate(expected, frame, now))
  }, shown)
}

/** `expression { return params.X }`: one expression mostly; more are followed as far as they only compute. */
function expressionCondition(closure: ClosureNode | undefined, context: Context, place: Place): Condition {
  const statements: readonly Statement[] = closure?.body.statements ?? []
  const [only] = statements
  const node = only?.kind === 'return' ? only.value : only?.kind === 'expression' ? only.expression : undefined
  if (statements.length === 1 && node) return conditionOf(node, context)
  const frame = frameOf(context)
  return {
    text: closure ? writtenIn(context.module, closure.body.span).replace(/^\{\s*|\s*\}$/g, '') : '',
    place,
    holds: (run) => isTrue(valueOfBody(statements, frame, asking(context, run))),
  }
}
