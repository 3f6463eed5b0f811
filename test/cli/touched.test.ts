import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Result } from '../../src/assessment/assessment.ts'
import { judge, judgeOpened, type Question } from '../../src/cli/judge.ts'
import { openWith } from '../../src/cli/open.ts'
import { before } from '../../src/sources/before.ts'
import { openStaged } from '../../src/sources/staged.ts'
import { commit, git, write } from '../sources/support.ts'
import { folderOf } from './support/assay.ts'

/** The same numbers in every run. */
function numbers(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

const job = (n: number) =>
  [
    '  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: npm ci && npm test\n',
    '  scan:\n    runs-on: ubuntu-latest\n    steps:\n      - run: trivy fs --exit-code 1 .\n',
    '  staging:\n    runs-on: ubuntu-latest\n    environment: staging\n    steps:\n      - run: ./scripts/deploy.sh staging\n      - run: curl --fail https://staging.example.org/health\n',
    '  production:\n    runs-on: ubuntu-latest\n    environment: production\n    steps:\n      - run: kubectl --namespace production apply -f k8s\n',
    '  image:\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker build -t ghcr.io/acme/shop:latest . && docker push ghcr.io/acme/shop:latest\n',
    '  back:\n    runs-on: ubuntu-latest\n    steps:\n      - run: helm rollback shop --namespace production\n',
    '  called:\n    uses: ./.github/workflows/w1.yml\n',
  ][n] as string

const starts = [
  'push: {branches: [main]}',
  'pull_request: {}',
  'workflow_run: {workflows: [w0], types: [completed]}',
  'workflow_call: {}',
  'workflow_dispatch: {}',
]

/** What a file of such a repository may hold, by its path. */
const kinds: Readonly<Record<string, (pick: (below: number) => number) => string>> = {
  ...Object.fromEntries(
    [0, 1, 2, 3].map((i) => [
      `.github/workflows/w${i}.yml`,
      (pick: (below: number) => number) => {
        const jobs = new Set([job(pick(7)), job(pick(7)), job(pick(7))])
        return `name: w${i}\non:\n  ${starts[pick(5)]}\njobs:\n${[...jobs].join('')}`
      },
    ]),
  ),
  '.gitlab-ci.yml': (pick) => `job:\n  script: [${['npm test', './scripts/deploy.sh production'][pick(2)]}]\n`,
  'scripts/deploy.sh': (pick) =>
    `#!/bin/sh\n${['kubectl apply -f k8s', 'helm upgrade shop ./chart', 'true'][pick(3)]}\n`,
  'k8s/shop.yaml': (pick) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec:\n  template:\n    spec:\n      containers:\n        - name: shop\n          image: ghcr.io/acme/shop:${['latest', 'v1.2.0-abc1234', 'v1'][pick(3)]}\n`,
  'k8s/policy.yaml': (pick) =>
    pick(2)
      ? 'kind: ClusterImagePolicy\napiVersion: policy.sigstore.dev/v1beta1\n'
      : 'apiVersion: v1\nkind: ConfigMap\n',
  'k8s/app.yaml': (pick) =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: shop}\nspec: {source: {path: ${['k8s', 'chart'][pick(2)]}, repoURL: 'https://example.org/x'}, destination: {namespace: production}}\n`,
  'chart/values.yaml': (pick) =>
    `image: {repository: ghcr.io/acme/shop, tag: ${['latest', 'v1.0.0-abc1234'][pick(2)]}}\n`,
  'chart/Chart.yaml': (pick) => `apiVersion: v2\nname: shop\nversion: 1.${pick(3)}.0\n`,
  'infra/template.json': (pick) => (pick(2) ? '{"AWSTemplateFormatVersion": "2010-09-09"}' : '{"a": 1}'),
  'ci/azure-steps.yml': (pick) => (pick(2) ? 'steps:\n  - bash: kubectl apply -f k8s\n' : 'a: 1\n'),
  'locales/de.yaml': (pick) => `hello: Hallo ${pick(9)}\n`,
  Dockerfile: (pick) => `FROM node:${['latest', '24.1.0-alpine3.21'][pick(2)]}\n`,
  'package.json': (pick) => `{"name": "shop", "version": "1.${pick(3)}.0", "scripts": {"test": "node --test"}}`,
  'docs/rollback.md': (pick) =>
    `# Roll back\n\n## Steps\n\n1. \`helm rollback shop\`\n${pick(2) ? '\n## Verify\n\n`curl --fail https://example.org`\n' : ''}`,
  'docs/deployment.md': (pick) =>
    `# Deployment runbook\n\n${pick(2) ? '1. Merge.\n2. ssh web-1 and restart\n' : 'None.\n'}`,
  'CHANGELOG.md': (pick) =>
    `# Release notes\n\n## ${pick(2) ? 'Release ' : ''}1.0.0 - 2026-01-01\n\n### ${['Added', 'Bug Fixes'][pick(2)]}\n- Baskets\n`,
  'src/main.ts': (pick) => `export const a = ${pick(9)}\n`,
}

const question: Question = { path: '.', revision: undefined, profile: undefined, only: [], asOf: '2026-06-01' }
const quiet = { say() {}, done() {} } as never
const fails = (results: readonly Result[]) => results.filter(({ verdict }) => verdict === 'fail')
const printOf = ({ requirement, fingerprint, place }: Result) => `${requirement} ${fingerprint} ${place.file}`
const nameOf = ({ requirement, test: name, subject, message }: Result) =>
  JSON.stringify([requirement, name, subject.kind, subject.id, message])

/** What a full run over the index, and one over what it was before, hold against what was staged. */
async function wholly(folder: string) {
  const touched = await openStaged(folder)
  const judgeAll = async (source: typeof touched.source) =>
    fails((await judgeOpened(await openWith(source, folder), question, quiet)).assessment.results)
  const all = await judgeAll(touched.source)
  const known = new Set((await judgeAll(before(await openStaged(folder)))).map(nameOf))
  const files = new Set(touched.touches.flatMap(({ path, before: old = path }) => [path, old]))
  const expected = all.filter(
    (one) =>
      [one.place, ...one.trace.map(({ place }) => place)].some(({ file }) => files.has(file)) ||
      (one.subject.kind === 'repository' && !known.has(nameOf(one))),
  )
  return { all, expected }
}

test('whatever is staged: what the full run holds against it is shown, and nothing that it does not find', async () => {
  for (let seed = 1; seed <= 14; seed++) {
    const pick = numbers(seed)
    const folder = folderOf({})
    const paths = Object.keys(kinds).filter(() => pick(10) < 6)
    const make = (some: readonly string[]) => Object.fromEntries(some.map((path) => [path, kinds[path]?.(pick) ?? '']))
    commit(folder, { 'README.md': '# Shop\n', ...make(paths) })
    // one to three files written anew, and now and then one that goes or moves
    write(folder, make(Array.from({ length: 1 + pick(3) }, () => Object.keys(kinds)[pick(22)] as string)))
    const gone = paths[pick(paths.length)]
    if (gone !== undefined && pick(4) === 0) rmSync(join(folder, gone), { force: true })
    git(folder, ['add', '-A'])
    const { assessment } = await judge({ ...question, path: folder, staged: true }, quiet)
    const shown = fails(assessment.results)
    const { all, expected } = await wholly(folder)
    const [shownPrints, allPrints] = [new Set(shown.map(printOf)), new Set(all.map(printOf))]
    const status = `seed ${seed}: ${git(folder, ['status', '--short']).replaceAll('\n', ', ')}`
    const missed = expected.filter((one) => !shownPrints.has(printOf(one)))
    assert.deepEqual(missed.map(nameOf), [], `${status} misses`)
    const wrong = shown.filter((one) => !allPrints.has(printOf(one)))
    assert.deepEqual(wrong.map(nameOf), [], `${status} shows what is none`)
  }
})
