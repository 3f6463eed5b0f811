import { chosenBy } from './chosen.ts'
import type { Engine } from './engine.ts'
import { nothingRead, watchReads } from './evidence.ts'
import { type Judging, tryRun } from './expressions.ts'
import type { FactsView } from './facts-view.ts'
import { fold, foldAny } from './fold.ts'
import {
  type Judgement,
  judgement,
  type Making,
  partSubject,
  type Run,
  type Subject,
  subjectOf,
  undecided,
  words,
} from './judgement.ts'
import { type NormalTest, testsOf } from './normal.ts'
import type { Case, Rule, Verdict } from './rule.ts'
import { scopeWithin } from './scope.ts'
import type { FactView } from './wrap.ts'

/** What a rule comes to. */
export interface Outcome {
  readonly verdict: Verdict
  readonly judgements: readonly Judgement[]
  /** where the rule itself failed: one sentence each, without repetitions */
  readonly problems: readonly string[]
}

export interface EvaluateOptions {
  /** the values of the rule's parameters, defaults filled in */
  readonly parameters?: Readonly<Record<string, unknown>>
  /** fields of singletons that assay.yaml decided, such as `repository.deploys` */
  readonly declared?: ReadonlySet<string>
  /** chooses of which members all is told; of the others only {@link Judgement.brief}. All of them where left out */
  readonly told?: (members: readonly FactView[]) => readonly FactView[]
}

/**
 * Judges the facts by one rule. Never throws for what a rule does: where it fails on a fact it gives an unknown result
 * and a problem, and goes on with the next fact.
 */
export function evaluateRule(rule: Rule, view: FactsView, engine: Engine, options: EvaluateOptions = {}): Outcome {
  engine.watch.visits = 0
  const problems = new Set<string>()
  const run: Run = {
    rule,
    view,
    engine,
    parameters: rule.parameters && engine.parameters(rule.parameters, options.parameters ?? defaults(rule)),
    declared: options.declared ?? new Set(),
    problem: (message) => problems.add(`rule ${rule.id}: ${message}`),
  }
  const tests = testsOf(rule).map((test) => judgeTest(test, run, options.told))
  if (rule.combine !== 'any') return { verdict: fold(tests.flat()), judgements: tests.flat(), problems: [...problems] }
  const verdicts = tests.map(fold)
  const verdict = foldAny(verdicts)
  // one way is enough: what the other ways found is shown and decides nothing
  const judgements = tests.flatMap((results, i) =>
    verdicts[i] === verdict ? results : results.map((result) => ({ ...result, counts: false })),
  )
  return { verdict, judgements, problems: [...problems] }
}

const defaults = (rule: Rule) =>
  Object.fromEntries(Object.entries(rule.parameters ?? {}).map(([name, parameter]) => [name, parameter.default]))

function judgeTest(test: NormalTest, run: Run, choose: EvaluateOptions['told']): readonly Judgement[] {
  const judgements: Judgement[] = []
  const { types } = run.engine
  const record = types.singletons[test.each] ?? types.collections[test.each] ?? ''
  const scope = { it: { kind: 'record', name: record } as const, ...parametersOf(run) }
  const members = run.view.members(test.each)
  const told = choose && new Set(choose(members))
  for (const it of members) {
    const judging: Judging = { view: run.view, engine: run.engine, scope, it, parameters: run.parameters }
    judgements.push(...judgeMember(test, judging, run, record, told !== undefined && !told.has(it)))
  }
  return judgements.length ? settled(judgements) : [judgeNone(test, run)]
}

/** Where some member passes, those decide nothing of which it is open only whether they are judged: they would not fail. */
function settled(judgements: readonly Judgement[]): readonly Judgement[] {
  if (!judgements.some(({ counts, verdict }) => counts && verdict === 'pass')) return judgements
  return judgements.map((one) => (one.spared ? { ...one, counts: false } : one))
}

const parametersOf = (run: Run) => (run.rule.parameters ? { parameters: run.rule.parameters } : {})

/** One member's results: none where `where` leaves it out. */
function judgeMember(
  test: NormalTest,
  judging: Judging,
  run: Run,
  record: string,
  brief: boolean,
): readonly Judgement[] {
  const it = judging.it as FactView
  const chosen = test.where === undefined ? undefined : chosenBy(test.where, it, judging)
  const holds = chosen?.tried ?? { value: true }
  if ('value' in holds && !holds.value) return []
  const evidence = brief ? nothingRead : watchReads(judging, chosen?.reads)
  const made: Making = { test, run, subject: () => subjectOf(it, record), judging, evidence, brief }
  try {
    if (!('value' in holds)) return [{ ...undecided(made, holds), spared: 'hidden' in holds && isSpared(test, made) }]
    const decided = decide(test.cases, made)
    if (decided || !test.parts) return [decided ?? undecided(made, { error: 'no case holds' })]
    return judgeParts(test.parts, made)
  } finally {
    evidence.stop()
  }
}

/** It would pass or be no subject, if it were judged. Of members that are judged by their parts nothing is said. */
function isSpared({ cases }: NormalTest, made: Making): boolean {
  const decided = decide(cases, { ...made, brief: true, run: { ...made.run, problem: () => {} } })
  return decided?.verdict === 'pass' || decided?.verdict === 'not-applicable'
}

/** The first case that holds; undefined where none does. A hidden `when` leaves it open which one would. */
function decide(cases: readonly Case[], made: Making): Judgement | undefined {
  for (const one of cases) {
    if (one.when === undefined) return judgement(one, made)
    const decided = one.some === undefined ? decideBy(one, one.when, made) : decideAmong(one, one.some, one.when, made)
    if (decided) return decided
  }
  return undefined
}

/** What a case says where its `when` holds, or is hidden; undefined where it does not hold. */
function decideBy(one: Case, when: string, made: Making): Judgement | undefined {
  const holds = tryRun<boolean>(made.judging, when)
  if (!('value' in holds)) return undecided(made, holds)
  return holds.value ? judgement(one, made) : undefined
}

/** The same of a case that looks for some member of a list: one that is found wins over those that are hidden. */
function decideAmong(one: Case, some: string, when: string, made: Making): Judgement | undefined {
  const list = tryRun<readonly unknown[]>(made.judging, some)
  if (!('value' in list)) return undecided(made, list)
  if (list.value.length === 0) return undefined
  const scope = scopeWithin(made.judging.engine, made.judging.scope, some, 'found')
  let open: (() => Judgement) | undefined
  for (const found of list.value) {
    const inner: Making = { ...made, judging: { ...made.judging, scope, found } }
    const holds = tryRun<boolean>(inner.judging, when)
    if ('value' in holds && holds.value) return judgement(one, inner)
    if (!('value' in holds)) open ??= () => undecided(inner, holds)
  }
  return open?.()
}

function judgeParts(parts: NonNullable<NormalTest['parts']>, made: Making): readonly Judgement[] {
  const { judging } = made
  const list = tryRun<readonly unknown[]>(judging, parts.each)
  if (!('value' in list)) return [undecided(made, list)]
  const scope = scopeWithin(judging.engine, judging.scope, parts.each, 'part')
  const judgements: Judgement[] = []
  for (const [index, value] of list.value.entries()) {
    const inner: Judging = { ...judging, scope, part: value }
    const evidence = made.brief ? nothingRead : watchReads(inner)
    const one: Making = { ...made, judging: inner, evidence, subject: () => partSubject(made.subject(), value, index) }
    if (parts.where !== undefined) {
      const chosen = tryRun<boolean>(inner, parts.where)
      if (!('value' in chosen)) {
        judgements.push(undecided(one, chosen))
        continue
      }
      if (!chosen.value) continue
    }
    judgements.push(decide(parts.cases, one) ?? undecided(one, { error: 'no case holds' }))
  }
  return judgements.length ? judgements : [judgement({ then: 'pass' }, made)]
}

/** What holds where no member is left. */
function judgeNone(test: NormalTest, run: Run): Judgement {
  const judging: Judging = { view: run.view, engine: run.engine, scope: parametersOf(run), parameters: run.parameters }
  const subject: Subject = { kind: 'repository', id: test.each, component: '', environment: '' }
  const made: Making = { test, run, subject: () => subject, judging, evidence: watchReads(judging), brief: false }
  try {
    for (const none of test.none) {
      made.evidence.stop()
      // each `when` is evidence for itself alone
      const evidence = watchReads(judging)
      const one = { ...made, evidence }
      const holds = none.when === undefined ? { value: true } : tryRun<boolean>(judging, none.when)
      if (!('value' in holds)) return undecided(one, holds)
      if (holds.value) return judgement(none, one)
    }
    return judgement({ then: 'unknown', message: `no ${words(test.each)} found` }, made)
  } finally {
    run.engine.watch.read = undefined
  }
}
