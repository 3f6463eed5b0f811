import { anyOf, known, type Outcome, unknown } from '../dialect/outcome.ts'
import type { Run } from '../model.ts'
import { startInput } from './inputs.ts'
import type { Home, Situation } from './scope.ts'

/** Payload keys that only some events have: elsewhere they are null (docs.github.com, "Webhook events and payloads"). */
const payloadOf: Readonly<Record<string, readonly string[]>> = {
  inputs: ['workflow_dispatch'],
  release: ['release'],
  workflow_run: ['workflow_run'],
  client_payload: ['repository_dispatch'],
  deployment: ['deployment', 'deployment_status'],
  deployment_status: ['deployment_status'],
  head_commit: ['push'],
  merge_group: ['merge_group'],
  schedule: ['schedule'],
}

/** Properties that always have a value which cannot be seen from here. */
const neverEmpty = new Set([
  'sha',
  'run_id',
  'run_number',
  'run_attempt',
  'actor',
  'token',
  'workspace',
  'workflow',
  'job',
])

/** The event of a run; empty where another workflow calls this one, whose event it then is. */
const eventOf = ({ trigger }: Run): string => (trigger.kind === 'call' ? '' : (trigger.event ?? ''))

/** `github.…` under a start of the workflow (docs.github.com, "Contexts reference", github). */
export function githubContext(home: Home, run: Run, situation: Situation, path: readonly string[]): Outcome {
  const [name, ...rest] = path
  const event = eventOf(run)
  switch (name) {
    case 'event_name':
      return event ? known(event) : unknown
    case 'event':
      return payload(home, run, situation, rest)
    case 'ref':
      return ref(home, run)
    case 'ref_name':
      return refName(home, run)
    case 'ref_type':
      return known(run.trigger.kind === 'tag' || run.trigger.kind === 'release' ? 'tag' : 'branch')
    case 'head_ref':
      if (run.trigger.kind === 'call') return unknown
      return run.trigger.kind === 'pull-request' ? { values: [], open: { truthy: true } } : known('')
    case 'base_ref':
      if (run.trigger.kind === 'call') return unknown
      return run.trigger.kind === 'pull-request' ? targetBranch(home, run) : known('')
    case 'repository':
      return home.slug ? known(home.slug) : { values: [], open: { truthy: true } }
    case 'repository_owner':
      return home.slug ? known(home.slug.split('/')[0] as string) : { values: [], open: { truthy: true } }
    case 'server_url':
      return known('https://github.com')
    default:
      return neverEmpty.has(name ?? '') ? { values: [], open: { truthy: true } } : unknown
  }
}

function payload(home: Home, run: Run, situation: Situation, path: readonly string[]): Outcome {
  const [name = '', ...rest] = path
  const event = eventOf(run)
  if (name === 'inputs' && event === 'workflow_dispatch' && rest[0]) {
    // Here every input is a text; `inputs` keeps their types.
    const { values, open } = startInput(run, rest[0])
    return anyOf(
      values.map((value) => (value === null ? null : String(value))),
      open,
    )
  }
  if (name === 'repository') return repositoryOf(home, rest[0])
  if (name === 'ref' && event === 'push') return ref(home, run)
  if (name === 'workflow_run' && event === 'workflow_run') {
    if (rest[0] === 'conclusion') return known(situation.triggering)
    return rest[0] === 'head_branch' ? branchOf(home, run) : unknown
  }
  if (name === 'pull_request' && event && !event.startsWith('pull_request')) return known(null)
  if (payloadOf[name] && event && !payloadOf[name].includes(event)) return known(null)
  return unknown
}

/** What every event says of the repository. */
function repositoryOf(home: Home, key: string | undefined): Outcome {
  const [, name] = home.slug?.split('/') ?? []
  if (key === 'default_branch') return defaultBranch(home)
  if (key === 'full_name' && home.slug) return known(home.slug)
  return key === 'name' && name !== undefined ? known(name) : unknown
}

function defaultBranch(home: Home): Outcome {
  return home.defaultBranch ? known(home.defaultBranch) : anyOf(['main', 'master'])
}

/** The branch of a run that has one. */
function branchOf(home: Home, run: Run): Outcome {
  if (run.branch === 'default' || (run.branch === undefined && run.onDefaultBranch)) return defaultBranch(home)
  if (run.branch !== undefined) return known(run.branch)
  const notDefault =
    run.onDefaultBranch === false ? (home.defaultBranch ? [home.defaultBranch] : ['main', 'master']) : []
  const { branches } = run.trigger
  if (branches?.every(isLiteral)) {
    const left = branches.filter((branch) => !notDefault.includes(branch))
    if (left.length) return anyOf(left)
  }
  return { values: [], open: { not: ['', ...notDefault] } }
}

function refName(home: Home, run: Run): Outcome {
  switch (run.trigger.kind) {
    case 'push':
      return branchOf(home, run)
    case 'manual':
    case 'call':
      return branchOf(home, run)
    case 'tag':
    case 'release': {
      if (run.branch !== undefined && run.branch !== 'default') return known(run.branch)
      const tags = run.trigger.kind === 'tag' ? run.trigger.branches : undefined
      if (tags?.every(isLiteral)) return anyOf(tags)
      const prefix = tags?.length === 1 ? /^[\w./-]*/.exec(tags[0] as string)?.[0] : ''
      return { values: [], open: prefix ? { prefix } : { truthy: true } }
    }
    case 'pull-request':
      return requestName(home, run)
    default:
      // Schedules, other workflows and outside events run on the default branch.
      return defaultBranch(home)
  }
}

/** `12/merge`; the target branch where the event is `pull_request_target`; a branch that the merge queue made. */
function requestName(home: Home, run: Run): Outcome {
  if (run.trigger.event === 'pull_request_target') return targetBranch(home, run)
  return {
    values: [],
    open: run.trigger.event === 'merge_group' ? { prefix: 'gh-readonly-queue/' } : { suffix: '/merge' },
  }
}

function ref(home: Home, run: Run): Outcome {
  if (run.trigger.kind === 'pull-request' && run.trigger.event !== 'pull_request_target') {
    return {
      values: [],
      open: { prefix: run.trigger.event === 'merge_group' ? 'refs/heads/gh-readonly-queue/' : 'refs/pull/' },
    }
  }
  const tag = run.trigger.kind === 'tag' || run.trigger.kind === 'release'
  const start = tag ? 'refs/tags/' : 'refs/heads/'
  const name = run.trigger.kind === 'pull-request' ? targetBranch(home, run) : refName(home, run)
  const { open } = name
  const values = name.values.map((value) => start + String(value))
  if (!open) return anyOf(values)
  // Somebody may start it by hand on a tag.
  const prefix = run.trigger.kind === 'manual' && run.onDefaultBranch !== true ? 'refs/' : start + (open.prefix ?? '')
  return anyOf(values, { prefix, not: open.not?.map((branch) => start + branch) ?? [] })
}

function targetBranch(home: Home, run: Run): Outcome {
  const { branches } = run.trigger
  if (branches?.every(isLiteral)) return anyOf(branches)
  return run.onDefaultBranch ? defaultBranch(home) : { values: [], open: { truthy: true } }
}

/** A branch name without the signs of a glob. */
export function isLiteral(pattern: string): boolean {
  return !/[*?+![\]]/.test(pattern)
}
