import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHidden } from '../../../src/facts/hidden.ts'
import { actsOfUse, findActs } from '../../../src/facts/pipeline/commands/index.ts'
import { repositoryOf } from '../../support/repository.ts'
import { scriptOf } from '../../support/script.ts'

const ends = (onFailure: unknown) => (isHidden(onFailure) ? 'unknown' : onFailure)

for (const [what, line, files, expected] of [
  ['k6 without thresholds', 'k6 run load.js', { 'load.js': 'export default () => check(1)' }, 'reports'],
  [
    'k6 with them',
    'k6 run load.js',
    { 'load.js': "export const options = { thresholds: { x: ['p(95)<9'] } }" },
    'stops',
  ],
  [
    'k6 with them in a comment',
    'k6 run load.js',
    { 'load.js': '// thresholds: {}\nexport default () => 1' },
    'reports',
  ],
  [
    'k6 with them in what it takes in',
    'k6 run load.js',
    { 'load.js': "import { options } from './options.js'", 'options.js': 'export const options = { thresholds: {} }' },
    'stops',
  ],
  [
    'k6 that takes in what is not here',
    'k6 run load.js',
    { 'load.js': "import { options } from './gone.js'" },
    'unknown',
  ],
  [
    'k6 with modules of its own alone',
    'k6 run load.js',
    { 'load.js': "import http from 'k6/http'\nimport { x } from 'https://jslib.k6.io/k6-utils/1.4.0/index.js'" },
    'reports',
  ],
  [
    'k6 with options of a module of others',
    'k6 run load.js',
    { 'load.js': "export { options } from '@shop/load'" },
    'unknown',
  ],
  [
    'k6 that raises an error before the test',
    'k6 run load.js',
    { 'load.js': "export function setup() { if (!ready()) throw new Error('down') }" },
    'unknown',
  ],
  ['artillery that only speaks of it', 'artillery run load.yml', { 'load.yml': 'name: what we expect' }, 'reports'],
  ['k6 with a file of options', 'k6 run --config c.json a.js', { 'a.js': '', 'c.json': '{"thresholds": {}}' }, 'stops'],
  ['k6 with a script that is not here', 'k6 run load.js', {}, 'unknown'],
  ['artillery without ensure', 'artillery run load.yml', { 'load.yml': 'config: {target: x}' }, 'reports'],
  ['artillery with it', 'artillery run load.yml', { 'load.yml': 'config: {ensure: {maxErrorRate: 1}}' }, 'stops'],
  ['Taurus without criteria', 'bzt load.yml', { 'load.yml': 'execution: [{concurrency: 1}]' }, 'reports'],
  ['Taurus with criteria', 'bzt load.yml', { 'load.yml': 'reporting: [{module: passfail}]' }, 'stops'],
] as const)
  test(what, async () => {
    const acts = await findActs(scriptOf(line), repositoryOf(files))
    assert.deepEqual(
      acts.map(({ onFailure }) => ends(onFailure)),
      [expected],
    )
  })

for (const [what, files, expected] of [
  ["Azure's load test without criteria", { 'load.yaml': 'testPlan: a.jmx' }, 'reports'],
  ["Azure's load test with them", { 'load.yaml': 'failureCriteria: [avg(response_time_ms) > 100]' }, 'stops'],
  ["Azure's load test whose file is not here", {}, 'unknown'],
] as const)
  test(what, async () => {
    const inputs = { loadTestConfigFile: 'load.yaml' }
    const use = { table: 'tasks', name: 'AzureLoadTest', narrowBy: '', what: 'the task', text: '', title: '' } as const
    const [act] = await actsOfUse({ ...use, inputs, place: { file: 'a' }, via: [] }, repositoryOf(files))
    assert.equal(ends(act?.onFailure), expected)
  })
