import type { Settings } from '../../config/settings.ts'
import { dirname } from '../../documents/path.ts'
import type { DataNode } from '../../documents/tree.ts'
import { environmentOfName, type NamedEnvironment } from '../environments.ts'
import { argumentsOf } from '../image/arguments.ts'
import type { Act, Workflow } from '../pipeline/model.ts'
import type { Options } from './variables.ts'

/** One way in which a service is deployed. */
export interface Stage {
  readonly options: Options
  /** undefined where its name is that of no environment, or nothing names one */
  readonly environment: NamedEnvironment | undefined
}

/** More stages than anybody has. */
const most = 16

/** The stages of a service: by pipelines, by what it holds for each, else what it says itself. */
export function stagesOf(
  file: string,
  root: DataNode,
  content: string,
  workflows: readonly Workflow[],
  settings: Settings,
): readonly Stage[] {
  const option = /\$\{opt:([\w-]+)/.exec(root.at('provider', 'stage')?.text ?? '')?.[1] ?? 'stage'
  const found = new Map<string, Stage>()
  const add = (name: string | undefined, options: Options = {}) => {
    if (name === undefined || found.has(name) || found.size >= most) return
    const stage = { ...options, stage: name, [option]: name }
    found.set(name, { options: stage, environment: environmentOfName(name, settings, true) })
  }
  for (const act of workflows
    .flatMap(({ jobs }) => jobs)
    .flatMap(({ steps }) => steps)
    .flatMap(({ acts }) => acts)) {
    if (!/^(serverless|sls) deploy$/.test(act.tool) || (act.directory ?? dirname(file)) !== dirname(file)) continue
    const options = optionsOf(act)
    add(options.stage ?? options[option], options)
  }
  for (const name of held(root, content)) if (environmentOfName(name, settings, true)) add(name)
  if (found.size > 0) return [...found.values()]
  const own = root.at('provider', 'stage')?.text
  if (own === undefined || own.includes('${')) return [{ options: {}, environment: undefined }]
  add(own)
  return [...found.values()]
}

/** What a command gives, so far as it is known: `--stage prod`, `-s prod`, `--param="x=y"` is none of these. */
function optionsOf(act: Act): Options {
  const options: Record<string, string> = {}
  const [stage] = argumentsOf(act).flag('--stage', '-s')
  if (stage !== undefined && !stage.includes('$')) options.stage = stage
  act.words.forEach((word, i) => {
    const [, name, same] = /^--([\w-]+)(?:=(.*))?$/s.exec(word) ?? []
    const value = same ?? act.words[i + 1]
    if (name && value !== undefined && !/^-|\$/.test(value)) options[name] = value
  })
  return options
}

/** Names that the service holds something for: parameters of stages, and keys of maps below `custom` that a variable chooses. */
function held(root: DataNode, content: string): readonly string[] {
  const names = [...(root.get('params')?.entries ?? []), ...(root.get('stages')?.entries ?? [])].map(({ key }) => key)
  const chosen = new Set([...content.matchAll(/self:custom\.?([\w.-]*?)\.?\$\{/g)].map(([, path]) => path as string))
  for (const path of chosen) {
    const node = root.at('custom', ...path.split('.').filter(Boolean))
    names.push(...(node?.entries ?? []).map(({ key }) => key))
  }
  return names
}
