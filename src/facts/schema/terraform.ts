import { environmentClasses } from '../../config/vocabulary.ts'
import { flag, hideable, oneOf, place, record, type Static, Type, text } from './form.ts'

const setting = record('TerraformSetting', 'An attribute that is written in a resource.', {
  name: text('its path: `retention_in_days`, `deployment_circuit_breaker.0.rollback`'),
  value: hideable(text('its value as a text, resolved for the environment')),
})

export const terraformResource = record(
  'TerraformResource',
  'A resource that Terraform makes, in one environment; with the modules of this repository followed.',
  {
    id: text('unique in the repository'),
    type: text('aws_db_instance, google_sql_database_instance …'),
    name: text('its name in the code'),
    address: text('its address in its root configuration: module.app.aws_db_instance.main'),
    module: text('the folder of the module that declares it'),
    root: text('the folder of the root configuration'),
    environment: hideable(oneOf(environmentClasses, 'the environment that it is for')),
    environmentName: text('the environment as it is named; empty where nothing names it'),
    exists: hideable(flag('it is made; hidden where its count or for_each is')),
    settings: Type.Array(setting, { description: 'its attributes' }),
    file: text('where it is declared'),
    place: place('its head'),
  },
)

export const infrastructureModule = record(
  'InfrastructureModule',
  'A module, role or template from elsewhere that infrastructure code builds on.',
  {
    id: text('unique in the repository'),
    file: text('where it is called'),
    name: text('the name of the call'),
    source: text('as written, without its ref'),
    version: text('the constraint, or the ref; empty where there is none'),
    pinned: hideable(
      oneOf(['sha', 'version', 'moving', 'none'], 'how it is fixed; the lock file fixes no modules, only providers'),
    ),
    chart: flag(
      'it is a chart of somebody else that is put into a cluster: which images it runs stands in it, and not here',
    ),
    place: place('the call'),
  },
)

export const terraformProvider = record('TerraformProvider', 'A provider that a root configuration installs.', {
  id: text('unique in the repository'),
  file: text('where it is demanded'),
  root: text('the folder of the root configuration'),
  name: text('its source: hashicorp/aws'),
  version: text('the constraint; empty where there is none'),
  pinned: hideable(
    oneOf(
      ['lockfile', 'version', 'moving', 'none'],
      'how it is fixed: by a committed lock file, by an exact version, by a range, or not at all',
    ),
  ),
  applied: flag('the configuration is applied from here; a module for others fixes no provider'),
  place: place('the demand'),
})

export const stateFile = record('StateFile', 'A committed file with the state of infrastructure.', {
  id: text('the file'),
  file: text('the file'),
  tool: text('terraform, pulumi'),
  place: place('the file'),
})

export type TerraformSetting = Static<typeof setting>
export type TerraformResourceFact = Static<typeof terraformResource>
export type InfrastructureModule = Static<typeof infrastructureModule>
export type TerraformProvider = Static<typeof terraformProvider>
export type StateFile = Static<typeof stateFile>
