import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { build } from '../../src/cli/program.ts'
import { assay, folderOf, type Outcome } from './support/assay.ts'

const lines = {
  alone: [],
  help: ['--help'],
  helpOfCheck: ['help', 'check'],
  version: ['-V'],
  misspeltCommand: ['chek'],
  path: ['.'],
  misspeltOption: ['check', '--formt', 'json'],
  badChoice: ['check', '--profile', 'goold'],
  badFormat: ['check', '--format', 'sarf'],
  conflict: ['check', '-q', '-v'],
  badDate: ['check', '--as-of', '2026-02-30'],
  badOnly: ['check', '--only', 'pipeline.biuld'],
  noFolder: ['check', 'nowhere'],
  noId: ['explain'],
  badId: ['explain', 'pipeline.biuld'],
  badShell: ['completion', 'tcsh'],
  badKind: ['facts', '--kind', 'deployment'],
  noFixtures: ['test', 'nowhere'],
} as const satisfies Record<string, readonly string[]>

const outcomes = {} as Record<keyof typeof lines, Outcome>

before(() => {
  const found = assay(folderOf({ 'README.md': '# A\n' }), ...Object.values(lines))
  for (const [i, name] of Object.keys(lines).entries()) outcomes[name as keyof typeof lines] = found[i] as Outcome
})

test('help goes to stdout with exit code 0, also for `assay` alone', () => {
  for (const name of ['alone', 'help'] as const) {
    assert.equal(outcomes[name].code, 0)
    assert.match(outcomes[name].stdout, /^Usage: assay /)
    assert.match(outcomes[name].stdout, /Exit codes: 0 /)
  }
  assert.match(outcomes.helpOfCheck.stdout, /^Usage: assay check /)
  assert.equal(outcomes.version.code, 0)
  assert.match(outcomes.version.stdout, /^\d+\.\d+\.\d+\n$/)
})

test('every command shows an example, in at most 80 columns', () => {
  for (const command of build(() => {}).commands) {
    let help = ''
    command.configureOutput({
      writeOut: (text) => {
        help += text
      },
      getOutHelpWidth: () => 80,
    })
    command.outputHelp()
    assert.match(help, new RegExp(`Examples?:\n  .*assay ${command.name()}`), command.name())
    for (const line of help.split('\n')) assert.ok(line.length <= 80, line)
  }
})

const refusals: readonly (readonly [keyof typeof lines, RegExp])[] = [
  ['misspeltCommand', /^assay: unknown command 'chek'; did you mean check\?/],
  ['path', /^assay: "\." is a path, not a command; to judge it: assay check \.\n/],
  ['misspeltOption', /^assay: unknown option '--formt'; did you mean --format\?/],
  ['badChoice', /^assay: .*'goold'.* bronze, silver, gold/],
  ['badFormat', /^assay: unknown format "sarf"; did you mean "sarif"\?/],
  ['conflict', /^assay: .*'-q, --quiet' cannot be used with .*'-v, --verbose'/],
  ['badDate', /^assay: --as-of "2026-02-30" is no date; write it as \d{4}-\d\d-\d\d\n$/],
  ['badOnly', /^assay: no requirement is called "pipeline\.biuld"; did you mean "pipeline\.build"\?\n$/],
  ['noFolder', /^assay: .*nowhere/],
  ['noId', /^assay: missing required argument 'id\|finding'\nRun `assay explain --help` to see how it is used\.\n$/],
  ['badId', /^assay: no requirement is called "pipeline\.biuld"; did you mean "pipeline\.build"\?\n$/],
  ['badShell', /^assay: no completion for "tcsh"; known are bash, zsh, fish\n$/],
  ['badKind', /^assay: no facts are called "deployment"; did you mean "deployments"\?\n$/],
  ['noFixtures', /^assay: there is no folder nowhere; /],
]

for (const [name, message] of refusals) {
  test(`\`assay ${lines[name].join(' ')}\` is refused in a sentence, with exit code 2 and nothing on stdout`, () => {
    const { code, stdout, stderr } = outcomes[name]
    assert.match(stderr, message)
    assert.doesNotMatch(stderr, /\bat .*:\d+:\d+\)?$/m, 'no stack')
    assert.deepEqual([code, stdout], [2, ''])
  })
}
