import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse, stringify } from 'yaml'
import type { IdiomName } from '../../src/cli/explain/idioms/idiom.ts'
import { all } from '../../src/cli/explain/idioms/index.ts'
import { assay, folderOf } from './support/assay.ts'
import { day } from './support/shop.ts'

/*
 * The examples that `assay explain` shows, put into pipelines and read by our own readers: what is told as the mend of a
 * requirement must mend it.
 */

const script = (line: string) => `#!/bin/sh\nset -e\n${line}\n`
const scripts = {
  'test.sh': script('npm test'),
  'deploy.sh': script('kubectl set image deployment/shop shop=registry.example/shop:v1.4.0 --namespace production'),
  'rollback.sh': script('kubectl rollout undo deployment/shop --namespace production'),
  'smoke-test.sh': script('curl --fail https://shop.example/health'),
  'plan.sh': script('terraform plan -detailed-exitcode'),
  'package.json': '{"private": true, "scripts": {"test": "vitest run"}, "devDependencies": {"vitest": "3.0.0"}}',
  'main.tf': 'resource "null_resource" "shop" {}\n',
}

type Data = Record<string, unknown>
const of = (system: string, idiom: IdiomName): string => all.find((one) => one.system === system)!.snippets[idiom]

/** What a system's snippet needs around it to be a pipeline: nothing of it is changed. */
const whole: Readonly<Record<string, (snippet: string) => Readonly<Record<string, string>>>> = {
  'github-actions': (snippet) => {
    const { on = { push: { branches: ['main'] } }, jobs = {}, ...rest } = parse(snippet) as Data
    const plain = { 'runs-on': 'ubuntu-latest', environment: 'production' }
    const extra = /roll-back:\n {4}needs/.test(snippet)
      ? {
          deploy: { ...plain, steps: [{ run: './deploy.sh production' }] },
          'smoke-test': { ...plain, needs: ['deploy'], steps: [{ run: './smoke-test.sh production' }] },
        }
      : Object.keys(jobs as Data).length
        ? {}
        : { drift: { 'runs-on': 'ubuntu-latest', steps: [{ run: './plan.sh' }] } }
    return { '.github/workflows/ship.yml': stringify({ ...rest, on, jobs: { ...(jobs as Data), ...extra } }) }
  },
  'gitlab-ci': (snippet) => {
    const extra = /^roll-back:\n {2}stage: recover/m.test(snippet)
      ? {
          deploy: { stage: 'deploy', environment: 'production', script: './deploy.sh production' },
          'smoke-test': { stage: 'verify', environment: 'production', script: './smoke-test.sh production' },
        }
      : {}
    return { '.gitlab-ci.yml': stringify({ ...(parse(snippet) as Data), ...extra }) }
  },
  'azure-pipelines': (snippet) => {
    const data = parse(snippet) as { stages?: Data[] } & Data
    const job = (line: string) => ({
      deployment: 'd',
      environment: 'production',
      strategy: { runOnce: { deploy: { steps: [{ script: line }] } } },
    })
    if (/dependsOn: \[production, verify\]/.test(snippet)) {
      data.stages = [
        { stage: 'production', jobs: [job('./deploy.sh production')] },
        { stage: 'verify', dependsOn: 'production', jobs: [job('./smoke-test.sh production')] },
        ...(data.stages ?? []),
      ]
    } else if (!data.stages && !data.jobs && !data.steps) data.steps = [{ script: './plan.sh' }]
    return { 'azure-pipelines.yml': stringify(data) }
  },
  circleci: (snippet) => {
    const docker = [{ image: 'cimg/base:2026.01' }]
    const job = (line: string) => ({ docker, steps: ['checkout', { run: line }] })
    const { jobs = {}, ...rest } = parse(snippet) as Data
    const known = {
      test: job('./test.sh'),
      deploy: job('./deploy.sh production'),
      'deploy-production': {
        ...job('./deploy.sh production'),
        parameters: { version: { type: 'string', default: '' } },
      },
      'smoke-test': job('./smoke-test.sh production'),
      'roll-back': job('./rollback.sh production'),
      plan: job('./plan.sh'),
    }
    const workflows = rest.workflows ?? { back: { jobs: ['roll-back'] } }
    return {
      '.circleci/config.yml': stringify({ version: 2.1, ...rest, workflows, jobs: { ...known, ...(jobs as Data) } }),
    }
  },
  'bitbucket-pipelines': (snippet) => {
    const step = { step: { name: 'Deploy', deployment: 'production', script: ['./deploy.sh production'] } }
    const data = parse(snippet) as { pipelines: { branches?: { main?: unknown[] } } }
    if (/Smoke test/.test(snippet)) data.pipelines.branches?.main?.unshift(step)
    return { 'bitbucket-pipelines.yml': stringify(data) }
  },
  jenkins: (snippet) => {
    const stages = /^stage\(/.test(snippet)
      ? `stages {\n${snippet}}\n`
      : /^post/.test(snippet)
        ? `stages { stage('Deploy to production') { steps { sh './deploy.sh production' } } }\n${snippet}`
        : /^triggers/.test(snippet)
          ? `${snippet}stages { stage('Drift') { steps { sh './plan.sh' } } }\n`
          : snippet
    return { Jenkinsfile: `pipeline {\nagent any\n${stages}}\n` }
  },
}

/** For each idiom a requirement that it serves, and the verdicts that its pipeline may have: hidden where only settings show it. */
const mends: Partial<Record<IdiomName, readonly [id: string, otherwise?: Readonly<Record<string, string>>]>> = {
  order: ['pipeline.unit-tests'],
  approval: ['approvals.production', { 'github-actions': 'unknown', 'azure-pipelines': 'unknown' }],
  failure: ['rollback.automation'],
  version: ['principles.reversible'],
  // Bitbucket keeps its times in its settings, and a custom pipeline is not yet taken for one that may have some
  schedule: ['infrastructure.drift', { 'bitbucket-pipelines': 'fail' }],
  // CircleCI's only way is the program `timeout`, which is not read as a bound yet
  timeout: ['rollback.time', { circleci: 'unknown' }],
}

for (const [system, wrap] of Object.entries(whole)) {
  test(`what explain shows for ${system} mends what it is shown for`, () => {
    for (const [idiom, [id, otherwise = {}]] of Object.entries(mends)) {
      const snippet = of(system, idiom as IdiomName)
      const folder = folderOf({ ...scripts, 'assay.yaml': 'deploys: true\n', ...wrap(snippet) })
      const [{ stdout, stderr } = { stdout: '', stderr: '' }] = assay(folder, [
        'check',
        '--only',
        id,
        '--format',
        'json',
        ...day,
      ])
      const { requirements, results } = JSON.parse(stdout || '{"requirements": []}')
      const { verdict } = requirements.find((one: { id: string }) => one.id === id) ?? {}
      const why = (results ?? []).map((one: { verdict: string; message: string }) => `${one.verdict}: ${one.message}`)
      assert.equal(
        verdict,
        otherwise[system] ?? 'pass',
        `${system} ${idiom} ${id}\n${why.join('\n')}\n${stderr}\n${snippet}`,
      )
    }
  })
}
