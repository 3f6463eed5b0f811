import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { defaultSettings } from '../../src/config/settings.ts'
import { Text } from '../../src/documents/text.ts'
import { type RunFacts, testRules } from '../../src/rules/fixtures.ts'
import { deployment, facts, reviewers, rule } from './support.ts'

const held = {
  rule: rule({
    cases: [
      { when: 'it.approval == "manual"', then: 'pass' },
      { then: 'fail', message: 'held by nobody' },
    ],
  }),
  reads: ['deployments', 'repository'],
}

/** Makes facts from a folder's name instead of its files. */
const runFacts: RunFacts = async (folder) => {
  const name = basename(folder)
  if (name.includes('crash')) throw new Error('oops')
  const approval = name.includes('hidden') ? reviewers : name.includes('manual') ? 'manual' : 'none'
  return {
    facts: facts({ deployments: [deployment({ approval, place: { file: 'deploy.yml', start: 3, end: 4 } })] }),
    settings: defaultSettings,
    textOf: async (file) => new Text(file, 'a\nb\nc\n'),
  }
}

describe('testRules', () => {
  let directory: string
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'assay-fixtures-'))
  })
  after(() => rm(directory, { recursive: true }))

  const make = async (rules: Record<string, string>) => {
    const root = await mkdtemp(join(directory, 'set-'))
    for (const [path, fixture] of Object.entries(rules)) {
      await mkdir(join(root, path), { recursive: true })
      if (fixture) await writeFile(join(root, path, 'fixture.yaml'), fixture)
    }
    return root
  }

  it('compares verdicts with the names of the folders', async () => {
    const root = await make({
      'own.rule/pass.manual': '',
      'own.rule/fail.none': '',
      'own.rule/unknown.hidden': '',
      'own.rule/pass.none': '',
      'own.rule/fail.crash': '',
      'own.rule/good.none': '',
    })
    const [found] = await testRules([held], root, runFacts)
    assert.deepEqual(found?.problems, [])
    assert.deepEqual(
      found?.fixtures.map(({ name, problems }) => [name, problems]),
      [
        ['fail.crash', ['could not be judged: oops']],
        ['fail.none', []],
        ['good.none', ['the name must begin with pass., fail., unknown., not-applicable.']],
        ['pass.manual', []],
        ['pass.none', ['fail instead of pass (fail: held by nobody)']],
        ['unknown.hidden', []],
      ],
    )
  })

  it('compares the places of fails with `expect`', async () => {
    const root = await make({
      'own.rule/fail.right': 'expect: [{file: deploy.yml, line: 2}]\n',
      'own.rule/fail.wrong': 'expect: [{file: deploy.yml, line: 3}]\n',
    })
    const [found] = await testRules([held], root, runFacts)
    assert.deepEqual(
      found?.fixtures.map(({ problems }) => problems),
      [[], ['no fail stands at deploy.yml:3', 'a fail stands at deploy.yml:2, which is not expected']],
    )
  })

  it('tells which kinds of fixtures are missing, and fixtures without a rule', async () => {
    const root = await make({ 'own.rule/pass.manual': '', 'own.gone/pass.x': '' })
    const found = await testRules([held], root, runFacts)
    assert.deepEqual(
      found.map(({ rule: id, problems }) => [id, problems]),
      [
        [
          'own.rule',
          ['no fixture shows fail; add a folder fail.<case>', 'no fixture shows unknown; add a folder unknown.<case>'],
        ],
        ['own.gone', ['there is no rule own.gone, but fixtures for it']],
      ],
    )
  })
})
