import type { Settings } from '../../config/settings.ts'
import { parseJson } from '../../documents/json.ts'
import { Text } from '../../documents/text.ts'
import { type DataNode, walk } from '../../documents/tree.ts'
import type { Repository } from '../repository.ts'
import type { Dashboard } from '../schema/dashboard.ts'
import { bodyOf } from './body.ts'
import { communityDashboard } from './community.ts'
import { hiddenFact } from './fact.ts'
import { dashboardIn, foundIn } from './files.ts'
import { mayBeDashboard, sheetOf } from './forms.ts'
import { maskTemplate } from './template.ts'

/*
 * Dashboards in YAML: texts of ConfigMaps, GrafanaDashboard of the operator (grafana.github.io/grafana-operator/docs/api),
 * `dashboards:` in the values of Grafana's chart (github.com/grafana/helm-charts), resources of Grafana itself.
 */

/** The dashboards of a YAML file. */
export async function dashboardsInManifests(
  path: string,
  repository: Repository,
  settings: Settings,
): Promise<readonly Dashboard[]> {
  if (!repository.mayHold(path, 'apiVersion', '"panels"', 'gnetId', 'dashboards:')) return []
  const text = (await repository.text(path))?.content
  if (
    text === undefined ||
    !/"(panels|rows|elements)"\s*:|gnetId|^\s*dashboards:|GrafanaDashboard|dashboard\.grafana\.app/m.test(text)
  )
    return []
  const isTemplate = /^\s*\{\{|:\s*\{\{/m.test(text)
  const documents = isTemplate ? undefined : await repository.yaml(path)
  if (!documents) return inTexts(path, text, settings)
  const found: Dashboard[] = []
  for (const document of documents) {
    for (const node of walk(document)) found.push(...(await inNode(node, path, settings)))
  }
  return found.map((one, i) => (i === 0 ? one : { ...one, id: `${one.id}#${i}` }))
}

async function inNode(node: DataNode, path: string, settings: Settings): Promise<readonly Dashboard[]> {
  if (node.kind === 'scalar') {
    if (typeof node.value !== 'string' || !mayBeDashboard(node.value)) return []
    const { document } = await parseJson(new Text(path, node.value))
    if (document) return dashboardIn(document, foundIn(path, settings, node.place), (at) => node.offsetOf(at))
    return [
      hiddenFact(
        foundIn(path, settings, node.place),
        'grafana',
        `a dashboard in ${path}, which is no JSON`,
        `mend the JSON in ${path}`,
      ),
    ]
  }
  if (node.kind !== 'map') return []
  const kind = node.get('kind')?.text
  if (kind === 'GrafanaDashboard') return inResource(node, path, settings)
  if (kind === 'Dashboard' && sheetOf(bodyOf(node, new WeakMap()))) return dashboardIn(node, foundIn(path, settings))
  const providers = node.get('dashboards')
  return providers?.kind === 'map' ? inValues(providers, path, settings) : []
}

/** A resource of the operator: its text is read as any; the rest is fetched when it runs. */
function inResource(node: DataNode, path: string, settings: Settings): readonly Dashboard[] {
  const spec = node.get('spec')
  const community = spec?.at('grafanaCom', 'id')
  if (community) return [imported(community, path, settings)]
  const name = node.at('metadata', 'name')?.text ?? path
  const elsewhere = spec?.get('url') ?? spec?.get('jsonnet') ?? spec?.get('gzipJson') ?? spec?.get('jsonnetLib')
  if (!elsewhere) return []
  return [
    hiddenFact(
      foundIn(path, settings, elsewhere.place),
      'grafana',
      `the dashboard ${name}, which is fetched or made`,
      `keep the dashboard ${name} as JSON in this repository`,
    ),
  ]
}

/** `dashboards: {<provider>: {<name>: {gnetId: 1860}}}` */
function inValues(providers: DataNode, path: string, settings: Settings): readonly Dashboard[] {
  const found: Dashboard[] = []
  for (const { value: provider } of providers.entries) {
    for (const { key, value } of provider.entries) {
      const community = value.get('gnetId')
      const elsewhere = value.get('url')
      if (community) found.push(imported(community, path, settings))
      else if (elsewhere)
        found.push(
          hiddenFact(
            foundIn(path, settings, elsewhere.place),
            'grafana',
            `the dashboard ${key}, which is fetched from ${elsewhere.text ?? 'elsewhere'}`,
            `keep the dashboard ${key} as JSON in this repository`,
          ),
        )
    }
  }
  return found
}

function imported(id: DataNode, path: string, settings: Settings): Dashboard {
  const found = foundIn(path, settings, id.place)
  const known = communityDashboard(Number(id.text))
  if (!known)
    return hiddenFact(
      found,
      'grafana',
      `the dashboard ${id.text} of grafana.com`,
      `keep the dashboard ${id.text} of grafana.com as JSON in this repository`,
    )
  const panels = known.shows.length ? [{ title: known.name, shows: known.shows, place: id.place }] : []
  const { name: _, ...where } = found
  return {
    ...where,
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
async function inTexts(path: string, text: string, settings: Settings): Promise<readonly Dashboard[]> {
  const found: Dashboard[] = []
  for (const block of text.matchAll(
    /^([ \t]*)[^\s#][^\n]*:[ \t]*[|>][-+\d]*[ \t]*\r?\n((?:\1[ \t]+[^\n]*\n?|[ \t]*\r?\n)+)/gm,
  )) {
    const [all, , body = ''] = block
    if (!mayBeDashboard(body)) continue
    const start = block.index + all.length - body.length
    const { document } = await parseJson(new Text(path, maskTemplate(body)))
    const place = { file: path, start, end: start + 1 }
    const id = found.length ? `${path}#${found.length}` : path
    if (document) found.push(...dashboardIn(document, foundIn(path, settings, place, id), (at) => start + at))
    else
      found.push(
        hiddenFact(
          foundIn(path, settings, place, id),
          'grafana',
          `the dashboard that the template ${path} makes`,
          `keep the dashboard of ${path} in a file of its own`,
        ),
      )
  }
  return found
}
