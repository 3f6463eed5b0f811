import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { repositoryOf } from '../../support/repository.ts'

/** The ways in which a pipeline of these commands changes what runs. */
async function waysOf(...commands: readonly string[]): Promise<readonly string[]> {
  const steps = commands.map((command) => `      - run: ${JSON.stringify(command)}\n`).join('')
  const workflow = `on: push\njobs:\n  x:\n    runs-on: ubuntu-latest\n    steps:\n${steps}`
  const repository = repositoryOf({ '.github/workflows/x.yml': workflow })
  const { facts } = await collectFacts(repository, defaultSettings, ['directChanges'])
  return facts.directChanges.map(({ way }) => way)
}

test('what a cloud beside the runner is told changes no system', async () => {
  assert.deepEqual(await waysOf('aws secretsmanager create-secret --name shop'), ['infrastructure'])
  assert.deepEqual(await waysOf('aws --endpoint-url=$LOCALSTACK_URL secretsmanager create-secret --name shop'), [])
  const program = 'there="aws --endpoint-url=${LOCALSTACK_URL}"\n${there} secretsmanager create-secret --name shop'
  assert.deepEqual(await waysOf(program), [])
})

for (const [command, expected] of [
  ["gcloud compute ssh shop-1 --zone a --command 'cd /srv && git pull'", ['ssh']],
  ["gcloud compute ssh shop-1 --command='sudo systemctl restart shop'", ['ssh']],
  ['gcloud compute ssh shop-1 -- sudo systemctl restart shop', ['ssh']],
  ['gcloud compute ssh shop-1 --command "uptime"', []],
  ['gcloud compute ssh shop-1 -- -NL 5432:localhost:5432', []],
  ['tsh ssh root@shop-1 systemctl restart shop', ['ssh']],
  ['az ssh vm -n shop-1 -g shop -- sudo systemctl restart shop', ['ssh']],
  ["doctl compute ssh shop-1 --ssh-command 'docker compose up -d'", ['ssh']],
  ["parallel-ssh -h hosts 'systemctl restart shop'", ['ssh']],
  ['parallel-ssh -i -h hosts uptime', []],
  ['pdsh -w web[1-3] sudo systemctl restart shop', ['ssh']],
  ['pdsh -w web[1-3] df -h', []],
  ['nomad alloc exec 3f2 rm -rf /cache', ['ssh']],
  ['pm2 deploy ecosystem.config.js production', ['ssh']],
  ['pm2 list', []],
  ['docker -H ssh://root@shop-1 compose up -d', ['ssh']],
  ['DOCKER_HOST=ssh://root@shop-1 docker compose up -d', ['ssh']],
  ['DOCKER_HOST=ssh://root@shop-1 docker ps', []],
  ['DOCKER_HOST=tcp://shop-1:2376 docker compose up -d', []],
  ['gcloud run services update shop --update-env-vars LIMIT=20', ['configuration']],
  ['gcloud run services update shop --image shop:2 --update-env-vars LIMIT=20', []],
  ['firebase functions:config:set shop.limit=20', ['configuration']],
  ["ssh root@shop-1 'docker secret create db -'", ['configuration', 'ssh']],
  ["ssh root@shop-1 'docker service update --env-add LIMIT=20 shop'", ['configuration', 'ssh']],
  ["ssh root@shop-1 'docker service update --image shop:2 --env-add LIMIT=20 shop'", ['ssh']],
  ["ssh root@shop-1 'docker network create -d overlay web'", ['infrastructure', 'ssh']],
  ["ssh root@shop-1 'docker network create web'", ['ssh']],
  ["ssh root@shop-1 'docker network ls'", []],
  ['docker -H ssh://root@shop-1 service scale shop=4', ['configuration', 'ssh']],
  ['docker network create web', []],
  ['docker secret create db -', []],
  ['eb setenv LIMIT=20', ['configuration']],
  ['supabase secrets set LIMIT=20', ['configuration']],
  ["wrangler d1 execute shop --remote --command 'update orders set state = 1'", ['database']],
  ["wrangler d1 execute shop --local --command 'update orders set state = 1'", []],
  ["wrangler d1 execute shop --remote --command 'select 1'", []],
  ["snowsql -q 'delete from orders'", ['database']],
  ['mysql -h prod-db shop < fix.sql', ['database']],
  ['redis-cli -h shop-prod-cache FLUSHALL', ['database']],
  ['mysql -h mysql shop < fix.sql', []],
  ['redis-cli -h product-cache FLUSHALL', []],
  ['rclone copy dist prod:www', ['file-copy']],
  ['curl -XPATCH https://app.launchdarkly.com/api/v2/flags/default/checkout -d @flag.json', ['configuration']],
  ['curl -T dist.zip ftp://ftp.example.org/www/', ['file-copy']],
  ['curl -T dist.zip https://storage.example.org/dist.zip', []],
] as const) {
  test(`a way past the files: ${command}`, async () => {
    assert.deepEqual(await waysOf(command), expected)
  })
}

test('copies to what another Windows machine shares, or into a session there', async () => {
  const ways = async (run: string, shell: string) => {
    const steps = `      - shell: ${shell}\n        run: ${JSON.stringify(run)}\n`
    const workflow = `on: push\njobs:\n  x:\n    runs-on: windows-latest\n    steps:\n${steps}`
    const { facts } = await collectFacts(repositoryOf({ '.github/workflows/x.yml': workflow }), defaultSettings, [
      'directChanges',
    ])
    return facts.directChanges.map(({ way }) => way)
  }
  assert.deepEqual(await ways('robocopy dist \\\\web01\\sites /MIR', 'cmd'), ['file-copy'])
  assert.deepEqual(await ways('robocopy dist out /MIR', 'cmd'), [])
  assert.deepEqual(await ways('Copy-Item -Path dist -Destination \\\\web01\\sites -Recurse', 'pwsh'), ['file-copy'])
  assert.deepEqual(await ways('Copy-Item dist C:\\www -ToSession $session -Recurse', 'pwsh'), ['file-copy'])
  assert.deepEqual(await ways('Copy-Item dist out -Recurse', 'pwsh'), [])
  assert.deepEqual(await ways('Copy-Item dist \\\\web01\\sites -Filter *.dll', 'pwsh'), ['file-copy'])
  assert.deepEqual(await ways('Copy-Item \\\\build01\\out\\shop.zip', 'pwsh'), [])
})

test('what a controller makes of a push or of a tag is done by no hand', async () => {
  const push = 'git clone https://git.example.org/acme/values.git\ncd values\nyq -i ".tag = 1" prod.yaml\ngit push'
  assert.deepEqual(await waysOf(push), [])
  assert.deepEqual(await waysOf('oc tag shop:1 shop:blue\noc rollout status deployment/shop-blue'), [])
})

test('what a job makes and deletes again was never meant to stay', async () => {
  const create = 'gcloud compute instances create builder-1 --zone a'
  assert.deepEqual(await waysOf(create), ['infrastructure'])
  assert.deepEqual(await waysOf(create, 'gcloud compute instances delete builder-1 --zone a'), [])
  assert.deepEqual(await waysOf(create, 'gcloud compute instances delete builder-0 --zone a'), ['infrastructure'])
  assert.deepEqual(await waysOf('az group create --name e2e', 'az group delete -n e2e --yes'), [])
})

const connected = (resource: string, provisioner: string, more = '') =>
  `resource "${resource}" "up" {\n  connection {\n    type = "ssh"\n  }\n  provisioner "${provisioner}" {\n    inline = ["docker compose up -d"]\n${more}  }\n}\n`

for (const [name, code, expected] of [
  ['on a machine that is there', connected('terraform_data', 'remote-exec'), ['ssh']],
  ['of a null resource', connected('null_resource', 'remote-exec'), ['ssh']],
  ['a file', connected('null_resource', 'file'), ['file-copy']],
  ['on the runner', connected('null_resource', 'local-exec'), []],
  ['on a machine that the apply makes', connected('aws_instance', 'remote-exec'), []],
  ['when it is taken away', connected('null_resource', 'remote-exec', '    when = destroy\n'), []],
] as const) {
  test(`an apply logs in by a provisioner: ${name}`, async () => {
    const workflow =
      'on: push\njobs:\n  x:\n    runs-on: ubuntu-latest\n    environment: production\n    defaults: {run: {working-directory: infra}}\n    steps:\n      - uses: actions/checkout@v4\n      - run: terraform apply -auto-approve\n'
    const repository = repositoryOf({ '.github/workflows/x.yml': workflow, 'infra/main.tf': code })
    const { facts } = await collectFacts(repository, defaultSettings, ['directChanges'])
    assert.deepEqual(
      facts.directChanges.map(({ way }) => way),
      expected,
    )
    for (const { file, environment } of facts.directChanges)
      assert.deepEqual([file, environment], ['infra/main.tf', 'production'])
  })
}
