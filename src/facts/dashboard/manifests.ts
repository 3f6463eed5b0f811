import type { Settings } from '../../config/settings.ts'
import { groupBy } from '../../documents/group.ts'
import { parseJson } from '../../documents/json.ts'
import { Text } from '../../documents/text.ts'
import { type DataNode, walk } from '../../documents/tree.ts'
import { isLocalWork } from '../areas.ts'
import type { NamedEnvironment } from '../environments.ts'
import type { Hidden } from '../hidden.ts'
import type { Building } from '../manifests/as-built.ts'
import { type BuiltTree, builtTrees, type WantedTrees } from '../manifests/trees.ts'
import { Unseen } from '../manifests/unseen.ts'
import { numbered } from '../numbered.ts'
import type { Dashboard } from '../schema/dashboard.ts'
import { bodyOf } from './body.ts'
import { communityDashboard } from './community.ts'
import { type Found, hiddenFact } from './fact.ts'
import { mayBeDashboard, sheetOf } from './forms.ts'
import { maskTemplate } from './template.ts'
import { dashboardIn, foundIn } from './tree.ts'

/*
 * Dashboards in YAML: texts of ConfigMaps, GrafanaDashboard of the operator (grafana.github.io/grafana-operator/docs/api),
 * `dashboards:` in the values of Grafana's chart (github.com/grafana/helm-charts), resources of Grafana itself.
 */

const wanted: WantedTrees = {
  text: /"(panels|rows|elements)"\s*:|gnetId|^[ \t]*dashboards:|GrafanaDashboard|dashboard\.grafana\.app|^configMapGenerator:/m,
  words: ['"panels"', 'gnetId', 'dashboards:'],
  loses: [],
}

/** Dashboards of objects and of other YAML, and the files of dashboards that are put into objects. */
export interface DashboardsInObjects {
  readonly dashboards: readonly Dashboard[]
  readonly taken: ReadonlySet<string>
}

/** The dashboards of objects as they are built, and of YAML that is no object. */
export async function dashboardsInObjects(building: Building): Promise<DashboardsInObjects> {
  const { repository, settings } = building
  const { trees, unread, filledIn } = await builtTrees(building, wanted)
  const found: Dashboard[] = []
  const taken = new Set<string>()
  for (const tree of trees) {
    if (isLocalWork(tree.file)) continue
    for (const node of walk(tree.root)) {
      const made = await inNode(node, tree, building, taken)
      found.push(...(tree.condition ? made.map((one) => perhaps(one, tree.condition as Hidden)) : made))
    }
  }
  const texts = [...unread, ...filledIn.map((file) => ({ file, environment: undefined }))]
  for (const { file, environment } of texts) {
    const text = isLocalWork(file) ? undefined : await repository.text(file)
    if (text) found.push(...(await inTexts(file, text.content, settings, environment)))
  }
  return { dashboards: numbered(apart(found)), taken }
}

/** What stands in the same place for the same environment is one: several of its namespaces get it. */
function apart(found: readonly Dashboard[]): readonly Dashboard[] {
  const placed = ({ file, place, environmentName }: Dashboard) => `${file} ${place.start} ${environmentName}`
  return [...groupBy(found, placed).values()].flatMap((alike) => alike[0] ?? [])
}

/** Nothing is sure to be shown by a dashboard that may not be made. */
const perhaps = (one: Dashboard, condition: Hidden): Dashboard => ({ ...one, shows: [], panels: [], whole: condition })

async function inNode(
  node: DataNode,
  { environment }: BuiltTree,
  building: Building,
  taken: Set<string>,
): Promise<readonly Dashboard[]> {
  const { settings } = building
  if (node.kind === 'scalar') return inText(node, environment, building, taken)
  if (node.kind !== 'map') return []
  const found = foundIn(node.file, settings, node.place, environment)
  const kind = node.get('kind')?.text
  if (kind === 'GrafanaDashboard') return inResource(node, found)
  if (kind === 'Dashboard' && sheetOf(bodyOf(node, new WeakMap()))) return dashboardIn(node, found, settings)
  const providers = node.get('dashboards')
  // the values of a chart that is not installed
  if (node.get('enabled')?.text === 'false') return []
  return providers?.kind === 'map' ? inValues(providers, found) : []
}

/** The dashboard of a text; of a file that a generator or a chart puts into an object, in the places of that file. */
async function inText(
  node: DataNode,
  environment: NamedEnvironment | undefined,
  { repository, settings }: Building,
  taken: Set<string>,
): Promise<readonly Dashboard[]> {
  const text = node instanceof Unseen ? node.written : node.value
  if (typeof text !== 'string' || !mayBeDashboard(text)) return []
  const { file } = node
  const found = foundIn(file, settings, node.place, environment)
  if (file.endsWith('.json')) {
    taken.add(file)
    const document = await repository.json(file)
    if (document) return dashboardIn(document, found, settings)
  }
  const isOpen = node instanceof Unseen
  const { document } = await parseJson(new Text(file, isOpen ? maskTemplate(text) : text))
  if (document) return dashboardIn(document, found, settings, (at) => node.offsetOf(at))
  const broken = isOpen ? `the dashboard that ${file} makes` : `a dashboard in ${file}, which is no JSON`
  return [hiddenFact(found, 'grafana', broken, `mend the JSON in ${file}`)]
}

/** A resource of the operator: its text is read as any; the rest is fetched when it runs. */
function inResource(node: DataNode, found: Found): readonly Dashboard[] {
  const spec = node.get('spec')
  const community = spec?.at('grafanaCom', 'id')
  if (community) return [imported(community, found)]
  const name = node.at('metadata', 'name')?.text ?? node.file
  const elsewhere = spec?.get('url') ?? spec?.get('jsonnet') ?? spec?.get('gzipJson') ?? spec?.get('jsonnetLib')
  if (!elsewhere) return []
  return [
    hiddenFact(
      { ...found, place: elsewhere.place },
      'grafana',
      `the dashboard ${name}, which is fetched or made`,
      `keep the dashboard ${name} as JSON in this repository`,
    ),
  ]
}

/** `dashboards: {<provider>: {<name>: {gnetId: 1860}}}` */
function inValues(providers: DataNode, found: Found): readonly Dashboard[] {
  const made: Dashboard[] = []
  for (const { value: provider } of providers.entries) {
    for (const { key, value } of provider.entries) {
      const community = value.get('gnetId')
      const elsewhere = value.get('url')
      if (community) made.push(imported(community, found))
      else if (elsewhere)
        made.push(
          hiddenFact(
            { ...found, place: elsewhere.place },
            'grafana',
            `the dashboard ${key}, which is fetched from ${elsewhere.text ?? 'elsewhere'}`,
            `keep the dashboard ${key} as JSON in this repository`,
          ),
        )
    }
  }
  return made
}

function imported(id: DataNode, where: Found): Dashboard {
  const found = { ...where, place: id.place }
  const known = communityDashboard(Number(id.text))
  if (!known)
    return hiddenFact(
      found,
      'grafana',
      `the dashboard ${id.text} of grafana.com`,
      `keep the dashboard ${id.text} of grafana.com as JSON in this repository`,
    )
  const panels = known.shows.length ? [{ title: known.name, shows: known.shows, place: id.place }] : []
  return {
    ...found,
    name: known.name,
    system: 'grafana',
    scope: 'platform',
    shows: [...known.shows].sort(),
    services: [],
    panels,
    whole: true,
  } as Dashboard
}

/** The texts of a template of a chart that end in `.json: |`, each with what is put into it left in its texts. */
async function inTexts(
  path: string,
  text: string,
  settings: Settings,
  environment: NamedEnvironment | undefined,
): Promise<readonly Dashboard[]> {
  const found: Dashboard[] = []
  for (const block of text.matchAll(
    /^([ \t]*)[^\s#][^\n]{0,200}:[ \t]*[|>][-+\d]*[ \t]*\r?\n((?:\1[ \t]+[^\n]*\n?|[ \t]*\r?\n)+)/gm,
  )) {
    const [all, , body = ''] = block
    if (!mayBeDashboard(body)) continue
    const start = block.index + all.length - body.length
    const { document } = await parseJson(new Text(path, maskTemplate(body)))
    const place = { file: path, start, end: start + 1 }
    const where = foundIn(path, settings, place, environment)
    if (document) found.push(...dashboardIn(document, where, settings, (at) => start + at))
    else
      found.push(
        hiddenFact(
          where,
          'grafana',
          `the dashboard that the template ${path} makes`,
          `keep the dashboard of ${path} in a file of its own`,
        ),
      )
  }
  return found
}
