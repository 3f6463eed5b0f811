import type { Kind } from '../../../config/vocabulary.ts'
import { isHidden } from '../../hidden.ts'
import { childOf } from '../../infrastructure/node.ts'
import { attribute, jsonIn, textIn } from '../../infrastructure/resource.ts'
import { isMap, type Value } from '../../infrastructure/value.ts'
import { openName } from '../dialect/open-text.ts'
import type { Act } from '../model.ts'
import type { Action } from './stage.ts'
import { shown } from './stage.ts'
import { openText, type Variables } from './values.ts'

/** What an action of AWS does: the command that does the same, its kinds, and which settings say to what. */
interface Doing {
  readonly tool: string
  readonly kinds: readonly Kind[]
  /** settings of the action, with the flags of the command */
  readonly targets: Readonly<Record<string, string>>
}

const group = { DeploymentGroupName: '--deployment-group-name', ApplicationName: '--application-name' }

/** docs.aws.amazon.com/codepipeline/latest/userguide/action-reference, by provider */
const doings: Readonly<Record<string, Doing>> = {
  CodeDeploy: { tool: 'aws deploy create-deployment', kinds: ['deploy'], targets: group },
  CodeDeployToECS: { tool: 'aws deploy create-deployment', kinds: ['deploy'], targets: group },
  ECS: {
    tool: 'aws ecs update-service',
    kinds: ['deploy'],
    targets: { ClusterName: '--cluster', ServiceName: '--service' },
  },
  CloudFormation: {
    tool: 'aws cloudformation deploy',
    kinds: ['apply', 'deploy'],
    targets: { StackName: '--stack-name' },
  },
  CloudFormationStackSet: {
    tool: 'aws cloudformation create-stack-set',
    kinds: ['apply', 'deploy'],
    targets: { StackSetName: '--stack-set-name' },
  },
  CloudFormationStackInstances: {
    tool: 'aws cloudformation create-stack-instances',
    kinds: ['apply', 'deploy'],
    targets: { StackSetName: '--stack-set-name' },
  },
  ElasticBeanstalk: {
    tool: 'aws elasticbeanstalk update-environment',
    kinds: ['deploy'],
    targets: { EnvironmentName: '--environment-name', ApplicationName: '--application-name' },
  },
  S3: { tool: 'aws s3 sync', kinds: ['deploy'], targets: { BucketName: '' } },
  AppConfig: {
    tool: 'aws appconfig start-deployment',
    kinds: ['deploy'],
    targets: { Environment: '--environment-id', Application: '--application-id' },
  },
  EKS: {
    tool: 'aws eks deploy',
    kinds: ['deploy'],
    targets: { Namespace: '--namespace', ClusterName: '--name', HelmReleaseName: '--release' },
  },
  EC2: { tool: 'aws ec2 deploy', kinds: ['deploy'], targets: { InstanceTagValue: '' } },
  Lambda: {
    tool: 'aws lambda update-function-code',
    kinds: ['deploy'],
    targets: { FunctionName: '--function-name' },
  },
  OpsWorks: { tool: 'aws opsworks create-deployment', kinds: ['deploy'], targets: { Stack: '', App: '--app' } },
  AlexaSkillsKit: { tool: 'ask deploy', kinds: ['deploy'], targets: {} },
  ServiceCatalog: { tool: 'aws servicecatalog create-provisioning-artifact', kinds: ['publish'], targets: {} },
  ECRBuildAndPublish: { tool: 'docker buildx build', kinds: ['build', 'publish'], targets: {} },
  InspectorScan: { tool: 'aws inspector scan', kinds: ['image-scan'], targets: {} },
}

/** What an action of a known provider does, with the names of what it works on; undefined for any other. */
export function actOfAction(action: Action): { act: Act; targets: readonly string[] } | undefined {
  const { provider, category, node, place, name } = action
  const known = Object.hasOwn(doings, provider) ? doings[provider] : undefined
  // a function is deployed, or invoked
  if (!known || (category === 'Invoke' && provider !== 'InspectorScan')) return undefined
  const settings = (key: string) => shown(node, `configuration.${key}`, '')
  const named = Object.entries(known.targets).flatMap(([key, flag]) => {
    const target = settings(key)
    return target ? [{ flag, target }] : []
  })
  const words = named.flatMap(({ flag, target }) => (flag ? [flag, target] : [target]))
  const act: Act = {
    kinds: kindsOf(known.kinds, action, settings),
    tool: known.tool,
    text: [`${provider} action ${name}`, ...named.map(({ target }) => target)].join(' '),
    place,
    via: [],
    onFailure: provider === 'InspectorScan' && !thresholds.some((key) => settings(key)) ? 'reports' : 'stops',
    words: [...known.tool.split(' ').slice(1), ...words],
    ...(provider === 'CloudFormation' && { inputs: inputsOf(action, settings) }),
  }
  return { act, targets: named.map(({ target }) => target) }
}

const thresholds = ['Critical', 'High', 'Medium', 'Low'].map((level) => `${level}Threshold`)

/** A change set that is only made is a plan, a stack that is taken away no deployment, a file that is copied none. */
function kindsOf(kinds: readonly Kind[], { provider }: Action, settings: (key: string) => string): readonly Kind[] {
  if (provider === 'S3') return settings('Extract') === 'false' ? ['publish'] : kinds
  if (provider === 'InspectorScan') return /source/i.test(settings('InspectorRunMode')) ? ['security-scan'] : kinds
  if (provider !== 'CloudFormation') return kinds
  const mode = settings('ActionMode')
  return mode === 'CHANGE_SET_REPLACE' ? ['plan'] : mode === 'DELETE_ONLY' ? [] : kinds
}

/** What a deployment of a stack is given, as the action for CloudFormation of other systems calls it. */
function inputsOf(action: Action, settings: (key: string) => string): Record<string, string> {
  const [, template] = /^[^:]+::(.+)$/.exec(settings('TemplatePath')) ?? []
  const given = parametersOf(action)
  const overrides = Object.entries(given ?? {}).map(([name, value]) => `${name}=${value}`)
  if (!given || settings('TemplateConfiguration')) overrides.push(openName('parameters'))
  return {
    name: settings('StackName'),
    ...(template && { template }),
    ...(overrides.length > 0 && { 'parameter-overrides': overrides.join(',') }),
  }
}

/** The parameters that an action gives to a stack; undefined where they cannot be told. */
export function parametersOf({ node }: Action): Variables | undefined {
  const { value } = attribute(node, 'configuration.ParameterOverrides')
  const configuration = childOf(node, 'configuration')
  if (value === undefined || !configuration) return isHidden(value) ? undefined : {}
  const text = openText(value)
  const given = text?.trimStart().startsWith('{') ? parsed(text) : jsonIn(configuration, 'ParameterOverrides')
  if (given === undefined || isHidden(given) || !isMap(given)) return undefined
  return Object.fromEntries(
    Object.entries(given).map(([name, one]) => [name, typeof one === 'string' ? one : openName(name)]),
  )
}

function parsed(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value
  } catch {
    return undefined
  }
}

/** The project that an action builds with, as it is written. */
export const projectIn = ({ node }: Action) => textIn(node, 'configuration.ProjectName')
