import type { Settings } from '../../config/settings.ts'
import { groupBy } from '../../documents/group.ts'
import { dirname } from '../../documents/path.ts'
import { manifestTemplates } from '../manifests/filled-in.ts'
import type { Repository, RepositoryFile } from '../repository.ts'
import { settingsOfEnvironments } from './of-environments.ts'
import { projectsOf } from './projects.ts'

/** Configuration of one sort that lies together: a chart's values, all manifests, the settings of a project, its lists of variables. */
export interface Group {
  readonly sort: 'values' | 'manifests' | 'settings' | 'variables'
  readonly what: string
  /** of a chart its folder; of settings and variables that of their project */
  readonly folder?: string
  readonly files: readonly string[]
}

const valuesFile = /(^|\/)(values([.-][\w.-]+)?|values\/[\w.-]+)\.ya?ml$/
const settingsFiles: readonly RegExp[] = [
  // ASP.NET, Spring, HOCON (Play, Akka), Rails
  /(^|\/)appsettings(\.\w+)*\.json$/,
  /(^|\/)src\/main\/resources\/(application|bootstrap)(-[\w-]+)?\.(ya?ml|properties)$/,
  /(^|\/)(conf|src\/main\/resources)\/application([.-][\w-]+)*\.conf$/,
  /(^|\/)config\/(database|cable|storage|sidekiq|mongoid|schedule|queue|cache|recurring)\.ya?ml$/,
  // node-config, Symfony and their like; Dynaconf
  /(^|\/)config\/(default|production|prod|staging|development|dev|custom-environment-variables|local|settings|services|parameters|config|app|application)([.-][\w-]+)?\.(json5?|ya?ml|toml)$/,
  /(^|\/)settings\.(toml|ya?ml)$/,
]
const variablesFile = /(^|\/)\.env(\.[\w-]+)?[.-](example|sample|template|dist)$|(^|\/)(example|sample|template)\.env$/

/** The configuration that the service is run with, by the names of its files; manifests by kustomizations and ConfigMaps. */
export async function configurationGroups(repository: Repository, given: Settings): Promise<readonly Group[]> {
  const main = repository.files.filter(({ area }) => area === 'main')
  const charts = repository
    .named('Chart.yaml')
    .filter(({ area }) => area === 'main')
    .map(({ path }) => dirname(path))
  const values = charts
    .filter((chart) => !/(^|\/)charts\/[^/]+\/charts\//.test(`${chart}/`))
    .map((folder) => ({ folder, files: valuesOf(folder, main, charts) }))
    .filter(({ files }) => files.length > 0)
    .map(
      ({ folder, files }): Group => ({
        sort: 'values',
        what: `the values of the chart ${folder || '.'}`,
        folder,
        files,
      }),
    )
  const built = await manifests(repository, charts)
  // values of Terraform are held against the types of its variables
  const named = matching(main, ...settingsFiles).filter((path) => !/(schema|\.tfvars)\.json$/.test(path))
  const told = new Set([...named, ...built, ...values.flatMap(({ files }) => files)])
  const ofEnvironments = await settingsOfEnvironments(repository, given)
  const settings = [...named, ...ofEnvironments.filter((path) => !told.has(path))]
  const variables = matching(main, variablesFile)
  const projectOf = settings.length || variables.length ? projectsOf(repository) : () => ''
  return [
    ...values,
    ...(built.length ? [{ sort: 'manifests', what: 'the manifests', files: built } as const] : []),
    ...byProject('settings', 'the settings of the application', settings, projectOf),
    ...byProject('variables', 'the environment variables', variables, projectOf),
  ]
}

/** Each project of a monorepo reads its own. */
function byProject(
  sort: Group['sort'],
  what: string,
  files: readonly string[],
  projectOf: (path: string) => string,
): Group[] {
  return [...groupBy(files, projectOf)].map(([folder, own]) =>
    folder === '' ? { sort, what, files: own } : { sort, what: `${what} of ${folder}`, folder, files: own },
  )
}

const matching = (files: readonly RepositoryFile[], ...patterns: readonly RegExp[]) =>
  files.filter(({ path }) => patterns.some((pattern) => pattern.test(path))).map(({ path }) => path)

/** The values in the folder of a chart, or in `values/` there, and, where its folder has one chart only, those beside it. */
function valuesOf(chart: string, files: readonly RepositoryFile[], charts: readonly string[]): readonly string[] {
  const parent = dirname(chart)
  const alone = chart !== '' && charts.filter((other) => dirname(other) === parent).length === 1
  return files
    .filter(({ path }) => valuesFile.test(path))
    .map(({ path }) => path)
    .filter((path) => {
      const folder = dirname(path)
      const holder = /(^|\/)values$/.test(folder) ? dirname(folder) : folder
      return holder === chart || folder === chart || (alone && parent !== '' && holder === parent)
    })
}

const isConfigMap = /^kind:\s*["']?ConfigMap\b/m

/** What Grafana's sidecar picks up is a dashboard, and configures no service. */
const isDashboard = /^\s+["']?grafana_dashboard["']?:/m

const holdsConfigMap = (text: string): boolean =>
  text.split(/^---/m).some((document) => isConfigMap.test(document) && !isDashboard.test(document))

async function manifests(repository: Repository, charts: readonly string[]): Promise<readonly string[]> {
  const found: string[] = []
  for (const { path, area } of repository.ending('.yaml', '.yml')) {
    if (area !== 'main' || charts.some((chart) => path.startsWith(chart ? `${chart}/` : 'templates/'))) continue
    if (/(^|\/)kustomization\.ya?ml$/.test(path)) {
      found.push(path)
      continue
    }
    if (!repository.mayHold(path, 'apiVersion')) continue
    const text = await repository.text(path)
    if (text && /^apiVersion:/m.test(text.content) && holdsConfigMap(text.content)) found.push(path)
  }
  const templates = await manifestTemplates(repository)
  return [...found, ...templates.filter(({ content }) => holdsConfigMap(content)).map(({ path }) => path)]
}
