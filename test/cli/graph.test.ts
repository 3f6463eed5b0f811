import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { graphDot } from '../../src/cli/graph/dot.ts'
import { type Drawing, drawingOf } from '../../src/cli/graph/drawing.ts'
import { graphMermaid } from '../../src/cli/graph/mermaid.ts'
import { graphText } from '../../src/cli/graph/text.ts'
import { defaultSettings } from '../../src/config/settings.ts'
import { kinds } from '../../src/config/vocabulary.ts'
import { buildGraph } from '../../src/facts/pipeline/graph/index.ts'
import type { Workflow } from '../../src/facts/pipeline/model.ts'
import { hiddenPart, job, run, trigger, workflow } from '../support/workflow.ts'
import { assay, folderOf } from './support/assay.ts'

const plain = { width: 80, dim: (text: string) => text, strong: (text: string) => text, lineOf: () => 7 }
const drawn = (...workflows: Workflow[]): Drawing => drawingOf(buildGraph(workflows, defaultSettings))

const delivery = workflow([
  job('test', [run('unit-test')]),
  job('approve', [], {
    needs: ['test'],
    approval: { place: { file: 'ci.yml' }, how: 'a manual gate' },
  }),
  job('ship', [run('deploy')], { needs: ['approve'], environment: 'production' }),
  job('undo', [run('rollback')], { needs: [['ship', 'failure']] }),
  job('tidy', [], { needs: [['ship', 'completion']], hidden: hiddenPart('the tidying elsewhere', ['notify']) }),
])

test('each job is told with what it does, waits for and is held by, and a deployment with its guards', () => {
  assert.equal(
    graphText(drawn(delivery), plain),
    `ci.yml  test
  starts push to main
  test     unit-test                                                          :7
  approve  approval   after test; held by a manual gate                       :7
  ship     deploy     after approve                                           :7
      deploys to production by run deploy, a person approves
        behind unit-test approve
  undo     rollback   on failure of ship                                      :7
  tidy     ?          whatever becomes of ship                                :7
      ? the tidying elsewhere

What is marked ? cannot be seen from here. Say in assay.yaml what it does:
  kinds: [{job: <job>, kinds: [<kind>]}]
`,
  )
})

test('what a job waits for has the width of the page where the column is too narrow for it', () => {
  const many = ['unit tests of the service', 'unit tests of the worker', 'lint']
  const wide = workflow([
    ...many.map((name) => job(name, [run('unit-test')])),
    job('ship everything to production', [run('deploy')], { needs: many }),
  ])
  const lines = graphText(drawn(wide), plain).split('\n')
  const at = lines.findIndex((line) => line.startsWith('  ship'))
  assert.match(lines[at] as string, /^ {2}ship everything to production +deploy +:7$/)
  assert.equal(lines[at + 1], '      after unit tests of the service, unit tests of the worker, lint')
})

test('what only a name tells is said to be no evidence, and stands beside no kind', () => {
  const anything = kinds.filter((kind) => kind !== 'set-up')
  const called = 'the reusable workflow acme/ci/.github/workflows/deploy.yml@v1'
  const text = graphText(drawn(workflow([job('ship', [], { hidden: hiddenPart(called, anything) })])), plain)
  assert.match(
    text,
    / {2}ship {2}\? .*\n {6}\? the reusable workflow .*\n(?: .*\n)?(?: .*\n)? {6}by its name: deploy \(no evidence\)\n/,
  )
  const seen = graphText(drawn(workflow([job('ship', [run('deploy')])])), plain)
  assert.doesNotMatch(seen, /by its name/)
})

test('arrows say what a job waits for; jobs that wait for nothing hang on the starts', () => {
  const mermaid = graphMermaid(drawn(delivery))
  for (const line of [
    'p0s0(["push to main"])',
    'p0s0 --> p0j0',
    'p0j1["approve<br/>approval"]:::gate',
    'p0j2["ship<br/>deploy<br/>→ production"]:::deploy',
    'p0j2 -. "failure" .-> p0j3',
    'p0j2 -- "any end" --> p0j4',
    'p0j4["tidy<br/>?"]:::hidden',
  ]) {
    assert.ok(mermaid.includes(`    ${line}\n`), line)
  }
  const dot = graphDot(drawn(delivery))
  for (const line of ['p0j2 -> p0j3 [label="failure", style=dotted]', 'p0s0 [label="push to main", shape=oval]']) {
    assert.ok(dot.includes(`    ${line}\n`), line)
  }
})

test('what a job waits for is not drawn again where another one that it waits for does so', () => {
  const [drawing] = drawn(
    workflow([
      job('test', []),
      job('lint', [], { needs: ['test'] }),
      job('image', [], { needs: ['test', 'lint'] }),
      job('tell', [], {
        needs: [
          ['test', 'completion'],
          ['lint', 'completion'],
        ],
      }),
      job('undo', [], {
        needs: [
          ['test', 'failure'],
          ['lint', 'failure'],
        ],
      }),
    ]),
  ).pipelines
  assert.deepEqual(
    drawing?.jobs.map(({ id, waitsFor }) => `${id}: ${waitsFor.map((need) => need.job).join(' ')}`),
    ['test: ', 'lint: test', 'image: lint', 'tell: lint', 'undo: test lint'],
  )
})

test('names cannot leave their box, and a circle of jobs is told', () => {
  const hostile = workflow(
    [job('a"] --> evil[("x\n<script>\u001b[31m', [run('build')], { needs: ['b'] }), job('b', [])],
    { name: 'end"\\' },
  )
  const mermaid = graphMermaid(drawn(hostile))
  assert.ok(!/["\]] --> evil|<script>|\u001b/.test(mermaid), mermaid)
  assert.match(graphDot(drawn(hostile)), /label="end\\"\\\\"/)
  const circle = workflow([job('a', [], { needs: ['b'] }), job('b', [], { needs: ['a'] })])
  assert.match(graphText(drawn(circle), plain), /PROBLEMS\n {2}ci\.yml: these jobs wait for each other.* b → a → b/)
  assert.equal(graphText(drawn(), plain), 'No pipeline definition was found here.\n')
})

test('starts are told in words', () => {
  const starts = (...triggers: Workflow['triggers']) => drawn(workflow([], { triggers })).pipelines[0]?.starts
  assert.deepEqual(
    starts(
      trigger('push'),
      trigger('push', { branches: ['main', 'release/*'] }),
      trigger('tag', { branches: ['v*'] }),
      trigger('manual', { inputs: [{ name: 'version', type: 'string' }] }),
      trigger('pipeline', { after: ['Build'] }),
      trigger('external', { event: 'repository_dispatch' }),
      trigger('schedule'),
    ),
    [
      'push to any branch',
      'push to main, release/*',
      'tag v*',
      'by hand (version)',
      'end of Build',
      'event from outside (repository_dispatch)',
      'schedule',
    ],
  )
})

test('assay graph draws a repository, one pipeline of it, and says which there are', () => {
  const folder = resolve('fixtures/pipelines/second-path/github')
  const mermaid = ['graph', folder, '--format', 'mermaid']
  const [all, one, none, twice] = assay(
    '.',
    ['graph', folder],
    ['graph', folder, '--pipeline', 'nightly', '--format', 'json'],
    ['graph', folder, '--pipeline', 'weekly'],
    mermaid,
  )
  assert.match(all!.stdout, /^Deliver {2}\.github\/workflows\/deliver\.yml {2}github-actions\n/)
  assert.match(all!.stdout, /deploys to production by helm upgrade, nobody approves/)
  const { pipelines } = JSON.parse(one!.stdout) as { pipelines: { id: string; jobs: { line: number }[] }[] }
  assert.deepEqual(
    pipelines.map(({ id, jobs }) => [id, jobs.map(({ line }) => line)]),
    [['.github/workflows/nightly.yml', [6]]],
  )
  assert.equal(none!.code, 2)
  assert.match(none!.stderr, /no pipeline is called "weekly"; there are .*nightly\.yml/)
  assert.equal(twice!.stdout, assay('.', mermaid)[0]!.stdout)
})

test('a pipeline that cannot be read gives exit code 2, and the others are drawn', () => {
  const folder = folderOf({
    '.github/workflows/broken.yml': 'on: [push\n',
    '.github/workflows/good.yml': 'on: push\njobs: {test: {runs-on: x, steps: [{run: go test ./...}]}}\n',
  })
  const [outcome] = assay(folder, ['graph', '--format', 'dot=out.dot'])
  assert.equal(outcome!.code, 2)
  assert.match(outcome!.stderr, /broken\.yml/)
  assert.match(outcome!.stdout, /test .*unit-test/)
  assert.match(readFileSync(join(folder, 'out.dot'), 'utf8'), /^digraph pipelines \{/)
})

test('a merge queue is no pull request', () => {
  const queue = trigger('pull-request', { event: 'merge_group', merges: true, branches: ['main'] })
  const text = graphText(drawn(workflow([job('test', [run('unit-test')])], { triggers: [queue] })), plain)
  assert.match(text, /^ {2}starts merge queue of main$/m)
})
