import type { Place } from '../documents/place.ts'
import { Hidden, type Settle } from '../facts/hidden.ts'
import type { TraceStop } from '../facts/schema/form.ts'
import type { Engine } from './engine.ts'
import type { Evidence } from './evidence.ts'
import { fillIn, type Judging, placeFrom, traceFrom } from './expressions.ts'
import type { FactsView } from './facts-view.ts'
import type { NormalTest } from './normal.ts'
import type { Case, None, Rule, Severity, Verdict } from './rule.ts'
import type { FactView } from './wrap.ts'

/** What a result is about. */
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

/** What the judging of one rule carries along. */
export interface Run {
  readonly rule: Rule
  readonly view: FactsView
  readonly engine: Engine
  readonly parameters: object | undefined
  readonly declared: ReadonlySet<string>
  readonly problem: (message: string) => void
}

/** What results are made of. */
export interface Making {
  readonly test: NormalTest
  readonly run: Run
  readonly subject: () => Subject
  readonly judging: Judging
  readonly evidence: Evidence
  /** little of it is told */
  readonly brief: boolean
}

/** What a case says, where it holds. */
export function judgement(one: Case | None, made: Making): Judgement {
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
export function undecided(made: Making, why: { readonly hidden: Hidden } | { readonly error: string }): Judgement {
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
export function subjectOf(view: FactView, record: string): Subject {
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

const kindsKnown = new Map<string, string>()

/** The record `SmokeTest` as people write it; kept, because each subject of each rule asks for it. */
function kindOf(record: string): string {
  const known = kindsKnown.get(record)
  if (known !== undefined) return known
  const kind = words(`${record[0]?.toLowerCase()}${record.slice(1)}`)
  kindsKnown.set(record, kind)
  return kind
}

/** The subject of a part: the whole, and the part by its name or number. */
export function partSubject(whole: Subject, part: unknown, index: number): Subject {
  const fact = (part as FactView | undefined)?.$fact
  const name = [fact?.id, fact?.name, part].find((value) => typeof value === 'string' && value !== '')
  return { ...whole, id: `${whole.id} / ${name ?? index + 1}` }
}

/** `smokeTests` as people write it. */
export const words = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
