import { collector } from '../collector.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { graphOf } from '../pipeline/graph/index.ts'
import type { Repository } from '../repository.ts'
import type { ConfigurationGroup, SchemaCheck } from '../schema/settings.ts'
import { validatesFiles, validatesSome, validatingCode } from '../validation/code.ts'
import { configurationGroups, type Group } from '../validation/files.ts'
import { namedSettings } from '../validation/of-environments.ts'
import { hiddenValidation, validatingActs, validatorOf } from '../validation/steps.ts'

/** The configuration of the service by sort, each with what holds it against a schema. */
export default collector({
  yields: ['configurationGroups', 'schemaChecks'],
  needs: ['workflows'],
  reads:
    'values of charts, kustomizations and ConfigMaps, settings files, also those that are called after an environment, and lists of variables; schemas beside them, code that validates, and pipelines; files that name their schema by `$schema`, and `.vscode/settings.json`',
  touches: [
    {
      path: /(^|\/)(Chart\.yaml|kustomization\.ya?ml|values[\w.-]*\.(ya?ml|schema\.json)|values\/[\w.-]+\.ya?ml|appsettings[\w.]*\.json|\.env[\w.-]*|\w+\.env|(application|bootstrap|settings)[\w-]*\.(ya?ml|properties|toml)|[\w.-]*schema[\w.-]*\.json)$|(^|\/)config\/[\w.-]+\.(json5?|ya?ml|toml)$/i,
    },
    { path: namedSettings },
    { path: /\.ya?ml$/, text: /ConfigMap/ },
    { path: /\.(json|ya?ml|toml)$/, text: /\$schema|#:schema|json\.schemas|yaml\.schemas/ },
    {
      path: /(config|configuration|settings|options|env|environment|startup|program|bootstrap|properties|module|extensions|main|initializers\/[\w.-]+)[\w.-]*\.\w+$/i,
      text: /cleanEnv|createEnv|convict|envsafe|alidationSchema|parseEnv|\.object\(|env-var|BaseSettings|pydantic|environ|jsonschema|Cerberus|Validat|KnownFields|Unmarshal|require|envconfig|ENVied|config\.schema|Dry::|dry|deny_unknown|confique/,
    },
  ],
  async collect(context) {
    const { repository, settings } = context
    const groups = await configurationGroups(repository, settings)
    const { schemaChecks } = await import('../validation/check.ts')
    const checks = await schemaChecks(groups, repository)
    if (!groups.length) return { configurationGroups: [], schemaChecks: checks }
    const graph = graphOf(context)
    const acts = validatingActs(graph)
    const code = groups.some(({ sort }) => sort === 'settings' || sort === 'variables')
      ? await validatingCode(repository)
      : []
    return {
      schemaChecks: checks,
      configurationGroups: await Promise.all(
        groups.map(async (group) => {
          const schema = await schemaOf(group, repository)
          const step = validatorOf(group, acts, repository)
          const here = hereBy(group, checks)
          const seen = isHidden(here) || here === '' ? (await byItself(group, schema, code, repository)) || here : here
          // what is surely validated in one way need not be so in another
          const visible = isHidden(step) || step === '' ? (isHidden(seen) ? seen : seen || step) : step
          const [file] = group.files as [string]
          return {
            id: `${group.sort} ${group.folder ?? ''}`.trim(),
            sort: group.sort,
            what: group.what,
            file,
            files: group.files.length,
            schema,
            validator: visible || unseen(group, graph.workflows.length, hiddenValidation(graph)),
            place: { file },
          } as ConfigurationGroup
        }),
      ),
    }
  },
})

const noPipeline = new Hidden('what validates the configuration (no pipeline is here)', {
  kind: 'file',
  text: 'keep the pipeline that validates the configuration in this repository',
})

/** What may validate though none does visibly. Code reads variables in too many ways for a lack to be certain. */
function unseen({ sort }: Group, pipelines: number, hidden: Hidden | undefined): Seen<string> {
  if (pipelines === 0) return noPipeline
  if (hidden || sort !== 'variables') return hidden ?? ''
  return new Hidden('whether the application refuses to start without its variables', {
    kind: 'file',
    text: 'validate the environment variables when the application starts (zod, envalid, pydantic-settings, ValidateOnStart)',
  })
}

/** Helm holds values against the schema of their chart whenever it renders; code that validates does so at the start. */
async function byItself(
  { sort, folder, what, files }: Group,
  schema: string,
  code: Seen<readonly string[]>,
  repository: Repository,
): Promise<Seen<string>> {
  if (sort === 'values') return schema && `Helm, which holds values against ${schema} whenever it renders the chart`
  if (sort === 'manifests') return ''
  if (isHidden(code)) return code
  const inside = code.filter((path) => !folder || path.startsWith(`${folder}/`))
  for (const path of inside) {
    // a class of settings for one thing refuses nothing that is wrong with the rest
    const validates =
      sort === 'variables' ? await validatesSome(path, files, repository) : await validatesFiles(path, repository)
    if (validates) return `the code in ${path}`
  }
  if (inside.length && sort === 'variables') return ''
  const [other = code[0]] = inside
  return other === undefined
    ? ''
    : new Hidden(`whether ${other}, which validates configuration, validates ${what}`, {
        kind: 'file',
        text: `validate it where it is read${folder ? `, in ${folder}` : ''}`,
      })
}

/** All files of a group say to which schema they keep, and were held against it; hidden where one of these is elsewhere. */
function hereBy({ sort, files }: Group, checks: readonly SchemaCheck[]): Seen<string> {
  if (sort !== 'settings') return ''
  const held = files.map((file) => checks.find((check) => check.file === file && check.conforms !== false))
  if (held.includes(undefined)) return ''
  const hidden = held.find((check) => isHidden(check?.conforms))
  return hidden ? (hidden.conforms as Hidden) : `Assay, against ${held[0]?.schema}, which they name`
}

async function schemaOf({ sort, folder }: Group, repository: Repository): Promise<string> {
  if (sort !== 'values') return ''
  const path = folder ? `${folder}/values.schema.json` : 'values.schema.json'
  if (!repository.has(path)) return ''
  const schema = await repository.json(path)
  return schema?.get('properties')?.entries.length ? path : ''
}
