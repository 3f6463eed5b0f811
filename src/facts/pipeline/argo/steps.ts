import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { hiddenPart } from '../commands/hidden.ts'
import { actsOfContainer, type ContainerPlace, scriptWith, shebang } from '../dialect/container.ts'
import type { Act, Step } from '../model.ts'
import { expressions, type Names, type Reading } from './dialect.ts'
import { lookUp, textWith } from './values.ts'

/** Where a template runs. */
export interface StepContext {
  readonly reading: Reading
  readonly job: string
  readonly names: Names
  readonly via: readonly Place[]
  /** the step's and the template's names */
  readonly title: string
}

/** What a template does that runs something itself: a container, a script, a set of containers, an object, a request. */
export async function stepsOf(template: DataNode, context: StepContext): Promise<Step[]> {
  const set = template.at('containerSet', 'containers')?.asList
  if (set) return Promise.all(set.map((node, index) => stepOf(node, template, index, context)))
  const init = (template.get('initContainers')?.asList ?? []).filter((node) => node.kind === 'map')
  const steps = await Promise.all(init.map((node, index) => stepOf(node, template, index, context)))
  const script = template.get('script')
  const own = script ?? template.get('container')
  if (own) return [...steps, await stepOf(own, template, steps.length, context)]
  const acts = otherActs(template, context)
  return acts ? [...steps, step(acts.place, acts.acts, steps.length, context)] : steps
}

async function stepOf(node: DataNode, template: DataNode, index: number, context: StepContext): Promise<Step> {
  const { reading, names, via, title } = context
  const where: ContainerPlace = {
    pattern: expressions,
    resolve: (expression) => lookUp(expression, names),
    directory: folderOf(node, template, names),
    variables: variablesOf(node.get('env'), names),
    via,
    name: [title, node.get('name')?.text].filter(Boolean).join(' '),
  }
  const source = node.get('source')
  const acts =
    source?.text === undefined
      ? await actsOfContainer(
          { image: node.get('image'), command: node.get('command'), args: node.get('args'), place: node.place },
          where,
          reading,
        )
      : await reading.finders.findActs(
          scriptWith(source, where, shellOf(node, textWith(source.text, names))),
          reading.repository,
        )
  return step((node.get('name') ?? node).place, acts, index, context)
}

function step(place: Place, acts: readonly Act[], index: number, { job, via, title }: StepContext): Step {
  return { id: `${job}/${index}`, name: title, place, via, runsAfterFailure: 'no', continueOnError: false, acts }
}

/** A script template's `command` runs the file of its source: only its own flags, or the script, make it stop at failures. */
function shellOf(node: DataNode, source: string) {
  const words = (node.get('command')?.asList ?? []).map((item) => item.text ?? '')
  const [first, ...flags] = words
  if (first === undefined) return shebang(source) ?? { program: 'sh', errexit: false, pipefail: false }
  return (
    shebang(`#!${first === 'env' || /\/env$/.test(first) ? '/usr/bin/env' : first} ${flags.join(' ')}`) ?? {
      program: 'sh',
      errexit: false,
      pipefail: false,
    }
  )
}

/** The repository's files are where an artifact of git, or a volume, is mounted; elsewhere a folder is the image's own. */
function folderOf(node: DataNode, template: DataNode, names: Names): string | undefined {
  const folder = textWith(node.get('workingDir')?.text ?? '', names).replace(/\/+$/, '')
  if (folder === '') return undefined
  const artifacts = template.at('inputs', 'artifacts')?.asList ?? []
  const mounts = [
    ...artifacts.map((one) => one.get('path')),
    ...(node.get('volumeMounts')?.asList ?? []).map((one) => one.get('mountPath')),
  ]
  for (const mount of mounts) {
    const path = textWith(mount?.text ?? '', names).replace(/\/+$/, '')
    if (path !== '' && (folder === path || folder.startsWith(`${path}/`))) {
      const rest = folder.slice(path.length + 1).split('/')
      // the checkout itself is often a folder of the volume, of any name
      const isVolume = !artifacts.some((one) => one.get('path') === mount)
      return (isVolume ? rest.slice(1) : rest).filter((part) => part && part !== '.' && !part.includes('$')).join('/')
    }
  }
  return undefined
}

function variablesOf(list: DataNode | undefined, names: Names): Record<string, string> {
  const variables: Record<string, string> = {}
  for (const one of list?.asList ?? []) {
    const name = one.get('name')?.text
    const value = one.get('value')?.text
    if (name !== undefined && value !== undefined) variables[name] = textWith(value, names)
  }
  return variables
}

/** Kinds of objects that hold a service; creating one deploys it. */
const workloads =
  /^\s*kind:\s*["']?(Deployment|StatefulSet|DaemonSet|Rollout|Service|DeploymentConfig|HelmRelease|Application|Kustomization|InferenceService)\b/m

function otherActs(template: DataNode, context: StepContext): { place: Place; acts: readonly Act[] } | undefined {
  const { names, via, title } = context
  const base = { via, onFailure: 'stops', words: [] } as const
  const resource = template.get('resource')
  if (resource) {
    const action = textWith(resource.get('action')?.text ?? '', names)
    const text = textWith(resource.get('manifest')?.text ?? '', names)
    const namespace = /^\s*namespace:\s*["']?([\w.-]+)/m.exec(text)?.[1]
    const deploys = /^(apply|create|replace|patch)$/.test(action) && workloads.test(text)
    const starts = /^\s*kind:\s*["']?(Workflow|PipelineRun|CronWorkflow)\b/m.exec(text)?.[1]
    const hidden = starts
      ? hiddenPart(`what the ${starts} does that ${title} creates`, `${title}`, resource.place)
      : undefined
    const act: Act = {
      ...base,
      kinds: deploys ? ['deploy'] : [],
      tool: `kubectl ${action}`,
      text: `resource: ${action}`,
      place: resource.place,
      ...(namespace && { environment: namespace }),
      ...(hidden?.couldBe.length && { hidden }),
    }
    return { place: resource.place, acts: [act] }
  }
  const other = ['http', 'plugin', 'data'].map((name) => template.get(name)).find((node) => node)
  if (!other) return undefined
  const kind = template.get('http') ? 'http' : template.get('plugin') ? 'plugin' : 'data'
  const url = textWith(other.get('url')?.text ?? '', names)
  const notifies = /hooks\.slack\.com|webhook\.office|discord\.com|pagerduty|opsgenie|SLACK|TEAMS/i.test(url)
  const hidden =
    kind === 'data' || notifies
      ? undefined
      : hiddenPart(`what ${title} asks of ${url || 'a plugin'}`, title, other.place)
  const act: Act = {
    ...base,
    kinds: notifies ? ['notify'] : [],
    tool: kind,
    text: `${kind}: ${url}`.trim(),
    place: other.place,
    ...(hidden?.couldBe.length && { hidden }),
  }
  return { place: other.place, acts: [act] }
}
