import { didYouMean } from '../config/nearest.ts'
import { checkExpression } from './check-expression.ts'
import type { Engine, Scope } from './engine.ts'
import type { FieldType } from './fact-types.ts'
import type { Case, None, Parts, Rule, Test } from './rule.ts'
import { partType } from './scope.ts'
import { splitTemplate, TemplateError } from './template.ts'

/** Keys and list indexes that lead to a part of a rule. */
export type Path = readonly (string | number)[]

/** What is wrong with a rule: where (an offset within the text at the path), and one sentence with the next step. */
export interface RuleProblem {
  readonly path: Path
  readonly offset: number
  readonly message: string
}

export interface CheckedRule {
  readonly problems: readonly RuleProblem[]
  /** the collections and singletons that it reads, sorted */
  readonly reads: readonly string[]
  /** of these, what the judging of members hangs on: all that is read but in `none`, sorted */
  readonly judges: readonly string[]
}

/** Checks all expressions of a rule of valid form against the types of the facts, and that a case is left for everything. */
export function checkRule(rule: Rule, engine: Engine): CheckedRule {
  const check: Check = { engine, problems: [], reads: new Set(), judges: new Set(), base: parametersOf(rule) }
  checkParameters(rule, check)
  if (rule.tests) for (const [i, test] of rule.tests.entries()) checkTest(test, ['tests', i], check)
  else if (rule.each !== undefined) checkTest(rule as Test, [], check)
  else tell(check, [], 'a rule needs "each" (the facts that it judges) or "tests"')
  if (rule.tests && rule.each !== undefined) tell(check, ['each'], 'a rule has either "each" or "tests", not both')
  return { problems: check.problems, reads: [...check.reads].sort(), judges: [...check.judges].sort() }
}

interface Check {
  readonly engine: Engine
  readonly problems: RuleProblem[]
  readonly reads: Set<string>
  readonly judges: Set<string>
  readonly base: Scope
}

function tell(check: Check, path: Path, message: string, offset = 0): void {
  check.problems.push({ path, offset, message })
}

const parametersOf = (rule: Rule): Scope => (rule.parameters ? { parameters: rule.parameters } : {})

function checkParameters(rule: Rule, check: Check): void {
  for (const [name, { type, default: value }] of Object.entries(rule.parameters ?? {})) {
    const path = ['parameters', name]
    if (!/^[A-Za-z_]\w*$/.test(name))
      tell(check, path, `"${name}" cannot be written in an expression; use letters, digits and _`)
    const wrong = wrongValue(type, value)
    if (wrong) tell(check, [...path, 'default'], wrong)
  }
}

/** Why a value is none of a parameter's type; undefined where it is one. */
export function wrongValue(type: string, value: unknown): string | undefined {
  const right =
    type === 'int'
      ? Number.isSafeInteger(value)
      : type === 'double'
        ? typeof value === 'number' && Number.isFinite(value)
        : type === 'string'
          ? typeof value === 'string'
          : type === 'bool'
            ? typeof value === 'boolean'
            : Array.isArray(value) && value.every((item) => typeof item === 'string')
  const words: Readonly<Record<string, string>> = {
    int: 'a whole number',
    double: 'a number',
    string: 'a text',
    bool: 'true or false',
    'list<string>': 'a list of texts',
  }
  return right ? undefined : `${JSON.stringify(value)} is not ${words[type]}`
}

function checkTest(test: Test, path: Path, check: Check): void {
  const { collections, singletons } = check.engine.types
  const record = collections[test.each] ?? singletons[test.each]
  const at = (...more: Path) => [...path, ...more]
  checkNone(test, path, { ...check, judges: new Set() })
  if (record === undefined) {
    const known = [...Object.keys(collections), ...Object.keys(singletons)]
    tell(
      check,
      at('each'),
      `there are no facts called "${test.each}"${didYouMean(test.each, known) || `; there are ${known.join(', ')}`}`,
    )
    return
  }
  for (const names of [check.reads, check.judges]) names.add(test.each)
  const scope: Scope = { ...check.base, it: { kind: 'record', name: record } }
  if (test.where !== undefined) expression(test.where, at('where'), scope, 'bool', check)
  checkJudging(test, path, scope, check, test.parts !== undefined)
  if (test.parts) checkParts(test.parts, at('parts'), scope, check)
}

function checkParts(parts: Parts, path: Path, outer: Scope, check: Check): void {
  if (!expression(parts.each, [...path, 'each'], outer, 'list', check)) return
  const part: FieldType = partType(check.engine, parts.each, outer)
  const scope: Scope = { ...outer, part }
  if (parts.where !== undefined) expression(parts.where, [...path, 'where'], scope, 'bool', check)
  checkJudging(parts, path, scope, check, false)
}

/** Cases and `assert`: each checked, and the last must hold for whatever is left (unless `parts` follow). */
function checkJudging(
  judging: Pick<Test, 'cases' | 'assert'>,
  path: Path,
  scope: Scope,
  check: Check,
  open: boolean,
): void {
  const { cases = [], assert } = judging
  for (const [i, one] of cases.entries()) checkCase(one, [...path, 'cases', i], scope, check, i < cases.length - 1)
  if (assert) {
    expression(assert.that, [...path, 'assert', 'that'], scope, 'bool', check)
    checkCase({ ...assert, then: 'fail' }, [...path, 'assert'], scope, check, false)
  }
  const last = cases.at(-1)
  if (assert || open) return
  if (!last) tell(check, path, 'nothing is judged here: add "cases" or "assert"')
  else if (last.when !== undefined)
    tell(
      check,
      [...path, 'cases', cases.length - 1, 'when'],
      'no case is left for what fits none; add a last one without "when", such as "- then: fail"',
    )
}

function checkCase(one: Case, path: Path, outer: Scope, check: Check, more: boolean): void {
  const scope = one.some === undefined ? outer : scopeOfSome(one, one.some, path, outer, check)
  if (one.when !== undefined) expression(one.when, [...path, 'when'], scope, 'bool', check)
  else if (more) tell(check, path, 'a case without "when" always holds, so the cases after it never do')
  if (one.then === 'fail' && one.message === undefined)
    tell(check, path, 'a fail needs a "message" that says what is wrong')
  if (one.then === 'unknown' && one.settle === undefined)
    tell(check, path, 'an unknown needs "settle": what would settle it')
  texts(one, path, scope, check)
  if (one.trace !== undefined) expression(one.trace, [...path, 'trace'], scope, 'Trace', check)
}

/** The scope in which `found` is a member of the list that `some` yields. */
function scopeOfSome(one: Case, some: string, path: Path, outer: Scope, check: Check): Scope {
  if (one.when === undefined) tell(check, path, '"some" needs "when": what holds for the one that is found')
  if (!expression(some, [...path, 'some'], outer, 'list', check)) return outer
  return { ...outer, found: partType(check.engine, some, outer) }
}

function checkNone(test: Test, path: Path, check: Check): void {
  if (test.none === undefined) {
    tell(check, path, 'a rule needs "none": what holds where there is nothing to judge')
    return
  }
  const list = [test.none].flat() as None[]
  for (const [i, none] of list.entries()) {
    const at = Array.isArray(test.none) ? [...path, 'none', i] : [...path, 'none']
    if (none.when !== undefined) expression(none.when, [...at, 'when'], check.base, 'bool', check)
    if (none.then === 'unknown' && none.settle === undefined)
      tell(check, at, 'an unknown needs "settle": what would settle it')
    texts(none, at, check.base, check)
    const last = i === list.length - 1
    if (last && none.when !== undefined) tell(check, [...at, 'when'], 'the last of "none" must hold without "when"')
    if (!last && none.when === undefined)
      tell(check, at, 'without "when" this always holds, so what follows never does')
  }
}

function texts(one: Case | None, path: Path, scope: Scope, check: Check): void {
  for (const key of ['message', 'cause', 'settle'] as const) {
    const template = one[key]
    if (template !== undefined) checkTemplate(template, [...path, key], scope, check)
  }
  if (one.at !== undefined) expression(one.at, [...path, 'at'], scope, 'Place', check)
}

function checkTemplate(template: string, path: Path, scope: Scope, check: Check): void {
  try {
    for (const piece of splitTemplate(template)) {
      if (piece.kind === 'hole') expression(piece.source, path, scope, 'text', check, piece.start)
    }
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    tell(check, path, error.message, error.offset)
  }
}

/** Checks one expression; true where it is right. */
function expression(source: string, path: Path, scope: Scope, wanted: string, check: Check, start = 0): boolean {
  const { problems, reads } = checkExpression(source, scope, check.engine, wanted)
  for (const name of reads) for (const names of [check.reads, check.judges]) names.add(name)
  for (const { offset, message } of problems) tell(check, path, message, start + offset)
  return problems.length === 0
}
