import { isHidden } from '../../hidden.ts'
import { childOf, type Node } from '../../infrastructure/node.ts'
import {
  attribute,
  type InfrastructureResource,
  isOf,
  listIn,
  nested,
  resourcesOf,
  textIn,
  truthIn,
} from '../../infrastructure/resource.ts'
import type { Input, Trigger } from '../model.ts'
import { type Action, shown } from './stage.ts'

/** What starts a pipeline: filters of its own (V2), else the branches that its sources follow; schedules besides. */
export function triggersOf(
  pipeline: InfrastructureResource,
  sources: readonly Action[],
  run: readonly InfrastructureResource[],
): readonly Trigger[] {
  const own = filters(pipeline)
  const found = [...(own.length > 0 ? own : sources.flatMap((source) => ofSource(source, pipeline, run)))]
  found.push(...schedulesOf(pipeline, run))
  if (found.length === 0) found.push({ kind: 'external', event: 'start', place: pipeline.place })
  const inputs = variablesAsked(pipeline)
  if (inputs.length === 0) return found
  // whatever starts it from outside gives them; else somebody who starts it by hand
  if (found.every(({ kind }) => kind === 'external')) return found.map((trigger) => ({ ...trigger, inputs }))
  return [...found, { kind: 'manual', event: 'start', inputs, place: pipeline.place }]
}

/** The variables of a pipeline, which its start gives. */
function variablesAsked(pipeline: InfrastructureResource): readonly Input[] {
  const blocks = nested(pipeline, 'variable')
  if (isHidden(blocks)) return []
  return blocks.map((block) => {
    const usual = shown(block, 'default_value', '')
    return { name: shown(block, 'name', 'variable'), type: 'string', ...(usual && { default: usual }) }
  })
}

/** Sources that follow a branch. The others are told of by an event, and what comes is made already. */
const branches: Readonly<Record<string, string>> = {
  CodeStarSourceConnection: 'BranchName',
  CodeCommit: 'BranchName',
  GitHub: 'Branch',
}

function ofSource(
  { node, provider, place }: Action,
  pipeline: InfrastructureResource,
  run: readonly InfrastructureResource[],
): readonly Trigger[] {
  const setting = (key: string) => shown(node, `configuration.${key}`, '')
  const key = Object.hasOwn(branches, provider) ? branches[provider] : undefined
  if (key === undefined) {
    // a file in a bucket that nobody watches is there to be read, and starts nothing
    if (provider === 'S3' && setting('PollForSourceChanges') === 'false') return []
    return [{ kind: 'external', event: provider || 'source', place }]
  }
  if (setting('DetectChanges') === 'false') return []
  const branch = setting(key)
  const polls = setting('PollForSourceChanges') !== 'false'
  // an event or a webhook starts it instead, which may stand elsewhere
  const starts = polls || provider !== 'GitHub' || webhooks(pipeline, run)
  if (!branch || !starts) return [{ kind: 'external', event: 'source', place }]
  return [{ kind: 'push', branches: [branch], place }]
}

const webhooks = (pipeline: InfrastructureResource, run: readonly InfrastructureResource[]) =>
  resourcesOf(run, ['aws_codepipeline_webhook']).some(
    (hook) =>
      isOf(attribute(hook, 'target_pipeline').value, pipeline) ||
      textIn(hook, 'target_pipeline') === textIn(pipeline, 'name'),
  )

/** `trigger { git_configuration { push { branches { includes } } } }` */
function filters(pipeline: InfrastructureResource): readonly Trigger[] {
  const blocks = nested(pipeline, 'trigger')
  if (isHidden(blocks)) return [{ kind: 'external', event: 'trigger', place: pipeline.place }]
  return blocks.flatMap((block) =>
    (['push', 'pull_request'] as const).flatMap((kind): readonly Trigger[] => {
      const parts = nested(block, `git_configuration.${kind}`)
      if (isHidden(parts)) return [{ kind: 'external', event: 'trigger', place: block.place }]
      return parts.map((part) => ofFilter(part, kind))
    }),
  )
}

function ofFilter(part: Node, kind: 'push' | 'pull_request'): Trigger {
  const names = (path: string) => {
    const list = listIn(part, path)
    if (list === undefined || isHidden(list)) return undefined
    const known = list.filter((one) => typeof one === 'string')
    return known.length > 0 ? known : undefined
  }
  const tags = names('tags.includes')
  const paths = names('file_paths.includes')
  const included = names('branches.includes')
  const excluded = names('branches.excludes')
  const { place } = part
  const limits = { ...(paths && { paths }), ...(excluded && { branchesIgnore: excluded }) }
  if (kind === 'push' && tags) return { kind: 'tag', branches: tags, ...(paths && { paths }), place }
  const trigger = kind === 'push' ? 'push' : 'pull-request'
  return { kind: trigger, ...(included && { branches: included }), ...limits, place }
}

/** Rules with a schedule that start a pipeline or a project. */
export function schedulesOf(
  started: InfrastructureResource,
  run: readonly InfrastructureResource[],
): readonly Trigger[] {
  return resourcesOf(run, ['aws_cloudwatch_event_target']).flatMap((target): readonly Trigger[] => {
    if (!isOf(attribute(target, 'arn').value, started)) return []
    const rule = resourcesOf(run, ['aws_cloudwatch_event_rule']).find((one) =>
      isOf(attribute(target, 'rule').value, one),
    )
    const schedule = rule && attribute(rule, 'schedule_expression')
    return schedule?.value === undefined ? [] : [{ kind: 'schedule', event: 'schedule', place: schedule.place }]
  })
}

/** What starts a project that no pipeline runs: its webhook, by groups of filters, and schedules. */
export function triggersOfProject(
  project: InfrastructureResource,
  run: readonly InfrastructureResource[],
): readonly Trigger[] {
  const hook = resourcesOf(run, ['aws_codebuild_webhook']).find(
    (one) =>
      isOf(attribute(one, 'project_name').value, project) ||
      (textIn(one, 'project_name') ?? '') === textIn(project, 'name'),
  )
  const holder = hook ?? (truthIn(project, 'webhook') === true ? project : undefined)
  const found = [...(holder ? ofWebhook(holder) : []), ...schedulesOf(project, run)]
  return found.length > 0 ? found : [{ kind: 'external', event: 'start', place: project.place }]
}

/** Without filters every push and every request starts it. */
function ofWebhook(holder: InfrastructureResource): readonly Trigger[] {
  const groups = nested(holder, 'filter_group')
  const { place } = holder
  if (isHidden(groups)) return [{ kind: 'external', event: 'webhook', place }]
  if (groups.length === 0)
    return [
      { kind: 'push', place },
      { kind: 'pull-request', place },
    ]
  return groups.flatMap(ofGroup)
}

/** All filters of a group must hold (docs.aws.amazon.com/codebuild, "GitHub and GitLab webhook events"). */
function ofGroup(group: Node): readonly Trigger[] {
  const written = nested(group, 'filter')
  // a group is a block with filters in Terraform, and the list of them in CloudFormation
  const items = isHidden(written) || written.length > 0 ? written : itemsOf(group)
  if (isHidden(items)) return [{ kind: 'external', event: 'webhook', place: group.place }]
  const pattern = (type: string) =>
    items.map((item) => (shown(item, 'type', '') === type ? shown(item, 'pattern', '') : '')).find(Boolean)
  const events = (pattern('EVENT') ?? '').split(',').map((event) => event.trim())
  const head = pattern('HEAD_REF')
  const { place } = group
  return events.flatMap((event): readonly Trigger[] => {
    if (event === 'PUSH') return [pushOf(head, place)]
    if (/^PULL_REQUEST_(CREATED|UPDATED|REOPENED)$/.test(event)) return [{ kind: 'pull-request', event, place }]
    if (event === 'PULL_REQUEST_MERGED') return [pushOf(pattern('BASE_REF'), place)]
    if (/^(RELEASED|PRERELEASED)$/.test(event)) return [{ kind: 'release', event, place }]
    return event ? [{ kind: 'external', event, place }] : []
  })
}

function itemsOf(list: Node): readonly Node[] {
  const items: Node[] = []
  for (let item = childOf(list, '0'); item && items.length < 20; item = childOf(list, String(items.length)))
    items.push(item)
  return items
}

/** `^refs/heads/main$`: a name where the pattern is one; any other may be whatever it says. */
function pushOf(pattern: string | undefined, place: Trigger['place']): Trigger {
  if (pattern === undefined) return { kind: 'push', place }
  const tag = /^\^?refs\/tags\//.test(pattern)
  if (tag) return { kind: 'tag', place }
  const [, name] = /^\^?(?:refs\/heads\/)?([\w./-]+)\$?$/.exec(pattern) ?? []
  return name && /\w/.test(name) && !/\.[*+]/.test(name)
    ? { kind: 'push', branches: [name], place }
    : { kind: 'external', event: 'push', place }
}
