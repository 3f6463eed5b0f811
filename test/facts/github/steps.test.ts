import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHidden } from '../../../src/facts/hidden.ts'
import { job, readOne, start } from './support.ts'

const stepsOf = async (steps: string, others: Record<string, string> = {}, head = '') => {
  const result = await readOne(`on: {push: {branches: [main]}}\n${head}\njobs:\n  a:\n    steps:\n${steps}`, others)
  return { ...result, steps: job(result.workflow, 'a').steps }
}

for (const [shell, program, errexit, pipefail] of [
  ['', 'bash', true, false],
  ['bash', 'bash', true, true],
  ['sh', 'sh', true, false],
  ['bash -l {0}', 'bash', false, false],
  ['bash -el {0}', 'bash', true, false],
  ['bash --noprofile --norc -euo pipefail {0}', 'bash', true, true],
  ['pwsh', 'pwsh', true, false],
  ['cmd', 'cmd', false, false],
] as const) {
  test(`shell ${shell || '(none)'} is ${program}, errexit ${errexit}, pipefail ${pipefail}`, async () => {
    const { scripts } = await stepsOf(`      - run: x\n${shell && `        shell: ${shell}\n`}`)
    assert.deepEqual([scripts[0]?.shell, scripts[0]?.errexit, scripts[0]?.pipefail], [program, errexit, pipefail])
  })
}

test('defaults, folders and variables of workflow, job and step are merged', async () => {
  const { scripts } = await stepsOf(
    `      - run: one
        env: {C: "\${{ env.B }}-\${{ github.sha }}"}
      - run: two
        working-directory: \${{ github.workspace }}/web/../api
        shell: sh
      - run: three
        working-directory: \${{ inputs.x || vars.Y }}
    env: {B: "\${{ env.A }}2", A: job}
`,
    {},
    'env: {A: top, T: "1"}\ndefaults: {run: {working-directory: ./web, shell: bash}}',
  )
  assert.deepEqual(
    scripts.map((script) => [script.directory, script.shell]),
    [
      ['web', 'bash'],
      ['api', 'sh'],
      [undefined, 'bash'],
    ],
  )
  assert.deepEqual(scripts[0]?.variables, {
    GITHUB_HEAD_REF: '',
    GITHUB_REF_NAME: 'main',
    GITHUB_WORKSPACE: '..',
    A: 'job',
    B: 'top2',
    C: 'top2-${{ github.sha }}',
    T: '1',
  })
})

test('places point into the file, through block scalars and filled expressions', async () => {
  const { scripts, repository, workflow } = await stepsOf(`      - run: |
          echo one
          deploy \${{ env.STAGE }} now
          echo \${{ github.sha }}
    env: {STAGE: production}
`)
  const script = scripts[0]
  assert.ok(script)
  assert.equal(script.text, 'echo one\ndeploy production now\necho ${{ github.sha }}\n')
  const content = (await repository.text(workflow.file))?.content ?? ''
  const at = (text: string) => {
    const index = script.text.indexOf(text)
    const place = script.placeOf(index, index + text.length)
    return content.slice(place.start, place.end)
  }
  assert.equal(at('deploy'), 'deploy')
  assert.equal(at('production now'), '${{ env.STAGE }} now')
  assert.equal(at('echo ${{ github.sha }}'), 'echo ${{ github.sha }}')
})

test('what runs after a failure', async () => {
  const { steps, workflow } = await stepsOf(`      - {id: smoke, run: smoke}
      - {run: a, if: always()}
      - {run: b, if: "\${{ !cancelled() }}"}
      - {run: c, if: failure()}
      - {run: d, if: cancelled()}
      - {run: e, if: "failure() && steps.smoke.outcome == 'failure'"}
      - {run: f, if: "github.ref == 'refs/heads/main'"}
      - {run: g, if: "steps.smoke.outcome == 'success'"}
      - {run: h, if: "failure() && github.ref == 'refs/heads/x'"}
`)
  assert.deepEqual(
    steps.map((step) => step.runsAfterFailure),
    ['no', 'always', 'always', 'only', 'only', 'only', 'no', 'no', 'no'],
  )
  const push = start(workflow, 'push')
  assert.deepEqual(
    steps.map((step) => step.condition?.holds(push)),
    [undefined, true, true, true, true, true, true, true, false],
  )
})

test('continue-on-error is read, and hidden where it is not known', async () => {
  const { steps } = await stepsOf(`      - {run: a, continue-on-error: true}
      - {run: b, continue-on-error: "\${{ github.ref == 'refs/heads/main' }}", timeout-minutes: 5}
      - {run: c, continue-on-error: "\${{ vars.X == 'y' }}"}
      - {run: d}
`)
  const [a, b, c, d] = steps.map((step) => step.continueOnError)
  assert.deepEqual([a, b, d], [true, true, false])
  assert.ok(isHidden(c))
  assert.deepEqual(
    steps.map((step) => step.timeoutMinutes),
    [undefined, 5, undefined, undefined],
  )
})

test('actions, images and groups of steps', async () => {
  const { steps } = await stepsOf(
    `      - uses: actions/checkout@v4
        with: {ref: "\${{ github.sha }}", depth: 1, tag: "\${{ env.V }}"}
      - uses: docker://alpine:3
        with: {args: "echo hi"}
      - parallel:
          - run: one
          - run: two
    env: {V: v1}
`,
  )
  assert.deepEqual(steps[0]?.acts[0]?.inputs, { ref: '${{ github.sha }}', depth: '1', tag: 'v1' })
  assert.deepEqual([steps[1]?.acts[0]?.tool, steps[1]?.acts[0]?.text], ['alpine:3', 'echo hi'])
  assert.deepEqual(
    steps.map((step) => step.id),
    ['a/0', 'a/1', 'a/2', 'a/3'],
  )
})

const composite = `
name: Deploy
inputs: {to: {default: dev}, dry: {default: false}}
runs:
  using: composite
  steps:
    - {run: "deploy \${{ inputs.to }}", shell: bash}
    - {run: "\${{ github.action_path }}/check.sh", shell: bash, if: "inputs.dry == 'false'"}
    - {uses: acme/notify@v1, if: always()}
`

test('a composite action of this repository is spliced in', async () => {
  const { steps, scripts, repository, workflow } = await stepsOf(
    `      - uses: actions/checkout@v4
      - uses: ./.github/actions/deploy
        if: github.ref == 'refs/heads/main'
        continue-on-error: true
        timeout-minutes: 7
        with: {to: production}
      - run: last
`,
    { '.github/actions/deploy/action.yml': composite },
  )
  assert.deepEqual(
    steps.map((step) => step.id),
    ['a/0', 'a/1', 'a/2', 'a/3', 'a/4'],
  )
  const [, deploy, check, notify] = steps
  assert.equal(deploy?.acts[0]?.text, 'deploy production')
  assert.equal(deploy?.place.file, '.github/actions/deploy/action.yml')
  assert.equal(check?.acts[0]?.text, '${REPOSITORY}/.github/actions/deploy/check.sh')
  assert.equal(check?.condition?.holds(start(workflow, 'push')), true)
  assert.equal(notify?.runsAfterFailure, 'always')
  assert.deepEqual([deploy?.continueOnError, deploy?.timeoutMinutes], [true, 7])
  const [via] = deploy?.via ?? []
  assert.equal((await repository.text(workflow.file))?.content.slice(via?.start, via?.end), './.github/actions/deploy')
  assert.equal(scripts[0]?.via.length, 1)
  assert.equal(repository.has('.github/actions/deploy/action.yml'), true)
})

test('composite actions that use each other in a circle end, and say so', async () => {
  const action = (other: string) => `runs: {using: composite, steps: [{uses: ./${other}}]}`
  const { workflow } = await stepsOf('      - uses: ./x\n', {
    'x/action.yml': action('y'),
    'y/action.yaml': action('x'),
  })
  assert.match(workflow.problems[0]?.message ?? '', /circle: x → y → x/)
})

test('an action of JavaScript in this repository hides what its name tells, and nothing else', async () => {
  const { steps } = await stepsOf('      - uses: ./t\n      - uses: ./d\n', {
    't/action.yml': 'name: Set the title\nruns: {using: node24, main: index.js}',
    'd/action.yml': 'name: Deploy it\nruns: {using: node24, main: index.js}',
  })
  assert.deepEqual([steps[0]?.acts[0]?.hidden?.couldBe ?? [], steps[0]?.acts[0]?.tool], [[], './t'])
  assert.ok(steps[1]?.acts[0]?.hidden?.couldBe.includes('deploy'))
})

test('the repository in a folder that is called after it, whatever that is', async () => {
  const { scripts } = await stepsOf(`      - uses: actions/checkout@v4
        with: {path: "./\${{ github.event.repository.name }}"}
      - run: one
        working-directory: \${{ github.event.repository.name }}/infrastructure
      - run: cd \${{ github.event.repository.name }} && two
        if: github.repository == 'acme/shop'
`)
  assert.deepEqual(scripts[0]?.directory, 'infrastructure')
  assert.deepEqual(scripts[1]?.text, 'cd shop && two')
})

test('a path in the checkout of another repository is hidden by name', async () => {
  const { steps, scripts } = await stepsOf(`      - uses: actions/checkout@v4
      - uses: actions/checkout@v4
        with: {repository: acme/tools, path: tools}
      - uses: ./tools/deploy
      - run: ./go
        working-directory: tools
      - run: ./here
`)
  const hidden = steps[2]?.acts[0]?.hidden
  assert.equal(hidden?.value.what, 'the action deploy of the repository acme/tools')
  assert.ok(hidden.couldBe.includes('deploy'))
  assert.deepEqual(
    scripts.map((script) => script.directory),
    [undefined, ''],
  )
  assert.deepEqual(
    scripts.map((script) => script.others),
    [['tools'], ['tools']],
  )
})

test('the own repository may be checked out into a folder', async () => {
  const { steps, scripts } = await stepsOf(
    `      - uses: actions/checkout@v4
        with: {path: src}
      - uses: ./src/act
      - run: make
        working-directory: src/web
`,
    { 'act/action.yml': 'runs: {using: composite, steps: [{run: inner, shell: bash}]}' },
  )
  assert.equal(steps[1]?.acts[0]?.text, 'inner')
  assert.equal(scripts.at(-1)?.directory, 'web')
})

test('a local action that does not exist is a problem, and hidden', async () => {
  const { steps, workflow } = await stepsOf('      - uses: ./none\n')
  assert.match(workflow.problems[0]?.message ?? '', /no action at \.\/none/)
  assert.ok(steps[0]?.acts[0]?.hidden)
})
