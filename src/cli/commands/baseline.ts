import { inWords } from '../../assessment/acceptance/baseline/apply.ts'
import { entriesOf, exceptedEntriesOf } from '../../assessment/acceptance/baseline/entry.ts'
import { type Baseline, defaultFile, format } from '../../assessment/acceptance/baseline/format.ts'
import { match } from '../../assessment/acceptance/baseline/match.ts'
import { didYouMean } from '../../config/nearest.ts'
import { fromDisk, type ReadBaseline } from '../baseline.ts'
import { actions } from '../completion.ts'
import { dayOf } from '../days.ts'
import { UsageError } from '../errors.ts'
import { type ForgeOptions, openForge } from '../forge.ts'
import { exitCode } from '../gate.ts'
import { type Judged, judgeOpened } from '../judge.ts'
import type { Opened } from '../open.ts'
import { print, writeWhole } from '../output.ts'
import { startProgress } from '../progress.ts'
import { harmless } from '../tell.ts'

interface Options extends ForgeOptions {
  readonly file?: string
  readonly asOf?: string
}

type Action = (typeof actions)[number]

/** What an action works on. */
interface Work {
  /** for the disk */
  readonly path: string
  /** for people */
  readonly name: string
  readonly before: Baseline | undefined
  /** what it would be if all that fails were accepted */
  readonly now: Baseline
  readonly fresh: readonly Baseline['entries'][number][]
  readonly known: readonly Baseline['entries'][number][]
  readonly fixed: readonly Baseline['entries'][number][]
  /** accepted before, and covered by an exception now */
  readonly excepted: readonly Baseline['entries'][number][]
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
  const judged = await judgeOpened(
    opened,
    { revision: undefined, profile: 'gold', only: [], asOf, baseline: false },
    progress,
  ).finally(() => progress.end())
  refuseUnjudged(judged)
  return await does[action](await workOf(path, options.file, opened, judged))
}

/** What could not be judged would count as fixed. */
function refuseUnjudged({ assessment }: Judged): void {
  if (exitCode(assessment, { failOn: 'never', strict: false, exitZero: false }) !== 2) return
  const why = [
    ...assessment.problems,
    ...assessment.unreadable.filter(({ claimed }) => claimed).map(({ place, message }) => `${place.file}: ${message}`),
    ...assessment.remarks.filter(({ unusable }) => unusable).map(({ place, message }) => `${place.file}: ${message}`),
  ]
  throw new UsageError(`not all could be judged, so nothing is compared or written; mend this first: ${why.join('; ')}`)
}

async function workOf(root: string, file: string | undefined, opened: Opened, judged: Judged): Promise<Work> {
  const { join } = await import('node:path')
  const name = file ?? opened.configuration.settings.baseline ?? defaultFile
  const path = file ?? join(root, name)
  const { existsSync } = await import('node:fs')
  const before = existsSync(path) ? usable(await fromDisk(path)) : undefined
  const { assessment, textOf } = judged
  const found = entriesOf(assessment.results, textOf)
  const exists = (one: string) => opened.repository.has(one)
  const { known, fixed: absent } = match(found, before?.entries ?? [], exists)
  const { fixed } = match(exceptedEntriesOf(assessment.results, textOf), absent, exists)
  const { tool, rules, asOf } = assessment
  return {
    path,
    name,
    before,
    now: { version: tool.version, rules: rules.digest.slice(0, 12), date: asOf, entries: [...found.values()] },
    fresh: [...found].filter(([one]) => !known.has(one)).map(([, entry]) => entry),
    known: [...found].filter(([one]) => known.has(one)).map(([, entry]) => entry),
    fixed,
    excepted: absent.filter((one) => !fixed.includes(one)),
  }
}

function usable(read: ReadBaseline): Baseline {
  if ('baseline' in read) return read.baseline
  const { place, message } = read.remark
  throw new UsageError(`${place.file}: ${message}`)
}

const does: Readonly<Record<Action, (work: Work) => Promise<number>>> = {
  async write(work) {
    const { before, fresh, fixed, excepted, name } = work
    if (before && (fresh.length || fixed.length || excepted.length)) {
      const how = `${fresh.length} new and ${fixed.length} fixed${exceptedToo(excepted)}`
      throw new UsageError(
        `${name} exists and differs (${how}); \`assay baseline diff\` shows it, \`assay baseline update\` accepts it`,
      )
    }
    return save(work, work.now.entries, work.fresh.length)
  },
  async update(work) {
    if (!work.before) throw new UsageError(`${work.name} does not exist; \`assay baseline write\` makes it`)
    return save(work, work.now.entries, work.fresh.length)
  },
  async prune(work) {
    if (!work.before) throw new UsageError(`${work.name} does not exist; \`assay baseline write\` makes it`)
    return save(work, work.known, 0)
  },
  async diff({ fresh, fixed, excepted, known, name, before }) {
    if (!before) throw new UsageError(`${name} does not exist; \`assay baseline write\` makes it`)
    const lines = [
      ...fresh.map((entry) => `+ ${inWords(entry)}`).sort(),
      ...fixed.map((entry) => `- ${inWords(entry)}`).sort(),
      ...excepted.map((entry) => `~ ${inWords(entry)}`).sort(),
      `${name}: ${fresh.length} new, ${known.length} known, ${fixed.length} fixed${exceptedToo(excepted)}`,
      ...(fresh.length ? ['`assay baseline update` accepts what is new'] : []),
      ...(fixed.length ? ['`assay baseline prune` drops what is fixed'] : []),
      ...(excepted.length
        ? ['`assay baseline prune` drops what an exception covers, so that its end is not missed']
        : []),
    ]
    await print(`${lines.map(harmless).join('\n')}\n`)
    return fresh.length ? 1 : 0
  },
}

/** Writes the entries, unless that would change nothing but the day; says what became of the file. */
async function save(
  { path, name, before, now, fixed, excepted }: Work,
  entries: Baseline['entries'],
  accepted: number,
): Promise<number> {
  const dated = (date: string) => format({ ...now, date, entries })
  if (before && dated(before.date) === format(before)) {
    await print(`${harmless(name)} stays as it is: ${entries.length} accepted\n`)
    return 0
  }
  const { mkdirSync } = await import('node:fs')
  const { dirname } = await import('node:path')
  mkdirSync(dirname(path), { recursive: true })
  await writeWhole(path, dated(now.date))
  const next = before
    ? ''
    : `\nuse it: assay check --baseline, or \`baseline: ${name}\` in assay.yaml; commit it, so that reviews see it`
  const sum = `${name}: ${entries.length} accepted (${accepted} new), ${fixed.length} fixed${exceptedToo(excepted)} dropped${next}`
  await print(`${harmless(sum)}\n`)
  return 0
}

/** What is covered by an exception is no debt of the baseline any more, and not mended either. */
const exceptedToo = (excepted: Work['excepted']) => (excepted.length ? `, ${excepted.length} excepted` : '')
