import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { inspect } from 'node:util'
import { readForge } from '../../../src/sources/forge/read.ts'
import { Secret } from '../../../src/sources/forge/secret.ts'
import type { BranchRules, ForgeEnvironment, ForgeSettings } from '../../../src/sources/forge/settings.ts'
import { type Answers, canary, hurried, type Server, serve, target } from './server.ts'

const project = '/projects/example%2Fshop'
const now = () => new Date('2026-11-28T06:00:00Z')

const bare: Answers = {
  [project]: {
    body: {
      default_branch: 'main',
      namespace: { kind: 'group', full_path: 'example' },
      only_allow_merge_if_pipeline_succeeds: false,
      allow_merge_on_skipped_pipeline: null,
      allow_pipeline_trigger_approve_deployment: false,
    },
  },
  [`${project}/protected_environments`]: { body: [] },
  [`${project}/environments`]: { body: [{ name: 'production', tier: 'production' }] },
  '/groups/example/protected_environments': { body: [] },
  [`${project}/protected_branches`]: { body: [] },
  [`${project}/approval_rules`]: { body: [] },
  [`${project}/approvals`]: { body: { merge_requests_author_approval: false } },
  [`${project}/protected_tags`]: { body: [] },
  [`${project}/releases`]: { body: [] },
  [`${project}/deployments`]: { body: [] },
}

async function read(
  t: TestContext,
  answers: Answers = {},
  change: { token?: Secret; timeout?: number; branches?: string[] } = {},
): Promise<{ settings: ForgeSettings; server: Server }> {
  const server = await serve(t, { ...bare, ...answers })
  const whom = { ...target('gitlab', server), ...('token' in change && { token: change.token }) }
  const interest = { branches: change.branches ?? [], environments: [] }
  return { settings: await readForge(whom, interest, now, { ...hurried, timeout: change.timeout ?? 2000 }), server }
}

const environments = ({ environments }: ForgeSettings) => environments as readonly ForgeEnvironment[]

test('a project without protection: its environments ask nobody, its branches demand nothing', async (t) => {
  const { settings, server } = await read(t)
  assert.deepEqual(settings.environments, [
    {
      name: 'production',
      approvals: 0,
      approvers: [],
      waitMinutes: 0,
      allowed: 'any',
      deployers: [],
      services: [],
    },
  ])
  const rules = settings.branches[0]?.rules as BranchRules
  assert.equal(rules.reviews, 0)
  assert.equal(rules.pushers, undefined)
  assert.equal(rules.allChecks, false)
  for (const { method, headers } of server.asked) {
    assert.equal(method, 'GET')
    assert.equal(headers.authorization, `Bearer ${canary}`)
  }
})

test('protected environments: approvals by rule or by count, who may deploy, whether one may approve oneself', async (t) => {
  const levels = [{ access_level: 40, access_level_description: 'Maintainers' }]
  const { settings } = await read(t, {
    [`${project}/protected_environments`]: {
      body: [
        {
          name: 'production',
          deploy_access_levels: levels,
          required_approval_count: 0,
          approval_rules: [
            { group_id: 7, access_level_description: 'release', required_approvals: 2 },
            { user_id: 3, required_approvals: 0 },
          ],
        },
        { name: 'canary', deploy_access_levels: levels, required_approval_count: 1, approval_rules: [] },
        { name: 'locked', deploy_access_levels: levels, required_approval_count: 0 },
      ],
    },
  })
  const told = environments(settings).map(({ name, approvals, approvers, deployers, selfApproval }) => [
    name,
    approvals,
    approvers.join(),
    deployers.join(),
    selfApproval,
  ])
  assert.deepEqual(told, [
    ['canary', 1, 'Maintainers', 'Maintainers', false],
    ['locked', 0, '', 'Maintainers', undefined],
    ['production', 2, 'release', 'Maintainers', false],
  ])
})

test('a group protects the environments of a tier; who may not see that cannot say that nobody is asked', async (t) => {
  const shared = '/groups/example/protected_environments'
  const protectedOnes = [{ name: 'production', required_approval_count: 1, deploy_access_levels: [] }]
  const { settings } = await read(t, { [shared]: { body: protectedOnes } })
  assert.equal(environments(settings)[0]?.approvals, 1)
  const refused = await read(t, { [shared]: { status: 403, body: { message: '403 Forbidden' } } })
  assert.deepEqual(environments(refused.settings)[0]?.services, {
    untold: 'gitlab.com refused it (403: 403 Forbidden)',
    needs: 'role Owner of the group, scope read_api',
  })
  const own = { body: { default_branch: 'main', namespace: { kind: 'user', full_path: 'me' } } }
  const mine = await read(t, { [project]: own, [shared]: { status: 500 } })
  assert.deepEqual(environments(mine.settings)[0]?.services, [], 'a person has no group')
})

const pushers = (level: number) => [{ access_level: level, access_level_description: level ? 'Maintainers' : 'No one' }]

const branches: [name: string, answers: Answers, told: Partial<BranchRules>][] = [
  [
    'only merge requests, whose pipelines must succeed and which two must approve',
    {
      [project]: { body: { default_branch: 'main', only_allow_merge_if_pipeline_succeeds: true } },
      [`${project}/protected_branches`]: {
        body: [{ name: 'ma*', push_access_levels: pushers(0), code_owner_approval_required: true }],
      },
      [`${project}/approval_rules`]: {
        body: [
          { approvals_required: 2, protected_branches: [] },
          { approvals_required: 5, protected_branches: [{ name: 'release' }] },
        ],
      },
    },
    { reviews: 2, allChecks: true, ownersReview: true, pushers: [] },
  ],
  [
    'whoever wrote it may be one of those who approve it',
    {
      [`${project}/protected_branches`]: { body: [{ name: 'main', push_access_levels: pushers(0) }] },
      [`${project}/approval_rules`]: { body: [{ approvals_required: 1 }] },
      [`${project}/approvals`]: { body: { merge_requests_author_approval: true } },
    },
    { reviews: 0 },
  ],
  [
    'whether authors may approve is not shown',
    {
      [`${project}/protected_branches`]: { body: [{ name: 'main', push_access_levels: pushers(0) }] },
      [`${project}/approval_rules`]: { body: [{ approvals_required: 1 }] },
      [`${project}/approvals`]: { status: 403, body: { message: '403 Forbidden' } },
    },
    {
      reviews: {
        untold: 'gitlab.com refused it (403: 403 Forbidden)',
        needs: 'role Developer, scope read_api (Premium)',
      },
    },
  ],
  [
    'maintainers may push past merge requests',
    {
      [project]: { body: { default_branch: 'main', only_allow_merge_if_pipeline_succeeds: true } },
      [`${project}/protected_branches`]: { body: [{ name: 'main', push_access_levels: pushers(40) }] },
      [`${project}/approval_rules`]: { body: [{ approvals_required: 2 }] },
    },
    { reviews: 0, allChecks: false, pushers: ['Maintainers'] },
  ],
  [
    'a pipeline that is skipped counts as one that succeeded',
    {
      [project]: {
        body: {
          default_branch: 'main',
          only_allow_merge_if_pipeline_succeeds: true,
          allow_merge_on_skipped_pipeline: true,
        },
      },
      [`${project}/protected_branches`]: { body: [{ name: 'main', push_access_levels: pushers(0) }] },
    },
    { allChecks: false },
  ],
  [
    'approvals need a tier that the project has not',
    {
      [`${project}/protected_branches`]: { body: [{ name: 'main', push_access_levels: pushers(0) }] },
      [`${project}/approval_rules`]: { status: 404, body: { message: '404 Not Found' } },
    },
    {
      reviews: {
        untold: 'gitlab.com does not show it (404)',
        needs: 'role Developer, scope read_api (Premium)',
      },
    },
  ],
  [
    'another branch is protected',
    { [`${project}/protected_branches`]: { body: [{ name: 'release/*', push_access_levels: pushers(0) }] } },
    { reviews: 0, allChecks: false },
  ],
]

for (const [name, answers, told] of branches) {
  test(`the default branch: ${name}`, async (t) => {
    const { settings } = await read(t, answers)
    const rules = settings.branches[0]?.rules as BranchRules
    for (const key of Object.keys(told) as (keyof BranchRules)[]) assert.deepEqual(rules[key], told[key], key)
  })
}

test('protected tags, releases and deployments', async (t) => {
  const { settings } = await read(t, {
    [`${project}/protected_tags`]: { body: [{ name: 'v*' }] },
    [`${project}/releases`]: {
      body: [{ tag_name: 'v1', name: 'One', description: 'first', released_at: '2026-01-02T03:04:05Z' }],
    },
    [`${project}/deployments`]: {
      body: [
        {
          sha: 'abc',
          ref: 'main',
          status: 'success',
          created_at: '2026-02-03T04:05:06Z',
          user: { username: 'octocat' },
          environment: { name: 'production' },
        },
      ],
    },
  })
  assert.deepEqual(settings.tags, [{ tags: ['v**'], except: [], creation: true }])
  assert.deepEqual(settings.releases, [
    { tag: 'v1', name: 'One', notes: 'first', date: '2026-01-02T03:04:05Z', prerelease: false },
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

test('pages go on while there is a next one', async (t) => {
  const path = `${project}/protected_environments`
  const { settings } = await read(t, {
    [`${path}?per_page=100&page=1`]: { headers: { 'x-next-page': '2' }, body: [{ name: 'one' }] },
    [`${path}?per_page=100&page=2`]: { headers: { link: '<http://x/>; rel="next"' }, body: [{ name: 'two' }] },
    [`${path}?per_page=100&page=3`]: { headers: { 'x-next-page': '' }, body: [{ name: 'three' }] },
  })
  assert.deepEqual(
    environments(settings).map(({ name }) => name),
    ['one', 'production', 'three', 'two'],
  )
})

const needs = 'role Maintainer, scope read_api'

const parts: [name: string, answer: Answers[string], told: object, tries: number][] = [
  [
    '403',
    { status: 403, body: { message: '403 Forbidden' } },
    { untold: 'gitlab.com refused it (403: 403 Forbidden)', needs },
    1,
  ],
  [
    '404',
    { status: 404, body: { message: '404 Not found' } },
    { untold: 'gitlab.com does not show it (404)', needs },
    1,
  ],
  [
    '429, longer than is waited for',
    { status: 429, headers: { 'ratelimit-reset': '2145916800' }, body: {} },
    { untold: 'gitlab.com has answered as often as it will for now (rate limit; again at 2038-01-01T00:00:00Z)' },
    1,
  ],
  ['502, always', { status: 502, body: {} }, { untold: 'gitlab.com failed (it answered 502)' }, 3],
  ['slow', { slow: true }, { untold: 'gitlab.com took too long to answer' }, 1],
  ['cut off', { cut: true, body: [{ name: 'production' }] }, { untold: 'the answer of gitlab.com was cut off' }, 3],
  ['not what was asked for', { body: { name: 'production' } }, { untold: 'the answer of gitlab.com was cut off' }, 1],
  [
    'moved: the token is not carried along',
    { status: 302, headers: { location: 'http://evil.example/' } },
    { untold: 'gitlab.com has it elsewhere' },
    1,
  ],
  ['a login page', { body: '<html></html>' }, { untold: 'gitlab.com failed (it answered with a web page)' }, 3],
]

for (const [name, answer, told, tries] of parts) {
  test(`one part fails, the others are read: ${name}`, async (t) => {
    const path = `${project}/protected_environments`
    const { settings, server } = await read(t, { [path]: answer }, name === 'slow' ? { timeout: 1000 } : {})
    assert.deepEqual(settings.environments, told)
    assert.deepEqual(settings.releases, [])
    assert.equal(server.times(path), tries)
  })
}

test('what passes is tried again: 503, and a limit of a moment', async (t) => {
  const { settings } = await read(t, {
    [`${project}/protected_tags`]: [{ status: 503 }, { body: [] }],
    [`${project}/releases`]: [{ status: 429, headers: { 'retry-after': '0' }, body: {} }, { body: [] }],
  })
  assert.deepEqual(settings.tags, [])
  assert.deepEqual(settings.releases, [])
})

const whole: [name: string, answer: Answers[string], token: Secret | undefined, why: RegExp][] = [
  [
    'a wrong token',
    { status: 401, body: { message: `401 Unauthorized ${canary}` } },
    new Secret(canary, 'GITLAB_TOKEN'),
    /^gitlab.com refused the token in GITLAB_TOKEN \(401: 401 Unauthorized \*\*\*\)/,
  ],
  ['no token', { status: 404, body: {} }, undefined, /without a token; set GITLAB_TOKEN or CI_JOB_TOKEN/],
  [
    'a project that was renamed',
    { status: 301, headers: { location: 'https://gitlab.com/api/v4/projects/7' } },
    new Secret(canary, 'GITLAB_TOKEN'),
    /^example\/shop is called otherwise on gitlab\.com now; say how: --forge <URL>$/,
  ],
  ['a server that fails', { status: 503 }, new Secret(canary, 'GITLAB_TOKEN'), /gitlab.com failed \(it answered 503\)/],
]

for (const [name, answer, token, why] of whole) {
  test(`nothing could be asked: ${name}`, async (t) => {
    await assert.rejects(read(t, { [project]: answer }, { token: token as Secret }), (error: Error) => {
      assert.equal(error.name, 'ForgeError')
      assert.match(error.message, why)
      assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes(canary))
      return true
    })
  })
}

test('the token of a job shows what it may; for the rest a token of the project is needed', async (t) => {
  const refused = { status: 401, body: { message: '401 Unauthorized' } }
  const { settings, server } = await read(
    t,
    {
      [project]: { status: 404, body: { message: '404 Project Not Found' } },
      [`${project}/protected_environments`]: refused,
      [`${project}/protected_branches`]: refused,
      [`${project}/protected_tags`]: refused,
      [`${project}/approval_rules`]: refused,
      [`${project}/approvals`]: refused,
    },
    { token: new Secret(canary, 'CI_JOB_TOKEN') },
  )
  assert.equal(server.asked[0]?.headers['job-token'], canary)
  assert.equal(server.asked[0]?.headers.authorization, undefined)
  assert.deepEqual(settings.releases, [])
  assert.deepEqual(settings.environments, {
    untold: 'gitlab.com does not show it to CI_JOB_TOKEN',
    needs: 'GITLAB_TOKEN: role Maintainer, scope read_api',
  })
  assert.deepEqual(settings.branches, [])
  assert.ok('untold' in (settings.defaultBranch as object))
})
