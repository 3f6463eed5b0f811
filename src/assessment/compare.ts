import { groupBy } from '../documents/group.ts'
import type { Verdict } from '../rules/rule.ts'
import type { Conclusion, Fraction } from './assessment.ts'
import { doubtsOn, isJudgedIn, isPartOf } from './doubts.ts'
import type { JsonPlace } from './json.ts'
import { LEFT_OUT } from './requirement.ts'

/** What a comparison reads of an assessment as it is written (schemas/assessment.json). */
export interface Written {
  readonly schema: string
  readonly tool: { readonly version: string }
  readonly scope: { readonly kind: string; readonly profile: string; readonly touched?: object }
  readonly asOf: string
  readonly rules: { readonly version: string; readonly digest: string }
  readonly repository: { readonly name: string; readonly commit: string | null }
  readonly level?: string
  readonly share?: Fraction
  readonly coverage?: Fraction
  readonly requirements: readonly WrittenRequirement[]
  readonly own: readonly WrittenRequirement[]
  readonly results: readonly WrittenResult[]
}

export interface WrittenRequirement {
  readonly id: string
  readonly row: string
  readonly level: string
  readonly verdict: Conclusion
  readonly reason: string
  readonly rule?: string
  readonly grade?: string
}

export interface WrittenResult {
  readonly requirement: string
  readonly verdict: Verdict
  readonly severity: string
  readonly message: string
  readonly place: JsonPlace
  readonly fingerprint: string
  readonly counts: boolean
  readonly suppression?: object
  readonly subject?: { readonly id: string }
}

/**
 * What a change can come from: the repository, the rule that judges, what else of Assay differs (it sees more, or less),
 * the day, or more than one of them.
 */
export type Origin = 'repository' | 'rules' | 'assay' | 'day' | 'several'

/** A requirement whose verdict is another one. */
export interface Change {
  readonly id: string
  readonly row: string
  readonly level: string
  /** undefined: it was not there */
  readonly before: Conclusion | undefined
  readonly after: Conclusion | undefined
  readonly way: 'better' | 'worse' | 'other'
  /** why it is as it is now; where it is gone, why it was */
  readonly reason: string
  readonly origin: Origin
}

/** Two assessments of one repository, side by side. */
export interface Comparison {
  readonly before: Written
  readonly after: Written
  readonly changes: readonly Change[]
  /** failures that count and no exception covers, by fingerprint */
  readonly found: readonly WrittenResult[]
  readonly fixed: readonly WrittenResult[]
  /** failures that are found no more, and are not fixed for all that is known: nothing judges them now */
  readonly unjudged: readonly WrittenResult[]
  /** what differs besides: sentences */
  readonly remarks: readonly string[]
}

/** How good a verdict is; what does not apply is neither good nor bad. */
const rank: Readonly<Record<Conclusion, number>> = { fail: 0, waived: 1, unknown: 1, pass: 2, 'not-applicable': 2 }

/**
 * Compares two assessments: what got better and worse, and whether the rules or the repository changed. What a partial run
 * left out is not compared.
 * @param isOfRecent whether of a requirement only what is recent is judged
 */
export function compare(
  before: Written,
  after: Written,
  isOfRecent: (requirement: string) => boolean = () => false,
): Comparison {
  const old = new Map([...before.requirements, ...before.own].map((one) => [one.id, one]))
  const now = new Map([...after.requirements, ...after.own].map((one) => [one.id, one]))
  const unseen = new Set(
    [...old.values(), ...now.values()].filter(({ reason }) => reason === LEFT_OUT).map(({ id }) => id),
  )
  const isCompared = ({ requirement }: WrittenResult) => !unseen.has(requirement)
  const ids = [...new Set([...now.keys(), ...old.keys()])].filter((id) => !unseen.has(id))
  const changes = ids.flatMap((id) => changeOf(old.get(id), now.get(id), before, after) ?? [])
  const known = new Set(failures(before).map(({ fingerprint }) => fingerprint))
  // what an exception covers now is still wrong, and nothing was mended
  const left = new Set(after.results.filter(({ verdict }) => verdict === 'fail').map(({ fingerprint }) => fingerprint))
  const gone = failures(before).filter((one) => isCompared(one) && !left.has(one.fingerprint))
  const come = failures(after).filter((one) => isCompared(one) && !known.has(one.fingerprint))
  const moved = movedBetween(gone, come, before, after)
  const unjudged = new Set(gone.filter((one) => !moved.has(one)).filter(unjudgedIn(after, now, isOfRecent)))
  return {
    before,
    after,
    changes,
    found: come.filter((one) => !moved.has(one)),
    fixed: gone.filter((one) => !unjudged.has(one) && !moved.has(one)),
    unjudged: [...unjudged],
    remarks: remarks(before, after),
  }
}

/**
 * Failures that only a renamed file makes others: one that is gone from a file of which nothing is said any more, and one
 * that says the same of a file of which nothing was said before. Each stands for one.
 */
function movedBetween(
  gone: readonly WrittenResult[],
  come: readonly WrittenResult[],
  before: Written,
  after: Written,
): ReadonlySet<WrittenResult> {
  const filesOf = ({ results }: Written) => new Set(results.map(({ place }) => place.file))
  const [old, now] = [filesOf(before), filesOf(after)]
  const left = groupBy(
    gone.filter(({ place }) => place.file && !now.has(place.file)),
    withoutFile,
  )
  const moved = new Set<WrittenResult>()
  for (const one of come) {
    const same = !old.has(one.place.file) ? left.get(withoutFile(one))?.find((other) => !moved.has(other)) : undefined
    if (same) moved.add(same).add(one)
  }
  return moved
}

/** What a failure says, whatever its file is called and on whatever line it stands. */
function withoutFile({ requirement, message, place, subject }: WrittenResult): string {
  const bare = (text: string) => text.replaceAll(place.file, '\0').replace(/\0:\d+/g, '\0')
  return JSON.stringify([requirement, bare(message), bare(subject?.id ?? '')])
}

/**
 * Whether nobody can tell if a failure that is found no more was mended: what it asks for is unknown now, or left out, or it
 * may only have grown old.
 */
function unjudgedIn(
  after: Written,
  now: ReadonlyMap<string, WrittenRequirement>,
  isOfRecent: (requirement: string) => boolean,
): (gone: WrittenResult) => boolean {
  const results = groupBy(after.results, ({ requirement }) => requirement)
  return ({ requirement, place, subject }) => {
    const verdict = now.get(requirement)
    if (!verdict || isLeftOut(verdict)) return true
    const all = results.get(requirement) ?? []
    // of a file that holds several, this one may have grown old
    const same = subject && isPartOf(subject.id, place.file) ? all.filter((one) => one.subject?.id === subject.id) : all
    return doubtsOn(all, place.file).length > 0 || (isOfRecent(requirement) && !isJudgedIn(same, place.file))
  }
}

/** By the word of assay.yaml, which mends nothing. */
const isLeftOut = ({ verdict, grade }: WrittenRequirement) => verdict === 'not-applicable' && grade === 'declared'

function changeOf(
  old: WrittenRequirement | undefined,
  now: WrittenRequirement | undefined,
  before: Written,
  after: Written,
): Change | undefined {
  if (old?.verdict === now?.verdict) return undefined
  const { id, row, level, reason } = (now ?? old) as WrittenRequirement
  const [was, is] = [old && rank[old.verdict], now && rank[now.verdict]]
  const way = was === undefined || is === undefined || was === is ? 'other' : is > was ? 'better' : 'worse'
  const isMended = now !== undefined && (now.verdict === 'pass' || now.verdict === 'not-applicable') && !isLeftOut(now)
  return {
    id,
    row,
    level,
    before: old?.verdict,
    after: now?.verdict,
    way: way === 'better' && !isMended ? 'other' : way,
    reason,
    origin: origin(old, now, before, after),
  }
}

/** What differs between the two runs can have changed the verdict; where one thing differs, it did. */
function origin(
  old: WrittenRequirement | undefined,
  now: WrittenRequirement | undefined,
  before: Written,
  after: Written,
): Origin {
  const differs: Origin[] = []
  if (before.repository.commit !== after.repository.commit || after.repository.commit === null)
    differs.push('repository')
  if (old?.rule !== now?.rule) differs.push('rules')
  else if (before.tool.version !== after.tool.version) differs.push('assay')
  if (before.asOf !== after.asOf && differs.length === 0) differs.push('day')
  return differs.length === 1 ? (differs[0] as Origin) : differs.length === 0 ? 'repository' : 'several'
}

function failures({ results }: Written): readonly WrittenResult[] {
  return results.filter(({ verdict, counts, suppression }) => verdict === 'fail' && counts && !suppression)
}

function remarks(before: Written, after: Written): readonly string[] {
  const list: string[] = []
  if (before.repository.name !== after.repository.name) {
    list.push(`the first is of ${before.repository.name}, the second of ${after.repository.name}`)
  }
  if (before.rules.digest !== after.rules.digest) {
    list.push(`the rules changed: Assay ${before.tool.version} before, ${after.tool.version} now`)
  }
  if (before.scope.profile !== after.scope.profile) {
    list.push(
      `the profile was ${before.scope.profile} and is ${after.scope.profile}, so other requirements were asked for`,
    )
  }
  if (before.scope.kind !== 'repository' || after.scope.kind !== 'repository') {
    list.push('one of them is of a partial run: what it left out is not compared')
  }
  return list
}
