import { Hidden, isHidden, type Seen } from '../../hidden.ts'
import { kindOfName } from '../../log/kind.ts'
import type { LogStore } from '../../schema/operation.ts'
import { attribute, type InfrastructureResource, nameIn, numberIn, resourcesOf, textIn, truthIn } from '../resource.ts'
import { storeOf } from './store.ts'

/** Builds of CodeBuild, indexes of Datadog and Elasticsearch, drains of platforms as a service. */
export function otherStores(run: readonly InfrastructureResource[], known: readonly LogStore[]): readonly LogStore[] {
  return [
    ...builds(run, known),
    ...resourcesOf(run, ['datadog_logs_index']).map((one) =>
      store(one, 'datadog', numberIn(one, 'retention_days') ?? unsaid(one), 'retention_days'),
    ),
    ...resourcesOf(run, ['elasticstack_elasticsearch_index_lifecycle']).map((one) =>
      store(one, 'elasticsearch', daysOf(textIn(one, 'delete.min_age')), 'delete.min_age'),
    ),
    ...drains(run),
  ]
}

/** Logs of builds go to a group that CodeBuild makes by itself, and which keeps them for ever. */
function builds(run: readonly InfrastructureResource[], known: readonly LogStore[]): readonly LogStore[] {
  return resourcesOf(run, ['aws_codebuild_project']).flatMap((project) => {
    const name = textIn(project, 'name')
    const implicit = typeof name === 'string' ? `/aws/codebuild/${name}` : undefined
    const named = attribute(project, 'logs_config.cloudwatch_logs.group_name').value !== undefined
    if (named || textIn(project, 'logs_config.cloudwatch_logs.status') === 'DISABLED') return []
    if (truthIn(project, 'logs_config.s3_logs.status') !== undefined) return []
    if (known.some((one) => one.name === implicit || (!implicit && one.name.includes('codebuild')))) return []
    return [{ ...store(project, 'cloudwatch', 0, 'logs_config'), kind: 'deployment' } as LogStore]
  })
}

/** Services that take all logs of an application away. */
function drains(run: readonly InfrastructureResource[]): readonly LogStore[] {
  return resourcesOf(run, [
    'cloudfoundry_user_provided_service',
    'cloudfoundry_service_instance',
    'heroku_drain',
  ]).flatMap((one) => {
    const path = one.type === 'heroku_drain' ? 'url' : 'syslog_drain_url'
    if (attribute(one, path).value === undefined) return []
    return [{ ...store(one, one.type.split('_')[0] as string, unsaid(one), path), forwarded: true } as LogStore]
  })
}

const unsaid = ({ address }: InfrastructureResource) =>
  new Hidden(`how long the logs of ${address} are kept`, { kind: 'file', text: `say how long ${address} keeps logs` })

/** `30d`; without a phase that deletes, for ever. */
function daysOf(age: Seen<string> | undefined): Seen<number> {
  if (age === undefined || isHidden(age)) return age ?? 0
  const [, number = '0', unit] = /^(\d+)(d|h|m|s)$/.exec(age) ?? []
  return unit === 'd' ? Number(number) : Math.floor(Number(number) / (unit === 'h' ? 24 : 86_400))
}

function store(of: InfrastructureResource, system: string, days: Seen<number>, path: string): LogStore {
  return storeOf(of, { kind: kindOfName(nameIn(of, 'name')), system, days, place: attribute(of, path).place })
}
