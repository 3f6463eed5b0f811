import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { areaOf } from '../../../src/facts/areas.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { lifecycleStores } from '../../../src/facts/log/lifecycle/index.ts'
import { repositoryOf } from '../../support/repository.ts'

const inAreas = (files: Readonly<Record<string, string>>) =>
  repositoryOf(files, { areas: Object.fromEntries(Object.keys(files).map((path) => [path, areaOf(path)])) })

/** `environment kind days` of each store, `?` for what is hidden; `unused` for what nobody is seen to put to a cluster. */
async function read(files: Readonly<Record<string, string>>) {
  const building = { repository: inAreas(files), settings: defaultSettings, workflows: [] }
  const { logStores, logShippers } = await lifecycleStores(building)
  return [
    ...logStores.map(
      ({ environmentClass, kind, days }) => `${environmentClass || '-'} ${kind} ${isHidden(days) ? '?' : days}`,
    ),
    ...logShippers.map(() => 'unused'),
  ].join(', ')
}

const ilm = (last: string, hot = '{"actions": {"rollover": {"max_age": "1d"}}}') =>
  `{"policy": {"phases": {"hot": ${hot}${last && `, "delete": ${last}`}}}}`
const deleted = (age: string) => `{"min_age": "${age}", "actions": {"delete": {}}}`

const policies: Readonly<Record<string, readonly [text: string, expected: string]>> = {
  'in days': [ilm(deleted('90d')), 'production application 90'],
  'in hours': [ilm(deleted('36h')), 'production application 1'],
  'less than a day is not for ever': [ilm(deleted('30m')), 'production application 1'],
  'no phase that deletes': [ilm(''), 'production application 0'],
  'a last phase that deletes nothing': [
    ilm('{"min_age": "9d", "actions": {"wait_for_snapshot": {"policy": "p"}}}'),
    'production application 0',
  ],
  'as soon as it is rolled over': [ilm('{"min_age": "0ms", "actions": {"delete": {}}}'), 'production application ?'],
  'no age': [ilm('{"actions": {"delete": {}}}'), 'production application ?'],
  'filled in': [ilm(deleted('${DAYS}d')), 'production application ?'],
  OpenSearch: [
    '{"policy": {"default_state": "hot", "ism_template": [{"index_patterns": ["app-logs-*"]}], "states": [{"name": "hot", "actions": [], "transitions": [{"state_name": "gone", "conditions": {"min_index_age": "45d"}}]}, {"name": "gone", "actions": [{"delete": {}}], "transitions": []}]}}',
    'production application 45',
  ],
  'OpenSearch, by size': [
    '{"policy": {"states": [{"name": "hot", "actions": [], "transitions": [{"state_name": "gone", "conditions": {"min_size": "50gb"}}]}, {"name": "gone", "actions": [{"delete": {}}]}]}}',
    'production application ?',
  ],
  'OpenSearch, a state that is never reached': [
    '{"policy": {"default_state": "hot", "states": [{"name": "hot", "actions": [], "transitions": []}, {"name": "gone", "actions": [{"delete": {}}]}]}}',
    'production application 0',
  ],
}

for (const [name, [text, expected]] of Object.entries(policies)) {
  test(`a policy in a file: ${name}`, async () => {
    assert.equal(await read({ 'production/app-logs.json': text }), expected)
  })
  test(`a policy in a ConfigMap: ${name}`, async () => {
    const map = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: policies, namespace: shop-production}\ndata:\n  app-logs.json: |\n    ${text}\n`
    assert.equal(await read({ 'deploy/policies.yaml': map }), expected)
  })
  test(`a policy in a script: ${name}`, async () => {
    const api = name.startsWith('OpenSearch') ? '_plugins/_ism/policies' : '_ilm/policy'
    const script = `curl -X PUT "$ES/${api}/app-logs" -H 'Content-Type: application/json' -d '${text}'\n`
    assert.equal(await read({ 'production/policies.sh': script }), expected)
  })
}

test('what a policy is for is told by its name or its indices, and hidden where neither tells', async () => {
  const of = (name: string) => read({ [`production/${name}.json`]: ilm(deleted('7d')) })
  assert.equal(await of('audit-logs'), 'production audit 7')
  assert.equal(await of('nginx-access'), 'production access 7')
  assert.equal(await of('metrics'), 'production other 7')
  assert.equal(await of('apm-traces'), 'production other 7')
  assert.equal(await of('products-search'), 'production other 7')
  assert.equal(await of('default'), 'production application ?')
  assert.equal(await of('shop'), 'production application ?')
})

test('templates of indices beside a policy tell what it is for', async () => {
  const template =
    '{"index_patterns": ["shop-logs-*"], "template": {"settings": {"index.lifecycle.name": "thirty-days"}}}'
  const files = { 'production/thirty-days.json': ilm(deleted('30d')), 'production/template.json': template }
  assert.equal(await read(files), 'production application 30')
})

test('a StackConfigPolicy, a playbook and a console', async () => {
  const stack =
    'apiVersion: stackconfigpolicy.k8s.elastic.co/v1alpha1\nkind: StackConfigPolicy\nmetadata: {name: p, namespace: elastic-production}\nspec:\n  elasticsearch:\n    indexLifecyclePolicies:\n      app-logs: {phases: {delete: {min_age: 60d, actions: {delete: {}}}}}\n      metrics: {phases: {delete: {min_age: 3d, actions: {delete: {}}}}}\n'
  assert.equal(await read({ 'deploy/policy.yaml': stack }), 'production application 60, production other 3')
  const tasks =
    '- name: policy\n  ansible.builtin.uri:\n    url: "{{ es }}/_ilm/policy/app-logs"\n    method: PUT\n    body_format: json\n    body: {policy: {phases: {delete: {min_age: 20d, actions: {delete: {}}}}}}\n'
  assert.equal(await read({ 'roles/elastic/tasks/main.yml': tasks }), '- application 20')
  assert.equal(await read({ 'kibana/policies.console': `PUT _ilm/policy/app-logs\n${ilm(deleted('9d'))}\n` }), 'unused')
})

const curator = (filters: string, options = '') =>
  `actions:\n  1:\n    action: delete_indices\n${options}    filters:\n      - {filtertype: pattern, kind: prefix, value: logstash-}\n${filters}`
const age =
  '      - {filtertype: age, source: name, direction: older, timestring: "%Y.%m.%d", unit: weeks, unit_count: 6}\n'

test('actions of Curator', async () => {
  const of = (text: string) => read({ 'production/actions.yml': text })
  assert.equal(await of(curator(age)), 'production application 42')
  assert.equal(await of(curator(age, '    options: {disable_action: true}\n')), '')
  assert.equal(await of(curator('      - {filtertype: space, disk_space: 20}\n')), 'production application ?')
})

test('phases of builds and what nobody is seen to put to a cluster', async () => {
  assert.equal(
    await read({ 'buildspec.yml': 'version: 0.2\nphases: {install: {commands: [make]}, build: {commands: [make]}}\n' }),
    '',
  )
  assert.equal(await read({ 'elasticsearch/app-logs.json': ilm(deleted('90d')) }), 'unused')
  assert.equal(await read({ 'test/production/app-logs.json': ilm(deleted('90d')) }), '')
})

test('a script that only a compose file for nobody runs puts nothing to a cluster', async () => {
  const files = {
    'docker-compose.yml':
      'services:\n  setup:\n    image: curlimages/curl:8.1.0\n    command: sh /init/setup.sh\n    volumes: [./init:/init]\n',
    'init/setup.sh': 'curl -X PUT http://es:9200/_ilm/policy/app-logs --data-binary @/init/app-logs.json\n',
    'init/app-logs.json': ilm(deleted('90d')),
  }
  assert.equal(await read(files), 'unused')
})
