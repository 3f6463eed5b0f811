import assert from 'node:assert/strict'
import { test } from 'node:test'
import { read, readOne } from './support.ts'

/* Workflows that were written to keep a reader busy. When the limits break, these do not end. */

test('aliases that unfold to billions of values are not unfolded', async () => {
  const lines = ['x0: &a0 {run: echo}']
  for (let i = 0; i < 40; i++) lines.push(`x${i + 1}: &a${i + 1} [*a${i}, *a${i}]`)
  const job = '{steps: [{run: npm test}], env: *a40, strategy: {matrix: {x: *a40, include: *a40}}, outputs: {o: *a40}}'
  const { workflow } = await readOne(`${lines.join('\n')}\non: push\njobs: {a: ${job}}\n`)
  assert.deepEqual(
    workflow.jobs.map((each) => each.steps.length),
    [1],
  )
})

test('calls of workflows that fan out are read up to a limit, and what is left out is lost evidence', async () => {
  const files: Record<string, string> = {}
  for (let level = 0; level < 9; level++) {
    const jobs = Array.from({ length: 10 }, (_, i) => `  j${i}: {uses: ./.github/workflows/w${level + 1}.yml}`)
    files[`.github/workflows/w${level}.yml`] = `on: ${level ? 'workflow_call' : 'push'}\njobs:\n${jobs.join('\n')}\n`
  }
  files['.github/workflows/w9.yml'] = 'on: workflow_call\njobs: {a: {steps: [{run: npm test}]}}\n'
  const { workflows } = await read(files)
  const problem = workflows
    .flatMap(({ problems }) => problems)
    .find(({ message }) => /100,000 jobs and steps/.test(message))
  assert.equal(problem?.unreadable, true)
})

test('actions that fan out are read up to the same limit', async () => {
  const files: Record<string, string> = { '.github/workflows/a.yml': 'on: push\njobs: {a: {steps: [{uses: ./a0}]}}\n' }
  for (let level = 0; level < 9; level++) {
    const steps = Array.from({ length: 10 }, () => `    - uses: ./a${level + 1}`)
    files[`a${level}/action.yml`] = `runs:\n  using: composite\n  steps:\n${steps.join('\n')}\n`
  }
  files['a9/action.yml'] = 'runs: {using: composite, steps: [{run: npm test, shell: sh}]}\n'
  const { workflows } = await read(files)
  assert.match(workflows[0]?.problems[0]?.message ?? '', /100,000 jobs and steps/)
})
