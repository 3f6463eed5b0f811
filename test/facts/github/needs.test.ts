import assert from 'node:assert/strict'
import { test } from 'node:test'
import { job, needs, readOne, start } from './support.ts'

const two = (condition: string) => `
on: {push: {branches: [main]}}
jobs:
  test: {steps: [{run: npm test}]}
  lint: {steps: [{run: npm run lint}]}
  deploy:
    needs: [test, lint]
    if: ${condition}
    steps: [{run: ./deploy.sh}]
`
const table: readonly (readonly [string, readonly string[]])[] = [
  ['true', ['test', 'lint']],
  ["github.ref == 'refs/heads/main'", ['test', 'lint']],
  ['success()', ['test', 'lint']],
  ['always()', ['test:completion', 'lint:completion']],
  ['${{ always() }}', ['test:completion', 'lint:completion']],
  ["always() && github.ref == 'refs/heads/main'", ['test:completion', 'lint:completion']],
  ['"!cancelled()"', ['test:completion', 'lint:completion']],
  ['failure()', ['test:failure', 'lint:failure']],
  ["always() && needs.test.result == 'success'", ['test', 'lint:completion']],
  ["always() && needs.test.result != 'failure'", ['test~', 'lint:completion']],
  ["always() && needs.test.result == 'failure'", ['test:failure', 'lint:completion']],
  ['"!failure() && !cancelled()"', ['test~', 'lint~']],
  ["always() && !contains(needs.*.result, 'failure')", ['test~', 'lint~']],
  ["always() && !contains(needs.*.result, 'failure') && !contains(needs.*.result, 'skipped')", ['test', 'lint']],
  ["needs.test.outputs.go == 'yes'", ['test', 'lint']],
]
for (const [condition, expected] of table) {
  test(`if: ${condition} waits for ${expected.join(', ')}`, async () => {
    const { workflow } = await readOne(two(condition))
    assert.deepEqual(needs(job(workflow, 'deploy')), expected)
  })
}

test('what a person can switch off at the start is judged by its default, and an environment is no switch', async () => {
  const started = (input: string, condition: string) =>
    two(condition).replace('{push: {branches: [main]}}', `{workflow_dispatch: {inputs: {${input}}}}`)
  const either = (input: string) => `always() && (needs.test.result == 'success' || ${input})`
  for (const [input, condition, expected] of [
    ['force: {type: boolean, default: false}', either('inputs.force'), ['test', 'lint:completion']],
    ['force: {type: boolean, default: true}', either('inputs.force'), ['test:completion', 'lint:completion']],
    ['skip-test: {type: boolean, default: false}', either('inputs.skip-test'), ['test', 'lint:completion']],
    [
      'production: {type: boolean, default: false}',
      either('inputs.production'),
      ['test:completion', 'lint:completion'],
    ],
    [
      'to: {type: choice, options: [staging, production]}',
      either("inputs.to == 'production'"),
      ['test:completion', 'lint:completion'],
    ],
  ] as const) {
    const { workflow } = await readOne(started(input, condition))
    assert.deepEqual(needs(job(workflow, 'deploy')), expected, input)
  }
})

test('needs may be one name, and one that is missing is a problem with its place', async () => {
  const { workflow, repository } = await readOne(
    'on: push\njobs:\n  a: {steps: [{run: x}]}\n  b: {needs: a, steps: [{run: x}]}\n  c: {needs: [zzz], steps: [{run: x}]}\n',
  )
  assert.deepEqual(needs(job(workflow, 'b')), ['a'])
  const [problem] = workflow.problems
  assert.match(problem?.message ?? '', /c needs zzz/)
  const text = await repository.text(workflow.file)
  assert.equal(text?.content.slice(problem?.place.start, problem?.place.end), 'zzz')
})

test('a failure further back stops what asks for success, though a job between always runs', async () => {
  const { workflow } = await readOne(`
on: push
jobs:
  test: {steps: [{run: npm test}]}
  report: {needs: test, if: always(), steps: [{run: ./report}]}
  deploy: {needs: report, steps: [{run: ./deploy}]}
  page: {needs: report, if: "always() && needs.report.result != 'success'", steps: [{run: ./page}]}
`)
  assert.deepEqual(needs(job(workflow, 'report')), ['test:completion'])
  assert.deepEqual(needs(job(workflow, 'deploy')), ['report', 'test'])
  assert.deepEqual(needs(job(workflow, 'page')), ['report:failure'])
})

test('a job that runs after a failure holds when that happened', async () => {
  const { workflow } = await readOne(two("failure() && github.ref == 'refs/heads/main'"))
  const condition = job(workflow, 'deploy').condition
  assert.equal(condition?.holds(start(workflow, 'push')), true)
  assert.equal(condition?.holds(start(workflow, 'push', { branch: 'x', onDefaultBranch: false })), false)
})

test('text outside of ${{ }} makes a condition that is always true', async () => {
  const { workflow } = await readOne(two("${{ github.ref == 'refs/heads/x' }} && false"))
  assert.equal(job(workflow, 'deploy').condition?.holds(start(workflow, 'push')), true)
})

test('the end of the triggering workflow is read from its conclusion', async () => {
  const on = 'on: {workflow_run: {workflows: [CI], types: [completed]}}'
  const { workflow } = await readOne(`${on}
jobs:
  good: {if: "github.event.workflow_run.conclusion == 'success'", steps: [{run: x}]}
  bad: {if: "\${{ github.event.workflow_run.conclusion != 'success' }}", steps: [{run: x}]}
  any: {steps: [{run: x}]}
  branch: {if: "github.event.workflow_run.head_branch == 'main'", steps: [{run: x}]}
`)
  assert.deepEqual(
    workflow.jobs.map((each) => each.requiresTriggering),
    ['success', 'failure', undefined, undefined],
  )
  assert.equal(job(workflow, 'bad').condition?.holds(start(workflow, 'pipeline')), true)
})

test('a circle of needs still gives every job', async () => {
  const { workflow } = await readOne(
    'on: push\njobs:\n  a: {needs: b, steps: [{run: x}]}\n  b: {needs: a, steps: [{run: x}]}\n',
  )
  assert.deepEqual(
    workflow.jobs.map((each) => [each.id, ...needs(each)]),
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
  )
})
