import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'yaml'
import { proposedFiles } from '../../src/cli/init/files.ts'
import { parseSettings } from '../../src/config/load.ts'
import { Text } from '../../src/documents/text.ts'
import { assay, folderOf } from './support/assay.ts'
import { cornerShop } from './support/shop.ts'

const read = (folder: string, file: string) => readFileSync(join(folder, file), 'utf8')

test('after init the gate is green, the debt is in the baseline, and the files are ones that Assay and GitHub take', async () => {
  const folder = cornerShop()
  const [begun, checked] = assay(folder, ['init'], ['check', '-q'])
  assert.equal(begun!.code, 0, begun!.stderr)
  assert.equal(checked!.code, 0, checked!.stdout)
  assert.match(checked!.stdout, /to\s+the\s+baseline:\s+0 new, \d+ known/)
  const { settings } = await parseSettings(new Text('assay.yaml', read(folder, 'assay.yaml')))
  assert.equal(settings.baseline, '.assay/baseline.txt')
  const workflow = parse(read(folder, '.github/workflows/assay.yml')) as { jobs: object; permissions: object }
  assert.deepEqual(workflow.permissions, { contents: 'read' })
})

test('what is there is never touched, and told', () => {
  const folder = cornerShop()
  writeFileSync(join(folder, 'assay.yaml'), 'profile: silver\n')
  const [begun, again] = assay(folder, ['init'], ['init'])
  assert.match(begun!.stdout, /^assay\.yaml is there already and stays as it is$/m)
  assert.equal(read(folder, 'assay.yaml'), 'profile: silver\n')
  // that file names no baseline, so it has to be named
  assert.match(begun!.stdout, /use it: assay check --baseline[\s\S]*`assay check --baseline` is green/)
  assert.match(again!.stdout, /baseline\.txt is there already/)
  assert.match(again!.stdout, /workflows\/assay\.yml is there already/)
})

test('a dry run shows all and writes nothing', () => {
  const folder = cornerShop()
  const [shown] = assay(folder, ['init', '--dry-run'])
  assert.match(shown!.stdout, /--- assay\.yaml[\s\S]*Found: github-actions \(2 pipelines\)/)
  for (const file of ['assay.yaml', '.assay', '.github/workflows/assay.yml'])
    assert.ok(!existsSync(join(folder, file)), file)
})

test('where no gate can be written, it is said what to add', () => {
  const job = 'jobs:\n  build:\n    docker: [{image: cimg/node:24.1}]\n    steps: [checkout, {run: npm test}]\n'
  const circle = folderOf({ '.circleci/config.yml': `version: 2.1\n${job}workflows: {main: {jobs: [build]}}\n` })
  const [begun] = assay(circle, ['init'])
  assert.match(begun!.stdout, /^The gate: the job of templates\/circleci\.yml of Assay[^\n]* check$/m)
  assert.ok(!begun!.stdout.includes('use it:'), 'assay.yaml names the baseline')
  assert.match(begun!.stdout, /`assay check` is green/)
  const [jenkins] = assay(folderOf({ Jenkinsfile: "node { sh 'make' }\n" }), ['init', '--dry-run'])
  assert.match(jenkins!.stdout, /^The gate: a job with Node [^\n]* check$/m)
})

test('the gate of GitLab stands in a stage that the pipeline has, and asks for nothing that older versions refuse', () => {
  const job = 'ship:\n  stage: deploy\n  script: kubectl apply -f k8s\n'
  const template = readFileSync(new URL('../../templates/gitlab.yml', import.meta.url), 'utf8')
  for (const [head, stage] of [
    ['', 'test'],
    ['stages: [build, test, deploy]\n', 'test'],
    ['stages: [lint it, deploy]\n', 'lint it'],
    ['include: [{project: acme/ci, file: all.yml}]\n', '.pre'],
    ['spec:\n  inputs: {}\n---\nstages:\n  - deploy\n', 'deploy'],
  ] as const) {
    const folder = folderOf({ '.gitlab-ci.yml': `${head}${job}` })
    assay(folder, ['init'])
    const gate = parse(read(folder, '.gitlab/assay.yml')) as Record<
      string,
      { stage?: string; before_script?: string[]; artifacts?: { reports: object } }
    >
    assert.equal(gate['.assay']!.stage, stage)
    // what the template of the package sets up first
    assert.ok(template.includes(`    - ${gate['.assay']!.before_script![0]} #`))
    // an unknown kind of report makes the whole pipeline invalid, and `sarif` is known from 18.11 on
    assert.deepEqual(Object.keys(gate['assay-report']!.artifacts!.reports), ['codequality'])
  }
})

test('environments whose names do not tell are asked for, and so is whether anything is deployed', () => {
  const unclear = folderOf({
    '.gitlab-ci.yml': 'ship:\n  script: kubectl apply -f k8s\n  environment: blue-whale\n',
  })
  const [empty] = assay(folderOf({}), ['init', '--dry-run'])
  assert.match(assay(unclear, ['init', '--dry-run'])[0]!.stdout, /# {3}blue-whale: <class>/)
  assert.match(empty!.stdout, /# deploys: false/)
})

test('an answer that would settle one or two requirements names them: out of its place it says little', () => {
  const pipeline = `on: {push: {branches: [main]}}
jobs:
  ship:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: actions/checkout@v4
      - run: pytest
      - run: kubectl apply -f deploy/
`
  const folder = folderOf({ '.github/workflows/ship.yml': pipeline, 'tests/test_all.py': 'def test_all(): pass\n' })
  assay(folder, ['init'])
  const asked = read(folder, 'assay.yaml')
    .split('\n')
    .filter((line) => line.includes('(settles '))
  assert.ok(asked.length > 0)
  for (const line of asked) assert.match(line, /\(settles (\d+|[a-z-]+\.[a-z0-9-]+(, [a-z-]+\.[a-z0-9-]+)?)\)$/)
  assert.ok(
    asked.some((line) => /\(settles [a-z]/.test(line)),
    asked.join('\n'),
  )
})

test('answers that can be taken as they stand are one part of the configuration, and settle what they are of', () => {
  const pipeline = `on: {push: {branches: [main]}}
jobs:
  ship:
    uses: acme/pipelines/.github/workflows/ship.yml@v1
  deliver:
    uses: acme/pipelines/.github/workflows/deliver.yml@v1
`
  const folder = folderOf({ '.github/workflows/ship.yml': pipeline })
  assay(folder, ['init'])
  const content = read(folder, 'assay.yaml')
  assert.match(content, /^# - say in assay\.yaml what the job ship does \(settles .+\)$/m)
  const [, answers] = /^# kinds:\n((?:# {3}- .*\n)+)/m.exec(content) ?? []
  assert.ok(answers, content)
  writeFileSync(join(folder, 'assay.yaml'), `kinds:\n${answers.replace(/^# /gm, '')}`)
  const [facts] = assay(folder, ['facts', '--format', 'json', '--kind', 'deployments'])
  assert.deepEqual(
    JSON.parse(facts!.stdout)
      .deployments.map(({ job }: { job: string }) => job)
      .sort(),
    ['deliver', 'ship'],
  )
})

test('a question that names no job is no draft of an answer, and says which jobs there are', () => {
  const ask = (entry: string) => ({ text: `say in assay.yaml which: kinds: [{${entry}}]`, settles: ['pipeline.build'] })
  const questions = [
    ask('job: <name>, kinds: [apply]'),
    ask('job: ship, kinds: [deploy]'),
    ask('job: a, kinds: [<kind>]'),
  ]
  const jobs = ['build', 'roll out', 'apply-all', ...Array.from({ length: 12 }, (_, n) => `job-${n}`)]
  const proposal = { systems: [], deployments: 1, known: [], unclear: [], jobs, questions }
  const [configuration] = proposedFiles(proposal, { tag: 'v1.0.0', branch: 'main', stage: 'test' })
  const drafts = configuration?.content.split('# kinds:\n')[1]
  assert.equal(drafts, '#   - {job: ship, kinds: [deploy]}\n#   - {job: a, kinds: [<kind>]}\n')
  assert.match(
    configuration?.content ?? '',
    /^# - say in assay\.yaml which: kinds: \[\{job: <name>, kinds: \[apply\]\}\] \(settles.*\n# {3}<name> is one of apply-all, build, "roll out", job-0, .* and 3 more$/m,
  )
  assert.equal(configuration?.content.match(/is one of/g)?.length, 1)
})

test('a folder that is none is told', () => {
  const [outcome] = assay(folderOf({}), ['init', 'nowhere'])
  assert.equal(outcome!.code, 2)
  assert.match(outcome!.stderr, /"nowhere" is no folder/)
})
