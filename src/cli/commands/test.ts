import type { Text } from '../../documents/text.ts'
import type { FixtureFacts, RuleTest } from '../../rules/fixtures.ts'
import type { LoadedRule } from '../../rules/load.ts'
import { UsageError } from '../errors.ts'
import { openWith } from '../open.ts'
import { print } from '../output.ts'
import { pick } from '../pick.ts'
import { isRuleFile, rulesAt } from '../rules.ts'
import { alignTable, oneLine } from '../table.ts'
import { tell } from '../tell.ts'

interface Options {
  readonly rules?: readonly string[]
  readonly only?: readonly string[]
  readonly quiet?: boolean
}

/**
 * `assay test [folder]`: rules against their fixtures. Exit code 1 where one differs, 2 where a rule is unusable. Our own
 * rules are tested where the folder has fixtures for them; own rules always.
 */
export async function test(folder = 'fixtures/rules', options: Options): Promise<number> {
  const { existsSync, statSync } = await import('node:fs')
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new UsageError(`there is no folder ${folder}; name the one that holds <rule id>/<verdict>.<case>/`)
  }
  const { rules, problems } = await rulesToTest(folder, options.rules ?? [])
  for (const problem of problems) tell(problem)
  const { testRules } = await import('../../rules/fixtures.ts')
  const only = options.only ?? []
  const picked = new Set(
    pick(
      only,
      rules.map(({ rule }) => rule.id),
    ),
  )
  const chosen = rules.filter(({ rule }) => picked.has(rule.id))
  const found = await testRules(chosen, folder, factsOf)
  // without `only`, folders for rules that do not exist are told as well
  const tests = only.length ? found.filter(({ rule }) => picked.has(rule)) : found
  const wrong = tests.some((one) => one.problems.length > 0 || one.fixtures.some(({ problems }) => problems.length > 0))
  const code = problems.length > 0 ? 2 : wrong ? 1 : 0
  process.exitCode = code
  await print(report(tests, options.quiet ?? false))
  return code
}

async function rulesToTest(
  folder: string,
  folders: readonly string[],
): Promise<{ readonly rules: readonly LoadedRule[]; readonly problems: readonly string[] }> {
  const { readdirSync } = await import('node:fs')
  const { catalogue } = await import('../../rules/catalogue.ts')
  const named = folders.length ? await rulesOf(folders) : await rulesAt('.')
  const ours = new Set(catalogue.map(({ id }) => id))
  const withFixtures = new Set(readdirSync(folder))
  return { ...named, rules: named.rules.filter(({ rule: { id } }) => !ours.has(id) || withFixtures.has(id)) }
}

/** Our rules with those of folders on disk. */
async function rulesOf(folders: readonly string[]) {
  const { readdirSync, readFileSync } = await import('node:fs')
  const { decode } = await import('../../documents/decode.ts')
  const { Text } = await import('../../documents/text.ts')
  const { ruleSet } = await import('../../rules/rule-set.ts')
  const texts: Text[] = []
  for (const folder of folders) {
    let files: string[]
    try {
      files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(isRuleFile)
    } catch {
      throw new UsageError(`there is no folder of rules ${folder}`)
    }
    if (files.length === 0) throw new UsageError(`the folder ${folder} holds no rules (*.yaml)`)
    for (const file of files.sort()) {
      const path = `${folder.replace(/\/+$/, '')}/${file.replaceAll('\\', '/')}`
      texts.push(new Text(path, decode(readFileSync(path)).content))
    }
  }
  return ruleSet(texts)
}

/** The facts of a fixture: a plain folder, with the git history that its fixture.yaml makes up. */
export async function factsOf(folder: string, wanted: ReadonlySet<string>): Promise<FixtureFacts> {
  const { openFixture } = await import('../../sources/fixture.ts')
  const { repository, configuration } = await openWith(await openFixture(folder))
  const { collectFacts } = await import('../../facts/collect.ts')
  const { settings } = configuration
  const { facts, failed, lost } = await collectFacts(repository, settings, [...wanted, 'brokenFiles'])
  return {
    facts,
    failed,
    lost,
    settings,
    textOf: async (file) => (repository.has(file) ? repository.text(file) : undefined),
  }
}

function report(tests: readonly RuleTest[], quiet: boolean): string {
  const rows: string[][] = []
  let right = 0
  let all = 0
  for (const { rule, fixtures, problems } of tests) {
    for (const problem of problems) rows.push([rule, '', 'WRONG', oneLine(problem)])
    for (const fixture of fixtures) {
      all++
      if (fixture.problems.length === 0) right++
      if (fixture.problems.length > 0 || !quiet) {
        const [first = '', ...rest] = fixture.problems.map(oneLine)
        rows.push([rule, fixture.name, fixture.problems.length ? 'WRONG' : 'right', first])
        for (const problem of rest) rows.push(['', '', '', problem])
      }
    }
  }
  const table = rows.length ? `${alignTable(rows, { indent: 0, widest: 60 })}\n\n` : ''
  const of = `${all} ${all === 1 ? 'fixture' : 'fixtures'} of ${tests.length} ${tests.length === 1 ? 'rule' : 'rules'}`
  return `${table}${right} of ${of} ${all === 1 ? 'is' : 'are'} right\n`
}
