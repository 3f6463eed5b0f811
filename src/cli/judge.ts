import type { Limit } from '../assessment/assess.ts'
import type { Assessment, Scope } from '../assessment/assessment.ts'
import { ConfigurationError } from '../config/load.ts'
import type { Settings } from '../config/settings.ts'
import type { Text } from '../documents/text.ts'
import type { LoadedRule } from '../rules/load.ts'
import type { Level, Rule } from '../rules/rule.ts'
import { timed } from '../sources/timing.ts'
import { acceptanceOf } from './acceptance.ts'
import { collected, nothingCollected } from './collected.ts'
import { type ForgeOptions, openForge } from './forge.ts'
import { hurryWhereLong } from './hot.ts'
import { type Authority, nameOf, type Opened } from './open.ts'
import { pick } from './pick.ts'
import { profileOf } from './profile.ts'
import type { Progress } from './progress.ts'
import { loadAllRules } from './rules.ts'
import { frontFileOf, textIn, textsOf } from './texts.ts'
import { version } from './version.ts'

export interface Question {
  /** undefined: the folder one stands in */
  readonly path: string | undefined
  readonly revision: string | undefined
  /** judge the index, and what was staged in it alone */
  readonly staged?: boolean
  /** judge what changed since the merge base with this revision alone */
  readonly since?: string | undefined
  /** a range of commits that is searched for secrets besides */
  readonly history?: string | undefined
  /** undefined: what assay.yaml says */
  readonly profile: Level | undefined
  /** requirements of all levels are judged, whatever profile is asked for or locked: a list is made that holds under any */
  readonly allLevels?: boolean
  /** ids and globs; none: everything */
  readonly only: readonly string[]
  /** YYYY-MM-DD */
  readonly asOf: string
  /** a file on disk; true: that of assay.yaml, else the default; undefined: that of assay.yaml, if it names one; false: none */
  readonly baseline?: string | boolean | undefined
  /** by whose policy it is judged, besides its own */
  readonly authority?: Authority
  /** only what the rules name is collected, and not what every report tells of a repository */
  readonly bare?: boolean
  /** whether the forge is asked, and for which repository */
  readonly forge?: ForgeOptions
}

/** The question of whoever makes a list that holds under any profile: all levels of the files on disk, and no baseline. */
export const allLevels = (asOf: string, only: readonly string[] = []): Omit<Question, 'path'> => ({
  revision: undefined,
  profile: undefined,
  allLevels: true,
  only,
  asOf,
  baseline: false,
})

/** An assessment with what reports are made from. */
export interface Judged {
  readonly assessment: Assessment
  readonly rules: readonly Rule[]
  readonly textOf: (file: string) => Text | undefined
  /** what stands for the repository as a whole: its README, else its assay.yaml */
  readonly frontFile: string | undefined
}

/**
 * The way of the data, once: source, settings, facts, rules, assessment. Throws a SourceError, ConfigurationError or
 * UsageError where the question itself cannot be put; what goes wrong on the way is in the assessment.
 */
export async function judge(question: Question, progress: Progress): Promise<Judged> {
  if (question.staged || question.since !== undefined) {
    return (await import('./touched.ts')).judgeTouched(question, progress)
  }
  progress.say('listing files')
  const opened = await timed('listing, and reading assay.yaml', () =>
    openForge(question.path, question.revision, question.forge ?? {}, question.authority),
  )
  await withHistory(opened, question)
  const judged = await judgeOpened(opened, question, progress)
  if (!opened.trusted) return judged
  const { withChanges } = await import('./changes.ts')
  return withChanges(judged, opened, question, (own) => judgeOpened(own, question, progress))
}

/** Has a range of history searched, too, where the question names one. Throws a SourceError where there is none. */
export async function withHistory(opened: Opened, { path = '.', history }: Pick<Question, 'path' | 'history'>) {
  if (history === undefined) return
  const { openPast } = await import('../sources/past.ts')
  Object.assign(opened.repository, { past: await openPast(path, history) })
}

/** What limits the run to what was touched, made when the rules are known. */
export type Limiting = (rules: readonly LoadedRule[]) => Promise<Limit>

/** The same for a repository that is open already; the question's path is not looked at. */
export async function judgeOpened(
  opened: Opened,
  question: Omit<Question, 'path'>,
  progress: Progress,
  limiting?: Limiting,
): Promise<Judged> {
  const { repository, configuration, source } = opened
  const { rules, problems } = await timed('loading the rules', () => loadAllRules(opened))
  const ids = await checkedIds(rules, problems, opened)
  pickNamed(question.only, ids, problems)
  const { assess, wantedFacts } = await import('../assessment/assess.ts')
  let limit = await limiting?.(rules)

  if (!limit) hurryWhereLong(repository.files.map(({ path }) => path))
  progress.say(`reading ${repository.files.length} files`)
  const wantedBy = (limit: Limit | undefined) => {
    const judged = limit && new Set([...limit.rules].filter((id) => !limit.idle?.has(id)))
    const wanted = new Set([...wantedFacts(rules, question.only, judged), ...(limit?.watched ?? []), 'brokenFiles'])
    if (question.bare) for (const name of ['repository', 'brokenFiles']) wanted.delete(name)
    return wanted
  }
  let found = limit?.rules.size === 0 ? nothingCollected : await collected(opened, wantedBy(limit))
  if (limit?.idle?.size && losesTouched(found.lost, limit)) {
    limit = { ...limit, idle: new Set() }
    found = await collected(opened, wantedBy(limit))
  }
  const { facts, failed, lost } = found
  const workflows = 'observed' in found ? found.observed.workflows : []

  progress.say('judging')
  const settings: Settings = {
    ...configuration.settings,
    profile: question.allLevels ? 'gold' : profileOf(question.profile, configuration),
  }
  const scope: Scope = {
    kind: question.only.length || limit ? 'partial' : 'repository',
    only: question.only,
    profile: settings.profile,
    revision: question.revision ?? null,
  }
  const assessment = await assess({
    facts,
    failed,
    lost,
    rules,
    settings,
    scope,
    asOf: question.asOf,
    version,
    repository: { name: nameOf(source), commit: source.history?.head ?? null, files: repository.files.length },
    inGit: source.history !== undefined,
    skipped: repository.skipped,
    notices: [...repository.notices, ...configuration.notices, ...(opened.forge?.notices ?? [])],
    unreadable: facts.brokenFiles.map(({ place, message, claimed }) => ({ place, message, claimed })),
    problems,
    forge: repository.forge,
    ...(opened.forge?.problem ? { forgeProblem: opened.forge.problem } : {}),
    acceptance: await acceptanceOf({ question, opened, scope, isLimited: limit !== undefined, rules, ids, workflows }),
    ...(limit ? { limit } : {}),
    textOf: (file) => textIn(file, opened),
  })
  const frontFile = frontFileOf(opened)
  const textOf = await textsOf(assessment, frontFile, opened)
  return { assessment, rules: rules.map(({ rule }) => rule), textOf, frontFile }
}

/** Whether a touched file could not be read: that is told of every rule that reads what stands in it. */
const losesTouched = (lost: ReadonlyMap<string, readonly string[]>, { files }: Limit) =>
  [...lost.values()].some((broken) => broken.some((file) => files?.has(file)))

/** Picks, and where nothing is called so though some rule could not be read, says first what is wrong with that one. */
function pickNamed(only: readonly string[], ids: readonly string[], problems: readonly string[]): void {
  try {
    pick(only, ids)
  } catch (error) {
    throw problems.length ? new ConfigurationError([...problems, (error as Error).message]) : error
  }
}

/**
 * All ids that can be asked for, after what assay.yaml says of them is found to make sense. A rule with a mistake is none,
 * so an id that is missing may be that of one: then its mistake is told first.
 */
async function checkedIds(
  rules: readonly LoadedRule[],
  problems: readonly string[],
  { configuration }: Opened,
): Promise<readonly string[]> {
  const { catalogue } = await import('../rules/catalogue.ts')
  const { checkSettings } = await import('../rules/parameters.ts')
  const ids = [...new Set([...catalogue.map(({ id }) => id), ...rules.map(({ rule }) => rule.id)])]
  const wrong = checkSettings(
    configuration.settings,
    rules.map(({ rule }) => rule),
    ids,
  )
  if (wrong.length > 0) {
    const told = wrong.map(({ path, message }) => `${configuration.at(...path)}: ${message}`)
    throw new ConfigurationError([...problems, ...told])
  }
  return ids
}
