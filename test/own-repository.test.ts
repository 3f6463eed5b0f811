import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { forgetRepository } from '../scripts/own-repository.ts'

test('what the build and the tests do in repositories of their own is not done to the one that git runs them for', () => {
  const local = execFileSync('git', ['rev-parse', '--local-env-vars'], { encoding: 'utf8' }).trim().split('\n')
  const environment: NodeJS.ProcessEnv = Object.fromEntries([...local, 'HOME'].map((name) => [name, 'x']))
  forgetRepository(environment)
  const configuration = Object.keys(environment).filter((name) => name.startsWith('GIT_CONFIG_'))
  assert.deepEqual(Object.keys(environment), [...configuration, 'HOME'])
})
