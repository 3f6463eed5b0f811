import type { Settings } from '../../config/settings.ts'
import type { DataNode } from '../../documents/tree.ts'
import type { Hidden } from '../hidden.ts'
import type { Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import type { NamedEnvironment } from '../terraform/environments.ts'
import { type Chart, type Values, valuesOf } from './chart-values.ts'
import { givenByPipelines } from './given.ts'
import { loadChart } from './helm/chart.ts'
import { objectsOf } from './helm/objects.ts'
import { Allowance, renderChart } from './helm/render.ts'
import { bare, type Dict, hiddenBecause, isDict, isList, type Val } from './helm/value.ts'
import { fromTree, put, valueAt } from './helm/values.ts'
import { Unseen } from './unseen.ts'

/** A chart as it is deployed to one environment. */
export interface DeployedChart {
  readonly chart: Chart
  readonly environment: NamedEnvironment | undefined
  /** each template that writes something */
  readonly templates: readonly DeployedTemplate[]
  /** charts from elsewhere that it takes in: the same in all environments where none has values for them */
  readonly absent: readonly { readonly name: string; readonly node: DataNode; readonly isSame: boolean }[]
}

/** A template of a chart with the objects that it writes, or why they cannot be told. */
export interface DeployedTemplate {
  readonly file: string
  readonly objects: readonly ChartObject[]
  readonly hidden: Hidden | undefined
}

/** An object of a chart. */
export interface ChartObject {
  readonly root: DataNode
  /** what decides whether it is made, where that is hidden */
  readonly condition: Hidden | undefined
}

/** The charts of the service, rendered with the values of each of their environments. */
export async function deployedCharts(
  repository: Repository,
  settings: Settings,
  charts: readonly Chart[],
  workflows: readonly Workflow[],
): Promise<DeployedChart[]> {
  const given = givenByPipelines(workflows)
  const allowance = new Allowance()
  const found: DeployedChart[] = []
  for (const chart of charts) {
    const loaded = chart.isLibrary ? undefined : await loadChart(repository, chart.folder)
    if (!loaded) continue
    const uses = await valuesOf(chart, charts, repository, settings)
    const namesOf = (key: string) =>
      uses.some(({ own }) => own.some((one) => one.get(key) ?? one.get('global') ?? one.get('tags')))
    for (const values of uses) {
      const own = valuesGiven(values, given, loaded.values)
      // nobody here names the release: it is called as its chart, and where it goes is hidden
      const release = { name: chart.name, namespace: hiddenBecause('the namespace of the release') }
      const rendered = await renderChart(loaded, own, release, allowance)
      const templates: DeployedTemplate[] = []
      for (const one of rendered.files) {
        const made = await objectsOf(one, rendered.holes)
        const unknown = made.hidden ? undefined : made.objects.find(({ root }) => root.get('kind') instanceof Unseen)
        const hidden = made.hidden ?? (unknown && (unknown.root.get('kind') as Unseen).hidden)
        templates.push({
          file: one.file,
          objects: made.hidden ? [] : made.objects.filter((object) => object !== unknown),
          hidden,
        })
      }
      found.push({
        chart,
        environment: values.environment,
        templates,
        absent: rendered.absent.map(({ dependency: { name, written, node } }) => ({
          name: written,
          node,
          isSame: !namesOf(name),
        })),
      })
    }
  }
  return found
}

/** The values of an environment, with those hidden that a pipeline sets or that two of its files set in two ways. */
function valuesGiven({ own }: Values, given: ReadonlySet<string>, defaults: Dict): Dict {
  const made: Dict = new Map()
  for (const document of own) if (document.kind === 'map') join(made, fromTree(document) as Dict, '')
  for (const path of given) {
    const keys = path.split('.')
    // a key that neither names is that of another chart
    if (
      valueAt(made, keys.slice(0, 1)) === undefined &&
      valueAt(defaults, keys.slice(0, 1)) === undefined &&
      keys.length > 1
    )
      continue
    put(made, keys, hiddenBecause(`.Values.${path}, which a pipeline sets`))
  }
  return made
}

function join(into: Dict, other: Dict, path: string): void {
  for (const [key, value] of other) {
    const there = into.get(key)
    const here = `${path}.${key}`
    if (there === undefined) into.set(key, value)
    else if (isDict(there) && isDict(value)) join(there, value, here)
    else if (!isAlike(there, value)) into.set(key, hiddenBecause(`.Values${here}, which two files set`))
  }
}

function isAlike(one: Val, other: Val): boolean {
  const [a, b] = [bare(one), bare(other)]
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, i) => isAlike(item, b[i] as Val))
  if (isDict(a) && isDict(b))
    return a.size === b.size && [...a].every(([key, item]) => b.has(key) && isAlike(item, b.get(key) as Val))
  return a === b
}
