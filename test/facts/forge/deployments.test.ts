import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Hidden, isHidden } from '../../../src/facts/hidden.ts'
import type { Job, Workflow } from '../../../src/facts/pipeline/model.ts'
import { type MadeUp, madeUpForge } from '../../../src/sources/forge/made-up.ts'
import { deployments, job, pushToMain, run, trigger, when, workflow } from '../../support/workflow.ts'

const deploy = job('production', [run('deploy')], { environment: 'production' })

function facts(
  jobs: readonly Job[],
  said: MadeUp | undefined,
  change: Partial<Workflow> = {},
  others: Workflow[] = [],
) {
  const of = workflow(jobs, { system: 'github-actions', ...change })
  return deployments([of, ...others], {}, said && madeUpForge(said))
}

const production = (said: MadeUp | undefined, change?: Partial<Workflow>) => {
  const fact = facts([deploy], said, change).production
  assert.ok(fact)
  return fact
}

test('without --forge the reviewers of an environment stay hidden', () => {
  const fact = production(undefined)
  assert.ok(isHidden(fact.approval) && fact.approval.as === 'forge')
  assert.equal(fact.environmentSettings, 'unread')
  assert.equal(fact.startRules, 'unread')
  assert.deepEqual(fact.gatePlace, fact.place)
})

test('reviewers are a manual approval; the place is the setting, at the line that names the environment', () => {
  const fact = production({
    environments: [{ name: 'Production', approvals: 1, approvers: ['octocat'], selfApproval: false }],
  })
  assert.equal(fact.approval, 'manual')
  assert.equal(fact.approvalOnEveryPath, true)
  assert.equal(fact.gated, true)
  assert.equal(fact.environmentSettings, 'reviewed')
  assert.equal(fact.selfApproval, false)
  assert.equal(fact.adminsBypass, false)
  assert.equal(fact.gatePlace.setting, 'environment production on github.com/example/shop')
  assert.equal(fact.gatePlace.start, deploy.environment?.place.start)
})

test('an environment without reviewers, or that is not there yet, asks nobody', () => {
  for (const environments of [[], [{ name: 'production' }], [{ name: 'other', approvals: 1 }]]) {
    const fact = production({ environments })
    assert.equal(fact.approval, 'none')
    assert.equal(fact.gated, false)
    assert.equal(fact.environmentSettings, 'open')
    assert.match(fact.gatePlace.setting ?? '', /^environment production on /)
  }
})

test('the names of environments on GitLab are case-sensitive', () => {
  const environments = [{ name: 'Production', approvals: 1 }]
  const change = { system: 'gitlab-ci' }
  assert.equal(facts([deploy], { kind: 'gitlab', environments }, change).production?.approval, 'none')
})

test('what may not be read needs its permission', () => {
  const { approval, gated, environmentSettings } = production({
    environments: { untold: 'github.com refused it (403: no)', needs: 'Actions: read' },
  })
  assert.ok(isHidden(approval))
  assert.equal(approval.what, 'the reviewers of the environment production (needs Actions: read)')
  assert.match(approval.settle.text, /permission "Actions: read"/)
  assert.equal(gated, false, 'what files show is not changed by what cannot be read')
  assert.equal(environmentSettings, 'unread')
})

test('a service with a say may ask a person: unknown; one that could not be asked for, too', () => {
  const service = production({ environments: [{ name: 'production', services: ['change-desk'] }] }).approval
  assert.ok(isHidden(service))
  assert.match(service.what, /whether change-desk asks a person/)
  const untold = { untold: 'github.com took too long to answer' }
  const slow = production({ environments: [{ name: 'production', services: untold }] }).approval
  assert.ok(isHidden(slow))
  assert.match(slow.what, /took too long/)
})

test('an environment whose name is not known: open if none asks anybody, else hidden', () => {
  const use = { ...deploy.environment, name: hidden('the environment named by an input') } as Job['environment']
  const unnamed = { ...deploy, ...(use && { environment: use }) }
  const told = (said: MadeUp) => Object.values(facts([unnamed], said))[0]?.approval
  assert.equal(told({ environments: [{ name: 'staging' }] }), 'none')
  assert.ok(isHidden(told({ environments: [{ name: 'staging', approvals: 1 }] })))
})

function hidden(what: string) {
  const open = production(undefined).approval
  assert.ok(isHidden(open))
  return Object.assign(Object.create(Object.getPrototypeOf(open)), { ...open, what })
}

test('who starts it may approve it, administrators go past it: both are told', () => {
  const fact = production({
    environments: [{ name: 'production', approvals: 1, selfApproval: true, adminsBypass: true }],
  })
  assert.equal(fact.approval, 'manual')
  assert.equal(fact.selfApproval, true)
  assert.equal(fact.adminsBypass, true)
})

test('a gate in the files beside it is of another person', () => {
  const gate = job('gate', [], { approval: { place: { file: 'ci.yml' }, how: 'an approval job' } })
  const after = job('production', [run('deploy')], { environment: 'production', needs: ['gate'] })
  const { production: fact } = facts([gate, after], {
    environments: [{ name: 'production', approvals: 1, selfApproval: true }],
  })
  assert.equal(fact?.selfApproval, false)
})

test('the reviewers of staging do not hold production; those of a job that deploys nothing do', () => {
  const reviewed = { environments: [{ name: 'staging', approvals: 1 }] }
  const staging = job('staging', [run('deploy')], { environment: 'staging' })
  const after = (need: string) => job('production', [run('deploy')], { environment: 'production', needs: [need] })
  const both = facts([staging, after('staging')], reviewed)
  assert.equal(both.production?.approval, 'none')
  assert.equal(both.production?.gated, false)
  assert.equal(both.staging?.approval, 'manual')
  assert.equal(both.staging?.gated, true)
  const ask = job('ask', [run('notify')], { environment: 'staging' })
  assert.equal(facts([ask, after('ask')], reviewed).production?.approval, 'manual')
})

test('a job that only some runs reach by its reviewed environment is not held on every path', () => {
  const free = job('fast', [run('deploy')], { environment: 'production', condition: when('data') })
  const fact = facts([free], { environments: [{ name: 'production', approvals: 1 }] }).fast
  assert.equal(fact?.approvalOnEveryPath, true, 'the reviewers hold the job whenever it runs')
})

test('a forge tells of its own pipelines alone', () => {
  const fact = facts([deploy], { environments: [{ name: 'production', approvals: 1 }] }, { system: 'azure-pipelines' })
  assert.ok(isHidden(fact.production?.approval))
})

const bare = job('production', [run('deploy')])

const starts: [name: string, triggers: Workflow['triggers'], said: MadeUp, told: string | RegExp][] = [
  [
    'a branch that demands reviews',
    [trigger('push', { branches: ['production'] })],
    { branches: [{ name: 'production', rules: { reviews: 1 } }] },
    'reviewed',
  ],
  [
    'a branch that only some may push to',
    [trigger('push', { branches: ['production'] })],
    { branches: [{ name: 'production', rules: { pushers: ['octocat'] } }] },
    'restricted',
  ],
  [
    'a branch without rules',
    [trigger('push', { branches: ['production'] })],
    { branches: [{ name: 'production' }] },
    'open',
  ],
  [
    'a branch whose rules may not be read',
    [trigger('push', { branches: ['production'] })],
    { branches: [{ name: 'production', rules: { untold: '403', needs: 'Metadata: read' } }] },
    /the rules of the branch production \(needs Metadata: read\)/,
  ],
  [
    'a branch whose reviews may not be read',
    [trigger('push', { branches: ['production'] })],
    { branches: [{ name: 'production', rules: { reviews: { untold: '403', needs: 'Administration: read' } } }] },
    /the reviews that the branch production demands \(needs Administration: read\)/,
  ],
  ['a branch by a pattern', [trigger('push', { branches: ['release/*'] })], {}, /which branch starts the deployment/],
  ['tags without rules', [trigger('tag', { branches: ['v*'] })], {}, 'open'],
  [
    'tags that only some may make',
    [trigger('tag', { branches: ['v*'] })],
    { tags: [{ tags: ['v*'], except: [], creation: true }] },
    'restricted',
  ],
  [
    'tags of which the rule takes in only some',
    [trigger('tag', { branches: ['v*', 'hotfix-*'] })],
    { tags: [{ tags: ['v*'], except: [], creation: true }] },
    'open',
  ],
  [
    'a rule for all tags, but one that forbids only to delete them',
    [trigger('tag')],
    { tags: [{ tags: ['**'], except: [], creation: false }] },
    'open',
  ],
  [
    'a reviewed branch, or by hand',
    [trigger('push', { branches: ['production'] }), trigger('manual')],
    { branches: [{ name: 'production', rules: { reviews: 1 } }] },
    'restricted',
  ],
  [
    'tags whose rules may not be read',
    [trigger('release')],
    { tags: { untold: '403', needs: 'Metadata: read' } },
    /the rules for tags/,
  ],
]

for (const [name, triggers, said, told] of starts) {
  test(`what is asked of who starts it: ${name}`, () => {
    const { startRules, protectedTrigger } = facts([bare], said, { triggers }).production ?? {}
    assert.equal(protectedTrigger, true)
    if (typeof told === 'string') return assert.equal(startRules, told)
    assert.ok(isHidden(startRules))
    return assert.match(startRules.what, told)
  })
}

test('the forge knows the default branch, where git does not', () => {
  const trunk = workflow([bare], { triggers: [trigger('push', { branches: ['trunk'] })] })
  assert.equal(deployments([trunk], {}, madeUpForge({ defaultBranch: 'trunk' })).production?.onMerge, true)
  assert.equal(deployments([trunk], {}, madeUpForge({})).production?.onMerge, false)
})

const checked = (change: Partial<Workflow> = {}) =>
  workflow([job('test', [run('unit-test')]), job('all', [run('lint')], { needs: ['test'] })], {
    id: 'pr.yml',
    system: 'github-actions',
    triggers: [trigger('pull-request')],
    ...change,
  })

function tested(rules: NonNullable<MadeUp['branches']>[number]['rules'], pr = checked()) {
  const fact = facts([bare], { branches: [{ name: 'main', ...(rules && { rules }) }] }, { triggers: [pushToMain] }, [
    pr,
  ])
  return fact.production?.guarded.unit_test
}

test('a check of pull requests counts for a push if the branch demands it', () => {
  assert.ok(isHidden(facts([bare], undefined, {}, [checked()]).production?.guarded.unit_test))
  assert.equal(tested({ checks: [{ name: 'test' }] }), true)
  assert.equal(tested({ checks: [{ name: 'test', app: 15368 }] }), true)
  assert.equal(tested({ checks: [{ name: 'test (20, linux)' }] }), true)
  assert.equal(tested({ allChecks: true }), true)
})

test('it does not count if the branch demands nothing, another check, or that of another app', () => {
  assert.equal(tested(undefined), false)
  assert.equal(tested({ reviews: 2 }), false)
  assert.equal(tested({ checks: [{ name: 'lint' }] }), false)
  assert.equal(tested({ checks: [{ name: 'test', app: 1 }] }), false)
  assert.equal(tested({ checks: [{ name: 'tests' }, { name: 'test-ui' }] }), false)
})

test('a demanded job stands for those that it needs; one that runs after any end leaves it open', () => {
  assert.equal(tested({ checks: [{ name: 'all' }] }), true)
  const always = checked({
    jobs: [job('test', [run('unit-test')]), job('all', [run('lint')], { needs: [['test', 'completion']] })],
  })
  const answer = tested({ checks: [{ name: 'all' }] }, always)
  assert.ok(isHidden(answer))
  assert.match(answer.what, /whether all, which the branch demands, fails/)
})

test('rules that may not be read, and workflows of other repositories that they demand, leave it open', () => {
  const untold = tested({ untold: '403', needs: 'Metadata: read' })
  assert.ok(isHidden(untold))
  assert.match(untold.what, /the rules of the branch main \(needs Metadata: read\)/)
  const elsewhere = tested({ workflows: ['.github/workflows/org.yml'] })
  assert.ok(isHidden(elsewhere))
  assert.match(elsewhere.what, /org.yml/)
})

test('code scanning that the branch demands is a security scan; that it merely runs is none', () => {
  const scanned = (said: MadeUp) => facts([bare], said).production?.guarded.security_scan
  assert.equal(scanned({ branches: [{ name: 'main', rules: { codeScanning: true } }] }), true)
  assert.equal(scanned({ codeScanning: { on: true, languages: ['go'] } }), false)
})

/** What a controller deploys from a branch, as the GitOps dialect makes it. */
const followed = (branch?: string) =>
  workflow(
    [
      job('shop', [run('deploy')], {
        environment: 'production',
        hidden: {
          place: { file: 'app.yaml', start: 3, end: 5 },
          value: new Hidden('the reviews', { kind: 'permission', text: 'let Assay read them' }, 'forge'),
          couldBe: ['approve'],
        },
      }),
    ].map(({ environment, ...one }) => ({
      ...one,
      ...(environment && { environment: { ...environment, gate: false } }),
    })),
    {
      system: 'argo-cd',
      triggers: [trigger('push', branch === undefined ? { event: 'default' } : { branches: [branch] })],
    },
  )

const synced = (said: MadeUp | undefined, branch?: string) => {
  const fact = deployments([followed(branch)], {}, said && madeUpForge(said)).shop
  assert.ok(fact)
  return fact
}

test('GitOps: the reviews of the followed branch approve what is deployed from it, and hold no staging back', () => {
  assert.ok(isHidden(synced(undefined).approval))
  const fact = synced({ branches: [{ name: 'main', rules: { reviews: 1 } }] })
  assert.equal(fact.approval, 'manual')
  assert.equal(fact.approvalOnEveryPath, true)
  assert.equal(fact.gated, false, 'nobody waits at the deployment')
  assert.equal(fact.gatePlace.setting, 'reviews of the default branch on github.com/example/shop')
  assert.equal(synced({}).approval, 'none')
  assert.equal(synced({}).environmentSettings, 'open')
  assert.equal(synced({ branches: [{ name: 'live', rules: { reviews: 2 } }] }, 'live').approval, 'manual')
  const untold = { untold: '403', needs: 'Metadata: read' }
  assert.ok(isHidden(synced({ branches: [{ name: 'main', rules: untold }] }).approval))
})

test('promotion by branch counts where the branch lets only commits in that were on staging', () => {
  const staging = workflow([job('staging', [run('deploy')], { environment: 'staging' })], {
    id: 'staging.yml',
    system: 'github-actions',
  })
  const live = workflow([deploy], {
    system: 'github-actions',
    triggers: [trigger('push', { branches: ['production'] })],
  })
  const staged = (said: MadeUp) => deployments([staging, live], {}, madeUpForge(said)).production?.staged
  assert.equal(staged({ branches: [{ name: 'production', rules: { deployedTo: ['Staging'] } }] }), true)
  assert.ok(isHidden(staged({ branches: [{ name: 'production', rules: { deployedTo: ['test'] } }] })))
})

test('a tag may stand at a commit that the branch has not taken: its checks are open where it demands them, else missing', () => {
  const tagged = (rules: NonNullable<MadeUp['branches']>[number]['rules']) =>
    facts([bare], { branches: [{ name: 'main', ...(rules && { rules }) }] }, { triggers: [trigger('tag')] }, [
      checked({ triggers: [trigger('pull-request'), pushToMain] }),
    ]).production?.guarded.unit_test
  const open = tagged({ checks: [{ name: 'test' }] })
  assert.ok(isHidden(open))
  assert.match(open.what, /stands only at commits of main/)
  assert.equal(tagged({}), false)
})
