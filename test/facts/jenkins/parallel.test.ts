import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actsOf, job, readOne } from './support.ts'

const deploys = `sh 'kubectl apply -f k8s'`

for (const [what, script, wanted] of [
  [
    'of a list that is known',
    `parallel(['a', 'b'].collectEntries { name -> [(name): { stage("go \${name}") { ${deploys} } }] })`,
    ['a / go a', 'b / go b'],
  ],
  [
    'of a list that is not known',
    `def all = services().collectEntries { s -> ["\${s}": { stage("go \${s}") { ${deploys} } }] }\nparallel all`,
    ['${s} / go ${s}'],
  ],
  [
    'of pairs, whose block is made by a function',
    `def ship(n) { return { stage('go') { ${deploys} } } }\nparallel(['x', 'y'].collectEntries { [it, ship(it)] })`,
    ['x / go', 'y / go'],
  ],
  [
    'put into a map under a name that is not known',
    `def all = [:]\nnodesByLabel('web').each { all[it] = { -> node(it) { stage("go \${it}") { ${deploys} } } } }\nparallel all`,
    ['${it} / go ${it}'],
  ],
  [
    'of the keys of a map',
    `def where = [dev: 1, prod: 2]\nparallel where.collectEntries { name, port -> [(name): { ${deploys} }] }`,
    ['dev', 'prod'],
  ],
] as const) {
  test(`branches ${what} run`, async () => {
    const { jobs } = await readOne(script)
    const deploying = jobs.filter((each) => actsOf(each).some(({ kinds }) => kinds.includes('deploy')))
    assert.deepEqual(
      deploying.map(({ id }) => id),
      wanted,
    )
  })
}

for (const [what, script] of [
  ['that a function elsewhere gives', 'node { stage("All") { parallel plans() } }'],
  [
    'one of which is given by what is not known',
    'node { stage("All") { parallel(a: { sh "make" }, b: plan.get("b")) } }',
  ],
  [
    'of turns that do more than make a block',
    'node { stage("All") { parallel(names().collectEntries { n -> if (n) { other(n) } else { last(n) } }) } }',
  ],
] as const) {
  test(`branches ${what} may do anything`, async () => {
    const { jobs } = await readOne(script)
    assert.ok(jobs.some(({ hidden }) => hidden?.value.what.includes('parallel') && hidden.couldBe.includes('deploy')))
  })
}

test('what says how branches end is none', async () => {
  const { jobs } = await readOne('node { stage("All") { parallel(a: { sh "go vet ./..." }, failFast: params.FAST) } }')
  assert.ok(jobs.every(({ hidden }) => !hidden))
})

test('a map that may hold more does not decide by what is missing in it', async () => {
  const workflow = await readOne(`def where = names().collectEntries { [(it): 'x'] }
node { stage('Go') { if (where['prod']) { ${deploys} } } }`)
  assert.ok(actsOf(job(workflow, 'Go')).some(({ kinds }) => kinds.includes('deploy')))
})

test('declared parameters and triggers of any plugin are no steps', async () => {
  const workflow = await readOne(`node('build') {
  properties([parameters([gitParameter(name: 'TAG', type: 'PT_TAG'), choice(choices: sh(script: 'make list', returnStdout: true), name: 'X')]), pipelineTriggers([webhookOf('shop')])])
  stage('Go') { ${deploys} }
}`)
  const names = workflow.jobs.flatMap(({ steps }) => steps.map(({ name }) => name))
  assert.deepEqual(names, ['make list', 'kubectl apply -f k8s'])
})
