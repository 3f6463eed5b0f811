import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseMarkdown } from '../../../src/documents/markdown.ts'
import { Text } from '../../../src/documents/text.ts'
import { commandsIn, commandsRunBy } from '../../../src/facts/runbook/commands.ts'

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

test('a wrapper makes a command of what it runs, also in a block that says no language', async () => {
  const text =
    '```\naws-vault exec prod -- kubectl apply -f a.yaml\nThe shop is closed.\n```\n\nRun `time kubectl get pods`.\n'
  const { blocks } = await parseMarkdown(new Text('a.md', text))
  assert.deepEqual(
    blocks.flatMap(commandsIn).map((command) => command.text),
    ['aws-vault exec prod -- kubectl apply -f a.yaml', 'time kubectl get pods'],
  )
})

const wrapped: Readonly<Record<string, readonly string[]>> = {
  'doppler run --project shop -- bundle exec rails c': ['rails c'],
  'sudo -u app env A=b timeout 60 kubectl get pods | xargs -n 1 kubectl delete': ['kubectl get pods', 'kubectl delete'],
  "sops exec-env prod.yaml 'terraform apply'": ['terraform apply'],
  "aws-vault exec prod -- bash -ec 'cd infra && time terraform apply'": ['cd infra', 'terraform apply'],
  'bin/in-account prod -- terraform apply -auto-approve': ['terraform apply -auto-approve'],
  'bin/in-account prod -- --flag': ['bin/in-account prod -- --flag'],
  'kubectl exec shop-0 -- rails c': ['kubectl exec shop-0 -- rails c'],
  'npm run deploy -- kubectl apply': ['npm run deploy -- kubectl apply'],
  'command -v kubectl && kubectl version': ['kubectl version'],
  'A=b': [],
  'cf8 push shop': ['cf push shop'],
  'aws-vault exec prod kubectl edit deploy/shop': ['kubectl edit deploy/shop'],
  'aws-vault exec --duration 1h prod kubectl get pods': ['kubectl get pods'],
  'aws-vault exec prod': ['aws-vault exec prod'],
  "doppler run --command='kubectl edit deploy/shop'": ['kubectl edit deploy/shop'],
  'watch -n 5 kubectl get pods': ['kubectl get pods'],
  'sudo -iu postgres psql shop': ['psql shop'],
  "sudo su - deploy -c 'kubectl edit deploy/shop'": ['kubectl edit deploy/shop'],
  'exec kubectl edit deploy/shop': ['kubectl edit deploy/shop'],
  'RELEASE_NOTE="two words" kubectl edit deploy/shop': ['kubectl edit deploy/shop'],
}
for (const [text, expected] of Object.entries(wrapped)) {
  test(`what is run by ${text}`, () => {
    assert.deepEqual(
      commandsRunBy(text).map((words) => words.join(' ')),
      expected,
    )
  })
}
