import type { Settings } from '../../config/settings.ts'
import { join } from '../../documents/path.ts'
import { environmentOfName } from '../environments.ts'
import { Hidden } from '../hidden.ts'
import { argumentsOf } from '../image/arguments.ts'
import type { Value } from '../infrastructure/value.ts'
import type { Given } from '../infrastructure/variants.ts'
import { inputValue } from '../pipeline/known/use.ts'
import type { Act, Workflow } from '../pipeline/model.ts'
import { environmentOfFile, type ParameterFile } from './given.ts'

/** How a pipeline deploys a template: its path, files and values of parameters, and where to. */
interface Use {
  readonly template: string
  readonly words: readonly string[]
  readonly target: string
}

/** What pipelines give to templates when they deploy them, by the path of the template. */
export function givenByPipelines(
  workflows: readonly Workflow[],
  files: readonly ParameterFile[],
  settings: Settings,
): ReadonlyMap<string, readonly Given[]> {
  const found = new Map<string, Given[]>()
  for (const { jobs } of workflows) {
    for (const act of jobs.flatMap(({ steps }) => steps.flatMap(({ acts }) => acts))) {
      const use = useOf(act)
      if (use) found.set(use.template, [...(found.get(use.template) ?? []), givenIn(use, files, settings)])
    }
  }
  return found
}

function givenIn({ template, words, target }: Use, files: readonly ParameterFile[], settings: Settings): Given {
  const values = new Map<string, Value>()
  let environment = environmentOfName(target, settings)
  let open: Hidden | undefined
  for (const word of words) {
    const pair = /^([A-Za-z_]\w*)=(.*)$/s.exec(word)
    if (pair) {
      const [, name = '', text = ''] = pair
      const isOpen = /\$|\{\{/.test(text)
      values.set(name, isOpen ? hidden(`the value of ${name} (${text})`, template) : plain(text))
      continue
    }
    const path = word.replace(/^@/, '').replace(/^\.\//, '')
    const file = files.find((one) => one.path === path || one.path.endsWith(`/${path}`))
    environment ??= file?.environment ?? environmentOfFile(path, settings)
    if (file) for (const [name, value] of file.values) values.set(name, value)
    else open ??= hidden(`what parameters ${word} holds`, template)
  }
  return { environment, values, open }
}

const hidden = (what: string, template: string) =>
  new Hidden(what, { kind: 'file', text: `keep the parameters of ${template} in files, one for each environment` })

const plain = (text: string): Value => text.replace(/^(["'])(.*)\1$/s, '$2')

/** `az deployment group create`, the actions and the tasks for it. */
function useOf(act: Act): Use | undefined {
  if (
    act.inputs &&
    /^azure\/arm-deploy|^AzureResourceManagerTemplateDeployment|^AzureResourceGroupDeployment|^azure\/bicep-deploy|^BicepDeploy/i.test(
      act.tool,
    )
  ) {
    const of = (...names: readonly string[]) =>
      names.map((name) => inputValue(act.inputs ?? {}, name)).find(Boolean) ?? ''
    const template = of('template', 'csmFile', 'template-file', 'templateFile')
    if (!template) return undefined
    const overrides = [...of('overrideParameters').matchAll(/-(\w+)\s+("[^"]*"|'[^']*'|\S+)/g)].map(
      ([, name, value]) => `${name}=${value}`,
    )
    const parameters = of('parameters', 'parameters-file', 'parametersFile').split(/\s+/).filter(Boolean)
    const file = of('csmParametersFile')
    const words = [...(file ? [inRepository(file)] : []), ...parameters, ...overrides]
    return { template: inRepository(template), words, target: of('resourceGroupName', 'resource-group-name') }
  }
  if (!/^az (deployment|stack) \w+ create$|^az group deployment create$/.test(act.tool)) return undefined
  const args = argumentsOf(act)
  const [template] = args.flag('--template-file', '-f')
  if (!template) return undefined
  return {
    template: join(act.directory ?? '', template),
    words: parametersIn(act.words),
    target: args.flag('--resource-group', '-g')[0] ?? '',
  }
}

/** Where services put what they have checked out does not matter: the template lies in the repository below it. */
const inRepository = (path: string) =>
  join('', path.replace(/^\$(\([^)]*\)|\{\{[^}]*\}\}|\{[^}]*\})\/+(s\/|drop\/)?/, '').replaceAll('\\', '/'))

/** All words behind each `--parameters`, up to the next flag. */
function parametersIn(words: readonly string[]): readonly string[] {
  const found: string[] = []
  let within = false
  for (const word of words) {
    if (word.startsWith('-')) within = /^(--parameters|-p)$/.test(word)
    else if (within) found.push(word)
  }
  return found
}
