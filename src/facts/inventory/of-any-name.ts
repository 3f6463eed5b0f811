import { defaultSettings } from '../../config/settings.ts'
import { classify } from '../pipeline/environment.ts'
import type { Repository } from '../repository.ts'

const ending = String.raw`\.(?:ya?ml|json|toml|ini|conf|cfg|properties|env|tfvars|hcl|tf|xml|bicepparam)`
/* What is written before the name of an environment: many a name (`main`, `web`, `release`) stands in other files, too. */
const settings =
  '(?:[\\w-]+[.-])?(?:values|settings|appsettings|application|config|parameters|params|vars|variables|env|(?:docker-)?compose)'
const folders =
  '(?:overlays?|env(?:ironment)?s?|values|vars|variables|parameters|params|tfvars|clusters|tenants|inventor(?:y|ies)|group_vars)'

/**
 * A file of configuration that is called after an environment whose name tells no class, or lies in a folder of environments
 * with that name: `values-blue-lagoon.yaml`, `.env.release`, `overlays/lagoon/`, or `lagoon.yml` beside `production.yml`.
 * Undefined where there is none.
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
  const files = repository.files.filter(({ area }) => area === 'main').map(({ path }) => path)
  return files.find((path) => called.test(path)) ?? besideOthers(escaped, files)
}

/** A file that is called so, or lies in a folder that is, beside one that is called production or staging. */
function besideOthers(escaped: string, files: readonly string[]): string | undefined {
  const called = new RegExp(`^((?:.*/)?)${escaped}((?:/[^/]+)*${ending})$`, 'i')
  return files.find((path) => {
    const [, folder, rest = ''] = called.exec(path) ?? []
    return folder !== undefined && files.some((other) => isOfNext(other, folder, rest))
  })
}

/** Whether between a folder and the rest of a path stands the name of production or staging. */
function isOfNext(path: string, folder: string, rest: string): boolean {
  if (!path.startsWith(folder) || !path.endsWith(rest)) return false
  const name = path.slice(folder.length, path.length - rest.length)
  return /^[\w-]+$/.test(name) && /^(production|staging)$/.test(String(classify(name, defaultSettings)))
}
