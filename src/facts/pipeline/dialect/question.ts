import type { Settle } from '../../hidden.ts'

/** A job, a step or a step of a job, as an answer names it. */
interface Asked {
  readonly job?: string
  readonly step?: string
}

/** Asks for a line of assay.yaml that says what something does: `kinds: [{job: ship, kinds: [deploy]}]`. */
export function toSay(what: string, asked: Asked, kinds: readonly string[]): Settle {
  const named = Object.entries(asked).map(([key, name]) => `${key}: ${quoted(name)}, `)
  return { kind: 'answer', text: `say in assay.yaml ${what}: kinds: [{${named.join('')}kinds: [${kinds.join(', ')}]}]` }
}

/** Words that YAML reads as something else than a text. */
const otherThanText = /^(true|false|yes|no|on|off|y|n|null)$/i

/** A text as YAML reads it in a flow: bare where it can be. */
export const quoted = (text: string): string =>
  /^[A-Za-z_][\w.-]*$/.test(text) && !otherThanText.test(text) ? text : JSON.stringify(text)
