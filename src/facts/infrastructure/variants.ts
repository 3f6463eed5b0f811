import type { Settings } from '../../config/settings.ts'
import type { EnvironmentClass } from '../../config/vocabulary.ts'
import { basename, dirname } from '../../documents/path.ts'
import { environmentOfName, environmentOfPath, type NamedEnvironment } from '../environments.ts'
import { type Hidden, isHidden, type Seen } from '../hidden.ts'
import { unnamed } from '../pipeline/environment.ts'
import type { Value } from './value.ts'

/** Parameters that are given to a template, by a file or by a pipeline. */
export interface Given {
  /** what it is for, as its name or the pipeline tells */
  readonly environment: NamedEnvironment | undefined
  readonly values: ReadonlyMap<string, Value>
  /** what more may be given that cannot be told: then no default is certain */
  readonly open: Hidden | undefined
}

/** One way in which a template is deployed, and to which environment. */
export interface Variant extends Pick<Given, 'open'> {
  readonly given: ReadonlyMap<string, Value>
  readonly environment: Seen<EnvironmentClass>
  /** as it is named; empty where nothing names it */
  readonly environmentName: string
}

/** What of a template tells in which environments it is deployed. */
export interface Deployable {
  readonly file: string
  /** the names of its parameters */
  readonly parameters: Iterable<string>
  /** the values that a parameter may have, by what it allows or is compared with */
  valuesOf(parameter: string): Iterable<string>
}

/** The environment of a file of parameters: by its name, where folders of such files take any word for one, else by its folder. */
export function environmentOfParameters(path: string, name: string, settings: Settings): NamedEnvironment | undefined {
  const among = /(^|\/)[\w-]*(param|config|env)[\w-]*\/[^/]+$/i.test(path)
  return environmentOfName(name, settings, among) ?? environmentOfPath(dirname(path), settings)
}

const choosing = /^((deploy|target)[_-]?)?(env|environment)([_-]?(name|type))?$|^stage([_-]?name)?$/i

/**
 * In which environments a template is deployed: by the files of parameters that name one, by what pipelines give it, by the
 * names that it knows for the parameter that chooses (what it allows, compares with, looks up), by its own name or folder.
 */
export function variantsOf(
  template: Deployable,
  files: readonly Given[],
  pipelines: readonly Given[],
  settings: Settings,
): readonly Variant[] {
  const chooser = [...template.parameters].find((name) => choosing.test(name))
  const named = [...files, ...pipelines].filter(
    ({ environment, values }) => environment ?? chosenBy(chooser, values, settings),
  )
  if (named.length > 0) return merged(named, chooser, settings)
  const common = files.find(({ environment }) => !environment)?.values ?? new Map<string, Value>()
  const [first] = pipelines
  const given = first?.values ?? common
  const open = first?.open
  const names = chooser
    ? [...new Set(template.valuesOf(chooser))]
        .flatMap((name) => environmentOfName(name, settings, true) ?? [])
        .slice(0, 12)
    : []
  if (chooser && names.length > 0) {
    return names.map(({ name, class: kind }) => ({
      given: new Map([...given, [chooser, name]]),
      open,
      environment: kind,
      environmentName: name,
    }))
  }
  const here =
    environmentOfName(basename(template.file).replace(/\.[\w.]+$/, ''), settings) ??
    environmentOfPath(dirname(template.file), settings)
  return [
    {
      given,
      open,
      environment: here?.class ?? unnamed(template.file, template.file),
      environmentName: here?.name ?? '',
    },
  ]
}

function chosenBy(
  chooser: string | undefined,
  values: ReadonlyMap<string, Value>,
  settings: Settings,
): NamedEnvironment | undefined {
  const value = chooser && values.get(chooser)
  return typeof value === 'string' ? environmentOfName(value, settings, true) : undefined
}

/** What several ways give to one environment is put together; what differs is what the pipeline gives. */
function merged(all: readonly Given[], chooser: string | undefined, settings: Settings): readonly Variant[] {
  const found = new Map<string, { environment: NamedEnvironment; given: Map<string, Value>; open: Given['open'] }>()
  for (const { environment, values, open } of all) {
    const named = environment ?? chosenBy(chooser, values, settings)
    if (!named) continue
    const before = found.get(named.name)
    const known = [...values].filter(([name, value]) => !isHidden(value) || !before?.given.has(name))
    const given = new Map([...(before?.given ?? []), ...known])
    found.set(named.name, { environment: named, given, open: before ? before.open && open : open })
  }
  return [...found.values()].slice(0, 24).map(({ environment, given, open }) => ({
    given,
    open,
    environment: environment.class,
    environmentName: environment.name,
  }))
}
