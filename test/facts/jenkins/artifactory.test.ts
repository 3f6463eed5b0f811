import assert from 'node:assert/strict'
import test from 'node:test'
import { declarative, job, kinds, read, readOne } from './support.ts'

const server = `def store = Artifactory.server 'store-1'\ndef about = Artifactory.newBuildInfo()\n`

for (const [call, wanted] of [
  ['store.upload spec: "{}", buildInfo: about', 'publish'],
  ['store.upload("{}")', 'publish'],
  ['store.publishBuildInfo about', 'publish'],
  ['store.promote([buildName: "shop"])', 'publish'],
  ['store.download spec: "{}"', ''],
  ['about.env.collect()', ''],
  ['about.retention maxBuilds: 10', ''],
] as const) {
  test(`on a server of Artifactory, ${call} is ${wanted || 'nothing that is asked about'}`, async () => {
    const workflow = await readOne(server + declarative(`stage('Ship') { steps { script { ${call} } } }`))
    assert.equal(kinds(job(workflow, 'Ship')), wanted)
  })
}

for (const [goals, wanted] of [
  ['clean verify', 'build+unit-test'],
  ['clean package -DskipTests', 'build'],
] as const) {
  test(`a build of Maven by the plugin of Artifactory runs its goals: ${goals}`, async () => {
    const calls = `def maven = Artifactory.newMavenBuild()\n maven.tool = 'm3'\n maven.run pom: 'pom.xml', goals: '${goals}'`
    const scripted = await readOne(`node { stage('Build') { ${calls} } }`, { 'pom.xml': '<project/>' })
    assert.equal(kinds(job(scripted, 'Build')), wanted)
    const step = `stage('Build') { steps { rtMavenRun pom: 'pom.xml', goals: '${goals}' } }`
    assert.equal(kinds(job(await readOne(declarative(step), { 'pom.xml': '<project/>' }), 'Build')), wanted)
  })
}

test('what nobody knows on an object of Artifactory hides what its name leaves open', async () => {
  const workflow = await readOne(`${server}node { stage('Ship') { store.deployEverything() } }`)
  assert.ok(job(workflow, 'Ship').hidden?.couldBe.includes('deploy'))
})

test('the description of the steps for an editor is no pipeline', async () => {
  const found = await read({
    'Jenkinsfile.gdsl': `def ctx = context(scope: scriptScope())\ncontributor(ctx) { method(name: 'deploy') }\n`,
    Jenkinsfile: 'node { stage("Build") { sh "make" } }',
  })
  assert.deepEqual(
    found.map(({ file }) => file),
    ['Jenkinsfile'],
  )
})
