import type { Settings } from '../../config/settings.ts'
import { basename, dirname, join } from '../../documents/path.ts'
import type { DataNode } from '../../documents/tree.ts'
import { environmentOfName, type NamedEnvironment } from '../environments.ts'
import type { Hidden } from '../hidden.ts'
import { argumentsOf } from '../image/arguments.ts'
import type { Value } from '../infrastructure/value.ts'
import { environmentOfParameters, type Given } from '../infrastructure/variants.ts'
import { inputValue } from '../pipeline/known/use.ts'
import type { Act, Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import { unknown } from './scope.ts'
import type { Template } from './template.ts'

/** Files of parameters beside a template, or in folders around it, whose names are its own. */
export async function filesOfParameters(repository: Repository, settings: Settings): Promise<readonly ParameterFile[]> {
  const found: ParameterFile[] = []
  for (const { path, area, size } of repository.ending('.json', '.yaml', '.yml')) {
    if (area !== 'main' || size > 100_000 || path.startsWith('.')) continue
    const name = basename(path).replace(/\.\w+$/, '')
    const environment = environmentOfParameters(path, name, settings)
    if (!environment && !/param/i.test(path)) continue
    const content = (await repository.text(path))?.content ?? ''
    if (!/ParameterKey|["']?Parameters["']?\s*:|param/i.test(`${path} ${content}`)) continue
    const root = path.endsWith('.json') ? await repository.json(path) : (await repository.yaml(path))?.[0]
    const values = root && !root.get('Resources') ? valuesIn(root) : undefined
    if (values?.size) found.push({ path, environment, values })
  }
  return found
}

/** A file of parameters for a template, with the environment that it is for. */
export interface ParameterFile {
  readonly path: string
  readonly environment: NamedEnvironment | undefined
  readonly values: ReadonlyMap<string, Value>
}

/** `[{ParameterKey, ParameterValue}]`, `{Parameters: {…}}` of CodePipeline, or plain names and values. */
function valuesIn(root: DataNode): ReadonlyMap<string, Value> {
  const pairs =
    root.kind === 'list'
      ? root.items.map((item) => [item.get('ParameterKey')?.text, item.get('ParameterValue')?.text] as const)
      : (root.get('Parameters') ?? root.get('parameters') ?? root).entries.map(
          ({ key, value }) => [key, value.text] as const,
        )
  return new Map(
    pairs.filter((pair): pair is readonly [string, string] => pair[0] !== undefined && pair[1] !== undefined),
  )
}

/** Which of the files belong to a template: those near it, all of whose names are parameters of it. */
export function filesFor({ file, parameters }: Template, files: readonly ParameterFile[]): readonly Given[] {
  const root = dirname(dirname(file))
  return files
    .filter(({ path, values }) => {
      if (root !== '' && !path.startsWith(`${root}/`)) return false
      if (basename(path).startsWith('samconfig.') && dirname(path) !== dirname(file)) return false
      const names = [...values.keys()]
      return names.length > 0 && names.every((name) => parameters.has(name))
    })
    .map(({ environment, values }) => ({ environment, values, open: undefined }))
}

/** What pipelines give to templates when they deploy them, by the path of the template. */
export function givenByPipelines(
  workflows: readonly Workflow[],
  settings: Settings,
): ReadonlyMap<string, readonly Given[]> {
  const found = new Map<string, Given[]>()
  for (const { jobs } of workflows) {
    for (const job of jobs) {
      for (const act of job.steps.flatMap(({ acts }) => acts)) {
        const use = useOf(act)
        if (!use) continue
        const values = new Map<string, Value>()
        let open: Hidden | undefined
        for (const word of use.overrides) {
          const pair = /^(?:ParameterKey=)?([A-Za-z]\w*)(?:=|,ParameterValue=)(.*)$/s.exec(word)
          if (!pair) open ??= unknown(`what parameters ${word} holds`, use.template)
          else if (isOpen(pair[2] as string))
            values.set(pair[1] as string, unknown(`the value of ${pair[1]} (${pair[2]})`, use.template))
          else values.set(pair[1] as string, (pair[2] as string).replace(/^(["'])(.*)\1$/s, '$2'))
        }
        const named = [...values.values()].find(
          (value) => typeof value === 'string' && environmentOfName(value, settings, false),
        )
        const environment =
          (typeof named === 'string' ? environmentOfName(named, settings) : undefined) ??
          environmentOfName(use.stack, settings)
        const list = found.get(use.template) ?? []
        found.set(use.template, [...list, { environment, values, open }])
      }
    }
  }
  return found
}

const isOpen = (text: string) => /\$|\{\{|<</.test(text)

interface Use {
  readonly template: string
  readonly stack: string
  readonly overrides: readonly string[]
}

/** `aws cloudformation deploy`, `create-stack`, `update-stack`, `sam deploy`, and the action for them. */
function useOf(act: Act): Use | undefined {
  if (act.inputs && /cloudformation/i.test(act.tool)) {
    const template = inputValue(act.inputs, 'template') ?? inputValue(act.inputs, 'TEMPLATE')
    const overrides = inputValue(act.inputs, 'parameter-overrides') ?? inputValue(act.inputs, 'STACK_PARAMETERS') ?? ''
    if (!template || /:\/\//.test(template)) return undefined
    return {
      template: join('', template),
      stack: inputValue(act.inputs, 'name') ?? '',
      overrides: overrides.split(/[,\s]+(?=\w+=)/).filter(Boolean),
    }
  }
  if (!/^(aws cloudformation (deploy|create-stack|update-stack|create-change-set)|sam deploy)$/.test(act.tool))
    return undefined
  const args = argumentsOf(act)
  const written = args.flag('--template-file', '--template-body', '-t', '--template')[0]
  const isSam = act.tool.startsWith('sam')
  if (!written && !isSam) return undefined
  const template = written ? written.replace(/^file:\/\//, '') : 'template.yaml'
  const stack = args.flag('--stack-name', '--config-env')[0] ?? ''
  return { template: join(act.directory ?? '', template), stack, overrides: overridesIn(act.words) }
}

/** All words behind the flag, up to the next one; SAM takes them as one word too. */
function overridesIn(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word) => /^--(parameter-overrides|parameters)$/.test(word))
  if (at < 0) return words.flatMap((word) => /^--(?:parameter-overrides|parameters)=(.*)$/s.exec(word)?.[1] ?? [])
  const rest = words.slice(at + 1)
  const end = rest.findIndex((word) => word.startsWith('--'))
  return rest
    .slice(0, end < 0 ? undefined : end)
    .flatMap((word) => word.trim().split(/\s+(?=\w+=)/))
    .filter(Boolean)
}
