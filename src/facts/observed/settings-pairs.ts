import { collector } from '../collector.ts'
import { settingsPairs } from '../pairs/pairs.ts'

/** Files of values and settings of staging beside those of production. */
export default collector({
  yields: ['settingsPairs'],
  reads:
    'files of settings whose name tells their environment: values-prod.yaml, appsettings.Staging.json, prod.tfvars (or a folder of that name), .env.staging',
  touches: { path: /(values|appsettings)[._-][\w-]+\.(ya?ml|json)$|\.tfvars(\.json)?$|(^|\/)\.env[._-][\w.-]+$/i },
  collect: async ({ repository, settings }) => ({ settingsPairs: await settingsPairs(repository, settings) }),
})
