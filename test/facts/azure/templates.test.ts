import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHidden } from '../../../src/facts/hidden.ts'
import { job, needs, read, readOne, start } from './support.ts'

const names = (workflow: Awaited<ReturnType<typeof readOne>>['workflow']) => workflow.jobs.map(({ id }) => id)

test('each over a parameter of objects makes a stage for each, with if inside', async () => {
  const { workflow } = await readOne(
    `
stages:
- template: deploy/stages.yml
  parameters:
    environments:
    - {name: dev}
    - {name: production, gated: true}
`,
    {
      'deploy/stages.yml': `
parameters:
- {name: environments, type: object}
stages:
- \${{ each env in parameters.environments }}:
  - stage: Deploy_\${{ env.name }}
    jobs:
    - \${{ if eq(env.gated, true) }}:
      - {job: wait, pool: server, steps: [{task: ManualValidation@1}]}
    - deployment: app
      environment: \${{ env.name }}
      strategy: {runOnce: {deploy: {steps: [{template: steps.yml, parameters: {target: "\${{ env.name }}"}}]}}}
`,
      'deploy/steps.yml': `
parameters: {target: none}
steps: [{bash: "./deploy.sh \${{ parameters.target }}"}]
`,
    },
  )
  assert.deepEqual(names(workflow), ['Deploy_dev', 'Deploy_production / wait', 'Deploy_production / app'])
  const deployment = job(workflow, 'Deploy_dev')
  assert.equal(deployment.environment?.name, 'dev')
  assert.equal(deployment.steps[0]?.acts[0]?.text, './deploy.sh dev')
  assert.equal(deployment.place.file, 'azure-pipelines.yml')
  assert.deepEqual(
    deployment.steps[0]?.via.map(({ file }) => file),
    ['azure-pipelines.yml', 'deploy/stages.yml'],
  )
})

test('templates are no pipelines of their own where one uses them', async () => {
  const { workflows } = await read({
    'azure-pipelines.yml': 'stages: [{template: ci/stage.yml}]',
    'ci/stage.yml': 'stages: [{stage: A, jobs: [{job: a, steps: [{bash: make}]}]}]',
  })
  assert.deepEqual(
    workflows.map(({ file }) => file),
    ['azure-pipelines.yml'],
  )
})

test('a template of another repository is hidden by name, and what depends on it waits', async () => {
  const { workflow } = await readOne(`
resources: {repositories: [{repository: shared, name: platform/pipelines}]}
stages:
- template: stages/build.yml@shared
- {stage: B, jobs: [{job: b, steps: [{template: steps/smoke-test.yml@shared}]}]}
`)
  assert.equal(job(workflow, 'build').hidden?.value.what, 'the template stages/build.yml@platform/pipelines')
  assert.deepEqual(needs(job(workflow, 'B')), ['build'])
  assert.deepEqual(job(workflow, 'B').steps[0]?.acts[0]?.hidden?.couldBe, ['smoke-test'])
})

test('extends of a template elsewhere: what it is given is read, what it adds is hidden', async () => {
  const { workflow } = await readOne(`
resources: {repositories: [{repository: base, name: org/base}]}
extends:
  template: wrap.yml@base
  parameters:
    stages: [{stage: A, jobs: [{job: a, steps: [{bash: make}]}]}]
`)
  assert.deepEqual(names(workflow), ['A'])
  assert.deepEqual(
    workflow.hidden.map(({ value }) => value.what),
    ['the template wrap.yml@org/base'],
  )
})

test('extends of a template elsewhere: jobs are read from its own parameters, for each environment that is named there', async () => {
  const { workflow } = await readOne(`
resources: {repositories: [{repository: base, name: org/base}]}
extends:
  template: stages/wrapper.yml@base
  parameters:
    environments: [{name: Test}, {name: Prod, dependsOn: [Test]}]
    checks: [{name: Unit, steps: [{bash: make}]}]
    deploymentStages:
      - name: Ship
        deploymentJobs: [{name: Web, steps: [{template: deploy_web_app.yml@base}, {bash: make}]}]
`)
  assert.deepEqual(names(workflow), ['Unit', 'Web (Test)', 'Web (Prod)'])
  assert.deepEqual(
    workflow.jobs.map(({ environment }) => environment?.name),
    [undefined, 'Test', 'Prod'],
  )
  assert.equal(workflow.hidden[0]?.value.what, 'the template stages/wrapper.yml@org/base')
})

test('extends of a template here, with steps as a parameter', async () => {
  const { workflow } = await readOne(
    `
extends:
  template: wrap.yml
  parameters: {inner: [{bash: go test ./...}]}
`,
    {
      'wrap.yml':
        'parameters: [{name: inner, type: stepList}]\njobs: [{job: a, steps: ["${{ parameters.inner }}", {bash: done}]}]',
    },
  )
  assert.deepEqual(
    job(workflow, 'a').steps.map((step) => step.acts[0]?.text),
    ['go test ./...', 'done'],
  )
})

for (const [what, files, message] of [
  ['itself', { 'a.yml': 'steps: [{template: a.yml}]' }, 'templates use each other in a circle: a.yml → a.yml'],
  [
    'another that uses it',
    { 'a.yml': 'steps: [{template: b.yml}]', 'b.yml': 'steps: [{template: a.yml}]' },
    'templates use each other in a circle: a.yml → b.yml → a.yml',
  ],
  ['one that is not here', {}, 'there is no template a.yml'],
] as const) {
  test(`a template that uses ${what}`, async () => {
    const { workflow } = await readOne('steps: [{template: a.yml}]', files)
    assert.deepEqual(
      workflow.problems.map((problem) => problem.message),
      [message],
    )
    assert.ok(job(workflow, 'Job').steps.some((step) => step.acts.some((act) => act.hidden)))
  })
}

test('parameters and variables that name themselves end', async () => {
  const { workflow } = await readOne(`
variables: {a: $(b)$(b), b: $(a)$(a)}
jobs: [{deployment: d, environment: $(a), strategy: {runOnce: {deploy: {steps: [{bash: make $(a)}]}}}}]
`)
  assert.ok(isHidden(job(workflow, 'd').environment?.name))
})

test('a runtime parameter with values makes a use for each environment', async () => {
  const { workflow } = await readOne(`
trigger: none
parameters:
- {name: environment, type: string, default: dev, values: [dev, prod]}
jobs: [{deployment: d, environment: "\${{ parameters.environment }}", strategy: {runOnce: {deploy: {steps: [{bash: make}]}}}}]
`)
  assert.deepEqual(names(workflow), ['d (dev)', 'd (prod)'])
  const run = start(workflow, 'manual', { inputs: { environment: 'prod' } })
  assert.deepEqual(
    workflow.jobs.map((each) => each.condition?.holds(run)),
    [false, true],
  )
  assert.deepEqual(workflow.hidden, [], 'a text has no keys, so none of them is hidden')
})

test('a template that is given its environment deploys there, though no name of a stage or job tells it', async () => {
  const files = {
    'azure-pipelines.yml': `
stages:
- {template: deploy.yml, parameters: {env: dev}}
- {template: deploy.yml, parameters: {env: "$(secret)"}}
`,
    'deploy.yml': `
parameters: {env: ''}
stages:
- {stage: "Ship\${{ parameters.env }}", jobs: [{job: web, steps: [{bash: make deploy}]}]}
`,
  }
  const { workflow } = await readOne(files['azure-pipelines.yml'], files)
  const [known, unknown] = workflow.jobs
  assert.equal(known?.environment?.name, 'dev')
  assert.equal(known?.environment?.gate, false)
  assert.equal(unknown?.environment, undefined)
})

test('variables that a branch chooses make a use for each environment', async () => {
  const { workflow } = await readOne(`
trigger: [main, develop]
variables:
  \${{ if eq(variables['Build.SourceBranchName'], 'main') }}:
    environment: production
  \${{ else }}:
    environment: dev
jobs: [{job: d, steps: [{bash: ./deploy.sh $(environment)}]}]
`)
  assert.deepEqual(names(workflow), ['d (production)', 'd (dev)'])
  assert.deepEqual(
    workflow.jobs.map((each) => each.steps[0]?.acts[0]?.text),
    ['./deploy.sh production', './deploy.sh dev'],
  )
})

const chosen = (test: string) => `
      if [ "${test}" = main ]; then
        TARGET=production
      else
        TARGET=staging
      fi
      echo "##vso[task.setvariable variable=env;isOutput=true]$TARGET"
`

for (const [how, given, value] of [
  ['a macro', chosen('$(Build.SourceBranchName)'), "dependencies.choose.outputs['pick.env']"],
  ['a variable', chosen('$BUILD_SOURCEBRANCHNAME'), "dependencies.choose.outputs['pick.env']"],
  ['the key alone', chosen('$BUILD_SOURCEBRANCHNAME'), "dependencies.First.outputs['choose.pick.env']"],
  [
    'a variable of that name for its own job beside it',
    `${chosen('$BUILD_SOURCEBRANCHNAME')}echo "##vso[task.setvariable variable=env]dev"`,
    "dependencies.choose.outputs['pick.env']",
  ],
  ['another stage', chosen('$BUILD_SOURCEBRANCHNAME'), "stageDependencies.First.choose.outputs['pick.env']"],
] as const) {
  test(`what a script of another job gives by the branch makes a use for each environment: ${how}`, async () => {
    const { workflow } = await readOne(`
trigger: [main, develop]
jobs:
- {job: choose, steps: [{name: pick, bash: ${JSON.stringify(given)}}]}
- {job: d, dependsOn: choose, variables: {env: "$[ ${value} ]"}, steps: [{bash: ./deploy.sh $(env)}]}
`)
    assert.deepEqual(names(workflow), ['choose', 'd (production)', 'd (staging)'])
  })
}

for (const [why, step, text, more] of [
  ['the step may not run', 'condition: failed(), ', chosen('$(Build.SourceBranchName)'), ''],
  ['something else decides', '', chosen('$(target)'), ''],
  [
    'a function gives it, too',
    '',
    `give() { echo "##vso[task.setvariable variable=$1;isOutput=true]production"; }${chosen('$(Build.SourceBranchName)')}give env`,
    '',
  ],
  [
    'it is printed by a format',
    '',
    `${chosen('$(Build.SourceBranchName)')}printf "##vso[task.setvariable variable=env;isOutput=true]%s" dev`,
    '',
  ],
  [
    'another script gives it too',
    '',
    chosen('$(Build.SourceBranchName)'),
    `, {name: pick, bash: "echo '##vso[task.setvariable variable=env;isOutput=true]dev'"}`,
  ],
] as const) {
  test(`what a script of another job gives is not known: ${why}`, async () => {
    const { workflow } = await readOne(`
trigger: [main, develop]
jobs:
- {job: choose, steps: [{${step}name: pick, bash: ${JSON.stringify(text)}}${more}]}
- {job: d, dependsOn: choose, variables: {env: "$[ dependencies.choose.outputs['pick.env'] ]"}, steps: [{bash: ./deploy.sh $(env)}]}
`)
    assert.deepEqual(names(workflow), ['choose', 'd'])
  })
}

test('a template elsewhere is known by the name it is given, and may hold what it deploys', async () => {
  const { workflow } = await readOne(`
resources: {repositories: [{repository: shared, name: platform/pipelines}]}
jobs:
- {job: approve, pool: server, steps: [{task: ManualValidation@1}]}
- {template: jobs/deploy-app.yml@shared, parameters: {jobName: DeployWeb, dependsOn: approve, environment: production}}
- {job: smoke, dependsOn: DeployWeb, steps: [{bash: curl}]}
`)
  const deployment = job(workflow, 'DeployWeb')
  assert.deepEqual(needs(deployment), ['approve'])
  assert.deepEqual(needs(job(workflow, 'smoke')), ['DeployWeb'])
  assert.ok(deployment.hidden?.couldBe.includes('approve'))
  assert.equal(deployment.environment?.name, 'production')
})

for (const [path, some, none] of [
  ['jobs/build-and-test.yml', ['unit-test', 'security-scan'], ['deploy', 'approve']],
  ['build/job/dacpac.yml', ['build', 'unit-test'], ['deploy']],
  ['steps/set-variables.yml', [], ['deploy', 'unit-test', 'build']],
  ['steps/wait-for-deployment.yml', [], ['deploy']],
] as const) {
  test(`what ${path} of another repository could be`, async () => {
    const { workflow } = await readOne(`jobs: [{template: ${path}@shared}]`)
    const couldBe = workflow.jobs[0]?.hidden?.couldBe ?? []
    assert.deepEqual(
      some.filter((kind) => !couldBe.includes(kind)),
      [],
    )
    assert.deepEqual(
      none.filter((kind) => couldBe.includes(kind)),
      [],
    )
  })
}

test('each over a variable that is named by what an outer loop goes through', async () => {
  const { workflow } = await readOne(`
parameters:
- {name: regions, type: object, default: [west, north]}
variables:
- {name: west, value: 'dev,prod'}
- {name: north, value: prod}
stages:
- \${{ each region in parameters.regions }}:
  - \${{ each env in split(variables[region], ',') }}:
    - stage: Deploy_\${{ env }}_\${{ region }}
      jobs: [{job: app, steps: [{bash: ./deploy.sh}]}]
`)
  assert.deepEqual(names(workflow), ['Deploy_dev_west', 'Deploy_prod_west', 'Deploy_prod_north'])
  assert.deepEqual(workflow.hidden, [])
})

test('a stage whose keys come from each over its pairs', async () => {
  const { workflow } = await readOne(`stages: [{template: wrap.yml, parameters: {stages: [{stage: A}, {stage: B}]}}]`, {
    'wrap.yml': `
parameters: [{name: stages, type: stageList}]
stages:
- \${{ each stage in parameters.stages }}:
  - \${{ each pair in stage }}:
      \${{ pair.key }}: \${{ pair.value }}
    jobs: [{job: j, steps: [{bash: make}]}]
`,
  })
  assert.deepEqual(names(workflow), ['A', 'B'])
})

test('what is there only by a parameter keeps its name, and holds only there', async () => {
  const { workflow } = await readOne(
    `
parameters: [{name: skip, type: boolean, default: false}]
stages:
- \${{ if eq(parameters.skip, false) }}:
  - stage: A
    jobs: [{job: a, steps: [{template: steps.yml}]}]
- stage: B
  jobs:
  - \${{ if eq(parameters.skip, false) }}:
    - {job: b, displayName: Bee, timeoutInMinutes: 5, steps: [{bash: make}]}
  - {job: c, steps: [{bash: make}]}
`,
    { 'steps.yml': 'steps: [{bash: make}]' },
  )
  assert.deepEqual(names(workflow), ['A', 'B / b', 'B / c'])
  const b = job(workflow, 'B / b')
  assert.deepEqual([b.name, b.timeoutMinutes], ['Bee', 5])
  const skipping = start(workflow, 'manual', { inputs: { skip: 'true' } })
  const holds = (id: string) => job(workflow, id).condition?.holds(skipping)
  assert.deepEqual([holds('A'), holds('B / b'), holds('B / c')], [false, false, undefined])
})

test('each over all parameters hands on what a template is called with, whether it declares it or not', async () => {
  const handOn = `
    \${{ each parameter in parameters }}:
      \${{ if ne(parameter.key, 'is1ES') }}:
        \${{ parameter.key }}: \${{ parameter.value }}
`
  const { workflow } = await readOne(
    `
jobs:
- template: outer.yml
  parameters:
    timeoutInMinutes: 7
    jobs:
    - job: Build
      steps: [{bash: make}]
    - job: Ship
      environment: production
      steps: [{bash: ./ship.sh}]
`,
    {
      'outer.yml': `jobs:\n- template: inner.yml\n  parameters:\n    is1ES: false${handOn}`,
      'inner.yml': `
parameters: {jobs: [], timeoutInMinutes: 60, is1ES: ''}
jobs:
- \${{ each job in parameters.jobs }}:
  - template: job.yml
    parameters:
      \${{ each parameter in parameters }}:
        \${{ if ne(parameter.key, 'jobs') }}:
          \${{ parameter.key }}: \${{ parameter.value }}
      \${{ each property in job }}:
        \${{ if ne(property.key, 'job') }}:
          \${{ property.key }}: \${{ property.value }}
      name: \${{ job.job }}
`,
      'job.yml': `
parameters: {name: '', steps: []}
jobs:
- job: \${{ parameters.name }}
  \${{ each parameter in parameters }}:
    \${{ if eq(parameter.key, 'timeoutInMinutes') }}:
      \${{ parameter.key }}: \${{ parameter.value }}
  steps:
  - \${{ each step in parameters.steps }}:
    - \${{ step }}
`,
    },
  )
  assert.deepEqual(names(workflow), ['Build', 'Ship'])
  assert.deepEqual(
    workflow.jobs.map(({ steps }) => steps.map(({ acts }) => acts[0]?.text).join()),
    ['make', './ship.sh'],
  )
  assert.deepEqual(
    workflow.jobs.map(({ timeoutMinutes }) => timeoutMinutes),
    [7, 7],
  )
})

test('each over an object that a run is started with and that is empty otherwise: one turn, perhaps', async () => {
  const { workflow } = await readOne(
    `
trigger: {branches: {include: [main]}}
parameters:
- {name: sites, type: object, default: {}}
- {name: regions, type: object, default: []}
- {name: steps, type: stepList, default: []}
jobs:
- job: sites
  steps:
  - \${{ each site in parameters.sites }}:
    - bash: ./deploy.sh \${{ site.value.name }}
- job: none
  steps:
  - \${{ each step in parameters.steps }}:
    - bash: make
  - bash: make all
- template: regions.yml
  parameters: {regions: "\${{ parameters.regions }}"}
`,
    {
      'regions.yml': `
parameters: {regions: []}
jobs:
- \${{ each region in parameters.regions }}:
  - job: region
    steps: [{bash: "./deploy.sh \${{ region }}"}]
`,
    },
  )
  assert.deepEqual(names(workflow), ['sites', 'none', 'region'])
  const [byPush, byHand] = [start(workflow, 'push'), start(workflow, 'manual')]
  const step = job(workflow, 'sites').steps[0]
  assert.equal(step?.condition?.holds(byPush), false)
  assert.equal(step?.condition?.holds(byHand), undefined)
  assert.match(step?.acts[0]?.text ?? '', /^\.\/deploy\.sh/)
  assert.equal(job(workflow, 'none').steps.length, 1)
  assert.equal(job(workflow, 'region').condition?.holds(byPush), false)
  assert.equal(job(workflow, 'region').condition?.holds(byHand), undefined)
  assert.deepEqual(workflow.hidden, [])
})

test('each over a map that a template is handed goes through its pairs', async () => {
  const { workflow } = await readOne(
    `
jobs:
- template: sites.yml
  parameters: {sites: {shop: eu, blog: us}}
`,
    {
      'sites.yml': `
parameters: {sites: {}}
jobs: [{template: jobs.yml, parameters: {sites: "\${{ parameters.sites }}"}}]
`,
      'jobs.yml': `
parameters: {sites: {}}
jobs:
- \${{ each site in parameters.sites }}:
  - job: \${{ site.key }}
    steps: [{bash: "./deploy.sh \${{ site.value }}"}]
`,
    },
  )
  assert.deepEqual(names(workflow), ['shop', 'blog'])
})
