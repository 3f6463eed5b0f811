import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findActs } from '../../../src/facts/pipeline/commands/index.ts'
import { repositoryOf } from '../../support/repository.ts'
import { scriptOf } from '../../support/script.ts'

const choose = 'if [ "$BRANCH" = main ]; then ENV=production; else ENV=staging; fi\n'

/** The deployments of a script, each with the environment that it names and the condition of its branch. */
const rows: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'two branches',
    `${choose}helm upgrade -i web chart -n web-$ENV`,
    ['web-production if "$BRANCH" = main', 'web-staging if !("$BRANCH" = main)'],
  ],
  [
    'a value that stays unless',
    'ENV=staging\nif [ "$BRANCH" = main ]; then ENV=production; fi\nserverless deploy --stage $ENV',
    ['production if "$BRANCH" = main', 'staging if !("$BRANCH" = main)'],
  ],
  [
    'variables of one branch belong together',
    `if [ "$BRANCH" = main ]; then NS=web-prod; C=a; else NS=web-dev; C=b; fi\nkubectl apply -f k8s -n $NS --cluster $C`,
    ['web-prod if "$BRANCH" = main', 'web-dev if !("$BRANCH" = main)'],
  ],
  [
    'in short',
    '[ "$BRANCH" = main ] && ENV=production || ENV=staging\nhelm upgrade -i web chart -n web-$ENV',
    ['web-production if "$BRANCH" = main', 'web-staging if !("$BRANCH" = main)'],
  ],
  [
    'in short, exported, of two tests',
    '[[ $A = b ]] && [[ $C = d ]] && export ENV=production || export ENV=staging\nhelm upgrade -i web chart -n web-$ENV',
    [
      'web-production if $A = b && $C = d',
      'web-staging if [[ $A = b ]] && [[ $C = d ]] && export ENV=production fails',
    ],
  ],
  [
    'in short, unless',
    'ENV=staging\n[ "$BRANCH" = main ] && export ENV=production\nhelm upgrade -i web chart -n web-$ENV',
    ['web-staging if !("$BRANCH" = main)', 'web-production if "$BRANCH" = main'],
  ],
  [
    'in short, or',
    '[ "$BRANCH" != main ] || ENV=production\nENV=${ENV:-staging}\nhelm upgrade -i web chart -n web-$ENV',
    ['-'],
  ],
  [
    'in short, read',
    '[ "$BRANCH" = main ] && ENV=production || read ENV\nhelm upgrade -i web chart -n web-$ENV',
    ['-'],
  ],
  ['set anew behind them', `${choose}ENV=$(cat env)\nhelm upgrade -i web chart -n web-$ENV`, ['-']],
  ['read anew behind them', `${choose}read ENV\nhelm upgrade -i web chart -n web-$ENV`, ['-']],
  ['perhaps set anew', `${choose}[ -f env ] && ENV=$(cat env)\nhelm upgrade -i web chart -n web-$ENV`, ['-']],
  ['what says nothing of an environment', 'if a; then R=eu; else R=us; fi\nkubectl apply -f k8s --context $R', ['-']],
  [
    'what is done is chosen',
    'if gcloud run jobs describe j; then A=update; else A=create; fi\ngcloud run jobs $A j --image=r/i:1',
    ['- if gcloud run jobs describe j', '- if !(gcloud run jobs describe j)'],
  ],
]

for (const [name, text, expected] of rows)
  test(`what branches chose: ${name}`, async () => {
    const acts = await findActs(scriptOf(text), repositoryOf({}))
    const found = acts.filter(({ kinds }) => kinds.includes('deploy'))
    assert.deepEqual(
      found.map(({ environment, condition }) => `${environment ?? '-'}${condition ? ` if ${condition.text}` : ''}`),
      expected,
    )
  })

test('what branches chose: neither tests nor builds are parted', async () => {
  const acts = await findActs(scriptOf(`${choose}npx jest --env $ENV\ndocker build -t web:$ENV .`), repositoryOf({}))
  assert.deepEqual(
    acts.filter(({ kinds }) => kinds.length).map(({ condition }) => condition),
    [undefined, undefined],
  )
})

test('tags of one image that branches choose among leave the image known', async () => {
  const pushed = async (script: string) =>
    (await findActs(scriptOf(script), repositoryOf({}))).flatMap(({ words }) =>
      words.filter((word) => /shop|TAG/.test(word)),
    )
  const push = 'docker push "$TAG"'
  assert.deepEqual(
    await pushed(`if x; then TAG=acme/shop:v$(cat V); else TAG=acme/shop:dev-$(date +%F); fi\n${push}`),
    ['acme/shop:${TAG}'],
  )
  assert.deepEqual(await pushed(`if x; then TAG=acme/shop:v$(cat V); else TAG=acme/cart:v$(cat V); fi\n${push}`), [
    '${TAG}',
  ])
})
