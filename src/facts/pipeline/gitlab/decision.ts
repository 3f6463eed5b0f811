import { isHidden } from '../../hidden.ts'
import type { Condition, Run } from '../model.ts'
import type { Answer, Choice, Rule } from './rule.ts'

/** A job as one or several of its rules put it into a pipeline. */
export interface Variant {
  readonly choice: Choice
  /** Holds in the runs in which one of these rules decides; undefined: always. */
  readonly condition: Condition | undefined
}

/** The different ways in which rules put a job in; rules that say the same are one. */
export function variantsOf(rules: readonly Rule[], same: (choice: Choice) => string): Variant[] {
  const groups = new Map<string, Set<number>>()
  rules.forEach(({ choice }, index) => {
    if (!choice) return
    const key = same(choice)
    groups.set(key, (groups.get(key) ?? new Set()).add(index))
  })
  return [...groups.values()].map((own) => ({
    choice: rules[[...own][0] as number]?.choice as Choice,
    condition: conditionOf(rules, own),
  }))
}

/** Tells choices apart by how and when they run; what a rule sets counts only where it is given. */
export function sameChoice(choice: Choice): string {
  const { when, allowFailure, variables, needs } = choice
  const set = variables?.entries.map(({ key, value }) => `${key}=${value.text ?? ''}`).join('\n') ?? ''
  const waits = needs?.asList.map((item) => item.text ?? item.get('job')?.text ?? '').join() ?? '-'
  return [when, isHidden(allowFailure) ? '?' : allowFailure, set, waits].join('\u0000')
}

/** That one of the rules `own` decides. */
export function conditionOf(rules: readonly Rule[], own: ReadonlySet<number>): Condition | undefined {
  const last = Math.max(...own)
  const before = rules.slice(0, last + 1)
  const first = rules[Math.min(...own)] as Rule
  const cache = new WeakMap<Run, Answer>()
  const ask = (run: Run) => {
    const known = cache.get(run) ?? decide(rules, own, run)
    cache.set(run, known)
    return known
  }
  const others = before.filter((rule, index) => !own.has(index) && rule.text !== '')
  const mine = before.filter((_, index) => own.has(index)).map(({ text }) => text)
  // A rule without any condition, and none before it.
  if (others.length === 0 && mine[0] === '') return undefined
  const open = mine.includes('') ? [] : mine
  const either = open.length > 1 ? `(${open.join(' || ')})` : (open[0] ?? '')
  const text = [either, ...others.map((rule) => `!(${rule.text})`)].filter(Boolean).join(' && ')
  const touches = before.flatMap((rule) => rule.touches ?? [])
  return {
    text,
    place: first.place,
    holds: (run) => ask(run).holds,
    onData: (run) => ask(run).onData,
    ...(touches.length > 0 && { touches }),
  }
}

function decide(rules: readonly Rule[], own: ReadonlySet<number>, run: Run): Answer {
  let mine = false
  let others = false
  let onData = true
  for (const [index, rule] of rules.entries()) {
    const answer = rule.ask(run)
    if (answer.holds === false) continue
    if (own.has(index)) mine = true
    else others = true
    if (answer.holds) return mine ? { holds: others ? undefined : true, onData } : { holds: false, onData }
    onData &&= answer.onData
  }
  // No rule is left: the job is not put in.
  return mine ? { holds: undefined, onData } : { holds: false, onData }
}
