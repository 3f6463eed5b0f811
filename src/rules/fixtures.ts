import { join } from 'node:path'
import type { Settings } from '../config/settings.ts'
import { compareText } from '../documents/place.ts'
import type { Text } from '../documents/text.ts'
import type { Facts } from '../facts/table.ts'
import { createEngine } from './engine.ts'
import { evaluateRule, type Outcome } from './evaluate.ts'
import { viewFacts } from './facts-view.ts'
import { fold } from './fold.ts'
import type { LoadedRule } from './load.ts'
import { lostFor, withoutLost } from './lost.ts'
import { parameterValues } from './parameters.ts'
import type { Verdict } from './rule.ts'
import { types } from './types.generated.ts'

/** What a fixture folder gives to be judged. */
export interface FixtureFacts {
  readonly facts: Facts
  readonly settings: Settings
  readonly failed?: ReadonlyMap<string, string>
  /** facts that are incomplete because files could not be read */
  readonly lost?: ReadonlyMap<string, readonly string[]>
  readonly textOf: (file: string) => Promise<Text | undefined>
}

/** Opens a fixture folder, reads its configuration and collects the facts that are wanted. */
export type RunFacts = (folder: string, wanted: ReadonlySet<string>) => Promise<FixtureFacts>

/** A fixture of a rule: a folder `<verdict>.<case>` with the files of a small repository. */
export interface FixtureResult {
  readonly rule: string
  /** the folder's name */
  readonly name: string
  /** what came of it; undefined where it could not be judged */
  readonly verdict: Verdict | undefined
  /** empty where it is right: else one sentence for each thing that differs */
  readonly problems: readonly string[]
}

export interface RuleTest {
  readonly rule: string
  readonly fixtures: readonly FixtureResult[]
  /** what is wrong with the set: a kind of fixture that is missing */
  readonly problems: readonly string[]
}

const verdicts: readonly Verdict[] = ['pass', 'fail', 'unknown', 'not-applicable']

/** A place where a fail must stand, from the key `expect` of a fixture's `fixture.yaml`. */
interface Expected {
  readonly file: string
  readonly line?: number
}

/**
 * Runs each rule alone over its fixtures, `<directory>/<id>/<verdict>.<case>/`, and compares the verdict with the one in
 * the folder's name, and the places of fails with `expect` in its fixture.yaml (`[{file, line}]`). A rule needs a fixture
 * for each of pass, fail and unknown that it can reach. Rules are told apart by id; folders of rules that do not exist are
 * told as a problem of that id.
 */
export async function testRules(
  rules: readonly LoadedRule[],
  directory: string,
  runFacts: RunFacts,
): Promise<readonly RuleTest[]> {
  const folders = await foldersIn(directory)
  const tests: RuleTest[] = []
  for (const loaded of [...rules].sort((a, b) => compareText(a.rule.id, b.rule.id))) {
    const { id } = loaded.rule
    const fixtures: FixtureResult[] = []
    const names = folders.includes(id) ? await foldersIn(join(directory, id)) : []
    for (const name of names) fixtures.push(await testFixture(loaded, join(directory, id), name, runFacts))
    tests.push({ rule: id, fixtures, problems: missing(loaded, names) })
  }
  for (const folder of folders) {
    if (rules.some(({ rule }) => rule.id === folder)) continue
    tests.push({ rule: folder, fixtures: [], problems: [`there is no rule ${folder}, but fixtures for it`] })
  }
  return tests
}

async function foldersIn(directory: string): Promise<readonly string[]> {
  const { readdir } = await import('node:fs/promises')
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort(compareText)
}

/** The kinds of fixtures that a rule should have and has not: pass, fail and unknown, as far as its cases can give them. */
function missing({ rule }: LoadedRule, names: readonly string[]): readonly string[] {
  const source = JSON.stringify(rule)
  const reachable = (verdict: Verdict) =>
    verdict === 'unknown' ||
    source.includes(`"then":"${verdict}"`) ||
    (verdict !== 'not-applicable' && source.includes('"assert":'))
  return (['pass', 'fail', 'unknown'] as const)
    .filter((verdict) => reachable(verdict) && !names.some((name) => name.startsWith(`${verdict}.`)))
    .map((verdict) => `no fixture shows ${verdict}; add a folder ${verdict}.<case>`)
}

async function testFixture(
  loaded: LoadedRule,
  parent: string,
  name: string,
  runFacts: RunFacts,
): Promise<FixtureResult> {
  const { rule } = loaded
  const wanted = verdicts.find((verdict) => name.startsWith(`${verdict}.`))
  if (!wanted) {
    return { rule: rule.id, name, verdict: undefined, problems: [`the name must begin with ${verdicts.join('., ')}.`] }
  }
  try {
    const folder = join(parent, name)
    const made = await runFacts(folder, new Set([...loaded.reads, 'repository']))
    const outcome = await judge(loaded, made)
    const problems = [...outcome.problems]
    if (outcome.verdict !== wanted) {
      const told = outcome.judgements.map((one) => `${one.verdict}: ${one.message}`)
      problems.push(`${outcome.verdict} instead of ${wanted} (${[...new Set(told)].join('; ')})`)
    }
    problems.push(...(await misplaced(folder, outcome, made)))
    return { rule: rule.id, name, verdict: outcome.verdict, problems }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { rule: rule.id, name, verdict: undefined, problems: [`could not be judged: ${message}`] }
  }
}

async function judge(loaded: LoadedRule, made: FixtureFacts): Promise<Outcome> {
  const { rule, reads } = loaded
  const broken = reads.find((name) => made.failed?.has(name))
  if (broken !== undefined) throw new Error(made.failed?.get(broken))
  const engine = await createEngine(types, { patterns: JSON.stringify(rule).includes('regex(') })
  const options = { parameters: parameterValues(rule, made.settings) }
  const outcome = evaluateRule(rule, viewFacts(made.facts, engine), engine, options)
  const judgements = withoutLost(outcome.judgements, lostFor(reads, made.lost))
  return { ...outcome, judgements, verdict: fold(judgements) }
}

/** Fails that stand elsewhere than `expect` says. */
async function misplaced(folder: string, outcome: Outcome, { textOf }: FixtureFacts): Promise<readonly string[]> {
  const expected = await expectedIn(folder)
  if (!expected) return []
  const found: Required<Expected>[] = []
  for (const { verdict, place, counts } of outcome.judgements) {
    if (verdict !== 'fail' || !counts) continue
    const text = place.start === undefined ? undefined : await textOf(place.file)
    found.push({ file: place.file, line: text ? text.position(place.start as number).line : 0 })
  }
  const same = (a: Expected, b: Expected) => a.file === b.file && (a.line === undefined || a.line === b.line)
  return [
    ...expected
      .filter((one) => !found.some((other) => same(one, other)))
      .map((one) => `no fail stands at ${show(one)}`),
    ...found
      .filter((one) => !expected.some((other) => same(other, one)))
      .map((one) => `a fail stands at ${show(one)}, which is not expected`),
  ]
}

const show = ({ file, line }: Expected) => (line ? `${file}:${line}` : file)

async function expectedIn(folder: string): Promise<readonly Expected[] | undefined> {
  const { readFile } = await import('node:fs/promises')
  const file = join(folder, 'fixture.yaml')
  const content = await readFile(file, 'utf8').catch(() => undefined)
  if (content === undefined) return undefined
  const { Text } = await import('../documents/text.ts')
  const { parseYaml } = await import('../documents/yaml.ts')
  const { documents } = await parseYaml(new Text('fixture.yaml', content))
  const list = documents[0]?.get('expect')
  return list?.asList.map((node) => {
    const line = node.get('line')?.value
    return { file: node.get('file')?.text ?? '', ...(typeof line === 'number' ? { line } : {}) }
  })
}
