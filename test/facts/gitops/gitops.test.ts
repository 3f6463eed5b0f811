import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { areaOf } from '../../../src/facts/areas.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { readGitOps } from '../../../src/facts/pipeline/gitops/workflows.ts'
import type { History } from '../../../src/sources/source.ts'
import { repositoryOf } from '../../support/repository.ts'

const history = { origin: 'git@git.example:shop/ledger.git', defaultBranch: 'main' } as unknown as History
const read = async (files: Record<string, string>) =>
  (await readGitOps(repositoryOf(files, { history }))).map((one) => {
    const [trigger] = one.triggers
    const { environment } = one.jobs[0] ?? {}
    return [one.system, one.name, [trigger?.kind, ...(trigger?.branches ?? [])].join(' '), environment?.name].join(
      ' | ',
    )
  })

const application = (source: string, more = 'syncPolicy: {automated: {}}', destination = 'namespace: ledger') =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: ledger}\nspec:\n  source: {${source}}\n  destination: {${destination}}\n  ${more}\n`
const here = 'repoURL: https://git.example/shop/ledger'

test('an automatic sync of a path is a deployment that a push starts; without it, by hand', async () => {
  const at = (more?: string, source = `${here}, path: k8s/overlays/staging`) =>
    read({ 'a.yaml': application(source, more) })
  assert.deepEqual(await at(), ['argo-cd | ledger | push | staging'])
  assert.deepEqual(await at('syncPolicy: {automated: {enabled: false}}'), ['argo-cd | ledger | manual | staging'])
  assert.deepEqual(await at('project: x'), ['argo-cd | ledger | manual | staging'])
  assert.deepEqual(await at(undefined, `${here}, path: x, targetRevision: live`), ['argo-cd | ledger | push live | '])
  assert.deepEqual(await at(undefined, `${here}, path: x, targetRevision: v1.2.3`), ['argo-cd | ledger | tag | '])
  assert.deepEqual(await at(undefined, `${here}, path: x, targetRevision: HEAD`), ['argo-cd | ledger | push | '])
})

test('what a kustomization of the service lists is read, also in a folder that is called after what others wrote', async () => {
  const sync = (name: string) =>
    `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: ${name}}\nspec: {path: ./parts/${name}, sourceRef: {kind: GitRepository, name: flux-system}}\n`
  const files = {
    'clusters/prod/kustomization.yaml': 'resources: [./infra/third-party, vendor/one.yaml]\n',
    'clusters/prod/infra/third-party/kustomization.yaml': 'resources: [backup.yaml]\n',
    'clusters/prod/infra/third-party/backup.yaml': sync('backup'),
    'clusters/prod/infra/third-party/unlisted.yaml': sync('unlisted'),
    'clusters/prod/vendor/one.yaml': sync('one'),
    'vendor/lib/kustomization.yaml': 'resources: [of-others.yaml]\n',
    'vendor/lib/of-others.yaml': sync('of-others'),
    'parts/backup/x.yaml': 'a: 1',
    'parts/one/x.yaml': 'a: 1',
    'parts/unlisted/x.yaml': 'a: 1',
    'parts/of-others/x.yaml': 'a: 1',
  }
  const areas = Object.fromEntries(Object.keys(files).map((path) => [path, areaOf(path)]))
  const found = await readGitOps(repositoryOf(files, { history, areas }))
  assert.deepEqual(
    found.map(({ name }) => name),
    ['backup', 'one'],
  )
})

test('a word that is no address, which something fills in first, is this repository where the path is here', async () => {
  const at = (address: string, more = {}) =>
    read({ 'a.yaml': application(`repoURL: ${address}, path: k8s/prod`), ...more })
  const manifests = { 'k8s/prod/x.yaml': 'a: 1' }
  assert.deepEqual(await at('GIT_REPO_URL_PLACEHOLDER', manifests), ['argo-cd | ledger | push | prod'])
  assert.deepEqual(await at('GIT_REPO_URL_PLACEHOLDER'), [])
  // an example that somebody has yet to write an owner into follows nothing here
  assert.deepEqual(await at('https://git.example/your-org/ledger.git', manifests), [])
})

test('other repositories are left alone', async () => {
  assert.deepEqual(await read({ 'a.yaml': application('repoURL: https://git.example/other/x, path: k8s') }), [])
})

test('the environment: the destination before the path, words of a name only where they tell', async () => {
  const of = async (path: string, destination?: string) =>
    (await read({ 'a.yaml': application(`${here}, path: ${path}`, undefined, destination) }))[0]?.split(' | ').at(-1)
  assert.equal(await of('overlays/dev', 'namespace: shop-prod'), 'shop-prod')
  assert.equal(await of('charts/test-app'), '')
  assert.equal(await of('env/qa2/app'), 'qa2')
})

test('an ApplicationSet of a list, of folders, of both', async () => {
  const set = (generators: string) =>
    `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: s}\nspec:\n  generators: ${generators}\n  template:\n    metadata: {name: "{{env}}-{{.path.basename}}"}\n    spec: {source: {${here}, path: "{{path}}"}, destination: {namespace: "{{env}}"}, syncPolicy: {automated: {}}}\n`
  const files = { 'apps/a/x.yaml': 'a: 1', 'apps/b/x.yaml': 'a: 1', 'apps/c/x.yaml': 'a: 1' }
  const list = '{list: {elements: [{env: dev, path: apps/a}, {env: prod, path: apps/a}]}}'
  const folders = '{git: {directories: [{path: apps/*}, {path: apps/c, exclude: true}]}}'
  const names = async (generators: string) =>
    (await readGitOps(repositoryOf({ 's.yaml': set(generators), ...files }, { history }))).map(
      ({ jobs }) => jobs[0]?.environment?.name,
    )
  assert.deepEqual(await names(`[${list}]`), ['dev', 'prod'])
  assert.equal((await names(`[${folders}]`)).length, 2)
  assert.deepEqual(await names(`[{matrix: {generators: [${list.replaceAll(', path: apps/a', '')}, ${folders}]}}]`), [
    'dev',
    'dev',
    'prod',
    'prod',
  ])
  const some = '{git: {files: [{path: apps/**/x.yaml}, {path: apps/b/*.yaml, exclude: true}]}}'
  assert.deepEqual(await names(`[{matrix: {generators: [{list: {elements: [{env: prod}]}}, ${some}]}}]`), [
    'prod',
    'prod',
  ])
  assert.deepEqual(await names(`[{git: {directories: [{path: "apps/[ab]"}]}}]`), [undefined], 'nothing is called so')
  assert.equal((await names('[{clusters: {}}]')).length, 1, 'what is computed is one of which little is known')
})

test('Flux: Kustomizations and charts of this repository', async () => {
  const flux = (kind: string, spec: string) =>
    `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: ${kind}\nmetadata: {name: apps}\nspec: {${spec}}\n`
  const git =
    'apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: {name: own}\nspec: {url: "ssh://git@git.example/shop/ledger", ref: {branch: main}}\n'
  const ref = (name: string) => `sourceRef: {kind: GitRepository, name: ${name}}`
  const files = { 'git.yaml': git, 'apps/staging/x.yaml': 'a: 1' }
  const of = (name: string, text: string) => read({ ...files, [name]: text })
  assert.deepEqual(await of('k.yaml', flux('Kustomization', `path: ./apps/staging, ${ref('own')}`)), [
    'flux | apps | push main | staging',
  ])
  assert.deepEqual(
    await of('clusters/production/k.yaml', flux('Kustomization', `path: ./apps, suspend: true, ${ref('flux-system')}`)),
    ['flux | apps | manual | production'],
  )
  assert.deepEqual(
    await of(
      'k.yaml',
      flux('HelmRelease', `chart: {spec: {chart: podinfo, ${ref('own').replace('GitRepository', 'HelmRepository')}}}`),
    ),
    [],
  )
})

test('a deployment of GitOps waits for what the forge demands, and its image was made before', async () => {
  const files = { 'a.yaml': application(`${here}, path: overlays/production`) }
  const { facts } = await collectFacts(repositoryOf(files, { history }), defaultSettings, ['deployments'])
  const [deployment] = facts.deployments
  assert.equal(deployment?.environment, 'production')
  assert.ok(isHidden(deployment?.approval) && deployment.approval.as === 'forge')
  assert.ok(isHidden(deployment?.guarded.unit_test), 'tests are elsewhere, not missing')
})

test('what a controller runs after a sync is no change past the files: it opens no shell and copies no files', async () => {
  const repository = repositoryOf({ 'a.yaml': application(`${here}, path: k8s/production`) }, { history })
  const { facts } = await collectFacts(repository, defaultSettings, ['directChanges', 'deployments'])
  assert.equal(facts.deployments.length, 1)
  assert.deepEqual(facts.directChanges, [])
})

test('the root of an app of apps deploys what its apps say, and nothing besides', async () => {
  const apps = {
    'root.yaml': application(`${here}, path: apps`, undefined, 'namespace: argocd'),
    'apps/kustomization.yaml': 'resources: [a.yaml]\n',
    'apps/a.yaml': application(`${here}, path: k8s/prod`),
    'k8s/prod/a.yaml': 'kind: Deployment\n',
  }
  assert.deepEqual(await read(apps), ['argo-cd | ledger | push | prod'])
  // another object, or an app of a chart elsewhere, is deployed by the root
  for (const more of ['kind: Secret\n', application('repoURL: https://charts.example.org, chart: nginx')])
    assert.deepEqual(await read({ ...apps, 'apps/b.yaml': more }), [
      'argo-cd | ledger | push | prod',
      'argo-cd | ledger | push | ',
    ])
  assert.deepEqual(await read({ 'apps/a.yaml': application(`${here}, path: apps`) }), ['argo-cd | ledger | push | '])
})

test('an app of apps is made in each environment that its chart has values for', async () => {
  const chart = {
    'apps/Chart.yaml': 'name: apps\n',
    'apps/values.yaml': '',
    'apps/values-staging.yaml': '',
    'apps/values-production.yaml': '',
    'apps/values-solr.yaml': '',
  }
  assert.deepEqual(await read({ ...chart, 'apps/templates/a.yaml': application(`${here}, path: charts/ledger`) }), [
    'argo-cd | ledger | push | production',
    'argo-cd | ledger | push | staging',
  ])
  const root = `${here}, path: apps, helm: {valueFiles: [values.yaml, "values-{{ .Values.environment }}.yaml"]}`
  assert.deepEqual(await read({ ...chart, 'root/a.yaml': application(root) }), [
    'argo-cd | ledger | push | production',
    'argo-cd | ledger | push | staging',
  ])
  // what tells its environment itself is not multiplied
  const own = application(`${here}, path: charts/ledger`, undefined, 'namespace: ledger-prod')
  assert.deepEqual(await read({ ...chart, 'apps/templates/a.yaml': own }), ['argo-cd | ledger | push | ledger-prod'])
})
