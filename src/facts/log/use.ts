import { basename, dirname } from '../../documents/path.ts'
import type { NamedEnvironment } from '../environments.ts'
import { valueFilesOfApplications } from '../manifests/applications.ts'
import type { Building } from '../manifests/as-built.ts'
import { environmentOfManifest } from '../manifests/where.ts'
import { composeFiles } from '../platform/compose.ts'
import type { Repository } from '../repository.ts'

/** Where a file that is no manifest is put to use. */
export interface Use {
  readonly environment: NamedEnvironment | undefined
}

/* Names that many files have, and scripts: only with their folder do they name one. */
const common =
  /^(config|values|default|defaults|settings|loki|local-config|ilm|ism|policy|ilm[-_]policy|action|actions|action_file)\.(ya?ml|json)$|\.(sh|bash|py|ps1)$/i

/* What is started by hand, on whatever machine: a mention in it is no deployment. */
const byHand =
  /(^|\/)(docker-|podman-)?(compose|stack)[^/]*\.ya?ml(\.\w+)?$|(^|\/)(skaffold|tilt|mkdocs)[^/]*$|(^|\/)\.(github|gitlab|circleci)\/|gitlab-ci|azure-pipelines/i

/**
 * Where a file is put to use that does nothing by itself: its path names an environment, a compose file or a command that
 * deploys takes it in (standard/verdicts.md), or an object of a controller, a playbook or infrastructure code names it.
 * Empty where none of these is seen.
 */
export async function usesOf(path: string, building: Building, depth = 0): Promise<readonly Use[]> {
  const { repository, settings, workflows } = building
  const own = environmentOfManifest({ namespace: '', file: path }, settings)
  if (own) return [{ environment: own }]
  const found: Use[] = []
  for (const compose of await composeFiles(repository, settings, workflows))
    if (await mentions(compose.path, path, repository)) found.push({ environment: compose.environment })
  if (found.length > 0) return found
  if ((await valueFilesOfApplications(repository)).some((one) => one.path === path)) return [{ environment: undefined }]
  const deploys = workflows
    .flatMap(({ jobs }) => jobs.flatMap(({ steps }) => steps.flatMap(({ acts }) => acts)))
    .filter(({ kinds }) => kinds.includes('deploy') || kinds.includes('apply') || kinds.includes('migrate'))
  for (const { text, words, environment, directory = '', via } of deploys) {
    const isNamed = [text, ...words].some((word) => names(word, path, directory))
    const isInScript = via.some(({ file }) => file === path)
    if (isNamed || isInScript)
      found.push({ environment: environmentOfManifest({ namespace: environment ?? '', file: '' }, settings) })
  }
  if (found.length > 0) return found
  for (const file of repository.ending('.yaml', '.yml', '.tf', '.hcl', '.nomad', '.j2')) {
    if (file.area !== 'main' || file.path === path || byHand.test(file.path)) continue
    if (await mentions(file.path, path, repository))
      found.push({ environment: environmentOfManifest({ namespace: '', file: file.path }, settings) })
  }
  if (found.length > 0 || depth > 2) return found
  // a script that a pipeline or a playbook runs
  for (const file of repository.ending('.sh', '.bash', '.py', '.ps1'))
    if (file.area === 'main' && file.path !== path && (await mentions(file.path, path, repository)))
      found.push(...(await usesOf(file.path, building, depth + 1)))
  return found
}

const most = 1_000_000

async function mentions(file: string, path: string, repository: Repository): Promise<boolean> {
  const size = repository.file(file)?.size ?? 0
  if (size > most) return false
  return names((await repository.text(file))?.content ?? '', path, dirname(file))
}

/** Whether a text, which stands in a folder, names a path: by its name, where many files have that, with its folder. */
function names(text: string, path: string, folder: string): boolean {
  const name = basename(path)
  if (!text.includes(name)) return false
  const isNear = dirname(path) === folder
  if (!common.test(name) || isNear) return holds(text, name)
  const above = basename(dirname(path))
  return above !== '' && holds(text, `${above}/${name}`)
}

/** `loki.yaml`, but not `other-loki.yaml`. */
function holds(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!/[\w.-]/.test(text[at - 1] ?? ' ') || text[at - 1] === '.') return true
  }
  return false
}
