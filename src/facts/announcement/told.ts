import type { Hidden } from '../hidden.ts'
import type { Told } from '../schema/announcement.ts'
import { channelOf } from './channel.ts'
import { saysOf } from './says.ts'
import type { Scripts } from './scripts.ts'
import { stateOf } from './state.ts'
import { type Teller, whatItTells } from './teller.ts'

/** What a teller tells, as facts: a message, a state of the status page, or both where it cannot be seen. */
export function toldBy({ atom, doubt }: Teller, scripts: Scripts): Told[] {
  const { act, job, hidden, place } = atom
  const { message, status } = whatItTells(atom)
  const base = { tool: act?.tool ?? atom.text, by: 'pipeline', job: job.id, place } as const
  const script = act && scripts.get(act)
  const found: Told[] = []
  if (message === true && act)
    found.push({ ...base, kind: 'message', channel: doubt ?? channelOf(act, script), state: 'none' })
  else if (message === 'perhaps' && hidden) {
    // The name says that it tells somebody, and the script says by what.
    const channel = doubt ?? (act && script ? channelOf(act, script) : hidden.value)
    found.push({ ...base, kind: 'message', channel, state: 'none' })
  }
  if (status === true && act) {
    const state = doubt ?? stateOf(act, [atom.step?.name ?? '', job.name, job.key])
    found.push({ ...base, kind: 'status', channel: 'status-page', state })
  } else if (status === 'perhaps' && hidden) {
    found.push({ ...base, kind: 'status', channel: hidden.value, state: hidden.value })
  }
  return found
}

/** A notice that something will be deployed on another day: a message that says so, an entry of a calendar, a planned maintenance. */
export function noticeBy(teller: Teller, scripts: Scripts): Told[] {
  return toldBy(teller, scripts).flatMap((told): Told[] => {
    if (told.kind === 'status') {
      return told.state === 'scheduled' ? [{ ...told, kind: 'message', state: 'none' }] : []
    }
    if (told.channel === 'calendar' || teller.atom.hidden) return [told]
    const says = saysOf(teller.atom)
    // what is planned for staging, or for the tests, is no deployment of production
    return says.schedule && !says.failure && (says.deployment || !says.other) ? [told] : []
  })
}

/** Something that may tell anything, and cannot be seen. */
export function unseen(hidden: Hidden, place: Told['place'], tool: string): Told[] {
  const base = { channel: hidden, tool, by: 'pipeline', job: '', place } as const
  return [
    { ...base, kind: 'message', state: 'none' },
    { ...base, kind: 'status', state: hidden },
  ]
}
