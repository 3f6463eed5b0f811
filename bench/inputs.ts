import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Writes a git repository of 20 files, as a small service has: workflows, Dockerfile, manifests, code, documents. */
export function smallRepository(folder: string): string {
  const files: Record<string, string> = {
    '.github/workflows/ci.yml': workflow('ci', 'pull_request'),
    '.github/workflows/deploy.yml': workflow('deploy', 'push'),
    Dockerfile: dockerfile,
    'package.json': JSON.stringify({ name: 'shop', version: '1.4.0', scripts: { test: 'node --test', build: 'tsc' } }),
    'CHANGELOG.md': changelog,
    'README.md': '# Shop\n\nA shop.\n',
    'docs/runbook.md': runbook,
    'docs/rollback.md': runbook.replaceAll('Deployment', 'Rollback'),
    'k8s/staging/deployment.yaml': manifest('shop', 'staging'),
    'k8s/production/deployment.yaml': manifest('shop', 'production'),
    'k8s/production/service.yaml': manifest('shop', 'production').replace('kind: Deployment', 'kind: Service'),
    'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.4.0\n',
    'chart/values.yaml': 'image:\n  repository: ghcr.io/acme/shop\n  tag: v1.4.0-abc1234\n',
  }
  for (let i = Object.keys(files).length; i < 20; i++) files[`src/module${i}.ts`] = code(i)
  return write(folder, files)
}

/**
 * Writes a git repository with so many files, a fifth of them YAML: 20 workflows, manifests of services, the rest
 * translations and settings that no rule asks for, as large repositories have.
 */
export function largeRepository(folder: string, count: number): string {
  const files: Record<string, string> = { 'package.json': JSON.stringify({ name: 'large', version: '2.0.0' }) }
  const yaml = Math.round(count / 5)
  const workflows = Math.round(count / 250)
  const manifests = Math.round(yaml / 5)
  for (let i = 0; i < workflows; i++) files[`.github/workflows/deploy-${i}.yml`] = workflow(`deploy-${i}`, 'push')
  for (let i = 0; i < manifests; i++) files[`services/s${i}/k8s/deployment.yaml`] = manifest(`s${i}`, 'production')
  for (let i = workflows + manifests; i < yaml; i++) files[`services/s${i % manifests}/locales/l${i}.yaml`] = locale(i)
  for (let i = 0; i < manifests; i++) files[`services/s${i}/Dockerfile`] = dockerfile
  for (let i = Object.keys(files).length; i < count; i++) files[`services/s${i % manifests}/src/m${i}.ts`] = code(i)
  return write(folder, files)
}

/** Stages three files in a repository of {@link largeRepository}: code of services, and one piece of evidence if wanted. */
export function stage(folder: string, evidence?: 'good' | 'bad' | 'manifest'): string {
  const files = Object.fromEntries([1, 2, 3].map((i) => [`services/s${i}/src/staged.ts`, code(i)]))
  if (evidence) delete files['services/s3/src/staged.ts']
  if (evidence === 'bad')
    files['.github/workflows/deploy-1.yml'] = workflow('deploy-1', 'push').replace('npm test', 'true')
  if (evidence === 'good') files['.github/workflows/deploy-1.yml'] = checking
  if (evidence === 'manifest')
    files['services/s3/k8s/deployment.yaml'] = manifest('s3', 'production').replace('replicas: 2', 'replicas: 3')
  const git = (...words: string[]) => execFileSync('git', ['-C', folder, ...words], { stdio: 'ignore' })
  git('reset', '-q')
  git('checkout', '-q', '--', '.github', 'services/s3/k8s')
  for (const [path, content] of Object.entries(files)) writeFileSync(join(folder, path), content)
  git('add', ...Object.keys(files))
  return folder
}

const checking = `name: check
on: {pull_request: {}}
permissions: {contents: read}
jobs:
  test:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
      - run: npm test
`

/** Writes the files and commits them. */
export function write(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
  const git = (...words: string[]) => execFileSync('git', ['-C', folder, ...words], { stdio: 'ignore' })
  git('init', '-q', '-b', 'main')
  git('add', '-A')
  git('-c', 'user.name=bench', '-c', 'user.email=bench@example.org', 'commit', '-q', '-m', 'All of it')
  return folder
}

const workflow = (name: string, trigger: string) => `name: ${name}
on:
  ${trigger}:
    branches: [main]
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
      - run: |
          npm ci
          npm run build
          npm test
  image:
    needs: test
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: docker/build-push-action@v6
        with:
          push: true
          tags: ghcr.io/acme/${name}:v1.4.0-\${{ github.sha }}
      - run: trivy image --exit-code 1 ghcr.io/acme/${name}:v1.4.0-\${{ github.sha }}
  staging:
    needs: image
    runs-on: ubuntu-latest
    environment: staging
    steps:
      - run: kubectl --namespace staging apply -f k8s/staging
      - run: curl --fail https://staging.example.org/health
  production:
    needs: staging
    runs-on: ubuntu-latest
    environment: production
    steps:
      - run: kubectl --namespace production apply -f k8s/production
      - run: curl --fail https://example.org/health
`

const dockerfile = `FROM node:20.19.0-alpine3.21 AS build
WORKDIR /app
COPY . .
RUN npm ci && npm run build

FROM node:20.19.0-alpine3.21
COPY --from=build /app/dist /app
CMD ["node", "/app/main.js"]
`

const manifest = (name: string, namespace: string) =>
  workload(`  name: ${name}\n  namespace: ${namespace}\n`, name, 'ports: [{containerPort: 8080}]')

/**
 * A Deployment as people write it.
 * @param heading the lines of its metadata before the labels
 * @param more a line of its container
 */
export const workload = (heading: string, name: string, more: string): string => `apiVersion: apps/v1
kind: Deployment
metadata:
${heading}  labels: {app: ${name}}
spec:
  replicas: 2
  selector:
    matchLabels: {app: ${name}}
  template:
    metadata:
      labels: {app: ${name}}
    spec:
      containers:
        - name: ${name}
          image: ghcr.io/acme/${name}:v1.4.0-abc1234
          ${more}
          resources:
            limits: {cpu: 500m, memory: 256Mi}
          readinessProbe:
            httpGet: {path: /health, port: 8080}
`

const locale = (i: number) =>
  `en:\n${Array.from({ length: 60 }, (_, k) => `  key_${i}_${k}: "Text number ${k} of file ${i}"`).join('\n')}\n`

const code = (i: number) =>
  Array.from({ length: 40 }, (_, k) => `export const value${i}_${k} = (x: number) => x * ${k} + ${i}`).join('\n')

const runbook = `# Deployment runbook

## When
On every release.

## Steps
1. Merge to main.
2. Approve the job.

## Verify
\`\`\`sh
curl --fail https://example.org/health
\`\`\`
`

const changelog = `# Release notes

## Release 1.4.0 - 2026-10-01

### New Features
- Baskets

### Improvements
- None

### Bug Fixes
- None

### Breaking Changes
- None

### Known Issues
- None

### Upgrade Notes
- None
`
