import type { Repository } from '../repository.ts'

const configures = /\.(ya?ml|json|toml|ini|conf|cfg|properties|env|tfvars|hcl|tf|xml|bicepparam)$|(^|\/)\.env[^/]*$/i
const ofPipelines =
  /(^|\/)(\.github|\.circleci|\.gitlab|\.azure-pipelines|azure-pipelines|pipelines?|ci|\.buildkite|\.tekton)\//i

/**
 * A file of configuration that is called after an environment whose name tells no class, or lies in a folder of that name:
 * `values-blue-lagoon.yaml`, `.env.release`. Undefined where there is none.
 */
export function fileOfAnyName(name: string, repository: Repository): string | undefined {
  const escaped = name.replace(/[^\w-]/g, '\\$&')
  const called = new RegExp(`(^|[^a-z0-9])${escaped}([^a-z0-9]|$)`, 'i')
  return repository.files.find(
    ({ path, area }) => area === 'main' && configures.test(path) && !ofPipelines.test(path) && called.test(path),
  )?.path
}
