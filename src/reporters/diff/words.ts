import type { Fraction } from '../../assessment/assessment.ts'
import type { Change, Comparison, Origin, WrittenResult } from '../../assessment/compare.ts'
import { levels } from '../../assessment/levels.ts'
import { andMore } from '../../documents/and-more.ts'
import { groupBy } from '../../documents/group.ts'
import { compareText } from '../../documents/place.ts'
import { percentOf } from '../fraction.ts'

/** What a change comes from, in words. */
export const originWords: Readonly<Record<Origin, string>> = {
  repository: 'the repository changed',
  rules: 'the rule changed',
  assay: 'this version of Assay sees more or less',
  day: 'the day is another',
  several: 'the repository and the rules changed',
}

/** `pass → fail`; what was not there is `none`. */
export const turn = ({ before, after }: Change): string => `${before ?? 'none'} → ${after ?? 'none'}`

/** Where a written result stands, as `file:line:column`. */
export function whereOf({ place }: WrittenResult): string {
  if (place.setting !== undefined && place.line === undefined) return place.setting
  return place.line === undefined ? place.file || 'the repository' : `${place.file}:${place.line}:${place.column}`
}

/** Level, share and coverage before and now; nothing where one of the runs has none. */
export function standing({ before, after }: Comparison): readonly string[] {
  const level = before.level && after.level ? [`level ${step(before.level, after.level)}`] : []
  const part = (name: string, old: Fraction | undefined, now: Fraction | undefined) =>
    old && now ? [`${name} ${step(percent(old), percent(now))}`] : []
  return [...level, ...part('share', before.share, after.share), ...part('coverage', before.coverage, after.coverage)]
}

const step = (old: string, now: string) => (old === now ? now : `${old} → ${now}`)

const percent = (part: Fraction) => percentOf(part) ?? 'nothing'

/** Requirements of fixed findings that are named. */
const FIXED = 5

/** "1 finding is fixed: containers.size", "3 findings are fixed: containers.size (2), pipeline.build". */
export function fixedWords(fixed: readonly { readonly requirement: string }[]): string {
  const head = fixed.length === 1 ? '1 finding is fixed' : `${fixed.length} findings are fixed`
  const counts = [...groupBy(fixed, ({ requirement }) => requirement)].map(([id, { length }]) => [id, length] as const)
  const ranked = counts.sort((a, b) => b[1] - a[1] || compareText(a[0], b[0]))
  const words = ranked.map(([id, count]) => (count > 1 ? `${id} (${count})` : id))
  return `${head}: ${andMore(words, FIXED)}`
}

/** Of findings that are gone from sight only. */
export const unjudgedWords = (n: number) =>
  n === 1
    ? '1 finding is not seen any more, but what it asks for is not judged now, so it is not called fixed'
    : `${n} findings are not seen any more, but what they ask for is not judged now, so they are not called fixed`

/** Changes of what nobody may ship below first; within a level in the order of the standard. */
export const byLevel = (changes: readonly Change[]): readonly Change[] =>
  changes.toSorted((a, b) => ranked(levels, a.level) - ranked(levels, b.level))

/** The gravest findings first: of a long list the end is left out. */
const byGravity = (found: readonly WrittenResult[]): readonly WrittenResult[] =>
  found.toSorted((a, b) => ranked(severities, a.severity) - ranked(severities, b.severity))

/** Places of findings alike that are named. */
const PLACES = 3

/** Findings that are told in one line: what is said of several places, and what is said of one place several times. */
export interface Alike {
  readonly severity: string
  readonly requirement: string
  readonly message: string
  /** "a.yml:3:1, b.yml:7:5 and 2 more" */
  readonly where: string
  readonly count: number
}

/**
 * Findings as they are listed, the gravest first: a mistake that was copied into five workflows is one line with its
 * places, two tags of one image at one place are one line with both.
 */
export function alike(found: readonly WrittenResult[]): readonly Alike[] {
  const said = groupBy(byGravity(found), ({ severity, requirement, message }) =>
    JSON.stringify([severity, requirement, message]),
  )
  const told = [...said.values()].map((members) => {
    const { severity, requirement, message } = members[0] as WrittenResult
    return { severity, requirement, message, places: [...new Set(members.map(whereOf))], count: members.length }
  })
  const gathered = groupBy(told, ({ severity, requirement, places }) => JSON.stringify([severity, requirement, places]))
  return [...gathered.values()].map((members) => {
    const { severity, requirement, places } = members[0] as (typeof told)[number]
    const message = members.map((one) => one.message).join('; ')
    const count = members.reduce((sum, one) => sum + one.count, 0)
    return { severity, requirement, message, where: andMore(places, PLACES), count }
  })
}

const severities: readonly string[] = ['error', 'warning', 'note']

/** What no list knows is last. */
function ranked(list: readonly string[], one: string): number {
  const at = list.indexOf(one)
  return at < 0 ? list.length : at
}

/** "3 better, 1 worse, 2 other; 4 new findings, 7 fixed". */
export function summary({ changes, found, fixed, unjudged }: Comparison): string {
  const count = (way: Change['way']) => changes.filter((change) => change.way === way).length
  const other = count('other') ? `, ${count('other')} other` : ''
  const findings = `${found.length} new ${found.length === 1 ? 'finding' : 'findings'}, ${fixed.length} fixed`
  const open = unjudged.length ? `, ${unjudged.length} not judged any more` : ''
  return `${count('better')} better, ${count('worse')} worse${other}; ${findings}${open}`
}
