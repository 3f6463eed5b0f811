import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Text } from '../../../src/documents/text.ts'
import { parseYaml } from '../../../src/documents/yaml.ts'
import { usesOf } from '../../../src/facts/pipeline/github/uses.ts'
import { read, readOne } from './support.ts'

for (const [what, text, message, at] of [
  ['no jobs', 'name: x\non: push\n', /no `jobs`/, undefined],
  ['jobs that are a list', 'on: push\njobs: [a, b]\n', /`jobs` must be a map/, '[a, b]'],
  ['a job that is a text', 'on: push\njobs: {a: hello}\n', /job a must be a map/, 'a'],
  ['a job without steps', 'on: push\njobs: {a: {runs-on: x}}\n', /neither `steps` nor `uses`/, 'a'],
  ['steps that are a text', 'on: push\njobs: {a: {steps: hello}}\n', /`steps` must be a list/, 'hello'],
  ['a step that is a text', 'on: push\njobs: {a: {steps: [hello]}}\n', /step must be a map/, 'hello'],
  ['a script that is a list', 'on: push\njobs: {a: {steps: [{run: [x]}]}}\n', /`run` must be a text/, '[x]'],
] as const) {
  test(`${what}: a problem at its place, evidence unreadable`, async () => {
    const { workflow, repository } = await readOne(text)
    const [problem] = workflow.problems
    assert.match(problem?.message ?? '', message)
    assert.equal(problem?.unreadable, true)
    if (at)
      assert.equal((await repository.text(workflow.file))?.content.slice(problem?.place.start, problem?.place.end), at)
  })
}

for (const text of ['', 'just text', '- a\n- b\n', 'a: [1\nb: }', '\u0000']) {
  test(`${JSON.stringify(text)} is a workflow that hides all it does`, async () => {
    const { workflow, repository } = await readOne(text)
    assert.equal(workflow.problems[0]?.unreadable, true)
    assert.ok((workflow.hidden[0]?.couldBe.length ?? 0) > 20)
    assert.deepEqual(repository.claimed, [workflow.file])
  })
}

for (const [what, text] of [
  ['a file of comments', '# on: push\n#\n# jobs: {a: {steps: [{run: x}]}}\n'],
  ['a configuration of Dependabot', 'version: 2\nupdates: [{package-ecosystem: docker, directory: /}]\n'],
] as const) {
  test(`${what} among the workflows is none, which is told, and hides nothing`, async () => {
    const { workflows, repository } = await read({ 'a.yml': text, 'b.yml': 'on: push\njobs: {x: {steps: [{run: y}]}}' })
    assert.deepEqual(
      workflows.map(({ file, hidden }) => [file, hidden.length]),
      [['.github/workflows/b.yml', 0]],
    )
    assert.match(repository.refused.join(), /neither `on` nor `jobs`/)
    assert.deepEqual(repository.claimed, ['.github/workflows/b.yml'])
  })
}

test('odd values never throw', async () => {
  const odd = ['[]', '{}', '1', 'true', '"${{ }}"', '"${{ ( }}"', '[[x]]', '{a: {b: c}}', '~']
  const keys = [
    'needs',
    'if',
    'environment',
    'strategy',
    'env',
    'steps',
    'uses',
    'with',
    'timeout-minutes',
    'continue-on-error',
    'outputs',
    'defaults',
    'name',
  ]
  for (const key of keys) {
    for (const value of odd) {
      await readOne(
        `on: push\njobs:\n  a:\n    ${key === 'steps' ? '' : 'steps: [{run: x}]'}\n    ${key}: ${value}\n  b: {needs: a, steps: [{uses: ./x, ${key}: ${value}}]}\n`,
      )
      await readOne(
        `on: ${value}\n${key}: ${value}\njobs: {a: {strategy: {matrix: ${value}}, steps: [{run: ${value}, ${key}: ${value}}]}}\n`,
      )
    }
  }
})

test('only workflow files are read, also those of Gitea and Forgejo', async () => {
  const text = 'on: push\njobs: {a: {steps: []}}'
  const { workflows } = await read({
    '.github/workflows/b.yaml': text,
    '.github/workflows/deep/c.yml': text,
    '.github/workflows/readme.md': text,
    'x/.github/workflows/d.yml': text,
    '.gitea/workflows/e.yml': text,
    '.forgejo/workflows/f.yml': text,
  })
  assert.deepEqual(
    workflows.map((each) => [each.file, each.system]),
    [
      ['.forgejo/workflows/f.yml', 'forgejo-actions'],
      ['.gitea/workflows/e.yml', 'gitea-actions'],
      ['.github/workflows/b.yaml', 'github-actions'],
    ],
  )
})

test('every `uses` is listed: jobs, steps, groups, composite actions and images', async () => {
  const root = async (content: string) => {
    const { documents } = await parseYaml(new Text('x.yml', content))
    return [...usesOf(documents[0] as NonNullable<(typeof documents)[number]>)].map((use) => use.uses)
  }
  assert.deepEqual(
    await root('jobs: {a: {uses: o/r/w.yml@v1}, b: {steps: [{uses: a/b@v1}, {run: x}, {parallel: [{uses: c/d@v2}]}]}}'),
    ['o/r/w.yml@v1', 'a/b@v1', 'c/d@v2'],
  )
  assert.deepEqual(await root('runs: {using: composite, steps: [{uses: ./x}, {uses: e/f@main}]}'), ['./x', 'e/f@main'])
  assert.deepEqual(await root('runs: {using: docker, image: "docker://alpine:3"}'), ['docker://alpine:3'])
})
