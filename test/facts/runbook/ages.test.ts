import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { openRepository } from '../../../src/facts/open.ts'
import { openDirectory } from '../../../src/sources/directory.ts'

const runbook = '# Deployment runbook\n\n## Steps\n\n1. Start the pipeline.\n2. Watch it.\n'
const workflow = (command: string, checkout = 'v4', environment = 'production') => `on: {push: {branches: [main]}}
jobs:
  deploy:
    environment: ${environment}
    steps:
      - uses: actions/checkout@${checkout}
      - run: ${command}
`
const deploy = 'helm upgrade --install shop ./chart --version 1.2.3'

/** Commits files one after another, each at its day, and asks whether the runbook is stale. */
async function staleAfter(commits: readonly (readonly [day: string, file: string, content: string])[]) {
  const folder = mkdtempSync(join(tmpdir(), 'assay-ages-'))
  try {
    const git = (day: string, ...args: string[]) =>
      execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], {
        env: { ...process.env, GIT_AUTHOR_DATE: `${day}T12:00:00Z`, GIT_COMMITTER_DATE: `${day}T12:00:00Z` },
        stdio: 'pipe',
      })
    git('2026-01-01', 'init', '-q', '-b', 'main')
    for (const [day, file, content] of commits) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), content)
      git(day, 'add', '-A')
      git(day, 'commit', '-q', '-m', file)
    }
    const repository = await openRepository(await openDirectory(folder), defaultSettings)
    const { facts } = await collectFacts(repository, defaultSettings, ['runbookAges'])
    const [age] = facts.runbookAges
    return isHidden(age?.stale) ? 'hidden' : age?.stale
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const file = '.github/workflows/deploy.yml'
const guide = 'docs/deployment.md'

test('a command that changes more than thirty days after the runbook makes it stale', async () => {
  const commits = [
    ['2026-01-01', file, workflow(deploy)],
    ['2026-01-02', guide, runbook],
  ] as const
  assert.equal(await staleAfter([...commits, ['2026-01-20', file, workflow('kubectl apply -f k8s')]]), false)
  assert.equal(await staleAfter([...commits, ['2026-06-01', file, workflow('kubectl apply -f k8s')]]), true)
  assert.equal(await staleAfter([...commits, ['2026-06-01', file, workflow(deploy, 'v4', 'live')]]), true)
})

test('version bumps, and what is changed and changed back, age nothing', async () => {
  const commits = [
    ['2026-01-01', file, workflow(deploy)],
    ['2026-01-02', guide, runbook],
  ] as const
  const bumped = workflow(deploy.replace('1.2.3', '1.4.0'), 'v5')
  assert.equal(await staleAfter([...commits, ['2026-06-01', file, bumped]]), false)
  assert.equal(
    await staleAfter([
      ...commits,
      ['2026-06-01', file, workflow('kubectl apply -f k8s')],
      ['2026-07-01', file, workflow(deploy)],
    ]),
    false,
  )
})

test('a runbook that is not committed has no age', async () => {
  assert.equal(await staleAfter([['2026-01-01', file, workflow(deploy)]]), undefined)
})
