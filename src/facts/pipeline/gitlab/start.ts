import type { Place } from '../../../documents/place.ts'
import type { Input, Run, Trigger } from '../model.ts'
import { type Known, matchesPattern, some, text, unset } from './expression.ts'
import { projectVariable, type Survey } from './survey.ts'

/** What the starts of a pipeline are made from, and its variables asked against. */
export interface Home {
  readonly survey: Survey
  /** undefined where neither git nor a condition tells */
  readonly defaultBranch: () => string | undefined
}

/** Whether an answer is open because of how the run was started, and not of data alone. */
export interface Mark {
  unsteady: boolean
}

/** Triggers for the branches or tags of one pattern. */
const patternOf = new WeakMap<Trigger, string>()

/** Sources beside a push that start a pipeline (docs.gitlab.com/ci/jobs/job_rules, "CI_PIPELINE_SOURCE"). */
const outside = ['trigger', 'api', 'pipeline', 'chat']

/**
 * The ways in which a pipeline starts. GitLab has no key for it: a push of a branch or tag does, a person does, and what
 * its conditions speak of. A pattern of branches or tags is a start of its own, so that it holds there for sure.
 * @param asked what a person is asked for
 * @param chosen what a person gives without being asked, and a push may bring along (`git push -o ci.variable=…`)
 */
export function triggersOf(
  survey: Survey,
  place: Place,
  asked: readonly Input[],
  chosen: readonly Input[] = [],
): Trigger[] {
  const inputs = [...asked, ...chosen]
  const brought = chosen.length > 0 ? { inputs: chosen } : {}
  const patterned = (kind: 'push' | 'tag', form: string): Trigger => {
    const trigger: Trigger = { kind, event: 'push', branches: [globOf(form)], ...brought, place }
    patternOf.set(trigger, form)
    return trigger
  }
  const branches = [...survey.branches].filter((name) => !/[*?+[\]!]/.test(name)).slice(0, 40)
  const sources = survey.sources
  return [
    { kind: 'push', event: 'push', branches: [...branches, '**'], ...brought, place },
    ...[...survey.branchPatterns].slice(0, 12).map((form) => patterned('push', form)),
    ...[...survey.tagPatterns].slice(0, 12).map((form) => patterned('tag', form)),
    { kind: 'tag', event: 'push', ...brought, place },
    ...(sources.has('merge_request_event')
      ? [{ kind: 'pull-request', event: 'merge_request_event', place } as const]
      : []),
    ...(sources.has('schedule') ? [{ kind: 'schedule', event: 'schedule', setUpElsewhere: true, place } as const] : []),
    ...outside
      .filter((source) => sources.has(source))
      .map((event): Trigger => ({ kind: 'external', event, ...brought, place })),
    { kind: 'manual', event: 'web', ...(inputs.length && { inputs }), place },
  ]
}

/** The runs that a start may have: on the default branch, on each that conditions speak of, and on some other one. */
export function runsOf(trigger: Trigger, home: Home): Run[] {
  const at = (branch: string | undefined, onDefaultBranch: boolean): Run => ({
    trigger,
    branch,
    onDefaultBranch,
    inputs: {},
  })
  const name = home.defaultBranch()
  if (trigger.kind === 'tag' || trigger.kind === 'pull-request') return [at(undefined, false)]
  const others = [...home.survey.branches].filter((branch) => branch !== name)
  const on = patternOf.has(trigger) ? [] : [at(name, true), ...others.map((branch) => at(branch, false))]
  return [...on, at(undefined, false)]
}

/** A glob that stands for a pattern, for people. */
function globOf(form: string): string {
  const source = form.replace(/\/[a-z]*$/, '')
  const glob = source
    .replace(/^\^|\$$/g, '')
    .replace(/\\([/.-])/g, '$1')
    .replace(/\(\?:|[()]/g, '')
    .replace(/(\\[dws]|\[[^\]]*\]|\.)([*+?]|\{[^}]*\})?/g, (whole) => (whole === '.' ? '.' : '*'))
    .replace(/[|^$?+{}\\]+/g, '*')
  const open = source.endsWith('$') ? glob : `${glob}*`
  return (open.includes('*') ? open : `${open}*`).replace(/\*+/g, '**')
}

/** A text that a pattern matches, to try other patterns on. */
function sampleOf(form: string): string | undefined {
  const at = form.lastIndexOf('/')
  const source = form.slice(0, at)
  const sample = source
    .replace(/^\^|\$$/g, '')
    .replace(/\((?:\?:)?([^()|]*)\|[^()]*\)/g, '$1')
    .replace(/[()]/g, '')
    .replace(/(\\d|\[0-9\])([*+]|\{[^}]*\})?/g, '1')
    .replace(/(\\w|\[[^\]]*\]|\.(?=[*+?]))([*+?]|\{[^}]*\})?/g, 'x')
    .replace(/\\(.)/g, '$1')
  return matchesPattern(sample, source, form.slice(at + 1)) ? sample : undefined
}

/**
 * A predefined variable in a run (docs.gitlab.com/ci/variables/predefined_variables); false where it is none.
 * @param source of the pipeline where it is not the run's own: a child's
 */
export function predefined(name: string, run: Run, home: Home, mark: Mark, source?: string): Known | false {
  const { kind, event } = run.trigger
  const isRequest = kind === 'pull-request'
  switch (name) {
    case 'CI':
    case 'GITLAB_CI':
      return text('true')
    case 'CI_PIPELINE_SOURCE':
      return text(source ?? event ?? 'push')
    case 'CI_COMMIT_BRANCH':
      return isRequest || kind === 'tag' ? unset : branchOf(run, home, mark)
    case 'CI_COMMIT_TAG':
      return kind === 'tag' ? tagOf(run.trigger, home, mark) : unset
    case 'CI_COMMIT_REF_NAME':
      if (kind === 'tag') return tagOf(run.trigger, home, mark)
      return isRequest ? requested(home) : branchOf(run, home, mark)
    case 'CI_DEFAULT_BRANCH':
      return defaultBranch(home)
    case 'CI_MERGE_REQUEST_TARGET_BRANCH_NAME':
      return isRequest ? target(home) : unset
    case 'CI_MERGE_REQUEST_SOURCE_BRANCH_NAME':
      return isRequest ? requested(home) : unset
    case 'CI_OPEN_MERGE_REQUESTS':
      return kind !== 'push' || run.onDefaultBranch ? unset : undefined
    case 'CI_COMMIT_REF_PROTECTED':
      return run.onDefaultBranch && !isRequest ? text('true') : undefined
    case 'CI_PIPELINE_TRIGGERED':
      return event === 'trigger' ? text('true') : unset
    case 'CI_DEPLOY_FREEZE':
      return unset
  }
  if (/^CI_MERGE_REQUEST_/.test(name)) return isRequest ? some : unset
  if (/^CI_EXTERNAL_PULL_REQUEST_/.test(name)) return unset
  if (projectVariable.test(name)) {
    const named = [...(home.survey.projects.get(name) ?? [])]
    return named.length === 1 ? text(named[0] as string) : named.length ? undefined : some
  }
  return /^(CI_(COMMIT|REGISTRY|PIPELINE|JOB|PROJECT|RUNNER|SERVER|API)_|CI_REGISTRY$|GITLAB_USER_)/.test(name)
    ? some
    : false
}

const defaults = new WeakMap<Home, Known>()

function defaultBranch(home: Home): Known {
  const made = defaults.get(home) ?? {
    kind: 'some',
    is: (other: Known) => {
      const name = home.defaultBranch()
      return other?.kind === 'text' && name !== undefined ? other.text === name : undefined
    },
    like: (source: string, flags: string) => {
      const name = home.defaultBranch()
      return name === undefined ? undefined : matchesPattern(name, source, flags)
    },
  }
  defaults.set(home, made)
  return made
}

function branchOf(run: Run, home: Home, mark: Mark): Known {
  const name = run.branch ?? (run.onDefaultBranch ? home.defaultBranch() : undefined)
  const open = () => {
    mark.unsteady = true
    return undefined
  }
  return {
    kind: 'some',
    is: (other) => {
      if (other === defaultBranch(home)) return run.onDefaultBranch ?? open()
      if (other?.kind !== 'text') return open()
      if (name !== undefined) return name === other.text
      // Other branches that are named have runs of their own.
      return run.onDefaultBranch ? open() : false
    },
    like: (source, flags) => {
      if (name !== undefined) return matchesPattern(name, source, flags) ?? open()
      if (run.onDefaultBranch) return open()
      return ofPattern(run.trigger, source, flags) ?? (run.trigger.kind === 'push' ? false : open())
    },
  }
}

function tagOf(trigger: Trigger, home: Home, mark: Mark): Known {
  return {
    kind: 'some',
    is: (other) => {
      const isBranch = other === defaultBranch(home) || (other?.kind === 'text' && home.survey.branches.has(other.text))
      return isBranch ? false : undefined
    },
    like: (source, flags) => {
      const answer = ofPattern(trigger, source, flags)
      if (answer === undefined && patternOf.has(trigger)) mark.unsteady = true
      return answer ?? (patternOf.has(trigger) ? undefined : false)
    },
  }
}

/** Whether what a trigger's pattern matches also matches another one. */
function ofPattern(trigger: Trigger, source: string, flags: string): boolean | undefined {
  const own = patternOf.get(trigger)
  if (own === undefined) return undefined
  if (own === `${source}/${flags}`) return true
  const sample = sampleOf(own)
  return sample === undefined ? undefined : matchesPattern(sample, source, flags)
}

/** The branch that asks to be merged: not the default one. */
function requested(home: Home): Known {
  return {
    kind: 'some',
    is: (other) => {
      const isDefault = other === defaultBranch(home) || (other?.kind === 'text' && other.text === home.defaultBranch())
      return isDefault ? false : undefined
    },
  }
}

/** Most requests are to be merged into the default branch. */
function target(home: Home): Known {
  return {
    kind: 'some',
    is: (other) => {
      if (other === defaultBranch(home)) return true
      return other?.kind === 'text' && other.text === home.defaultBranch() ? true : undefined
    },
  }
}
