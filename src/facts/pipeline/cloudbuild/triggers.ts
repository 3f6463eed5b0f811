import { isHidden, type Seen } from '../../hidden.ts'
import {
  attribute,
  type InfrastructureResource,
  listIn,
  resourcesOf,
  textIn,
  truthIn,
} from '../../infrastructure/resource.ts'
import { isMap } from '../../infrastructure/value.ts'
import type { Trigger } from '../model.ts'

/** What starts a build, and what it puts in. */
export interface BuildTriggers {
  readonly triggers: readonly Trigger[]
  /** what all of them substitute alike: `_TEAM` → `web` */
  readonly substitutions: Readonly<Record<string, string>>
  /** a person approves each run */
  readonly approval: Seen<boolean>
}

/**
 * The triggers of builds that Terraform makes, by the file that they run (registry.terraform.io, hashicorp/google,
 * `google_cloudbuild_trigger`). One whose file, or whose event, cannot be told from here is left out with all others of
 * its file: what starts that then stays unseen.
 */
export function buildTriggers(all: readonly InfrastructureResource[]): ReadonlyMap<string, BuildTriggers> {
  const found = new Map<string, { trigger: Trigger | undefined; of: InfrastructureResource }[]>()
  for (const of of resourcesOf(all, ['google_cloudbuild_trigger'])) {
    if (truthIn(of, 'disabled') === true) continue
    const file = textIn(of, 'filename') ?? textIn(of, 'git_file_source.path')
    if (typeof file !== 'string') continue
    const path = file.replace(/^\.?\//, '')
    found.set(path, [...(found.get(path) ?? []), { trigger: triggerOf(of), of }])
  }
  return new Map(
    [...found].flatMap(([file, members]): [string, BuildTriggers][] => {
      const triggers = members.flatMap(({ trigger }) => trigger ?? [])
      if (triggers.length < members.length) return []
      const resources = members.map(({ of }) => of)
      return [
        [file, { triggers: distinct(triggers), substitutions: common(resources), approval: approvalOf(resources) }],
      ]
    }),
  )
}

const sources = ['github', 'repository_event_config', 'bitbucket_server_trigger_config'] as const

function triggerOf(of: InfrastructureResource): Trigger | undefined {
  const { place } = of
  const event = (path: string) =>
    sources.map((source) => textIn(of, `${source}.${path}`)).find((one) => one !== undefined)
  const request = event('pull_request.branch')
  if (request !== undefined) return { kind: 'pull-request', event: 'pull_request', place, ...branchesOf(request) }
  const tag = event('push.tag') ?? textIn(of, 'trigger_template.tag_name')
  if (tag !== undefined) return { kind: 'tag', event: 'push', place }
  const branch = event('push.branch') ?? textIn(of, 'trigger_template.branch_name')
  if (branch !== undefined) {
    const branches = branchesOf(branch)
    const paths = listIn(of, 'included_files')
    const texts = paths === undefined || isHidden(paths) ? [] : paths.filter((one) => typeof one === 'string')
    return branches && { kind: 'push', event: 'push', place, ...branches, ...(texts.length > 0 && { paths: texts }) }
  }
  return undefined
}

/** A regular expression (RE2) over names of branches: one that is a name is that branch, `.*` is any; others are not told. */
function branchesOf(pattern: Seen<string>): { branches?: readonly string[] } | undefined {
  if (isHidden(pattern)) return undefined
  if (/^\^?\.[*+]\$?$/.test(pattern)) return {}
  const names = pattern
    .replace(/^\^|\$$/g, '')
    .replace(/^\((?:\?:)?([^()]*)\)$/, '$1')
    .split('|')
  return names.every((name) => /^[\w/-]+$/.test(name)) ? { branches: names } : undefined
}

/** What all triggers substitute, and alike. */
function common(resources: readonly InfrastructureResource[]): Record<string, string> {
  const all = resources.map((of) => {
    const { value } = attribute(of, 'substitutions')
    return value !== undefined && !isHidden(value) && isMap(value) ? value : {}
  })
  const [first = {}, ...rest] = all
  return Object.fromEntries(
    Object.entries(first).flatMap(([name, value]) =>
      typeof value === 'string' && rest.every((other) => other[name] === value) ? [[name, value]] : [],
    ),
  )
}

function approvalOf(resources: readonly InfrastructureResource[]): Seen<boolean> {
  const answers = resources.map((of) => truthIn(of, 'approval_config.approval_required') ?? false)
  return answers.find(isHidden) ?? answers.every((one) => one === true)
}

/** The services of a monorepo may share a build: it starts once for each set of files, and else alike. */
function distinct(triggers: readonly Trigger[]): Trigger[] {
  const found = new Map<string, Trigger>()
  for (const trigger of triggers) {
    const { kind, branches, paths } = trigger
    const key = JSON.stringify([kind, branches, paths])
    if (!found.has(key)) found.set(key, trigger)
  }
  return [...found.values()]
}
