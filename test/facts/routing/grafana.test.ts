import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { grafanaRoutes } from '../../../src/facts/routing/grafana.ts'
import { repositoryOf } from '../../support/repository.ts'

/** `severity → receivers: channel` of each policy, `?` for what is hidden. */
async function read(files: Readonly<Record<string, string>>) {
  const routes = await grafanaRoutes({ repository: repositoryOf(files), settings: defaultSettings, workflows: [] })
  return routes.map(
    ({ severity, receivers, channel }) => `${severity} → ${receivers}: ${isHidden(channel) ? '?' : channel}`,
  )
}

const points = `apiVersion: 1
contactPoints:
  - {name: pager, receivers: [{type: pagerduty, settings: {integrationKey: $KEY}}]}
  - {name: chat, receivers: [{type: teams, settings: {url: $URL}}]}
  - {name: oncall, receivers: [{type: oncall, settings: {url: $URL}}]}
  - {name: hook, receivers: [{type: webhook, settings: {url: "http://bridge:9090"}}]}
  - {name: both, receivers: [{type: email, settings: {addresses: a@b.test}}, {type: opsgenie, settings: {apiKey: $KEY}}]}
  - {name: todo, receivers: [{type: email, settings: {addresses: <example@email.com>}}]}
`
const policy = (receiver: string, ...routes: readonly string[]) =>
  `apiVersion: 1\npolicies:\n  - orgId: 1\n    receiver: ${receiver}\n    routes:\n${routes.map((route) => `      - {${route}}\n`).join('') || '        []\n'}`

for (const [what, text, expected] of [
  ['the default alone', policy('chat'), 'critical → chat: chat'],
  ['OnCall wakes people', policy('oncall'), 'critical → oncall: page'],
  ['several integrations', policy('both'), 'critical → both: page'],
  [
    'matchers in three parts',
    policy('chat', 'receiver: pager, object_matchers: [[severity, "=", critical]]'),
    'critical → pager: page',
  ],
  ['matchers as texts', policy('chat', 'receiver: pager, matchers: ["severity = high"]'), 'high → pager: page'],
  [
    'a matcher of a team',
    policy('chat', 'receiver: pager, object_matchers: [[team, "=", till]]'),
    'critical → chat: ?',
  ],
  ['a webhook that tells no service', policy('hook'), 'critical → hook: ?'],
  ['an address that nobody filled in', policy('todo'), 'critical → todo: ?'],
  ['a contact point that is not here', policy('lost'), 'critical → lost: ?'],
] as const) {
  test(`policies of Grafana: ${what}`, async () =>
    assert.deepEqual(
      await read({
        'grafana/provisioning/alerting/policies.yaml': text,
        'grafana/provisioning/alerting/points.yaml': points,
      }),
      [expected],
    ))
}

test('policies of Grafana in a ConfigMap', async () => {
  const inside = (text: string) => text.replace(/^/gm, '    ')
  const files = {
    'map.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: g}\ndata:\n  p.yaml: |\n${inside(policy('pager'))}\n  c.yaml: |\n${inside(points)}`,
  }
  assert.deepEqual(await read(files), ['critical → pager: page'])
})

test('policies of others are none of Grafana', async () => {
  const files = { 'p.yaml': 'policies:\n  - {name: x, rules: [{verbs: [get]}]}\n  - {receiver: x}\n' }
  assert.deepEqual(await read(files), [])
})
