import type { Repository } from '../repository.ts'

const ending = String.raw`\.(?:ya?ml|json|toml|ini|conf|cfg|properties|env|tfvars|hcl|tf|xml|bicepparam)`
/* What is written before the name of an environment: many a name (`main`, `web`, `release`) stands in other files, too. */
const settings =
  '(?:[\\w-]+[.-])?(?:values|settings|appsettings|application|config|parameters|params|vars|variables|env|(?:docker-)?compose)'
const folders =
  '(?:overlays?|env(?:ironment)?s?|values|vars|variables|parameters|params|tfvars|clusters|tenants|inventor(?:y|ies)|group_vars)'

/**
 * A file of configuration that is called after an environment whose name tells no class, or lies in a folder of environments
 * with that name: `values-blue-lagoon.yaml`, `.env.release`, `overlays/lagoon/`. Undefined where there is none.
 */
export function fileOfAnyName(name: string, repository: Repository): string | undefined {
  const escaped = name.replace(/[^\w-]/g, '\\$&')
  const called = new RegExp(
    [
      `(?:^|/)${settings}[._-]${escaped}${ending}$`,
      `(?:^|/)\\.env[.-]${escaped}(?:\\.[\\w-]+)*$`,
      `(?:^|/)${escaped}\\.(?:tfvars|bicepparam|env)$`,
      `(?:^|/)${folders}/${escaped}(?:/[^/]+)*${ending}$`,
    ].join('|'),
    'i',
  )
  return repository.files.find(({ path, area }) => area === 'main' && called.test(path))?.path
}
