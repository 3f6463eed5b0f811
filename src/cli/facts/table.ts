import { alignTable } from '../table.ts'
import type { Plain, PlainFact } from './plain.ts'

/** The columns that show a collection best; any other shows its first few fields. */
const columns: Readonly<Record<string, readonly string[]>> = {
  pipelines: ['where', 'system', 'name', 'triggers', 'deploys'],
  steps: ['where', 'job', 'name', 'kinds', 'environment'],
  deployments: ['where', 'job', 'environment', 'approval', 'guardedBy', 'followedBy'],
  smokeTests: ['where', 'job', 'environment', 'categories', 'timeoutMinutes'],
  rollbacks: ['where', 'job', 'tool', 'environment', 'timeoutMinutes'],
  images: ['where', 'role', 'reference', 'shape', 'environment', 'scanned', 'signed', 'traced'],
  overwrites: ['where', 'what', 'command'],
  plainTransfers: ['where', 'command', 'how'],
  baseImages: ['where', 'stage', 'reference', 'pinned'],
  imageContents: ['where', 'stages', 'shipped'],
  pins: ['where', 'what', 'name', 'ref', 'pinned'],
  packageVersions: ['where', 'ecosystem', 'name', 'version'],
  versionTags: ['name', 'semver', 'newest', 'noted'],
  admissionPolicies: ['where', 'kind'],
  releases: ['where', 'version', 'date', 'newest', 'tagged'],
  notes: ['file', 'kind', 'releases'],
  runbooks: ['where', 'topic', 'title', 'steps', 'verification', 'contacts'],
  architectureDocuments: ['where', 'kind', 'title', 'changed'],
  manualChanges: ['where', 'command', 'environment'],
  manualSessions: ['where', 'command', 'environment'],
  directChanges: ['where', 'way', 'command', 'environment', 'changes'],
  applies: ['where', 'job', 'tool', 'environment', 'validated'],
  driftControls: ['where', 'how', 'tool', 'works'],
  infrastructureCode: ['where', 'what'],
  terraformResources: ['where', 'environment', 'address'],
  infrastructureModules: ['where', 'source', 'version', 'pinned'],
  terraformProviders: ['where', 'name', 'version', 'pinned'],
  stateFiles: ['file', 'tool'],
  logStores: ['where', 'kind', 'name', 'environment', 'days', 'forwarded'],
  logShippers: ['where', 'tool', 'sinks', 'environment'],
  alerts: ['where', 'signal', 'statistic', 'measure', 'bound', 'name', 'services', 'environment', 'reaches'],
  databases: ['where', 'engine', 'name', 'environment', 'pointInTimeRecovery'],
  alertRoutes: ['where', 'system', 'severity', 'channel', 'receivers'],
  rollbackTriggers: ['where', 'controller', 'name', 'environment', 'watches'],
  rolloutGuards: ['where', 'platform', 'name', 'environment', 'goesBack', 'onAlarm'],
  environments: ['name', 'class', 'approvals', 'approvers', 'allowed', 'deployers'],
  environmentInventory: ['where', 'class', 'name', 'data', 'access'],
  environmentConfigurations: ['where', 'class', 'name', 'own'],
  workloads: ['where', 'kind', 'name', 'environment', 'replicas', 'readiness', 'liveness', 'goesBack'],
  scales: ['where', 'kind', 'name', 'staging', 'production'],
  dataFixes: ['file', 'owned', 'owners'],
  secrets: ['where', 'title', 'key', 'certainty', 'area', 'print'],
  unsearched: ['reason', 'count', 'files'],
  migrations: ['where', 'tool', 'breaking', 'data', 'reversible'],
  migrationHistories: ['where', 'older', 'recent', 'since'],
  brokenFiles: ['where', 'message', 'claimed'],
  capabilities: ['where', 'name', 'sign'],
  healthEndpoints: ['where', 'path', 'by', 'reachable', 'asked'],
  configurationGroups: ['where', 'what', 'files', 'schema', 'validator'],
  schemaChecks: ['where', 'schema', 'conforms', 'error'],
  settingsPairs: ['staging', 'production', 'onlyStaging', 'onlyProduction', 'changed'],
  refreshJobs: ['where', 'name', 'source', 'sanitised', 'suspended', 'days'],
  accessPairs: ['where', 'system', 'about', 'onlyStaging', 'onlyProduction', 'same'],
  hardCodings: ['where', 'what', 'host', 'name', 'of', 'sure'],
  configurationSources: ['where', 'by', 'what'],
  copiedConfigurations: ['where', 'copied', 'holds', 'shipped'],
  monitoredServices: ['where', 'name'],
}

/** Collections as aligned tables for a person, each under its name and number; empty ones in one line at the end. */
export function factTables(collections: Readonly<Record<string, readonly PlainFact[]>>): string {
  const parts: string[] = []
  const empty: string[] = []
  for (const [name, facts] of Object.entries(collections)) {
    if (facts.length === 0) {
      empty.push(name)
      continue
    }
    const shown = columns[name] ?? ['where', ...firstFields(facts[0] as PlainFact)]
    const rows = facts.map((fact) => shown.map((column) => cell(column === 'where' ? where(fact) : fact[column])))
    parts.push(`${name} (${facts.length})\n${alignTable([shown.map(heading), ...rows], { indent: 2, widest: 48 })}`)
  }
  if (empty.length) parts.push(`nothing is seen here of: ${empty.join(', ')}`)
  return `${parts.join('\n\n')}\n`
}

const heading = (column: string) => column.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

function where({ file, line }: PlainFact): string {
  return file ? `${file}:${line}` : ''
}

function firstFields(fact: PlainFact): string[] {
  const skip = new Set(['id', 'file', 'line', 'column', 'place', 'hidden'])
  return Object.keys(fact)
    .filter((name) => !skip.has(name) && (typeof fact[name] !== 'object' || Array.isArray(fact[name])))
    .slice(0, 4)
}

function cell(value: Plain | undefined): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map((item) => cell(item)).join(' ')
  if (typeof value === 'object') return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return String(value)
}
