import type { Settings } from '../../config/settings.ts'
import { dirname } from '../../documents/path.ts'
import type { DataNode, Entry } from '../../documents/tree.ts'
import { namedTree } from '../infrastructure/named.ts'
import type { Node } from '../infrastructure/node.ts'
import type { InfrastructureResource } from '../infrastructure/resource.ts'
import { unnamed } from '../pipeline/environment.ts'
import { partOf } from './part.ts'
import type { Project } from './project.ts'
import type { Scope } from './scope.ts'
import { type Run, type Stack, stacksOf } from './stacks.ts'
import { typeOf } from './types.ts'
import { plainWords } from './words.ts'

/** What is left to be computed and made, over all projects. */
export interface Left {
  steps: number
  resources: number
}

/** What a program makes in each of its stacks, in the form of Terraform's resources. */
export function resourcesOfProject(
  project: Project,
  program: DataNode,
  runs: readonly Run[],
  settings: Settings,
  left: Left,
): readonly InfrastructureResource[] {
  const set = new Set(runs.flatMap(({ sets }) => sets))
  return stacksOf(project, runs, settings).flatMap((stack, variant) => {
    const scope: Scope = { project, program, stack: stack.name, set, asked: new Map(), left }
    return (program.get('resources')?.entries ?? []).flatMap((entry) => {
      if (left.resources-- <= 0) return []
      return made(entry, scope, { ...whereIn(project, stack), variant }) ?? []
    })
  })
}

/** The fields that tell in which environment a stack is. */
export const whereIn = ({ file }: Project, { environment, name }: Stack) => ({
  environment: environment?.class ?? unnamed(file, file),
  environmentName: environment?.name ?? name ?? '',
})

type Where = Pick<InfrastructureResource, 'environment' | 'environmentName' | 'variant'>

function made({ key, keySpan, value }: Entry, scope: Scope, where: Where): InfrastructureResource | undefined {
  const token = value.get('type')?.text ?? ''
  const found = typeOf(token)
  if (!found) return undefined
  const { file } = value
  const place = { file, start: keySpan.start, end: keySpan.end }
  return {
    ...where,
    id: `${scope.project.file}${where.environmentName && ` (${where.environmentName})`}:${key}`,
    mode: found.isElsewhere ? 'module' : value.get('get') ? 'data' : 'managed',
    type: found.isElsewhere ? described(found.type, value) : found.type,
    name: key,
    address: key,
    module: dirname(file),
    root: scope.project.file,
    exists: true,
    file,
    place,
    node: nodeOf(value, scope, place),
  }
}

/** A custom resource of a cluster, with what it is. */
function described(type: string, resource: DataNode): string {
  const [version, kind] = ['apiVersion', 'kind'].map((key) => resource.at('properties', key)?.text)
  return kind ? `${type} (${version ?? ''} ${kind})` : type
}

function nodeOf(resource: DataNode, scope: Scope, place: InfrastructureResource['place']): Node {
  const properties = resource.get('properties')
  const part = properties && partOf(properties, scope, place)
  const ignored = resource.at('options', 'ignoreChanges')?.asList.flatMap(({ text }) => text ?? []) ?? []
  const lifecycle = { value: { ignore_changes: ignored.map(plainWords) } }
  // what is asked of a resource and not written there stands at its head
  return part
    ? { ...namedTree(part, ignored.length > 0 ? { lifecycle } : {}), place }
    : { kind: 'value', value: null, place }
}
