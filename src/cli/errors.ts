import { maskForms } from '../documents/mask.ts'
import { harmless } from './tell.ts'

/** The user asked for something that cannot be done; the message says what and the next step. Exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UsageError'
  }
}

/** Errors whose message was written for users; any other is a fault of Assay. */
const forUsers = new Set([
  'UsageError',
  'ConfigurationError',
  'SourceError',
  'UnreadableError',
  'RuleError',
  'RulesError',
  'ForgeError',
])

/** What to tell of an error: its message, and for a fault of Assay how to report it. A stack only with ASSAY_DEBUG=1. */
export function explainError(error: unknown, debug: boolean): string {
  const known = error instanceof Error && forUsers.has(error.name)
  const message = maskForms(error instanceof Error ? error.message : String(error))
  const text = known
    ? harmless(message).replace(/^/gm, 'assay: ')
    : `assay: this is a fault in Assay itself: ${harmless(message.split('\n', 1)[0] ?? '')}\nassay: run it again with ASSAY_DEBUG=1 to see where, and please report it`
  return debug && error instanceof Error && error.stack ? `${text}\n${maskForms(error.stack)}\n` : `${text}\n`
}
