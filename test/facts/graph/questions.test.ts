import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { buildGraph } from '../../../src/facts/pipeline/graph/index.ts'
import { repositoryOf } from '../../support/repository.ts'

/** What is asked of the hidden steps of a job `build`. */
async function asked(steps: string): Promise<readonly string[]> {
  const ci = `on: push\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n${steps}`
  const repository = repositoryOf({ '.github/workflows/ci.yml': ci })
  const { observed } = await collectFacts(repository, defaultSettings, ['workflows'])
  const { workflows } = buildGraph(observed.workflows, defaultSettings)
  return workflows.flatMap(({ jobs }) =>
    jobs.flatMap((job) =>
      job.steps.flatMap(({ acts }) => acts.flatMap(({ hidden }) => hidden?.value.settle.text ?? [])),
    ),
  )
}

test('a question about a step deep in a script names the step and its job', async () => {
  assert.deepEqual(await asked('      - name: Make sources\n        run: make -C vendor/parser generate\n'), [
    'say in assay.yaml what the step "Make sources" of the job build does: kinds: [{job: build, step: "Make sources", kinds: [<kind>]}]',
  ])
})

test('a step without a name is named by its command', async () => {
  assert.deepEqual(await asked('      - run: make -C vendor/parser generate\n'), [
    'say in assay.yaml what the step "make -C vendor/parser generate" of the job build does: kinds: [{job: build, step: "make -C vendor/parser generate", kinds: [<kind>]}]',
  ])
})

test('a test that no command tells of is named by its step as well', async () => {
  const run =
    '        run: |\n          N=$(curl -s https://shop.example.org/faults)\n          if [ "$N" -gt 0 ]; then exit 1; fi\n'
  assert.deepEqual(await asked(`      - name: "Test: nothing is broken"\n${run}`), [
    'say in assay.yaml which tests they are: kinds: [{job: build, step: "Test: nothing is broken", kinds: [smoke-test]}]',
  ])
})

test('what a step does by its name is filled in, to look at', async () => {
  const kinds = async (name: string) =>
    /kinds: \[([^[]*)\]\}\]$/.exec((await asked(`      - name: ${name}\n        uses: acme/odd@v1\n`))[0] ?? '')?.[1]
  assert.equal(await kinds('Set up the tool'), 'set-up')
  assert.equal(await kinds('Build and update the pages'), 'build')
  assert.equal(await kinds('Notify the cloud'), 'notify')
  assert.equal(await kinds('Odd things'), '<kind>')
})
