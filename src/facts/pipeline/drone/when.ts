import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { and, or } from '../dialect/three-valued.ts'
import { globMatches } from '../graph/run/branches.ts'
import type { Condition, Need, Run } from '../model.ts'

type Answer = boolean | undefined

/** What a list, or `{include, exclude}`, takes and leaves out. */
interface Limits {
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

/** The input of a start by hand that holds the target of a promotion. */
export const targetInput = 'target'

/** The alternatives of `when` or `trigger`: Woodpecker knows a list of them. */
const alternatives = (node: DataNode | undefined): readonly DataNode[] =>
  node === undefined ? [] : node.kind === 'list' ? node.items : [node]

/**
 * `when` of a step or a workflow, `trigger` of a pipeline (docs.drone.io/pipeline/conditions, woodpecker-ci.org/docs/usage/
 * workflow-syntax): all keys of a map must hold, one map of a list.
 */
export function conditionOf(node: DataNode | undefined, place: Place): Condition | undefined {
  const all = alternatives(node).filter((one) => one.kind === 'map')
  const asked = all.map(questionsOf)
  // an alternative that asks nothing holds always
  if (asked.length === 0 || asked.some((questions) => questions.length === 0)) return undefined
  return {
    text: asked.map((questions) => questions.map(({ text }) => text).join(' && ')).join(' || '),
    place,
    branches: all.flatMap((one) => limitsOf(one.get('branch')).include).filter((name) => !/[*!?[{$]/.test(name)),
    holds: (run) => asked.map((questions) => questions.map(({ ask }) => ask(run)).reduce(and)).reduce(or),
  }
}

interface Question {
  readonly text: string
  readonly ask: (run: Run) => Answer
}

function questionsOf(map: DataNode): Question[] {
  return map.entries.flatMap(({ key, value }): readonly Question[] => {
    if (key === 'evaluate') return [{ text: value.text ?? key, ask: (run) => evaluated(value.text ?? '', run) }]
    const limits = limitsOf(value)
    const text = `${key} ${[...limits.include, ...limits.exclude.map((one) => `!${one}`)].join(' ')}`
    const ask = (matches: (pattern: string, run: Run) => Answer): Question[] => [
      { text, ask: (run) => limited(limits, (pattern) => matches(pattern, run)) },
    ]
    switch (key) {
      case 'event':
        return ask((event, { trigger }) => event === trigger.event)
      case 'branch':
        return ask(onBranch)
      case 'ref':
        return ask(ofRef)
      case 'target':
      case 'environment':
        return ask(forTarget)
      case 'cron':
        return ask((_, { trigger }) => (trigger.kind === 'schedule' ? undefined : false))
      case 'path':
      case 'paths':
      case 'matrix':
      case 'local':
        return [{ text, ask: () => undefined }]
      // a guard against forks and other servers, or a choice of machine: here it holds
      default:
        return []
    }
  })
}

function limitsOf(node: DataNode | undefined): Limits {
  if (node?.kind !== 'map') return { include: texts(node), exclude: [] }
  return { include: texts(node.get('include')), exclude: texts(node.get('exclude')) }
}

/** The events of one alternative: a cron job that is named tells them where nothing else does. */
function eventsOf(one: DataNode): Limits {
  const named = limitsOf(one.get('event'))
  const byClock = named.include.length === 0 && limitsOf(one.get('cron')).include.length > 0
  return byClock ? { ...named, include: ['cron'] } : named
}

const texts = (node: DataNode | undefined): readonly string[] => node?.asList.flatMap(({ text }) => text ?? []) ?? []

function limited({ include, exclude }: Limits, matches: (pattern: string) => Answer): Answer {
  const taken = include.length > 0 ? include.map(matches).reduce(or, false) : true
  const left = exclude.map(matches).reduce(or, false)
  return and(taken, left === undefined ? undefined : !left)
}

/** A branch that is called as default ones are, or the variable that holds its name. */
const isDefault = (name: string) => /^(main|master)$|DEFAULT_BRANCH/.test(name)

/** For a request it is the branch that it goes into, for a tag the default one where the forge tells no other. */
function onBranch(pattern: string, { trigger, branch, onDefaultBranch }: Run): Answer {
  if (/^\*\*?$/.test(pattern)) return true
  if (['pull-request', 'tag', 'release'].includes(trigger.kind)) return isDefault(pattern) ? true : undefined
  if (/DEFAULT_BRANCH/.test(pattern)) return onDefaultBranch
  if (branch !== undefined) return globMatches(pattern, branch)
  if (onDefaultBranch) return isDefault(pattern) ? true : undefined
  return /[*?[{]/.test(pattern) || onDefaultBranch === undefined ? undefined : false
}

function ofRef(pattern: string, run: Run): Answer {
  const { kind } = run.trigger
  const [, space, name = ''] = /^refs\/(heads|tags|pull)\/(.*)$/.exec(pattern) ?? []
  if (space === 'tags') return kind === 'tag' ? (/^\*\*?$/.test(name) ? true : undefined) : false
  if (space === 'pull') return kind === 'pull-request'
  if (space === 'heads') return kind === 'tag' || kind === 'pull-request' ? false : onBranch(name, run)
  return undefined
}

function forTarget(pattern: string, { trigger, inputs }: Run): Answer {
  if (trigger.kind !== 'manual') return false
  const target = inputs[targetInput]
  return target === undefined ? undefined : globMatches(pattern, target)
}

/** `CI_PIPELINE_DEPLOY_TARGET == "production"`; what else is evaluated is not told from here. */
function evaluated(text: string, run: Run): Answer {
  const [, target] = deployTarget.exec(text.trim()) ?? []
  return target === undefined ? undefined : forTarget(target, run)
}

const deployTarget = /^CI_(?:PIPELINE_)?DEPLOY_TARGET\s*==\s*["']([\w.-]+)["']$/

/** Events and targets that conditions name, without those that they leave out. */
export interface Named {
  readonly events: readonly string[]
  readonly targets: readonly string[]
  /** Events of which it is said that they start nothing. */
  readonly excluded: readonly string[]
  /** Every alternative names its events: others start nothing. */
  readonly closed: boolean
  /** Every alternative names its targets: nothing else starts it. */
  readonly forTargets: boolean
}

/** What the conditions of a step or a pipeline name. */
export function namedIn(node: DataNode | undefined): Named {
  const all = alternatives(node)
  const events = all.map(eventsOf)
  const targets = all.map(targetsNamed)
  return {
    events: events.flatMap(({ include }) => include),
    excluded: events.flatMap(({ exclude }) => exclude),
    targets: targets.flat(),
    closed: events.length > 0 && events.every(({ include }) => include.length > 0),
    forTargets: targets.length > 0 && targets.every((some) => some.length > 0),
  }
}

const targetsNamed = (one: DataNode): readonly string[] => [
  ...['target', 'environment'].flatMap((key) => limitsOf(one.get(key)).include),
  ...(deployTarget.exec(one.get('evaluate')?.text?.trim() ?? '')?.slice(1) ?? []),
]

/** That a start is for one target. */
export const isFor = (target: string, place: Place): Condition => ({
  text: `target ${target}`,
  place,
  branches: [],
  holds: (run) => forTarget(target, run),
})

/** The branches that an event is limited to wherever a pipeline runs on it (none: it does not); undefined: it may be any. */
export function branchesFor(event: string, node: DataNode | undefined): readonly string[] | undefined {
  const given = alternatives(node)
  const all = given.filter((one) => {
    const { include, exclude } = eventsOf(one)
    return (include.length === 0 || include.includes(event)) && !exclude.includes(event)
  })
  const branches = all.map((one) => limitsOf(one.get('branch')).include)
  if (given.length === 0 || branches.some((some) => some.length === 0)) return undefined
  const found = branches.flat()
  return found.some((name) => name.includes('$')) ? undefined : found
}

/**
 * What must have become of what came before, by `status` (success where nothing is said).
 * @param also a list of such states beside it: `runs_on` of a workflow of Woodpecker (woodpecker-ci.org/docs/usage/workflows)
 */
export function requiredOf(node: DataNode | undefined, also?: DataNode): Need['requires'] {
  const named = alternatives(node).flatMap((one) => limitsOf(one.get('status')).include)
  const status = new Set([...named, ...texts(also)])
  if (!status.has('failure')) return 'success'
  return status.has('success') ? 'completion' : 'failure'
}
