import type { StatusState } from '../../config/vocabulary.ts'
import { Hidden, type Seen } from '../hidden.ts'
import type { Act } from '../pipeline/model.ts'

/*
 * What status pages can say, by the words of their interfaces: Statuspage (under_maintenance, degraded_performance,
 * partial_outage, major_outage, operational; incidents scheduled, in_progress, completed, resolved), Instatus
 * (UNDERMAINTENANCE, DEGRADEDPERFORMANCE …), Cachet (components 1 to 4, incidents 0 for scheduled), Better Stack, and
 * plain words. The first that is found decides; what is planned comes first, since its text also names the maintenance.
 */
const states: readonly (readonly [StatusState, RegExp])[] = [
  [
    'scheduled',
    /scheduled_(for|until)|["']?status["']?\s*[:=]\s*["']?(scheduled|notstartedyet)\b|\bplanned maintenance\b/i,
  ],
  [
    'disruption',
    /(major|partial|full)[ _-]?outage|service[ _-]?disruption|\bdisruption\b|\boutage\b|"?status"?\s*[:=]\s*"?[34]\b|\bdown(time)?\b|identified|investigating/i,
  ],
  ['degraded', /degraded([ _-]?performance)?|performance[ _-]?issues|"?status"?\s*[:=]\s*"?2\b/i],
  [
    'operational',
    /\boperational\b|\bresolved?\b|"?status"?\s*[:=]\s*"?1\b|\bcompleted?\b|\b(disable|end|stop|finish|off)[ :_-]?maintenance|maintenance[ :_-]?(off|end|done|disable|stop)/i,
  ],
  ['maintenance', /under[ _-]?maintenance|maintenance|in[ _-]?progress|verifying/i],
]

/** The state that a call to a status page sets; hidden where its words do not tell. */
export function stateOf(act: Act, names: readonly string[]): Seen<StatusState> {
  const said = [...act.words, ...Object.entries(act.inputs ?? {}).map(([name, value]) => `${name}: ${value}`)]
  for (const text of [said.join(' '), act.text, names.join(' ')]) {
    const found = stateIn(text)
    if (found) return found
  }
  return new Hidden(`what ${act.tool} sets the status page to`, {
    kind: 'file',
    text: 'write the state of the status page in the step that sets it (under_maintenance, operational)',
  })
}

/** The state that a text names. */
export function stateIn(text: string): StatusState | undefined {
  const plain = text.replace(/https?:\/\/[^\s"']+/g, ' ').replace(/\$\{\{.*?\}\}|\$\{[^}]*\}/g, ' ')
  return states.find(([, pattern]) => pattern.test(plain))?.[0]
}
