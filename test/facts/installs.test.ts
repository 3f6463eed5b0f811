import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Hidden } from '../../src/facts/hidden.ts'
import { judgeInstall } from '../../src/facts/pin/installers.ts'
import { repositoryOf } from '../support/repository.ts'

/** How a call is judged beside some files: `lockfile`, `none`, `hidden`, or undefined for what is no subject. */
async function pinned(
  line: string,
  files: readonly string[],
  change: { folder?: string | undefined; image?: boolean; around?: string; renews?: boolean } = {},
) {
  const [program = '', ...words] = line.split(' ')
  const repository = repositoryOf(Object.fromEntries(files.map((file) => [file, file.endsWith('.json') ? '{}' : ''])))
  const call = { program, words, folder: '', image: false, around: '', ...change }
  const judged = await judgeInstall(call, repository, change.renews ?? false)
  return judged?.pinned instanceof Hidden ? 'hidden' : judged?.pinned
}

describe('installs', () => {
  it('tells what holds to a lockfile from what may rewrite it', async () => {
    const cases: readonly [string, string, string | undefined][] = [
      ['npm ci', 'package-lock.json', 'lockfile'],
      ['npm install', 'package-lock.json', 'none'],
      ['npm i --no-audit', 'package-lock.json', 'none'],
      ['npm install -g serve', 'package-lock.json', undefined],
      ['npm install left-pad', 'package-lock.json', undefined],
      ['npm run build', 'package-lock.json', undefined],
      ['yarn', 'yarn.lock', 'none'],
      ['yarn install --frozen-lockfile', 'yarn.lock', 'lockfile'],
      ['yarn install --network-timeout 100000', 'yarn.lock', 'none'],
      ['yarn --immutable', 'yarn.lock', 'lockfile'],
      ['yarn build', 'yarn.lock', undefined],
      ['pnpm install', 'pnpm-lock.yaml', 'lockfile'],
      ['pnpm i --no-frozen-lockfile', 'pnpm-lock.yaml', 'none'],
      ['bun install', 'bun.lock', 'none'],
      ['bun install --frozen-lockfile', 'bun.lock', 'lockfile'],
    ]
    for (const [line, lock, expected] of cases) {
      assert.equal(await pinned(line, ['package.json', lock]), expected, line)
      assert.equal(await pinned(line, ['package.json']), undefined, `${line} without a lockfile`)
    }
    assert.equal(await pinned('uv sync', ['pyproject.toml', 'uv.lock']), 'none')
    assert.equal(await pinned('uv sync --locked', ['pyproject.toml', 'uv.lock']), 'lockfile')
    assert.equal(await pinned('uv sync', ['pyproject.toml', 'uv.lock'], { around: 'ENV UV_FROZEN=1' }), 'lockfile')
    assert.equal(await pinned('bundle install --jobs 4', ['Gemfile', 'Gemfile.lock']), 'lockfile')
    assert.equal(await pinned('bundle exec rake', ['Gemfile', 'Gemfile.lock']), undefined)
    assert.equal(await pinned('poetry install --no-root', ['pyproject.toml', 'poetry.lock']), 'lockfile')
    assert.equal(await pinned('pipenv install', ['Pipfile', 'Pipfile.lock']), 'none')
    assert.equal(await pinned('pipenv install --deploy', ['Pipfile', 'Pipfile.lock']), 'lockfile')
  })

  it('knows that package managers freeze in CI and not in an image', async () => {
    assert.equal(await pinned('yarn install', ['package.json', 'yarn.lock', '.yarnrc.yml']), 'lockfile')
    assert.equal(await pinned('yarn install', ['package.json', 'yarn.lock', '.yarnrc.yml'], { image: true }), 'none')
    assert.equal(await pinned('pnpm install', ['package.json', 'pnpm-lock.yaml'], { image: true }), 'none')
  })

  it('looks for the lockfile where the install runs', async () => {
    const files = ['package.json', 'package-lock.json', 'web/package.json', 'web/src/a.ts']
    assert.equal(await pinned('npm install', files, { folder: 'web' }), undefined, 'a package without a lockfile')
    assert.equal(await pinned('npm install', files, { folder: 'docker' }), 'none', 'no package: that of the root')
    assert.equal(await pinned('npm install --prefix web', files), undefined)
    assert.equal(await pinned('npm --prefix .. install', files, { folder: 'web' }), 'none')
    assert.equal(await pinned('npm install --prefix /opt', files), undefined)
    const both = ['a/package.json', 'a/package-lock.json', 'b/package.json', 'b/package-lock.json']
    assert.equal(await pinned('npm install', both, { folder: undefined }), 'none', 'wherever it runs there is one')
    assert.equal(await pinned('npm install', files, { folder: undefined }), 'hidden')
    assert.equal(await pinned('npm ci', files, { folder: undefined }), 'lockfile')
  })

  it('shares the lockfile of a workspace', async () => {
    const repository = repositoryOf({
      'package.json': '{"workspaces": ["packages/*"]}',
      'yarn.lock': '',
      'packages/a/package.json': '{}',
    })
    const call = { program: 'yarn', words: [], folder: 'packages/a', image: false, around: '' }
    assert.equal((await judgeInstall(call, repository, false))?.pinned, 'none')
  })

  it('leaves the renewal of a lockfile alone, unless something is built from it', async () => {
    const files = ['package.json', 'package-lock.json']
    assert.equal(await pinned('npm update', files), undefined)
    assert.equal(await pinned('npm update', files, { renews: true }), 'none')
  })

  it('does not know what is built from an install that no lockfile holds', async () => {
    const judged = async (line: string, files: Readonly<Record<string, string>>, renews: boolean) => {
      const [program = '', ...words] = line.split(' ')
      const call = { program, words, folder: '', image: false, around: '' }
      return (await judgeInstall(call, repositoryOf(files), renews))?.pinned instanceof Hidden
    }
    const rings = { 'package.json': '{"dependencies": {"rings": "^1.2.0"}}' }
    assert.equal(await judged('npm i', rings, true), true)
    assert.equal(await judged('npm i', rings, false), false, 'for tests alone')
    assert.equal(await judged('npm i', { 'package.json': '{"name": "rings"}' }, true), false, 'no dependencies')
    assert.equal(await judged('npm i -g serverless', rings, true), false)
    assert.equal(await judged('npm i', {}, true), false, 'no package')
    assert.equal(await judged('composer install', { 'composer.json': '{}' }, true), true)
  })

  it('names tools that are taken at latest', async () => {
    const repository = repositoryOf({})
    const call = (line: string) => {
      const [program = '', ...words] = line.split(' ')
      return judgeInstall({ program, words, folder: '', image: false, around: '' }, repository, false)
    }
    assert.equal((await call('npm install -g serve@latest'))?.name, 'npm install serve@latest')
    assert.equal((await call('npx --yes cowsay@latest hi'))?.name, 'npx cowsay@latest')
    assert.equal((await call('go install example.org/tool@latest'))?.what, 'tool')
    assert.equal(await call('npx cowsay@1.2.3'), undefined)
    assert.equal(await call('echo a@latest'), undefined)
  })
})
