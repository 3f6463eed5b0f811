import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings, type Settings } from '../../../src/config/settings.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import runbooksCollector from '../../../src/facts/observed/runbooks.ts'
import { judgeCommand } from '../../../src/facts/runbook/changing.ts'
import { addOnOf, topicOf } from '../../../src/facts/runbook/topic.ts'
import { type Extras, repositoryOf } from '../../support/repository.ts'

async function collect(files: Record<string, string>, settings: Partial<Settings> = {}, extras: Extras = {}) {
  const made = await runbooksCollector.collect({
    repository: repositoryOf(files, extras),
    settings: { ...defaultSettings, ...settings },
    observed: {} as never,
  })
  return { runbooks: made.runbooks ?? [], changes: made.manualChanges ?? [] }
}

for (const [title, topic] of Object.entries({
  'How to trigger a production deploy': 'deployment',
  '3.1 Deploy a new service version': 'deployment',
  'How to run the deployed tests': undefined,
  'Deploy a new version to your local cluster': undefined,
  Rollback: 'rollback',
  'Rolling back': 'rollback',
  'How to roll-back a release': 'rollback',
  'Rollback of a migration': undefined,
  'Scenario 2: Revert the Production environment to a previous deployment.': 'rollback',
  'Reverting the schema to a previous version': undefined,
  'Revert to the previous layout': undefined,
  'Rulle tilbake': 'rollback',
  'Zurückrollen einer Version': 'rollback',
  Produksjonssetting: 'deployment',
  'Mise en production': 'deployment',
  'Messa in produzione': 'deployment',
  'Deploy manuali (custom pipelines)': 'deployment',
  'Deploy en producción': 'deployment',
  'Note di rilascio': undefined,
  'Manuaalinen julkaisu': 'deployment',
  Julkaisutiedot: undefined,
  Wdrożenie: 'deployment',
  Деплой: 'deployment',
  部署: 'deployment',
  本地部署: undefined,
  デプロイ手順: 'deployment',
  回滚: 'rollback',
  'Paluu edelliseen versioon': 'rollback',
  Deployment: 'deployment',
  'Deploying to Production': 'deployment',
  'Workshop CDK deployment': 'deployment',
  'Kubernetes deployment': 'deployment',
  'Blue-green deployment': undefined,
  'Local Kubernetes deployment': undefined,
  'Deployment guide': 'deployment',
  'Build and deploy': 'deployment',
  'Release process': 'deployment',
  'How we release': 'deployment',
  'Deploying locally': undefined,
  'Deploying the infrastructure into your scratch account': undefined,
  'Deploy to a personal namespace': undefined,
  'Deployment diagram': undefined,
  'Deploy to minikube': undefined,
  'Deploying the containers for testing': undefined,
  'Release notes': undefined,
  'Run Book': 'operations',
  'Ops tasks': 'operations',
  'Background tasks': undefined,
  'Ansible playbooks': undefined,
  'Disaster recovery': 'incident',
  Installation: undefined,
})) {
  test(`what a title is about: ${title}`, () => assert.equal(topicOf(title), topic))
}

for (const [title, topics] of [
  ['Deployment and Rollback', ['deployment', 'rollback']],
  ['Runbooks: Deploy, Promote, Rollback', ['deployment', 'rollback']],
  ['Rollback & release', ['deployment', 'rollback']],
  ['Rolling back a deployment', ['rollback']],
  ['Deployment rollback', ['rollback']],
] as const) {
  for (const inside of ['', '## Rollback\n\nRun `helm rollback shop`.\n']) {
    test(`a document called ${title}${inside && ', with a chapter on rollback'} is on ${topics.join(' and ')}`, async () => {
      const text = `# ${title}\n\n1. Merge to main.\n2. Run \`./ship.sh\`.\n\n${inside}`
      const { runbooks } = await collect({ 'docs/ops.md': text })
      assert.deepEqual(runbooks.map(({ topic }) => topic).sort(), topics)
    })
  }
}

test('a deployment below the environment of who develops is none of the system', async () => {
  const steps = '1. Build it.\n2. Deploy it.\n'
  const titles = async (content: string) => (await collect({ 'README.md': content })).runbooks.map(({ title }) => title)
  assert.deepEqual(await titles(`# Shop\n\n## Development environment\n\n### Deployment\n\n${steps}`), [])
  assert.deepEqual(await titles(`# Shop\n\n## Development environment\n\nx\n\n## Deployment\n\n${steps}`), [
    'Deployment',
  ])
})

test('what tells of each release is no guide to releasing', async () => {
  const titles = async (path: string, content: string) =>
    (await collect({ [path]: content })).runbooks.map(({ title }) => title)
  const list = '* Search is faster\n* Orders can be cancelled\n'
  assert.deepEqual(await titles('RELEASE.adoc', `= Release notes #\n\n== v1.3.0 Release notes\n${list}`), [])
  assert.deepEqual(await titles('RELEASE.md', `## 1.3.0 - 2026-02-03\n\n${list}\n## 1.2.0 - 2026-01-03\n\n${list}`), [])
  assert.deepEqual(await titles('RELEASE.md', '# Shop\n\n1. Tag it.\n2. Push the tag.\n'), ['Shop'])
})

for (const [path, content, practice] of [
  ['docs/exercise-1/a.md', '# Rollback\n\n1. Run it.\n', true],
  ['docs/a.md', '# Exercise 5: Deploying an application\n\n1. Run it.\n2. Wait.\n', true],
  ['README.md', '# Workshop\n\n## Rollback\n\n1. Run it.\n', true],
  ['README.md', '# Shop\n\n## Rollback based on metrics\n\n1. Break it.\n', true],
  ['README.md', '# Shop\n\n## Automatic deployment\n\n1. Push.\n2. Wait.\n', false],
  ['README.md', '# Demo shop\n\n## Rollback\n\n1. Run it.\n', false],
  ['docs/tasks/rollback.md', '# Rollback\n\n1. Run it.\n', false],
] as const) {
  test(`a text for practice is none for operation: ${path} ${JSON.stringify(content)}`, async () => {
    const { runbooks } = await collect({ [path]: content })
    assert.deepEqual(
      runbooks.map((runbook) => runbook.practice),
      [practice],
    )
  })
}

for (const [title, part] of Object.entries({
  'Deploy Shop meta-monitoring': 'meta-monitoring',
  'Deploying the monitoring stack to production': 'monitoring stack',
  'Deploying dashboards': 'dashboards',
  'Deploying the meta-monitoring of the shop': 'meta-monitoring',
  'Deploying the shop and its monitoring': '',
  'Deploying with monitoring': '',
  'Deployment runbook': '',
  Monitoring: '',
})) {
  test(`what stands beside the service: ${title}`, () => assert.equal(addOnOf(title), part))
}

test('a document and a chapter inside it, with their parts', async () => {
  const { runbooks } = await collect({
    'docs/operations.md':
      '# Operations manual\n\n## Logs\n\nThey are in Loki.\n\n## Rollback\n\n### Trigger\n\nRoll back when smoke tests fail.\n\n### Steps\n\n1. Run it.\n2. Wait.\n\n### Verification\n\nCheck that it is up.\n\n### Who to tell\n\nThe person on call.\n',
  })
  assert.deepEqual(
    runbooks.map(({ id, topic, missing }) => [id, topic, missing]),
    [
      ['docs/operations.md', 'operations', ''],
      ['docs/operations.md#Rollback', 'rollback', ''],
    ],
  )
})

test('what a bare command lacks is named', async () => {
  const { runbooks } = await collect({
    'README.md': '# Shop\n\n## Rollback\n\n```sh\nhelm rollback shop 3\nhelm status shop\n```\n',
  })
  assert.equal(runbooks[0]?.missing, 'when to act, how to see that it worked and who is told')
  assert.equal(runbooks[0]?.commands, 2)
})

test('the fullest runbook of a topic is the one that is judged', async () => {
  const full =
    '# Rollback\n\nIf the smoke tests fail:\n\n1. Run it.\n2. Verify that it is healthy.\n\nTell the team on Slack.\n'
  const { runbooks } = await collect({
    'README.md': '# Shop\n\n## Rollback\n\nRevert the pull request.\n',
    'docs/rollback.md': full,
  })
  assert.deepEqual(
    runbooks.filter(({ best }) => best).map(({ file }) => file),
    ['docs/rollback.md'],
  )
})

test('decisions, blog posts and templates without content are no runbooks', async () => {
  const { runbooks } = await collect({
    'docs/adr/0001-rollback.md': '# Rollback\n\nWe roll back by hand.\n',
    'docs/blog/deploying.md': '# Deploying\n\n1. a\n2. b\n',
    'docs/rollback.md': '# Rollback\n\nTBD\n',
  })
  assert.deepEqual(runbooks, [])
})

test('runbooks elsewhere: by assay.yaml, and by a link in the README', async () => {
  const { runbooks } = await collect(
    { 'README.md': '# Shop\n\nTasks and runbooks are in [the guidance](https://docs.example.com/runbooks/).\n' },
    { documents: { 'rollback-runbook': ['https://wiki.example.com/back'] } },
  )
  assert.deepEqual(
    runbooks.map(({ url, topic, declared, elsewhere }) => ({ url, topic, declared, elsewhere })),
    [
      { url: 'https://wiki.example.com/back', topic: 'rollback', declared: true, elsewhere: true },
      { url: 'https://docs.example.com/runbooks/', topic: 'operations', declared: false, elsewhere: true },
    ],
  )
})

for (const command of [
  'kubectl set image deployment/shop shop=x',
  'kubectl -n production scale deployment shop --replicas=3',
  'kubectl rollout undo deployment/shop',
  'cf set-env shop KEY value',
  'cf update-service db -c x.json',
  'heroku config:set A=b -a shop',
  'aws ecs update-service --cluster c --service s --force-new-deployment',
  'aws s3 sync dist s3://bucket',
  'aws s3 sync --delete --acl private dist s3://bucket',
  'aws s3 cp s3://bucket/a s3://bucket/b',
  'gcloud run deploy shop --image x',
  'az webapp restart -n shop',
  'terraform apply',
  'cd infra && terraform apply -var-file prod.tfvars',
  'helm rollback shop 3',
  'sudo systemctl restart shop',
  'psql -c "update users set admin = true"',
  "ssh prod-1 'systemctl restart shop'",
  'scp app.jar deploy@prod-1:/srv/app.jar',
  'bundle exec cap production deploy',
  'npx -y cdk deploy Prod',
  'az postgres flexible-server firewall-rule create --rule-name show -n shop',
  'gcloud --project shop beta run services update-traffic shop --to-latest',
  'fly scale count 2',
  'firebase deploy --only functions',
  'npx wrangler deploy',
  'copilot svc deploy --env prod',
]) {
  test(`changes a running system: ${command}`, () => assert.equal(judgeCommand(command), 'yes'))
}

for (const command of [
  'kubectl get pods',
  'kubectl logs deployment/shop',
  'kubectl apply -f x.yaml --dry-run=client',
  'kubectl rollout status deployment/shop',
  'kubectl config set-context prod',
  'cf logs shop --recent',
  'heroku logs --tail',
  'aws logs tail /shop',
  'aws s3 cp s3://bucket/dump.sql .',
  'aws s3 cp s3://bucket/<last-file> -',
  'aws s3 sync --exact-timestamps s3://bucket dumps',
  'gcloud auth login',
  'gcloud config set project shop',
  'az account set --subscription x',
  'terraform plan',
  'helm history shop',
  'psql -c "select * from users"',
  'ssh -L 5432:db:5432 bastion',
  'git push origin main',
  'gh workflow run deploy.yml',
  'docker compose logs',
  'aws rds create-db-snapshot --db-instance-identifier shop',
  'gcloud spanner backups create a --instance=shop',
  'az containerapp show -n shop -g shop --query "{replicas:properties.template.scale, image:properties.start}" -o json',
  'az containerapp revision list --name update-service',
  'az deployment group list -g deploy',
  'gcloud run services describe deploy-gate --region x',
  'gcloud beta deploy rollouts list --region x',
  'gcloud sql instances list --filter set',
  'fly scale show',
  'firebase deploy --dry-run',
  'firebase emulators:start',
  'wrangler dev',
]) {
  test(`changes nothing: ${command}`, () => assert.equal(judgeCommand(command), 'no'))
}

const block = (...lines: string[]) => `\`\`\`sh\n${lines.join('\n')}\n\`\`\`\n`

test('a change of production by hand, where the command, the heading or the prose names it', async () => {
  const set = 'kubectl set env deployment/shop A=b'
  for (const text of [
    `# Runbook\n\n${block('kubectl -n production set env deployment/shop A=b')}`,
    `# Runbook\n\n## Changing production\n\n${block(set)}`,
    `# Runbook\n\n## Config\n\nDo it in each namespace (\`dev\` and \`prod\`).\n\n${block(set)}`,
    '# Runbook\n\n1. Target the production space.\n2. Update it: `cf update-service shop-production -c x`.\n',
  ]) {
    const { changes } = await collect({ 'docs/runbook.md': text })
    assert.deepEqual(
      changes.map(({ environment }) => environment),
      ['production'],
      text,
    )
  }
})

test('what a title or an app names that is no production is not', async () => {
  const told = async (title: string, line: string) =>
    (await collect({ 'docs/runbook.md': `# Runbook\n\n## ${title}\n\n${block(line)}` })).changes.map(
      ({ environment }) => (isHidden(environment) ? '?' : environment),
    )
  const set = 'kubectl set env deployment/shop A=b'
  assert.deepEqual(await told('Try it in Non-Production first', set), ['?'])
  assert.deepEqual(await told('Change it in pre-production', set), ['staging'])
  assert.deepEqual(await told('Change it in production', set), ['production'])
  const filled = 'Where `<domain>` is shop.example for prod, and test.example for the others.'
  const certificate = 'AWS_REGION=<region> aws acm request-certificate --domain-name <domain>'
  const renewed = `# Shop\n\n## Certificates\n\n${block(certificate)}\n${filled}\n`
  assert.equal((await collect({ 'README.md': renewed })).changes[0]?.environment, 'production')
  assert.deepEqual(await told('Undo', 'cf run-task shop-sandbox --command "yarn migrate:undo:prod"'), ['development'])
})

for (const [path, lines, expected] of [
  ['terraform/README.md', ['cd production/  # or staging/', 'terraform init', 'terraform apply'], ['production']],
  ['terraform/README.md', ['cd staging', 'terraform apply'], []],
  ['terraform/README.md', ['cd production', 'cd ../modules', 'terraform apply'], []],
  ['k8s/production/db/README.md', ['kubectl apply -f job.yaml'], ['production']],
  ['k8s/product/db/README.md', ['kubectl apply -f job.yaml'], []],
  // what a product has for the production of others
  ['production/helm/README.md', ['kubectl apply -f job.yaml'], []],
] as const) {
  test(`what is typed in a folder, or told in one, of an environment: ${path} ${lines.join('; ')}`, async () => {
    const text = `# Changing it\n\n\`\`\`\n${lines.join('\n')}\n\`\`\`\n`
    const { changes } = await collect({ [path]: text, 'k8s/staging/db/job.yaml': '' })
    assert.deepEqual(
      changes.map(({ environment }) => environment),
      expected,
    )
  })
}

test('an environment that is not named is hidden in a runbook, and silent elsewhere', async () => {
  const text = (title: string) => `# ${title}\n\n${block('kubectl apply -f shop.yaml')}`
  const runbook = await collect({ 'docs/runbook.md': text('Runbook') })
  assert.ok(isHidden(runbook.changes[0]?.environment))
  const guide = await collect({ 'docs/guide.md': text('Guide') })
  assert.deepEqual(guide.changes, [])
})

test('what changes a system that is there already is hidden wherever it is told, but where one develops', async () => {
  for (const command of [
    'kubectl rollout restart deployment/shop',
    'kubectl create secret generic shop --from-literal=key=<key>',
    'cf run-task shop --command "rake orders:clean"',
    'dokku config:set shop KEY=<key>',
    'terraform state rm module.shop',
    'aws secretsmanager put-secret-value --secret-id shop --secret-string <value>',
  ]) {
    const told = (title: string) => collect({ 'docs/guide.md': `# Guide\n\n## ${title}\n\n${block(command)}` })
    assert.ok(isHidden((await told('Keys')).changes[0]?.environment), command)
    assert.deepEqual((await told('Local development')).changes, [], command)
    assert.deepEqual((await told('Getting started')).changes, [], command)
  }
  const config = `# Guide\n\n## Access\n\n${block('aws eks update-kubeconfig --name shop')}`
  assert.deepEqual((await collect({ 'docs/guide.md': config })).changes, [])
})

test('a runbook among decisions is one; a form to fill in is none', async () => {
  const text = `# Changing it\n\n${block('kubectl -n production rollout restart deployment/shop')}`
  for (const [path, expected] of [
    ['adr/runbook-key-rotation.md', 1],
    ['adr/004-key-rotation.md', 0],
    ['.gitlab/issue_templates/deployment.md', 0],
    ['.github/ISSUE_TEMPLATE/deploy.md', 0],
  ] as const) {
    assert.equal((await collect({ [path]: text })).changes.length, expected, path)
  }
})

for (const [told, ways] of [
  [
    '- make the keys\n  - `kubectl --kubeconfig=<path to it> -n <namespace> create secret generic a --from-file=b=<path>`',
    ['configuration', 'infrastructure'],
  ],
  ['1. `ssh web1 sudo systemctl restart shop`\n2. `kubectl scale --replicas=3 deploy/shop`', ['ssh', 'configuration']],
  ['- the pipeline runs\n  - `kubectl -n shop create secret generic keys --from-file=id=<path>`', []],
  ['- never do\n  - `kubectl -n shop create secret generic keys --from-file=id=<path>`', []],
  ['- `kubectl get pods`\n- `kubectl scale` sets how many there are', []],
] as const) {
  test(`an item of a runbook that is nothing but a command tells to run it: ${JSON.stringify(told)}`, async () => {
    const { changes } = await collect({ 'README.md': `# Shop\n\n## Deployment\n\n${told}\n` })
    assert.deepEqual(
      changes.flatMap((change) => change.ways),
      ways,
    )
    const { changes: elsewhere } = await collect({ 'README.md': `# Shop\n\n## Usage\n\n${told}\n` })
    assert.deepEqual(elsewhere, [])
  })
}

for (const [chapter, code, titles] of [
  [
    'Deployment',
    '# Deploy\nhelm upgrade shop ./chart\n\n# Rollback\nhelm rollback shop\nkubectl get pods',
    ['Rollback'],
  ],
  ['Useful commands', '# roll back the release:\nkubectl rollout undo deploy/shop', ['roll back the release']],
  ['Deployment', '# Rollback\nnpx knex migrate:rollback', []],
  ['Database', '# Rollback\nmake undo', []],
  ['Local development', '# Rollback\nhelm rollback shop', []],
  ['Deployment', '# Rollback\n\nhelm upgrade shop ./chart', []],
  ['Deployment', '# Rollback is done by the pipeline when this fails\nfrob', []],
] as const) {
  test(`a comment above commands as a chapter: ${chapter}, ${JSON.stringify(code)}`, async () => {
    const { runbooks } = await collect({ 'README.md': `# Shop\n\n## ${chapter}\n\n${block(code)}` })
    const found = runbooks.filter(({ topic }) => topic === 'rollback')
    assert.deepEqual(
      found.map(({ title }) => title),
      titles,
    )
    assert.ok(found.every(({ commands }) => commands > 0))
  })
}

test('a script of the package that a document tells to run is what it runs', async () => {
  const scripts = { 'deploy:prod': 'npm run up -- -i prod', up: 'ansible-playbook site.yml', look: 'kubectl get pods' }
  const files = (path: string, line: string) => ({
    'package.json': JSON.stringify({ scripts }),
    'api/package.json': JSON.stringify({ scripts: { up: 'docker compose logs' } }),
    [path]: `# Shop\n\n## Deployment\n\n${block(line)}`,
  })
  for (const [path, line, told] of [
    ['README.md', 'npm run deploy:prod', ['production']],
    ['docs/deploy.md', 'WHERE=a yarn up', ['unknown']],
    ['api/README.md', 'pnpm run up', []],
    ['README.md', 'npm run look', []],
    ['README.md', 'npm run other', []],
  ] as const) {
    const { changes } = await collect(files(path, line))
    const environments = changes.map(({ environment }) => (isHidden(environment) ? 'unknown' : environment))
    assert.deepEqual(environments, told, line)
    if (told.length) assert.equal(changes[0]?.command, line)
  }
})

test('scripts and targets that call themselves over and over are soon read', async () => {
  const many = (call: string) => Array.from({ length: 300 }, () => call)
  for (const [line, files] of [
    ['npm run up', { 'package.json': JSON.stringify({ scripts: { up: many('npm run up').join(' && ') } }) }],
    ['make up', { Makefile: `up:\n${many('\tmake up\n').join('')}` }],
  ] as const) {
    const { runbooks } = await collect({ ...files, 'README.md': `# Shop\n\n## Deployment\n\n${block(line)}` })
    assert.equal(runbooks.length, 1, line)
  }
})

test('migrations that a person brings into the database of production, whatever the chapter is called', async () => {
  const scripts = { 'up:prod': '. ./prod.sh && npx sequelize-cli db:migrate', 'up:dev': 'npx sequelize-cli db:migrate' }
  for (const [text, told] of [
    [block('npm run up:prod'), 1],
    ['Then run `npm run up:<dev | prod>` to bring in new rings.', 1],
    [block('npx prisma migrate deploy'), 1],
    [block('DATABASE_URL=$RINGS_URL alembic upgrade head'), 1],
    [block('php artisan migrate --force'), 1],
    [block('python manage.py migrate'), 1],
    [block('npm run up:dev'), 0],
    [block('npx prisma migrate status'), 0],
    [block('python manage.py migrate --plan'), 0],
    [block('DATABASE_URL=postgres://localhost/rings alembic upgrade head'), 0],
    [`The pipeline runs:\n\n${block('npx prisma migrate deploy')}`, 0],
  ] as const) {
    const { changes } = await collect({
      'package.json': JSON.stringify({ scripts }),
      'README.md': `# Shop\n\n## New rings on the production database\n\n${text}`,
    })
    const ofProduction = changes.filter(({ environment }) => environment === 'production')
    assert.equal(ofProduction.length, told, text)
  }
  const { changes } = await collect({ 'README.md': `# Shop\n\n## New rings\n\n${block('npx prisma migrate deploy')}` })
  assert.deepEqual(changes, [])
})

test('a shell script of the repository that a document tells to run is what its commands are', async () => {
  const scripts = {
    'ops/drain.sh': '#!/bin/sh\nset -e\nfor node in "$@"; do\n  kubectl drain "$node"\ndone\n',
    'ops/look.sh': 'kubectl get nodes\necho "kubectl drain web-1; kubectl delete pod a"\n',
    'ops/all.sh': '. ./look.sh\nbash ops/drain.sh web-1\n',
    'ops/try.sh': 'minikube start\nkubectl apply -f k8s/\n',
    'ops/circle.sh': './circle.sh\n',
    'ops/scales.sh':
      'case "${1:-status}" in\n  stop) kubectl delete pod scales ;;\n  status) kubectl get pod scales ;;\nesac\n',
    'a/twice.sh': 'kubectl delete pod a\n',
    'b/twice.sh': 'kubectl get pod a\n',
  }
  for (const [text, told] of [
    [block('./drain.sh web-1'), 1],
    [block('sudo bash -e ops/drain.sh web-1'), 1],
    [block('source ops/all.sh'), 1],
    ['Run `./ops/drain.sh web-1`.', 1],
    [block('ops/look.sh'), 0],
    [block('ops/try.sh'), 0],
    [block('ops/circle.sh'), 0],
    [block('ops/scales.sh status'), 0],
    [block('./twice.sh'), 0],
    [block('chmod +x ops/drain.sh'), 0],
    [block('cat ops/drain.sh'), 0],
    [`The pipeline runs:\n\n${block('./ops/drain.sh web-1')}`, 0],
  ] as const) {
    const { changes } = await collect({ ...scripts, 'docs/nodes.md': `# Nodes of production\n\n${text}` })
    assert.deepEqual(
      changes.map(({ environment }) => environment),
      Array(told).fill('production'),
      text,
    )
  }
})

for (const [lines, environment] of [
  [['sls deploy -s <stage>', '# where stage is one of dev|qa|prod'], 'production'],
  [['sls deploy -s <stage>', '# where stage is dev or qa, never prod'], 'unknown'],
  [['sls deploy -s <stage>'], 'unknown'],
  [['sls deploy -s staging'], 'staging'],
  [['helm upgrade shop . -n shop-<env-name>', '# env_name: test, production'], 'production'],
] as const) {
  test(`what a reader fills in is no environment but those that it is said to be: ${lines.join('; ')}`, async () => {
    const text = `# Deployment\n\nTo deploy by hand:\n\n\`\`\`\n${lines.join('\n')}\n\`\`\`\n`
    const { changes } = await collect({ 'docs/deployment.md': text })
    assert.deepEqual(
      changes.map((change) => (isHidden(change.environment) ? 'unknown' : change.environment)),
      [environment],
    )
  })
}

for (const [chapter, text, told] of [
  ['Deployment', '2. Manually enter the value in SSM parameter store', ['unknown']],
  ['Deployment to production', 'Then manually add the stamp to the AWS Secrets Manager.', ['production']],
  ['Deployment', 'Never manually change it in the Azure portal.', []],
  ['Deployment', 'Values need not be entered manually in the console.', []],
  ['History', 'Manually enter the value in SSM parameter store', []],
] as const) {
  test(`a setting that a person enters in a console: ${text}`, async () => {
    const { changes } = await collect({
      'docs/a.md': `# Shop\n\n## ${chapter}\n\n1. Start the workflow.\n\n${block('kubectl get pods')}\n\n${text}\n`,
    })
    assert.deepEqual(
      changes.map(({ environment }) => (isHidden(environment) ? 'unknown' : environment)),
      told,
    )
    if (told.length) assert.deepEqual(changes[0]?.ways, ['configuration'])
  })
}

test('what a command is given says where it goes before what its script names', async () => {
  const files = {
    'ops/move.sh':
      '#!/bin/sh\nif [ "$1" = prod ]; then\n  kubectl -n shop-prod delete pod a\nelse\n  kubectl -n "shop-$1" delete pod a\nfi\n',
  }
  const told = async (line: string) =>
    (await collect({ ...files, 'docs/runbook.md': `# Runbook\n\n${block(line)}` })).changes.map(
      ({ environment }) => environment,
    )
  assert.deepEqual(await told('./ops/move.sh dev'), ['development'])
  assert.deepEqual(await told('./ops/move.sh prod'), ['production'])
  assert.deepEqual(await told('./ops/move.sh "$1"'), ['production'])
})

for (const [chapter, text, told] of [
  ['Secrets of production', 'Updating Key Vault secrets is a manual process.', ['production']],
  ['Secrets', 'Updating secrets is a manual process which needs rights for production access.', ['production']],
  ['Rolling back', 'Changing the DNS records of the shop is done by hand.', ['unknown']],
  ['Secrets', 'Changing DNS records is a manual step.', []],
  ['Secrets of production', 'Updating Key Vault secrets is no longer a manual process.', []],
  ['Release to production', 'Deploying to production is a manual step: start the workflow.', []],
  ['Local development', 'Updating secrets is a manual process.', []],
] as const) {
  test(`what a document says is done by hand: ${text}`, async () => {
    const { changes } = await collect({
      'docs/operations.md': `# Operations\n\n## ${chapter}\n\n1. Look at the pods.\n\n${block('kubectl get pods')}\n\n${text}\n`,
    })
    assert.deepEqual(
      changes.map(({ environment }) => (isHidden(environment) ? 'unknown' : environment)),
      told,
    )
    if (told.length) assert.deepEqual(changes[0]?.ways, ['configuration'])
  })
}

for (const [what, lines, told] of [
  ['a container of who types it', ['docker compose run web bin/rails console', 'User.first.update(name: 1)'], []],
  ['one that runs', ['$ docker exec -it web bin/rails c', 'User.first.update(name: 1)'], []],
  [
    'a container of a server',
    ['ssh ops@shop', 'docker compose exec web rails c', 'User.first.update(name: 1)'],
    ['database'],
  ],
  ['an engine elsewhere', ['docker --context shop exec web rails c', 'User.first.update(name: 1)'], ['database']],
  ['the composition of production', ['docker compose -f prod.yml exec web rails c', 'User.first.delete'], ['database']],
  ['no container', ['bin/rails console', 'User.first.update(name: 1)'], ['database']],
] as const) {
  test(`what is typed in the console of ${what} ${told.length ? 'changes production' : 'changes nothing else'}`, async () => {
    const text = `# Copying production data\n\nGet the data of production.\n\n## Afterwards\n\nIn production:\n\n\`\`\`sh\n${lines.join('\n')}\n\`\`\`\n`
    const { changes } = await collect({ 'docs/production.md': text })
    assert.deepEqual([...new Set(changes.flatMap(({ ways }) => ways.filter((way) => way === 'database')))], told)
  })
}

test('a push to the Git host of a platform deploys by hand', async () => {
  const text = (line: string) => `# Rolling back\n\n${block(line)}`
  const told = async (line: string) =>
    (await collect({ 'docs/deployment.md': text(line) })).changes.map(({ environment }) => environment)
  assert.deepEqual(await told('git push aptible-prod v1.2.3:master --force-with-lease'), ['production'])
  assert.deepEqual(await told('git push origin v1.2.3:release'), [])
})

for (const [told, ways] of [
  ['Connect to the production database, then execute the SQL', ['database']],
  ['- Connect to the production database\n- Run the generated SQL', ['database']],
  ['In production, run the SQL migrations by the pipeline', []],
  ['Connect to your local database and execute the SQL', []],
  ['The worker connects to the production database to execute the SQL', []],
  ['Do not execute the SQL in production', []],
] as const) {
  test(`a statement that is told without a command: ${JSON.stringify(told)}`, async () => {
    const { changes } = await collect({ 'README.md': `# Shop\n\n## Database\n\n${told}\n` })
    assert.deepEqual(
      changes.flatMap((change) => change.ways),
      ways,
    )
  })
}

for (const [told, count] of [
  ['Once it is reviewed, run terraform apply in production.', 1],
  ['To restart it in production, you can use kubectl rollout restart.', 1],
  ['Log in first, then run the helm upgrade for production by hand.', 1],
  ['The pipeline runs terraform apply in production.', 0],
  ['Never run terraform apply in production.', 0],
  ['Run terraform apply in the dev account.', 0],
  ['In production, terraform apply is the job of a pipeline.', 0],
] as const) {
  test(`a command that is told without being marked: ${told}`, async () => {
    const { changes } = await collect({ 'README.md': `# Shop\n\n## Changes\n\n${told}\n` })
    assert.equal(changes.length, count)
  })
}

test('an item that begins with a pipeline tells what that does', async () => {
  const told = (file: string) =>
    `# Shop\n\n## Deployment\n\n- \`${file}\` (called) — restores the build, then to run: \`kubectl apply -f shop.yaml\`.\n`
  assert.equal((await collect({ 'README.md': told('job-deploy.yml') })).changes.length, 0)
  assert.equal((await collect({ 'README.md': told('servers.yml') })).changes.length, 1)
})

test('a document that shows nothing else than infrastructure put to production by hand is read', async () => {
  for (const [command, count] of [
    ['pulumi up --stack prod', 1],
    ['terragrunt apply', 1],
    ['helmfile apply', 1],
    ['cdk deploy', 1],
    ['pulumi preview --stack prod', 0],
    ['helmfile -e production diff', 0],
    ['helmfile -e production apply', 1],
    ['helmfile -f prod.yaml --selector tier=web sync', 1],
    ['helmfile --environment production template', 0],
    ['helmfile -e apply list', 0],
  ] as const) {
    const { changes } = await collect({ 'README.md': `# Shop\n\nUse this in production:\n\n${block(command)}` })
    assert.equal(changes.length, count, command)
  }
})

test('what is forbidden, described, local or for looking is no instruction', async () => {
  const command = 'kubectl -n production delete pod shop-0'
  for (const text of [
    `# Runbook\n\nNever do this:\n\n${block(command)}`,
    `# Runbook\n\nThe pipeline runs this:\n\n${block(command)}`,
    `# Runbook\n\n## Local development\n\n${block('kubectl apply -f k8s')}`,
    `# Runbook\n\n## Looking\n\n${block('kubectl -n production get pods')}`,
    `# Runbook\n\n\`\`\`yaml\nrun: ${command}\n\`\`\`\n`,
  ]) {
    const { changes } = await collect({ 'docs/runbook.md': text })
    assert.deepEqual(changes, [], text)
  }
})

test('a place points at the block, and the command is one line', async () => {
  const content = `# Runbook\n\n${block('kubectl -n production \\', '  set env deployment/shop A=b')}`
  const { changes } = await collect({ 'docs/runbook.md': content })
  assert.equal(changes[0]?.command, 'kubectl -n production set env deployment/shop A=b')
  assert.ok(content.slice(changes[0]?.place.start, changes[0]?.place.end).includes('kubectl'))
})

for (const [block, ways] of Object.entries({
  'ssh ops@a.example.org\nsudo systemctl restart shop': 'ssh',
  'ssh ops@a.example.org uptime': '',
  'kubectl exec -n production db-0 -- psql shop -c "update a set b = 1"': 'database ssh',
  'kubectl exec -n production db-0 -- psql shop -c "select 1"': '',
  'psql "$DATABASE_URL" < fix.sql': 'database',
  'scp a.tgz ops@a.example.org:/srv': 'file-copy',
  'kubectl -n production set env deploy/shop A=b': 'configuration',
  'kubectl -n production rollout restart deploy/shop': '-',
  'kubectl -n production apply -f a.yaml\nkubectl cp a production/shop-0:/a': '- file-copy',
  'kubectl -n production get pods\nkubectl -n production logs shop-0': '',
  // a client whose statement stands on the next line opens no session
  'kubectl cp a.bak production/db-0:/b\nkubectl exec -n production db-0 -- \\\n  /opt/bin/sqlcmd -P $PASSWORD \\\n  -Q "RESTORE DATABASE shop FROM DISK = \'/b/a.bak\'"':
    'file-copy database ssh',
})) {
  test(`a runbook: what it tells of ${JSON.stringify(block)}`, async () => {
    const text = `# Runbook\n\n## When the queue of production hangs\n\nIn production:\n\n\`\`\`sh\n${block}\n\`\`\`\n`
    const { changes } = await collect({ 'docs/runbooks/shop.md': text })
    assert.deepEqual(changes.map((change) => [...change.ways].sort().join(' ') || '-').join(' '), ways)
  })
}

for (const [path, text, expected] of [
  [
    'docs/ops-tasks.md',
    '# Ops tasks\n\nIn a Rails console:\n\n```rb\nUser.find(1).update!(name: "a")\n```\n',
    'database ?',
  ],
  ['docs/ops-tasks.md', '# Ops tasks\n\nIn a Rails console:\n\n```rb\nUser.where(a: 1).count\n```\n', ''],
  [
    'docs/ops-tasks.md',
    '# Ops tasks\n\nIn a Rails console:\n\n## A\n\n```rb\nFlipper.enable(:a)\n```\n',
    'configuration ?',
  ],
  ['docs/ops-tasks.md', '# Ops tasks\n\n```rb\nUser.find(1).update!(name: "a")\n```\n', ''],
  [
    'docs/a.md',
    '# Users\n\nIn production:\n\n```sh\n$ heroku run rails c\n> User.create!(a: 1)\n```\n',
    'database production',
  ],
  [
    'docs/a.md',
    '# Users\n\nIn production:\n\n```\npython manage.py shell\n>>> User.objects.get(pk=1).delete()\n```\n',
    'database production',
  ],
  ['docs/a.md', '# Users\n\nIn a Rails console:\n\n```rb\nUser.create!(a: 1)\n```\n', ''],
  [
    'docs/a.md',
    '# Local development\n\nNot as in production, in a Rails console:\n\n```rb\nUser.create!(a: 1)\n```\n',
    '',
  ],
  ['docs/a.md', '# Fix\n\nIn production:\n\n```sh\npsql $URL\nUPDATE a\nSET b = 1;\n```\n', 'database production'],
  ['docs/a.md', '# Look\n\nIn production:\n\n```sh\npsql $URL\nSELECT 1;\n```\n', ''],
  ['docs/a.md', '# Fix\n\nIn production:\n\n```sql\nUPDATE a\nSET b = 1;\n```\n', 'database production'],
] as const) {
  test(`what is typed in a console: ${JSON.stringify(text)}`, async () => {
    const { changes } = await collect({ [path]: text })
    const told = changes.map(
      ({ ways, environment }) => `${ways.join(' ')} ${isHidden(environment) ? '?' : environment}`,
    )
    assert.equal(told.join(), expected)
  })
}

const fence = (...lines: string[]) => `\`\`\`sh\n${lines.join('\n')}\n\`\`\``
const sqlFence = (...lines: string[]) => `\`\`\`sql\n${lines.join('\n')}\n\`\`\``
const stop = fence('docker compose stop')
const grant = sqlFence('GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader;')

for (const [path, parts, expected] of [
  // on a server, whatever the document is
  ['docs/upgrade.md', ['# Upgrade of the database', fence('ssh root@<ip>'), stop], 'ssh ?'],
  [
    'docs/upgrade.md',
    ['# Upgrade', '1. Log in:', fence('ssh root@<ip>', 'cd shop'), stop, '## Then', stop],
    'ssh ?, ssh ?',
  ],
  ['docs/upgrade.md', ['# Upgrade', fence('ssh root@<ip>'), fence('pg_restore -d shop all.dump')], 'ssh database ?'],
  ['docs/upgrade.md', ['# Upgrade', '## A', fence('ssh root@<ip>'), '## B', stop], ''],
  ['docs/upgrade.md', ['# Upgrade', fence('ssh root@<ip>', 'exit'), stop], ''],
  ['docs/upgrade.md', ['# Upgrade', fence('ssh root@<ip>'), fence('docker compose logs')], ''],
  ['docs/upgrade.md', ['# Upgrade', fence('ssh root@<ip>'), 'Never type:', stop], ''],
  ['docs/upgrade.md', ['# Upgrade', fence('ssh root@<ip>'), fence('git commit -am upgrade', 'docker build .')], ''],
  ['docs/upgrade.md', ['# Upgrade of staging', fence('ssh root@<ip>'), stop], 'ssh staging'],
  ['docs/upgrade.md', ['# Local development', fence('ssh root@<ip>'), stop], ''],
  ['docs/upgrade.md', ['# Upgrade', stop], ''],
  // in a container there
  [
    'docs/restore.md',
    ['# Restoring', fence('kubectl exec -it db-0 -- bash'), sqlFence('STOP SLAVE;')],
    'ssh database ?',
  ],
  ['docs/restore.md', ['# Restoring', fence('docker compose exec db bash'), sqlFence('STOP SLAVE;')], ''],
  // rights in a database that is set up by hand
  [
    'INSTALL.md',
    ['# Deploy', '## Setting up the database', fence('ssh <you>@shop.example.org'), grant],
    'ssh database ?',
  ],
  ['INSTALL.md', ['# Deploy', '## Setting up the database', fence('psql <connection-string>'), grant], 'database ?'],
  ['INSTALL.md', ['# Deploy', '## Setting up the database', fence('psql shop'), grant], ''],
  ['INSTALL.md', ['# Deploy', '## Setting up the database', fence('psql -h localhost shop'), grant], ''],
  ['README.md', ['# Shop', '## Set up a local database', fence('createuser shop'), grant], ''],
  ['README.md', ['# Shop', '## Rights', 'In production:', grant], 'database production'],
] as const) {
  test(`what is typed where one has logged in: ${path} ${JSON.stringify(parts)}`, async () => {
    const { changes } = await collect({ [path]: `${parts.join('\n\n')}\n` })
    const told = changes.map(
      ({ ways, environment }) => `${ways.join(' ')} ${isHidden(environment) ? '?' : environment}`,
    )
    assert.equal(told.join(', '), expected)
  })
}

const inItem = (command: string) => `   \`\`\`sh\n   ${command}\n   \`\`\`\n`

for (const [text, expected] of [
  ['# Shop\n\n## CI\n\n**Rollback:** when it fails, run `helm rollback shop`.\n\n**Logs:** in Loki.\n', 'Rollback:1'],
  [
    '# Shop\n\n**Rollback**\n\n1. Run `helm rollback shop`.\n2. Run `helm status shop`.\n\n## Other\n\nRun `helm list -a`.\n',
    'Rollback:2',
  ],
  ['# Shop\n\n__Rollback to previous version:__\n```sh\nhelm rollback shop 3\n```\n', 'Rollback to previous version:1'],
  ['Shop\n====\n\nRollback\n--------\n\nRun `helm rollback shop`.\n', 'Rollback:1'],
  ['# Shop\n\nRollback\n: Run `helm rollback shop`.\n', 'Rollback:1'],
  ['# Shop\n\nA **rollback** takes minutes.\n', ''],
  ['# Shop\n\n**Rollback**\n', ''],
  [
    `# Shop\n\n1. **Roll back**:\n${inItem('helm rollback shop')}   - look\n${inItem('helm status shop')}`,
    'Roll back:2',
  ],
  [`# Shop\n\n1. **Roll back**:\n${inItem('helm rollback shop')}2. Wait\n${inItem('helm list -a')}`, 'Roll back:1'],
  ['# Shop\n\n## Rollback\n\n**Rollback steps**\n\nRun `helm rollback shop`.\n', 'Rollback:1'],
] as const) {
  test(`a chapter by what leads it: ${JSON.stringify(text)}`, async () => {
    const { runbooks } = await collect({ 'README.md': text })
    assert.equal(runbooks.map(({ title, commands }) => `${title}:${commands}`).join(), expected)
  })
}

for (const [path, part] of [
  ['docs/rollback.md', ''],
  ['shop/docs/rollback.md', 'shop'],
  ['shop/rollback.md', 'shop'],
  ['deploy/rollback.md', ''],
  ['tools/rollback.md', ''],
] as const) {
  test(`a runbook beside one of several services: ${path}`, async () => {
    const services = { 'shop/Dockerfile': 'FROM scratch\n', 'till/Dockerfile': 'FROM scratch\n' }
    const { runbooks } = await collect({ ...services, [path]: '# Rollback\n\n1. Run it.\n2. Wait.\n' })
    assert.deepEqual(
      runbooks.map((runbook) => runbook.part),
      [part],
    )
    const alone = await collect({ 'shop/Dockerfile': 'FROM scratch\n', [path]: '# Rollback\n\n1. Run it.\n2. Wait.\n' })
    assert.deepEqual(
      alone.runbooks.map((runbook) => runbook.part),
      [''],
    )
  })
}

test('a correction that a person runs by hand is told, though nothing says where', async () => {
  const text = (title: string, file: string) =>
    `# ${title}\n\nRun the script:\n\n\`\`\`sh\npsql <shop-db-url> -f ${file}\n\`\`\`\n`
  const sql = 'BEGIN;\nDELETE FROM orders WHERE total < 0;\nCOMMIT;\n'
  const { changes } = await collect({
    'data/migrations/20240124-wrong-totals/README.md': text('Wrong totals', 'apply.sql'),
    'data/migrations/20240124-wrong-totals/apply.sql': sql,
    // what fills a new database, and statements that are elsewhere
    'data/seeds/README.md': text('Filling the database', 'seed.sql'),
    'data/seeds/seed.sql': sql,
    'data/20240301-others/README.md': text('Others', 'gone.sql'),
  })
  assert.deepEqual(
    changes.map(({ file, ways, environment }) => [file, ways.join(), isHidden(environment)]),
    [['data/migrations/20240124-wrong-totals/README.md', 'database', true]],
  )
})

test('a statement that is run in any environment is run in production too', async () => {
  const steps = (where: string) =>
    `# Changing the schema\n\n1. Change schema.sql\n2. ${where}, connect to its database\n3. Run the SQL statements to apply the change\n`
  const told = async (where: string) =>
    (await collect({ 'docs/schema.md': steps(where) })).changes.map(({ ways, environment }) => [
      ways.join(),
      isHidden(environment) ? '?' : environment,
    ])
  assert.deepEqual(await told('To make changes to an environment'), [['database', '?']])
  assert.deepEqual(await told('In each environment'), [['database', '?']])
  assert.deepEqual(await told('On your machine'), [])
  assert.deepEqual(await told('In every environment except production'), [])
})

test('statements in a page of what was done by hand are told', async () => {
  const page = '# Wrong totals\n\n## The statements\n\n```sql\nDELETE FROM orders WHERE total < 0;\n```\n'
  const { changes } = await collect({
    'database/manual-updates/2024-01-24-wrong-totals.md': page,
    'docs/schema/2024-01-24-orders.md': page,
    'database/manual-updates/2024-02-01-look.md': page.replace('DELETE FROM', 'SELECT id FROM'),
  })
  assert.deepEqual(
    changes.map(({ file, ways, environment }) => [file, ways.join(), isHidden(environment)]),
    [['database/manual-updates/2024-01-24-wrong-totals.md', 'database', true]],
  )
})

test('a prompt may say who types, and where', async () => {
  const lines = [
    'dokku$ dokku config:set shop A=b',
    'deploy@web-1:~$ kubectl delete pod a',
    '[root@web-1 ~]# rm -rf /srv/a',
  ]
  for (const line of lines) {
    const text = `# Deploying to production\n\n\`\`\`sh\n${line}\nan answer\n\`\`\`\n`
    const { runbooks } = await collect({ 'docs/deployment.md': text })
    assert.equal(runbooks[0]?.commands, 1, line)
  }
  const shop = '# Deploying to production\n\n```sh\ndokku$ dokku config:set shop A=b\n```\n'
  const { changes } = await collect({ 'docs/deployment.md': shop })
  assert.ok(changes.length > 0)
})
