import { isHidden } from '../hidden.ts'
import type { Announcement, Told } from '../schema/announcement.ts'

/** What is told of many deployments alike, with what is printed of it: made once, and joined to what each has of its own. */
export interface Shared {
  readonly told: readonly Told[]
  readonly messages: readonly string[]
  readonly states: readonly string[]
}

/** What many pipelines tell alike is one thing told: the first stands for all, so that the list is as short as its variety. */
export function sharedOf(all: readonly Told[]): Shared {
  const found = new Map<string, Told>()
  for (const one of all) {
    const key = [...parts(one), one.by].join(' ')
    if (!found.has(key)) found.set(key, one)
  }
  const told = [...found.values()]
  return { told, ...printed(told) }
}

/** What is told at a moment of one deployment: its own, then what it shares with others. */
export function joined(own: readonly Told[], shared: Shared): Pick<Announcement, 'told' | 'messages' | 'states'> {
  const { messages, states } = printed(own)
  const list = (mine: readonly string[], others: readonly string[]) => [...new Set([...mine, ...others])].join(', ')
  return {
    told: [...own, ...shared.told],
    messages: list(messages, shared.messages),
    states: list(states, shared.states),
  }
}

/** What tells one thing that is told from another: what it tells, and where. */
export function keyOf(told: Told): string {
  return [...parts(told), told.place.file, told.place.start].join(' ')
}

function parts({ kind, channel, state, tool }: Told): unknown[] {
  const seen = (value: unknown) => (isHidden(value) ? `?${value.what}` : value)
  return [kind, seen(channel), seen(state), tool]
}

function printed(told: readonly Told[]): Omit<Shared, 'told'> {
  const list = (kind: Told['kind'], print: (one: Told) => string) => [
    ...new Set(told.filter((one) => one.kind === kind && !isHidden(one.channel)).map(print)),
  ]
  return {
    messages: list('message', (one) => `${one.tool} (${one.channel})`),
    states: list('status', (one) => `${isHidden(one.state) ? '?' : one.state} by ${one.tool}`),
  }
}
