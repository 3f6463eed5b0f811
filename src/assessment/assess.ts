import type { Settings } from '../config/settings.ts'
import { groupBy } from '../documents/group.ts'
import { mask } from '../documents/mask.ts'
import { comparePlaces, compareText } from '../documents/place.ts'
import type { Text } from '../documents/text.ts'
import { Hidden } from '../facts/hidden.ts'
import type { Facts } from '../facts/table.ts'
import { ownRequirement, catalogue as standard } from '../rules/catalogue.ts'
import { createEngine, type Engine } from '../rules/engine.ts'
import { type EvaluateOptions, evaluateRule } from '../rules/evaluate.ts'
import { type FactsView, viewFacts } from '../rules/facts-view.ts'
import { glob } from '../rules/functions.ts'
import type { Judgement } from '../rules/judgement.ts'
import type { LoadedRule } from '../rules/load.ts'
import { lostFor, withoutLost } from '../rules/lost.ts'
import { parameterValues } from '../rules/parameters.ts'
import type { Level, Requirement, Rule, Severity, Verdict } from '../rules/rule.ts'
import { types } from '../rules/types.generated.ts'
import type { Notice, Skipped } from '../sources/source.ts'
import { timed } from '../sources/timing.ts'
import { type Acceptance, type Accepted, nothingAccepted } from './acceptance/acceptance.ts'
import type { Assessment, RequirementVerdict, Result, Scope, Unreadable } from './assessment.ts'
import { fingerprints, hash } from './fingerprint.ts'
import { asks, coverage, levelReached, share, standings } from './levels.ts'
import { attested, declaredNotApplicable, judged, leftOut, notJudged } from './requirement.ts'
import { type Made, resultMaker } from './result.ts'
import { showsItself, tiedTo } from './tied.ts'

export interface AssessInput {
  readonly facts: Facts
  /** collections that could not be collected, with the reason; from `collectFacts` */
  readonly failed?: ReadonlyMap<string, string>
  /** collections that are incomplete because files could not be read, with these files; from `collectFacts` */
  readonly lost?: ReadonlyMap<string, readonly string[]>
  /** the built-in rules and the user's own */
  readonly rules: readonly LoadedRule[]
  readonly settings: Settings
  readonly scope: Scope
  /** YYYY-MM-DD */
  readonly asOf: string
  /** the version of Assay */
  readonly version: string
  readonly repository: Assessment['repository']
  /** false: the files lie in no repository of git, so no `git fetch` brings what is missing */
  readonly inGit?: boolean
  /** what the forge told, where it was asked */
  readonly forge?: Assessment['forge']
  /** why it told nothing, where it was asked */
  readonly forgeProblem?: string
  readonly skipped?: readonly Skipped[]
  readonly notices?: readonly Notice[]
  readonly unreadable?: readonly Unreadable[]
  /** what went wrong before: own rules that could not be loaded */
  readonly problems?: readonly string[]
  /** waivers, ignores, attestations, the baseline */
  readonly acceptance?: Acceptance
  /** where the run is limited to what was touched: which rules are judged, and which of their results are shown */
  readonly limit?: Limit
  /** the text of a file, for fingerprints: `(file) => repository.text(file)` */
  readonly textOf: (file: string) => Promise<Text | undefined>
  /** the requirements of the standard; another list only in tests */
  readonly catalogue?: readonly Requirement[]
}

/** What limits a run to what somebody touched. */
export interface Limit {
  /** those that read something that was touched */
  readonly rules: ReadonlySet<string>
  /** of these, those of which nothing would be shown: they count as covered, and are not judged */
  readonly idle?: ReadonlySet<string>
  /** what is collected although only idle rules may read it: where files of it cannot be read, these have something to say */
  readonly watched?: readonly string[]
  /** `origin`: the file of the fact that was judged, wherever the result stands */
  shows(result: Result, origin: string): boolean
  /** the files of which results are shown, and of others only where `shows` knows more; undefined: of all */
  readonly files?: ReadonlySet<string> | undefined
  /** of what is tied to none of the files, only fails are offered to `shows`, and of these only what they say */
  readonly brief?: boolean
}

/**
 * Judges a repository: every rule in scope over the facts, folded to a verdict for each requirement, with level, share
 * and coverage (not in a partial run). `results` holds those of the requirements that the profile asks for; `requirements`
 * has all of the standard, whatever the scope. Words and formulas: docs, "Words".
 */
export async function assess(input: AssessInput): Promise<Assessment> {
  const { catalogue = standard, scope, settings } = input
  const rules = new Map(input.rules.map((loaded) => [loaded.rule.id, loaded]))
  const ids = new Set(catalogue.map((requirement) => requirement.id))
  const ownRules = input.rules.filter(({ rule }) => !ids.has(rule.id))
  const own = ownRules.map(({ rule }) => ownRequirement(rule)).sort((a, b) => compareText(a.id, b.id))
  const problems = new Set([...(input.problems ?? []), ...(input.forgeProblem ? [input.forgeProblem] : [])])

  const isCovered = (id: string) => inScope(scope.only, id) && (input.limit?.rules.has(id) ?? true)
  const isAsked = ({ id }: Requirement) =>
    isCovered(id) && !input.limit?.idle?.has(id) && settings.notApplicable[id] === undefined
  const requirementsAsked = [...catalogue, ...own].filter((one) => isAsked(one) && rules.has(one.id))
  const found = requirementsAsked.length ? await judgeRules(requirementsAsked, rules, input, problems) : []
  const { acceptance = nothingAccepted, limit } = input
  const showing = limit ? found.filter(({ result, origin }) => limit.shows(result, origin)) : found
  await finish(found, showing, input.textOf)
  const shown = showing.map(({ result }) => result)
  const accepted = covered(await acceptance.apply(shown))
  const byRequirement = groupBy(accepted.results, ({ requirement }) => requirement)

  const verdictOf = (requirement: Requirement): RequirementVerdict => {
    const { id } = requirement
    if (!isCovered(id) || (limit && !byRequirement.has(id))) return leftOut(requirement)
    const reason = settings.notApplicable[id]
    if (reason !== undefined) return declaredNotApplicable(requirement, reason)
    const loaded = rules.get(id)
    const verdict = loaded
      ? { ...judged(requirement, byRequirement.get(id) ?? []), rule: (loaded.digest ?? digest([loaded])).slice(0, 12) }
      : notJudged(requirement)
    const attestation = accepted.attestations.get(id)
    return attestation ? attested(verdict, attestation) : verdict
  }
  const requirements = catalogue.map(verdictOf)
  const ownVerdicts = own.map(verdictOf)
  const levelOf = new Map([...catalogue, ...own].map(({ id, level }) => [id, level]))
  const standing = standings(requirements)
  const asked = requirements.filter((one) => asks(scope.profile, one.level))

  return {
    schema: 'https://assay.dev/schemas/assessment/1',
    tool: { name: 'assay', version: input.version },
    scope,
    asOf: input.asOf,
    rules: { version: input.version, digest: await digestOf(input.rules), count: input.rules.length },
    repository: input.repository,
    ...(input.forge && { forge: forgeRead(input.forge) }),
    requirements,
    own: ownVerdicts,
    results: accepted.results
      .filter((one) => asks(scope.profile, levelOf.get(one.requirement) as Level))
      .sort(compareResults),
    ...(scope.kind === 'partial'
      ? {}
      : {
          levels: standing,
          level: levelReached(standing),
          share: share(asked),
          coverage: coverage(asked),
        }),
    notJudged: asked.filter((one) => !one.judged && !one.attestation && isCovered(one.id)).length,
    skipped: [...(input.skipped ?? [])].sort((a, b) => compareText(a.path, b.path) || compareText(a.reason, b.reason)),
    notices: [...(input.notices ?? [])].sort(
      (a, b) => compareText(a.code, b.code) || compareText(a.message, b.message),
    ),
    unreadable: [...(input.unreadable ?? [])].sort(
      (a, b) => comparePlaces(a.place, b.place) || compareText(a.message, b.message),
    ),
    remarks: [...accepted.remarks].sort(
      (a, b) => comparePlaces(a.place, b.place) || compareText(a.code, b.code) || compareText(a.message, b.message),
    ),
    ...(accepted.baseline ? { baseline: accepted.baseline } : {}),
    problems: [...problems].sort(compareText),
    ...(input.forgeProblem === undefined ? {} : { forgeProblem: input.forgeProblem }),
  }
}

/** What people wrote, with what looks like a secret covered. */
function covered(accepted: Accepted): Accepted {
  return {
    ...accepted,
    results: accepted.results.map((one) =>
      one.suppression ? { ...one, suppression: { ...one.suppression, reason: mask(one.suppression.reason) } } : one,
    ),
    attestations: new Map(
      [...accepted.attestations].map(([id, one]) => [
        id,
        { ...one, statement: mask(one.statement), evidence: mask(one.evidence) },
      ]),
    ),
    remarks: accepted.remarks.map((one) => ({ ...one, message: mask(one.message) })),
  }
}

/** Of the settings, what names them: the settings themselves are in the results as evidence. */
function forgeRead({ host, repository, readAt }: NonNullable<Assessment['forge']>): Assessment['forge'] {
  return { host, repository, readAt }
}

/** Whether `--only` patterns (ids, or globs with `*` and `?`) take in a requirement; without any, all are in. */
export function inScope(only: readonly string[], id: string): boolean {
  return only.length === 0 || only.some((pattern) => glob(id, pattern))
}

/** The collections that the rules in scope read: what to collect for them. `within`: the ids of the rules that are judged. */
export function wantedFacts(
  rules: readonly LoadedRule[],
  only: readonly string[] = [],
  within?: ReadonlySet<string>,
): ReadonlySet<string> {
  const judged = rules.filter(({ rule }) => inScope(only, rule.id) && (within?.has(rule.id) ?? true))
  const reads = judged.flatMap((loaded) => loaded.reads)
  // the repository is the place of what stands nowhere else
  return new Set([...reads, 'repository'])
}

/** An engine for these rules; regular expressions are loaded only where one of them has some. */
async function engineFor(rules: readonly LoadedRule[]): Promise<Engine> {
  const patterns = rules.some(({ rule }) => JSON.stringify(rule).includes('regex('))
  const known = engines.get(patterns) ?? engines.get(true) ?? createEngine(types, { patterns })
  engines.set(patterns, known)
  return known
}

/** Engines by whether they have patterns: where files are judged as they are and as they were, one does for both. */
const engines = new Map<boolean, Promise<Engine>>()

/** SHA-256 over the rules, in the order of their ids: equal digests judge alike. */
export function digest(rules: readonly LoadedRule[]): string {
  const sorted = rules.map(({ rule }) => rule).sort((a, b) => compareText(a.id, b.id))
  return hash(`[${sorted.map(written).join()}]`)
}

/** The same; of the built-in rules alone it was made when we built. */
async function digestOf(rules: readonly LoadedRule[]): Promise<string> {
  const { builtin, builtinDigest } = await import('../rules/builtin.generated.ts')
  const isBuiltin = rules.length === builtin.length && rules.every((rule, i) => rule === builtin[i])
  return isBuiltin ? builtinDigest : digest(rules)
}

/** Rules as JSON: each is digested alone and among all. */
const jsons = new WeakMap<Rule, string>()

function written(rule: Rule): string {
  const known = jsons.get(rule)
  if (known !== undefined) return known
  const json = JSON.stringify(rule)
  jsons.set(rule, json)
  return json
}

const severities: Readonly<Record<Level, Severity>> = { bronze: 'error', silver: 'warning', gold: 'note' }

/** A result that is being made, and the file of the fact that was judged. */
interface Found {
  readonly result: Made
  readonly origin: string
}

async function judgeRules(
  requirements: readonly Requirement[],
  rules: ReadonlyMap<string, LoadedRule>,
  input: AssessInput,
  problems: Set<string>,
): Promise<readonly Found[]> {
  const judged = requirements.map(({ id }) => rules.get(id)!)
  const engine = await timed('compiling the engine', () => engineFor(judged))
  const view = viewFacts(input.facts, engine)
  const { files } = input.limit ?? {}
  const tied = files && tiedTo(files)
  const resultOf = resultMaker(input.inGit)
  return requirements.flatMap(({ id, level }) =>
    timed(`rule ${id}`, () => judgeRule(rules.get(id)!, level, view, engine, input, problems, tied, resultOf)),
  )
}

/** The results of one rule, without fingerprints. */
function judgeRule(
  { rule, reads }: LoadedRule,
  level: Level,
  view: FactsView,
  engine: Engine,
  { failed, lost, settings, version, limit }: AssessInput,
  problems: Set<string>,
  tiedTo: EvaluateOptions['told'],
  resultOf: ReturnType<typeof resultMaker>,
): readonly Found[] {
  const broken = reads.find((name) => failed?.has(name))
  const isNew = settings.newRules === 'note' && rule.since === version.split('.', 2).join('.')
  const shown = { id: rule.id, severity: severities[level], isNote: isNew }
  const toResult = (one: Judgement): Found => ({ origin: one.origin, result: resultOf(one, shown) })
  if (broken !== undefined) {
    const why = failed?.get(broken) as string
    problems.add(why)
    return [toResult(notCollected(broken, why, view))]
  }
  const declared = settings.deploys === undefined ? [] : ['repository.deploys']
  const options = { parameters: parameterValues(rule, settings), declared: new Set(declared) }
  const tied = tiedTo && showsItself(rule) ? tiedTo : undefined
  // where there are no files, none is tied to one
  const told = limit?.brief ? (limit.files?.size ? tied : tiedTo) : undefined
  const outcome = evaluateRule(rule, view, engine, { ...options, ...(told && { told }) })
  for (const problem of outcome.problems) problems.add(problem)
  const isShown = (one: Judgement) => limit?.shows(toResult(one).result, one.origin) ?? true
  return withoutLost(outcome.judgements, lostFor(reads, lost), isShown)
    .filter(({ brief, verdict }) => !brief || verdict === 'fail')
    .map(toResult)
}

/** The one unknown result of a rule whose facts could not be collected. */
function notCollected(name: string, why: string, view: FactsView): Judgement {
  const { what, settle } = new Hidden(`the ${name} of this repository`, {
    kind: 'version',
    text: `report this mistake of Assay: ${why}`,
  })
  return {
    test: '',
    subject: { kind: 'repository', id: name, component: '', environment: '' },
    verdict: 'unknown',
    message: `${what} could not be collected: ${why}`,
    place: view.facts.repository.place,
    origin: '',
    trace: [],
    evidence: [],
    cause: `collector: ${why}`,
    counts: true,
    severity: undefined,
    hidden: { what, settle },
    settle: undefined,
    declared: false,
  }
}

const verdicts: readonly Verdict[] = ['fail', 'unknown', 'pass', 'not-applicable']

function compareResults(a: Result, b: Result): number {
  return (
    compareText(a.requirement, b.requirement) ||
    compareText(a.test, b.test) ||
    verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) ||
    comparePlaces(a.place, b.place) ||
    compareText(a.message, b.message) ||
    compareText(a.subject.id, b.subject.id)
  )
}

/**
 * Gives each result that is shown its fingerprint and its cause, in place: there are tens of thousands. Results that are alike
 * are told apart by the order of their places among all that were found of their requirement.
 */
async function finish(
  found: readonly Found[],
  showing: readonly Found[],
  textOf: AssessInput['textOf'],
): Promise<void> {
  const asked = new Set(showing.map(({ result }) => result.requirement))
  const results = found.map(({ result }) => result).filter(({ requirement }) => asked.has(requirement))
  const sorted = results.sort(compareResults)
  const texts = new Map<string, Text | undefined>()
  for (const { place } of sorted) {
    if (place.start !== undefined && !texts.has(place.file)) texts.set(place.file, await textOf(place.file))
  }
  const prints = fingerprints(sorted, (file) => texts.get(file))
  for (const [i, result] of sorted.entries()) {
    result.fingerprint = prints[i] as string
    result.cause ||= result.fingerprint
  }
}
