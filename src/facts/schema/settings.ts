import { count, flag, hideable, oneOf, place, record, type Static, Type, text, texts } from './form.ts'

export const configurationGroup = record(
  'ConfigurationGroup',
  'Configuration of one sort that the service is run with, and what holds it against a schema.',
  {
    id: text('its sort, and for a chart its folder'),
    sort: oneOf(
      ['values', 'manifests', 'settings', 'variables'],
      '`values`: of a Helm chart; `manifests`: of Kubernetes; `settings`: files that the application reads; `variables`: a list of its environment variables',
    ),
    what: text('the sort in words'),
    file: text('the first of its files'),
    files: count('how many there are'),
    schema: text('the file of a schema for it; empty: none is here'),
    validator: hideable(text('the step, chart or code that validates it; empty: none')),
    place: place('the first of its files'),
  },
)

export const schemaCheck = record(
  'SchemaCheck',
  'A file of configuration and a JSON Schema that it is mapped to: values of a chart, `$schema`, settings of an editor.',
  {
    id: text('the file and the schema'),
    file: text('the file; values are laid over those of their chart, as Helm does it'),
    schema: text('the schema: a path here, or an address'),
    conforms: hideable(flag('it keeps to the schema; hidden where that is elsewhere, or values are given elsewhere')),
    error: text('what is wrong; empty where nothing is'),
    place: place('what is wrong, else the file'),
  },
)

export const refreshJob = record(
  'RefreshJob',
  'A job that fills staging with data: CronJobs, and pipelines on a schedule.',
  {
    id: text('file and name'),
    name: text('its name'),
    source: hideable(oneOf(['production', 'synthetic'], 'where the data is from; `synthetic`: it is made up')),
    sanitised: hideable(flag('what would tell of people is taken out or replaced on the way')),
    suspended: hideable(flag('it is switched off')),
    schedule: hideable(text('the cron expression')),
    days: hideable(count('the longest time between two runs, in whole days, rounded up')),
    place: place('the job'),
    at: place('its schedule'),
  },
)

const loneKey = record('LoneKey', 'A key that one of two environments has alone.', {
  key: text('it, with dots'),
  side: oneOf(['staging', 'production'], 'which of them has it'),
  place: place('its value'),
})

export const settingsPair = record('SettingsPair', 'A file of staging and its counterpart of production, key by key.', {
  id: text('the two files'),
  staging: text('the file of staging'),
  production: text('the file of production'),
  onlyStaging: texts('keys that staging alone has'),
  onlyProduction: texts('keys that production alone has'),
  alone: Type.Array(loneKey, { description: 'the keys that one of them has alone, those of production first' }),
  changed: hideable(texts('images, probes and the like that both have and that differ')),
  differing: texts('other keys with values that differ, but for addresses and names of environments'),
  mode: flag(
    'the files are named by a mode of the framework (appsettings.Staging.json), in which any environment may run',
  ),
  place: place('the first difference, else the file of staging'),
})

export type ConfigurationGroup = Static<typeof configurationGroup>
export type SchemaCheck = Static<typeof schemaCheck>
export type RefreshJob = Static<typeof refreshJob>
export type SettingsPair = Static<typeof settingsPair>
