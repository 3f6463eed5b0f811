import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actsOfAction, findActs } from '../../../src/facts/pipeline/commands/index.ts'
import { repositoryOf } from '../../support/repository.ts'
import { scriptOf } from '../../support/script.ts'

const at = { file: 'ci.yml', start: 0, end: 1 }

/** The kinds, each with what its failure does, of a script that is sent to a machine. */
async function sent(script: string): Promise<string[]> {
  const acts = await actsOfAction('appleboy/ssh-action@v1', { script }, at, [], '', repositoryOf({}))
  return acts.flatMap(({ kinds, onFailure, hidden }) =>
    kinds.length ? `${kinds.join('+')}: ${onFailure}` : hidden ? [`?${hidden.couldBe.length > 0}`] : [],
  )
}

const asks = 'for i in 1 2; do\n  if curl -sf http://localhost:8080/health; then exit 0; fi\ndone\nexit 1'

const rows: readonly (readonly [name: string, script: string, expected: readonly string[]])[] = [
  ['what changes what runs there', 'cd /srv/gold\ndocker compose up -d', ['deploy: stops', 'deploy: stops']],
  ['what only says something', 'echo "the way is open"', []],
  ['what only prepares folders', 'sudo mkdir -p /opt/gold/logs\nsudo chown -R 1000:1000 /opt/gold', []],
  ['what only looks', 'docker ps\ndf -h', []],
  ['what puts a site there', 'cp -r /tmp/site /var/www/gold', ['deploy: stops']],
  ['a script that is there', 'cd /opt/gold\n./update.sh', ['deploy: stops', '?true']],
  ['a script that only the run knows', '${{ secrets.SCRIPT }}', ['deploy: stops', '?true']],
  [
    'a container that runs a script of its image once',
    'set -e\ndocker pull acme/gold:1\ndocker run --rm \\\n  acme/gold:1 /app/migrate.sh',
    ['?true'],
  ],
  [
    'a health check of what was deployed',
    `docker compose up -d\n${asks}`,
    ['deploy: stops', 'deploy: ignored', 'smoke-test: stops'],
  ],
  [
    'a health check whose failure is not the last',
    'docker compose up -d\ncurl -f http://localhost/health\necho done',
    ['deploy: stops', 'deploy: ignored', 'smoke-test: ignored'],
  ],
]

for (const [name, script, expected] of rows)
  test(`sent to a machine: ${name}`, async () => assert.deepEqual(await sent(script), expected))

test('over ssh localhost is the machine that was deployed to, in a runner it is none', async () => {
  const kinds = async (text: string) =>
    (await findActs(scriptOf(text), repositoryOf({}))).flatMap(({ kinds: all }) => all)
  assert.deepEqual(await kinds('ssh gold@10.0.0.1 "curl -f http://localhost:8080/health"'), ['smoke-test'])
  assert.deepEqual(await kinds('curl -f http://localhost:8080/health'), [])
})

test('a shell on another machine runs the script that it is fed', async () => {
  const repository = repositoryOf({
    'ops/deploy.sh': 'cd /srv/gold\ndocker compose pull\ndocker compose up -d\n',
    'ops/look.sh': 'uptime\n',
  })
  const found = async (text: string) =>
    (await findActs(scriptOf(text), repository)).flatMap(({ kinds, hidden, remote }) =>
      kinds.includes('deploy') ? ['deploy'] : hidden ? ['hidden'] : remote ? ['there'] : [],
    )
  for (const fed of [
    'ssh -T gold@10.0.0.1 < ops/deploy.sh',
    "ssh gold@10.0.0.1 'bash -s' < ops/deploy.sh",
    'ssh gold@10.0.0.1 bash < ops/deploy.sh',
    'cat ops/deploy.sh | ssh gold@10.0.0.1',
  ])
    assert.ok((await found(fed)).includes('deploy'), fed)
  assert.deepEqual(await found('ssh gold@10.0.0.1 < ops/look.sh'), ['there'])
  // a script that is not here tells what its name does
  assert.ok((await found('ssh -T gold@10.0.0.1 <deploy-production.sh')).includes('deploy'))
  assert.ok((await found('ssh gold@10.0.0.1 < work.sh')).includes('hidden'))
  // what is fed to another program is no script
  assert.deepEqual(await found("ssh gold@10.0.0.1 'cat > /tmp/list' < list.txt"), ['there'])
  assert.deepEqual(await found('ssh gold@10.0.0.1 uptime < /dev/null'), ['there'])
})

const overSsh = async (text: string) =>
  (await findActs(scriptOf(text), repositoryOf({}))).flatMap(({ kinds, hidden }) =>
    kinds.length ? kinds.join('+') : hidden ? ['?'] : [],
  )

for (const [name, text, expected] of [
  ['options that a variable holds stand before the command', `ssh shop@host \${{ vars.SSH_ARGS }} "docker ps"`, []],
  ['options behind the host', 'ssh shop@host -p 2222 $SSH_OPTIONS "docker ps"', []],
  ['a command that a variable holds', 'ssh shop@host $COMMAND', ['?']],
  ['a container that runs once', 'ssh host \'docker run --rm alpine sh -c "ls"\'', []],
  ['a container of podman that runs once', "ssh host 'podman run --rm acme/shop:1 report'", []],
  ['a container of podman that stays', "ssh host 'podman run -d --name shop acme/shop:1'", ['deploy', 'deploy']],
  ['a container that stays', "ssh host 'docker run --rm -d --name shop acme/shop:1'", ['deploy', 'deploy']],
  [
    'a container that runs once of what was fetched',
    "ssh host 'docker pull acme/shop:1 && docker run --rm acme/shop:1 report'",
    [],
  ],
  ['what is only fetched', "ssh host 'docker pull acme/shop:1'", ['deploy']],
  [
    'what is fetched for a server that is started',
    "ssh host 'docker pull acme/shop:1 && docker run -d --name shop acme/shop:1'",
    ['deploy', 'deploy'],
  ],
  ['a folder that is called after a deployment', "ssh host 'ls /opt/shop/deployment/log'", []],
] as const)
  test(`over ssh: ${name}`, async () => assert.deepEqual(await overSsh(text), expected))
