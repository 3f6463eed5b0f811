import { dirname, join } from '../../documents/path.ts'
import type { DataNode } from '../../documents/tree.ts'
import type { Repository } from '../repository.ts'

/** A project of Pulumi (pulumi.com/docs/iac/concepts/projects/project-file). */
export interface Project {
  /** its `Pulumi.yaml` */
  readonly file: string
  readonly root: DataNode
  readonly name: string
  /** `nodejs`, `python`, `yaml`; with the compiler that makes YAML first: `yaml by cue` */
  readonly runtime: string
  /** the folder of the program */
  readonly folder: string
  /** what each stack is given, by its name */
  readonly stacks: ReadonlyMap<string, DataNode>
}

/** The projects of the service itself. */
export async function projectsOf(repository: Repository): Promise<readonly Project[]> {
  const found: Project[] = []
  for (const { path, area } of repository.named('Pulumi.yaml', 'Pulumi.yml')) {
    if (area !== 'main') continue
    repository.claim(path, 'templateResources')
    const root = (await repository.yaml(path))?.[0]
    const runtime = root?.get('runtime')
    const written = runtime?.get('name')?.text ?? runtime?.text
    if (!root || !written) continue
    const compiler = runtime?.at('options', 'compiler')?.text
    const home = dirname(path)
    found.push({
      file: path,
      root,
      name: root.get('name')?.text ?? '',
      runtime: compiler ? `${written} by ${compiler.split(/\s/)[0]}` : written,
      folder: join(home, root.get('main')?.text ?? '.'),
      stacks: await stacksIn(join(home, root.get('stackConfigDir')?.text ?? '.'), repository),
    })
  }
  return found
}

async function stacksIn(folder: string, repository: Repository): Promise<ReadonlyMap<string, DataNode>> {
  const found = new Map<string, DataNode>()
  for (const { path } of repository.ending('.yaml', '.yml')) {
    const stack = dirname(path) === folder ? /(?:^|\/)Pulumi\.([\w.-]+)\.ya?ml$/.exec(path)?.[1] : undefined
    if (!stack) continue
    repository.claim(path, 'templateResources')
    const root = (await repository.yaml(path))?.[0]
    if (root) found.set(stack, root)
  }
  return found
}

/** The program in YAML: the first of these that is there, as Pulumi looks for it. */
export async function programOf(project: Project, repository: Repository): Promise<DataNode | undefined> {
  for (const name of ['Main.json', 'Main.yaml']) {
    const path = join(project.folder, name)
    if (!repository.named(name).some((file) => file.path === path)) continue
    repository.claim(path, 'templateResources')
    return name.endsWith('.json') ? repository.json(path) : (await repository.yaml(path))?.[0]
  }
  return project.root
}
