import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findActs } from '../../../src/facts/pipeline/commands/index.ts'
import { repositoryOf } from '../../support/repository.ts'

const at = { file: 'ci.yml', start: 0, end: 1 }

/** `kinds tool outcome [@environment] [in folder]` of all that tells something; `?` where it is hidden. */
async function run(text: string, files: Readonly<Record<string, string>>): Promise<string[]> {
  const script = { text, placeOf: () => at, shell: 'bash', errexit: true, pipefail: false, directory: '' }
  const found = await findActs({ ...script, variables: {}, via: [], name: '' }, repositoryOf(files))
  return found
    .filter(({ kinds, hidden }) => kinds.length || hidden)
    .map((act) =>
      [
        act.hidden ? '?' : `${act.kinds.join('+')} ${act.tool}`,
        act.onFailure,
        act.environment ? `@${act.environment}` : '',
        act.directory ? `in ${act.directory}` : '',
      ]
        .filter(Boolean)
        .join(' '),
    )
}

const task = (name: string, body: string, decorator = '@task', more = '') =>
  `${decorator}\ndef ${name}(c${more}):\n${body
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')}\n\n`

for (const [name, text, expected, files] of [
  [
    'what runs before a task, and tasks one after the other',
    'inv test build-image',
    ['lint flake8 stops', 'unit-test pytest stops', 'build docker build stops'],
    {
      'tasks.py':
        task('lint', 'c.run("flake8 src")') +
        task('test', 'c.run("pytest tests/unit", pty=True)', '@task(pre=[lint])') +
        task('build_image', 'c.run("docker build .")') +
        task('never', 'c.run("mypy .")'),
    },
  ],
  [
    'the parameters of a task',
    'invoke deploy --env prod',
    ['deploy helm upgrade stops @prod'],
    { 'tasks.py': task('deploy', 'c.run(f"helm upgrade x . -n {env}")', '@task', ', env="dev"') },
  ],
  [
    'a parameter that is left as it is',
    'invoke deploy',
    ['deploy helm upgrade stops @dev'],
    { 'tasks.py': task('deploy', 'c.run(f"helm upgrade x . -n {env}")', '@task', ', env="dev"') },
  ],
  [
    'a failure that is let pass',
    'inv test',
    ['unit-test pytest ignored'],
    { 'tasks.py': task('test', 'c.run("pytest tests/unit", warn=True)') },
  ],
  [
    'functions that it calls, and folders',
    'inv release',
    ['publish docker push stops', 'publish npm publish stops in web', 'lint flake8 stops'],
    {
      'tasks.py':
        'def push(c):\n    c.run("docker push x/y:1")\n\n' +
        task('release', 'push(c)\nwith c.cd("web"):\n    c.run("npm publish")\nc.run("flake8")'),
    },
  ],
  [
    'a module of a package, another name of the context',
    'inv docker.push',
    ['publish docker push stops'],
    {
      'tasks/__init__.py': 'from . import docker\n',
      'tasks/docker.py': '@task\ndef push(context):\n    context.run("docker push x/y:1")\n',
    },
  ],
  [
    'a file in the folder above',
    'cd sub && inv lint',
    ['lint flake8 stops'],
    { 'tasks.py': task('lint', 'c.run("flake8")'), 'sub/a.py': '' },
  ],
  ['a task that is not here', 'inv deploy', ['deploy inv stops'], { 'tasks.py': task('lint', 'c.run("flake8")') }],
  ['its list', 'inv --list', [], { 'tasks.py': task('lint', 'c.run("flake8")') }],
] as const) {
  test(`invoke: ${name}`, async () => assert.deepEqual(await run(text, files), expected))
}

for (const [name, text, expected, files] of [
  ['a tool of .NET where it is put', 'dotnet tool install --tool-path tools nbgv\ntools/nbgv get-version', [], {}],
  ['the app of a remote', 'heroku git:remote -a shop-staging\ngit push heroku main', ['@heroku shop-staging'], {}],
  ['an app by a variable', 'HEROKU_APP_NAME=shop-staging\ngit push heroku main', ['@heroku shop-staging'], {}],
  ['an app of Heroku’s CLI', 'export HEROKU_APP=shop-prod\nheroku container:release web', ['@shop-prod'], {}],
] as const) {
  test(`what a command names: ${name}`, async () => {
    const found = await run(text, files)
    assert.deepEqual(found.map((line) => line.replace(/^[^@]*/, '')).filter(Boolean), expected)
    assert.ok(!found.some((line) => line.startsWith('?')))
  })
}

test('checks of licences', async () => {
  const text =
    'addlicense -check .\naddlicense -c Acme .\nlicense-eye header check\npip-licenses --fail-on GPL\nmvn license:check'
  assert.deepEqual(await run(text, {}), [
    'lint addlicense stops',
    'lint license-eye header check stops',
    'lint pip-licenses stops',
    'lint mvn license:check stops',
  ])
})
