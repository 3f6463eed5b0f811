import { Hidden, type Seen } from '../hidden.ts'
import { parseSemVer } from '../versions/semver.ts'
import { findDate, isIsoDate } from './date.ts'

/** What the heading of a release says. */
export interface ReleaseHeading {
  readonly version: Seen<string>
  readonly semver: boolean
  readonly date: string
  readonly isoDate: boolean
  readonly saysRelease: boolean
  /** The version or date leads; false where a product's name comes first, which only counts among its like. */
  readonly plain: boolean
}

/** Takes emoji, numbering (`1.`, `2)`), surrounding marks and a closing colon off a heading. */
export function cleanTitle(title: string): string {
  return title
    .replace(/\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f|\u20e3/gu, '')
    .replace(/(?<!\d):[a-z0-9_+-]+:/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^[#*_~\s–—-]+|[*_~\s]+$/g, '')
    .replace(/^\d{1,2}[.)]\s+(?=\D)/, '')
    .replace(/^[*_~]+|[*_~]+(?=[::]?$)/g, '')
    .replace(/\s*[::]$/, '')
    .trim()
}

const unreleased =
  /^\W*(unreleased|next( release| version)?|upcoming|in progress|head|main|master|trunk|wip|tbd|tba|todo)\b(?!.*\d+\.\d+)/i

/** Words for work that is not done, right behind the version, in brackets or behind a dash. */
const underWay = 'wip|(?:work )?in progress|in (?:active )?development|under development|upcoming|tbd|tba'

/* Said of a version that is there in name only. */
const notYet = [
  /\bunreleased\b|\bnot (yet )?released\b|\d-SNAPSHOT\b|\d-dev(?![\w.])/i,
  // `2.0.0 (in progress)`, `2.0.0 - WIP`; `2.0.0 Orders in progress` is a name
  new RegExp(`\\d(?:\\S*|.*(?:[([]|\\s[–—-]))\\s*[([]?(?:${underWay})[\\s)\\]]*$`, 'i'),
  // a day to be filled in: `2.0.0 - YYYY-MM-DD`, `2.0.0 - 2026-XX-XX`
  /(^|[\s([])(yyyy|xxxx|\?{4}|20\d\d)[-./](mm|xx|\?\?|\d\d)[-./](dd|xx|\?\?)(?=$|[\s)\]])/i,
]

/** Whether a heading stands over changes that are not released yet. */
export function isUnreleased(title: string): boolean {
  const clean = cleanTitle(title).slice(0, 300)
  return unreleased.test(clean) || notYet.some((form) => form.test(clean))
}

const version =
  /(?:^|[\s[(@/:_-])v?\.?(\d+(?:\.\d+)+(?:[-+][0-9A-Za-z][0-9A-Za-z.+-]*|\.?(?:alpha|beta|rc|pre|dev|post|final|a|b)[.\d]*)?)(?=$|[\s\])},;:_–—-])/i
const single = /^(?:release|version|ver\.?|v)\s*(\d+)(?=$|[\s\])},;:–—-])/i
const template = /\$\{[^}]*\}|\{\{[^}]*\}\}|<%[^%]*%>|@[A-Za-z.]+@/

/**
 * Reads a heading as that of a release, in any of the spellings that people use: `[1.2.3] - 2024-01-01`,
 * `v1.2.3 (2024-01-01)`, `Release 1.2.3 - 2024-01-01`, `1.2.3 / 1 Jan 2024`, `thing 1.2.3`, or a day alone.
 * @returns undefined for any other heading, and for what is not released yet
 */
export function parseReleaseHeading(title: string): ReleaseHeading | undefined {
  const clean = cleanTitle(title).slice(0, 300)
  if (isUnreleased(clean)) return undefined
  const saysRelease = /^release\b/i.test(clean)
  const date = findDate(clean)
  const rest = date ? clean.replace(date.text, ' '.repeat(date.text.length)) : clean
  const found = version.exec(rest) ?? single.exec(rest)
  const common = { date: date?.text ?? '', isoDate: date !== undefined && isIsoDate(date.text), saysRelease }
  if (!found) return withoutVersion(rest, clean, common)
  const before = rest.slice(0, found.index + found[0].indexOf(found[1] as string)).replace(whatIsNew, '')
  if (!couldLead(before)) return undefined
  const text = (found[1] as string).replace(/[.-]+$/, '')
  return { ...common, version: text, semver: parseSemVer(text) !== undefined, plain: leads.test(before) }
}

/** Words that lead to the version of a release, and to nothing else: "Overview of changes in 2.7". */
const whatIsNew = /^(?:(?:an? )?(?:overview|summary|list) of )?(?:the )?(?:changes|what['’]?s new) (?:in|for) /i

const leads = /^[\s[(*_`]*(?:(?:release|version|ver\.?)\b)?[\s[(:_`-]*v?\.?$/i

/** At most four words before the version, and none that makes it something else ("Upgrading from 1.2", "Node 18.1"). */
function couldLead(before: string): boolean {
  if (leads.test(before)) return true
  const words = before.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  return (
    words.length <= 4 &&
    !/\b(from|to|upgrad\w*|migrat\w*|support\w*|since|until|before|after|for|with|using|update\w*|bump\w*|install\w*|requires?|in|of|and|changes)\b/i.test(
      before,
    )
  )
}

/** `[production-2026-06-19.540] - 2026-06-19`: the form of Keep a Changelog with another name than a version. */
const namedWithDay = /^\[?[^[\]\s]*\d[^[\]\s]*\]?(?:\(\S*\))?\s+[-–—(]\s*\d{4}-\d{2}-\d{2}\)?$/

function withoutVersion(
  rest: string,
  clean: string,
  common: Pick<ReleaseHeading, 'date' | 'isoDate' | 'saysRelease'>,
): ReleaseHeading | undefined {
  const made = template.exec(clean)
  if (made && /^(release|version|v|\[)?[\s[]*[$@{<]/i.test(clean)) {
    const what = `the version that ${made[0]} stands for`
    const settle = { kind: 'file', text: 'write the version into the heading' } as const
    return { ...common, version: new Hidden(what, settle), semver: false, plain: true }
  }
  const bare = rest.replace(/\b(release|version|released|on|of|notes?)\b/gi, '').replace(/[^\p{L}\p{N}]/gu, '')
  const told = /\brelease( notes?)?\b/i.test(clean) && clean.split(' ').length <= 8
  return common.date && (bare.length <= 2 || told || namedWithDay.test(clean))
    ? { ...common, version: '', semver: false, plain: true }
    : undefined
}
