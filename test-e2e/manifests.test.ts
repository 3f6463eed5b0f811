import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { parseAllDocuments } from 'yaml'
import { loadChart } from '../src/facts/manifests/helm/chart.ts'
import { objectsOf } from '../src/facts/manifests/helm/objects.ts'
import { renderChart } from '../src/facts/manifests/helm/render.ts'
import { buildKustomizations } from '../src/facts/manifests/kustomize/build.ts'
import { plain } from '../test/support/plain.ts'
import { repositoryOf } from '../test/support/repository.ts'

/*
 * Charts and kustomizations are built in process, with the binaries or without: what comes of it must be what `helm template`
 * and `kustomize build` say. Where a binary is not installed its test is skipped: `go install helm.sh/helm/v3/cmd/helm@latest`
 * and `go install sigs.k8s.io/kustomize/kustomize/v5@latest` bring them.
 */

const has = (program: string) => spawnSync(program, ['version'], { stdio: 'ignore' }).status === 0

const work = mkdtempSync(join(tmpdir(), 'assay-manifests-'))
after(() => rmSync(work, { recursive: true, force: true }))

type Files = Readonly<Record<string, string>>

function written(files: Files, name: string): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(work, name, path)), { recursive: true })
    writeFileSync(join(work, name, path), content)
  }
  return join(work, name)
}

/** Objects in one order, as they are compared. */
const sorted = (objects: readonly unknown[]) =>
  objects.map((one) => JSON.parse(JSON.stringify(one))).sort((a, b) => (signOf(a) < signOf(b) ? -1 : 1))

const signOf = (one: { kind?: string; metadata?: { name?: string } }) => `${one.kind} ${one.metadata?.name}`

const documentsOf = (text: string) => parseAllDocuments(text).flatMap((one) => one.toJS() ?? [])

const chart: Files = {
  'shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.4.2\nappVersion: "1.4.2"\n',
  'shop/values.yaml':
    'replicas: 3\nimage: {repository: ghcr.io/corner-shop/shop, tag: ""}\nenv: {LEVEL: info, MODE: shop}\nhosts: [a.shop.example, b.shop.example]\nprobes: {enabled: true, path: /health}\n',
  'shop/templates/_names.tpl':
    '{{- define "shop.name" -}}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 63 | trimSuffix "-" }}{{- end -}}\n{{- define "shop.labels" -}}\napp: {{ include "shop.name" . }}\nversion: {{ .Chart.AppVersion | quote }}\n{{- end -}}\n',
  'shop/templates/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "shop.name" . }}
  labels: {{- include "shop.labels" . | nindent 4 }}
spec:
  replicas: {{ .Values.replicas | default 1 }}
  selector: {matchLabels: {app: shop}}
  template:
    metadata:
      labels: {app: shop}
      annotations: {checksum: {{ toYaml .Values.env | sha256sum }}}
    spec:
      containers:
        - name: shop
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
          env:
          {{- range $name, $value := .Values.env }}
            - {name: {{ $name }}, value: {{ $value | quote }}}
          {{- end }}
          {{- with .Values.probes }}
          {{- if .enabled }}
          readinessProbe: {httpGet: {path: {{ .path }}, port: 8080}}
          {{- end }}
          {{- end }}
`,
  'shop/templates/ingress.yaml': `{{- if gt (len .Values.hosts) 1 }}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: {{ include "shop.name" . }}}
spec:
  rules:
  {{- range .Values.hosts }}
    - {host: {{ . | lower }}}
  {{- end }}
{{- end }}
`,
}

test('a chart comes out as helm template says', { skip: !has('helm') && 'helm is not installed' }, async () => {
  const folder = written(chart, 'chart')
  const said = execFileSync('helm', ['template', 'corner', join(folder, 'shop'), '--namespace', 'shop'], {
    encoding: 'utf8',
  })
  const loaded = await loadChart(repositoryOf(chart), 'shop')
  assert.ok(loaded)
  const rendered = await renderChart(loaded, new Map(), { name: 'corner', namespace: 'shop' })
  const objects: unknown[] = []
  for (const file of rendered.files) {
    const made = await objectsOf(file, rendered.holes)
    assert.ok(!made.hidden, made.hidden?.what)
    objects.push(...made.objects.map(({ root }) => plain(root)))
  }
  assert.deepEqual(sorted(objects), sorted(documentsOf(said)))
})

const kustomization: Files = {
  'base/kustomization.yaml':
    'resources: [shop.yaml]\nlabels: [{pairs: {team: shop}, includeSelectors: true}]\nconfigMapGenerator: [{name: settings, literals: [LEVEL=info, MODE=shop]}]\n',
  'base/shop.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  replicas: 1
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec:
      containers:
        - name: shop
          image: ghcr.io/corner-shop/shop:1.0.0
          envFrom: [{configMapRef: {name: settings}}]
---
apiVersion: v1
kind: Service
metadata: {name: shop}
spec: {selector: {app: shop}, ports: [{port: 80}]}
`,
  'production/kustomization.yaml': `resources: [../base]
namespace: shop-production
namePrefix: prod-
images: [{name: ghcr.io/corner-shop/shop, newTag: 1.4.2}]
replicas: [{name: shop, count: 4}]
configMapGenerator: [{name: settings, behavior: merge, literals: [LEVEL=warn]}]
patches:
  - path: limits.yaml
  - target: {kind: Service}
    patch: |
      - {op: replace, path: /spec/ports/0/port, value: 8080}
`,
  'production/limits.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  template:
    spec:
      containers:
        - name: shop
          resources: {limits: {memory: 256Mi}}
`,
}

test('a kustomization comes out as kustomize build says', {
  skip: !has('kustomize') && 'kustomize is not installed',
}, async () => {
  const folder = written(kustomization, 'kustomization')
  const said = execFileSync('kustomize', ['build', join(folder, 'production')], { encoding: 'utf8' })
  const { builds } = await buildKustomizations(repositoryOf(kustomization))
  const production = builds.find((one) => one.folder === 'production')
  assert.deepEqual(sorted((production?.resources ?? []).map(({ root }) => plain(root))), sorted(documentsOf(said)))
})
