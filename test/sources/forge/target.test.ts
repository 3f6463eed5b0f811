import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { forgeTarget } from '../../../src/sources/forge/target.ts'
import { canary } from './server.ts'

type Case = [wanted: string | undefined, origin: string | undefined, env: Record<string, string>, told: string]

const cases: Case[] = [
  // by the remote
  [undefined, 'https://github.com/example/shop.git', {}, 'github https://api.github.com example/shop'],
  [undefined, 'git@github.com:example/shop.git', {}, 'github https://api.github.com example/shop'],
  [undefined, 'ssh://git@ssh.github.com:443/example/shop', {}, 'github https://api.github.com example/shop'],
  [undefined, 'https://gitlab.com/group/sub/shop', {}, 'gitlab https://gitlab.com/api/v4 group/sub/shop'],
  // by name
  ['example/shop', undefined, {}, 'github https://api.github.com example/shop'],
  ['other/shop', 'https://github.com/example/shop', {}, 'github https://api.github.com other/shop'],
  ['group/sub/shop', 'https://gitlab.com/example/shop', {}, 'gitlab https://gitlab.com/api/v4 group/sub/shop'],
  ['https://github.com/example/shop', undefined, {}, 'github https://api.github.com example/shop'],
  ['https://gitlab.example.org/a/b', undefined, {}, 'gitlab https://gitlab.example.org/api/v4 a/b'],
  ['https://gitlab.example.org:8443/a/b', undefined, {}, 'gitlab https://gitlab.example.org:8443/api/v4 a/b'],
  ['ssh://git@gitlab.example.org:2222/a/b', undefined, {}, 'gitlab https://gitlab.example.org/api/v4 a/b'],
  ['https://github.example.org/a/b', undefined, {}, 'github https://github.example.org/api/v3 a/b'],
  ['https://example.ghe.com/a/b', undefined, {}, 'github https://api.example.ghe.com a/b'],
  ['https://code.example.org/a/b', undefined, { GITLAB_TOKEN: 'x' }, 'gitlab https://code.example.org/api/v4 a/b'],
  // by the pipeline's variables
  [
    undefined,
    'https://code.example.org/a/b',
    { GITHUB_SERVER_URL: 'https://code.example.org', GITHUB_API_URL: 'https://code.example.org/api/v3' },
    'github https://code.example.org/api/v3 a/b',
  ],
  [
    undefined,
    'https://gitlab-ci-token@code.example.org/a/b.git',
    { CI_SERVER_URL: 'https://code.example.org' },
    'gitlab https://code.example.org/api/v4 a/b',
  ],
  [
    undefined,
    'https://github.com/a/b',
    { GITHUB_API_URL: 'http://127.0.0.1:8080/' },
    'github http://127.0.0.1:8080 a/b',
  ],
]

test('the repository comes from the user or the remote, the host from the user, the pipeline or the two that stand fast', () => {
  for (const [wanted, origin, env, told] of cases) {
    const { kind, api, repository } = forgeTarget(wanted, origin, env)
    assert.equal(`${kind} ${api} ${repository}`, told, `${wanted} ${origin}`)
  }
})

const refused: [wanted: string | undefined, origin: string | undefined, env: Record<string, string>, why: RegExp][] = [
  [undefined, undefined, {}, /no remote "origin".*--forge <owner>\/<name>/],
  [undefined, '/srv/git/shop.git', {}, /no remote "origin"/],
  ['shop', undefined, {}, /"shop" is no repository; write owner\/name/],
  ['../shop', undefined, {}, /is no repository/],
  ['https://github.com/a/../../b', undefined, {}, /is no repository/],
  ['https://github.com/a/b?x=1', undefined, {}, /is no repository/],
  ['a/b/c', undefined, {}, /"a\/b\/c" is no repository of GitHub/],
  // the remote of what is judged says where a token would go
  [undefined, 'https://code.example.org:8443/a/b', {}, /to ask it: --forge https:\/\/code\.example\.org:8443\/a\/b$/],
  [
    undefined,
    'https://evil.example/a/b',
    { GITHUB_TOKEN: canary },
    /evil.example, which nobody but the repository names/,
  ],
  [undefined, 'https://gitlab.evil.example/a/b', { GITLAB_TOKEN: canary }, /to ask it: --forge https:\/\/gitlab.evil/],
  ['https://code.example.org/a/b', undefined, {}, /whether code.example.org is GitHub or GitLab is not known/],
  [undefined, 'https://github.com/a/b', { GITHUB_API_URL: 'http://api.example.org' }, /not encrypted/],
  [undefined, 'https://github.com/a/b', { GITHUB_API_URL: 'nonsense' }, /GITHUB_API_URL is no URL/],
  [undefined, 'https://github.com/a/b', { GITHUB_API_URL: 'https://me:secret@api.example.org' }, /holds a password/],
]

test('what names no repository, and hosts that nobody vouches for, are refused with the next step', () => {
  for (const [wanted, origin, env, why] of refused) {
    assert.throws(() => forgeTarget(wanted, origin, env), { name: 'ForgeError', message: why })
  }
})

test('the token is of the kind of the forge, and no way of printing shows it', () => {
  const env = { GH_TOKEN: canary, GITLAB_TOKEN: 'another', CI_JOB_TOKEN: 'job' }
  const target = forgeTarget('example/shop', undefined, env)
  assert.equal(target.token?.variable, 'GH_TOKEN')
  assert.equal(target.token?.reveal(), canary)
  for (const shown of [
    inspect(target, { depth: 9 }),
    JSON.stringify(target),
    `${target.token}`,
    String(target.token),
  ]) {
    assert.ok(!shown.includes(canary), shown)
  }
  assert.equal(forgeTarget('https://gitlab.com/a/b', undefined, env).token?.variable, 'GITLAB_TOKEN')
  assert.equal(forgeTarget('https://gitlab.com/a/b', undefined, { CI_JOB_TOKEN: 'x' }).token?.variable, 'CI_JOB_TOKEN')
  assert.equal(forgeTarget('example/shop', undefined, { GITHUB_TOKEN: ' ' }).token, undefined)
})
