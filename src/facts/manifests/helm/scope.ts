import { type Hidden, isHidden } from '../../hidden.ts'
import type { Dependency, LoadedChart } from './chart.ts'
import { chartObject, FileSet } from './objects-given.ts'
import { bare, copied, type Dict, hiddenBecause, isDict, Method, type Val } from './value.ts'
import { laidOver, put, valueAt } from './values.ts'

/** How a chart is deployed, as far as it is known. */
export interface Release {
  readonly name: string
  readonly namespace: string | Hidden
}

/** A chart among those that are rendered together: what its templates see. */
export interface Scope {
  readonly chart: LoadedChart
  /** `shop/charts/base` */
  readonly path: string
  /** what `.` is in a template; the values are copied, as templates may change them, unless they are given */
  readonly data: (template: string, values?: Dict) => Dict
  /** whether it is switched on is hidden */
  readonly condition: Hidden | undefined
}

/** A chart that is taken in and is not here. */
export interface Absent {
  readonly dependency: Dependency
  readonly condition: Hidden | undefined
}

/**
 * The charts that are rendered together: a chart and those below it that are switched on, each with its values: the
 * parent's for it over its own, and the global ones (pkg/chartutil of Helm: coalesce, dependencies).
 */
export function scopesOf(chart: LoadedChart, given: Dict, release: Release): { scopes: Scope[]; absent: Absent[] } {
  const scopes: Scope[] = []
  const absent: Absent[] = []
  const visit = (
    one: LoadedChart,
    name: string,
    path: string,
    values: Dict,
    condition: Hidden | undefined,
    top: Dict,
    key: string,
  ) => {
    const own = withImports(one, values, laidOver(values, one.values), path === chart.name ? undefined : top, key)
    scopes.push(scopeOf(one, name, path, own, release, condition))
    for (const dependency of one.dependencies) {
      const root = path === chart.name ? own : top
      const on = isOn(dependency, root, key)
      if (on === false) continue
      const next = isHidden(on) ? on : condition
      if (!dependency.chart) {
        absent.push({ dependency, condition: next })
        continue
      }
      const below = own.get(dependency.name)
      const passed = isDict(below ?? null) ? (below as Dict) : new Map<string, Val>()
      const globals = globalsOf(own, passed)
      const inner: Dict = new Map(passed)
      if (globals.size > 0 || inner.has('global')) inner.set('global', globals)
      visit(
        dependency.chart,
        dependency.name,
        `${path}/charts/${dependency.name}`,
        inner,
        next,
        root,
        `${key}${dependency.name}.`,
      )
    }
  }
  visit(chart, chart.name, chart.name, given, undefined, given, '')
  return { scopes, absent }
}

/**
 * What a chart takes over from those below it. What its own values preset stays by some versions of Helm and gives way by
 * others: that is hidden; what it is given stays (pkg/chart/util/dependencies.go, processImportValues).
 */
function withImports(chart: LoadedChart, given: Dict, own: Dict, top: Dict | undefined, key: string): Dict {
  const importing = chart.dependencies.filter(({ imports }) => imports.length > 0)
  if (importing.length === 0) return own
  const made = copied(own) as Dict
  for (const dependency of importing) {
    const on = isOn(dependency, top ?? own, key)
    if (on === false) continue
    const passed = own.get(dependency.name) ?? null
    const below = dependency.chart && laidOver(isDict(passed) ? passed : new Map(), dependency.chart.values)
    for (const { child, parent } of dependency.imports) {
      const hidden = isHidden(on) ? on : hiddenBecause(`what ${dependency.name} hands up`, 'this repository')
      const found = below ? valueAt(below, child) : undefined
      // without the chart, what stands at the top is not known by its keys
      if (below && !isHidden(on)) takeOver(made, given, parent, found ?? null)
      else if (parent.length > 0 && valueAt(given, parent) === undefined) put(made, parent, hidden)
    }
  }
  return made
}

function takeOver(into: Dict, given: Dict, path: readonly string[], value: Val): void {
  if (isDict(value)) {
    for (const [key, inner] of value) takeOver(into, given, [...path, key], inner)
    return
  }
  if (path.length === 0 || bare(value) === null || valueAt(given, path) !== undefined) return
  const there = valueAt(into, path)
  const isSame = there !== undefined && bare(there) === bare(value)
  if (there === undefined) put(into, path, copied(value))
  else if (!isSame) put(into, path, hiddenBecause(`whether ${path.join('.')} of a chart gives way to what it imports`))
}

/** The parent's global values win over those that are given to the chart. */
function globalsOf(parent: Dict, passed: Dict): Dict {
  const upper = parent.get('global')
  const lower = passed.get('global')
  const empty: Dict = new Map()
  return laidOver(
    isDict(upper ?? null) ? (upper as Dict) : empty,
    isDict(lower ?? null) ? (lower as Dict) : empty,
    true,
  )
}

/** The first condition that is true or false decides, then the tags. */
function isOn({ condition, tags }: Dependency, values: Dict, key: string): boolean | Hidden {
  for (const path of condition.split(',').map((one) => one.trim())) {
    if (path === '') continue
    const value = bare(valueAt(values, `${key}${path}`.split('.')) ?? null)
    if (typeof value === 'boolean' || isHidden(value)) return value
  }
  const table = values.get('tags')
  const set = tags.map((tag) => (isDict(table ?? null) ? bare((table as Dict).get(tag) ?? null) : null))
  if (set.includes(true)) return true
  return set.find(isHidden) ?? !set.includes(false)
}

function scopeOf(
  chart: LoadedChart,
  name: string,
  path: string,
  values: Dict,
  release: Release,
  condition: Hidden | undefined,
): Scope {
  const meta = chartObject(chart.metadata)
  meta.set('Name', name)
  const cluster = hiddenBecause('whether this is the first deployment')
  const fixed: Dict = new Map<string, Val>([
    ['Chart', meta],
    [
      'Release',
      new Map<string, Val>([
        ['Name', release.name],
        ['Namespace', release.namespace],
        ['Service', 'Helm'],
        ['IsInstall', cluster],
        ['IsUpgrade', cluster],
        ['Revision', hiddenBecause('the number of the release')],
      ]),
    ],
    ['Capabilities', capabilities()],
    ['Files', new FileSet(chart.files)],
    ['Subcharts', hiddenBecause('what a chart reads of those below it')],
  ])
  return {
    chart,
    path,
    condition,
    data: (template, shared = copied(values) as Dict) =>
      new Map<string, Val>([
        ...fixed,
        ['Values', shared],
        [
          'Template',
          new Map<string, Val>([
            ['Name', template],
            ['BasePath', `${path}/templates`],
          ]),
        ],
      ]),
  }
}

/** What every cluster of today serves (kubernetes.io/docs/reference/using-api/deprecation-guide); other kinds may be there or not. */
const served =
  /^(?:v1|apps\/v1|batch\/v1|autoscaling\/v[12]|networking\.k8s\.io\/v1|policy\/v1|rbac\.authorization\.k8s\.io\/v1|storage\.k8s\.io\/v1|scheduling\.k8s\.io\/v1|coordination\.k8s\.io\/v1|admissionregistration\.k8s\.io\/v1|apiextensions\.k8s\.io\/v1|apiregistration\.k8s\.io\/v1|certificates\.k8s\.io\/v1|discovery\.k8s\.io\/v1|events\.k8s\.io\/v1|node\.k8s\.io\/v1|flowcontrol\.apiserver\.k8s\.io\/v1)(?:\/[A-Z]\w*)?$/

/** The cluster that charts are rendered for where nobody says which. */
const assumedCluster = { version: 'v1.33.0', major: '1', minor: '33' } as const

function capabilities(): Dict {
  const { version, major, minor } = assumedCluster
  const kube: Dict = new Map<string, Val>([
    ['Version', version],
    ['GitVersion', version],
    ['Major', major],
    ['Minor', minor],
  ])
  const has = new Method(([wanted]) => {
    const text = bare(wanted ?? null)
    if (isHidden(text)) return text
    return served.test(String(text)) ? true : hiddenBecause(`whether the cluster has ${String(text)}`)
  })
  const helm: Dict = new Map<string, Val>([['Version', hiddenBecause('the version of Helm')]])
  return new Map<string, Val>([
    ['KubeVersion', kube],
    ['APIVersions', new Map<string, Val>([['Has', has]])],
    ['HelmVersion', helm],
  ])
}
