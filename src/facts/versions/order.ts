import { compareText } from '../../documents/place.ts'
import type { Tag } from '../../sources/source.ts'
import { compareVersions, parseSemVer } from './semver.ts'
import type { TagName } from './tag-name.ts'

export interface OrderedTag extends Tag, TagName {
  readonly newest: boolean
  readonly newestMajor: boolean
  readonly grows: boolean
}

/**
 * Says of release tags which are the newest of their line, and whether versions only grew. Tags with valid SemVer are
 * ordered by version; a line without any by date.
 */
export function orderTags(tags: readonly (Tag & TagName)[]): readonly OrderedTag[] {
  const lines = new Map<string, (Tag & TagName)[]>()
  for (const tag of tags) {
    const line = lines.get(tag.line)
    if (line) line.push(tag)
    else lines.set(tag.line, [tag])
  }
  const ordered = [...lines.values()].flatMap(orderLine)
  return ordered.sort((a, b) => compareText(a.name, b.name))
}

function orderLine(tags: readonly (Tag & TagName)[]): OrderedTag[] {
  const newest = newestOf(tags)
  const falling = fallingTags(tags)
  const major = newest && (newest.kind === 'version' ? majorOf(newest.version) : undefined)
  const finals = tags.some(isFinal)
  return tags.map((tag) => ({
    ...tag,
    newest: tag === newest,
    newestMajor:
      tag === newest ||
      (major !== undefined &&
        tag.kind === 'version' &&
        majorOf(tag.version) === major &&
        (isFinal(tag) || (!finals && !parseSemVer(tag.version)))),
    grows: !falling.has(tag),
  }))
}

const majorOf = (version: string) => Number(/^\d+/.exec(version)?.[0])

const isFinal = (tag: TagName) => parseSemVer(tag.version)?.pre.length === 0

/**
 * The highest release, else the highest pre-release, else the latest by date. Where a line has moved on from SemVer to
 * something else (dates that happened to be valid, then ones that are not), the latest by date.
 */
function newestOf(tags: readonly (Tag & TagName)[]): (Tag & TagName) | undefined {
  const byVersion = [...tags].sort((a, b) => compareVersions(b.version, a.version) || compareText(b.date, a.date))
  const highest = byVersion.find(isFinal) ?? byVersion.find((tag) => parseSemVer(tag.version))
  const byDate = [...tags].sort((a, b) => compareText(b.date, a.date) || compareVersions(b.version, a.version))
  if (!highest) return byDate[0]
  const later = byDate.filter((tag) => Date.parse(tag.date) > Date.parse(highest.date) + day)
  const isOther = (tag: TagName) => !parseSemVer(tag.version) && compareVersions(tag.version, highest.version) > 0
  return later.find(isOther) ?? highest
}

/**
 * Tags of the newest minor line that are lower than its highest and were made at least a day after it. Corrections of
 * older lines (1.2.9 after 1.3.0) are no fall; and dates within a day say nothing, since a light tag bears the date of
 * its commit.
 */
function fallingTags(tags: readonly (Tag & TagName)[]): ReadonlySet<TagName> {
  const versions = tags.filter((tag) => parseSemVer(tag.version))
  versions.sort((a, b) => compareVersions(b.version, a.version) || compareText(a.name, b.name))
  const highest = versions[0]
  if (!highest) return new Set()
  const minor = minorOf(highest)
  const limit = Date.parse(highest.date) + day
  return new Set(versions.filter((tag) => minorOf(tag) === minor && Date.parse(tag.date) > limit))
}

function minorOf(tag: TagName): string {
  const semver = parseSemVer(tag.version)
  return `${semver?.major}.${semver?.minor}`
}

const day = 86_400_000
