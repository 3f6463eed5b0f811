import assert from 'node:assert/strict'
import { test } from 'node:test'
import { read } from './support.ts'

/** Where a job's first command runs. */
async function folder(directory: string, ...steps: string[]): Promise<string | undefined> {
  const job = `{docker: [], working_directory: ${directory}, steps: [${[...steps, '{run: ops/up.sh}'].join(', ')}]}`
  const { scripts } = await read(`version: 2.1\njobs:\n  up: ${job}\nworkflows: {w: {jobs: [up]}}\n`)
  return scripts.at(-1)?.directory
}

test('commands run where the checkout is, also where a whole home is attached', async () => {
  assert.equal(await folder('~/shop', 'checkout'), '')
  assert.equal(await folder('~/project', '{attach_workspace: {at: ~/}}'), '')
  assert.equal(await folder('/home/circleci/project', '{attach_workspace: {at: /home/circleci}}'), '')
  assert.equal(await folder('~/shop/till', '{attach_workspace: {at: ~/shop}}'), 'till')
})
