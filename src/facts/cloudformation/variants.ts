import type { Settings } from '../../config/settings.ts'
import type { EnvironmentClass } from '../../config/vocabulary.ts'
import { basename, dirname } from '../../documents/path.ts'
import { walk } from '../../documents/tree.ts'
import { environmentOfName, environmentOfPath, type NamedEnvironment } from '../environments.ts'
import type { Seen } from '../hidden.ts'
import { isHidden } from '../hidden.ts'
import type { Value } from '../infrastructure/value.ts'
import { unnamed } from '../pipeline/environment.ts'
import { callIn } from './evaluate.ts'
import type { Given } from './given.ts'
import type { Scope } from './scope.ts'
import type { Template } from './template.ts'

/** One way in which a template is deployed, and to which environment. */
export interface Variant extends Pick<Scope, 'given' | 'open'> {
  readonly environment: Seen<EnvironmentClass>
  /** as it is named; empty where nothing names it */
  readonly environmentName: string
}

const choosing =
  /^(env|environment|environment_?name|env_?name|env_?type|environment_?type|stage|stage_?name|deploy_?env(ironment)?|target_?env(ironment)?)$/i

/**
 * In which environments a template is deployed: by the files of parameters that name one, by what pipelines give it, by the
 * names that it knows for the parameter that chooses (what it allows, compares with, looks up), by its own name or folder.
 */
export function variantsOf(
  template: Template,
  files: readonly Given[],
  pipelines: readonly Given[],
  settings: Settings,
): readonly Variant[] {
  const chooser = [...template.parameters.keys()].find((name) => choosing.test(name))
  const named = [...files, ...pipelines].filter(
    ({ environment, values }) => environment ?? chosenBy(chooser, values, settings),
  )
  if (named.length > 0) return merged(named, chooser, settings)
  const common = files.find(({ environment }) => !environment)?.values ?? new Map<string, Value>()
  const [first] = pipelines
  const given = first?.values ?? common
  const open = first?.open
  const names = chooser ? namesFor(chooser, template, settings) : []
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

/** The environments that a template has something for: what its parameter allows, else what it is compared with. */
function namesFor(chooser: string, { parameters, root }: Template, settings: Settings): readonly NamedEnvironment[] {
  const allowed =
    parameters
      .get(chooser)
      ?.get('AllowedValues')
      ?.items.flatMap(({ text }) => text ?? []) ?? []
  const names = new Set(allowed)
  if (names.size === 0) {
    const isChooser = (call: ReturnType<typeof callIn>) => call?.name === 'Ref' && call.argument.text === chooser
    for (const part of ['Conditions', 'Mappings', 'Resources']) {
      const under = root.get(part)
      for (const node of under ? walk(under) : []) {
        const call = callIn(node)
        const [first, second] = call?.argument.items ?? []
        if (call?.name === 'Equals' && first && second) {
          if (isChooser(callIn(first)) && second.text) names.add(second.text)
          if (isChooser(callIn(second)) && first.text) names.add(first.text)
        }
        if (call?.name === 'FindInMap' && second && isChooser(callIn(second))) {
          for (const { key } of root.at('Mappings', first?.text ?? '')?.entries ?? []) names.add(key)
        }
      }
    }
  }
  return [...names].flatMap((name) => environmentOfName(name, settings, true) ?? []).slice(0, 12)
}
