import { collector } from '../collector.ts'
import { settingsPairs } from '../pairs/pairs.ts'

/** Files of values and settings of staging beside those of production. */
export default collector({
  yields: ['settingsPairs'],
  reads:
    'files of settings whose name tells their environment: values-prod.yaml, prod-values.yaml, appsettings.Staging.json, prod.tfvars (or a folder of that name), .env.staging, manifest-prod.yml of Cloud Foundry with one application, units of Terragrunt with their inputs; configurations of Terraform whose folders differ by their environment alone; what kustomizations make, and plain manifests, whose folders differ by their environment alone',
  touches: [
    {
      path: /(values|appsettings|manifest)[._-][\w.-]+\.(ya?ml|json)$|[._-]values\.ya?ml$|(^|\/)terragrunt\.hcl$|\.tfvars(\.json)?$|(^|\/)\.env[._-][\w.-]+$/i,
    },
    { path: /\.(tf|tofu)$/ },
    { path: /\.ya?ml$/, text: /\b(kind|resources|patches|images|configMapGenerator)["']?:/ },
  ],
  collect: async ({ repository, settings }) => ({ settingsPairs: await settingsPairs(repository, settings) }),
})
