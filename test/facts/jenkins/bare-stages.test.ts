import assert from 'node:assert/strict'
import { test } from 'node:test'
import { job, kinds, needs, readOne } from './support.ts'

test('a stage without a block lasts until the next one', async () => {
  const workflow = await readOne(`
    node {
      stage 'Build'
      def tag = 'v1'
      sh 'go build ./...'
      stage name: 'Staging', concurrency: 1
      sh './deploy.sh'
      sh "helm upgrade shop ./chart --namespace staging --set image.tag=\${tag}"
      stage 'Production'
      input 'Go?'
      sh 'helm upgrade shop ./chart --namespace production'
    }`)
  assert.deepEqual(
    workflow.jobs.map((each) => `${each.id} <- ${needs(each)}`),
    ['Build <- ', 'Staging <- Build', 'Production <- Staging'],
  )
  assert.equal(kinds(job(workflow, 'Build')), 'build')
  assert.match(kinds(job(workflow, 'Staging')), /deploy@staging$/)
  assert.match(kinds(job(workflow, 'Production')), /deploy@production$/)
})

test('a stage that returns early ends the statements behind the next stage, too', async () => {
  const workflow = await readOne(`
    node {
      stage 'Build'
      sh 'go build ./...'
      error 'no further'
      stage 'Production'
      sh 'helm upgrade shop ./chart --namespace production'
    }`)
  assert.deepEqual(
    workflow.jobs.map((each) => each.id),
    ['Build'],
  )
})
