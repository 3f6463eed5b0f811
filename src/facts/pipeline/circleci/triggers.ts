import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import type { Condition, Input, Run, Trigger } from '../model.ts'
import type { Reading } from './frame.ts'
import type { Mentions } from './mentions.ts'
import { exampleOf, otherBranch } from './values.ts'

/** What a workflow's triggers are made from. */
export interface Starts {
  readonly workflow: DataNode
  readonly place: Place
  readonly reading: Reading
  readonly mentions: Mentions
  /** of the jobs that wait for none: where none of them may run, there is no such trigger */
  readonly entries: readonly (Condition | undefined)[]
}

/** More names and examples than this are not told apart. */
const mostNames = 40

/**
 * The ways in which a workflow starts. Every push to every branch starts every workflow; its conditions and filters say
 * for which of them it does anything: a branch that they name, one that an expression of theirs matches, or any other. A
 * tag does so only where filters or conditions speak of tags, a person where conditions ask for parameters, a schedule
 * where it stands in the file or conditions ask for it.
 */
export function triggersOf(starts: Starts): Trigger[] {
  const schedules = scheduled(starts)
  if (schedules) return schedules
  return [...pushes(starts), ...tagged(starts), ...bySchedule(starts), ...byHand(starts)]
}

function starts(trigger: Trigger, run: Partial<Run>, { entries }: Starts): boolean {
  const whole: Run = { trigger, branch: undefined, onDefaultBranch: false, inputs: {}, ...run }
  return entries.some((condition) => condition?.holds(whole) !== false)
}

/** Parameters that a setup workflow sets by paths limit a push to these. */
function limits({ reading, mentions }: Starts): Pick<Trigger, 'paths'> {
  const paths = [...reading.parameters.values()].flatMap((parameter) =>
    mentions.names.has(`parameters.${parameter.name}`) ? (parameter.paths ?? []) : [],
  )
  return paths.length ? { paths } : {}
}

function pushes(all: Starts): Trigger[] {
  const { mentions, reading, place } = all
  const named = [...(mentions.literals.get('git.branch') ?? [])]
  const examples = examplesOf('git.branch', otherBranch, all)
  const base: Trigger = { kind: 'push', event: 'push', place, ...limits(all) }
  const names = [...new Set([...named, ...examples])].filter(Boolean).slice(0, mostNames)
  const active = names.filter((name) => starts(base, { branch: name }, all))
  const others = starts(base, {}, all)
  if (!others) return active.length ? [{ ...base, branches: active }] : []
  const known = reading.repository.history?.defaultBranch
  const left = names.filter((name) => !active.includes(name))
  // Without the name of the default branch, an open list of branches would leave it out.
  if (known === undefined && !active.some((name) => name === 'main' || name === 'master')) {
    return [{ ...base, ...(left.length && { branchesIgnore: left }) }]
  }
  return [{ ...base, ...(names.length && { branches: [...active, '**', ...left.map((name) => `!${name}`)] }) }]
}

/** For each expression a name that it matches, unless any other name would do. */
function examplesOf(value: string, other: string, { mentions, reading }: Starts): string[] {
  return [...(mentions.patterns.get(value) ?? [])]
    .filter((source) => reading.patterns.matches(source, other, true) !== true)
    .map((source) => exampleOf(source, reading))
}

/** A tag's trigger tells by its only pattern which name stands for it. */
function tagged(all: Starts): Trigger[] {
  const { mentions, place } = all
  const named = [...(mentions.literals.get('git.tag') ?? [])].filter(Boolean)
  const spoken = mentions.patterns.has('git.tag') || mentions.literals.has('git.tag') || mentions.names.has('git.tag')
  if (!spoken) return []
  const other = 'some-other-tag'
  return [...new Set([...named, ...examplesOf('git.tag', other, all), other])]
    .slice(0, mostNames)
    .map((name): Trigger => ({ kind: 'tag', event: 'tag', branches: [name], place }))
    .filter((trigger) => starts(trigger, {}, all))
    .map((trigger, _, list) => (list.length === 1 && trigger.branches?.[0] === other ? anyTag(trigger) : trigger))
}

const anyTag = (trigger: Trigger): Trigger => ({ ...trigger, branches: ['*'] })

/** `triggers: [{schedule: …}]`: such a workflow starts in no other way. */
function scheduled({ workflow, reading }: Starts): Trigger[] | undefined {
  const list = workflow.get('triggers')
  if (!list) return undefined
  return list.asList.flatMap((item): Trigger[] => {
    const schedule = item.get('schedule')
    if (!schedule) return []
    const only = schedule.at('filters', 'branches', 'only') ?? schedule.at('filters', 'branches')
    const branches = (only?.asList ?? []).flatMap((branch) => {
      const text = branch.text
      if (text === undefined) return []
      const source = /^\/(.*)\/$/s.exec(text)?.[1]
      return [source === undefined ? text : exampleOf(source, reading)]
    })
    const base: Trigger = { kind: 'schedule', event: 'schedule', place: item.keyPlace('schedule') }
    return branches.length ? branches.map((branch) => ({ ...base, branches: [branch] })) : [base]
  })
}

/** Schedules of the project's settings, where conditions ask for them. */
function bySchedule(all: Starts): Trigger[] {
  const { mentions, place } = all
  const names = mentions.literals.get('schedule.name') ?? new Set<string>()
  const source = mentions.literals.get('trigger_source') ?? new Set<string>()
  if (!names.size && !mentions.names.has('schedule.name') && ![...source].some((one) => /schedule/.test(one))) return []
  return [...(names.size ? names : ['schedule'])]
    .map((event): Trigger => ({ kind: 'schedule', event, setUpElsewhere: true, place }))
    .filter((trigger) => starts(trigger, { onDefaultBranch: true }, all))
}

/** A start by hand or over the interface, where conditions ask for parameters. */
function byHand(all: Starts): Trigger[] {
  const { mentions, reading, place } = all
  const inputs = [...reading.parameters.values()]
    .filter(({ name, paths }) => mentions.names.has(`parameters.${name}`) && !paths)
    .slice(0, mostNames)
    .map(({ name, type, default: fallback, options }): Input => {
      const usual = fallback?.text ?? ''
      const literals = [...(mentions.literals.get(`parameters.${name}`) ?? [])].filter((text) => text !== usual)
      const choices = options ?? (type === 'string' && literals.length ? [usual, ...literals] : undefined)
      return {
        name,
        type,
        ...(choices && { options: choices }),
        ...(fallback?.text !== undefined && { default: usual }),
      }
    })
  if (!inputs.length) return []
  const trigger: Trigger = { kind: 'manual', event: 'api', inputs, place }
  return [trigger]
}
