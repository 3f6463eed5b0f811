import type { Settings } from '../../config/settings.ts'
import type { DataNode } from '../../documents/tree.ts'
import type { NamedEnvironment } from '../environments.ts'
import type { Hidden } from '../hidden.ts'
import { once } from '../once.ts'
import type { Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import { type Application, applicationMade, applicationsIn } from './applications.ts'
import { type Chart, chartsOf, documentsOf, type Values, valuesOf } from './chart-values.ts'
import { filesGiven, givenByPipelines } from './given.ts'
import { type LoadedChart, loadChart } from './helm/chart.ts'
import { objectsOf } from './helm/objects.ts'
import { Allowance, renderChart } from './helm/render.ts'
import { bare, type Dict, hiddenBecause, isDict, isList, type Val } from './helm/value.ts'
import { fromTree, inOrder, laidOver, put, valueAt } from './helm/values.ts'
import { Unseen } from './unseen.ts'

/** A chart as it is deployed to one environment. */
export interface DeployedChart {
  readonly chart: Chart
  readonly environment: NamedEnvironment | undefined
  /** the values that it has there, the chart's own among them */
  readonly values: Dict
  /** the files that values were taken from */
  readonly files: readonly string[]
  /** a controller deploys it with these values and no others */
  readonly isDeclared: boolean
  /** each template that writes something */
  readonly templates: readonly DeployedTemplate[]
  /** charts from elsewhere that it takes in: the same in all environments where none has values for them */
  readonly absent: readonly AbsentChart[]
}

/** A chart from elsewhere that another takes in. */
export interface AbsentChart {
  readonly name: string
  /** the key of its values */
  readonly key: string
  readonly node: DataNode
  readonly isSame: boolean
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

/** The charts of the service, rendered with the values of each of their environments: once in a run, whoever asks. */
export const deployedCharts = once(renderCharts)

async function renderCharts(
  repository: Repository,
  settings: Settings,
  workflows: readonly Workflow[],
): Promise<readonly DeployedChart[]> {
  const charts = await chartsOf(repository)
  const given = givenByPipelines(workflows)
  const givenFiles = filesGiven(workflows)
  const applications = await applicationsIn(repository, settings)
  const allowance = new Allowance()
  const found: DeployedChart[] = []
  const loadedCharts: { readonly chart: Chart; readonly loaded: LoadedChart }[] = []
  for (const chart of charts) {
    const loaded = chart.isLibrary ? undefined : await loadChart(repository, chart.folder)
    if (loaded) loadedCharts.push({ chart, loaded })
  }
  // a chart that makes applications says how those are deployed that follow
  for (const { chart, loaded } of [
    ...loadedCharts.filter((one) => makesApplications(one.loaded)),
    ...loadedCharts.filter((one) => !makesApplications(one.loaded)),
  ]) {
    const files = await valuesOf(chart, charts, givenFiles, repository, settings)
    const uses = await withApplications(
      files,
      applications.filter((one) => one.chart === chart.folder),
      repository,
    )
    const namesOf = (key: string) =>
      uses.some(({ own }) => own.some((one) => one.get(key) ?? one.get('global') ?? one.get('tags')))
    for (const values of uses) {
      const own = valuesGiven(values, given, loaded)
      // nobody here names the release: it is called as its chart, and where it goes is hidden
      const release = { name: chart.name, namespace: hiddenBecause('the namespace of the release') }
      const written = await renderChart(loaded, own, release, allowance)
      const templates: DeployedTemplate[] = []
      for (const one of written.files) {
        const made = await objectsOf(one, written.holes)
        const unknown = made.hidden ? undefined : made.objects.find(({ root }) => root.get('kind') instanceof Unseen)
        const hidden = made.hidden ?? (unknown && (unknown.root.get('kind') as Unseen).hidden)
        templates.push({
          file: one.file,
          objects: made.hidden ? [] : made.objects.filter((object) => object !== unknown),
          hidden,
        })
      }
      if (values.environment) {
        for (const object of templates.flatMap(({ objects }) => objects)) {
          const made = await applicationMade(object, values.environment, repository, settings)
          if (made) applications.push(made)
        }
      }
      found.push({
        chart,
        environment: values.environment,
        values: laidOver(own, loaded.values),
        files: [...new Set([...values.own, ...(values.defaults ? [values.defaults] : [])].map(({ file }) => file))],
        isDeclared: values.application !== undefined && !values.application.isOpen,
        templates,
        absent: written.absent.map(({ dependency: { name, written: spelt, node } }) => ({
          name: spelt,
          key: name,
          node,
          isSame: !namesOf(name),
        })),
      })
    }
  }
  return found
}

/** Whether a template of a chart makes what a controller deploys. */
const makesApplications = ({ templates }: LoadedChart): boolean =>
  templates.some(({ content }) => /^[ \t]*kind:\s*["']?(Application|HelmRelease)\b/m.test(content))

/** Values of an environment with what a controller gives beside its files. */
type Use = Values & { readonly application?: Application }

/** What controllers deploy is deployed as they say: with the files that they name, to the environment that they name. */
async function withApplications(
  files: readonly Values[],
  applications: readonly Application[],
  repository: Repository,
): Promise<readonly Use[]> {
  if (applications.length === 0) return files
  const made: Use[] = []
  for (const application of applications) {
    const { environment } = application
    const known =
      files.find((one) => one.environment?.name === environment.name) ??
      files.find((one) => one.environment?.class === environment.class)
    const { own, unread } =
      application.files.length > 0
        ? await documentsOf(application.files, repository)
        : { own: known?.own ?? [], unread: known?.unread ?? [] }
    made.push({ environment, own, unread, defaults: files[0]?.defaults, application })
  }
  const covered = new Set(applications.map(({ environment }) => environment.class))
  return [...files.filter(({ environment }) => environment && !covered.has(environment.class)), ...made]
}

/** The values of an environment, with those hidden that a pipeline sets or that two of its files set in two ways. */
function valuesGiven({ own, unread, application }: Use, given: ReadonlySet<string>, chart: LoadedChart): Dict {
  const defaults = chart.values
  let made: Dict = new Map()
  const documents = own.filter(({ kind }) => kind === 'map').map((document) => fromTree(document) as Dict)
  if (application && application.files.length > 0) made = inOrder(documents)
  else for (const document of documents) join(made, document, '')
  const [file] = unread
  if (file !== undefined) hideAll(made, chart, `${file} may set, which cannot be read as values`)
  if (application) {
    if (application.isOpen) hideAll(made, chart, 'a controller may set')
    made = inOrder([made, application.values])
  }
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

/** Each value that is set here, that the chart presets or that its templates ask for, hidden: what sets it is not seen. */
function hideAll(made: Dict, chart: LoadedChart, why: string): void {
  const asked = chart.templates.flatMap(({ content }) => [...content.matchAll(askedFor)].map((one) => one[1] ?? one[2]))
  const taken = chart.dependencies.map(({ name }) => name)
  for (const key of new Set([...made.keys(), ...chart.values.keys(), ...asked, ...taken]))
    if (key !== undefined) made.set(key, hiddenBecause(`.Values.${key}, which ${why}`))
}

/** `.Values.replicas`, `index .Values "replica-count"`: the key on top. */
const askedFor = /\.Values(?:\.(\w+)|\s+"([^"]+)")/g

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
