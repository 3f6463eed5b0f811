import { dirname, join } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import type { DataNode } from '../../documents/tree.ts'
import { chartValuesOfApplications, valueFilesOfApplications } from '../manifests/applications.ts'
import { kustomizationNames } from '../manifests/kustomize/kustomization.ts'
import { isRemote } from '../manifests/kustomize/paths.ts'
import { repositoryPath } from '../pipeline/commands/shell/paths.ts'
import { inputsNaming, inputValue } from '../pipeline/known/use.ts'
import type { Act, Job, Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'

/** A file that something names, as a path from the root of the repository. */
export interface Named {
  readonly path: string
  readonly by: string
  readonly place: Place
  /** the job in which it is named; left out where a manifest names it */
  readonly job?: Job
  readonly workflow?: Workflow
  /** it is only changed in place: who reads it is not seen */
  readonly isEdited?: true
}

const tools =
  /^(?:helm (?:upgrade|install|template|lint|diff)|kubectl (?:apply|create|replace|diff)|oc (?:apply|create)|terraform |tofu |docker[ -]compose|docker stack deploy|helmfile|ansible-playbook|sam deploy)/
/** Options that name a file, whatever the tool; `-f` means something else to others. */
const option =
  /^(?:-f|--file|--filename|--values|-var-file|--var-file|--env-file|--vars-file|-?-backend-config)(?:=(.+))?$/

/**
 * Files that the commands of a pipeline are given. What is computed, a pattern, a URL or outside is left aside.
 * @param files the paths of the repository: a command that runs elsewhere, in an artifact of the run, is given the only one
 *   of them that ends so
 */
export function* namedByPipelines(
  workflows: readonly Workflow[],
  files: readonly { readonly path: string }[] = [],
): Generator<Named> {
  for (const workflow of workflows) {
    for (const job of workflow.jobs) {
      for (const step of job.steps) {
        for (const act of step.acts) {
          const { edits } = act
          if (edits !== undefined && isPlain(edits) && isConfiguration.test(edits) && !ofBuilds.test(edits))
            yield { path: edits, by: `${act.tool} -i`, place: act.place, job, workflow, isEdited: true }
          for (const path of inInputs(act)) yield { path, by: act.tool, place: act.place, job, workflow }
          if (act.remote || !tools.test(`${act.tool} `)) continue
          if (act.directory === undefined) {
            for (const written of filesIn(act)) {
              const path = onlyOne(written, files)
              if (path !== undefined) yield { path, by: act.tool, place: act.place, job, workflow }
            }
            continue
          }
          const folder = folderOf(act, act.directory)
          if (folder === undefined) continue
          for (const written of filesIn(act)) {
            // a script may find it from where it lies itself: `$(dirname "$0")/../chart/values.yaml`
            const path = repositoryPath(written, folder)
            if (path !== undefined && isPlain(path)) yield { path, by: act.tool, place: act.place, job, workflow }
          }
        }
      }
    }
  }
}

/** The files that the inputs of a task or an action name; where a template is fetched from an address, it is none of these. */
function* inInputs({ tool, inputs }: Act): Generator<string> {
  if (!inputs) return
  for (const name of inputsNaming('reads', tool)) {
    for (const word of inputValue(inputs, name).split(/[\n,]+/)) {
      const path = repositoryPath(word.trim().replaceAll('\\', '/'), '')
      if (path !== undefined && isPlain(path)) yield path
    }
  }
}

/** The only file that ends with a path of at least one folder. */
function onlyOne(written: string, files: readonly { readonly path: string }[]): string | undefined {
  const end = written.replace(/^\.\//, '')
  if (!isPlain(end) || !/^[^/.].*\//.test(end)) return undefined
  const found = files.filter(({ path }) => path === end || path.endsWith(`/${end}`))
  return found.length === 1 ? found[0]?.path : undefined
}

/**
 * Where a command reads its files: `-chdir=infra` is a folder that Terraform and OpenTofu go to first
 * (developer.hashicorp.com/terraform/cli/commands, "Switching working directory"); undefined where that is computed.
 */
export function folderOf({ words }: Act, directory: string): string | undefined {
  const chdir = words.map((word) => /^--?chdir=(.+)$/.exec(word)?.[1]).find((folder) => folder !== undefined)
  if (chdir === undefined) return directory
  return /^[\w.@+-][\w./@+-]*$/.test(chdir) ? join(directory, chdir) : undefined
}

function* filesIn({ words }: Act): Generator<string> {
  for (let at = 0; at < words.length; at++) {
    const found = option.exec(words[at] as string)
    if (!found) continue
    for (const file of (found[1] ?? words[++at] ?? '').split(',')) if (!file.startsWith('-')) yield file
  }
}

const isConfiguration = /\.(ya?ml|json|toml|properties|ini|cfg|conf|config|tfvars|xml)$/
/** What builds and package managers make, and what says which build it is. */
const ofBuilds =
  /(^|\/)(dist|build|target|out|output|bin|obj|public|release|publish|vendor|node_modules|\.next|tmp|artifacts?)\/|package(-lock)?\.json$/i

/** A file of this repository by its name; those that hold secrets are to be ignored, so their absence is right. */
const isPlain = (path: string) =>
  /^[\w./@+-]+$/.test(path) && /\.\w+$/.test(path) && !/secret|credential|(?:^|\/)\.env|\.env$|password/i.test(path)

/** What kustomizations build on (kubectl.docs.kubernetes.io/references/kustomize/kustomization). */
export async function namedByKustomizations(repository: Repository): Promise<readonly Named[]> {
  const found: Named[] = []
  for (const { path, area } of repository.named(...kustomizationNames)) {
    if (area !== 'main') continue
    const [root] = (await repository.yaml(path)) ?? []
    if (!root) continue
    const add = (node: DataNode | undefined) => {
      const value = node?.text
      if (!node || value === undefined || isRemote(value) || !/^[\w./@+-]+$/.test(value)) return
      found.push({ path: join(dirname(path), value), by: 'kustomization', place: node.place })
    }
    for (const key of ['resources', 'components', 'bases', 'patchesStrategicMerge', 'crds'])
      for (const item of root.get(key)?.items ?? []) add(item)
    for (const item of root.get('patches')?.items ?? []) add(item.get('path'))
    for (const item of root.get('configMapGenerator')?.items ?? [])
      for (const file of item.get('envs')?.items ?? []) add(file)
  }
  return found
}

/**
 * The files of values that Applications of Argo CD name, and those that their charts have of their own
 * (argo-cd.readthedocs.io/en/stable/user-guide/helm).
 */
export async function namedByApplications(repository: Repository): Promise<readonly Named[]> {
  const files = [...(await valueFilesOfApplications(repository)), ...(await chartValuesOfApplications(repository))]
  return files
    .filter(({ node }) => repository.file(node.place.file)?.area === 'main')
    .map(({ path, node }) => ({ path, by: 'an Application of Argo CD', place: node.place }))
}
