import assert from 'node:assert/strict'
import test from 'node:test'
import type { Workflow } from '../../../src/facts/pipeline/model.ts'
import { declarative, job, readOne } from './support.ts'

const stages = (deploy: string) =>
  declarative(`
    stage('Test') { steps { sh 'mvn test' } }
    stage('Deploy to production') { steps {
      sh 'helm upgrade shop ./chart'
      ${deploy}
    } }`)

/** Names of the stages in which something is hidden. */
const hiding = ({ jobs }: Workflow) =>
  jobs
    .filter(({ hidden, steps }) => hidden || steps.some(({ acts }) => acts.some((act) => act.hidden)))
    .map(({ id }) => id)

test('a statement that cannot be parsed is hidden in its stage only, and still a problem', async () => {
  const workflow = await readOne(stages(`echo 'a' 'b' +\n      sh 'curl --fail https://shop.example'`))
  assert.ok(workflow.problems.some(({ unreadable }) => unreadable))
  assert.deepEqual(workflow.hidden, [])
  assert.deepEqual(hiding(workflow), ['Deploy to production'])
})

test('it is hidden at its turn, behind what of it could be read', async () => {
  const workflow = await readOne(stages(`input message 'go' 'on'\n      sh 'mvn deploy'`))
  const { steps } = job(workflow, 'Deploy to production')
  assert.deepEqual(
    steps.map(({ acts }) => acts.some((act) => act.hidden?.couldBe.includes('approve'))),
    [false, false, true, false],
  )
  assert.equal(new Set(steps.map(({ id }) => id)).size, 4)
})

test('a stage of a scripted pipeline too', async () => {
  const workflow = await readOne(`node {
    stage('Build') { sh 'mvn package' }
    stage('Ship') { sh 'mvn deploy' \n sh 'a' 'b' 'c' }
  }`)
  assert.deepEqual(workflow.hidden, [])
  assert.deepEqual(hiding(workflow), ['Ship'])
})

for (const [what, text] of [
  ['a block that is not closed', declarative(`stage('Deploy') { steps { sh 'x'`)],
  ['a bracket too many', `${stages(`sh 'x'`)}\n}\n`],
  ['a lost condition of a stage', declarative(`stage('Deploy') { when { branch 'a' 'b' } \n steps { sh 'x' } }`)],
  ['a variable that others read', stages(`env.TARGET = 'a' 'b'`)],
  ['a statement that holds stages', stages(`script { if (x y) { stage('Approve') { input 'go?' } } }`)],
  ['a statement between the stages', declarative(`stage('A') { steps { sh 'x' } }\n stage('B' 'C') { steps { } }`)],
  ['a function', `def ship() { sh 'a' 'b' }\n${stages(`ship()`)}`],
  ['more problems than are told', stages(`sh 'a' 'b'\n      `.repeat(25))],
] as const) {
  test(`${what} leaves the whole pipeline hidden`, async () => {
    const workflow = await readOne(text)
    assert.ok(workflow.problems.length > 0)
    assert.equal(workflow.hidden.length, 1)
  })
}
