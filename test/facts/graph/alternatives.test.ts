import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHidden } from '../../../src/facts/hidden.ts'
import { findActs } from '../../../src/facts/pipeline/commands/index.ts'
import { repositoryOf } from '../../support/repository.ts'
import { scriptOf } from '../../support/script.ts'
import { deployments, job, run, step, trigger, when, workflow } from '../../support/workflow.ts'

const named = 'helm upgrade -i web chart -n web-production'
const nameless = 'helm upgrade -i web chart'

/** Scripts whose branches deploy, with the environments that they deploy to. */
const rows: readonly (readonly [string, string, readonly string[], string?])[] = [
  [
    'an arm without a word',
    `if [ "$B" = main ]; then ${named}; elif [ "$B" = x ]; then ${nameless}; fi`,
    ['production', 'unknown'],
  ],
  [
    'the word stands in the last arm',
    `if [ "$B" = x ]; then ${nameless}; else ${named}; fi`,
    ['production', 'unknown'],
  ],
  ['a case', `case "$B" in main) ${named};; *) ${nameless};; esac`, ['production', 'unknown']],
  ['left early', `if [ "$B" = main ]; then ${named}; exit 0; fi\n${nameless}`, ['production', 'unknown']],
  [
    'left early behind an elif',
    `if [ "$B" = a ]; then echo; elif [ "$B" = b ]; then ${named}; exit 0; fi\n${nameless}`,
    ['production', 'unknown'],
  ],
  ['short', `[ "$B" = main ] && ${named} || ${nameless}`, ['production', 'unknown']],
  [
    'the branch says it',
    `if [ "$CI_COMMIT_BRANCH" = staging ]; then ${nameless}; else ${named}; fi`,
    ['production', 'staging'],
  ],
  [
    'the environment is asked for',
    `case "$DEPLOY_ENV" in uat) ${nameless};; *) ${named};; esac`,
    ['production', 'staging'],
  ],
  [
    'all arms are told by what is asked for',
    `if [ "$STAGE" = prod ]; then ${nameless}; elif [ "$STAGE" = qa ]; then ${nameless}; fi`,
    ['integration', 'production'],
  ],
  [
    'how programs are built is no environment',
    `if [ "$NODE_ENV" = staging ]; then ${nameless}; else ${named}; fi`,
    ['production', 'unknown'],
  ],
  ['what is there chooses how, not whereto', `if helm status web; then ${named}; else ${nameless}; fi`, ['production']],
  ['in one arm', `if [ "$B" = main ]; then ${named}; ${nameless}; fi`, ['production']],
  ['in any case', `${nameless}; if [ "$B" = main ]; then ${named}; fi`, ['production']],
  ['PowerShell', `if ($B -eq 'main') { ${named} } else { ${nameless} }`, ['production', 'unknown'], 'pwsh'],
  [
    'a switch of PowerShell',
    `switch ($B) { 'main' { ${named} } default { ${nameless} } }`,
    ['production', 'unknown'],
    'pwsh',
  ],
  [
    'PowerShell that asks whether something is there',
    `if (Test-Path x) { ${named} } else { ${nameless} }`,
    ['production'],
    'pwsh',
  ],
]

for (const [name, text, expected, shell] of rows)
  test(`branches that deploy: ${name}`, async () => {
    const acts = await findActs({ ...scriptOf(text), ...(shell && { shell }) }, repositoryOf({}))
    const facts = Object.values(deployments([workflow([job('ship', [step(acts)])], { triggers: [trigger('push')] })]))
    const found = facts.map(({ environment }) => (isHidden(environment) ? environment.as : environment))
    assert.deepEqual(found.sort(), expected)
  })

const pushed = trigger('push', { branches: ['main', 'staging'] })
const on = (branch: string) => when(`github.ref == 'refs/heads/${branch}'`, (start) => start.branch === branch)

test('steps of which a run takes one are deployments of their own', () => {
  const facts = Object.values(
    deployments([
      workflow(
        [
          job('ship', [
            step([run('deploy', { environment: 'web-production' })], { condition: on('main') }),
            step([run('deploy')], { condition: on('staging') }),
          ]),
        ],
        { triggers: [pushed] },
      ),
    ]),
  )
  assert.deepEqual(facts.map(({ environment }) => environment).sort(), ['production', 'staging'])
})

test('the name of the job tells of an arm that says nothing', () => {
  const condition = when('$B = main')
  const acts = [
    run('deploy', { environment: 'web-production', condition }),
    run('deploy', { condition: { ...when('!($B = main)'), opposite: condition } }),
  ]
  const to = (name: string) =>
    Object.values(deployments([workflow([job(name, acts)])])).map(({ environment }) => environment)
  assert.deepEqual(to('deploy-production'), ['production'])
  assert.deepEqual(to('deploy-qa').sort(), ['integration', 'production'])
})
