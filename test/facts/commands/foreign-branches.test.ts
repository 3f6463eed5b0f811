import assert from 'node:assert/strict'
import { test } from 'node:test'
import { leftOutBy } from '../../../src/facts/pipeline/commands/follow/foreign-branches.ts'
import { findActs } from '../../../src/facts/pipeline/commands/index.ts'
import { repositoryOf } from '../../support/repository.ts'
import { scriptOf } from '../../support/script.ts'

const call = "subprocess.run(['pytest'], check=True)"

for (const [what, text, expected] of [
  ['at the top', `import subprocess\n${call}\n`, undefined],
  ['in the branch of an if', `if '--test' in sys.argv:\n    ${call}\n`, "if '--test' in sys.argv:"],
  ['in its other branch', `if fast:\n    go()\nelse:\n    ${call}\n`, 'else:'],
  ['behind an if', `if fast:\n    go()\n${call}\n`, undefined],
  ['in the block of the main program', `if __name__ == '__main__':\n    ${call}\n`, undefined],
  ['in a function that is called', `def tests():\n    ${call}\n\ntests()\n`, undefined],
  ['in a function that nothing calls', `def tests():\n    ${call}\n\nprint(1)\n`, 'def tests():'],
  ['in a function that a decorator registers', `@app.command()\ndef tests():\n    ${call}\n`, undefined],
  ['in a try', `try:\n    ${call}\nfinally:\n    go()\n`, undefined],
  ['asked by an if', `if subprocess.call(['pytest']) != 0:\n    sys.exit(1)\n`, undefined],
] as const)
  test(`a call of Python ${what}`, () => {
    assert.equal(leftOutBy(text, text.indexOf('subprocess.') + (text.startsWith('import') ? 11 : 0)), expected)
  })

test('tests in a branch may be left out, and a deployment there is one', async () => {
  const text = `import subprocess, sys\nif len(sys.argv) > 1:\n    ${call}\n    subprocess.run(['kubectl', 'apply', '-f', 'k8s'], check=True)\n`
  const acts = await findActs(scriptOf('python ci/run.py'), repositoryOf({ 'ci/run.py': text, 'test_a.py': '' }))
  const found = acts.map(({ kinds, condition }) => `${kinds.join('+')} ${condition ? '?' : '!'}`)
  assert.deepEqual(found, ['unit-test ?', 'deploy !'])
})
