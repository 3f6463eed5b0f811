import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseMarkdown } from '../../../src/documents/markdown.ts'
import { Text } from '../../../src/documents/text.ts'
import { commandsIn } from '../../../src/facts/runbook/commands.ts'

/** The commands of a block of code of a shell. */
async function shown(...lines: readonly string[]): Promise<readonly string[]> {
  const { blocks } = await parseMarkdown(new Text('a.md', ['```sh', ...lines, '```', ''].join('\n')))
  return blocks.flatMap(commandsIn).map(({ text }) => text)
}

test('lines that go on are one command, prompts and comments left out', async () => {
  assert.deepEqual(await shown('# the shop', '$ kubectl scale deploy/shop \\', '>   --replicas=3', '$ ls'), [
    'kubectl scale deploy/shop --replicas=3',
    'ls',
  ])
})

test('a command that a block cuts off is one', async () => {
  assert.deepEqual(await shown('kubectl scale deploy/shop \\', '  --replicas=3 \\'), [
    'kubectl scale deploy/shop --replicas=3',
  ])
})

test('a block of the command line is one of a shell, whatever it is called', async () => {
  const { blocks } = await parseMarkdown(
    new Text('a.md', '1. Start it:\n   ```cli\n   ledger-ctl start --ref v1\n   ```\n'),
  )
  assert.deepEqual(
    blocks.flatMap(commandsIn).map(({ text }) => text),
    ['ledger-ctl start --ref v1'],
  )
})
