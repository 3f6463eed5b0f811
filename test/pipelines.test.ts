import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parse } from 'yaml'
import { factsOf } from '../src/cli/commands/test.ts'
import { createEngine } from '../src/rules/engine.ts'
import { evaluateRule } from '../src/rules/evaluate.ts'
import { viewFacts } from '../src/rules/facts-view.ts'
import { parameterValues } from '../src/rules/parameters.ts'
import { builtinRules } from '../src/rules/rule-set.ts'
import { types } from '../src/rules/types.generated.ts'

/*
 * One pipeline written in each dialect gets one verdict: fixtures/pipelines/table.yaml says which. A dialect that has one
 * of the cases has all of them.
 */
type Verdicts = Readonly<Record<string, string>>
interface Case {
  readonly about: string
  readonly differs: Verdicts
  readonly except?: Readonly<Record<string, Verdicts>>
}

const folder = 'fixtures/pipelines'
const table = parse(readFileSync(`${folder}/table.yaml`, 'utf8')) as {
  requirements: Verdicts
  cases: Readonly<Record<string, Case>>
}
const folders = (path: string) =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
const dialects = [...new Set(folders(folder).flatMap((name) => folders(`${folder}/${name}`)))].sort()

const rules = (await builtinRules()).filter(({ rule }) => rule.id in table.requirements)
const wanted = new Set([...rules.flatMap(({ reads }) => reads), 'repository', 'brokenFiles'])

test('the dialects are all there', () => {
  assert.deepEqual(dialects, ['argo', 'azure', 'bitbucket', 'circleci', 'github', 'gitlab', 'jenkins', 'tekton'])
})

test('the table speaks of the folders that are there, and of rules that exist', () => {
  assert.deepEqual(Object.keys(table.cases).sort(), folders(folder))
  assert.deepEqual(rules.map(({ rule }) => rule.id).sort(), Object.keys(table.requirements).sort())
})

for (const [name, { differs, except }] of Object.entries(table.cases)) {
  for (const dialect of dialects) {
    const path = `${folder}/${name}/${dialect}`
    test(`${name} in ${dialect}`, async () => {
      assert.ok(existsSync(path), `${dialect} has no ${name}`)
      assert.deepEqual(await judged(path), { ...table.requirements, ...differs, ...except?.[dialect] })
    })
  }
}

/** The verdicts of the table's requirements, and nothing that could not be read. */
async function judged(path: string): Promise<Verdicts> {
  const { facts, settings } = await factsOf(path, wanted)
  assert.deepEqual(
    facts.brokenFiles.map(({ file, message }) => `${file}: ${message}`),
    [],
  )
  const found: Record<string, string> = {}
  for (const { rule } of rules) {
    const engine = await createEngine(types, { patterns: JSON.stringify(rule).includes('regex(') })
    const options = { parameters: parameterValues(rule, settings) }
    found[rule.id] = evaluateRule(rule, viewFacts(facts, engine), engine, options).verdict
  }
  return Object.fromEntries(Object.keys(table.requirements).map((id) => [id, found[id] as string]))
}
