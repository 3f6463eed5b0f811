import { dirname, join, joinPath } from '../../documents/path.ts'
import type { DataNode } from '../../documents/tree.ts'
import type { Repository } from '../repository.ts'

/** An image that Skaffold builds and puts into the manifests that name it. */
export interface Artifact {
  /** the name as manifests write it */
  readonly image: string
  /** its tag in the notation of shapes, by the tag policy */
  readonly tag: string
  /** from the root of the repository, with a leading slash */
  readonly context: string
  readonly file: string | undefined
  readonly withoutFile: boolean
}

/**
 * The artifacts of the Skaffold configurations: of one and those that it requires where a folder and file are named, else of
 * all (skaffold.dev/docs/references/yaml, `build.artifacts`, `requires`).
 */
export async function artifactsOf(
  repository: Repository,
  directory?: string,
  file = 'skaffold.yaml',
): Promise<readonly Artifact[]> {
  const one = directory === undefined ? undefined : join(directory, file)
  const named = one !== undefined && repository.has(one)
  const files = new Set(named ? [one] : repository.named('skaffold.yaml', 'skaffold.yml').map(({ path }) => path))
  const found: Artifact[] = []
  // what is required is added while it is gone through
  for (const path of files) {
    if (!named && repository.file(path)?.area !== 'main') continue
    for (const document of (await repository.yaml(path)) ?? []) {
      if (named) for (const required of requiredBy(document, path, repository)) files.add(required)
      // a profile may build what the file as a whole does not
      const own = [document, ...(document.get('profiles')?.items ?? [])].flatMap((part) => artifactsIn(part, path))
      const names = new Set<string>()
      for (const artifact of own) {
        if (!names.has(artifact.image)) found.push(artifact)
        names.add(artifact.image)
      }
    }
  }
  return found
}

/** The configurations of this repository that another one requires: a file, or a folder that holds one. */
export function requiredBy(document: DataNode, path: string, repository: Repository): readonly string[] {
  return (document.get('requires')?.items ?? []).flatMap((required) => {
    const given = required.get('path')?.text
    const at = given === undefined ? undefined : joinPath(dirname(path), given)
    return at === undefined ? [] : [at, join(at, 'skaffold.yaml')].filter((file) => repository.has(file)).slice(0, 1)
  })
}

function artifactsIn(part: DataNode, path: string): Artifact[] {
  const tag = tagOf(part.at('build', 'tagPolicy'))
  return (part.at('build', 'artifacts')?.items ?? []).flatMap((node) => {
    const image = node.get('image')?.text
    if (!image) return []
    const withoutFile = ['jib', 'ko', 'buildpacks', 'bazel', 'custom'].some((builder) => node.get(builder))
    const context = `/${join(dirname(path), node.get('context')?.text ?? '.')}`
    return [{ image, tag, context, file: node.at('docker', 'dockerfile')?.text, withoutFile }]
  })
}

/** skaffold.dev/docs/taggers: gitCommit is what is done when nothing is said. */
function tagOf(policy: DataNode | undefined): string {
  if (policy?.get('sha256')) return 'latest'
  if (policy?.get('dateTime')) return '{date}'
  if (policy?.get('inputDigest')) return '{hash}'
  const template = policy?.at('envTemplate', 'template')?.text
  if (template) return template.replace(/^.*\}\}:(?=[^/]*$)/, '')
  if (policy?.get('customTemplate')) return policy.at('customTemplate', 'template')?.text ?? '{{.TAG}}'
  const variant = policy?.at('gitCommit', 'variant')?.text
  if (variant === 'CommitSha') return '{git-sha}'
  if (variant === 'AbbrevCommitSha') return '{git-sha-short}'
  return '{tag}'
}
