import assert from 'node:assert/strict'
import { test } from 'node:test'
import { searchAhead } from '../../../src/facts/health/ahead.ts'
import { endpointsInCode } from '../../../src/facts/health/code.ts'
import { isSearched, maySpeakOfHealth, spoken } from '../../../src/facts/health/files.ts'
import { repositoryOf } from '../../support/repository.ts'

const express = 'const app = express()\napp.get("/health", (_, answer) => answer.send("ok"))\n'

test('git searches for what a text that may speak of health holds, as people write it', () => {
  const texts = (
    '/healthz /health /Health HEALTH_URL /readyz /ready isReady READY readiness Readiness /livez liveness LIVE isAlive alive ' +
    'heartbeat heartBeat HeartBeat HEARTBEAT /ping Ping /status Status STATUS "up" \'UP\' /up/ "/up"'
  ).split(' ')
  const missed = texts.filter(
    (text) => maySpeakOfHealth.test(text) && !spoken.words.some((word) => text.includes(word)),
  )
  assert.deepEqual(missed, [])
})

test('code in which git has found no such word is not read, and what git does not search is', async () => {
  const code = Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`src/m${i}.ts`, 'export const one = 1\n']))
  const repository = repositoryOf({ ...code, 'src/app.ts': express, 'src/hidden.ts': express, 'conf/routes': '\n' })
  const read: string[] = []
  const { declared } = await endpointsInCode({
    ...repository,
    text: (path) => {
      read.push(path)
      return repository.text(path)
    },
    search: async (wanted) => {
      assert.equal(wanted, spoken)
      return new Set(['src/app.ts'])
    },
  })
  assert.deepEqual(read, ['conf/routes', 'src/app.ts'])
  assert.deepEqual(
    declared.map(({ place }) => place.file),
    ['src/app.ts'],
  )
  assert.deepEqual(['a.ts', 'a.yaml', 'conf/routes', 'nginx.conf.template'].map(isSearched), [true, true, false, false])
})

test('git is asked ahead where there is much code and a pipeline speaks of health, and nowhere else', async () => {
  const code = Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`src/m${i}.ts`, 'export const one = 1\n']))
  const asked = async (files: Readonly<Record<string, string>>): Promise<number> => {
    let searches = 0
    await searchAhead({
      ...repositoryOf(files),
      search: async (wanted) => {
        assert.equal(wanted, spoken)
        searches++
        throw new Error('whoever needs it is told of it')
      },
    })
    return searches
  }
  const speaking = { '.github/workflows/deploy.yml': 'on: push\n# curl https://example.org/health\n' }
  assert.equal(await asked({ ...code, ...speaking, '.github/workflows/other.yml': '# /health\n' }), 1)
  assert.equal(await asked({ ...code, '.github/workflows/deploy.yml': 'on: push\n' }), 0)
  assert.equal(await asked(speaking), 0)
})
