import { dirname, join } from '../../documents/path.ts'
import { repositoryPath } from '../pipeline/commands/shell/paths.ts'
import type { Act, Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import { folderOf, type Named } from './named.ts'

/** Files that a tool reads in the folder where it runs, without being told. */
const defaults: readonly (readonly [tool: RegExp, files: readonly string[]])[] = [
  [
    /^serverless (deploy|package)\b|^serverless\/github-action$/,
    ['serverless.yml', 'serverless.yaml', 'serverless.ts', 'serverless.js', 'serverless.json'],
  ],
  [/^sam (deploy|build)\b/, ['samconfig.toml', 'samconfig.yaml', 'template.yaml', 'template.yml']],
  [/^(ibmcloud )?cf push\b/, ['manifest.yml', 'manifest.yaml']],
  [/^gcloud app deploy\b/, ['app.yaml']],
  [/^firebase deploy\b/, ['firebase.json']],
  [/^(fly|flyctl) deploy\b/, ['fly.toml']],
  [/^wrangler (deploy|publish)\b|^cloudflare\/wrangler-action$/, ['wrangler.toml', 'wrangler.json', 'wrangler.jsonc']],
  [/^helmfile\b/, ['helmfile.yaml', 'helmfile.yml', 'helmfile.yaml.gotmpl']],
  [/^skaffold (run|deploy)\b/, ['skaffold.yaml']],
  [/^vercel\b/, ['vercel.json', 'vercel.ts']],
  [/^netlify deploy\b/, ['netlify.toml']],
  [/^kamal (deploy|redeploy)\b/, ['config/deploy.yml']],
  [/^chalice deploy\b/, ['.chalice/config.json']],
  [/^zappa (deploy|update)\b/, ['zappa_settings.json', 'zappa_settings.toml', 'zappa_settings.yml']],
  [/^databricks bundle\b/, ['databricks.yml']],
  [/^docker[ -]compose (up|pull)\b/, ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml']],
]

const terraform = /^(terraform|tofu|terragrunt) (apply|plan)\b/
const configuration =
  /\.(ya?ml|json|jsonc|toml|tfvars|hcl|nomad|bicep|bicepparam|properties|ini|cfg|conf|j2|tmpl|tpl|template)$/
/** What describes a package and how it is compiled is no configuration of what is deployed. */
const ofPackage =
  /(?:^|\/)(?:package(?:-lock)?|npm-shrinkwrap|composer|[jt]sconfig[\w.]*)\.json$|(?:^|\/)(?:pyproject|Cargo)\.toml$|(?:^|\/)pnpm-[\w-]+\.yaml$/
const holdsSecrets = /secret|credential|(?:^|\/)\.env|password/i

/**
 * Files of this repository that what deploys reads besides those that options name: as an argument or input of any name, or
 * without being told. Only what is here is found; what is not may be made in the run.
 */
export function* namedByDeployments(repository: Repository, workflows: readonly Workflow[]): Generator<Named> {
  for (const workflow of workflows) {
    for (const job of workflow.jobs) {
      for (const act of job.steps.flatMap(({ acts }) => acts)) {
        if (act.remote || act.throwAway || !act.kinds.some((kind) => kind === 'deploy' || kind === 'apply')) continue
        const folder = whereOf(act)
        if (folder === undefined) continue
        const paths = [...argumentsOf(act, folder), ...unnamed(act, folder, repository), ...(act.fed ?? [])]
        for (const path of new Set(paths)) {
          if (holdsSecrets.test(path) || repository.file(path)?.area !== 'main') continue
          yield { path, by: act.tool, place: act.place, job, workflow }
        }
      }
    }
  }
}

/** The folder that an act's paths begin in: of an action the root, unless it is told another. */
function whereOf(act: Act): string | undefined {
  if (act.directory !== undefined) return folderOf(act, act.directory)
  if (!act.inputs) return undefined
  const told = Object.entries(act.inputs).find(([name]) => /^working[-_]?directory$/i.test(name))?.[1] ?? ''
  return repositoryPath(told, '')
}

/** Words and inputs that are paths, however they are handed over: `file://template.yml`, `@main.json`, `--config=app.toml`. */
function* argumentsOf({ words, inputs }: Act, folder: string): Generator<string> {
  const given = [...words, ...Object.values(inputs ?? {}).flatMap((value) => value.split(/[\s,]+/))]
  for (const word of given) {
    const path = repositoryPath(word.replace(/^--?[\w-]+=/, '').replace(/^(file:\/\/|@)/, ''), folder)
    if (path !== undefined && configuration.test(path) && !ofPackage.test(path)) yield path
  }
}

function* unnamed({ tool, words }: Act, folder: string, repository: Repository): Generator<string> {
  for (const [pattern, files] of defaults) if (pattern.test(tool)) for (const file of files) yield join(folder, file)
  if (terraform.test(tool)) {
    const own = repository.in(folder).find(({ path }) => path.endsWith('.tf'))
    if (own) yield own.path
  }
  if (/^copilot\b.*\bdeploy\b/.test(tool))
    for (const { path } of repository.named('manifest.yml')) if (/(^|\/)copilot\/[^/]+$/.test(dirname(path))) yield path
  if (/^helm (upgrade|install)\b/.test(tool)) {
    for (const word of words) {
      const chart = repositoryPath(word, folder)
      if (chart !== undefined && repository.has(join(chart, 'Chart.yaml'))) yield join(chart, 'values.yaml')
    }
  }
}
