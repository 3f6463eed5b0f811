import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type Answers, canary, serve } from '../sources/forge/server.ts'
import { folderOf } from './support/assay.ts'

const session = fileURLToPath(new URL('./support/session.ts', import.meta.url))
const repo = '/repos/example/shop'

const workflow = `name: deploy
on: {push: {branches: [main, production]}}
jobs:
  production:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - run: kubectl apply -f k8s/
`

const answers: Answers = {
  [repo]: { body: { default_branch: 'main' } },
  [`${repo}/environments`]: {
    body: {
      total_count: 1,
      environments: [
        {
          name: 'production',
          protection_rules: [
            {
              type: 'required_reviewers',
              prevent_self_review: true,
              reviewers: [{ type: 'User', reviewer: { login: 'octocat' } }],
            },
          ],
        },
      ],
    },
  },
  [`${repo}/rules/branches/main`]: { body: [] },
  [`${repo}/rules/branches/production`]: { body: [] },
  [`${repo}/branches/main`]: { body: { protection: { enabled: false } } },
  [`${repo}/branches/production`]: { body: { protection: { enabled: false } } },
  [`${repo}/rulesets`]: { body: [] },
  [`${repo}/code-scanning/default-setup`]: { status: 403, body: { message: `no ${canary} here` } },
  [`${repo}/releases`]: { body: [] },
  [`${repo}/deployments`]: { body: [] },
}

interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs command lines while the server of this process answers. */
function assay(folder: string, env: Record<string, string>, ...lines: string[][]): Promise<Outcome[]> {
  const { GITHUB_TOKEN, GH_TOKEN, GITHUB_SERVER_URL, GITHUB_API_URL, NODE_OPTIONS, ...usual } = process.env
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), session, JSON.stringify(lines)], {
      cwd: folder,
      env: { ...usual, ...env },
    })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk) => (stdout += chunk))
    child.stderr.on('data', (chunk) => (stderr += chunk))
    child.on('close', (code) => (code === 0 ? done(JSON.parse(stdout)) : fail(new Error(`${code}: ${stderr}`))))
  })
}

function shop(): string {
  const folder = folderOf({ '.github/workflows/deploy.yml': workflow, 'k8s/shop.yaml': 'kind: Deployment\n' })
  const git = (...words: string[]) => spawnSync('git', words, { cwd: folder })
  git('init', '-q', '-b', 'main')
  git('remote', 'add', 'origin', 'https://github.com/example/shop.git')
  return folder
}

const only = ['--only', 'approvals.production']

test('nothing is asked without --forge, whatever the variables say', async (t) => {
  const server = await serve(t, answers)
  const env = { GITHUB_API_URL: server.url, GITHUB_TOKEN: canary }
  const [outcome] = await assay(shop(), env, ['check', ...only])
  assert.equal(outcome?.code, 0)
  assert.equal(server.asked.length, 0)
})

test('what was read settles, with the time in the report and the JSON; a snapshot gives the same without asking', async (t) => {
  const server = await serve(t, answers)
  const folder = shop()
  const env = { GITHUB_API_URL: server.url, GITHUB_TOKEN: canary }
  const day = ['--as-of', '2026-11-28']
  const [report] = await assay(folder, env, [
    'check',
    '--forge',
    '--forge-snapshot',
    'forge.json',
    ...only,
    ...day,
    '--verbose',
    '--format',
    'terminal',
    '--format',
    'json=first.json',
  ])
  assert.equal(report?.code, 0, report?.stdout)
  assert.match(report.stdout, /settings of github.com\/example\/shop, read at 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ/)
  assert.match(report.stdout, /1 pass, 0 fail, 0 unknown/)
  const paths = server.asked.map(({ url }) => url?.replace(/\?.*/, ''))
  assert.ok(paths.includes(`${repo}/rules/branches/production`), 'branches that pipelines name are asked for')
  const asked = server.asked.length
  await assay(folder, {}, ['check', '--forge-snapshot', 'forge.json', ...only, ...day, '--format', 'json=second.json'])
  assert.equal(server.asked.length, asked)
  const [first, second] = ['first.json', 'second.json'].map((name) => readFileSync(join(folder, name), 'utf8'))
  const { forge, results } = JSON.parse(first as string)
  assert.equal(`${forge.host}/${forge.repository}`, 'github.com/example/shop')
  assert.equal(results[0].place.setting, 'environment production on github.com/example/shop')
  assert.equal(results[0].grade, 'observed')
  const withoutFiles = (text = '') => text.replace(/"files": \d+/, '').replace(/"fingerprint.*/g, '')
  assert.equal(withoutFiles(second), withoutFiles(first))
})

test('the token is in no output, of no command, in no case', async (t) => {
  const echo = await serve(t, {
    ...answers,
    [repo]: [{ body: { default_branch: 'main' } }, { status: 401, body: { message: `bad ${canary}` } }],
  })
  const folder = shop()
  const env = { GITHUB_API_URL: echo.url, GITHUB_TOKEN: canary, ASSAY_DEBUG: '1' }
  const outcomes = await assay(
    folder,
    env,
    [
      'check',
      '--forge',
      '--forge-snapshot',
      'kept.json',
      '--verbose',
      '--format',
      'terminal',
      '--format',
      'json=a.json',
      '--format',
      'sarif=a.sarif',
    ],
    ['check', '--forge', '--verbose'],
    ['facts', '--forge', '--format', 'json'],
    ['graph', '--forge'],
    ['check', '--forge', `https://github.com/${canary}`],
  )
  for (const { stdout, stderr } of outcomes.slice(0, 4)) assert.ok(!(stdout + stderr).includes(canary))
  for (const name of ['kept.json', 'a.json', 'a.sarif']) {
    assert.ok(!readFileSync(join(folder, name), 'utf8').includes(canary), name)
  }
  assert.equal(outcomes[1]?.code, 2)
})

async function asked(t: TestContext, change: Answers, ...words: string[]): Promise<Outcome> {
  const server = await serve(t, { ...answers, ...change })
  const env = { GITHUB_API_URL: server.url, GITHUB_TOKEN: canary }
  const [outcome] = await assay(shop(), env, words)
  return outcome as Outcome
}

test('a forge that cannot be asked is exit code 2; the report is there all the same', async (t) => {
  const refused = { [repo]: { status: 401, body: { message: 'Bad credentials' } } }
  const { code, stdout } = await asked(t, refused, 'check', '--forge', ...only)
  assert.equal(code, 2)
  assert.match(stdout, /refused the token in\s+GITHUB_TOKEN/)
  assert.match(stdout, /1 unknown/)
  assert.equal((await asked(t, refused, 'facts', '--forge')).code, 2)
  assert.equal((await asked(t, refused, 'graph', '--forge')).code, 2)
})

test('a permission that is missing is no failure: unknown, what it needs, and a notice', async (t) => {
  const refused = { [`${repo}/environments`]: { status: 403, body: { message: 'Resource not accessible' } } }
  const { code, stdout } = await asked(t, refused, 'check', '--forge', ...only, '--verbose')
  assert.equal(code, 0)
  assert.match(stdout, /needs Actions: read/)
  assert.match(stdout, /did not tell its environments/)
})

test('facts and the drawing are made with what was read', async (t) => {
  const facts = await asked(t, {}, 'facts', '--forge', '--kind', 'deployments', '--format', 'json')
  assert.equal(JSON.parse(facts.stdout).deployments[0].approval, 'manual')
  assert.match((await asked(t, {}, 'graph', '--forge')).stdout, /approval of octocat|manual/)
})

test('questions that make no sense are refused before anything is asked', async () => {
  const folder = shop()
  const [path, nonsense, missing, broken] = await assay(
    folder,
    {},
    ['check', '--forge', 'k8s'],
    ['check', '--forge', 'nonsense'],
    ['check', '--forge-snapshot', 'none.json'],
    ['check', '--forge-snapshot', 'k8s/shop.yaml'],
  )
  for (const outcome of [path, nonsense, missing, broken]) assert.equal(outcome?.code, 2)
  assert.match(path?.stderr ?? '', /write the path first: k8s --forge/)
  assert.match(nonsense?.stderr ?? '', /"nonsense" is no repository; write owner\/name/)
  assert.match(missing?.stderr ?? '', /none.json: there is no such file or folder; make it with --forge/)
  assert.match(broken?.stderr ?? '', /is no JSON/)
})
