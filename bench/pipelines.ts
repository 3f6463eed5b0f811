import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { write } from './inputs.ts'

const fixtures = fileURLToPath(new URL('../fixtures/pipelines', import.meta.url))

/** Systems that read any number of files, and where the n-th of them lies; the others have one file in a repository. */
const many: Readonly<Record<string, (file: string, n: number) => string>> = {
  github: (file, n) => `.github/workflows/${n}-${basename(file)}`,
  azure: (file, n) => `pipelines/azure-pipelines-${n}${extname(file)}`,
  jenkins: (_, n) => `services/s${n}/Jenkinsfile`,
  tekton: (file, n) => `.tekton/${n}-${basename(file)}`,
  argo: (file, n) => `workflows/${n}-${basename(file)}`,
}

/**
 * Writes a git repository with so many pipeline files of mixed dialects, made from fixtures/pipelines: the systems that
 * read several files in turns, and one file of each of the others.
 */
export function mixedPipelines(folder: string, count: number): string {
  const sources = readdirSync(fixtures, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(join(fixtures, name)).map((dialect) => ({ name, dialect })))
  const files: Record<string, string> = {}
  for (const { name, dialect } of sources) {
    if (dialect in many || name !== 'good') continue
    for (const [path, content] of filesIn(join(fixtures, name, dialect))) files[path] = content
  }
  const repeated = sources
    .filter(({ dialect }) => dialect in many)
    .flatMap(({ name, dialect }) => filesIn(join(fixtures, name, dialect)).map((file) => ({ dialect, file })))
    .filter(({ file: [path] }) => /\.(ya?ml)$|Jenkinsfile/.test(path))
  for (let n = 0; Object.keys(files).length < count; n++) {
    const { dialect, file } = repeated[n % repeated.length] as (typeof repeated)[number]
    const [path, content] = file
    files[(many[dialect] as (typeof many)[string])(path, n)] = distinct(content, n)
  }
  return write(folder, files)
}

/** Names of Kubernetes' kinds are unique in a namespace: without a number of its own, each would be one of many. */
const distinct = (content: string, n: number) =>
  content.replace(/^( *(?:name|generateName|runAfter|pipelineRef): )([a-z][\w-]*)$/gm, (line, key: string, name) =>
    /apiVersion: (tekton|argoproj)/.test(content) && key.startsWith('  name') ? `${key}${name}-${n}` : line,
  )

function filesIn(folder: string): [string, string][] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return [path.slice(folder.length + 1), readFileSync(path, 'utf8')] as [string, string]
    })
    .sort(([a], [b]) => (dirname(a) + a < dirname(b) + b ? -1 : 1))
}

/** Writes a repository with one workflow of so many jobs, each waiting for up to three before it, and a few deployments. */
export function largeGraph(folder: string, jobs: number): string {
  const lines = ['on: {push: {branches: [main]}}', 'jobs:']
  for (let i = 0; i < jobs; i++) {
    const needs = [i - 1, i - 2, i - 50].filter((n) => n >= 0).map((n) => `j${n}`)
    const deploys = i % 100 === 99
    lines.push(`  j${i}:`, `    needs: [${needs.join(', ')}]`, '    runs-on: ubuntu-latest')
    if (deploys) lines.push(`    environment: ${i === jobs - 1 ? 'production' : 'staging'}`)
    const command = deploys ? 'helm upgrade --install shop ./chart' : i % 2 ? 'go test ./...' : 'go build ./...'
    lines.push('    steps:', `      - run: ${command}`)
  }
  return write(folder, { '.github/workflows/large.yml': `${lines.join('\n')}\n` })
}
