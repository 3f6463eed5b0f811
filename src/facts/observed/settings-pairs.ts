import { collector } from '../collector.ts'
import { settingsPairs } from '../pairs/pairs.ts'

/** Files of values and settings of staging beside those of production. */
export default collector({
  yields: ['settingsPairs'],
  reads: 'values and appsettings files whose name tells their environment: values-prod.yaml, appsettings.Staging.json',
  touches: { path: /(values|appsettings)[._-][\w-]+\.(ya?ml|json)$/i },
  collect: async ({ repository, settings }) => ({ settingsPairs: await settingsPairs(repository, settings) }),
})
