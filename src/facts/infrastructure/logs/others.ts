import { Hidden, isHidden, type Seen } from '../../hidden.ts'
import { daysIn } from '../../log/days.ts'
import { kindOfName } from '../../log/kind.ts'
import { lifecyclesIn } from '../../log/lifecycle/policies.ts'
import { subjectOf } from '../../log/lifecycle/subject.ts'
import { unclear } from '../../log/lifecycle/unclear.ts'
import type { LogStore } from '../../schema/operation.ts'
import {
  attribute,
  type InfrastructureResource,
  jsonIn,
  nameIn,
  numberIn,
  resourcesOf,
  textIn,
  truthIn,
} from '../resource.ts'
import { treeOf } from '../tree.ts'
import { kindOfProject } from './project.ts'
import { storeOf } from './store.ts'

/** Builds of CodeBuild, indexes of Datadog and Elasticsearch, drains of platforms as a service. */
export function otherStores(run: readonly InfrastructureResource[], known: readonly LogStore[]): readonly LogStore[] {
  return [
    ...builds(run, known),
    ...resourcesOf(run, ['datadog_logs_index']).map((one) =>
      store(one, 'datadog', numberIn(one, 'retention_days') ?? unsaid(one), 'retention_days'),
    ),
    ...lifecycles(run),
    ...policies(run),
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
    return [{ ...store(project, 'cloudwatch', 0, 'logs_config'), kind: kindOfProject(project) } as LogStore]
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

/** Policies of indices: without a phase that deletes, these are kept for ever; what they hold, their name tells. */
function lifecycles(run: readonly InfrastructureResource[]): readonly LogStore[] {
  return resourcesOf(run, ['elasticstack_elasticsearch_index_lifecycle']).map((one) => {
    const name = nameIn(one, 'name')
    const kind = subjectOf(name, [])
    const days = kind ? daysOf(textIn(one, 'delete.min_age'), one) : unclear(name, one.file)
    const { place } = attribute(one, 'delete.min_age')
    return storeOf(one, { kind: kind ?? 'application', system: 'elasticsearch', days, place })
  })
}

/** Policies whose providers take them as JSON, for OpenSearch and for Elasticsearch. */
function policies(run: readonly InfrastructureResource[]): readonly LogStore[] {
  const all = [
    'opensearch_ism_policy',
    'elasticsearch_opensearch_ism_policy',
    'elasticsearch_opendistro_ism_policy',
    'elasticsearch_index_lifecycle_policy',
    'elasticsearch_xpack_index_lifecycle_policy',
  ]
  return resourcesOf(run, all).flatMap((one) => {
    const name = nameIn(one, 'policy_id', 'name')
    const { place } = attribute(one, 'body')
    const body = jsonIn(one, 'body')
    const system = one.type.endsWith('ism_policy') ? 'opensearch' : 'elasticsearch'
    if (body === undefined || isHidden(body))
      return [storeOf(one, { kind: subjectOf(name, []) ?? 'application', system, days: body ?? unsaid(one), place })]
    return lifecyclesIn(treeOf(body, place), name).map(({ indices, days }) => {
      const kind = subjectOf(name, indices)
      return storeOf(one, { kind: kind ?? 'application', system, days: kind ? days : unclear(name, one.file), place })
    })
  })
}

function daysOf(age: Seen<string> | undefined, one: InfrastructureResource): Seen<number> {
  if (age === undefined) return attribute(one, 'delete').value === undefined ? 0 : unsaid(one)
  return isHidden(age) ? age : daysIn(age) || unsaid(one)
}

function store(of: InfrastructureResource, system: string, days: Seen<number>, path: string): LogStore {
  return storeOf(of, { kind: kindOfName(nameIn(of, 'name')), system, days, place: attribute(of, path).place })
}
