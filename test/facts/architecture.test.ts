import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import test from 'node:test'
import { defaultSettings } from '../../src/config/settings.ts'
import { collectFacts } from '../../src/facts/collect.ts'
import { openRepository } from '../../src/facts/open.ts'
import { openDirectory } from '../../src/sources/directory.ts'

/** A repository whose commits are made on the given days. */
async function built(commits: readonly (readonly [string, Record<string, string>])[]) {
  const root = mkdtempSync(join(tmpdir(), 'assay-architecture-'))
  const git = (date: string, ...args: string[]) =>
    execFileSync('git', ['-C', root, '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], {
      env: { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
      stdio: 'pipe',
    })
  git('', 'init', '-q')
  for (const [day, files] of commits) {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), content)
    }
    git(`${day}T12:00:00Z`, 'add', '-A')
    git(`${day}T12:00:00Z`, 'commit', '-q', '-m', day)
  }
  const source = await openDirectory(root)
  const repository = await openRepository(source, defaultSettings)
  const { observed } = await collectFacts(repository, defaultSettings, ['architectureDocuments'])
  rmSync(root, { recursive: true })
  return observed.architectureDocuments
}

const document = `# Architecture\n\n${'The shop is one service and a database, and nothing else reads it. '.repeat(5)}\n`
const compose = (...services: string[]) => `services:\n${services.map((s) => `  ${s}: {image: ${s}:1.2.3}\n`).join('')}`

test('a service that came more than thirty days after the document is told', async () => {
  const [found] = await built([
    ['2026-01-01', { 'docs/architecture.md': document, 'compose.yaml': compose('web', 'db') }],
    ['2026-04-01', { 'compose.yaml': compose('web', 'queue') }],
  ])
  assert.equal(found?.changed, '2026-01-01')
  assert.equal(found?.since, '+ service queue, - service db')
})

test('a compose file that no pipeline brings to another machine is for work on ones own', async () => {
  const since = async (pipeline: string, name = 'compose.yaml') => {
    const [found] = await built([
      ['2026-01-01', { 'docs/architecture.md': document, [name]: compose('db'), '.gitlab-ci.yml': pipeline }],
      ['2026-04-01', { [name]: compose('db', 'cache') }],
    ])
    return found?.since
  }
  assert.equal(await since('test: {script: [docker compose up -d, npm test]}\n'), '')
  assert.equal(
    await since('deploy: {script: [scp compose.yaml gold:, ssh gold docker compose up -d]}\n'),
    '+ service cache',
  )
  assert.equal(await since('test: {script: [npm test]}\n', 'compose.prod.yaml'), '+ service cache')
})

test('a module that is named for what belongs to a part is none', async () => {
  const modules = (...names: string[]) => names.map((name) => `module "${name}" {\n  source = "./x"\n}\n`).join('')
  const [found] = await built([
    ['2026-01-01', { 'docs/architecture.md': document, 'infra/main.tf': modules('shop', 'cloudwatch_alarms_slack') }],
    ['2026-04-01', { 'infra/main.tf': modules('shop', 'secrets_shop_api', 'label', 'dns', 'label_printer') }],
  ])
  assert.equal(found?.since, '+ module label_printer')
})

test('what belongs to a part is none: who may use it, how it is sized and reached', async () => {
  const made = (...types: string[]) => types.map((type) => `resource "${type}" "shop" {\n}\n`).join('')
  const parts = ['aws_lambda_function', 'google_container_cluster', 'aws_db_instance']
  const [found] = await built([
    ['2026-01-01', { 'docs/architecture.md': document, 'infra/main.tf': made(...parts) }],
    [
      '2026-04-01',
      {
        'infra/more.tf': made(
          'google_container_node_pool',
          'google_service_account',
          'google_project_service',
          'aws_lambda_permission',
          'aws_s3_bucket_public_access_block',
          'aws_s3_bucket_server_side_encryption_configuration',
          'aws_db_subnet_group',
          'aws_lb_listener_rule',
          'azurerm_service_plan',
          'aws_appautoscaling_target',
          'aws_api_gateway_method',
        ),
      },
    ],
  ])
  assert.equal(found?.since, '')
})

test('a queue of Terraform is a part', async () => {
  const [found] = await built([
    ['2026-01-01', { 'docs/architecture.md': document, 'infra/main.tf': 'resource "aws_lb" "shop" {\n}\n' }],
    ['2026-04-01', { 'infra/more.tf': 'resource "aws_sqs_queue" "orders" {\n}\n' }],
  ])
  assert.equal(found?.since, '+ aws_sqs_queue orders')
})

test('one that came with the document, or with another version alone, is none', async () => {
  const [found] = await built([
    ['2026-01-01', { 'docs/architecture.md': document, 'compose.yaml': compose('web') }],
    ['2026-01-20', { 'compose.yaml': compose('web', 'queue') }],
    ['2026-04-01', { 'compose.yaml': compose('web', 'queue').replaceAll('1.2.3', '1.3.0') }],
  ])
  assert.equal(found?.since, '')
})

test('chapters of a README and decision records count; templates and headings with nothing below do not', async () => {
  const found = await built([
    [
      '2026-01-01',
      {
        'README.md': `# Shop\n\n## Architecture\n\n${'One service, one database, one queue between them. '.repeat(4)}\n`,
        'docs/adr/0001-queue.md': '# Queue\n\nOrders wait in a queue of their own.\n',
        'docs/adr/template.md': '# Title\n',
        'api/README.md': '# API\n\n## Architecture\n\nSee above.\n',
      },
    ],
  ])
  assert.deepEqual(
    found.map(({ id, kind }) => `${kind} ${id}`),
    ['chapter README.md#Architecture', 'decisions docs/adr/0001-queue.md'],
  )
})

test('a chapter with little more than a link out of it leads elsewhere; prose with links in it is a chapter', async () => {
  const link = 'https://structurizr.example.com/share/55246/diagrams#a-name-of-some-length-so-that-the-address-is-long'
  const found = await built([
    [
      '2026-01-01',
      {
        'README.md': `# Shop\n\n## Architecture diagram\n\nView the [diagram](${link}). It [can be edited](${link}).\n\n## Setup\n`,
        'api/README.md': `# API\n\n## Architecture\n\n${'One service, one [queue](https://q.example.com). '.repeat(6)}\n`,
      },
    ],
  ])
  assert.deepEqual(
    found.map(({ id, elsewhere }) => [id, elsewhere]),
    [
      [link, true],
      ['api/README.md#Architecture', false],
    ],
  )
})

test('where no README has one, a chapter of another text counts if it draws or says something', async () => {
  const drawn =
    '# Infrastructure\n\n## Architecture\n\n### All\n\n```mermaid\nflowchart LR\n  a --> b\n```\n\n## Names\n'
  const files = async (files: Record<string, string>) =>
    (await built([['2026-01-01', files]])).map(({ id, kind }) => `${kind} ${id}`)
  assert.deepEqual(await files({ 'docs/explanation/infrastructure.md': drawn }), [
    'chapter docs/explanation/infrastructure.md#Architecture',
  ])
  assert.deepEqual(await files({ 'DEVELOPERS.md': document.replace('# A', '# Notes\n\n## A') }), [
    'chapter DEVELOPERS.md#Architecture',
  ])
  assert.deepEqual(await files({ 'DEVELOPERS.md': '# Notes\n\n## Architecture\n\nOne service and a queue.\n' }), [])
  assert.deepEqual(await files({ 'CHANGELOG.md': drawn, 'docs/blog/new.md': drawn }), [])
  assert.deepEqual(await files({ 'README.md': `# Shop\n\n#${document}`, 'docs/notes.md': drawn }), [
    'chapter README.md#Architecture',
  ])
})

test('a picture that is not there shows nothing', async () => {
  const readme = (target: string) => `# Shop\n\n## Architecture\n\nTo be written.\n\n![all](${target})\n\n## Use\n`
  const told = async (target: string) => {
    const files = { 'shop/README.md': readme(target), 'shop/docs/all.png': 'png', 'all.png': 'png' }
    return (await built([['2024-01-01', files]])).length
  }
  assert.deepEqual(
    [
      await told('docs/all.png'),
      await told('/all.png'),
      await told('https://example.org/all.png'),
      await told('all.png'),
    ],
    [1, 1, 1, 0],
  )
})

test('what is only tried beside the system says nothing of its architecture', async () => {
  const found = await built([
    [
      '2025-01-01',
      { 'poc/queue/README.md': document, 'spikes/architecture.md': document, 'queue/README.md': document },
    ],
  ])
  assert.deepEqual(
    found.map(({ file }) => file),
    ['queue/README.md'],
  )
})
