import { attestationsFile } from '../assessment/acceptance/attestations/statement.ts'
import { defaultFile } from '../assessment/acceptance/baseline/format.ts'
import { waiversFile } from '../assessment/acceptance/waivers/waiver.ts'
import type { Assessment, Remark } from '../assessment/assessment.ts'
import { configurationFiles } from '../config/load.ts'
import { andMore } from '../documents/and-more.ts'
import { mask } from '../documents/mask.ts'
import { comparePlaces, compareText } from '../documents/place.ts'
import { Text } from '../documents/text.ts'
import type { Source } from '../sources/source.ts'
import { collectedBy } from './collected.ts'
import type { Judged, Question } from './judge.ts'
import { type Opened, openWith, type Trusted } from './open.ts'
import { isRuleFile } from './rules.ts'

/** A file about verdicts that is another one in what is judged than in the revision that is trusted. */
interface Change {
  readonly path: string
  readonly how: 'changed' | 'added' | 'deleted'
  /** as it is judged; undefined where it is deleted, or holds no text */
  readonly text: Text | undefined
  /** the offset at which it begins to differ */
  readonly start: number
}

/** Changed files of which each is tried alone; of more only what they do together is told. */
const ALONE = 8

/** Verdicts that are named. */
const NAMED = 5

const nothingElse = 'no verdict would be another one'
const unusable = 'by itself it could not be used: '

/**
 * Tells what a change brings along that would have judged itself: each file about verdicts that differs from the trusted
 * revision, with its line, and what would have come of it if what is judged had been judged by its own word, as `judgeBy`
 * does it.
 */
export async function withChanges(
  judged: Judged,
  opened: Opened,
  question: Question,
  judgeBy: (own: Opened) => Promise<Judged>,
): Promise<Judged> {
  const trusted = opened.trusted as Trusted
  const own = await ownOf(opened, question)
  const changes = await changesOf(opened, trusted, typeof own === 'string' ? undefined : own)
  if (!changes.length) return judged
  const all = await effectOf(judged, own, judgeBy)
  const together = all && `${changes.length > 1 ? 'with the other changes ' : ''}${all}`
  const eachAlone = changes.length > 1 && changes.length <= ALONE
  const remarks: Remark[] = []
  for (const change of changes) {
    const alone = eachAlone ? await effectOf(judged, await ownOf(opened, question, change.path), judgeBy) : together
    // what needs another file of the same change does what both do
    const effect = alone.startsWith(unusable) && !all.startsWith(unusable) ? together : alone
    remarks.push(remarkOn(change, effect, trusted.revision))
  }
  // each alone may do nothing, as a parameter that only a rule of the same change reads
  const [first] = remarks
  if (all && first && remarks.every(({ severity }) => severity === 'note')) {
    const message = first.message.replace(nothingElse, together)
    remarks[0] = { ...first, severity: 'warning', message: mask(message) }
  }
  const texts = new Map(changes.map(({ path, text }) => [path, text]))
  const { assessment, textOf } = judged
  return {
    ...judged,
    assessment: { ...assessment, remarks: [...assessment.remarks, ...remarks].sort(byPlace) },
    textOf: (file) => texts.get(file) ?? textOf(file),
  }
}

const byPlace = (a: Remark, b: Remark) =>
  comparePlaces(a.place, b.place) || compareText(a.code, b.code) || compareText(a.message, b.message)

function remarkOn({ path, how, text, start }: Change, effect: string, revision: string): Remark {
  const counts = how === 'added' ? `${revision} has none, so it does not count` : `that of ${revision} is used`
  return {
    code: 'policy-changed',
    severity: effect ? 'warning' : 'note',
    message: mask(`${path} is ${how} here, and ${counts}; ${effect || nothingElse}`),
    place: text ? { file: path, start, end: start } : { file: path },
  }
}

/**
 * What is judged, by its own word, or, with a path, by that of this one file alone and what is trusted else; or why that
 * cannot be. What was read already is read again only if other files count.
 */
async function ownOf(opened: Opened, { path = '.', authority }: Question, file?: string): Promise<Opened | string> {
  try {
    const { revision, source } = opened.trusted as Trusted
    const trusted = file === undefined ? undefined : { revision, source: withFile(source, opened.source, file) }
    const own = await openWith(opened.source, path, { policy: authority?.policy }, trusted)
    if (trusted) return collectedBy(own) === collectedBy(opened) ? { ...own, repository: opened.repository } : own
    const isSame = collectedBy(own) === collectedBy(opened)
    const apart = opened.trusted ? { ...own, comments: opened.trusted } : own
    return isSame ? { ...apart, repository: opened.repository } : apart
  } catch (error) {
    if ((error as Error).name !== 'ConfigurationError') throw error
    return (error as Error).message.split('\n').join('; ')
  }
}

/** A source with one file as another source has it, or without it. */
function withFile(source: Source, other: Source, path: string): Source {
  const list = async () => {
    const listing = await source.list()
    const own = (await other.list()).files.filter((file) => file.path === path)
    const files = [...listing.files.filter((file) => file.path !== path), ...own]
    return { ...listing, files: files.sort((a, b) => compareText(a.path, b.path)) }
  }
  return { kind: source.kind, list, read: (file) => (file === path ? other : source).read(file) }
}

async function changesOf(opened: Opened, trusted: Trusted, own: Opened | undefined): Promise<readonly Change[]> {
  const paths = new Set<string>([...configurationFiles, waiversFile, attestationsFile, defaultFile])
  for (const side of own ? [opened, own] : [opened]) {
    const { settings, layers } = side.configuration
    if (settings.baseline) paths.add(settings.baseline)
    for (const { text } of layers) paths.add(withoutRevision(text.file, trusted.revision))
    for (const folder of settings.rules) {
      for (const repository of [opened.repository, trusted.repository]) {
        for (const { path } of repository.under(folder)) if (isRuleFile(path.slice(folder.length))) paths.add(path)
      }
    }
  }
  const found: Change[] = []
  for (const path of [...paths].sort(compareText)) {
    const [now, before] = [await bytesOf(opened.source, path), await bytesOf(trusted.source, path)]
    if (now === before || (now && before && Buffer.compare(now, before) === 0)) continue
    found.push(await changeOf(path, now, before))
  }
  return found
}

const withoutRevision = (file: string, revision: string) =>
  file.startsWith(`${revision}:`) ? file.slice(revision.length + 1) : file

async function bytesOf(source: Source, path: string): Promise<Uint8Array | undefined> {
  const { files } = await source.list()
  // what is listed and cannot be read is told where it is used
  return files.some((one) => one.path === path) ? source.read(path).catch(() => undefined) : undefined
}

async function changeOf(path: string, now: Uint8Array | undefined, before: Uint8Array | undefined): Promise<Change> {
  if (!now) return { path, how: 'deleted', text: undefined, start: 0 }
  const { decode } = await import('../documents/decode.ts')
  const { content, binary } = decode(now)
  const old = before ? decode(before).content : ''
  let start = 0
  while (start < content.length && content[start] === old[start]) start++
  const text = binary ? undefined : new Text(path, content)
  return { path, how: before ? 'changed' : 'added', text, start: Math.min(start, Math.max(0, content.length - 1)) }
}

/** The verdicts that would be others, in a sentence; empty where none would. */
async function effectOf(
  judged: Judged,
  own: Opened | string,
  judgeBy: (own: Opened) => Promise<Judged>,
): Promise<string> {
  if (typeof own === 'string') return `${unusable}${own}`
  let other: Assessment
  try {
    other = (await judgeBy(own)).assessment
  } catch (error) {
    return `${unusable}${(error as Error).message.split('\n').join('; ')}`
  }
  const { assessment } = judged
  const broken = brokenIn(other).filter((one) => !brokenIn(assessment).includes(one))
  if (broken.length) return `${unusable}${andMore(broken, 1)}`
  const before = new Map([...assessment.requirements, ...assessment.own].map(({ id, verdict }) => [id, verdict]))
  const differing = [...other.requirements, ...other.own].flatMap(({ id, verdict, judged: isJudged }) => {
    if (!isJudged) return []
    const now = before.get(id)
    return now === verdict ? [] : [`${id} would be ${verdict}${now ? ` (is ${now})` : ''}`]
  })
  const known = [assessment, other].map(
    ({ results }) => results.filter((one) => one.baselineState === 'unchanged').length,
  )
  if (known[0] !== known[1]) differing.push(`the baseline would know ${known[1]} findings (knows ${known[0]})`)
  if (assessment.scope.profile !== other.scope.profile) differing.push(`the profile would be ${other.scope.profile}`)
  return andMore(differing, NAMED)
}

/** What leaves nothing to judge by: rules that cannot be loaded, files about verdicts that cannot be read. */
function brokenIn({ problems, remarks }: Assessment): readonly string[] {
  const files = remarks.filter(({ unusable }) => unusable)
  return [...problems, ...files.map(({ place, message }) => `${'file' in place ? `${place.file}: ` : ''}${message}`)]
}
