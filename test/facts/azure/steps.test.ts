import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { repositoryOf } from '../../support/repository.ts'
import { job, read, readOne } from './support.ts'

test('hooks of a deployment run in their order; on.failure only after a failure', async () => {
  const { workflow } = await readOne(`
jobs:
- deployment: d
  environment: production.vm
  strategy:
    canary:
      increments: [10]
      deploy: {steps: [{bash: deploy}]}
      preDeploy: {steps: [{bash: before}]}
      postRouteTraffic: {steps: [{bash: smoke}]}
      on: {failure: {steps: [{bash: undo}]}, success: {steps: [{bash: tell}]}}
`)
  const { steps, environment } = job(workflow, 'd')
  assert.equal(environment?.name, 'production')
  assert.deepEqual(
    steps.map((step) => [step.acts[0]?.text, step.runsAfterFailure]),
    [
      ['before', 'no'],
      ['deploy', 'no'],
      ['smoke', 'no'],
      ['tell', 'no'],
      ['undo', 'only'],
    ],
  )
})

for (const [condition, wanted] of [
  ['succeeded()', 'no'],
  ['succeededOrFailed()', 'always'],
  ['failed()', 'only'],
  // It stands in the place of succeeded().
  ["ne(variables['Build.Reason'], 'PullRequest')", 'always'],
  ["and(succeeded(), ne(variables['Build.Reason'], 'PullRequest'))", 'no'],
] as const) {
  test(`a step under ${condition}`, async () => {
    const { workflow } = await readOne(`steps: [{bash: make, condition: "${condition}"}]`)
    assert.equal(job(workflow, 'Job').steps[0]?.runsAfterFailure, wanted)
  })
}

test('enabled: false runs in no run; continueOnError is kept', async () => {
  const { workflow } = await readOne('steps: [{bash: a, enabled: false}, {bash: b, continueOnError: true}]')
  const [off, on] = job(workflow, 'Job').steps
  assert.equal(off?.condition?.holds({ trigger: workflow.triggers[0] as never } as never), false)
  assert.equal(on?.continueOnError, true)
})

test('scripts do not stop at a failing command by themselves, and macros are put in', async () => {
  const { scripts } = await readOne(`
pool: {vmImage: ubuntu-latest}
variables: [{name: target, value: ./...}]
steps:
- script: go test $(target) -o $(Build.BuildId) $(System.DefaultWorkingDirectory)/x $(pwd)
  workingDirectory: $(Build.SourcesDirectory)/src/app
`)
  const [script] = scripts
  assert.equal(script?.text, 'go test ./... -o ${BUILD_BUILDID} ../../x $(pwd)')
  assert.deepEqual([script?.shell, script?.errexit, script?.directory], ['bash', false, 'src/app'])
})

test('script on a Windows agent is cmd', async () => {
  const { scripts } = await readOne('pool: {vmImage: windows-latest}\nsteps: [{script: make}]')
  assert.equal(scripts[0]?.shell, 'cmd')
})

const task = (name: string, inputs: string) => `steps: [{task: ${name}, inputs: {${inputs}}}]`
for (const [text, kinds] of [
  [task('DotNetCoreCLI@2', "command: test, projects: '**/*UnitTests.csproj'"), ['build', 'unit-test']],
  [task('DotNetCoreCLI@2', 'command: build'), ['build']],
  [task('Docker@2', 'command: buildAndPush, repository: shop, tags: $(Build.BuildId)'), ['build', 'publish']],
  [task('HelmDeploy@0', 'command: upgrade, releaseName: shop, chartPath: chart'), ['deploy']],
  [task('KubernetesManifest@1', 'action: deploy, manifests: k8s/app.yml'), ['deploy']],
  [task('TerraformTaskV4@4', 'command: plan'), ['plan']],
  [task('TerraformCLI@1', 'command: apply'), ['apply']],
  [task('AzureWebApp@1', 'appName: shop'), ['deploy']],
  [
    task('AzureCLI@2', 'scriptLocation: inlineScript, scriptType: bash, inlineScript: az webapp up'),
    ['build', 'deploy'],
  ],
  [task('AzureResourceManagerTemplateDeployment@3', 'deploymentMode: Validation'), ['validate']],
  [task('SqlAzureDacpacDeployment@1', 'DacpacFile: a.dacpac'), ['migrate']],
  [task('ManualValidation@1', 'onTimeout: reject'), ['approve']],
  [task('ManualValidation@1', 'onTimeout: resume'), []],
  [task('PublishPipelineArtifact@1', 'targetPath: x'), []],
  [task('SnykSecurityScan@1', 'testType: app'), ['security-scan']],
] as const) {
  test(`kinds of ${text}`, async () => {
    const { facts } = await collectFacts(repositoryOf({ 'azure-pipelines.yml': text }), defaultSettings, ['steps'])
    assert.deepEqual([...new Set(facts.steps.flatMap((step) => step.kinds))].sort(), kinds)
  })
}

for (const [text, kinds, blocking] of [
  [task('trivy@1', 'path: .'), ['security-scan'], true],
  [task('trivy@1', "image: shop, exitCode: '0'"), ['image-scan'], false],
  [task('Veracode@3', 'filepath: x'), ['security-scan'], false],
  [task('Veracode@3', "failBuildOnPolicyFail: 'False'"), ['security-scan'], false],
  [task('Veracode@3', 'failBuildOnPolicyFail: true'), ['security-scan'], true],
  [task('Checkmarx AST@3', "additionalParams: '--threshold sast-high=1'"), ['security-scan'], true],
  [task('Checkmarx CxSAST@2023', 'projectName: x'), ['security-scan'], false],
  [task('Checkmarx CxSAST@2023', 'vulnerabilityThreshold: true'), ['security-scan'], true],
  [task('Gitleaks@2', 'scanlocation: .'), ['security-scan'], true],
  // a policy on the scanner's own server decides
  [task('aquasecScanner@4', 'image: shop'), ['image-scan'], false],
  [task('prisma-cloud-compute-scan@3', 'scanType: images'), ['image-scan'], false],
  [task('WhiteSource@21', 'cwd: .'), ['security-scan'], false],
  [task('FortifyOnDemandStatic@9', 'ReleaseId: 1'), ['security-scan'], false],
  [task('NexusIqPipelineTask@1', 'applicationId: shop'), ['security-scan'], false],
  [task('WhiteSource Bolt@20', 'cwd: .'), ['security-scan'], false],
] as const) {
  test(`whether a scan holds the run: ${text}`, async () => {
    const { facts } = await collectFacts(repositoryOf({ 'azure-pipelines.yml': text }), defaultSettings, ['steps'])
    assert.deepEqual(facts.steps[0]?.kinds, kinds)
    assert.deepEqual(facts.steps[0]?.blocking, blocking ? kinds : [])
  })
}

test('without a trigger, a push to any branch starts it; none leaves the start by hand', async () => {
  const kinds = async (text: string) =>
    (await readOne(`${text}\nsteps: [{bash: make}]`)).workflow.triggers.map(({ kind }) => kind)
  assert.deepEqual(await kinds(''), ['push'])
  assert.deepEqual(await kinds('trigger: none'), ['manual'])
  assert.deepEqual(await kinds('trigger: {branches: {include: [main]}, tags: {include: [v*]}}\npr: [main]'), [
    'push',
    'tag',
    'pull-request',
  ])
  assert.deepEqual(
    await kinds('trigger: none\nresources: {pipelines: [{pipeline: ci, source: shop-ci, trigger: true}]}'),
    ['pipeline'],
  )
})

test('a file of that name that is broken or empty is told', async () => {
  const { workflows } = await read({ 'azure-pipelines.yml': '' })
  assert.deepEqual(
    workflows.map(({ problems }) => problems.map(({ unreadable }) => unreadable)),
    [[true]],
  )
})

test('YAML of other systems is no pipeline of this one', async () => {
  const { workflows } = await read({
    'ci/values.yml': 'steps: 3',
    '.github/workflows/build.yml': 'jobs: {}',
    'deploy/compose.yml': 'services: {}',
    'pipelines/tekton.yml': 'kind: Pipeline',
  })
  assert.deepEqual(workflows, [])
})

for (const [what, resource, others, wanted] of [
  [
    'of a pipeline that is not here',
    '{pipeline: ci, source: shop-ci, trigger: true}',
    {},
    'how shop-ci made the artifact',
  ],
  [
    'of one here that starts this one',
    '{pipeline: ci, source: Shop CI, trigger: true}',
    { 'ci/shop-ci.yml': 'trigger: [main]\nsteps:\n- bash: make' },
    undefined,
  ],
  [
    'of one here that somebody chooses',
    '{pipeline: ci, source: Shop CI}',
    { 'ci/shop-ci.yml': 'trigger: [main]\nsteps:\n- bash: make' },
    'how Shop CI made the artifact',
  ],
] as const) {
  test(`a download ${what}`, async () => {
    const { workflow } = await readOne(
      `trigger: none\nresources: {pipelines: [${resource}]}\nsteps: [{download: ci}, {download: current}]`,
      others,
    )
    const [first, second] = job(workflow, 'Job').steps
    assert.equal(first?.acts[0]?.hidden?.value.what, wanted)
    assert.equal(second?.acts.length, 0)
    const after = workflow.triggers.flatMap((trigger) => trigger.after ?? [])
    if (resource.includes('trigger')) assert.deepEqual(after, [wanted ? 'shop-ci' : 'ci/shop-ci.yml'])
  })
}

test('what Docker@2 builds is an image, labelled with the commit; its connection hides the registry', async () => {
  const step = (more: string) =>
    `- task: Docker@2\n  inputs: {containerRegistry: $(Acr), repository: acme/shop, command: buildAndPush, tags: 1.4.0${more}}`
  const imagesOf = async (more: string) => {
    const files = { 'azure-pipelines.yml': `steps:\n${step(more)}\n`, Dockerfile: 'FROM scratch\n' }
    return (await collectFacts(repositoryOf(files), defaultSettings, ['images'])).facts.images
  }
  const [image] = await imagesOf('')
  assert.equal(image?.name, 'acme/shop')
  assert.deepEqual([isHidden(image?.registry), image?.traced, image?.shipped], [true, true, true])
  assert.equal((await imagesOf(', addPipelineData: false'))[0]?.traced, false)
})

test('a variable that is made of a folder of the checkout leads there', async () => {
  const { scripts } = await readOne(
    'variables:\n- group: x\n- {name: root, value: $(Build.SourcesDirectory)/infra}\n- {name: tools, value: $(root)/tools}\nsteps: [{bash: $(tools)/apply.sh $(ring)}]',
  )
  assert.equal(scripts[0]?.text, './infra/tools/apply.sh ${RING}')
})

test('an artifact of a scanner’s pipeline is its data, one of any other is what is shipped', async () => {
  const couldBe = async (definition: string) => {
    const { workflow } = await readOne(`
steps:
  - task: DownloadPipelineArtifact@2
    inputs: {buildType: specific, definition: ${definition}, targetPath: data}
`)
    return workflow.jobs[0]?.steps[0]?.acts[0]?.hidden?.couldBe
  }
  assert.deepEqual(await couldBe('owasp-dependency-check-update'), ['security-scan', 'image-scan'])
  assert.ok((await couldBe('shop-release'))?.includes('unit-test'))
  assert.ok((await couldBe('shop-test'))?.includes('build'))
})

test('a pipeline at the root may be called anything, another system’s file is none', async () => {
  const scale =
    'trigger: none\npool: {vmImage: ubuntu-latest}\nsteps:\n- task: AzureCLI@2\n  inputs: {inlineScript: ls}\n'
  const { workflows } = await read({
    'scale-shop.yml': scale.replace('{vmImage: ubuntu-latest}', '\n  vmImage: ubuntu-latest'),
    'settings/scale-shop.yml': scale,
    '.travis.yml': 'stages: [test]\njobs:\n  include:\n  - stage: test\n    script: make\n',
    'notes.yml': 'name: rings\nsteps: [polish]\n',
  })
  assert.deepEqual(
    workflows.map(({ file }) => file),
    ['scale-shop.yml'],
  )
})
