import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import type { Workflow } from '../../../src/facts/pipeline/model.ts'
import { repositoryOf } from '../../support/repository.ts'
import { job, needs, read, readOne, start } from './support.ts'

const uses = (workflow: Workflow) =>
  workflow.jobs.map((each) => {
    const name = each.environment?.name
    return [each.id, isHidden(name) ? 'hidden' : name]
  })
const dispatch = (inputs: string) => `on: {workflow_dispatch: {inputs: {${inputs}}}}`
const choice = 'environment: {type: choice, options: [staging, production]}'

test('an environment is a name, a map, or an expression that is known', async () => {
  const { workflow, repository } = await readOne(`
on: {push: {branches: [main]}}
env: {STAGE: unused}
jobs:
  a: {environment: production, steps: []}
  b: {environment: {name: staging, url: "https://x"}, steps: []}
  c: {environment: "\${{ github.ref == 'refs/heads/main' && 'production' || 'staging' }}", steps: []}
  d: {environment: {name: demo, deployment: false}, steps: []}
  e: {environment: "", steps: []}
  f: {steps: []}
`)
  assert.deepEqual(uses(workflow), [
    ['a', 'production'],
    ['b', 'staging'],
    ['c', 'production'],
    ['d', 'demo'],
    ['e', undefined],
    ['f', undefined],
  ])
  assert.deepEqual(
    workflow.jobs.map((each) => each.environment?.recorded),
    [true, true, true, false, undefined, undefined],
  )
  assert.equal(job(workflow, 'a').environment?.gate, true)
  const at = job(workflow, 'b').environment?.place
  assert.equal((await repository.text(workflow.file))?.content.slice(at?.start, at?.end), 'staging')
})

test('a choice of staging and production in one job is two deployments', async () => {
  const { workflow } = await readOne(`${dispatch(choice)}
jobs:
  deploy: {environment: "\${{ inputs.environment }}", steps: [{run: "deploy \${{ inputs.environment }}"}]}
`)
  assert.deepEqual(uses(workflow), [
    ['deploy (staging)', 'staging'],
    ['deploy (production)', 'production'],
  ])
  const production = job(workflow, 'deploy (production)')
  assert.deepEqual(production.environment?.inputs, { environment: 'production' })
  const holds = (environment: string) =>
    production.condition?.holds(start(workflow, 'manual', { inputs: { environment } }))
  assert.deepEqual([holds('production'), holds('staging')], [true, false])
  assert.equal(production.condition?.holds(start(workflow, 'manual')), undefined)
  assert.equal(production.steps[0]?.acts[0]?.text, 'deploy production')
})

test('a push has no inputs: what stands behind || is its environment', async () => {
  const { workflow } = await readOne(`
on:
  push: {branches: [main]}
  workflow_dispatch: {inputs: {${choice}}}
jobs:
  deploy: {environment: "\${{ inputs.environment || 'staging' }}", steps: []}
`)
  const staging = job(workflow, 'deploy (staging)')
  assert.equal(staging.condition?.holds(start(workflow, 'push')), true)
  assert.equal(staging.environment?.inputs, undefined)
  assert.equal(job(workflow, 'deploy (production)').condition?.holds(start(workflow, 'push')), false)
})

test('an environment by branch is one use for each', async () => {
  const { workflow } = await readOne(`
on: {push: {branches: [main, develop]}}
jobs:
  deploy: {environment: "\${{ github.ref_name == 'main' && 'production' || 'dev' }}", steps: []}
`)
  assert.deepEqual(uses(workflow), [
    ['deploy (production)', 'production'],
    ['deploy (dev)', 'dev'],
  ])
  assert.equal(job(workflow, 'deploy (dev)').condition?.holds(start(workflow, 'push')), false)
  assert.equal(
    job(workflow, 'deploy (dev)').condition?.holds(
      start(workflow, 'push', { branch: 'develop', onDefaultBranch: false }),
    ),
    true,
  )
})

test('a condition on the job leaves out the environments that it excludes', async () => {
  const { workflow } = await readOne(`${dispatch(choice)}
jobs:
  deploy: {if: "inputs.environment == 'production'", environment: "\${{ inputs.environment }}", steps: []}
`)
  assert.deepEqual(uses(workflow), [['deploy', 'production']])
  assert.deepEqual(job(workflow, 'deploy').environment?.inputs, { environment: 'production' })
})

for (const [what, inputs, expression, settle] of [
  [
    'a free text',
    'environment: {type: string, default: staging}',
    'inputs.environment',
    /input environment .* type choice/,
  ],
  ['an input of type environment', 'environment: {type: environment}', 'inputs.environment', /input environment/],
  ['a repository variable', 'x: {}', 'vars.TARGET', /vars\.TARGET/],
  ['an output', 'x: {}', 'needs.setup.outputs.env', /name the environment/],
] as const) {
  test(`${what} is a hidden environment`, async () => {
    const { workflow } = await readOne(`${dispatch(inputs)}
jobs:
  setup: {outputs: {env: "\${{ steps.s.outputs.env }}"}, steps: [{id: s, run: ./choose}]}
  deploy: {needs: setup, environment: "\${{ ${expression} }}", steps: []}
`)
    const name = job(workflow, 'deploy').environment?.name
    assert.ok(isHidden(name))
    assert.match(name.settle.text, settle)
  })
}

test('a review environment with a number keeps what tells it', async () => {
  const { workflow } = await readOne(
    'on: pull_request\njobs: {deploy: {environment: "review-${{ github.event.number }}", steps: []}}',
  )
  assert.equal(job(workflow, 'deploy').environment?.name, 'review-*')
})

test('an output that a step writes literally is known, one that it may not write may be empty', async () => {
  const write = (script: string) => `
on: {push: {branches: [main]}}
jobs:
  setup:
    outputs: {env: "\${{ steps.s.outputs.env }}", on: "\${{ github.ref == 'refs/heads/main' }}"}
    steps:
      - id: s
        run: |
          ${script}
  deploy: {needs: setup, if: "needs.setup.outputs.on == 'true'", environment: "\${{ needs.setup.outputs.env }}", steps: []}
`
  const plain = await readOne(write('echo "env=staging" >> "$GITHUB_OUTPUT"'))
  assert.equal(job(plain.workflow, 'deploy').environment?.name, 'staging')
  assert.equal(job(plain.workflow, 'deploy').condition?.holds(start(plain.workflow, 'push')), true)
  const branch = await readOne(write('if x; then echo "env=staging" >> $GITHUB_OUTPUT; fi'))
  const names = branch.workflow.jobs.filter(({ key }) => key === 'deploy').map(({ environment }) => environment?.name)
  assert.deepEqual(names, ['staging', undefined])
  const { workflow } = await readOne(write('echo "env=$E" >> $GITHUB_OUTPUT'))
  assert.ok(isHidden(job(workflow, 'deploy').environment?.name))
})

test('legs of a matrix that differ in the environment are jobs; those that differ in the version are not', async () => {
  const { workflow } = await readOne(`
on: push
jobs:
  test: {strategy: {matrix: {node: [20, 22], os: [linux, mac]}}, steps: [{run: "node \${{ matrix.node }}"}]}
  deploy:
    needs: test
    strategy: {matrix: {environment: [staging, production], node: [20, 22], exclude: [{environment: production, node: 20}]}}
    environment: "\${{ matrix.environment }}"
    steps: [{run: "deploy \${{ matrix.environment }} \${{ matrix.node }}"}]
  after: {needs: deploy, steps: []}
`)
  assert.deepEqual(uses(workflow), [
    ['test', undefined],
    ['deploy (staging)', 'staging'],
    ['deploy (production)', 'production'],
    ['after', undefined],
  ])
  assert.equal(job(workflow, 'deploy (production)').steps[0]?.acts[0]?.text, 'deploy production 22')
  assert.equal(job(workflow, 'deploy (staging)').steps[0]?.acts[0]?.text, 'deploy staging ${{ matrix.node }}')
  assert.deepEqual(needs(job(workflow, 'after')), ['deploy (staging)', 'deploy (production)'])
  assert.equal(job(workflow, 'after').needs[0]?.group, undefined)
})

test('include adds legs and extends them', async () => {
  const { workflow } = await readOne(`
on: push
jobs:
  deploy:
    strategy: {matrix: {env: [dev], include: [{env: dev, ns: one}, {env: prod, ns: two}]}}
    environment: "\${{ matrix.env }}"
    steps: [{run: "deploy \${{ matrix.ns }}"}]
`)
  assert.deepEqual(
    workflow.jobs.map((each) => [each.id, each.steps[0]?.acts[0]?.text]),
    [
      ['deploy (dev)', 'deploy one'],
      ['deploy (prod)', 'deploy two'],
    ],
  )
})

test('legs of a matrix that run different commands are jobs', async () => {
  const { workflow, scripts } = await readOne(`
on: push
jobs:
  test:
    strategy:
      matrix:
        include:
          - {name: Tests, command: bin/tests --all}
          - {name: Lint, command: bin/lint}
    steps: [{run: "\${{ matrix.command }}"}]
  check: {strategy: {matrix: {target: [lint, test]}}, steps: [{run: "cd x && make \${{ matrix.target }}"}]}
  deep: {strategy: {matrix: {one: [{run: bin/types}, {run: bin/style}]}}, steps: [{run: "\${{ matrix.one.run }}"}]}
`)
  assert.deepEqual(
    workflow.jobs.map((each) => each.id),
    [
      'test (bin/tests --all)',
      'test (bin/lint)',
      'check (lint)',
      'check (test)',
      'deep (bin/types)',
      'deep (bin/style)',
    ],
  )
  assert.deepEqual(
    scripts.map((script) => script.text),
    ['bin/tests --all', 'bin/lint', 'cd x && make lint', 'cd x && make test', 'bin/types', 'bin/style'],
  )
})

test('legs of a matrix that run in different folders are jobs, but not where a folder is called as an environment', async () => {
  const folder = `{folder: [shop, orders]}`
  const { workflow } = await readOne(`
on: push
jobs:
  step: {strategy: {matrix: ${folder}}, steps: [{run: make, working-directory: "services/\${{ matrix.folder }}"}]}
  usual:
    strategy: {matrix: ${folder}}
    defaults: {run: {working-directory: "\${{ matrix.folder }}"}}
    steps: [{run: make}]
  goes: {strategy: {matrix: ${folder}}, steps: [{run: "cd services/\${{ matrix.folder }}\nmake"}]}
  other: {strategy: {matrix: {folder: [shop, test-service]}}, steps: [{run: make, working-directory: "\${{ matrix.folder }}"}]}
`)
  assert.deepEqual(
    workflow.jobs.map((each) => each.id),
    ['step (shop)', 'step (orders)', 'usual (shop)', 'usual (orders)', 'goes (shop)', 'goes (orders)', 'other'],
  )
})

test('an input for which the forge offers its environments names one that cannot be seen from here', async () => {
  const { workflow } = await readOne(`${dispatch('environment: {type: environment, required: true}')}
jobs:
  declared: {environment: "\${{ inputs.environment }}", steps: []}
  used: {steps: [{run: "deploy -n \${{ inputs.environment }}"}]}
`)
  for (const each of workflow.jobs) {
    const name = each.environment?.name
    assert.ok(isHidden(name), each.id)
    assert.match(name.settle.text, /offers its environments .*\(environments: \{<job>: <environment>\}/)
  }
  assert.equal(job(workflow, 'used').environment?.gate, false)
})

test('a matrix that is made while it runs hides the environment; one that depends on the start does not', async () => {
  const { workflow } = await readOne(`
on:
  push: {branches: [main]}
  workflow_dispatch: {inputs: {${choice}}}
jobs:
  a: {strategy: {matrix: {env: "\${{ fromJSON(needs.x.outputs.list) }}"}}, environment: "\${{ matrix.env }}", steps: []}
  b:
    strategy: {matrix: {env: "\${{ fromJSON(inputs.environment && format('[\\"{0}\\"]', inputs.environment) || '[\\"dev\\"]') }}"}}
    environment: "\${{ matrix.env }}"
    steps: []
`)
  assert.deepEqual(uses(workflow), [
    ['a', 'hidden'],
    ['b (dev)', 'dev'],
    ['b (staging)', 'staging'],
    ['b (production)', 'production'],
  ])
  assert.equal(job(workflow, 'b (dev)').condition?.holds(start(workflow, 'push')), true)
  assert.equal(job(workflow, 'b (staging)').condition?.holds(start(workflow, 'push')), false)
})

test('a use waits for the use of the same start, and a job of all starts for a group', async () => {
  const { workflow } = await readOne(`${dispatch(choice)}
jobs:
  build: {environment: "\${{ inputs.environment }}", steps: []}
  deploy: {needs: build, environment: "\${{ inputs.environment }}", steps: []}
  notify: {needs: deploy, steps: []}
`)
  assert.deepEqual(needs(job(workflow, 'deploy (production)')), ['build (production)'])
  assert.deepEqual(needs(job(workflow, 'notify')), ['deploy (staging)', 'deploy (production)'])
  assert.deepEqual(
    job(workflow, 'notify').needs.map((need) => need.group),
    ['deploy', 'deploy'],
  )
})

test('without `environment:`, an input that names it makes uses that nothing gates', async () => {
  const { workflow } = await readOne(`${dispatch(choice)}
jobs:
  deploy: {steps: [{run: "helm upgrade -n \${{ github.event.inputs.environment }}"}]}
  lint: {steps: [{run: "npm run lint"}]}
`)
  assert.deepEqual(uses(workflow), [
    ['deploy (staging)', 'staging'],
    ['deploy (production)', 'production'],
    ['lint', undefined],
  ])
  const { environment, steps } = job(workflow, 'deploy (staging)')
  assert.deepEqual([environment?.gate, environment?.recorded], [false, false])
  assert.equal(steps[0]?.acts[0]?.text, 'helm upgrade -n staging')
})

test('the default branch is the one that git or the triggers name', async () => {
  const text = 'on: {push: {branches: [master]}}\njobs: {a: {if: "github.ref == \'refs/heads/master\'", steps: []}}'
  const { workflow } = await readOne(text)
  assert.equal(job(workflow, 'a').condition?.holds(start(workflow, 'push')), true)
  const both = await read({ 'a.yml': text, 'b.yml': 'on: {push: {branches: [main]}}\njobs: {b: {steps: []}}' })
  const first = both.workflows[0] as Workflow
  assert.equal(job(first, 'a').condition?.holds(start(first, 'push')), undefined)
})

test('a guard against forks holds at home', async () => {
  const { workflow } = await readOne('on: push\njobs: {a: {if: "github.repository == \'acme/shop\'", steps: []}}')
  assert.equal(job(workflow, 'a').condition?.holds(start(workflow, 'push')), true)
})

test('what runs only in another repository of the same owner may run there: this one is mirrored', async () => {
  const asks = (slug: string) => `on: push\njobs: {a: {if: "github.repository == '${slug}'", steps: []}}`
  const holds = async (slug: string) => {
    const { workflows } = await read(
      { 'a.yml': asks(slug) },
      { history: { origin: 'https://github.com/acme/shop.git', defaultBranch: 'main' } as never },
    )
    const [workflow] = workflows as [Workflow]
    return job(workflow, 'a').condition?.holds(start(workflow, 'push'))
  }
  assert.equal(await holds('acme/shop'), true)
  assert.equal(await holds('acme/shop-deployer'), undefined)
  assert.equal(await holds('other/shop'), false)
})

test('a call elsewhere that puts a chosen environment into other inputs is one use for each choice', async () => {
  const { workflow } = await readOne(`
${dispatch(choice)}
jobs:
  deploy:
    uses: acme/pipelines/.github/workflows/deploy.yml@main
    with: {cluster: "\${{ inputs.environment }}-gcp"}
`)
  assert.deepEqual(uses(workflow), [
    ['deploy (staging)', 'staging'],
    ['deploy (production)', 'production'],
  ])
})

test('a target that is called after the branch is an environment for each branch that is deployed', async () => {
  const jobs = (...steps: string[]) => `
on: {push: {branches: [qa, production, train]}}
jobs:
  deploy:
    steps:
${steps.map((run) => `      - run: ${JSON.stringify(run)}\n`).join('')}`
  for (const run of [
    'echo "CLUSTER=shop-${GITHUB_REF_NAME}" >> $GITHUB_ENV',
    'helm upgrade shop chart --namespace shop-${{ github.ref_name }}',
    'STAGE=$GITHUB_REF_NAME ./ship.sh',
  ]) {
    const { workflow } = await readOne(jobs(run))
    assert.deepEqual(
      uses(workflow),
      [
        ['deploy (qa)', 'qa'],
        ['deploy (production)', 'production'],
        ['deploy (train)', 'train'],
      ],
      run,
    )
    assert.equal(workflow.jobs[0]?.environment?.gate, false)
  }
  for (const run of ['docker build -t shop:${GITHUB_REF_NAME} .', 'echo "CHANGE=$GITHUB_REF_NAME" >> $GITHUB_ENV']) {
    const { workflow } = await readOne(jobs(run))
    assert.deepEqual(uses(workflow), [['deploy', undefined]], run)
  }
  const { workflow } = await readOne(
    jobs('helm upgrade shop chart -n $GITHUB_REF_NAME').replace('qa, production, train', 'main, next'),
  )
  assert.deepEqual(uses(workflow), [['deploy', undefined]], 'no branch tells an environment')
})

test('an input that holds nothing but an environment names it, whatever word stands behind', async () => {
  const called = `
on: {workflow_call: {inputs: {env_tag: {type: string}}}}
jobs:
  deploy: {steps: [{run: "aws ecs update-service --cluster shop-\${{ inputs.env_tag }} --force-new-deployment"}]}
`
  const { workflow } = await readOne(
    `
on: {push: {branches: [qa, production]}}
jobs:
  ship: {uses: ./.github/workflows/called.yml, with: {env_tag: "\${{ github.ref_name }}"}}
`,
    { 'called.yml': called },
  )
  assert.deepEqual(uses(workflow), [
    ['ship / deploy (qa)', 'qa'],
    ['ship / deploy (production)', 'production'],
  ])
})

const byBranch =
  'if [[ $GITHUB_REF == refs/heads/main ]]; then S=production; else S=staging; fi; echo "STAGE=$S" >> $GITHUB_ENV'
const exporting: readonly (readonly [name: string, ...steps: string[]])[] = [
  ['a script that chooses', byBranch],
  [
    'branches that write',
    'if [ "$GITHUB_REF_NAME" = main ]; then echo "STAGE=production" >> $GITHUB_ENV; else echo "STAGE=staging" >> $GITHUB_ENV; fi',
  ],
]

for (const [name, script] of exporting) {
  test(`a variable that a step exports names the environment: ${name}`, async () => {
    const { workflow } = await readOne(`
on: {push: {branches: [main, develop]}}
jobs:
  deploy:
    steps:
      - run: ${JSON.stringify(script)}
      - run: helm upgrade scales ./chart --namespace $STAGE
`)
    assert.deepEqual(uses(workflow), [
      ['deploy (production)', 'production'],
      ['deploy (staging)', 'staging'],
    ])
    const holds = (id: string, branch: string) =>
      job(workflow, id).condition?.holds(start(workflow, 'push', { branch }))
    assert.deepEqual(
      ['main', 'develop'].map((branch) => [holds('deploy (production)', branch), holds('deploy (staging)', branch)]),
      [
        [true, false],
        [false, true],
      ],
    )
  })
}

test('a variable that steps export by their conditions names the environment, and what none writes stays', async () => {
  const { workflow } = await readOne(`
on: {push: {branches: [main, develop]}}
jobs:
  deploy:
    env: {STAGE: staging}
    steps:
      - if: github.ref == 'refs/heads/main'
        run: echo "STAGE=production" >> "$GITHUB_ENV"
      - run: helm upgrade scales ./chart --namespace \${{ env.STAGE }}
  try:
    steps:
      - run: echo "STAGE=$(pick)" >> "$GITHUB_ENV"
      - run: helm upgrade scales ./chart --namespace $STAGE
`)
  assert.deepEqual(uses(workflow), [
    ['deploy (production)', 'production'],
    ['deploy (staging)', 'staging'],
    ['try', undefined],
  ])
})

test('a variable that a script may set anew is not exported as it was before', async () => {
  const text = `
on: {push: {branches: [main]}}
jobs:
  deploy:
    env: {STAGE: dev}
    steps:
      - run: |
          if ./pick; then STAGE=staging; else STAGE=prod; fi
          echo "NS=$STAGE" >> $GITHUB_ENV
      - run: helm upgrade scales ./chart --namespace $NS
`
  const { facts } = await collectFacts(repositoryOf({ '.github/workflows/ship.yml': text }), defaultSettings, [
    'deployments',
  ])
  assert.deepEqual(
    facts.deployments.map(({ environment }) => isHidden(environment)),
    [true],
  )
})

test('a step that asks for what it writes itself, or a later one, is read all the same', async () => {
  const { workflow } = await readOne(`
on: {push: {branches: [main]}}
jobs:
  setup:
    outputs: {environment: "\${{ steps.first.outputs.environment || steps.next.outputs.environment }}"}
    steps:
      - id: first
        if: steps.next.outputs.environment == ''
        env: {BEFORE: "\${{ steps.first.outputs.environment }}"}
        run: if [ "$BEFORE" = x ]; then echo "environment=$BEFORE" >> $GITHUB_OUTPUT; fi
      - id: next
        if: steps.next.outputs.environment == '' && steps.first.outputs.environment == ''
        run: echo "environment=\${{ steps.next.outputs.environment }}staging" >> $GITHUB_OUTPUT
  deploy:
    needs: setup
    steps:
      - run: helm upgrade scales ./chart --namespace \${{ needs.setup.outputs.environment }}
`)
  assert.deepEqual(
    workflow.jobs.map(({ key }) => key),
    ['setup', 'deploy'],
  )
})

test('steps that each hand on what the one before wrote are read in time', { timeout: 20_000 }, async () => {
  const output = (i: number) => `steps.s${i}.outputs.environment`
  const chain = Array.from({ length: 24 }, (_, i) => i + 1).map(
    (i) => `
      - id: s${i}
        if: ${output(i - 1)} != 'x'
        run: echo "environment=\${{ ${output(i - 1)} }}" >> $GITHUB_OUTPUT`,
  )
  const { workflow } = await readOne(`
on: {push: {branches: [main]}}
jobs:
  setup:
    outputs: {environment: "\${{ ${output(24)} }}"}
    steps:
      - {id: s0, run: echo "environment=staging" >> $GITHUB_OUTPUT}${chain.join('')}
  deploy:
    needs: setup
    steps:
      - run: helm upgrade scales ./chart --namespace \${{ needs.setup.outputs.environment }}
`)
  assert.deepEqual(uses(workflow).at(-1), ['deploy', 'staging'])
})

test('an output of a job that steps use names the environment, also of steps with conditions', async () => {
  const { workflow } = await readOne(`
on: {push: {branches: [main, develop]}}
jobs:
  setup:
    outputs: {environment: "\${{ steps.main.outputs.environment || steps.next.outputs.environment }}"}
    steps:
      - id: main
        if: github.ref == 'refs/heads/main'
        run: echo "environment=production" >> $GITHUB_OUTPUT
      - id: next
        if: github.ref == 'refs/heads/develop'
        run: echo "environment=staging" >> $GITHUB_OUTPUT
  deploy:
    needs: setup
    steps:
      - run: helm upgrade scales ./chart --namespace \${{ needs.setup.outputs.environment }}
`)
  assert.deepEqual(uses(workflow), [
    ['setup', undefined],
    ['deploy (production)', 'production'],
    ['deploy (staging)', 'staging'],
  ])
})

test('the use for one environment has its name, also where a caller may give any', async () => {
  const { workflow } = await readOne(`
on:
  workflow_call: {inputs: {environment: {type: string}}}
  workflow_dispatch: {inputs: {${choice}}}
jobs:
  ship:
    runs-on: x
    steps: [{run: "make deploy/\${{ inputs.environment }} \${{ github.event.inputs.environment }}"}]
  gated:
    runs-on: x
    environment: \${{ inputs.environment }}
    steps: [{env: {TO: "\${{ inputs.environment }}"}, run: "./deploy.sh \${{ inputs.environment }}"}]
`)
  const said = (id: string) => job(workflow, id).steps[0]?.acts[0]?.text
  assert.equal(said('ship (staging)'), 'make deploy/staging staging')
  assert.equal(said('ship (production)'), 'make deploy/production production')
  assert.match(said('ship (another environment)') ?? '', /inputs\.environment/)
  assert.equal(said('gated (production)'), './deploy.sh production')
})
