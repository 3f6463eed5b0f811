import { environmentWord } from '../pipeline/environment.ts'
import { parseSemVer } from './semver.ts'

/** What the name of a git tag says. */
export interface TagName {
  readonly name: string
  /** the package, folder or product before the version; empty for none, and for words such as `release` */
  readonly line: string
  /** without prefix and leading `v`; for a date the date */
  readonly version: string
  /** `version`: two numbers or more; `number`: one (`v125`, `build-7`); `date`: a day, in any spelling */
  readonly kind: 'version' | 'number' | 'date'
  /** a dot or a second `v` stands between the `v` and the version (`v.0.1.7`, `vv1.2.0`): people read it as one, tools do not */
  readonly dotted?: true
}

const datePattern =
  /^(?:(.*?)[@/_-])?((?:19|20)\d\d[-_/](?:0?[1-9]|1[0-2])[-_/](?:0?[1-9]|[12]\d|3[01])|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[-/](?:0?[1-9]|[12]\d|3[01])[-/](?:20)?\d\d)(?:[-_.T]?\d{1,6}|[a-z])?$/
const versionPattern =
  /^(?:(.*?)[@/_-])?[vV]?(?<dot>\.|(?<=[vV])[vV])?(\d+(?:\.\d+)+(?:[-+.]?[0-9A-Za-z][0-9A-Za-z.+-]*)?)$/
const numberPattern = /^(?:(.*?)[@/_-])?[vV]?(\d+)$/
/* `7-4de78309ee8f60bc5c876be5fbc0f60fc6136a73`: a count and a commit */
const buildPattern = /^[vV]?(\d+-[0-9a-f]{7,40})$/

/** Words that say no more than that a version follows. */
const empty = new Set(['release', 'releases', 'rel', 'version', 'ver', 'v', 'tag', 'tags', 'r'])

/**
 * Reads the name of a tag. Undefined where it holds no version, number or date (`latest`, `before-the-move`).
 * @param name as git lists it, without `refs/tags/`
 */
export function parseTagName(name: string): TagName | undefined {
  const text = name.slice(0, 256)
  // what is a version as a whole has no prefix, whatever stands behind its hyphen (`1.4.0-20260302091500`)
  const whole = text.replace(/^[vV]/, '')
  if (parseSemVer(whole)) return { name, line: '', version: whole, kind: 'version' }
  const date = datePattern.exec(text)
  if (date) return made(name, date, 'date')
  const version = versionPattern.exec(text)
  if (version) {
    const [whole, line, dot, number] = version
    const told = made(name, [whole, line ?? '', number ?? ''], 'version')
    return dot ? { ...told, dotted: true } : told
  }
  const build = buildPattern.exec(text)
  if (build) return { name, line: '', version: build[1] as string, kind: 'number' }
  const number = numberPattern.exec(text)
  return number ? made(name, number, 'number') : undefined
}

function made(name: string, match: readonly (string | undefined)[], kind: TagName['kind']): TagName {
  const line = (match[1] ?? '').replace(/^@/, '')
  return { name, line: empty.has(line.toLowerCase()) ? '' : line, version: match[2] as string, kind }
}

/**
 * The tags that name releases: those with a version; dates and single numbers where they are the rule (half of all
 * tags, or more). A moving alias (`v1` beside `v1.2.3`) is left out, and so are marks of what was
 * deployed to another environment than production, where others are there (`staging-1.2.3` beside `production-1.2.3`).
 * @param own what the repository is called: `shop-v2.0.0` goes on where `v1.9.0` and `release-1.9.0` ended
 */
export function releaseTags<T extends { readonly name: string }>(
  tags: readonly T[],
  own = '',
): readonly (T & TagName)[] {
  const named = tags.flatMap((tag) => {
    const parsed = parseTagName(tag.name)
    if (!parsed) return []
    const isOwn = parsed.line.toLowerCase() === own.toLowerCase()
    return [{ ...tag, ...parsed, ...(isOwn && { line: '' }) }]
  })
  const isRule = (kind: TagName['kind']) => named.filter((tag) => tag.kind === kind).length * 2 >= tags.length
  const dates = isRule('date')
  const numbers = isRule('number')
  const full = new Set<string>()
  for (const tag of named) {
    const semver = tag.kind === 'version' ? parseSemVer(tag.version) : undefined
    if (!semver) continue
    full.add(`${tag.line} ${semver.major}`)
    full.add(`${tag.line} ${semver.major}.${semver.minor}`)
  }
  const released = named.some(({ line }) => !isLower(line))
  return named.filter((tag) => {
    if (released && isLower(tag.line)) return false
    // what tools begin with, before there is a release
    if (tag.version === '0.0.0') return false
    if (full.has(`${tag.line} ${tag.version}`)) return false
    return tag.kind === 'version' || (tag.kind === 'date' ? dates : numbers)
  })
}

/** Whether what stands before a version is the name of an environment below production, and nothing else. */
function isLower(line: string): boolean {
  const word = environmentWord(line)
  return word !== undefined && word.environment !== 'prod' && word.words.join('') === line.toLowerCase()
}
