import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Text } from '../../../src/documents/text.ts'
import type { DataNode } from '../../../src/documents/tree.ts'
import { parseYaml } from '../../../src/documents/yaml.ts'
import { buildKustomizations } from '../../../src/facts/manifests/kustomize/build.ts'
import { plain } from '../../support/plain.ts'
import { repositoryOf } from '../../support/repository.ts'

const build = async (files: Readonly<Record<string, string>>) => (await buildKustomizations(repositoryOf(files))).builds

const shop = {
  'base/app.txt': `one
two
`,
  'base/key.env': `# nothing
USER=me
PASS=a=b
`,
  'base/kustomization.yaml': `resources: [shop.yaml, rest.yaml]
configMapGenerator:
  - name: conf
    literals: [MODE=base, LEVEL=info]
    files: [app.txt]
  - name: plain
    literals: ["a=\\"b\\""]
    options: {disableNameSuffixHash: true, labels: {kind: plain}}
secretGenerator:
  - name: key
    envs: [key.env]
`,
  'base/rest.yaml': `apiVersion: v1
kind: Service
metadata: {name: shop}
spec: {selector: {app: shop}, ports: [{port: 80}]}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: shop}
spec: {minReplicas: 2, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shop}}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: runner}
---
apiVersion: v1
kind: Namespace
metadata: {name: old}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: bind}
roleRef: {kind: ClusterRole, name: view, apiGroup: rbac.authorization.k8s.io}
subjects: [{kind: ServiceAccount, name: runner, namespace: old}]
`,
  'base/shop.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec:
      serviceAccountName: runner
      containers:
        - name: web
          image: registry.example.org/shop:v1.0.0
          env: [{name: A, value: "1"}, {name: B, value: "2"}]
          envFrom: [{configMapRef: {name: conf}}, {secretRef: {name: key}}]
          ports: [{containerPort: 80}]
        - name: side
          image: side
      volumes:
        - name: conf
          configMap: {name: conf}
`,
  'comp/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
  - target: {kind: Service}
    patch: |-
      - {op: add, path: /metadata/annotations/seen~1by, value: component}
      - {op: replace, path: /spec/ports/0/port, value: 8080}
      - {op: add, path: /spec/ports/-, value: {port: 9090}}
`,
  'over/prod/kustomization.yaml': `resources: [../../base]
components: [../../comp]
namespace: shop-prod
namePrefix: p-
nameSuffix: -s
labels: [{pairs: {team: till}, includeSelectors: true}, {pairs: {only: marks}}]
commonAnnotations: {by: hand}
images: [{name: registry.example.org/shop, newTag: v2.0.0}, {name: side, newName: other.example.org/side, digest: "sha256:0000000000000000000000000000000000000000000000000000000000000000"}]
replicas: [{name: shop, count: 4}]
configMapGenerator: [{name: conf, behavior: merge, literals: [MODE=prod]}]
patches:
  - path: web.yaml
  - target: {kind: Namespace}
    patch: |-
      $patch: delete
      apiVersion: v1
      kind: Namespace
      metadata: {name: any}
  - target: {kind: Horizontal.*, name: shop}
    patch: '[{"op": "replace", "path": "/spec/minReplicas", "value": 3}]'
`,
  'over/prod/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  template:
    spec:
      containers:
        - name: web
          env: [{name: B, value: "3"}, {name: C, value: "4"}, {name: A, $patch: delete}]
          readinessProbe: {tcpSocket: {port: 80}}
        - {name: more, image: more:1}
`,
}

/** What kustomize 5.8.0 makes of it: `kustomize build over/prod`. */
const expected = `apiVersion: v1
kind: ServiceAccount
metadata:
  annotations:
    by: hand
  labels:
    only: marks
    team: till
  name: p-runner-s
  namespace: shop-prod
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  annotations:
    by: hand
  labels:
    only: marks
    team: till
  name: p-bind-s
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: view
subjects:
- kind: ServiceAccount
  name: runner
  namespace: old
---
apiVersion: v1
data:
  LEVEL: info
  MODE: prod
  app.txt: |
    one
    two
kind: ConfigMap
metadata:
  annotations:
    by: hand
  labels:
    only: marks
    team: till
  name: p-conf-s-fbdcd55c84
  namespace: shop-prod
---
apiVersion: v1
data:
  a: b
kind: ConfigMap
metadata:
  annotations:
    by: hand
  labels:
    kind: plain
    only: marks
    team: till
  name: p-plain-s
  namespace: shop-prod
---
apiVersion: v1
data:
  PASS: YT1i
  USER: bWU=
kind: Secret
metadata:
  annotations:
    by: hand
  labels:
    only: marks
    team: till
  name: p-key-s-26k77d7bdh
  namespace: shop-prod
type: Opaque
---
apiVersion: v1
kind: Service
metadata:
  annotations:
    by: hand
    seen/by: component
  labels:
    only: marks
    team: till
  name: p-shop-s
  namespace: shop-prod
spec:
  ports:
  - port: 8080
  - port: 9090
  selector:
    app: shop
    team: till
---
apiVersion: apps/v1
kind: Deployment
metadata:
  annotations:
    by: hand
  labels:
    only: marks
    team: till
  name: p-shop-s
  namespace: shop-prod
spec:
  replicas: 4
  selector:
    matchLabels:
      app: shop
      team: till
  template:
    metadata:
      annotations:
        by: hand
      labels:
        app: shop
        team: till
    spec:
      containers:
      - env:
        - name: B
          value: "3"
        - name: C
          value: "4"
        envFrom:
        - configMapRef:
            name: p-conf-s-fbdcd55c84
        - secretRef:
            name: p-key-s-26k77d7bdh
        image: registry.example.org/shop:v2.0.0
        name: web
        ports:
        - containerPort: 80
        readinessProbe:
          tcpSocket:
            port: 80
      - image: more:1
        name: more
      - image: other.example.org/side@sha256:0000000000000000000000000000000000000000000000000000000000000000
        name: side
      serviceAccountName: p-runner-s
      volumes:
      - configMap:
          name: p-conf-s-fbdcd55c84
        name: conf
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  annotations:
    by: hand
  labels:
    only: marks
    team: till
  name: p-shop-s
  namespace: shop-prod
spec:
  minReplicas: 3
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: p-shop-s
`

test('a base with generators, a component and an overlay with all that changes are built as kustomize does', async () => {
  const [one, ...others] = await build(shop)
  assert.deepEqual(others, [])
  const name = (root: unknown) =>
    `${(root as { kind: string }).kind} ${(root as { metadata: { name: string } }).metadata.name}`
  const sorted = (roots: readonly unknown[]) => [...roots].sort((a, b) => (name(a) < name(b) ? -1 : 1))
  const { documents } = await parseYaml(new Text('out.yaml', expected))
  assert.deepEqual(sorted((one?.resources ?? []).map(({ root }) => plain(root))), sorted(documents.map(plain)))
})

test('what a patch writes stands in the patch, also inside of a kustomization', async () => {
  const [one] = await build(shop)
  const at = (kind: string, ...path: (string | number)[]) => {
    const place = one?.resources.find((resource) => resource.kind === kind)?.root.at(...path)?.place
    return `${place?.file}: ${shop[place?.file as keyof typeof shop].slice(place?.start, place?.end)}`
  }
  assert.equal(at('Deployment', 'spec', 'replicas'), 'over/prod/kustomization.yaml: 4')
  assert.equal(at('HorizontalPodAutoscaler', 'spec', 'minReplicas'), 'over/prod/kustomization.yaml: 3')
  assert.equal(
    at('Deployment', 'spec', 'template', 'spec', 'containers', 0, 'env', 0, 'value'),
    'over/prod/web.yaml: "3"',
  )
  assert.equal(
    at('Deployment', 'spec', 'template', 'spec', 'containers', 0, 'image'),
    'over/prod/kustomization.yaml: v2.0.0',
  )
  assert.equal(at('Service', 'spec', 'ports', 0, 'port'), 'comp/kustomization.yaml: 8080')
})

for (const [name, files, expectedNames] of [
  [
    'one that takes itself in',
    { 'a/kustomization.yaml': 'resources: [../b]\n', 'b/kustomization.yaml': 'resources: [../b]\n' },
    ['b → b, which takes itself in'],
  ],
  [
    'a circle that nobody else takes in',
    { 'a/kustomization.yaml': 'resources: [../b]\n', 'b/kustomization.yaml': 'resources: [../a]\n' },
    ['a → b → a, which takes itself in'],
  ],
  [
    'a circle of three',
    {
      'o/kustomization.yaml': 'resources: [../a]\n',
      'a/kustomization.yaml': 'resources: [../b]\n',
      'b/kustomization.yaml': 'resources: [../a]\n',
    },
    ['a → b → a, which takes itself in'],
  ],
  ['the root of the disk', { 'a/kustomization.yaml': 'resources: [/, ../../etc/passwd]\n' }, ['/', '../../etc/passwd']],
  [
    'bases from elsewhere',
    { 'a/kustomization.yaml': 'resources: ["https://git.example.org/x?ref=v1", github.com/example/y/base]\n' },
    ['https://git.example.org/x?ref=v1', 'github.com/example/y/base'],
  ],
  [
    'operations without a target',
    {
      'a/kustomization.yaml':
        'resources: [p.yaml]\npatches: [{patch: "[{op: remove, path: /spec}]"}]\npatchesJson6902: [{path: o.yaml}]\n',
      'a/p.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n',
      'a/o.yaml': '- {op: remove, path: /spec}\n',
    },
    Array(2).fill('a/kustomization.yaml, which kustomize refuses (a patch of it has no target)'),
  ],
  [
    'a patch of an object that is not here, where all is here',
    {
      'a/kustomization.yaml': 'resources: [p.yaml]\npatches: [{patch: "{kind: Job, metadata: {name: q}}"}]\n',
      'a/p.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n',
    },
    ['a/kustomization.yaml, which kustomize refuses (no object is the Job q of a patch)'],
  ],
  [
    'a chart',
    { 'a/kustomization.yaml': 'helmCharts: [{name: redis, repo: "https://charts.example.org"}]\n' },
    ['redis'],
  ],
] as const) {
  test(`hidden by name: ${name}`, async () => {
    const builds = await build(files as Readonly<Record<string, string>>)
    assert.deepEqual(
      builds.flatMap(({ absent }) => absent.map((one) => one.name)),
      expectedNames,
    )
  })
}

for (const [pattern, isChosen] of [
  ['(p|q)', true],
  ['^((x|p)|q(r|s))$', true],
  ['(x|y)p|p(q|r)?', undefined],
  ['(x|y)|p', true],
  ['(p|q)*', undefined],
  ['(p|q', undefined],
  ['x(p|q)', false],
  [`(${Array(12).fill('p').join('|')})(${Array(12).fill('').join('|')})`, undefined],
] as const) {
  test(`kustomize chooses objects by a pattern with alternatives: ${pattern}`, async () => {
    const files = {
      'a/p.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {hostname: h}\n',
      'a/kustomization.yaml': `resources: [p.yaml]\npatches:\n  - target: {name: "${pattern}"}\n    patch: '[{op: replace, path: /spec/hostname, value: g}]'\n`,
    }
    const [only] = await build(files)
    const spec = only?.resources[0]?.root.get('spec')
    const hostname = isChosen === undefined ? undefined : isChosen ? 'g' : 'h'
    assert.equal(spec?.get('hostname')?.text, hostname)
  })
}

const base =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: "c:$(TAG)"}], hostname: h}\n'
for (const [name, lines, spec] of [
  ['a patch that cannot be read', 'patches: [{path: lost.yaml, target: {kind: Pod}}]', '?'],
  ['a patch that cannot be done', 'patches: [{target: {kind: Pod}, patch: "- {op: remove, path: /spec/lost}"}]', '?'],
  [
    'a test that fails',
    'patches: [{target: {kind: Pod}, patch: "[{op: test, path: /spec/hostname, value: g}, {op: remove, path: /spec/hostname}]"}]',
    '?',
  ],
  [
    'a test of what is not there',
    'patches: [{target: {kind: Pod}, patch: "- {op: test, path: /spec/subdomain, value: g}"}]',
    '?',
  ],
  [
    'tests that hold',
    'patches: [{target: {kind: Pod}, patch: "[{op: test, path: /spec/hostname, value: h}, {op: test, path: /spec/containers/0/name, value: c}, {op: remove, path: /spec/hostname}]"}]',
    { containers: [{ name: 'c', image: 'c:$(TAG)' }] },
  ],
  ['a variable', 'vars: [{name: TAG}]', { containers: [{ name: 'c', image: '?' }], hostname: 'h' }],
  [
    'a replacement',
    'replacements: [{targets: [{select: {kind: Pod}, fieldPaths: ["spec.containers.[name=c].image"]}]}]',
    { containers: [{ name: 'c', image: '?' }], hostname: 'h' },
  ],
  [
    'an operation that replaces what is missing in a map',
    'patches: [{target: {kind: Pod}, patch: "- {op: replace, path: /spec/subdomain, value: s}"}]',
    { containers: [{ name: 'c', image: 'c:$(TAG)' }], hostname: 'h', subdomain: 's' },
  ],
  [
    'an operation that replaces what is missing below what is missing',
    'patches: [{target: {kind: Pod}, patch: "- {op: replace, path: /spec/securityContext/runAsUser, value: 1}"}]',
    '?',
  ],
  [
    'items that are counted from the end',
    'patches: [{target: {kind: Pod}, patch: "[{op: add, path: /spec/containers/-1, value: {name: d}}, {op: replace, path: /spec/containers/-2/image, value: e}]"}]',
    { containers: [{ name: 'c', image: 'e' }, { name: 'd' }], hostname: 'h' },
  ],
  [
    'an item before the first',
    'patches: [{target: {kind: Pod}, patch: "- {op: add, path: /spec/containers/-3, value: {name: d}}"}]',
    '?',
  ],
  [
    'a patch for another',
    'patches: [{target: {kind: Job}, patch: "- {op: remove, path: /spec/hostname}"}]',
    { containers: [{ name: 'c', image: 'c:$(TAG)' }], hostname: 'h' },
  ],
  [
    'a null that takes away',
    'patches: [{patch: "{kind: Pod, metadata: {name: p}, spec: {hostname: null}}"}]',
    { containers: [{ name: 'c', image: 'c:$(TAG)' }] },
  ],
] as const) {
  test(`what is not followed is hidden, and nothing else: ${name}`, async () => {
    const [one] = await build({ 'kustomization.yaml': `resources: [pod.yaml]\n${lines}\n`, 'pod.yaml': base })
    assert.deepEqual(plain(one?.resources[0]?.root.get('spec') as DataNode), spec)
  })
}

test('a patch of operations without a target is refused in its place, as kustomize does', async () => {
  const repository = repositoryOf({
    'kustomization.yaml': 'resources: [pod.yaml]\npatches:\n  - path: o.yaml\n',
    'pod.yaml': base,
    'o.yaml': '- {op: remove, path: /spec/hostname}\n',
  })
  await buildKustomizations(repository)
  assert.deepEqual(repository.refused, [
    'path: o.yaml: kustomize refuses this patch: operations of JSON need a target, which says which objects they are for',
  ])
})
