import { inWords } from '../../assessment/acceptance/baseline/apply.ts'
import type { Entry } from '../../assessment/acceptance/baseline/entry.ts'
import { type Baseline, defaultFile, format } from '../../assessment/acceptance/baseline/format.ts'
import { standingOf, type Unjudged } from '../../assessment/acceptance/baseline/standing.ts'
import { didYouMean } from '../../config/nearest.ts'
import { andMore } from '../../documents/and-more.ts'
import { withoutVerdict } from '../../reporters/without-verdict.ts'
import { fromDisk, type ReadBaseline, sightOf } from '../baseline.ts'
import { actions } from '../completion.ts'
import { dayOf } from '../days.ts'
import { UsageError } from '../errors.ts'
import { type ForgeOptions, openForge } from '../forge.ts'
import { placeInside } from '../inside.ts'
import { allLevels, type Judged, judgeOpened } from '../judge.ts'
import type { Opened } from '../open.ts'
import { print, writeWithFolder } from '../output.ts'
import { startProgress } from '../progress.ts'
import { harmless } from '../tell.ts'

interface Options extends ForgeOptions {
  readonly file?: string
  readonly asOf?: string
}

type Action = (typeof actions)[number]

/** Requirements that a sentence names; of others there is a count. */
const NAMED = 3

/** What an action works on. */
interface Work {
  /** for the disk */
  readonly path: string
  /** for people */
  readonly name: string
  readonly before: Baseline | undefined
  /** the file has the marks of a merge, and `before` the lines of both sides */
  readonly merged: boolean
  /** the configuration names it */
  readonly isNamed: boolean
  /** what it would be if all that can be were accepted */
  readonly now: Baseline
  readonly fresh: readonly Entry[]
  readonly known: readonly Entry[]
  readonly fixed: readonly Entry[]
  /** accepted before, and covered by an exception now */
  readonly excepted: readonly Entry[]
  /** accepted before, found no more, and not judged: these stay */
  readonly unjudged: readonly Unjudged[]
  /** fails whose waiver is over: these are not accepted */
  readonly lapsed: readonly Entry[]
}

/**
 * `assay baseline write|update|prune|diff [path]`: the list of accepted findings of a folder. All of its files are judged,
 * whatever the profile. Exit code 1 of `diff`: something is new. Throws a {@link UsageError} where a judgement that could
 * not be made would be accepted.
 */
export async function baseline(
  word: string | undefined,
  options: Options,
  [given]: readonly string[],
): Promise<number> {
  const path = given ?? '.'
  const action = actions.find((one) => one === word)
  if (!action) {
    throw new UsageError(
      `"${word}" is nothing to do with a baseline${didYouMean(word ?? '', actions) || `; there are ${actions.join(', ')}`}`,
    )
  }
  const progress = startProgress(process.stderr, false)
  const opened = await openForge(given, undefined, options)
  const asOf = dayOf(options.asOf)
  const judged = await judgeOpened(opened, allLevels(asOf), progress).finally(() => progress.end())
  refuseUnjudged(judged)
  return await does[action](await workOf(path, options.file, opened, judged, action === 'update'))
}

/** What could not be judged would count as fixed. */
function refuseUnjudged({ assessment, textOf }: Judged): void {
  const { lines, isContradicted } = withoutVerdict(assessment, textOf)
  if (!lines.length) return
  const lead = isContradicted ? '' : 'not all could be judged, so '
  throw new UsageError(`${lead}nothing is compared or written; mend this first: ${lines.join('; ')}`)
}

async function workOf(
  root: string,
  file: string | undefined,
  opened: Opened,
  judged: Judged,
  merged: boolean,
): Promise<Work> {
  const name = file ?? opened.configuration.settings.baseline ?? defaultFile
  const path = file ?? placeInside(root, name)
  const { existsSync } = await import('node:fs')
  const read = existsSync(path) ? usable(await fromDisk(path, { called: name, merged })) : undefined
  const before = read?.baseline
  const { assessment, rules: judging, textOf } = judged
  const { results, tool, rules, asOf } = assessment
  const sight = sightOf(opened, judging, textOf)
  const { found, known, lapsed, ...absent } = standingOf(results, before?.entries ?? [], sight)
  const entries = [...found.values(), ...staying(absent.unjudged)]
  return {
    path,
    name,
    before,
    merged: read?.merged ?? false,
    isNamed: opened.configuration.settings.baseline === name,
    now: { version: tool.version, rules: rules.digest.slice(0, 12), date: asOf, entries },
    fresh: [...found].filter(([one]) => !known.has(one)).map(([, entry]) => entry),
    known: [...found].filter(([one]) => known.has(one)).map(([, entry]) => entry),
    lapsed: [...lapsed.values()],
    ...absent,
  }
}

function usable(read: ReadBaseline): Extract<ReadBaseline, { baseline: Baseline }> {
  if ('baseline' in read) return read
  const { place, message } = read.remark
  const line = place.start === undefined ? undefined : read.text?.position(place.start).line
  throw new UsageError(`${place.file}${line === undefined ? '' : `:${line}`}: ${message}`)
}

const does: Readonly<Record<Action, (work: Work) => Promise<number>>> = {
  async write(work) {
    const { before, now, fresh, fixed, name } = work
    if (before && !isSame(before, now)) {
      const how = `${fresh.length} new and ${fixed.length} fixed${apart(work)}`
      throw new UsageError(
        `${name} exists and differs (${how}); \`assay baseline diff\` shows it, \`assay baseline update\` accepts it`,
      )
    }
    return save(work, now.entries, fresh.length)
  },
  async update(work) {
    if (!work.before) throw new UsageError(`${work.name} does not exist; \`assay baseline write\` makes it`)
    return save(work, work.now.entries, work.fresh.length)
  },
  async prune(work) {
    if (!work.before) throw new UsageError(`${work.name} does not exist; \`assay baseline write\` makes it`)
    return save(work, [...work.known, ...staying(work.unjudged)], 0)
  },
  async diff(work) {
    const { fresh, fixed, excepted, unjudged, lapsed, known, name, before } = work
    if (!before) throw new UsageError(`${name} does not exist; \`assay baseline write\` makes it`)
    const list = (sign: string, entries: readonly Entry[]) => entries.map((one) => `${sign} ${inWords(one)}`).sort()
    const lines = [
      ...list('+', fresh),
      ...list('!', lapsed),
      ...list('-', fixed),
      ...list('~', excepted),
      ...list('?', entriesIn(unjudged)),
      `${name}: ${fresh.length} new, ${known.length} known, ${fixed.length} fixed${apart(work)}`,
      ...(fresh.length ? ['`assay baseline update` accepts what is new'] : []),
      ...(fixed.length ? ['`assay baseline prune` drops what is fixed'] : []),
      ...(excepted.length
        ? ['`assay baseline prune` drops what an exception covers, so that its end is not missed']
        : []),
      ...(unjudged.some(isOver) ? ['`assay baseline prune` drops what is not judged any more'] : []),
      ...remarksOn(work),
    ]
    await print(`${lines.map(harmless).join('\n')}\n`)
    return fresh.length || lapsed.length ? 1 : 0
  },
}

/** Whether two baselines say the same, whatever their day. */
const isSame = (one: Baseline, other: Baseline) => format({ ...one, date: '' }) === format({ ...other, date: '' })

/** Writes the entries, unless that would change nothing but the day; says what became of the file. */
async function save(work: Work, entries: Baseline['entries'], accepted: number): Promise<number> {
  const { path, name, before, merged, isNamed, now, fixed, excepted } = work
  const after = { ...now, entries }
  // one of a later day is not used, so its day is set right
  if (before && !merged && isSame(before, after) && before.date <= now.date) {
    await tellAll(`${name} stays as it is: ${entries.length} accepted`, ...remarksOn(work))
    return 0
  }
  await writeWithFolder(path, format(after))
  const use = isNamed ? '' : `use it: assay check --baseline, or \`baseline: ${name}\` in assay.yaml; `
  const next = `${use}commit it, so that reviews see it`
  const over = work.unjudged.filter(isOver).length
  const others = `${excepted.length ? `, ${excepted.length} excepted` : ''}${over ? `, ${over} not judged any more` : ''}`
  const dropped = `${fixed.length} fixed${others} dropped`
  await tellAll(
    before
      ? `${name}: ${entries.length} accepted (${accepted} new), ${dropped}`
      : `${name}: ${entries.length} ${entries.length === 1 ? 'finding' : 'findings'} accepted`,
    ...remarksOn(work),
    ...(before ? [] : [next]),
  )
  return 0
}

const tellAll = (...lines: readonly string[]) => print(`${lines.map(harmless).join('\n')}\n`)

const entriesIn = (unjudged: readonly Unjudged[]) => unjudged.map(({ entry }) => entry)

/** Whether an entry is of no use any more: it will not count again as it is. */
const isOver = ({ why }: Unjudged) => why === 'past' || why === 'noted'

/** Those that may count again. */
const staying = (unjudged: readonly Unjudged[]) => entriesIn(unjudged.filter((one) => !isOver(one)))

/** What is neither new nor known nor fixed. */
function apart({ excepted, unjudged, lapsed }: Work): string {
  const over = unjudged.filter(isOver).length
  const open = unjudged.length - over
  const counts = [
    excepted.length ? `${excepted.length} excepted` : '',
    open ? `${open} not found any more, but not judged` : '',
    over ? `${over} not judged any more` : '',
    lapsed.length ? `${lapsed.length} with a waiver that is over` : '',
  ]
  return counts
    .filter(Boolean)
    .map((count) => `, ${count}`)
    .join('')
}

/** What is kept though it was not found, and what is not accepted though it fails. */
function remarksOn({ unjudged, lapsed }: Work): readonly string[] {
  const out = `${lapsed.length} ${lapsed.length === 1 ? 'fail is' : 'fails are'} not accepted, since a waiver for ${lapsed.length === 1 ? 'it' : 'them'} is over: mend what fails, have the waiver renewed, or delete it first`
  return [...whyUnjudged(unjudged), ...(lapsed.length ? [out] : [])]
}

/** Why entries were not found and are not fixed, and what becomes of them: one sentence for each reason. */
function whyUnjudged(unjudged: readonly Unjudged[]): readonly string[] {
  return (['run', 'unknown', 'left-out', 'past', 'noted'] as const).flatMap((why) => {
    const entries = unjudged.filter((one) => one.why === why).map(({ entry }) => entry)
    const [isOne, count] = [entries.length === 1, entries.length]
    if (count === 0) return []
    const [it, is, stay] = isOne ? ['it', 'is', 'stays'] : ['they', 'are', 'stay']
    const ids = andMore([...new Set(entries.map(({ requirement }) => requirement))], NAMED)
    const sentences = {
      run: `${count} of these ${is} not seen in this run and ${stay}: it takes --forge, or a full clone, to tell whether ${it} ${is} fixed`,
      unknown: `${count} of these ${is} not found any more and ${stay}, since what ${isOne ? 'its requirement asks' : 'their requirements ask'} for is unknown now (${ids}): \`assay check --verbose\` says what would settle it`,
      'left-out': `${count} of these ${is} not found any more and ${stay}, since assay.yaml leaves ${isOne ? 'it' : 'them'} out or no rule judges ${isOne ? 'it' : 'them'} (${ids}): delete ${isOne ? 'the line' : 'the lines'} if that is meant to last`,
      past: `${count} of these ${is} not judged any more, since ${isOne ? 'its requirement asks' : 'their requirements ask'} only of what is recent, such as the migrations since the last release (${ids})`,
      noted: `${count} of these ${isOne ? 'decides' : 'decide'} nothing any more and ${isOne ? 'is a note' : 'are notes'} now (${ids})`,
    }
    return [sentences[why]]
  })
}
