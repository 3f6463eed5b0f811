import type { Settings } from '../../config/settings.ts'
import { type EnvironmentClass, environmentClasses } from '../../config/vocabulary.ts'
import { globPattern } from '../../documents/pattern.ts'
import { Hidden, type Seen } from '../hidden.ts'
import { once } from '../once.ts'

/*
 * Environments by name, as standard/verdicts.md lists them ("Environments by name"). A word matches as a whole, a
 * trailing number is ignored, and a pair of words (`pre-prod`) wins over its parts.
 */
const classOfWord: Readonly<Record<string, EnvironmentClass>> = {
  ...named('development', 'dev', 'develop', 'development', 'sandbox', 'review', 'preview'),
  ...named('integration', 'int', 'integration', 'test', 'testing', 'qa', 'sit', 'iat', 'e2e'),
  ...named('staging', 'stage', 'staging', 'stg', 'uat', 'preprod', 'preproduction', 'preprd', 'pp'),
  ...named('staging', 'acceptance', 'acc', 'nft', 'perftest'),
  ...named('production', 'prod', 'production', 'prd', 'live'),
}

const classOfPair: Readonly<Record<string, EnvironmentClass | 'hidden'>> = {
  ...named('staging', 'pre prod', 'pre production', 'pre prd', 'pre live', 'perf test', 'acceptance test'),
  ...named('staging', 'acceptance testing', 'performance test'),
  'non prod': 'hidden',
  'non production': 'hidden',
  'non prd': 'hidden',
  'non live': 'hidden',
  'not prod': 'hidden',
  // a service that runs tests, wherever it is deployed
  'e2e runner': 'hidden',
  'e2e runners': 'hidden',
}

/** Together they say "not production" and nothing more. */
const hiddenWords = new Set(['nonprod', 'nonproduction', 'nonprd', 'nonlive', 'notprod'])

/**
 * Words that also name what a job does (`build-test-deploy`). In a job's name they tell an environment only behind
 * one of {@link leading}; in a declared environment they always do.
 */
const activities = new Set(['test', 'testing', 'integration', 'int', 'qa', 'e2e', 'review', 'acceptance', 'acc'])
for (const word of ['stage', 'preview', 'develop', 'live']) activities.add(word)
const leading = new Set(['deploy', 'deployment', 'deploys', 'release', 'promote', 'ship', 'rollout', 'to', 'env'])
for (const word of ['environment', 'on', 'in', 'apply', 'tf', 'terraform', 'cd', 'publish', 'update']) leading.add(word)

/** What a system is made of: `shop-sandbox-runner` runs sandboxes, wherever it is deployed. */
const parts = new Set(['svc', 'service', 'runner', 'runners', 'server', 'worker', 'controller', 'manager', 'operator'])
for (const word of ['executor', 'engine', 'pool', 'proxy', 'agent', 'runtime', 'orchestrator']) parts.add(word)

/** `deploy-after-production`, `duplicate-prod-db`, `from-live`: the environment behind these is another one, or only read. */
const besides = new Set(['after', 'before', 'until', 'since', 'post', 'from', 'copy', 'clone', 'duplicate', 'dump'])

/**
 * The class of a declared environment's name (`environment:`, a namespace, a target).
 * @param name as written, any spelling; surrounding space does not matter
 * @param settings whose `environments` (exact name, or glob with `*` and `?`) win over the words
 * @returns the class, or what is hidden (printed `unknown`) where the words tell none, or several that differ
 */
export function classify(name: string, settings: Settings): Seen<EnvironmentClass> {
  const known = classified(settings)
  const before = known.get(name)
  if (before !== undefined) return before
  const found = declaredClass(name, settings) ?? classOfWords(words(name)) ?? unknownName(name)
  known.set(name, found)
  return found
}

/** What names were found to be, by the settings: the same few stand in thousands of paths. */
const classified = once((_settings: Settings) => new Map<string, Seen<EnvironmentClass>>())

/**
 * The class that the name of a job, stage or pipeline file tells, undefined where it tells none. Words that also name
 * activities count only behind a word such as `deploy`.
 */
export function classOfJobName(name: string, settings: Settings): EnvironmentClass | undefined {
  const declared = declaredClass(name, settings)
  if (declared) return declared
  return classOfWords(tellingWords(name))
}

/** Whether the name of a job tells an environment, be it of which of two classes (`deploy_to_test_production`). */
export function tellsSomeClass(name: string, settings: Settings): boolean {
  return declaredClass(name, settings) !== undefined || classesOfWords(tellingWords(name)).size > 0
}

/** The words of a job's name that are about an environment, and not about what is done there. */
function tellingWords(name: string): readonly string[] {
  const all = words(name)
  return all.filter((word, index) => {
    const before = all[index - 1] ?? ''
    if (word === 'e2e' && /^runners?$/.test(all[index + 1] ?? '')) return false
    if (word === 'sandbox' && before && !leading.has(before) && parts.has(all[index + 1] ?? '')) return false
    return !besides.has(before) && (!activities.has(word) || leading.has(before))
  })
}

/**
 * Whether no word of a declared environment's name is about environments (`fra-fprd`, `eu-west`): what is named beside it
 * may tell. `non-prod` and `prod-or-staging` say something, which nothing beside them may overrule.
 */
export function saysNothing(name: string): boolean {
  const all = words(name)
  return !all.some((word, at) => {
    const pair = `${word} ${all[at + 1] ?? ''}`
    return (
      Object.hasOwn(classOfPair, pair) || Object.hasOwn(classOfWord, word) || hiddenWords.has(word) || word === 'pr'
    )
  })
}

/** The class that assay.yaml gives to a name, undefined where it gives none: the grade is then `declared`. */
export function declaredClass(name: string, settings: Settings): EnvironmentClass | undefined {
  const trimmed = name.trim()
  const exact = settings.environments[trimmed]
  if (exact) return exact
  for (const [pattern, value] of declaredPatterns(settings)) if (pattern.test(trimmed)) return value
  return undefined
}

/** The names of assay.yaml that are globs, with the class that each gives. */
const declaredPatterns = once(({ environments }: Settings) =>
  Object.entries(environments)
    .filter(([glob]) => /[*?]/.test(glob))
    .map(([glob, value]) => [globPattern(glob), value] as const),
)

/**
 * What to say of a deployment or step whose environment nothing names.
 * @param key what assay.yaml can map: the job, or `file#job`
 * @param job the job as people know it
 */
export function unnamed(key: string, job = key): Hidden {
  return new Hidden(
    `the environment that ${job} works on`,
    { kind: 'answer', text: `say in assay.yaml: environments: {${quoted(key)}: ${choices}}` },
    'unknown',
  )
}

function unknownName(name: string): Hidden {
  return new Hidden(
    `what kind of environment ${name} is`,
    { kind: 'answer', text: `say in assay.yaml: environments: {${quoted(name)}: ${choices}}` },
    'unknown',
  )
}

const choices = environmentClasses.join(' | ')

/** A key of a YAML flow mapping. */
function quoted(name: string): string {
  return /^[A-Za-z][\w.-]*$/.test(name) ? name : `'${name.replaceAll("'", "''")}'`
}

/** `prodenv` and `stageenv` say no more than `prod` and `stage`; `devenv` and `testenv` are names of tools and their tables. */
const withEnvironmentGlued = /^(prod|prd|production|live|stage|staging|stg|preprod|uat|qa|acc)env(?:ironment)?$/

function words(name: string): string[] {
  return (
    name
      .replace(/E2E(?![a-z])/g, ' e2e ')
      // how people work, and no place
      .replace(/(?<![A-Za-z])[Dd](?:ev|EV)[-_ ]?(?:[Ss](?:ec|EC)[-_ ]?)?[Oo](?:ps|PS)(?![a-z])/g, ' devops ')
      .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
      .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
      .split(/[^\p{L}\p{N}]+/u)
      .map((word) => word.toLowerCase().replace(/(?<=\D)\d+$/, ''))
      .map((word) => withEnvironmentGlued.exec(word)?.[1] ?? word)
      .filter((word) => word !== '')
  )
}

function classOfWords(all: readonly string[]): EnvironmentClass | undefined {
  const found = classesOfWords(all)
  return found.size === 1 ? [...found][0] : undefined
}

function classesOfWords(all: readonly string[]): ReadonlySet<EnvironmentClass> {
  const found = new Set<EnvironmentClass>()
  for (let index = 0; index < all.length; index++) {
    const word = all[index] as string
    const pair = classOfPair[`${word} ${all[index + 1] ?? ''}`]
    if (pair) {
      index++
      if (pair !== 'hidden') found.add(pair)
      continue
    }
    if (hiddenWords.has(word)) continue
    // `pr-123`: a pull request's own environment; a lone `pr` is too short to tell.
    const single = word === 'pr' && index + 1 < all.length ? 'development' : classOfWord[word]
    if (single) found.add(single)
  }
  return found
}

/** Spellings of one environment: what stands in a row names the same one, and no other of its class. */
const spellings = [
  ['dev', 'develop', 'development'],
  ['review', 'preview', 'pr'],
  ['int', 'integration'],
  ['test', 'testing'],
  ['stage', 'staging', 'stg'],
  ['preprod', 'preproduction', 'preprd', 'prelive', 'pp'],
  ['acceptance', 'acc', 'acceptancetest', 'acceptancetesting'],
  ['perftest', 'performancetest'],
  ['prod', 'production', 'prd', 'live'],
]
const spelling = new Map(spellings.flatMap((row) => row.map((word) => [word, row[0] as string])))

/** The word of a name that tells the environment. */
export interface EnvironmentWord {
  /** as it stands in the name, in lower case; of a pair, both */
  readonly words: readonly string[]
  /** one spelling for all that name the same environment (`prd`, `production`, `live` → `prod`) */
  readonly environment: string
  /** whether it also names what is done (`test`, `stage`, `review`) */
  readonly activity: boolean
}

/** The last word, or pair of words, of a name that tells an environment; undefined where none does. */
export function environmentWord(name: string): EnvironmentWord | undefined {
  const all = words(name)
  let found: readonly string[] | undefined
  for (let index = 0; index < all.length; index++) {
    const word = all[index] as string
    const pair = classOfPair[`${word} ${all[index + 1] ?? ''}`]
    if (pair && pair !== 'hidden') found = all.slice(index, index + 2)
    else if (!pair && (classOfWord[word] || (word === 'pr' && index + 1 < all.length))) found = [word]
    if (pair) index++
  }
  if (!found) return undefined
  const joined = found.join('')
  return { words: found, environment: spelling.get(joined) ?? joined, activity: activities.has(joined) }
}

function named<T extends string>(value: T, ...names: readonly string[]): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, value]))
}
