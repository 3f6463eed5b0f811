import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shellOuts } from '../../../src/facts/pipeline/commands/follow/foreign.ts'
import { kindRows } from '../../support/kinds.ts'

const script = `const concurrently = require('concurrently')
async function pack() {
  await concurrently([
    { command: 'npm run client', name: 'npm test' },
    "npm run server",
  ], { prefix: 'none' })
}
// concurrently(['kubectl apply -f k8s'])
pack()
`
const files = {
  'package.json': JSON.stringify({
    scripts: { bundle: 'node ops/bundle.js', client: 'webpack', server: 'tsc -p server' },
  }),
  'ops/bundle.js': script,
}

kindRows('commands that a script starts side by side', [
  ['by their objects and by themselves', 'npm run bundle', ['build', 'build'], files],
])

test('a command that is started side by side is told where it is written, and what waits for it fails with it', () => {
  assert.deepEqual(
    shellOuts(script).map(({ text, start, checked }) => [text, script.slice(start + 1, start + 8), checked]),
    [
      ['npm run client', 'ommand:', true],
      ['npm run server', 'npm run', true],
    ],
  )
})
