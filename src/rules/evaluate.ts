import type { Place } from '../documents/place.ts'
import { Hidden, type Settle } from '../facts/hidden.ts'
import type { TraceStop } from '../facts/schema/form.ts'
import { chosenBy } from './chosen.ts'
import type { Engine } from './engine.ts'
import { type Evidence, nothingRead, watchReads } from './evidence.ts'
import { fillIn, type Judging, placeFrom, traceFrom, tryRun } from './expressions.ts'
import type { FactsView } from './facts-view.ts'
import { fold, foldAny } from './fold.ts'
import { type NormalTest, testsOf } from './normal.ts'
import type { Case, None, Rule, Severity, Verdict } from './rule.ts'
import { scopeWithin } from './scope.ts'
import type { FactView } from './wrap.ts'

export interface Subject {
  readonly kind: string
  readonly id: string
  readonly component: string
  readonly environment: string
}

/** One test's verdict on one subject, before the assessment adds what it knows of the requirement. */
export interface Judgement {
  readonly test: string
  readonly subject: Subject
  readonly verdict: Verdict
  readonly message: string
  readonly place: Place
  /** the file of the fact that was judged, wherever the result stands; empty where there was none */
  readonly origin: string
  readonly trace: readonly TraceStop[]
  /** the values that decided, as `name = value`, at most six */
  readonly evidence: readonly string[]
  /** undefined: a cause of its own */
  readonly cause: string | undefined
  readonly counts: boolean
  /** where the case says so; else it comes from the level */
  readonly severity: Severity | undefined
  readonly hidden: { readonly what: string; readonly settle: Settle } | undefined
  readonly settle: string | undefined
  /** decided by what assay.yaml says */
  readonly declared: boolean
  /** only the verdict is told, and what is said of a fail: no evidence, no other places */
  readonly brief?: true
  /** whether it is judged at all is hidden, and judged it would not fail: where another one passes, it decides nothing */
  readonly spared?: boolean
}

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

/** What the judging of one rule carries along. */
interface Run {
  readonly rule: Rule
  readonly view: FactsView
  readonly engine: Engine
  readonly parameters: object | undefined
  readonly declared: ReadonlySet<string>
  readonly told: EvaluateOptions['told']
  readonly problem: (message: string) => void
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
    told: options.told,
    problem: (message) => problems.add(`rule ${rule.id}: ${message}`),
  }
  const tests = testsOf(rule).map((test) => judgeTest(test, run))
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

function judgeTest(test: NormalTest, run: Run): readonly Judgement[] {
  const judgements: Judgement[] = []
  const { types } = run.engine
  const record = types.singletons[test.each] ?? types.collections[test.each] ?? ''
  const scope = { it: { kind: 'record', name: record } as const, ...parametersOf(run) }
  const members = run.view.members(test.each)
  const told = run.told && new Set(run.told(members))
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
  const made: Making = { test, run, subject: always(subject), judging, evidence: watchReads(judging), brief: false }
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

/** `smokeTests` as people write it. */
const words = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

/** What results are made of. */
interface Making {
  readonly test: NormalTest
  readonly run: Run
  readonly subject: () => Subject
  readonly judging: Judging
  readonly evidence: Evidence
  /** little of it is told */
  readonly brief: boolean
}

function judgement(one: Case | None, made: Making): Judgement {
  const { run, judging, evidence } = made
  evidence.stop()
  const problem = (message: string) => run.problem(`on ${made.subject().id}: ${message}`)
  const fill = (template: string) => fillIn(template, judging, problem)
  if (made.brief) return briefly(one, made, fill)
  const message = one.message === undefined ? run.rule.title : fill(one.message)
  const place = one.at === undefined ? undefined : placeFrom(one.at, judging, problem)
  const { counts, severity, trace, declared }: Partial<Case> = one
  return {
    test: made.test.id,
    subject: made.subject(),
    verdict: one.then,
    message,
    place: place ?? placeOf(made),
    origin: originOf(made),
    trace: trace === undefined ? noTrace : traceFrom(trace, judging, problem),
    evidence: evidence.values(),
    cause: one.cause !== undefined ? fill(one.cause) : one.then === 'fail' ? undefined : message,
    counts: counts ?? true,
    severity,
    hidden: undefined,
    settle: one.settle === undefined ? undefined : fill(one.settle),
    declared: declared === true || [...evidence.singletons].some((name) => run.declared.has(name)),
  }
}

/** What {@link Judgement.brief} says; of all but fails not even of whom. */
function briefly(one: Case | None, made: Making, fill: (template: string) => string): Judgement {
  const { message = made.run.rule.title, counts = true }: { message?: string; counts?: boolean } = one
  if (one.then !== 'fail') return counts ? untold[one.then] : { ...untold[one.then], counts }
  const place = placeOf(made)
  const told = { test: made.test.id, subject: made.subject(), message: fill(message), place, origin: place.file }
  return { ...untold.fail, ...told, counts }
}

/** A judgement of which nothing is told. */
const untoldOf = (verdict: Verdict): Judgement => ({
  test: '',
  subject: { kind: '', id: '', component: '', environment: '' },
  verdict,
  message: '',
  place: { file: '' },
  origin: '',
  trace: [],
  evidence: [],
  cause: undefined,
  counts: true,
  severity: undefined,
  hidden: undefined,
  settle: undefined,
  declared: false,
  brief: true,
})

const untold: Readonly<Record<Verdict, Judgement>> = {
  pass: untoldOf('pass'),
  fail: untoldOf('fail'),
  unknown: untoldOf('unknown'),
  'not-applicable': untoldOf('not-applicable'),
}

/** An unknown: what decides is hidden, or the rule failed. */
function undecided(made: Making, why: { readonly hidden: Hidden } | { readonly error: string }): Judgement {
  const { run, evidence } = made
  evidence.stop()
  if (made.brief && 'hidden' in why) return untold.unknown
  const subject = made.subject()
  if ('error' in why) run.problem(`on ${subject.id}: ${why.error}`)
  const { what, settle } =
    'hidden' in why
      ? why.hidden
      : new Hidden(`what rule ${run.rule.id} asks for`, { kind: 'version', text: `mend the rule: ${why.error}` })
  return {
    test: made.test.id,
    subject,
    verdict: 'unknown',
    message: 'hidden' in why ? `${what} cannot be seen from here` : `the rule failed: ${why.error}`,
    place: placeOf(made),
    origin: originOf(made),
    trace: noTrace,
    evidence: evidence.values(),
    cause: `hidden: ${what}`,
    counts: true,
    severity: undefined,
    hidden: { what, settle },
    settle: undefined,
    declared: false,
  }
}

/** Where a result stands by itself: what was found, else what was judged. */
const placeOf = (made: Making): Place => ownPlace(made.judging.found) ?? judgedPlace(made)

const originOf = (made: Making): string => judgedPlace(made).file

/** The part, else the member, else the repository. */
const judgedPlace = ({ judging, run }: Making): Place =>
  ownPlace(judging.part) ?? ownPlace(judging.it) ?? run.view.facts.repository.place

const ownPlace = (value: unknown) => (value as FactView | undefined)?.$fact?.place as Place | undefined

const noTrace: readonly TraceStop[] = []

const subjects = new WeakMap<FactView, Subject>()

/** What a result says it is about, made once for each fact: many rules judge it. */
function subjectOf(view: FactView, record: string): Subject {
  const known = subjects.get(view)
  if (known) return known
  const fact = view.$fact
  const text = (name: string) => (typeof fact[name] === 'string' ? fact[name] : '')
  const made: Subject = {
    kind: kindOf(record),
    id: text('id'),
    component: text('component'),
    environment: text('environmentName') || text('environment'),
  }
  subjects.set(view, made)
  return made
}

const always = (subject: Subject) => () => subject

const kindsKnown = new Map<string, string>()

/** The record `SmokeTest` as people write it; kept, because each subject of each rule asks for it. */
function kindOf(record: string): string {
  const known = kindsKnown.get(record)
  if (known !== undefined) return known
  const kind = words(`${record[0]?.toLowerCase()}${record.slice(1)}`)
  kindsKnown.set(record, kind)
  return kind
}

function partSubject(whole: Subject, part: unknown, index: number): Subject {
  const fact = (part as FactView | undefined)?.$fact
  const name = [fact?.id, fact?.name, part].find((value) => typeof value === 'string' && value !== '')
  return { ...whole, id: `${whole.id} / ${name ?? index + 1}` }
}
