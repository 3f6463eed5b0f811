import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { alertmanagerRoutes } from '../../../src/facts/routing/alertmanager.ts'
import { repositoryOf } from '../../support/repository.ts'

/** `severity → receivers: channel` of each configuration, `?` for what is hidden. */
async function read(files: Readonly<Record<string, string>>) {
  const routes = await alertmanagerRoutes({ repository: repositoryOf(files), settings: defaultSettings, workflows: [] })
  return routes.map(
    ({ severity, receivers, channel }) => `${severity} → ${receivers}: ${isHidden(channel) ? '?' : channel}`,
  )
}

const receivers =
  'receivers:\n  - {name: pager, pagerduty_configs: [{routing_key: k}]}\n  - {name: chat, slack_configs: [{channel: "#a"}]}\n  - {name: hook, webhook_configs: [{url: "http://bridge:9090"}]}\n  - {name: oncall, webhook_configs: [{url: "https://oncall.shop.test/alertmanager/abc"}]}\n  - {name: todo, pagerduty_configs: [{routing_key: YOUR_KEY}]}\n  - {name: both, email_configs: [{to: a@b.test}], opsgenie_configs: [{}]}\n  - {name: none}\n'
const config = (receiver: string, ...routes: readonly string[]) =>
  `route:\n  receiver: ${receiver}\n  routes:\n${routes.map((route) => `    - {${route}}\n`).join('') || '    []\n'}${receivers}`

const table: Readonly<Record<string, readonly [text: string, expected: string]>> = {
  'the root alone': [config('pager'), 'critical → pager: page'],
  'a receiver without an integration': [config('none'), 'critical → none: nobody'],
  'the hardest to miss counts': [config('both'), 'critical → both: page'],
  'match of older versions': [config('chat', 'match: {severity: critical}, receiver: pager'), 'critical → pager: page'],
  match_re: [config('chat', 'match_re: {severity: "critical|high"}, receiver: pager'), 'critical → pager: page'],
  'matchers as texts': [
    config('chat', `matchers: ['severity =~ "critical|page"', 'env="prod"'], receiver: pager`),
    'critical → pager: page',
  ],
  'matchers as objects': [
    config('chat', 'matchers: [{name: severity, value: critical, matchType: "="}], receiver: pager'),
    'critical → pager: page',
  ],
  'only another severity': [
    config('pager', 'matchers: [severity="warning"], receiver: chat'),
    'critical → pager: page',
  ],
  'another word for critical': [
    config('none', 'matchers: [severity="page"], receiver: pager', 'matchers: [severity="ticket"], receiver: chat'),
    'page → pager: page',
  ],
  'the first that matches': [
    config(
      'chat',
      'matchers: [severity="critical"], receiver: none',
      'matchers: [severity="critical"], receiver: pager',
    ),
    'critical → none: nobody',
  ],
  'and on, where it says so': [
    config(
      'chat',
      'matchers: [severity="critical"], receiver: chat, continue: true',
      'matchers: [severity="critical"], receiver: pager',
    ),
    'critical → chat, pager: page',
  ],
  'a child inherits': [
    config('pager', 'matchers: [severity="critical"], routes: [{matchers: [team="a"], receiver: chat}]'),
    'critical → pager: page',
  ],
  'one that only a team pages': [
    config('chat', 'matchers: [severity="critical", team="a"], receiver: pager'),
    'critical → chat: ?',
  ],
  'one alert that is silenced': [
    config('pager', 'matchers: [alertname="Watchdog"], receiver: none'),
    'critical → pager: page',
  ],
  'the environment of another': [
    config('chat', 'matchers: [severity="critical", env="staging"], receiver: pager'),
    'critical → chat: chat',
  ],
  'at some hours only': [
    config('chat', 'matchers: [severity="critical"], receiver: pager, active_time_intervals: [office]'),
    'critical → : ?',
  ],
  'a placeholder': [config('todo'), 'critical → todo: ?'],
  'a webhook to a pager': [config('oncall'), 'critical → oncall: page'],
  'a webhook to anything': [config('hook'), 'critical → hook: ?'],
  'a receiver that is not here': [config('other'), 'critical → other: ?'],
}

for (const [name, [text, expected]] of Object.entries(table)) {
  test(`routes: ${name}`, async () => assert.deepEqual(await read({ 'alertmanager.yml': text }), [expected]))
}

test('the same wherever it stands', async () => {
  const text = config('pager')
  const inner = (indent: string) => text.replace(/^/gm, indent)
  const secret = (key: string, value: string) =>
    `apiVersion: v1\nkind: Secret\n${key}:\n  alertmanager.yaml: ${value}\n`
  for (const [path, content] of [
    ['a.yaml', secret('stringData', `|\n${inner('    ')}`)],
    ['a.yaml', secret('data', Buffer.from(text).toString('base64'))],
    ['values.yaml', `alertmanager:\n  config:\n${inner('    ')}`],
    [
      'app.yaml',
      `spec:\n  source:\n    helm:\n      values: |\n        alertmanager:\n          config:\n${inner('            ')}`,
    ],
    [
      'c.yaml',
      'kind: AlertmanagerConfig\nspec:\n  route: {receiver: p}\n  receivers: [{name: p, pagerdutyConfigs: [{}]}]\n',
    ],
  ] as const) {
    assert.deepEqual(
      (await read({ [path]: content })).map((one) => one.slice(-4)),
      ['page'],
      path,
    )
  }
})

test('what is none, and what is hidden', async () => {
  assert.deepEqual(await read({ 'otel.yaml': 'receivers: {otlp: {}}\nservice: {}\nroute: {receiver: a}\n' }), [])
  const template = {
    'c/Chart.yaml': 'name: c\n',
    'c/templates/a.yaml': `{{ if .Values.x }}\n${config('pager')}{{ end }}\n`,
  }
  // what no values switch on is not made
  assert.deepEqual(await read(template), [])
  const broken = { ...template, 'c/templates/a.yaml': `{{ if .Values.x }\n${config('pager')}{{ end }}\n` }
  assert.deepEqual(await read(broken), [' → : ?'])
})

test('routes that aliases multiply end', async () => {
  const levels = Array.from(
    { length: 40 },
    (_, i) => `r${i}: &r${i} {routes: [${i ? `*r${i - 1}, *r${i - 1}` : '{}'}]}`,
  )
  const text = `${levels.join('\n')}\nroute: {receiver: pager, routes: [*r39, *r39]}\n${receivers}`
  assert.equal((await read({ 'a.yaml': text })).length, 1)
})
