import { hasTemplateMarks } from '../../documents/pattern.ts'
import type { DataNode } from '../../documents/tree.ts'
import type { Repository } from '../repository.ts'

/** A template as it is written (docs.aws.amazon.com/AWSCloudFormation, "Template anatomy"). */
export interface Template {
  readonly file: string
  readonly root: DataNode
  /** the names of its parameters */
  readonly parameters: ReadonlyMap<string, DataNode>
  readonly resources: DataNode
  /** it is expanded by SAM's transform */
  readonly isServerless: boolean
  /** other macros: what they make of it is not known */
  readonly macros: readonly DataNode[]
}

/** Larger ones are synthesised from code that nobody edits here; a template may have 1 MB at the most. */
const largest = 1_000_000

/** Transforms that add nothing but what is written: SAM, the functions of language extensions, blue-green hooks. */
const harmless = /^AWS::(LanguageExtensions|CodeDeployBlueGreen|SecretsManager-[\w-]+)$/

/** The templates of the service itself: YAML or JSON with resources whose types are those of CloudFormation. */
export async function templatesOf(repository: Repository): Promise<readonly Template[]> {
  const found: Template[] = []
  for (const { path, area, size } of repository.ending('.yaml', '.yml', '.json', '.template')) {
    if (area !== 'main' || size > largest || path.startsWith('.github/')) continue
    if (!repository.mayHold(path, 'AWS::', 'AWSTemplateFormatVersion')) continue
    const content = (await repository.text(path))?.content
    if (!content || !/["']?Resources["']?\s*:/.test(content) || !/Type["']?\s*:\s*["']?\w+::\w+/.test(content)) continue
    // the Serverless Framework fills its variables in before it is a template
    if (/\$\{(self|opt|sls|param):/.test(content)) continue
    const isJson = /^\s*\{/.test(content)
    const root = isJson ? await repository.json(path) : (await repository.yaml(path))?.[0]
    // a template of some engine is nothing before it is filled in
    if (!root && !hasTemplateMarks(content)) repository.claim(path, 'templateResources')
    const template = root && templateIn(path, root)
    if (template) found.push(template)
  }
  return found
}

/** A tree as a template; undefined where it has no resources. */
function templateIn(file: string, root: DataNode): Template | undefined {
  const resources = root.get('Resources')
  if (resources?.kind !== 'map' || !resources.entries.some(({ value }) => value.get('Type')?.text?.includes('::')))
    return undefined
  const transforms = root.get('Transform')?.asList ?? []
  return {
    file,
    root,
    parameters: new Map(root.get('Parameters')?.entries.map(({ key, value }) => [key, value])),
    resources,
    isServerless: transforms.some(({ text }) => text?.startsWith('AWS::Serverless')),
    macros: transforms.filter(({ text }) => !text?.startsWith('AWS::Serverless') && !harmless.test(text ?? '')),
  }
}
