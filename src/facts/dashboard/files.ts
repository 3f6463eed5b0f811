import type { Settings } from '../../config/settings.ts'
import { parseJson } from '../../documents/json.ts'
import { basename } from '../../documents/path.ts'
import { Text } from '../../documents/text.ts'
import { isLocalWork } from '../areas.ts'
import type { Building } from '../manifests/as-built.ts'
import type { Repository, RepositoryFile } from '../repository.ts'
import type { Dashboard } from '../schema/dashboard.ts'
import { hiddenFact } from './fact.ts'
import { mayBeDashboard } from './forms.ts'
import { dashboardsInObjects } from './manifests.ts'
import { maskTemplate } from './template.ts'
import { dashboardIn, foundIn } from './tree.ts'

/**
 * All dashboards that files of the service hold: JSON, templates of JSON, objects as they are built; what makes some is
 * hidden by name.
 */
export async function readDashboards(building: Building): Promise<readonly Dashboard[]> {
  const { repository, settings } = building
  const { dashboards, taken } = await dashboardsInObjects(building)
  const found = [...dashboards]
  for (const file of repository.files) {
    const read = readerOf(file)
    // what shows a developer's own machine shows nothing of what is deployed
    if (!read || file.area !== 'main' || isLocalWork(file.path) || taken.has(file.path)) continue
    found.push(...(await read(file, repository, settings)))
  }
  return found
}

type Reader = (file: RepositoryFile, repository: Repository, settings: Settings) => Promise<readonly Dashboard[]>

/** By what a file is called; nearly all are none of these. */
function readerOf(file: RepositoryFile): Reader | undefined {
  if (isJson(file)) return inJson
  if (isTemplate(file)) return inTemplate
  return isProgram(file) ? inProgram : undefined
}

/** More than this is parsed as no JSON, a template of one neither. */
const largest = 4 << 20

const isJson = ({ path }: RepositoryFile) => path.endsWith('.json')
const isTemplate = ({ path }: RepositoryFile) => /\.(json\.\w+|tftpl|tpl|tmpl|workbook)$/.test(path)
const isProgram = ({ path }: RepositoryFile) => /\.(jsonnet|libsonnet)$|\.dashboard\.py$/.test(path)

async function inJson(file: RepositoryFile, repository: Repository, settings: Settings): Promise<readonly Dashboard[]> {
  const { path } = file
  if (!repository.mayHold(path, '"panels"', '"widgets"', 'Layout"', '"lenses"', 'Notebook/', 'dashboard.grafana.app'))
    return []
  const named = /dashboard|grafana/i.test(path)
  const text = (await repository.text(path))?.content
  if (text === undefined ? !named : !mayBeDashboard(text)) return []
  const node = await repository.json(path)
  if (!node) {
    // a body that is to be filled in first is no broken file
    const isFilledIn = text !== undefined && text.length < largest && /\{\{|\$\{|%\{|\{%/.test(text)
    const masked = isFilledIn ? await parsed(path, maskTemplate(text)) : undefined
    if (masked) return dashboardIn(masked, foundIn(path, settings), settings)
    if (named) repository.claim(path, 'dashboards')
    return []
  }
  return dashboardIn(node, foundIn(path, settings), settings)
}

async function inTemplate(
  { path }: RepositoryFile,
  repository: Repository,
  settings: Settings,
): Promise<readonly Dashboard[]> {
  const text = (await repository.text(path))?.content
  if (text === undefined || !mayBeDashboard(text)) return []
  const node = text.length < largest ? await parsed(path, maskTemplate(text)) : undefined
  if (node) return dashboardIn(node, foundIn(path, settings), settings)
  return [
    hiddenFact(
      foundIn(path, settings),
      'grafana',
      `the dashboard that the template ${path} makes`,
      `keep the dashboard of ${path} as JSON`,
    ),
  ]
}

const parsed = async (path: string, text: string) => (await parseJson(new Text(path, text))).document

/** jsonnet and grafanalib: what they make is read where it is committed under the same name. */
async function inProgram(
  { path }: RepositoryFile,
  repository: Repository,
  settings: Settings,
): Promise<readonly Dashboard[]> {
  const text = (await repository.text(path))?.content ?? ''
  if (!/grafanaDashboards|dashboard\.new\(|\bDashboard\(/.test(text)) return []
  const made = `${basename(path).replace(/\.(jsonnet|libsonnet|dashboard\.py)$/, '')}.json`
  if (repository.named(made).length) return []
  return [
    hiddenFact(
      foundIn(path, settings),
      'grafana',
      `the dashboards that ${path} makes`,
      `commit what ${path} makes, as JSON`,
    ),
  ]
}
