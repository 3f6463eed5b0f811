import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { inspect } from 'node:util'
import { readForge } from '../../../src/sources/forge/read.ts'
import type { ForgeDeployment, ForgeEnvironment, ForgeSettings } from '../../../src/sources/forge/settings.ts'
import { type Answers, canary, hurried, type Server, serve, target } from './server.ts'

const repo = '/repos/example/shop'
const none = { branches: [], environments: [] }
const now = () => new Date('2026-11-28T06:00:00.123Z')

/** A repository that has nothing but its default branch. */
const bare: Answers = {
  [repo]: { body: { default_branch: 'main' } },
  [`${repo}/environments`]: { body: { total_count: 0, environments: [] } },
  [`${repo}/rules/branches/main`]: { body: [] },
  [`${repo}/branches/main`]: { body: { protected: false, protection: { enabled: false } } },
  [`${repo}/rulesets`]: { body: [] },
  [`${repo}/code-scanning/default-setup`]: { body: { state: 'not-configured' } },
  [`${repo}/releases`]: { body: [] },
  [`${repo}/deployments`]: { body: [] },
}

async function read(
  t: TestContext,
  answers: Answers,
  change: { token?: string; pace?: Partial<typeof hurried>; branches?: string[] } = {},
): Promise<{ settings: ForgeSettings; server: Server }> {
  const server = await serve(t, { ...bare, ...answers })
  const interest = { ...none, branches: change.branches ?? [] }
  const pace = { ...hurried, ...change.pace }
  return { settings: await readForge(target('github', server, change.token), interest, now, pace), server }
}

test('a repository without settings: everything is read, and is nothing', async (t) => {
  const { settings } = await read(t, {})
  assert.deepEqual(settings, {
    kind: 'github',
    host: 'github.com',
    repository: 'example/shop',
    readAt: '2026-11-28T06:00:00Z',
    defaultBranch: 'main',
    environments: [],
    branches: [
      {
        name: 'main',
        rules: {
          reviews: 0,
          ownersReview: false,
          checks: [],
          allChecks: false,
          codeScanning: false,
          deployedTo: [],
          workflows: [],
        },
      },
    ],
    tags: [],
    codeScanning: { on: false, languages: [] },
    releases: [],
    deployments: [],
  })
})

test('each request has the token, the version of the API and our name, and only GET is used', async (t) => {
  const { server } = await read(t, {})
  for (const { method, headers } of server.asked) {
    assert.equal(method, 'GET')
    assert.equal(headers.authorization, `token ${canary}`)
    assert.equal(headers['x-github-api-version'], '2022-11-28')
    assert.match(headers['user-agent'] ?? '', /^assay/)
  }
})

test('environments: reviewers, self-approval, administrators, timers, branches, services', async (t) => {
  const environments = [
    {
      name: 'production',
      can_admins_bypass: true,
      protection_rules: [
        { type: 'wait_timer', wait_timer: 30 },
        {
          type: 'required_reviewers',
          prevent_self_review: true,
          reviewers: [
            { type: 'User', reviewer: { login: 'octocat' } },
            { type: 'Team', reviewer: { slug: 'release', name: 'Release' } },
          ],
        },
        { type: 'branch_policy' },
      ],
      deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
    },
    {
      name: 'staging',
      can_admins_bypass: false,
      protection_rules: [],
      deployment_branch_policy: { protected_branches: true, custom_branch_policies: false },
    },
    { name: 'old server', protection_rules: [{ type: 'required_reviewers', reviewers: [{ type: 'User' }] }] },
  ]
  const { settings } = await read(t, {
    [`${repo}/environments`]: { body: { total_count: 3, environments } },
    [`${repo}/environments/production/deployment-branch-policies`]: {
      body: { total_count: 2, branch_policies: [{ name: 'release/*' }, { name: 'v*', type: 'tag' }] },
    },
    [`${repo}/environments/staging/deployment_protection_rules`]: {
      body: {
        custom_deployment_protection_rules: [
          { enabled: true, app: { slug: 'change-desk' } },
          { enabled: false, app: { slug: 'old' } },
        ],
      },
    },
  })
  assert.deepEqual(settings.environments, [
    {
      name: 'production',
      approvals: 1,
      approvers: ['octocat', 'team release'],
      selfApproval: false,
      adminsBypass: true,
      waitMinutes: 30,
      allowed: ['release/*', 'tag v*'],
      deployers: [],
      services: [],
    },
    {
      name: 'staging',
      approvals: 0,
      approvers: [],
      adminsBypass: false,
      waitMinutes: 0,
      allowed: 'protected',
      deployers: [],
      services: ['change-desk'],
    },
    {
      name: 'old server',
      approvals: 1,
      approvers: ['a person'],
      waitMinutes: 0,
      allowed: 'any',
      deployers: [],
      services: [],
    },
  ])
})

test('lists go on as the Link header says', async (t) => {
  let url = ''
  const page = (names: string[], next?: string) => ({
    headers: (next ? { link: `<${url}${next}>; rel="next", <${url}/x>; rel="last"` } : {}) as Record<string, string>,
    body: { total_count: 3, environments: names.map((name) => ({ name })) },
  })
  const path = `${repo}/environments`
  const answers: Answers = {
    ...bare,
    [`${path}?per_page=100`]: () => page(['one', 'two'], `${path}?per_page=100&page=2`),
    [`${path}?per_page=100&page=2`]: () => page(['three']),
  }
  const server = await serve(t, answers)
  url = server.url
  const settings = await readForge(target('github', server), none, now, hurried)
  assert.deepEqual(
    (settings.environments as ForgeEnvironment[]).map(({ name }) => name),
    ['one', 'two', 'three'],
  )
})

test('rules of a branch: rulesets and the older protection together, the strictest of each', async (t) => {
  const { settings, server } = await read(
    t,
    {
      [`${repo}/rules/branches/main`]: {
        body: [
          { type: 'pull_request', parameters: { required_approving_review_count: 1, require_code_owner_review: true } },
          { type: 'pull_request', parameters: { required_approving_review_count: 2 } },
          {
            type: 'required_status_checks',
            parameters: { required_status_checks: [{ context: 'test', integration_id: 15368 }] },
          },
          { type: 'code_scanning', parameters: { code_scanning_tools: [{ tool: 'CodeQL' }] } },
          { type: 'required_deployments', parameters: { required_deployment_environments: ['staging'] } },
          { type: 'workflows', parameters: { workflows: [{ path: '.github/workflows/org.yml' }] } },
        ],
      },
      [`${repo}/branches/main`]: { body: { protection: { enabled: true } } },
      [`${repo}/branches/main/protection`]: {
        body: {
          required_status_checks: {
            contexts: ['lint', 'build'],
            checks: [{ context: 'lint', app_id: null }],
          },
          enforce_admins: { enabled: false },
          required_pull_request_reviews: { required_approving_review_count: 1 },
          restrictions: { users: [{ login: 'octocat' }], teams: [{ slug: 'release' }], apps: [] },
        },
      },
      [`${repo}/rules/branches/release%2F1`]: { body: [] },
      [`${repo}/branches/release%2F1`]: { status: 404, body: { message: 'Branch not found' } },
      [`${repo}/branches/release%2F1/protection`]: { status: 404, body: { message: 'Branch not found' } },
    },
    { branches: ['main', 'release/1'] },
  )
  assert.deepEqual(settings.branches[0], {
    name: 'main',
    rules: {
      reviews: 2,
      ownersReview: true,
      checks: [{ name: 'lint' }, { name: 'build' }, { name: 'test', app: 15368 }],
      allChecks: false,
      codeScanning: true,
      deployedTo: ['staging'],
      workflows: ['.github/workflows/org.yml'],
      pushers: ['octocat', 'team release'],
      adminsBypass: true,
    },
  })
  assert.equal(settings.branches.length, 2)
  assert.ok(!('untold' in (settings.branches[1]?.rules ?? {})))
  assert.equal(server.times(`${repo}/branches/main/protection`), 1)
})

test('a token without Administration still shows which checks are demanded; the reviews need it', async (t) => {
  const { settings } = await read(t, {
    [`${repo}/branches/main`]: {
      body: { protection: { enabled: true, required_status_checks: { contexts: ['test'], checks: [] } } },
    },
    [`${repo}/branches/main/protection`]: {
      status: 403,
      body: { message: 'Resource not accessible by integration' },
    },
  })
  const [{ rules }] = settings.branches as never as [{ rules: Record<string, unknown> }]
  assert.deepEqual(rules.checks, [{ name: 'test' }])
  assert.deepEqual(rules.reviews, {
    untold: 'github.com refused it (403: Resource not accessible by integration)',
    needs: 'Administration: read',
  })
})

test('tags, code scanning, releases and deployments', async (t) => {
  const { settings } = await read(t, {
    [`${repo}/rulesets`]: {
      body: [
        { id: 1, target: 'tag', enforcement: 'active' },
        { id: 2, target: 'tag', enforcement: 'evaluate' },
        { id: 3, target: 'branch', enforcement: 'active' },
      ],
    },
    [`${repo}/rulesets/1`]: {
      body: {
        conditions: { ref_name: { include: ['refs/tags/v*', '~ALL'], exclude: ['refs/tags/x'] } },
        rules: [{ type: 'creation' }],
      },
    },
    [`${repo}/code-scanning/default-setup`]: { body: { state: 'configured', languages: ['go'] } },
    [`${repo}/releases`]: {
      body: [
        { tag_name: 'v2', draft: true, body: 'secret plans' },
        { tag_name: 'v1', name: 'One', body: 'first', published_at: '2026-01-02T03:04:05Z', prerelease: true },
      ],
    },
    [`${repo}/deployments`]: {
      body: [
        {
          id: 7,
          environment: 'production',
          sha: 'abc',
          ref: 'main',
          created_at: '2026-02-03T04:05:06Z',
          creator: { login: 'octocat' },
        },
      ],
    },
    [`${repo}/deployments/7/statuses`]: { body: [{ state: 'success' }, { state: 'in_progress' }] },
  })
  assert.deepEqual(settings.tags, [{ tags: ['v*', '**'], except: ['x'], creation: true }])
  assert.deepEqual(settings.codeScanning, { on: true, languages: ['go'] })
  assert.deepEqual(settings.releases, [
    { tag: 'v1', name: 'One', notes: 'first', date: '2026-01-02T03:04:05Z', prerelease: true },
  ])
  assert.deepEqual(settings.deployments, [
    {
      environment: 'production',
      commit: 'abc',
      ref: 'main',
      date: '2026-02-03T04:05:06Z',
      by: 'octocat',
      state: 'success',
    },
  ])
})

test('the newest hundred deployments are enough, and the newest thirty are asked what became of them', async (t) => {
  const body = Array.from({ length: 100 }, (_, id) => ({ id, environment: 'production' }))
  const answers: Record<string, Answers[string]> = {
    [`${repo}/deployments`]: () => ({ body, headers: { link: '<http://127.0.0.1:1/never>; rel="next"' } }),
  }
  for (let id = 0; id < 100; id++) answers[`${repo}/deployments/${id}/statuses`] = { body: [{ state: 'success' }] }
  const { settings, server } = await read(t, answers)
  const deployments = settings.deployments as ForgeDeployment[]
  assert.equal(deployments.length, 100)
  assert.equal(deployments.filter(({ state }) => state === 'success').length, 30)
  assert.equal(server.times(`${repo}/deployments`), 1)
})

/** What became of the environments when they are answered so. */
const parts: [name: string, answer: Answers[string], told: object, tries: number][] = [
  [
    '403: the permission is named',
    { status: 403, body: { message: 'Resource not accessible by personal access token' } },
    {
      untold: 'github.com refused it (403: Resource not accessible by personal access token)',
      needs: 'Actions: read',
    },
    1,
  ],
  [
    '404',
    { status: 404, body: { message: 'Not Found' } },
    { untold: 'github.com does not show it (404)', needs: 'Actions: read' },
    1,
  ],
  [
    '403 with nothing left of the rate limit: no permission would help',
    {
      status: 403,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2145916800' },
      body: { message: 'API rate limit exceeded for user ID 1.' },
    },
    {
      untold: 'github.com has answered as often as it will for now (rate limit; again at 2038-01-01T00:00:00Z)',
    },
    1,
  ],
  [
    '403 with retry-after: the secondary limit, longer than is waited for',
    {
      status: 403,
      headers: { 'retry-after': '3600' },
      body: { message: 'You have exceeded a secondary rate limit.' },
    },
    { untold: 'github.com has answered as often as it will for now (rate limit)' },
    1,
  ],
  [
    '429',
    { status: 429, headers: { 'retry-after': '3600' }, body: { message: 'Too many requests' } },
    { untold: 'github.com has answered as often as it will for now (rate limit)' },
    1,
  ],
  [
    '500, always',
    { status: 500, body: { message: 'Server Error' } },
    { untold: 'github.com failed (it answered 500)' },
    3,
  ],
  ['304, which nobody asked for', { status: 304 }, { untold: 'github.com failed (it answered 304)' }, 1],
  ['slow', { slow: true }, { untold: 'github.com took too long to answer' }, 3],
  ['cut off', { cut: true, body: { environments: [] } }, { untold: 'the answer of github.com was cut off' }, 0],
  ['not what was asked for', { body: 'a text' }, { untold: 'the answer of github.com was cut off' }, 0],
]

for (const [name, answer, told, tries] of parts) {
  test(`one part fails, the others are read: ${name}`, async (t) => {
    const pace = name === 'slow' ? { timeout: 60 } : {}
    const { settings, server } = await read(t, { [`${repo}/environments`]: answer }, { pace })
    assert.deepEqual(settings.environments, told)
    assert.deepEqual(settings.releases, [])
    if (tries) assert.equal(server.times(`${repo}/environments`), tries)
  })
}

test('what passes is tried again: 502, and a secondary limit of a moment', async (t) => {
  const good = { body: { total_count: 0, environments: [] } }
  const { settings } = await read(t, {
    [`${repo}/environments`]: [{ status: 502, body: {} }, good],
    [`${repo}/releases`]: [
      { status: 403, headers: { 'retry-after': '0' }, body: { message: 'You have exceeded a secondary rate limit' } },
      { body: [] },
    ],
  })
  assert.deepEqual(settings.environments, [])
})

/** The first question decides whether the forge can be asked at all. */
const whole: [name: string, answer: Answers[string], token: string | undefined, why: RegExp][] = [
  [
    'a wrong token',
    { status: 401, body: { message: 'Bad credentials' } },
    canary,
    /^github.com refused the token in GITHUB_TOKEN \(401: Bad credentials\); it is wrong, expired, or meant for another host$/,
  ],
  [
    'a token that may not see it',
    { status: 404, body: {} },
    canary,
    /does not exist, or the token in GITHUB_TOKEN may not see it/,
  ],
  ['no token', { status: 404, body: {} }, '', /without a token; set GITHUB_TOKEN or GH_TOKEN, or mend the name/],
  [
    'single sign-on',
    { status: 403, body: { message: 'Resource protected by organization SAML enforcement.' } },
    canary,
    /403: Resource protected by organization SAML/,
  ],
  ['a server that fails', { status: 503, body: {} }, canary, /were not read: github.com failed \(it answered 503\)/],
]

for (const [name, answer, token, why] of whole) {
  test(`nothing could be asked: ${name}`, async (t) => {
    await assert.rejects(read(t, { [repo]: answer }, token === undefined ? {} : { token }), (error: Error) => {
      assert.equal(error.name, 'ForgeError')
      assert.match(error.message, why)
      assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes(canary))
      return true
    })
  })
}

test('nothing listens, no such host: one sentence', async () => {
  const closed = target('github', { url: 'http://127.0.0.1:9' })
  await assert.rejects(readForge(closed, none, now, hurried), /github.com cannot be reached/)
  const nowhere = target('github', { url: 'http://no-such-host.invalid' })
  await assert.rejects(readForge(nowhere, none, now, hurried), /cannot be reached \(no such host, or no network\)/)
})

test('without a token what everybody sees is read, and the rest needs one', async (t) => {
  const { settings, server } = await read(
    t,
    { [`${repo}/code-scanning/default-setup`]: { status: 401, body: { message: 'Requires authentication' } } },
    { token: '' },
  )
  assert.deepEqual(settings.codeScanning, {
    untold: 'it is shown to nobody without a token',
    needs: 'Administration: read',
  })
  assert.equal(settings.anonymous, true)
  for (const { headers } of server.asked) assert.equal(headers.authorization, undefined)
})

test('a token that is refused in the middle ends the reading', async (t) => {
  const answers = { [`${repo}/releases`]: { status: 401, body: { message: 'Bad credentials' } } }
  await assert.rejects(read(t, answers), /refused the token/)
})
