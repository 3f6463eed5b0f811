import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { completionScript, shells } from '../../src/cli/completion.ts'
import { build } from '../../src/cli/program.ts'
import { folderOf } from './support/assay.ts'

const program = build(() => {})
const script = (shell: 'bash' | 'zsh' | 'fish') =>
  completionScript(shell, program, ['pipeline.build', 'smoke-sla.time'])

test('every command and every option is in every script', () => {
  for (const shell of shells) {
    for (const command of program.commands) {
      assert.ok(script(shell).includes(command.name()), `${shell}: ${command.name()}`)
      for (const { long } of command.options) {
        const written = shell === 'fish' ? `-l ${long?.slice(2)}` : long
        assert.ok(script(shell).includes(written as string), `${shell}: ${command.name()} ${long}`)
      }
    }
  }
})

const bash = spawnSync('bash', ['--version']).status === 0

test('bash completes commands, options, choices, ids and files', { skip: !bash }, () => {
  const file = join(folderOf({ 'assay.bash': script('bash') }), 'assay.bash')
  const complete = (...words: string[]) => {
    const quoted = words.map((word) => `'${word}'`).join(' ')
    const code = `. '${file}'; COMP_WORDS=(assay ${quoted}); COMP_CWORD=${words.length}; _assay; echo "\${COMPREPLY[*]}"`
    const { stdout, stderr } = spawnSync('bash', ['-c', code], { encoding: 'utf8' })
    assert.equal(stderr, '')
    return stdout.trim()
  }
  assert.equal(complete('ch'), 'check')
  assert.equal(complete('check', '--prof'), '--profile --profile-time')
  assert.equal(complete('check', '--profile', ''), 'bronze silver gold')
  assert.equal(complete('check', '--only', 'pipe'), 'pipeline.build')
  assert.equal(complete('explain', 'smoke'), 'smoke-sla.time')
  assert.equal(complete('completion', 'z'), 'zsh')
  assert.equal(complete('check', 'some'), '')
})

for (const shell of ['zsh', 'fish'] as const) {
  const here = spawnSync(shell, ['--version']).status === 0
  test(`${shell} can read its script`, { skip: !here }, () => {
    const file = join(folderOf({ 'assay.script': script(shell) }), 'assay.script')
    const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' })
    assert.deepEqual([status, stderr], [0, ''])
  })
}
